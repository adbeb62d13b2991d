"""Which rows a viewer may see, and where their pages are.

Figures are read by people whose seat reads the partnership; a successor reads what the bodies before it kept, for the
areas that passed. Everybody else sees indicators, and figures that are public; what else may leave goes through the
gate.
"""

import datetime
from collections.abc import Callable
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from goldenthread.foundation.access.addresses import path_to
from goldenthread.foundation.access.queries import can
from goldenthread.foundation.access.viewer import System, Viewer
from goldenthread.foundation.organisations.queries import agencies_answered_for
from goldenthread.foundation.people.models import Area, Body, Membership
from goldenthread.foundation.room import OwedThing
from goldenthread.foundation.ui.words import day
from goldenthread.rooms.dataset import disclosure
from goldenthread.rooms.dataset.models import Comparator, Figure, Indicator


def holders(viewer: Viewer) -> dict:
    """{body id: areas that the viewer may read of it, or None for all}."""
    return {viewer.partnership_id: None} | (viewer.inherited if viewer.seats else {})


def reads_all(viewer: Viewer) -> bool:
    return isinstance(viewer, System) or any(seat.role.reads_partnership for seat in viewer.seats)


def _held(viewer: Viewer, path: str = "") -> Q:
    """The condition for rows of the holders that the viewer reads."""
    if isinstance(viewer, System):
        return Q()
    condition = Q(pk__in=[])
    for holder, areas in holders(viewer).items():
        of_holder = Q(holder_id=holder)
        condition |= of_holder if areas is None or not path else of_holder & Q(**{f"{path}__in": areas})
    return condition


def indicators(viewer: Viewer) -> QuerySet[Indicator]:
    if not (reads_all(viewer) or not viewer.seats):
        return Indicator.objects.none()
    return Indicator.objects.filter(_held(viewer)).select_related("holder", "agency", "theme", "priority")


def answered_by(viewer: Viewer, agency: Body) -> list[OwedThing]:
    """The indicators of the partnership for which an agency answers, with how often it owes their figures."""
    return [
        OwedThing(row.ref, f"{row} ({row.get_owed_display().lower()})", address(viewer, row))
        for row in indicators(viewer).filter(holder=viewer.partnership_id, agency=agency)
    ]


def taken_over(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """Indicators that passed to an agency for which the viewer answers."""
    rows = indicators(viewer).filter(agency__in=agencies_answered_for(viewer)).by_refs(keys)
    return {row.ref: address(viewer, row) for row in rows}


def figures(viewer: Viewer) -> QuerySet[Figure]:
    rows = Figure.objects.filter(_held(viewer, "area_id")).select_related(
        "holder", "indicator__holder", "area", "supplied_by", "part_of__indicator"
    )
    if not reads_all(viewer):
        rows = rows.filter(public=True) if not viewer.seats else rows.none()
    return rows


def comparators(viewer: Viewer) -> QuerySet[Comparator]:
    rows = Comparator.objects.filter(_held(viewer)).select_related("holder", "indicator__holder", "beside")
    if not reads_all(viewer):
        rows = rows.exclude(beside__public=False) if not viewer.seats else rows.none()
    return rows


def decision(holder_ids: list[int] | set[int]) -> disclosure.Decision:
    """What may not leave of all that these bodies hold. It reads everything, whoever asks: that is what makes it
    safe.
    """
    return disclosure.decide(
        Figure.objects.filter(holder_id__in=holder_ids, indicator__people=True).prefetch_related("indicator")
    )


def may_correct(viewer: Viewer, figure: Figure) -> bool:
    """Whoever keeps the figures always; the agency that answers for it until it is published."""
    return can(viewer, "dataset.edit" if figure.public else "dataset.supply", figure)


def bodies_before(viewer: Viewer) -> QuerySet[Body]:
    """Bodies whose figures this partnership inherited, that hold any."""
    ids = [pk for pk in holders(viewer) if pk != viewer.partnership_id]
    return (
        Body.objects.filter(pk__in=ids, indicators__isnull=False).distinct().order_by("name")
        if ids
        else Body.objects.none()
    )


def areas(viewer: Viewer) -> QuerySet[Area]:
    """Areas of the partnership, for a form."""
    return Area.objects.filter(body_areas__body_id=viewer.partnership_id).distinct().order_by("name")


def agencies(viewer: Viewer) -> QuerySet[Body]:
    """Agencies in the partnership today, for a form."""
    members = Membership.objects.on(viewer.today).filter(partnership_id=viewer.partnership_id).values("agency")
    return Body.objects.filter(pk__in=members).order_by("name")


def answering(viewer: Viewer) -> QuerySet[Body]:
    """Agencies that answer for an indicator here, for the filter."""
    return Body.objects.filter(pk__in=indicators(viewer).order_by().values("agency")).order_by("name")


def page(viewer: Viewer, name: str, *more: Any) -> str:
    return path_to(f"dataset:{name}", viewer.slug, *more)


def address(viewer: Viewer, thing: Figure | Indicator, name: str = "") -> str:
    """The page of an indicator or a figure, or one of its forms."""
    return path_to(f"dataset:{name or type(thing)._meta.model_name}", viewer.slug, thing.holder.key, thing.key)


def figures_of(viewer: Viewer, body: Body) -> QuerySet[Figure]:
    """The figures that one partnership holds, but lines of the village of 100 children."""
    return figures(viewer).filter(holder=body, indicator__village="")


def village_of(viewer: Viewer, body: Body) -> QuerySet[Figure]:
    return figures(viewer).filter(holder=body).exclude(indicator__village="")


def newest_before(body: Body, starts: datetime.date, ends: datetime.date) -> Q:
    """The newest figures before a period of each indicator and area of which the period itself holds none."""
    place = Coalesce("area_id", 0)  # none is the whole partnership
    same = Figure.objects.filter(holder=body, indicator=OuterRef("indicator"))
    same = same.alias(place=place).filter(place=Coalesce(OuterRef("area_id"), 0))
    inside, newer = same.filter(ends__range=(starts, ends)), same.filter(ends__lt=starts, ends__gt=OuterRef("ends"))
    return Q(ends__lt=starts) & ~Q(Exists(inside)) & ~Q(Exists(newer))


def in_words(viewer: Viewer) -> Callable:
    """A function from a figure to what it counts, where, as of when, and for whom where it is broken down."""

    def words(figure) -> str:
        of = f"{figure.part_of.category}: " if figure.part_of_id and figure.part_of.category else ""
        place = figure.area.name if figure.area_id else ""
        parts = [figure.indicator.title, place, day(figure.ends), f"{of}{figure.category}"]
        return ", ".join(part for part in parts if part)

    return words


def parts_of(figure: Figure) -> list[Figure]:
    """The figures that divide this one further: a part of what is withdrawn says nothing."""
    found = list(
        figure.parts.select_related("holder", "indicator__holder", "area", "supplied_by", "part_of__indicator")
    )
    return found + [part for row in found for part in parts_of(row)]
