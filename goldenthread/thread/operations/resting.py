"""A recommendation or an action rests on another finding, since what it rested on is withdrawn from the record."""

import datetime
from collections.abc import Sequence

from django.db.models import Q

from goldenthread.foundation.access.kept import Origin
from goldenthread.foundation.access.viewer import Actor
from goldenthread.foundation.access.withdrawn import stands
from goldenthread.foundation.room import Refused
from goldenthread.foundation.writing import operation
from goldenthread.thread import rules
from goldenthread.thread.models import Action, ActionFinding, Finding, Impact, Recommendation, RecommendationFinding
from goldenthread.thread.operations.answering import reads
from goldenthread.thread.operations.saving import allow
from goldenthread.thread.states import RecommendationState

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


@operation
def closed_stays_judged(*, by: Actor, now: datetime.datetime, things: Sequence[Action | Impact]) -> None:
    """After judgements, or actions with theirs, were withdrawn from the record. Raises Refused where a recommendation
    was closed on what is gone: closed without a judgement it would be a promise that nobody tested.
    """
    for thing in things:
        if stands(thing):
            continue
        action = thing if isinstance(thing, Action) else thing.action
        of = Q(pk=thing.recommendation_id)
        if action is not None:
            of |= Q(pk=action.recommendation_id) | Q(also_links__action=action)
        closed = Recommendation.objects.filter(of, state=RecommendationState.CLOSED, origin=Origin.RECORDED)
        if any(rules.latest_judgement(row) is None for row in closed.distinct()):
            raise Refused(
                "A recommendation was closed on a judgement that goes with this. Open it again first, with a reason, "
                "or withdraw the recommendation."
            )
