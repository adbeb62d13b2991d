"""What is changed in how somebody's account is opened, by others: its address, and a second step that was lost.

An address is how one signs in, so changing it could take over an account. For an account that matters, or that is used
in more than one place, and always for a second step, a second person decides, as for seats (ADR 27).
"""

import datetime
from collections.abc import Callable
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import IntegrityError, transaction
from django.urls import reverse

from goldenthread.foundation.access.viewer import Actor, System, Viewer
from goldenthread.foundation.clock import day_of
from goldenthread.foundation.history import operations as history
from goldenthread.foundation.notices import operations as notices
from goldenthread.foundation.organisations import account_log, account_queries, account_rules
from goldenthread.foundation.organisations.models import AccountChange, AccountEvent
from goldenthread.foundation.organisations.operations import links
from goldenthread.foundation.organisations.operations.accounts import may_manage, send_invitation
from goldenthread.foundation.people.models import Body, Person, User
from goldenthread.foundation.room import Refused
from goldenthread.foundation.writing import new_key, operation, save_changes

ADDRESS, SECOND_STEP = AccountChange.Kind.ADDRESS, AccountChange.Kind.SECOND_STEP


@operation
def change_address(
    *, by: Actor, now: datetime.datetime, person: Person, email: str, reason: str, partnership: Body | None = None
) -> AccountChange:
    """Another address for somebody, or a first one, which makes their account. Both addresses are told.

    It waits for a second person where whoever opens the account signs, releases, gives seats or reads what is kept to
    listed people, and where a partnership changes an account that is used in another too.
    """
    may_manage(by, person, partnership, now)
    account_rules.not_ones_own(by, person)
    account_rules.says_why(reason)
    account_rules.address_differs(person, email)
    account_rules.address_is_free(by, person, email)
    account_rules.nothing_waits(person, ADDRESS)
    before = person.user.email if person.user else ""
    change = _new(ADDRESS, person, reason, partnership, by, now, email=email.lower(), email_before=before)
    if _wants_a_second(by, change, now):
        return _ask(change, "people.address_asked", by=by, now=now)
    return _keep(change, _give_address, "people.address_changed", by=by, now=now)


@operation
def ask_for_reset(
    *, by: Actor, now: datetime.datetime, person: Person, reason: str, partnership: Body | None = None
) -> AccountChange:
    """Somebody lost their second step. A second person decides; a command of the installation needs none."""
    may_manage(by, person, partnership, now)
    account_rules.not_ones_own(by, person)
    account_rules.says_why(reason)
    account_rules.has_second_step(account_rules.has_account(person))
    account_rules.nothing_waits(person, SECOND_STEP)
    change = _new(SECOND_STEP, person, reason, partnership, by, now)
    if not isinstance(by, System):
        return _ask(change, "people.second_step_asked", by=by, now=now)
    return _keep(change, _reset_second_step, "people.second_step_reset", by=by, now=now)


@operation
def confirm_account_change(*, by: Actor, now: datetime.datetime, change: AccountChange, version: int) -> AccountChange:
    """The second person says yes, and it is done."""
    account_rules.waits(change)
    account_rules.is_second_person(by, change, now)
    values = {"state": AccountChange.State.DONE, "decided_by_id": by.person_id, "decided_at": now}
    save_changes(change, version=version, values=values)
    do, verb = _give_address, "people.address_changed"
    if change.kind == SECOND_STEP:
        do, verb = _reset_second_step, "people.second_step_reset"
    do(change, by=by, now=now)
    _record(change, verb, by=by, now=now)
    return change


@operation
def decline_account_change(
    *, by: Actor, now: datetime.datetime, change: AccountChange, version: int, reason: str
) -> AccountChange:
    """The second person says no, or whoever asked takes it back."""
    account_rules.waits(change)
    if isinstance(by, System) or by.person_id != change.asked_by_id:
        account_rules.is_second_person(by, change, now)
    if not reason.strip():
        raise Refused("Say why, in a sentence for those who are told.", "reason")
    values = {
        "state": AccountChange.State.DECLINED,
        "decided_by_id": by.person_id,
        "decided_at": now,
        "note": reason.strip(),
    }
    save_changes(change, version=version, values=values)
    _record(change, "people.account_change_declined", by=by, now=now)
    if change.asked_by is not None and change.asked_by_id != by.person_id:
        _tell(change.asked_by, change, "waiting", _page_of(change, change.asked_by), by=by, now=now)
    return change


@operation
def object_to_account_change(
    *, by: Viewer, now: datetime.datetime, change: AccountChange, version: int, objection: str
) -> AccountChange:
    """Whose account it is says that they did not ask for it. Who asked is told, and whoever may decide, who reads it
    before they do. It does not end the change: whoever stole a password could keep the owner out by objecting.
    """
    account_rules.is_ones_own(by, change)
    account_rules.waits(change)
    if not objection.strip():
        raise Refused("Say what you know of it, in a sentence for those who decide.", "objection")
    save_changes(change, version=version, values={"objection": objection.strip(), "objected_at": now})
    _record(change, "people.account_change_objected", by=by, now=now)
    bodies = account_queries.deciding_bodies(change, now)
    told = account_queries.second_people(bodies, now, {change.asked_by_id, change.person_id})
    for person in [*told, *filter(None, [change.asked_by])]:
        _tell(person, change, "account_objected", _page_of(change, person), by=by, now=now)
    return change


