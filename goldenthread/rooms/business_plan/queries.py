"""Reading the business plan. People with a seat in the partnership read it; the public reads what may be published."""

import datetime

from django.db.models import Prefetch

from goldenthread.foundation.access.queries import can
from goldenthread.foundation.access.viewer import System
from goldenthread.foundation.people.models import Succession
from goldenthread.rooms.business_plan.models import Milestone, MilestoneNote, Plan, PlannedPriority


def seen(viewer, model):
    """The rows of Plan, PlannedPriority or Milestone that this viewer may read."""
    rows = model.objects.all()
    if isinstance(viewer, System):
        return rows
    rows = rows.filter(holder_id__in=_bodies(viewer))
    if can(viewer, "plan.read"):
        return rows
    if model is PlannedPriority:
        return rows.filter(published=True)
    if model is Milestone:
        return rows.filter(planned__published=True)
    return rows.filter(priorities__published=True).distinct()


def _bodies(viewer):
    """The partnership itself and, for its seats, whole bodies that it succeeded."""
    found = {viewer.partnership_id}
    if viewer.seats:
        links = Succession.objects.filter(after_id=viewer.partnership_id).prefetch_related("areas")
        found |= {link.before_id for link in links if not link.areas.all()}
    return found


def plans(viewer):
    return seen(viewer, Plan).select_related("holder")


def priorities_of(viewer, plans) -> list:
    """Whole priorities of these plans, the earlier plan first, in their order, each with `.all_parts`; all of them with
    `.all_milestones` (with `.all_notes`): three queries."""
    notes = Prefetch("notes", MilestoneNote.objects.order_by("-on", "-pk"), to_attr="all_notes")
    steps = Prefetch(
        "milestones",
        seen(viewer, Milestone).select_related("owner", "holder").prefetch_related(notes),
        to_attr="all_milestones",
    )
    rows = (
        seen(viewer, PlannedPriority)
        .filter(plan__in=plans)
        .select_related("priority", "holder", "lead", "group")
        .prefetch_related(steps)
    )
    found, wholes = list(rows.order_by("plan__starts", "plan_id", "order", "pk")), {}
    for row in found:
        if row.part_of_id is None:
            row.all_parts = []
            wholes[row.pk] = row
    for row in found:
        if row.part_of_id in wholes:
            wholes[row.part_of_id].all_parts.append(row)
    return list(wholes.values())


def due(viewer):
    """Milestones whose day is past or within 30 days and whose last note does not say that they are done."""
    notes = Prefetch("notes", MilestoneNote.objects.order_by("-on", "-pk"), to_attr="all_notes")
    limit = viewer.today + datetime.timedelta(days=30)
    rows = (
        seen(viewer, Milestone)
        .filter(due_on__lte=limit, planned__plan__ends__gte=viewer.today)
        .select_related("planned__plan", "owner")
        .prefetch_related(notes)
    )
    return [row for row in rows if not (row.all_notes and row.all_notes[0].rating == "done")]
