"""The three questions: can (may this seat do that to this thing), require (the same, or say no), visible (which
rows).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from goldenthread.foundation import writing
from goldenthread.foundation.access import readers
from goldenthread.foundation.access.roles import Reach
from goldenthread.foundation.access.viewer import Actor, Held, System, Viewer
from goldenthread.foundation.access.withdrawn import must_stand
from goldenthread.foundation.prepared import among
from goldenthread.foundation.room import Refused, permission_sentences


class Forbidden(Refused):
    """The person may know that the thing exists, but not do this to it."""


@dataclass(frozen=True)
class Standing:
    """Where a thing stands, for a grant's reach. A thing offers it as `thing.standing()`."""

    holder_id: int
    group_id: int | None = None
    agency_ids: frozenset[int] = frozenset()
    person_ids: frozenset[int] = frozenset()


def can(by: Actor, permission: str, thing: Any = None) -> bool:
    """Whether one of the viewer's seats grants `permission`, and reaches `thing` when one is given.

    A thing held by another partnership is never reached: what is shared is written by its lead partnership, and by the
    members of the group that holds it.
    """
    return isinstance(by, System) or seat_that_allows(by, permission, thing) is not None


NEAREST_FIRST = (Reach.OWN, Reach.AGENCY, Reach.GROUP, Reach.ALL)


def seat_that_allows(by: Viewer, permission: str, thing: Any = None) -> Held | None:
    """The seat of the viewer that grants `permission` on `thing`: of several, the one that reaches nearest.

    A lead partner who also chairs the group of an action agrees it as its chair.
    """
    granting = [(seat.role.grants[permission], seat) for seat in by.seats if permission in seat.role.grants]
    where = None if thing is None or not granting else thing.standing()
    allowing = [(reach, seat) for reach, seat in granting if where is None or _reaches(reach, seat, by, where)]
    return min(allowing, key=lambda pair: NEAREST_FIRST.index(pair[0]))[1] if allowing else None


def _reaches(reach: Reach, seat: Held, viewer: Viewer, where: Standing) -> bool:
    if seat.only_group and seat.group_id != where.group_id:
        return False
    if where.holder_id != viewer.partnership_id and not (seat.group_id and seat.group_id == where.group_id):
        # An owner of a shared action answers for it whichever partnership leads the group.
        return (reach is Reach.AGENCY and seat.agency_id in where.agency_ids and _shares(viewer, where)) or (
            reach is Reach.OWN and viewer.person_id in where.person_ids and _shares(viewer, where)
        )
    if reach is Reach.ALL:
        return True
    if reach is Reach.GROUP:
        return seat.group_id is not None and seat.group_id == where.group_id
    if reach is Reach.AGENCY:
        return seat.agency_id is not None and seat.agency_id in where.agency_ids
    return viewer.person_id in where.person_ids


def _shares(viewer: Viewer, where: Standing) -> bool:
    return where.group_id in viewer.groups_shared_today


def reached(viewer: Viewer, permission: str, *, agency: str, person: str = "") -> Q:
    """The rows of work on which one of the viewer's seats could use a permission: `can`, asked in SQL.

    `agency` and `person` are the paths to what a thing's `standing()` names ("" for nobody); holder and group are
    `holder` and `source__group`. A test holds the two together for everybody of the cast.
    """
    wanted, here = Q(pk__in=[]), Q(holder_id=viewer.partnership_id)
    for seat in viewer.seats:
        reach = seat.role.grants.get(permission)
        group = Q(source__group_id=seat.group_id) if seat.group_id else Q(pk__in=[])
        if reach is None:
            continue
        if reach is Reach.ALL:
            part = here | group
        elif reach is Reach.GROUP:
            part = group
        else:
            field, who = (agency, seat.agency_id) if reach is Reach.AGENCY else (person, viewer.person_id)
            shared = Q(source__group_id__in=among(viewer.groups_shared_today))
            part = Q(**{field: who}) & (here | group | shared) if field and who else Q(pk__in=[])
        wanted |= part & group if seat.only_group else part
    return wanted


def require(by: Actor, permission: str, thing: Any = None) -> Held | None:
    """The seat that allows it (None for the house itself), which the running operation keeps for its history.

    Raises Forbidden, in a sentence that says what is missing and whom to ask, and Refused for a thing that was
    withdrawn from the record: of that only what puts it back is asked, by `can`.
    """
    must_stand(thing)
    if isinstance(by, System):
        return None
    seat = seat_that_allows(by, permission, thing)
    if seat is None:
        what = permission_sentences().get(permission, "do this")
        raise Forbidden(
            f"Your seat does not allow you to {what}. Ask the business unit of the partnership if you think it should."
        )
    writing.acts_in(by, seat)
    return seat


