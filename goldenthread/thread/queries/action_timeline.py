"""The whole life of one action: what it came from, each step and note, each move of its due date."""

import datetime

from django.db.models import Q, QuerySet

from goldenthread.foundation.access.viewer import Viewer
from goldenthread.foundation.prepared import prepared
from goldenthread.foundation.ui.words import day
from goldenthread.thread.models import (
    Action,
    ActionFinding,
    ActionStep,
    AlsoAnswers,
    DueChange,
    Evidence,
    Finding,
    Impact,
    Recommendation,
    RecommendationFinding,
)
from goldenthread.thread.queries import addresses
from goldenthread.thread.queries.plan import priority_of
from goldenthread.thread.queries.reading import KEPT, Reading, kept_to_listed
from goldenthread.thread.queries.story import RECOMMENDATION_COLOURS, Knot, hide_closed_documents
from goldenthread.thread.states import ActionState

__all__ = ["came_from", "evidence", "life", "priority_of"]


def came_from(viewer: Viewer, action: Action) -> list[Knot]:
    """The findings and recommendations behind an action, as knots: what was found first, the action comes after."""
    reading = Reading(viewer)
    show = reading.for_page if kept_to_listed(action) else reading.for_list
    recommendations = _answered(viewer, action.pk, action.recommendation_id)
    links = _links_of([row.pk for row in recommendations]) if recommendations else []
    direct = _directly(action.pk)
    wanted = {finding for _, finding in links} | set(direct)
    findings = {row.pk: row for row in _found(viewer, wanted)} if wanted else {}
    knots, told = [], set()
    for found in (findings[pk] for pk in direct if pk in findings):
        told.add(found.pk)
        knots.append(Knot(f"Finding of {reading.for_list(found).work}", show(found).text, addresses.of(viewer, found)))
    for recommendation in recommendations:
        for of, finding in links:
            found = findings.get(finding) if of == recommendation.pk else None
            if found and found.pk not in told:
                told.add(found.pk)
                knots.append(
                    Knot(f"Finding of {reading.for_list(found).work}", show(found).text, addresses.of(viewer, found))
                )
        of = "" if recommendation.pk == action.recommendation_id else ", also answered"
        knots.append(
            Knot(
                f"Recommendation{of}",
                show(recommendation).text,
                addresses.of(viewer, recommendation),
                1 if told else 0,
                recommendation.get_state_display(),
                RECOMMENDATION_COLOURS[recommendation.state],
            )
        )
    return knots


@prepared
def _answered(viewer: Viewer, action_id: int, recommendation_id: int) -> QuerySet:
    also = AlsoAnswers.objects.filter(action=action_id).values("recommendation")
    rows = Recommendation.objects.visible_to(viewer).filter(Q(pk=recommendation_id) | Q(pk__in=also))
    return rows.select_related("source", "holder")


@prepared
def _links_of(recommendations: list[int]) -> QuerySet:
    rows = RecommendationFinding.objects.filter(recommendation__in=recommendations).order_by("pk")
    return rows.values_list("recommendation", "finding")


@prepared
def _directly(action_id: int) -> QuerySet:
    return ActionFinding.objects.filter(action=action_id).order_by("pk").values_list("finding", flat=True)


@prepared
def _found(viewer: Viewer, pks: set[int]) -> QuerySet:
    return Finding.objects.visible_to(viewer).filter(pk__in=pks).select_related("source", "holder").order_by()


@prepared
def _moves(action_id: int) -> QuerySet:
    return DueChange.objects.filter(action=action_id).order_by("-pk")


@prepared
def _steps(action_id: int) -> QuerySet:
    return ActionStep.objects.filter(action=action_id).select_related("agency", "second").order_by("-pk")


def life(action: Action) -> list[dict[str, datetime.date | str]]:
    """Steps, notes and moves, newest first, as items of a timeline."""
    items = [
        {
            "on": row.on,
            "title": f"Due date moved from {day(row.before)} to {day(row.after)}",
            "text": row.reason,
            "by": row.by_name,
        }
        for row in _moves(action.pk)
    ]
    items += [_step(row, action) for row in _steps(action.pk)]
    return sorted(items, key=lambda item: item["on"], reverse=True)


def _step(row: ActionStep, action: Action) -> dict[str, datetime.date | str]:
    by = f"{row.by_name} for {row.agency.short}" if row.by_name and row.agency else row.by_name
    title = "Update" if row.before == row.after else row.get_after_display()
    if row.before == "reported_done" and row.after == "agreed":
        title = "Sent back"
    if row.after == ActionState.ASSURED != row.before:
        title = action.get_state_display()
        by += f"; {row.second.name} looked at it too" if row.second else ""
    return {"on": row.on, "title": title, "text": row.text, "by": by}


def corrected_since(viewer: Viewer, impact: Impact) -> list[dict[str, datetime.date | str]]:
    """Evidence, as far as the viewer reads it, that was corrected on the day of a judgement or later: what it judged
    has changed.
    """
    if impact.action_id:
        of = Q(action=impact.action_id)
    elif impact.recommendation_id:
        of = Q(action__recommendation=impact.recommendation_id) | Q(
            action__also_links__recommendation=impact.recommendation_id
        )
    else:
        of = Q(action__source=impact.source_id)
    seen = Evidence.objects.visible_to(viewer).filter(
        pk__in=Evidence.objects.filter(of, corrected_on__gte=impact.on).values("pk")
    )
    return [
        {
            "text": row.text if kept_to_listed(impact) or not kept_to_listed(row.action) else KEPT,
            "on": row.corrected_on,
            "url": addresses.of(viewer, row.action),
        }
        for row in seen.select_related("action__holder").order_by("corrected_on", "pk")
    ]


def evidence(viewer: Viewer, action: Action) -> list[Evidence]:
    found = list(Evidence.objects.visible_to(viewer).filter(action=action).select_related("document"))
    hide_closed_documents(viewer, found)
    return found
