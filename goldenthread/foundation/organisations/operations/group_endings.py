"""A group ends, or is merged into another: its seats, whom agencies send to it and what reports to it (ADR 29)."""

import datetime

from goldenthread.foundation.access.queries import require
from goldenthread.foundation.access.viewer import Actor
from goldenthread.foundation.clock import day_of
from goldenthread.foundation.history import operations as history
from goldenthread.foundation.organisations import merging, rules
from goldenthread.foundation.organisations.operations.delegations import edit_delegation
from goldenthread.foundation.organisations.operations.leaving import seat_ends_with
from goldenthread.foundation.organisations.operations.merging import give_again, send_again
from goldenthread.foundation.organisations.operations.names import tell_unit
from goldenthread.foundation.organisations.operations.seats import Of
from goldenthread.foundation.people.models import Delegation, Group, GroupMembership, Seat
from goldenthread.foundation.writing import lock, operation, save_changes

DAY = datetime.timedelta(days=1)


@operation
def end_group(
    *,
    by: Actor,
    now: datetime.datetime,
    group: Group,
    version: int,
    on: datetime.date,
    into: Group | None = None,
    reason: str = "",
) -> Group:
    """A group meets on `on` for the last time; with `into` another stands in its place from the day after.

    Every seat in it ends on that day, and what agencies send. With `into` they are given anew there, as for an agency;
    what reported to it reports to the other, else to whom it reported itself. What the group did stays its own. The
    partnership that leads it decides; the units of the others are told. Raises Refused and Conflict.
    """
    require(by, "people.edit", Of(group.lead))
    lock(group.lead)
    for one in sorted(filter(None, (group, into)), key=lambda row: row.pk):
        lock(one)
    rules.group_may_end(group, on)
    others = merging.others_that_take_part(group, day_of(now))
    if into is not None:
        rules.groups_may_merge(group, into, on, others)
        _pass_on(group, into, on + DAY, by=by, now=now)
    _end_what_is_in_it(group, on, by=by, now=now)
    for below in merging.reports_to(group):
        parent = _parent_of(below, group, into)
        changes = save_changes(below, version=below.version, values={"parent": parent})
        history.record(below, "people.group_changed", by=by, now=now, changes=changes)
    changes = save_changes(group, version=version, values={"ends": on, "passed_to": into})
    verb = "people.group_ended" if into is None else "people.group_merged"
    told = changes | ({"reason": ("", reason.strip())} if reason.strip() else {})
    history.record(group, verb, by=by, now=now, on=on, changes=told)
    for partnership in others:
        path = f"/{partnership.key}/who/groups/{group.lead.key}/{group.key}/"
        tell_unit(partnership, "ended", path, by=by, now=now)
    return group


def _parent_of(below: Group, group: Group, into: Group | None) -> Group | None:
    """To whom it reports then: never to itself."""
    return group.parent if into is None or below.pk == into.pk else into


def _pass_on(group: Group, into: Group, first_day: datetime.date, *, by: Actor, now: datetime.datetime) -> None:
    for seat in merging.seats_of_group(by, group).passing:
        if seat.ends is None or seat.ends >= first_day:
            scope = {"group": into} | ({"acting_for": seat.acting_for} if seat.acting_for_id else {})
            give_again(seat, scope, first_day, by=by, now=now)
    for row in group.delegations.select_related("agency"):
        if row.ends is None or row.ends >= first_day:
            send_again(row, into, row.agency, first_day, by=by, now=now)


def _end_what_is_in_it(group: Group, on: datetime.date, *, by: Actor, now: datetime.datetime) -> None:
    seats = Seat.objects.filter(group=group).exclude(state=Seat.State.DECLINED)
    for seat in seats.select_related("person", "group__lead", "acting_for"):
        lock(seat)
        seat_ends_with(seat, on, by=by, now=now)
    for row in Delegation.objects.filter(group=group).select_related("agency", "group__lead"):
        if row.ends is None or row.ends > on:
            ends = max(filter(None, (on, row.starts)))
            edit_delegation(
                by=by, now=now, delegation=row, version=row.version, role=row.role, starts=row.starts, ends=ends
            )
    for row in GroupMembership.objects.filter(group=group):
        if row.ends is None or row.ends > on:
            row.ends = max(filter(None, (on, row.starts)))
            row.save()
