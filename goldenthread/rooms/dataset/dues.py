"""Figures that are due: of the last whole period, by the agency that answers for the indicator."""

import datetime
from collections.abc import Iterable

from django.db.models import Q
from django.urls import reverse

from goldenthread.foundation.access.queries import can
from goldenthread.foundation.access.roles import Reach
from goldenthread.foundation.access.viewer import Viewer
from goldenthread.foundation.clock import day_of
from goldenthread.foundation.diary.dates import Expected
from goldenthread.foundation.diary.models import Due
from goldenthread.foundation.organisations.queries import leads_of, root_groups
from goldenthread.foundation.prepared import among
from goldenthread.foundation.room import DueKind, TodayItem
from goldenthread.rooms.dataset.models import Indicator
from goldenthread.rooms.dataset.queries import owed, reading

TITLE = "A figure is due"


def _scheduled(keys: Iterable[str] | None):
    rows = Indicator.objects.filter(agency__isnull=False).exclude(owed="").select_related("holder", "agency")
    return rows if keys is None else rows.by_refs(keys)


def expected(now: datetime.datetime, keys: Iterable[str] | None = None) -> list[Expected]:
    """The figure of the last whole period of each indicator that is owed at fixed times, unless it is there."""
    missing = owed.without_a_figure(list(_scheduled(keys)), day_of(now))
    roots = root_groups({one.indicator.holder_id for one in missing})
    return [
        Expected(
            key=one.indicator.ref,
            due_on=one.due,
            group_id=roots[one.indicator.holder_id],
            title=TITLE,
            agency_id=one.indicator.agency_id,
        )
        for one in missing
        if one.indicator.holder_id in roots
    ]


def met(now: datetime.datetime, keys: Iterable[str]) -> dict[str, datetime.date]:
    """Those that are still asked for and have their figure now: the day on which that was noticed."""
    return {row.ref: day_of(now) for row in _scheduled(keys)}


def concerns(viewer: Viewer) -> Q | None:
    """Those that the viewer may enter."""
    reaches = [(seat.agency_id, seat.role.grants.get("dataset.supply")) for seat in viewer.seats]
    if any(reach is Reach.ALL for _, reach in reaches):
        return Q(group__lead=viewer.partnership_id)
    agencies = [agency_id for agency_id, reach in reaches if reach is Reach.AGENCY and agency_id]
    return Q(group__lead=viewer.partnership_id, agency__in=among(agencies)) if agencies else None


def reminded(viewer: Viewer, dues: list[Due]) -> set[int]:
    """Every lead of the agency that owes it; where it has none, whoever acts for it."""
    leads = leads_of({due.agency_id for due in dues} & viewer.agency_ids, viewer.partnership_id, viewer.today)
    return {due.pk for due in dues if viewer.person_id in leads.get(due.agency_id, ())}


def items(viewer: Viewer, dues: list[Due]) -> dict[str, TodayItem]:
    rows = reading.indicators(viewer).by_refs(due.thing_key for due in dues)
    mine = [row for row in rows if can(viewer, "dataset.supply", row)]
    return {
        one.indicator.ref: TodayItem(
            one.sentence(viewer),
            reading.address(viewer, one.indicator, "add_figure"),
            due=one.due,
            overdue=one.late(viewer.today),
            why=one.indicator.section,
        )
        for one in owed.without_a_figure(mine, viewer.today)
    }


def page(viewer: Viewer) -> tuple[str, str]:
    return "The figures", reverse("dataset:scorecard", kwargs={"partnership": viewer.slug})


DUE = DueKind("indicator", expected, met, concerns, items, page, reminded, days_ahead=42)
