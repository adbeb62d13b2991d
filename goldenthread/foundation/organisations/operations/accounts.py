"""Accounts as those who manage them see them: invitations, closing and opening again."""

import datetime

from goldenthread.foundation.access.queries import require
from goldenthread.foundation.access.viewer import Actor, System
from goldenthread.foundation.clock import day_of
from goldenthread.foundation.history import operations as history
from goldenthread.foundation.notices import operations as notices
from goldenthread.foundation.organisations import account_log, account_rules, rules
from goldenthread.foundation.organisations.models import AccountEvent, AccountLink
from goldenthread.foundation.organisations.operations import links
from goldenthread.foundation.organisations.operations.seats import Of
from goldenthread.foundation.people.models import Body, Person, User
from goldenthread.foundation.room import Refused
from goldenthread.foundation.writing import operation


def may_manage(by: Actor, person: Person, partnership: Body | None, now: datetime.datetime) -> None:
    """The partnership in which they sit, or that added them while they sit nowhere; without one, the administrator."""
    if partnership is None:
        require(by, "house.administer")
        return
    require(by, "people.accounts", Of(partnership))
    if not isinstance(by, System):
        rules.person_is_edited_here(person, partnership, day_of(now))


@operation
def invite(*, by: Actor, now: datetime.datetime, person: Person, partnership: Body | None = None) -> AccountLink:
    """Send somebody who has never opened their account a link by which they choose a password. It is valid for
    fourteen days; an earlier one no longer opens anything.
    """
    may_manage(by, person, partnership, now)
    user = account_rules.has_account(person)
    account_rules.may_be_invited(user)
    return send_invitation(by=by, now=now, person=person, body=partnership)


@operation
def send_invitation(*, by: Actor, now: datetime.datetime, person: Person, body: Body | None) -> AccountLink:
    """Called by what makes an account, or gives it another address; who may is asked there."""
    link = links.new_link(user=person.user, kind=AccountLink.Kind.INVITATION, now=now)
    notices.send(
        by=by,
        now=now,
        to=person,
        body=body,
        template="invitation",
        path=links.path_of(link),
        private=True,
        until=link.until,
    )
    history.record(person, "people.invited", by=by, now=now, body_id=body.pk if body else None)
    account_log.note(now=now, kind=AccountEvent.Kind.INVITED, user=person.user)
    return link


@operation
def set_account(*, by: Actor, now: datetime.datetime, user: User, active: bool) -> User:
    """Close an account, or open it again. What the person did stays in the record; their seats are ended by the
    unit. The last who can give every other seat of a partnership keeps their account.
    """
    require(by, "house.administer")
    if user.person.pk == by.person_id:
        raise Refused("You cannot close your own account.")
    if user.is_active == active:
        raise Refused("The account stands so already. Look at it again.")
    if not active:
        account_rules.somebody_else_gives_seats(user.person, now)
        links.end_links(user=user, now=now)
    user.is_active = active
    user.save(update_fields=["is_active"])
    verb, kind = ("people.account_opened", "OPENED") if active else ("people.account_closed", "CLOSED")
    history.record(user.person, verb, by=by, now=now)
    account_log.note(now=now, kind=AccountEvent.Kind[kind], user=user)
    return user
