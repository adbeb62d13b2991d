"""The parts of a story, each by one prepared read, as one viewer sees them."""

from django.db.models import Q, QuerySet

from goldenthread.foundation.access.queries import visible
from goldenthread.foundation.access.viewer import Viewer
from goldenthread.foundation.documents.models import Document
from goldenthread.foundation.prepared import prepared
from goldenthread.thread.models import Action, Evidence, Finding, Impact, Recommendation


@prepared
def findings_of(viewer: Viewer, source_id: int) -> QuerySet:
    rows = Finding.objects.visible_to(viewer).filter(source=source_id)
    return rows.select_related("source", "holder").prefetch_related("themes")


@prepared
def recommendations_of(viewer: Viewer, recommendation_id: int, finding_id: int, source_id: int) -> QuerySet:
    """That one; those that rest on a finding; or those of a piece of work with those that rest on its findings."""
    if recommendation_id is not None:
        wanted = Q(pk=recommendation_id)
    elif finding_id is not None:
        wanted = Q(pk__in=Recommendation.objects.filter(finding_links__finding=finding_id).values("pk"))
    else:
        of_findings = Recommendation.objects.filter(
            finding_links__finding__source=source_id, finding_links__finding__withdrawn_at=None
        )
        wanted = Q(source=source_id) | Q(pk__in=of_findings.values("pk"))
    rows = Recommendation.objects.visible_to(viewer).filter(wanted).select_related("source", "holder")
    return rows.prefetch_related("acceptances__body", "finding_links", "addressees")


@prepared
def actions_of(viewer: Viewer, recommendations: list[int], findings: list[int], source_id: int) -> QuerySet:
    """Those that answer recommendations, or findings directly; and those of a piece of work."""
    also = Action.objects.filter(also_links__recommendation__in=recommendations).values("pk")
    directly = Action.objects.filter(finding_links__finding__in=findings).values("pk")
    answering = Q(recommendation__in=recommendations) | Q(pk__in=also) | Q(pk__in=directly)
    if source_id is not None:
        answering |= Q(source=source_id)
    rows = Action.objects.visible_to(viewer).filter(answering)
    return rows.select_related("source", "holder", "owner", "owner_person").prefetch_related(
        "also_links", "finding_links"
    )


@prepared
def open_documents(viewer: Viewer, pks: set[int]) -> QuerySet:
    return visible(viewer, Document.objects.filter(pk__in=pks)).values_list("pk", flat=True)


@prepared
def evidence_of(actions: list[Action]) -> QuerySet:
    return Evidence.objects.filter(action__in=actions).select_related("document", "holder")


@prepared
def impacts_of(viewer: Viewer, actions: list[Action], recommendations: list[int], source_id: int) -> QuerySet:
    wanted = Q(action__in=actions) | Q(recommendation__in=recommendations)
    if source_id is not None:
        wanted |= Q(source=source_id)
    return Impact.objects.visible_to(viewer).filter(wanted).select_related("source", "holder")
