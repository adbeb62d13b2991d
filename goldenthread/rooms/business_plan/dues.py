"""Milestones that are due: those of a plan that runs, until a note says that they are done."""

import datetime
from collections.abc import Iterable

from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse

from goldenthread.foundation.access.addresses import address
from goldenthread.foundation.access.queries import can
from goldenthread.foundation.access.viewer import Viewer
from goldenthread.foundation.clock import day_of
from goldenthread.foundation.diary.dates import Expected
from goldenthread.foundation.diary.models import Due
from goldenthread.foundation.organisations.queries import leads_of, root_groups
from goldenthread.foundation.prepared import among
from goldenthread.foundation.room import DueKind, TodayItem
from goldenthread.foundation.ui.words import day, possessive
from goldenthread.rooms.business_plan import queries
from goldenthread.rooms.business_plan.models import Milestone, MilestoneNote, Rating

TITLE = "A milestone is due"


def _milestones(keys: Iterable[str] | None):
    """Milestones with their newest rating as `rated` and its day as `rated_on`."""
    notes = MilestoneNote.objects.filter(milestone=OuterRef("pk")).order_by("-on", "-pk")
    rows = Milestone.objects.select_related("holder", "planned__plan").annotate(
        rated=Subquery(notes.values("rating")[:1]), rated_on=Subquery(notes.values("on")[:1])
    )
    return rows if keys is None else rows.by_refs(keys)


def expected(now: datetime.datetime, keys: Iterable[str] | None = None) -> list[Expected]:
    """Milestones with a day, of plans that have not ended, whose last note does not say that they are done."""
    rows = _milestones(keys).filter(due_on__isnull=False, planned__plan__ends__gte=day_of(now))
    rows = [row for row in rows if row.rated != Rating.DONE]
    roots = root_groups({row.holder_id for row in rows})
    return [
        Expected(
            key=row.ref,
            due_on=row.due_on,
            group_id=row.planned.group_id or roots[row.holder_id],
            title=TITLE,
            agency_id=row.owner_id,
        )
        for row in rows
        if row.planned.group_id or row.holder_id in roots
    ]


def met(now: datetime.datetime, keys: Iterable[str]) -> dict[str, datetime.date]:
    return {row.ref: row.rated_on for row in _milestones(keys) if row.rated == Rating.DONE}


def concerns(viewer: Viewer) -> Q | None:
    """All of the partnership for those who keep its plan; for others those of an agency for which they act."""
    if can(viewer, "plan.edit"):
        return Q(group__lead=viewer.partnership_id)
    return Q(agency__in=among(viewer.agency_ids)) if can(viewer, "plan.read") else None


def reminded(viewer: Viewer, dues: list[Due]) -> set[int]:
    """Those who keep the plan, and every lead of the agency that owes it."""
    if can(viewer, "plan.edit"):
        return {due.pk for due in dues if due.group.lead_id == viewer.partnership_id}
    leads = leads_of({due.agency_id for due in dues} & viewer.agency_ids, viewer.partnership_id, viewer.today)
    return {due.pk for due in dues if viewer.person_id in leads.get(due.agency_id, ())}


def items(viewer: Viewer, dues: list[Due]) -> dict[str, TodayItem]:
    rates = can(viewer, "plan.edit")
    rows = queries.milestones(viewer).by_refs(due.thing_key for due in dues)
    return {row.ref: _item(viewer, row, rates) for row in rows.select_related("holder", "owner")}


def _item(viewer, row, rates):
    if rates:
        url = address(viewer, "business_plan:rate", row)
        sentence = f"Say where this milestone stands, due {day(row.due_on)}: {row.text[:120]}"
    else:
        url = queries.place(viewer, row)
        sentence = f"{possessive(row.owner.short)} milestone, due {day(row.due_on)}: {row.text[:120]}"
    return TodayItem(sentence, url, due=row.due_on, overdue=row.due_on < viewer.today)


def page(viewer: Viewer) -> tuple[str, str]:
    return "The business plan", reverse("business_plan:plans", kwargs={"partnership": viewer.slug})


DUE = DueKind("milestone", expected, met, concerns, items, page, reminded, days_ahead=30)
