"""A recommendation or an action rests on another finding, since what it rested on is withdrawn from the record."""

import datetime

from goldenthread.foundation.access.viewer import Actor
from goldenthread.foundation.writing import operation
from goldenthread.thread.models import Action, ActionFinding, Finding, Recommendation, RecommendationFinding
from goldenthread.thread.operations.answering import reads
from goldenthread.thread.operations.saving import allow

WRITE = {Recommendation: "thread.write", Action: "thread.add_action"}


@operation
def rest_on_too(*, by: Actor, now: datetime.datetime, thing: Recommendation | Action, finding: Finding) -> None:
    """It rests on this finding too. Who calls it tells of it."""
    allow(by, WRITE[type(thing)], thing)
    reads(by, [finding], "findings")
    if isinstance(thing, Action):
        ActionFinding.objects.get_or_create(action=thing, finding=finding)
    else:
        RecommendationFinding.objects.get_or_create(recommendation=thing, finding=finding)


@operation
def rest_no_longer_on(*, by: Actor, now: datetime.datetime, thing: Recommendation | Action, finding: Finding) -> None:
    """That is taken back. Who calls it tells of it."""
    allow(by, WRITE[type(thing)], thing)
    if isinstance(thing, Action):
        ActionFinding.objects.filter(action=thing, finding=finding).delete()
    else:
        RecommendationFinding.objects.filter(recommendation=thing, finding=finding).delete()
