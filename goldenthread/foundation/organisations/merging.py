"""What passes on when an agency or a group comes together with another, before anybody confirms it."""

import datetime
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from goldenthread.foundation.access.viewer import Actor, System, Viewer
from goldenthread.foundation.organisations import leaving, queries, rules
from goldenthread.foundation.people.models import Body, Delegation, Group, GroupMembership, Membership, Seat
from goldenthread.foundation.people.seat_filters import runs_on


@dataclass(frozen=True)
class SeatsOf:
    """The seats of what ends: those that are given anew in what takes its place, and those that only end."""

    passing: list[Seat]
    ending: list[Seat]


def seats_of(by: Actor, rows: QuerySet[Seat]) -> SeatsOf:
    """A seat is given anew by whoever may give it; their own, and one that theirs does not give, only ends."""
    given = None if isinstance(by, System) else rules.given_by(by, "people.edit")
    passing, ending = [], []
    for seat in rows.filter(ended_at=None).exclude(state=Seat.State.DECLINED).order_by("person__name", "pk"):
        may = given is None or (seat.role in given and seat.person_id != by.person_id)
        (passing if may else ending).append(seat)
    return SeatsOf(passing, ending)


def seats_of_agency(by: Actor, membership: Membership) -> SeatsOf:
    """Those by which somebody acts for an agency in its partnership and the groups of it."""
    return seats_of(by, queries.seats_of_agency(membership))


def seats_of_group(by: Actor, group: Group) -> SeatsOf:
    """Those in a group."""
    rows = Seat.objects.filter(group=group)
    return seats_of(by, rows.select_related("person", "group__lead", "acting_for", "membership__agency", "partnership"))


def delegations_of(membership: Membership, last_day: datetime.date) -> QuerySet[Delegation]:
    """Whom an agency sends to the groups of its partnership beyond a day."""
    rows = Delegation.objects.filter(queries.sent_by(membership), Q(ends=None) | Q(ends__gt=last_day))
    return rows.select_related("group__lead", "agency").order_by("group__name", "role", "pk")


def agencies_to_join(viewer: Viewer, agency: Body) -> list[Body]:
    """The agencies into which one could be merged: the others of the partnership."""
    return leaving.successors(viewer, agency)


def groups_to_join(viewer: Viewer, group: Group) -> list[Group]:
    """The groups into which one could be merged: the others that its lead partnership leads and that still meet."""
    rows = Group.objects.filter(runs_on(viewer.today), lead=group.lead_id).exclude(pk=group.pk)
    return list(rows.exclude(kind=Group.Kind.ROOT).order_by("name"))


def reports_to(group: Group) -> list[Group]:
    """The groups that report to one and have not ended."""
    return list(group.children.filter(ends=None).select_related("lead").order_by("name"))


def others_that_take_part(group: Group, day: datetime.date) -> list[Body]:
    """The partnerships beside the lead that take part in a group on a day."""
    rows = GroupMembership.objects.on(day).filter(group=group).exclude(partnership=group.lead_id)
    return [row.partnership for row in rows.select_related("partnership").order_by("partnership__name")]
