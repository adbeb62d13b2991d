"""An agency leaves: its seats end, and what it owes passes to others. Or it stays, and hands over what it owes."""

import datetime
from collections import defaultdict
from collections.abc import Mapping

from django.db.models import Q

from goldenthread.foundation.access.queries import require
from goldenthread.foundation.access.viewer import Actor, System
from goldenthread.foundation.history import operations as history
from goldenthread.foundation.notices.operations import wait
from goldenthread.foundation.organisations import leaving, queries, rules
from goldenthread.foundation.organisations.leaving import Owed, name_of
from goldenthread.foundation.organisations.operations.delegations import edit_delegation
from goldenthread.foundation.organisations.operations.seats import Of, decline_later, end_with
from goldenthread.foundation.people.models import Body, Delegation, Membership, Person, Seat
from goldenthread.foundation.room import HandOver, Refused
from goldenthread.foundation.writing import lock, operation

Takes = Mapping[str, Body | Person | None]


@operation
def end_membership(
    *,
    by: Actor,
    now: datetime.datetime,
    membership: Membership,
    on: datetime.date,
    takes: Takes | None = None,
    reason: str = "",
    shown: bool = False,
) -> Membership:
    """An agency leaves. Every seat that acts for it ends on that day, also one that was to run longer, and one in a
    group unless another partnership of the group keeps the agency. A seat that was to begin later is never taken up.
    Whom it sent to the partnership's groups it sends no longer.

    `takes` says of each thing that the agency owes, by `leaving.name_of`, which agency takes it over at once, or None
    where it stays; the rest is as for `hand_over_owed`. The house itself may leave it out: then all stays.
    """
    require(by, "people.edit", Of(membership.partnership))
    lock(membership)
    rules.has_not_left(membership)
    rules.ends_after_start(membership, on)
    passed = 0
    if not (isinstance(by, System) and takes is None):
        passed = _pass_on(membership, on, takes or {}, reason, shown, by=by, now=now)
    for seat in queries.seats_of_agency(membership).exclude(state=Seat.State.DECLINED):
        lock(seat)
        seat_ends_with(seat, on, by=by, now=now)
    for row in Delegation.objects.filter(queries.sent_by(membership), Q(ends=None) | Q(ends__gt=on)):
        edit_delegation(
            by=by,
            now=now,
            delegation=row,
            version=row.version,
            role=row.role,
            starts=row.starts,
            ends=max(filter(None, (on, row.starts))),
        )
    membership.ends = on
    membership.save()
    history.record(
        membership.agency,
        "people.agency_left",
        by=by,
        now=now,
        on=on,
        body_id=membership.partnership_id,
        changes={"things handed over": ("", passed), "reason": ("", reason)} if passed else None,
    )
    return membership


@operation
def hand_over_owed(
    *, by: Actor, now: datetime.datetime, membership: Membership, takes: Takes, reason: str, shown: bool = False
) -> int:
    """What an agency owes a partnership passes to others, also after it has left. Returns how much.

    `takes` is as for `end_membership`. `reason` stands in the history of each thing. `shown`: whoever asks has read
    what those who take over come to read, and says that they may. Raises Refused where something owed is not named,
    where all stays, or where an agency cannot take it.
    """
    require(by, "people.edit", Of(membership.partnership))
    passed = _pass_on(membership, membership.ends, takes, reason, shown, by=by, now=now)
    if not passed:
        raise Refused("Nothing passes to another agency yet. Choose who takes over, or go back.")
    history.record(
        membership.agency,
        "people.handed_over",
        by=by,
        now=now,
        body_id=membership.partnership_id,
        changes={"things": ("", passed), "reason": ("", reason)},
    )
    return passed


def _pass_on(
    membership: Membership,
    last_day: datetime.date,
    takes: dict,
    reason: str,
    shown: bool,
    *,
    by: Actor,
    now: datetime.datetime,
) -> int:
    """Hand over as `takes` says. Returns how many things passed."""
    owed = leaving.owed_by(by, membership.agency)
    wanted = _by_successor(membership, owed, takes, last_day, now)
    if wanted and not reason.strip():
        raise Refused("Say why this passes to another agency. It stands in the history of each thing.", "reason")
    opens = [thing for things in wanted.values() for thing in things if thing.shows]
    if opens and not shown:
        raise Refused(
            "Some of this is kept to a narrower circle, as it says beside it. If whoever takes it over may read it, "
            "tick the box and save again; otherwise choose that it stays.",
            "shown",
        )
    for (kind, after), things in wanted.items():
        _pass_kind_on(kind, membership.agency, after, things, reason, by=by, now=now)
    return sum(len(things) for things in wanted.values())


def _by_successor(
    membership: Membership, owed: list[Owed], takes: Takes, last_day: datetime.date, now: datetime.datetime
) -> dict[tuple[HandOver, Body | Person], list]:
    """{(kind, agency or person that takes over): things}. Raises Refused where something is not named."""
    wanted = defaultdict(list)
    for one in owed:
        for thing in one.things:
            name = name_of(one.kind, thing)
            if name not in takes:
                raise Refused(f"Say who takes this, or that it stays: {thing.sentence}", name)
            after = takes[name]
            if after is not None:
                if one.takers is None:
                    rules.can_take_over(after, membership, last_day, now, name)
                elif after not in one.takers:
                    raise Refused(f"{after} cannot take this over: choose somebody who is on the list.", name)
                wanted[one.kind, after].append(thing)
    return wanted


def _pass_kind_on(
    kind: HandOver,
    before: Body,
    after: Body | Person,
    things: list,
    reason: str,
    *,
    by: Actor,
    now: datetime.datetime,
) -> None:
    names = {thing.key: name_of(kind, thing) for thing in things}
    try:
        passed = kind.pass_on(by=by, now=now, keys=list(names), before=before, after=after, reason=reason)
    except Refused as refused:
        refused.field = names.get(refused.field, refused.field)
        raise
    for thing in passed:
        wait(thing, kind.message, by=by, now=now)


def seat_ends_with(seat: Seat, on: datetime.date, *, by: Actor, now: datetime.datetime) -> None:
    """What the seat was in ends on that day. Part of an operation that locked the seat."""
    if seat.ends is not None and seat.ends <= on:
        return
    if seat.state == Seat.State.PROPOSED or (seat.starts is not None and seat.starts > on):
        decline_later(seat, by=by, now=now)
    else:
        end_with(seat, on, by=by, now=now)