def visible(viewer: Viewer, rows: QuerySet) -> QuerySet:
    """The rows that the viewer may see.

    Reads from the model: its `audience` field, `AUDIENCE_SOURCE` (path to the source, "" for the source itself),
    `AUDIENCE_AGENCY` (path to the agency that an agency's audience means) and `AUDIENCE_AREAS` (the table, with columns
    `source` and `area`, of the areas that work concerns). Who is listed or left out stands in one table for all.
    """
    if isinstance(viewer, System):
        return rows
    return rows.filter(seen_by(viewer, rows.model))


def seen_by(viewer: Viewer, model: type[Model]) -> Q:
    """The condition behind `visible`, for use in counts and annotations."""
    if isinstance(viewer, System):
        return Q()
    path = model.AUDIENCE_SOURCE
    return _shared_with(viewer, path, model) & _audience(viewer, path, model)


def _shared_with(viewer: Viewer, path: str, model: type[Model]) -> Q:
    """The work of the groups that the viewer's partnership takes part in, on the day of the work."""
    always = {g.group_id for g in viewer.groups if g.starts is None and g.ends is None and g.area_ids is None}
    alike = {(None, None, None): list(always)} if always else {}
    for shared in viewer.groups:  # those with the same days and areas as one condition: most groups of a partnership
        if shared.group_id not in always:
            alike.setdefault((shared.starts, shared.ends, shared.area_ids), []).append(shared.group_id)
    condition = Q() if alike else Q(pk__in=[])
    for (starts, ends, area_ids), group_ids in alike.items():
        part = Q(**{f"{path}group_id__in": among(group_ids)})
        if starts:
            part &= Q(**{f"{path}on__gte": starts})
        if ends:
            part &= Q(**{f"{path}on__lte": ends})
        if area_ids is not None:
            part &= _in_areas(model, path, area_ids)
        condition |= part
    return condition


def _in_areas(model: type[Model], path: str, area_ids: frozenset[int]) -> Q:
    """Of work that concerns one of these areas, by the model's `AUDIENCE_AREAS`; a model without one has no areas."""
    if not getattr(model, "AUDIENCE_AREAS", ""):
        return Q(pk__in=[])
    links = apps.get_model(model.AUDIENCE_AREAS).objects.filter(source_id=OuterRef(f"{path}pk"), area_id__in=area_ids)
    return Q(Exists(links))


def _of_agencies(viewer: Viewer, path: str, model: type[Model], field: str) -> Q:
    """What is kept to an agency for which one of the seats acts; by a seat in a shared group, of that group's work."""
    everywhere = {seat.agency_id for seat in viewer.seats if seat.agency_id and not seat.only_group}
    seen = Q(**{field: "agency", f"{model.AUDIENCE_AGENCY}__in": among(everywhere)}) if everywhere else Q()
    for seat in viewer.seats:
        if seat.only_group and seat.agency_id:
            seen |= Q(**{field: "agency", model.AUDIENCE_AGENCY: seat.agency_id, f"{path}group_id": seat.group_id})
    return seen


def _owed(viewer: Viewer, path: str, agency: str, person: str) -> Q:
    """What an agency for which the viewer acts, or the viewer in person, owes: an owner reads it in every circle."""
    owed = Q(**{person: viewer.person_id}) if viewer.person_id and viewer.seats else Q(pk__in=[])
    everywhere = {seat.agency_id for seat in viewer.seats if seat.agency_id and not seat.only_group}
    owed |= Q(**{f"{agency}__in": among(everywhere)}) if everywhere else Q()
    for seat in viewer.seats:
        if seat.only_group and seat.agency_id:
            owed |= Q(**{agency: seat.agency_id, f"{path}group_id": seat.group_id})
    return owed


def in_circle(viewer: Viewer, model: type[Model], field: str) -> Q:
    """Whether the viewer belongs to the circle of readers that `field` names, of a row whose group they share."""
    return Q() if isinstance(viewer, System) else _audience(viewer, model.AUDIENCE_SOURCE, model, field)


def _audience(viewer: Viewer, path: str, model: type[Model], field: str = "audience") -> Q:
    roles = [seat.role for seat in viewer.seats]
    circles = ["public"]  # those that the viewer reads whole, as one condition: it stands in nearly every query
    circles += ["partnership"] if any(role.reads_partnership for role in roles) else []
    circles += ["group"] if any(role.reads_groups for role in roles) else []
    circles += ["agency"] if any(role.reads_agencies for role in roles) else []
    seen = Q(**{f"{field}__in": circles})
    own = [circle for circle in ("partnership", "group") if circle not in circles]
    if own and viewer.own_group_ids:
        seen |= Q(**{f"{field}__in": own, f"{path}group_id__in": among(viewer.own_group_ids)})
    if "agency" not in circles:
        seen |= _of_agencies(viewer, path, model, field)
    if listed := readers.listed(viewer, model):
        seen |= Q(**{field: "named"}) & listed.rows(model)
    if getattr(model, "AUDIENCE_OWNERS", None):
        seen |= _owed(viewer, path, *model.AUDIENCE_OWNERS)
    if out := readers.left_out(viewer, model):
        seen = Q(**{field: "public"}) | seen & ~out.rows(model)
    return seen
