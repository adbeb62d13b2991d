"""Giving, confirming, changing and ending seats."""

import datetime
from typing import Any

from goldenthread.foundation.access.queries import Standing, require
from goldenthread.foundation.access.roles import roles
from goldenthread.foundation.access.viewer import Actor, System
from goldenthread.foundation.clock import day_of, happened_by_today
from goldenthread.foundation.history import operations as history
from goldenthread.foundation.notices import operations as notices
from goldenthread.foundation.organisations import queries, rules
from goldenthread.foundation.organisations.account_queries import is_invited
from goldenthread.foundation.organisations.queries import body_of
from goldenthread.foundation.people.models import Body, Group, Membership, Person, Seat
from goldenthread.foundation.people.seat_filters import memberships_acting
from goldenthread.foundation.room import Refused
from goldenthread.foundation.writing import acts_in, lock, new_key, operation, save_changes


class Of:
    """A partnership as something that a grant can reach."""

    def __init__(self, body: Body):
        self.body = body

    def standing(self) -> Standing:
        return Standing(self.body.pk)


def _told(
    seat: Seat,
    verb: str,
    *,
    by: Actor,
    now: datetime.datetime,
    on: datetime.date | None = None,
    changes: dict[str, tuple[str, str]] | None = None,
) -> None:
    """One line of history, and one message to everybody concerned who is not the one who did it."""
    body = body_of(seat)
    history.record(seat, verb, by=by, now=now, on=on, changes=changes, noun="seat", body_id=body.pk if body else None)
    if not isinstance(by, System):
        tell_concerned(seat, verb.rsplit("_", 1)[-1], by=by, now=now)


def tell_concerned(seat: Seat, what: str, *, by: Actor, now: datetime.datetime) -> None:
    """One message, with a link and no content, to everybody whom a seat concerns and who did not do it themself.

    Whoever has an invitation before them cannot sign in yet, and learns of their seat by that.
    """
    body = body_of(seat)
    for person, path in queries.concerned_by(seat, now):
        if person.pk != by.person_id and not is_invited(person, now):
            notices.send(by=by, now=now, to=person, body=body, template="seat", path=path, what=what)


def _may_give(by: Actor, role: str, person: Person, body: Body) -> None:
    """Nobody gives themself a seat; and the page of roles says which seats each may give."""
    if isinstance(by, System):
        return
    rules.not_to_oneself(by, person)
    if role in rules.given_by(by, "house.administer"):
        require(by, "house.administer")
    else:
        require(by, "people.edit", Of(body))
        rules.role_may_be_given(by, role)
    acts_in(by, next(seat for seat in by.seats if role in seat.role.gives))


def _hold(scope: dict, acting_for: Body | None, person: Person) -> None:
    """What a seat lies within, and who takes it, stand as they are until the operation ends: an agency does not leave
    while a seat in it is given, and of two who give the same seat the second is told.
    """
    for thing in (scope["group"], scope["membership"]):
        if thing is not None:
            lock(thing)
    if acting_for is not None:
        rows = memberships_acting(scope, acting_for).select_for_update(of=("self",)).order_by("pk")
        list(rows.values_list("pk", flat=True))
    lock(person)


def _hold_seat(seat: Seat) -> dict:
    """The same of a seat that stands, with its own row; returns its scope."""
    scope = {"partnership": seat.partnership, "group": seat.group, "membership": seat.membership}
    _hold(scope, seat.acting_for, seat.person)
    lock(seat)
    return {"partnership": seat.partnership, "group": seat.group, "membership": seat.membership}


@operation
def give_seat(
    *,
    by: Actor,
    now: datetime.datetime,
    person: Person,
    role: str,
    starts: datetime.date,
    partnership: Body | None = None,
    group: Group | None = None,
    membership: Membership | None = None,
    title: str = "",
    acting_for: Body | None = None,
    ends: datetime.date | None = None,
) -> Seat:
    """A person takes a seat. Its scope is exactly one of partnership, group, membership, and one that the role
    allows.

    A seat that signs, releases or gives seats is proposed only: it opens nothing until a second person confirms it. The
    house itself (a command, a record) and the house administrator in a partnership that nobody can run any more
    need no second.
    """
    scope = {"partnership": partnership, "group": group, "membership": membership}
    rules.scope_fits(roles()[role], scope)
    body = partnership or (membership.partnership if membership else group.lead)
    _may_give(by, role, person, body)
    _hold(scope, acting_for, person)
    rules.outlives_nothing(scope, acting_for, starts, ends)
    rules.not_given_yet(person, role, scope, acting_for, starts, ends)
    waits = roles()[role].second_person and not isinstance(by, System)
    if waits and role in rules.given_by(by, "house.administer"):
        waits = queries.managers_of(body, day_of(now)).exists()
    seat = Seat(
        key=new_key("seat"),
        person=person,
        role=role,
        starts=starts,
        ends=ends,
        title=title,
        acting_for=acting_for,
        state=Seat.State.PROPOSED if waits else Seat.State.HELD,
        given_by_id=by.person_id,
        **scope,
    )
    seat.save()
    changes = {"person": ("", person.key), "role": ("", role), "title": ("", title)}
    _told(seat, "people.seat_proposed" if waits else "people.seat_given", by=by, now=now, on=starts, changes=changes)
    return seat


