"""The record file's lists of the thread: themes, priorities, and pieces of work with all that came of them."""

from goldenthread.foundation.access.queries import visible
from goldenthread.foundation.access.viewer import shared_groups
from goldenthread.thread.models import (
    Action,
    Evidence,
    Finding,
    Impact,
    Priority,
    Proposal,
    Recommendation,
    Source,
    Theme,
    Voice,
)
from goldenthread.thread.queries import proposals as proposed
from goldenthread.thread.record_parts.actions import ACTION, EVIDENCE
from goldenthread.thread.record_parts.findings import FINDING, RECOMMENDATION
from goldenthread.thread.record_parts.outcomes import IMPACT, PROPOSAL, VOICE
from goldenthread.thread.record_parts.shared_fields import CITATION, ORIGIN
from goldenthread.thread.record_parts.sources import PRIORITY, SOURCE, THEME

__all__ = [
    "ACTION",
    "CITATION",
    "EVIDENCE",
    "FINDING",
    "IMPACT",
    "ORIGIN",
    "PRIORITY",
    "PROPOSAL",
    "RECOMMENDATION",
    "SOURCE",
    "THEME",
    "VOICE",
]


def themes(viewer, body):
    """Those that the record names are pulled in."""
    return Theme.objects.none()


def priorities(viewer, body):
    return Priority.objects.filter(holder=body)


def sources(viewer, body):
    """What the groups did in which the body takes part; what a board before it did is in that board's own record."""
    groups = [shared.group_id for shared in shared_groups(body.pk, with_predecessors=False)]
    return visible(viewer, Source.objects.filter(group__in=groups))


def _of_sources(model, viewer, body):
    groups = [shared.group_id for shared in shared_groups(body.pk, with_predecessors=False)]
    return visible(viewer, model.objects.filter(source__group__in=groups))


def findings(viewer, body):
    return _of_sources(Finding, viewer, body)


def recommendations(viewer, body):
    return _of_sources(Recommendation, viewer, body)


def actions(viewer, body):
    return _of_sources(Action, viewer, body)


def evidence(viewer, body):
    return Evidence.objects.filter(action__in=actions(viewer, body))


def impacts(viewer, body):
    return _of_sources(Impact, viewer, body)


def voices(viewer, body):
    return _of_sources(Voice, viewer, body)


def proposals(viewer, body):
    """Those whose origin the person may see."""
    rows = Proposal.objects.filter(holder=body)
    return rows.filter(pk__in=[found.proposal.pk for found in proposed.seen(viewer, rows)])
