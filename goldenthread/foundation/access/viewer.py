"""Who is looking: the one value that is handed down to every read and write."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Exists, OuterRef

from goldenthread.foundation.access.roles import Role, roles
from goldenthread.foundation.clock import day_of
from goldenthread.foundation.people.models import GroupMembership, Person, Seat, Succession
from goldenthread.foundation.prepared import Values, prepared


@dataclass(frozen=True)
class Held:
    """A seat as held today in the partnership at hand."""

    key: str
    role: Role
    title: str
    agency_id: int | None
    group_id: int | None
    statutory: bool
    only_group: bool = False
    """In a group that several partnerships share: it opens that group's work and nothing else of any of them."""


@dataclass(frozen=True)
class Shared:
    """A group whose work a partnership sees, between two days (None: open). `inherited`: from a body before it."""

    group_id: int
    starts: datetime.date | None
    ends: datetime.date | None
    area_ids: frozenset[int] | None = None
    inherited: bool = False

    def runs_on(self, day: datetime.date) -> bool:
        """Whether the partnership takes part in the group on that day, itself and not through a body before it."""
        return (
            not self.inherited
            and (self.starts is None or self.starts <= day)
            and (self.ends is None or self.ends >= day)
        )


@dataclass(frozen=True)
class System:
    """A named part of the house that acts by itself, for instance System("reminders")."""

    name: str
    now: datetime.datetime | None = None
    person_id = None
    seat_key = ""


@dataclass(frozen=True)
class Viewer:
    """A person, the partnership in whose name they act, their seats there today, and the moment.

    `groups` are the groups whose work this partnership sees, those of bodies before it included; `own_group_ids` those
    led by the partnership itself, which alone may be written by seats of the whole partnership.
    """

    person_id: int | None
    name: str
    partnership_id: int | None
    slug: str
    seats: tuple[Held, ...]
    groups: tuple[Shared, ...]
    now: datetime.datetime
    second_factor: bool = False
    house_administrator: bool = False
    elsewhere: frozenset[int] = frozenset()
    """Other partnerships in which the person holds a seat today."""
    agencies_everywhere: frozenset[int] = frozenset()
    """Agencies for which the person acts today by any seat, in every partnership and group: what conflicts of interest
    are judged on."""

    @cached_property
    def today(self) -> datetime.date:
        return day_of(self.now)

    def apart(self, values: Values) -> Callable[[], Viewer]:
        """For a prepared read: notes the viewer's values, and gives what makes the one who stands in it."""
        from goldenthread.foundation.access import stand_in

        return stand_in.apart(self, values)

    @property
    def signed_in(self) -> bool:
        return self.person_id is not None

    @property
    def seat_key(self) -> str:
        """The seat of whoever holds one here. Which of several acts is said by `require`."""
        return self.seats[0].key if len(self.seats) == 1 else ""

    @cached_property
    def agency_ids(self) -> frozenset[int]:
        return frozenset(seat.agency_id for seat in self.seats if seat.agency_id)

    @cached_property
    def own_group_ids(self) -> frozenset[int]:
        return frozenset(seat.group_id for seat in self.seats if seat.group_id)

    @cached_property
    def only_in_groups(self) -> bool:
        """Whether every seat here is in a shared group, so that nothing of the partnership itself is theirs to read."""
        return bool(self.seats) and all(seat.only_group for seat in self.seats)

    @cached_property
    def groups_shared_today(self) -> frozenset[int]:
        """The groups in which the partnership takes part today."""
        return frozenset(shared.group_id for shared in self.groups if shared.runs_on(self.today))

    @cached_property
    def inherited(self) -> dict[int, frozenset[int] | None]:
        """The bodies whose place the partnership took, and those before them, with the areas that passed (None:
        all).
        """
        found = {self.partnership_id: None}
        waiting = [self.partnership_id]
        while waiting:
            links = Succession.objects.filter(after_id__in=waiting).prefetch_related("areas")
            new = {}
            for link in links:
                # A took the place of O whole, and later gave its north to B: of O too, B reads the north alone.
                passed, above = frozenset(row.area_id for row in link.areas.all()) or None, found[link.after_id]
                narrower = passed if above is None else above if passed is None else passed & above
                if link.before_id not in found:
                    new[link.before_id] = narrower
            found |= new
            waiting = list(new)
        del found[self.partnership_id]
        return found

    @cached_property
    def permissions(self) -> frozenset[str]:
        return frozenset(code for seat in self.seats for code in seat.role.grants)


# Who does something: somebody in a seat, or the house itself.
Actor = Viewer | System


class PublicReader(Viewer):
    """The public, reading one partnership. Chapters of the yearly report are built with this and nothing else.

    Each build of a report has a reader of its own, so that what two chapters rest on is read once: see `once`.
    """

    @cached_property
    def _read(self) -> dict:
        return {}

    def once(self, what: tuple, read):
        """What `read()` gave the first time that this reader was asked for `what`."""
        if what not in self._read:
            self._read[what] = read()
        return self._read[what]


def public_reader(partnership, now) -> PublicReader:
    """Sees what is public of one body's record, and of the groups it takes part in."""
    return PublicReader(
        None,
        "the public",
        partnership.pk,
        partnership.key,
        (),
        shared_groups(partnership.pk, with_predecessors=False),
        now,
    )


