"""What an agency still owes a partnership, as every room tells it, and which of its seats end with it."""

from dataclasses import dataclass

from goldenthread.foundation import room
from goldenthread.foundation.access.viewer import Viewer
from goldenthread.foundation.organisations import queries
from goldenthread.foundation.people.models import Body, Group, Membership, Seat
from goldenthread.foundation.people.seat_filters import runs_on
from goldenthread.foundation.room import HandOver, OwedThing


@dataclass(frozen=True)
class Owed:
    """Everything of one kind that an agency owes; `takers` are those who may take it over where no agency does."""

    kind: HandOver
    things: list[OwedThing]
    takers: list | None = None


def owed_by(viewer: Viewer, agency: Body) -> list[Owed]:
    """All that the agency owes the viewer's partnership and the viewer may see, by kind; nothing of a kind without."""
    found = [(kind, kind.owed(viewer, agency)) for kind in room.offered("hand_overs")]
    return [
        Owed(kind, things, kind.takers(viewer, agency) if kind.takers else None) for kind, things in found if things
    ]


def name_of(kind: HandOver, thing: OwedThing) -> str:
    """What one thing is called among all that is owed: also the name of its field in the form."""
    return f"take-{kind.code}-{thing.key.replace('/', '-')}"


def seats_that_end(membership: Membership) -> list[Seat]:
    """The seats that would end with the agency, of people and of groups in which somebody acts for it."""
    rows = queries.seats_of_agency(membership).exclude(state=Seat.State.DECLINED)
    return list(rows.filter(ended_at=None).order_by("person__name", "pk"))


def groups_without(seats: list[Seat]) -> list[Group]:
    """The groups in which nobody sits for the agency any more once these seats end."""
    return sorted({seat.group for seat in seats if seat.group_id}, key=lambda group: group.name)


def successors(viewer: Viewer, agency: Body) -> list[Body]:
    """The agencies that could take over: those in the partnership today, but this one."""
    rows = Membership.objects.filter(runs_on(viewer.today), partnership_id=viewer.partnership_id)
    agencies = Body.objects.filter(pk__in=rows.exclude(agency=agency).values("agency"))
    return list(agencies.order_by("name"))
