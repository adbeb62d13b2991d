"""How plans, their priorities and milestones look in lists that know nothing of them."""

from django.urls import reverse

from goldenthread.foundation.access.queries import can
from goldenthread.foundation.room import Reference
from goldenthread.rooms.business_plan import queries
from goldenthread.rooms.business_plan.models import Milestone, Plan, PlannedPriority


def _url(viewer, plan_pk, anchor=""):
    if not can(viewer, "plan.read"):
        return ""
    return reverse("business_plan:plan", kwargs={"partnership": viewer.slug, "pk": plan_pk}) + anchor


def _by_ref(rows, keys):
    """Rows whose reference "<holder>/<key>" is wanted."""
    own = {key.split("/", 1)[1] for key in keys if "/" in key}
    return [row for row in rows.filter(key__in=own).select_related("holder") if row.ref in keys]


def plans(viewer, keys):
    return {
        row.ref: Reference("plan", row.ref, row.title, _url(viewer, row.pk))
        for row in _by_ref(queries.seen(viewer, Plan), keys)
    }


def planned(viewer, keys):
    rows = _by_ref(queries.seen(viewer, PlannedPriority).select_related("priority"), keys)
    return {
        row.ref: Reference("planned_priority", row.ref, str(row), _url(viewer, row.plan_id, f"#p{row.pk}"))
        for row in rows
    }


def milestones(viewer, keys):
    rows = _by_ref(queries.seen(viewer, Milestone).select_related("planned"), keys)
    return {
        row.ref: Reference("milestone", row.ref, row.text, _url(viewer, row.planned.plan_id, f"#m{row.pk}"))
        for row in rows
    }