def public_beside(viewer: Viewer) -> PublicReader:
    """The public, reading the partnership in whose name somebody looks, without asking for its groups again."""
    own = tuple(shared for shared in viewer.groups if not shared.inherited)
    return PublicReader(None, "the public", viewer.partnership_id, viewer.slug, (), own, viewer.now)


def nobody(now) -> Viewer:
    return Viewer(None, "somebody who is not signed in", None, "", (), (), now)


def shared_groups(
    partnership_id: int, *, with_predecessors: bool = True, after: frozenset[int] = frozenset()
) -> tuple[Shared, ...]:
    """The groups whose work a partnership sees: its memberships, and all groups of the bodies it succeeded.

    `after` are the bodies by which it was reached: one that comes before itself is read once.
    """
    rows = _memberships(partnership_id)
    mine = [Shared(group_id, starts, ends) for group_id, starts, ends, _ in rows]
    succeeds = rows[0][3] if rows else True  # nobody said no
    if with_predecessors and succeeds:
        for before_id, areas in _before(partnership_id):
            if before_id in after or before_id == partnership_id:
                continue
            mine += [
                Shared(shared.group_id, shared.starts, shared.ends, areas, inherited=True)
                for shared in shared_groups(before_id, after=after | {partnership_id})
            ]
    return tuple(mine)


@prepared
def _memberships(partnership_id):
    return (
        GroupMembership.objects.filter(partnership_id=partnership_id)
        .annotate(succeeds=Exists(Succession.objects.filter(after=OuterRef("partnership"))))
        .values_list("group_id", "starts", "ends", "succeeds")
    )


def _before(partnership_id):
    found = []
    for link in Succession.objects.filter(after_id=partnership_id).prefetch_related("areas"):
        passed = frozenset(row.area_id for row in link.areas.all())
        found.append((link.before_id, passed or None))
    return found


def viewer_for(person: Person | None, partnership, now, *, second_factor=False, seats=None) -> Viewer:
    """The person as they act in one partnership today; without a seat there they see what is public.

    `seats` are theirs of today where the caller has read them already.
    """
    if person is None:
        return public_reader(partnership, now) if partnership else nobody(now)
    of_today = seats_today(person, now) if seats is None else seats
    seats = [seat for seat in of_today if seat.is_open_at(now)]
    day = day_of(now)
    here = partnership.pk if partnership else None
    held = tuple(_held(seat) for seat in seats if here in partnerships_of(seat, day))
    everywhere = {pk for seat in seats for pk in partnerships_of(seat, day)}
    return Viewer(
        person.pk,
        person.name,
        partnership.pk if partnership else None,
        partnership.key if partnership else "",
        held,
        shared_groups(partnership.pk) if partnership else (),
        now,
        second_factor=second_factor,
        house_administrator=any(not s.role.reads_partnership and "house.administer" in s.role.grants for s in held),
        elsewhere=frozenset(everywhere - {here}),
        agencies_everywhere=frozenset(agency_of(seat) for seat in of_today) - {None},
    )


def seats_today(person: Person, now) -> list[Seat]:
    """Every seat that the person holds, or held until a moment ago, on the day of `now`."""
    return _seats_on(person.pk, day_of(now))


@prepared
def _seats_on(person_id, day):
    return (
        Seat.objects.at_some_time_on(day)
        .filter(person=person_id)
        .select_related("membership", "partnership", "group", "membership__partnership")
        .prefetch_related("group__group_memberships")
        .order_by("starts", "pk")
    )


def partnerships_of(seat: Seat, day: datetime.date) -> set[int]:
    """Where a seat counts on `day`: its partnership, its membership's, or every partnership then in its group."""
    if seat.partnership_id:
        return {seat.partnership_id}
    if seat.membership_id:
        return {seat.membership.partnership_id}
    links = seat.group.group_memberships.all()
    led = set() if any(link.partnership_id == seat.group.lead_id for link in links) else {seat.group.lead_id}
    return led | {link.partnership_id for link in links if link.runs_on(day)}


def is_in_shared_group(seat: Seat) -> bool:
    """Whether its group is, was or will be one of several partnerships: nobody reads more because another left."""
    return bool(seat.group_id) and len({link.partnership_id for link in seat.group.group_memberships.all()}) > 1


def agencies_acted_for(viewer: Viewer, day: datetime.date) -> frozenset[int]:
    """The agencies for which somebody acts on `day`, by whatever seat in whichever partnership or group."""
    if day == viewer.today:
        return viewer.agencies_everywhere
    seats = Seat.objects.at_some_time_on(day).filter(person_id=viewer.person_id).select_related("membership")
    return frozenset(agency_of(seat) for seat in seats) - {None}


def agency_of(seat: Seat) -> int | None:
    """The agency for which a seat acts."""
    return seat.acting_for_id or (seat.membership.agency_id if seat.membership_id else None)


def _held(seat: Seat) -> Held:
    role, only_group = roles()[seat.role], is_in_shared_group(seat)
    return Held(
        seat.key,
        role.of_shared_group if only_group else role,
        seat.title,
        agency_of(seat),
        seat.group_id,
        bool(seat.membership_id),
        only_group,
    )