def _decide(
    seat: Seat, state: str, verb: str, *, by: Actor, now: datetime.datetime, version: int, note: str = ""
) -> Seat:
    changes = save_changes(seat, version=version, values={"state": state})
    _told(seat, verb, by=by, now=now, changes=changes | ({"note": ("", note)} if note else {}))
    return seat


@operation
def confirm_seat(*, by: Actor, now: datetime.datetime, seat: Seat, version: int) -> Seat:
    """The second person says yes: from now on the seat opens what it grants."""
    scope = _hold_seat(seat)
    rules.waits_for_second(seat)
    rules.may_confirm(by, seat, body_of(seat))
    rules.outlives_nothing(scope, seat.acting_for, seat.starts, seat.ends)
    return _decide(seat, Seat.State.HELD, "people.seat_confirmed", by=by, now=now, version=version)


@operation
def decline_seat(*, by: Actor, now: datetime.datetime, seat: Seat, version: int, reason: str) -> Seat:
    """The second person says no, or whoever proposed it takes it back."""
    lock(seat)
    rules.waits_for_second(seat)
    if isinstance(by, System) or by.person_id != seat.given_by_id:
        rules.may_confirm(by, seat, body_of(seat))
    if not reason.strip():
        raise Refused("Say why, in a sentence for those who are told.", "reason")
    return _decide(seat, Seat.State.DECLINED, "people.seat_declined", by=by, now=now, version=version, note=reason)


@operation
def edit_seat(
    *, by: Actor, now: datetime.datetime, seat: Seat, version: int, at_once: bool = False, **values: Any
) -> Seat:
    """Title, days, agreement signed on, DBS check dated. From the day after its last day (`ends`) a seat opens nothing;
    with `at_once` it ends today, and opens nothing from this moment.
    """
    if isinstance(by, System) or seat.role not in rules.given_by(by, "house.administer"):
        require(by, "people.edit", Of(body_of(seat)))
    else:
        require(by, "house.administer")
    _hold_seat(seat)
    if at_once:
        values |= {"ends": day_of(now), "ended_at": now}
    if values.get("ends", seat.ends) != seat.ends or at_once:
        _ends_on(seat, values["ends"], at_once, by=by, now=now)
    for field in ("agreement_signed_on", "dbs_checked_on"):
        happened_by_today(values.get(field), now, field)
    changes = save_changes(seat, version=version, values=values)
    ended = "ends" in changes or at_once
    if ended and values["ends"]:
        _told(seat, "people.seat_ended", by=by, now=now, on=values["ends"], changes=changes)
    elif changes:
        body = body_of(seat)
        history.record(seat, "people.seat_changed", by=by, now=now, changes=changes, noun="seat", body_id=body.pk)
    return seat


def _ends_on(seat: Seat, last_day: datetime.date | None, at_once: bool, *, by: Actor, now: datetime.datetime) -> None:
    """May its last day be that one? Raises Refused."""
    if last_day is not None:
        rules.ends_after_start(seat, last_day)
    rules.may_change_days(by, seat, last_day, now)
    scope = {"partnership": seat.partnership, "group": seat.group, "membership": seat.membership}
    rules.outlives_nothing(scope, seat.acting_for, seat.starts, last_day)
    lock(body_of(seat))  # the last two who give seats do not leave at once
    rules.somebody_remains(seat, last_day, at_once)


def end_with(seat: Seat, on: datetime.date, *, by: Actor, now: datetime.datetime) -> None:
    """It ends on that day, since what it was in does. Part of an operation that locked the seat."""
    changes = save_changes(seat, version=seat.version, values={"ends": on, "ended_at": None})
    _told(seat, "people.seat_ended", by=by, now=now, on=on, changes=changes)


def decline_later(seat: Seat, *, by: Actor, now: datetime.datetime) -> None:
    """It is never taken up, since what it would be in ends before. Part of an operation that locked the seat."""
    _decide(seat, Seat.State.DECLINED, "people.seat_declined", by=by, now=now, version=seat.version)
