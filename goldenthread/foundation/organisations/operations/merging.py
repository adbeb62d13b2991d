"""Two agencies become one: what one owes, its seats and whom it sends pass to the other (ADR 25 and 29)."""

import datetime

from django.db.models import Q

from goldenthread.foundation.access.queries import require
from goldenthread.foundation.access.viewer import Actor, Viewer
from goldenthread.foundation.clock import day_of
from goldenthread.foundation.history import operations as history
from goldenthread.foundation.organisations import leaving, merging, name_rules, rules
from goldenthread.foundation.organisations.operations.bodies import add_agency
from goldenthread.foundation.organisations.operations.delegations import add_delegation
from goldenthread.foundation.organisations.operations.leaving import end_membership
from goldenthread.foundation.organisations.operations.seats import Of, give_seat
from goldenthread.foundation.people.models import Body, Delegation, Group, Membership, Seat, Succession
from goldenthread.foundation.writing import lock, operation, save_changes

DAY = datetime.timedelta(days=1)


@operation
def merge_agency(
    *,
    by: Viewer,
    now: datetime.datetime,
    membership: Membership,
    on: datetime.date,
    into: Body | None = None,
    name: str = "",
    short_name: str = "",
    capacity: str = "",
    reason: str = "",
    shown: bool = False,
) -> Membership:
    """From `on` another agency stands in the place of this one in its partnership: `into`, or a new one of that name.

    All that it owes passes on at once, as `leaving.owed_by` tells it; its seats end the day before and are given anew,
    where whoever does it may give them, one that signs as a proposal; so does whom it sends. What another partnership
    has of the agency stays as it is: only where none has it any more does the agency itself end, with its succession.
    Returns the membership of the agency that takes the place. Raises Refused.
    """
    partnership, before = membership.partnership, membership.agency
    require(by, "people.edit", Of(partnership))
    for body in sorted({partnership, *name_rules.partnerships_with(before, day_of(now))}, key=lambda one: one.pk):
        lock(body)
    lock(before)
    lock(membership)
    rules.has_not_left(membership)
    rules.ends_after_start(membership, on - DAY)
    rules.says_why_merged(reason)
    successor = _successor(membership, into, name, short_name, capacity, on, by=by, now=now)
    last_day = on - DAY
    _give_seats(merging.seats_of_agency(by, membership).passing, successor, on, by=by, now=now)
    _send(list(merging.delegations_of(membership, last_day)), successor.agency, on, by=by, now=now)
    takes = {
        leaving.name_of(owed.kind, thing): None if owed.takers is not None else successor.agency
        for owed in leaving.owed_by(by, before)
        for thing in owed.things
    }
    end_membership(by=by, now=now, membership=membership, on=last_day, takes=takes, reason=reason.strip(), shown=shown)
    membership.passed_to = successor.agency
    membership.save()
    changes = {"into": ("", successor.agency.name), "reason": ("", reason.strip())}
    history.record(before, "people.merged", by=by, now=now, on=on, body_id=partnership.pk, changes=changes)
    if not name_rules.partnerships_with(before, on).exists():
        _end_body(before, successor.agency, on)
    return successor


def _successor(
    membership: Membership,
    into: Body | None,
    name: str,
    short_name: str,
    capacity: str,
    on: datetime.date,
    *,
    by: Actor,
    now: datetime.datetime,
) -> Membership:
    """The membership of the agency that takes the place, a new one where none is named. Raises Refused."""
    if into is None:
        rules.merged_by_today(on, now)
        return add_agency(
            by=by,
            now=now,
            partnership=membership.partnership,
            name=name,
            short_name=short_name,
            capacity=capacity or membership.capacity,
            agency_type=membership.agency.agency_type,
            starts=on,
        )
    rules.can_be_merged_into(into, membership, on, now)
    found = Membership.objects.on(on).filter(partnership=membership.partnership_id, agency=into).first()
    lock(found)
    rules.has_not_left(found)
    return found


def _give_seats(
    seats: list[Seat], successor: Membership, on: datetime.date, *, by: Actor, now: datetime.datetime
) -> None:
    """The same people, in the same roles, for the agency that takes the place."""
    for seat in seats:
        if any(last is not None and last < on for last in (seat.ends, seat.group and seat.group.ends)):
            continue
        scope = {"membership": successor} if seat.membership_id else {"acting_for": successor.agency}
        if not seat.membership_id:
            scope |= {"group": seat.group} if seat.group_id else {"partnership": seat.partnership}
        give_again(seat, scope, on, by=by, now=now)


def give_again(seat: Seat, scope: dict, on: datetime.date, *, by: Actor, now: datetime.datetime) -> Seat | None:
    """A seat with the same person, role and office elsewhere, from `on` or its own later first day; None where they
    hold that one already.
    """
    place = {"partnership": None, "group": None, "membership": None, "acting_for": None} | scope
    starts = on if seat.starts is None else max(on, seat.starts)
    held = Seat.objects.exclude(state=Seat.State.DECLINED).filter(
        Q(ends=None) | Q(ends__gte=starts), person=seat.person_id, role=seat.role, ended_at=None, **place
    )
    if held.exists():
        return None
    return give_seat(
        by=by, now=now, person=seat.person, role=seat.role, title=seat.title, starts=starts, ends=seat.ends, **scope
    )


def _send(rows: list[Delegation], agency: Body, on: datetime.date, *, by: Actor, now: datetime.datetime) -> None:
    """Whom one sent to groups the other sends from that day on, but where it does so already."""
    for row in rows:
        send_again(row, row.group, agency, on, by=by, now=now)


def send_again(
    row: Delegation, group: Group, agency: Body, on: datetime.date, *, by: Actor, now: datetime.datetime
) -> None:
    """The same role to a group, for an agency; nothing where that stands already."""
    starts = on if row.starts is None else max(on, row.starts)
    same = Delegation.objects.filter(group=group, agency=agency, role__iexact=row.role.strip(), ends=None)
    if not same.exists():
        add_delegation(by=by, now=now, group=group, agency=agency, role=row.role, starts=starts, ends=row.ends)


def _end_body(before: Body, after: Body, on: datetime.date) -> None:
    """No partnership has it any more: the agency itself ends, and its succession is told of it. Within an operation."""
    rules.succession_makes_sense(before, after)
    if not Succession.objects.filter(before=before, after=after, on=on).exists():
        Succession(before=before, after=after, on=on, kind=Succession.Kind.MERGES).save()
    if before.ends is None and (before.starts is None or before.starts < on):
        save_changes(before, version=before.version, values={"ends": on - DAY})
