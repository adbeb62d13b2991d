"""Tables of the thread: source → finding → recommendation → action → evidence → impact. A graph, not a tree."""

from goldenthread.thread.models.actions import Action, ActionFinding, ActionStep, AlsoAnswers, DueChange, Evidence
from goldenthread.thread.models.audience import Audience
from goldenthread.thread.models.findings import (
    Acceptance,
    Addressee,
    Finding,
    FindingTheme,
    Recommendation,
    RecommendationFinding,
)
from goldenthread.thread.models.impacts import Impact, Proposal, Voice, newest
from goldenthread.thread.models.sources import Priority, Source, SourceArea, Theme

__all__ = [
    "Acceptance",
    "Action",
    "ActionFinding",
    "ActionStep",
    "Addressee",
    "AlsoAnswers",
    "Audience",
    "DueChange",
    "Evidence",
    "Finding",
    "FindingTheme",
    "Impact",
    "Priority",
    "Proposal",
    "Recommendation",
    "RecommendationFinding",
    "Source",
    "SourceArea",
    "Theme",
    "Voice",
    "newest",
]
