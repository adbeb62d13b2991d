"""Who owns what people talk about in the thread, and so is told of what is said of it."""

from collections import defaultdict

from goldenthread.thread.models import Action, Addressee, Finding, Recommendation

Owners = dict[int, tuple[set[int], set[int]]]


def of_actions(actions: list[Action]) -> Owners:
    return {row.pk: ({row.owner_id} - {None}, {row.owner_person_id} - {None}) for row in actions}


def of_recommendations(recommendations: list[Recommendation]) -> Owners:
    """The bodies that were asked for an answer."""
    bodies = defaultdict(set)
    rows = Addressee.objects.filter(recommendation__in=[row.pk for row in recommendations])
    for pk, body in rows.order_by().values_list("recommendation", "body"):
        bodies[pk].add(body)
    return {row.pk: (bodies[row.pk], set()) for row in recommendations}


def of_findings(findings: list[Finding]) -> Owners:
    """Nobody owes a finding: whoever keeps the work is told."""
    return {row.pk: (set(), set()) for row in findings}
