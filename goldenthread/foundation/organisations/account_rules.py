"""May this happen to somebody's account? Pure questions that raise Refused."""

import datetime

from goldenthread.foundation.access.queries import Forbidden
from goldenthread.foundation.access.roles import roles
from goldenthread.foundation.access.viewer import System
from goldenthread.foundation.clock import day_of
from goldenthread.foundation.organisations import account_queries, rules
from goldenthread.foundation.organisations.models import AccountChange, AccountLink
from goldenthread.foundation.people.models import Person, Seat, User
from goldenthread.foundation.room import Refused, Unchanged
from goldenthread.foundation.writing import acts_in

BY_COMMAND = "Whoever runs the installation does it by a command: see the operations guide."


def not_ones_own(by, person: Person) -> None:
    if not isinstance(by, System) and by.person_id == person.pk:
        raise Refused("This is your own account. You change it yourself under “Your account”.")


def has_account(person: Person) -> User:
    if person.user is None:
        raise Refused(f"{person.name} has no account. Give them an e-mail address first.")
    return person.user


def may_be_invited(user: User) -> None:
    """Only somebody who has never signed in nor chosen a password: an invitation resets nothing."""
    if not user.is_active:
        raise Refused("This account is closed. It is opened again before anybody is invited to it.")
    if not account_queries.is_unopened(user):
        raise Refused(
            "This person has opened their account already. If they forgot the password, they choose a new one by "
            "“I forgot my password” on the sign-in page."
        )


def address_differs(person: Person, email: str) -> None:
    if person.user and person.user.email.lower() == email.lower():
        raise Unchanged("This is the address that the account has already.", "email")


def address_is_free(by, person: Person, email: str) -> None:
    """A partnership is not told that somebody elsewhere in the house has the address."""
    if not account_queries.is_taken(email, person):
        return
    if isinstance(by, System) or by.house_administrator:
        raise Refused("Another account has this e-mail address already. Give another one.", "email")
    raise Refused("This address cannot be given to this person. Check it, or ask the house administrator.", "email")


def says_why(reason: str) -> None:
    if not reason.strip():
        raise Refused("Say how you know that this person asked for it: the second person reads it.", "reason")


def nothing_waits(person: Person, kind: str) -> None:
    if account_queries.changes_of(person).filter(kind=kind, state=AccountChange.State.ASKED).exists():
        raise Refused("Such a change waits for a second person already. It is confirmed or taken back first.")


def has_second_step(user: User) -> None:
    if not account_queries.has_second_step(user):
        raise Refused("This account has no second step, so there is none to reset.")


def somebody_can_decide(change: AccountChange, now: datetime.datetime) -> None:
    without = {change.asked_by_id, change.person_id}
    if not account_queries.second_people(account_queries.deciding_bodies(change, now), now, without):
        raise Refused(f"Nobody else in the house can confirm this. {BY_COMMAND}")


def waits(change: AccountChange) -> None:
    if change.state != AccountChange.State.ASKED:
        raise Refused("This was decided already. Look at the person’s page again.")


def is_second_person(by, change: AccountChange, now: datetime.datetime) -> None:
    """As for seats: neither who asked nor whose account it is, by a seat that confirms others, in a partnership whose
    word it is; or the house administrator.
    """
    if isinstance(by, System):
        return
    if by.person_id in (change.asked_by_id, change.person_id):
        raise Forbidden("A second person confirms this: neither who asked for it nor whose account it is.")
    confirming = rules.confirming_seat(by, account_queries.deciding_bodies(change, now))
    if confirming is None:
        raise Forbidden("Only a statutory partner, a business manager or the house administrator confirms this.")
    acts_in(by, confirming)


def is_ones_own(by, change: AccountChange) -> None:
    if isinstance(by, System) or by.person_id != change.person_id:
        raise Forbidden("Only whose account it is says that they did not ask for this.")


def link_is_open(link: AccountLink, now: datetime.datetime) -> None:
    if not link.is_open_at(now):
        raise Refused("This link has been used or is too old. Ask for a new one.")


def somebody_else_gives_seats(person: Person, now: datetime.datetime) -> None:
    """The last who can give every other seat of a partnership keeps their account."""
    held = Seat.objects.on(day_of(now)).filter(person=person).select_related("partnership")
    for seat in held:
        role = roles()[seat.role]
        if not (role.gives and role.confirms) or not rules.is_last(seat, day_of(now)):
            continue
        where = "" if role.code == "house_administrator" else f" of {seat.partnership.name}"
        raise Refused(
            f"{person.name} is the last {role.title.lower()}{where} who can sign in: without them nobody could give a "
            "seat. Give the seat to a successor first, and let it be confirmed."
        )


def nobody_ran_it(person: Person, now: datetime.datetime) -> bool:
    """Whether the account was never opened, and nobody in its partnerships could confirm another address: the first
    manager of a new partnership, whose address was mistyped. The house administrator, who started it, mends it alone.
    """
    if person.user is not None and not account_queries.is_unopened(person.user):
        return False
    return not account_queries.confirming(account_queries.sits_in(person, day_of(now)), now, {person.pk})