def _new(
    kind: str, person: Person, reason: str, partnership: Body | None, by: Actor, now: datetime.datetime, **more: Any
) -> AccountChange:
    return AccountChange(
        key=new_key("change"),
        person=person,
        kind=kind,
        reason=reason.strip(),
        body=partnership,
        asked_by_id=by.person_id,
        asked_at=now,
        state=AccountChange.State.ASKED,
        **more,
    )


def _wants_a_second(by: Actor, change: AccountChange, now: datetime.datetime) -> bool:
    if isinstance(by, System):
        return False
    if change.body_id is None:
        return account_queries.matters(change.person, day_of(now)) and not account_rules.nobody_ran_it(
            change.person, now
        )
    elsewhere = account_queries.sits_in(change.person, day_of(now)) - {change.body_id}
    return bool(elsewhere) or account_queries.matters(change.person, day_of(now))


def _ask(change: AccountChange, verb: str, *, by: Actor, now: datetime.datetime) -> AccountChange:
    """It waits: whoever could confirm it is told, and the person whose account it is."""
    account_rules.somebody_can_decide(change, now)
    change.save()
    _record(change, verb, by=by, now=now)
    bodies = account_queries.deciding_bodies(change, now)
    for second in account_queries.second_people(bodies, now, {change.asked_by_id, change.person_id}):
        _tell(second, change, "waiting", _page_of(change, second), by=by, now=now)
    path = reverse("own_account_change", kwargs={"key": change.key})
    _tell(change.person, change, "account_asked", path, by=by, now=now)
    return change


def _keep(
    change: AccountChange, do: Callable[..., None], verb: str, *, by: Actor, now: datetime.datetime
) -> AccountChange:
    """It is done at once."""
    change.state, change.decided_at, change.decided_by_id = AccountChange.State.DONE, now, by.person_id
    change.save()
    do(change, by=by, now=now)
    _record(change, verb, by=by, now=now)
    return change


def _record(change: AccountChange, verb: str, *, by: Actor, now: datetime.datetime) -> None:
    """In the chain of the partnership that asked and of each where they sit; no address stands in history."""
    sits = account_queries.sits_in(change.person, day_of(now))
    for pk in {change.body_id, *sits}:
        history.record(change.person, verb, by=by, now=now, body_id=pk)


def _tell(
    to: Person, change: AccountChange, template: str, path: str, *, by: Actor, now: datetime.datetime, address: str = ""
) -> None:
    notices.send(by=by, now=now, to=to, body=change.body, template=template, path=path, address=address)


def _page_of(change: AccountChange, reader: Person) -> str:
    """Where the second person decides: in a partnership whose word it is, or in the house."""
    bodies = account_queries.deciding_bodies(change, change.asked_at)
    for body in Body.objects.filter(pk__in=bodies):
        if reader in account_queries.confirming(frozenset({body.pk}), change.asked_at, set()):
            return f"/{body.key}/who/account-changes/{change.key}/"
    if change.body is not None and reader.pk == change.asked_by_id:
        return f"/{change.body.key}/who/account-changes/{change.key}/"
    return f"/house/account-changes/{change.key}/"


def _give_address(change: AccountChange, *, by: Actor, now: datetime.datetime) -> None:
    """Whatever opened the account by the old address opens nothing any more: its links, a connected work account, and
    a new address that waited for its own link.
    """
    person, user = change.person, change.person.user
    account_rules.address_is_free(by, person, change.email)
    if user is None:
        _make_account(change, by=by, now=now)
        return
    before, user.email = user.email, change.email
    try:
        with transaction.atomic():
            user.save(update_fields=["email"])
            EmailAddress.objects.filter(user=user).delete()
            EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    except IntegrityError:  # somebody else took it at the same moment
        account_rules.address_is_free(by, person, change.email)
        raise
    SocialAccount.objects.filter(user=user).delete()
    links.end_links(user=user, now=now)
    account_log.note(now=now, kind=AccountEvent.Kind.ADDRESS_CHANGED_BY_OTHERS, user=user)
    for address in (before, user.email):
        _tell(person, change, "address_changed", "/", by=by, now=now, address=address)
    if account_queries.is_unopened(user) and user.is_active:
        send_invitation(by=by, now=now, person=person, body=change.body)
    elif account_queries.has_second_step(user) and user.second_step_counts_from is None:
        links.send_second_step_link(user=user, now=now)


def _make_account(change: AccountChange, *, by: Actor, now: datetime.datetime) -> None:
    person = change.person
    person.user = User.objects.create_user(change.email, joined_on=day_of(now))
    person.save()
    history.record(person, "people.account_made", by=by, now=now, body_id=change.body_id)
    send_invitation(by=by, now=now, person=person, body=change.body)


def _reset_second_step(change: AccountChange, *, by: Actor, now: datetime.datetime) -> None:
    """Every step and recovery code goes, and with them what any session had by them. The password stays."""
    user = change.person.user
    Authenticator.objects.filter(user=user).delete()
    links.second_step_changed(user=user, now=now)
    account_log.note(now=now, kind=AccountEvent.Kind.SECOND_STEP_RESET, user=user)
    _tell(change.person, change, "second_step_reset", "/account/", by=by, now=now)
