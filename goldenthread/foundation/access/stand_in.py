"""What stands in a prepared read for the viewer: of the same seats and groups, with a value to be told in each place.

The rules of access are the same functions either way: they are asked of the stand-in once, and their SQL is kept for
everybody whose seats and groups have the same shape. What differs from one to the other are values of the query.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from goldenthread.foundation.access import readers
from goldenthread.foundation.access.viewer import Shared, Viewer
from goldenthread.foundation.prepared import Unprepared, Values


class StandIn(Viewer):
    """A viewer of whom nothing is asked but what stands in a query."""

    @property
    def today(self):
        return self.__dict__["day"]

    @property
    def inherited(self):
        raise TypeError("a prepared read cannot ask what bodies a partnership succeeded")


def apart(viewer: Viewer, values: Values):
    """Notes the viewer's values, and returns what makes the stand-in.

    Raises Unprepared for somebody who is listed as a reader or left out of something, and where a body before the
    partnership passed on its groups: their conditions are their own.
    """
    if readers.any_of(viewer) or any(shared.inherited for shared in viewer.groups):
        raise Unprepared
    values.shape += [type(viewer), viewer.signed_in, viewer.second_factor, viewer.house_administrator]
    facts = {
        name: values.add(getattr(viewer, name)) for name in ("person_id", "partnership_id", "slug", "now", "today")
    }
    lists = {name: values.add(getattr(viewer, name)) for name in ("agencies_everywhere", "elsewhere")}
    shared_today = values.add(viewer.groups_shared_today)
    seats = [_seat(seat, values) for seat in viewer.seats]
    groups = _groups(viewer, values)

    def make() -> StandIn:
        told = {name: place() for name, place in facts.items()}
        day = told.pop("today")
        made = StandIn(
            name="",
            seats=tuple(seat() for seat in seats),
            groups=tuple(shared for group in groups for shared in group()),
            second_factor=viewer.second_factor,
            house_administrator=viewer.house_administrator,
            **told,
            **{name: frozenset(place()) for name, place in lists.items()},
        )
        made.__dict__["day"], made.__dict__["groups_shared_today"] = day, frozenset(shared_today())
        readers.none_of(made)
        return made

    return make


def _seat(seat, values):
    values.shape += [seat.role.shape, seat.only_group, seat.statutory]
    agency, group = values.add(seat.agency_id), values.add(seat.group_id)
    return lambda: replace(seat, key="", title="", agency_id=agency(), group_id=group())


def _groups(viewer, values):
    """Groups with the same days together, which stand in one condition."""
    alike = defaultdict(list)
    for shared in viewer.groups:
        alike[shared.starts, shared.ends].append(shared.group_id)
    return [_alike(values, *days, ids) for days, ids in alike.items()]


def _alike(values, starts, ends, ids):
    first, last, groups = values.add(starts), values.add(ends), values.add(ids)

    def make():
        days = first(), last()
        return [Shared(group, *days) for group in groups()]

    return make
