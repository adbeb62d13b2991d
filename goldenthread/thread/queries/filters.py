"""One set of filters for every stage of the thread, so that a picture, its lists and an export mean the same things."""

import datetime
import re
from dataclasses import dataclass

from django.db.models import Q

from goldenthread.thread.models import Action, Finding, Recommendation, Source

PERIOD = re.compile(r"(\d{4}-\d{2}-\d{2})_(\d{4}-\d{2}-\d{2})\Z")


@dataclass(frozen=True)
class ThreadFilter:
    """What somebody asked for. `period` is two days, both counted, in which the work behind a thing took place."""

    group_id: int | None = None
    agency_id: int | None = None
    theme_id: int | None = None
    priority_id: int | None = None
    kind: str = ""
    period: tuple[datetime.date, datetime.date] | None = None

    def of(self, rows):
        """The rows of any stage that match. Nothing is joined, so that no row is counted twice."""
        model = rows.model
        path = "" if model is Source else "source__"
        if self.group_id:
            rows = rows.filter(**{f"{path}group_id": self.group_id})
        if self.kind:
            rows = rows.filter(**{f"{path}kind": self.kind})
        if self.period:
            rows = rows.filter(**{f"{path}on__range": self.period})
        for wanted, condition in ((self.agency_id, _agency), (self.theme_id, _theme), (self.priority_id, _priority)):
            if wanted:
                rows = rows.filter(condition(model, wanted))
        return rows


def _actions_of(agency_id):
    return Action.objects.filter(owner_id=agency_id)


def _recommendations_of(agency_id):
    """Those that the agency answered, or answers by an action."""
    actions = _actions_of(agency_id)
    return Recommendation.objects.filter(
        Q(pk__in=Recommendation.objects.filter(acceptances__body_id=agency_id).values("pk"))
        | Q(pk__in=actions.exclude(recommendation=None).values("recommendation"))
        | Q(pk__in=actions.filter(also_links__isnull=False).values("also_links__recommendation"))
    )


def _agency(model, agency_id):
    actions, recommendations = _actions_of(agency_id), _recommendations_of(agency_id)
    if model is Action:
        return Q(owner_id=agency_id)
    if model is Recommendation:
        return Q(pk__in=recommendations.values("pk"))
    if model is Finding:
        return Q(pk__in=Finding.objects.filter(recommendation_links__recommendation__in=recommendations).values("pk"))
    of_source = Q(pk__in=actions.values("source")) | Q(pk__in=recommendations.values("source"))
    if model is Source:
        return of_source
    return (
        Q(action__in=actions.values("pk"))
        | Q(recommendation__in=recommendations.values("pk"))
        | Q(action=None, recommendation=None, source__in=Source.objects.filter(of_source).values("pk"))
    )


def _theme(model, theme_id):
    findings = Finding.objects.filter(theme_links__theme_id=theme_id)
    recommendations = Recommendation.objects.filter(finding_links__finding__in=findings.values("pk"))
    actions = Action.objects.filter(
        Q(recommendation__in=recommendations.values("pk"))
        | Q(pk__in=Action.objects.filter(also_links__recommendation__in=recommendations.values("pk")).values("pk"))
    )
    if model in (Finding, Recommendation, Action):
        rows = {Finding: findings, Recommendation: recommendations, Action: actions}[model]
        return Q(pk__in=rows.values("pk"))
    if model is Source:
        return Q(pk__in=findings.values("source"))
    return (
        Q(action__in=actions.values("pk"))
        | Q(recommendation__in=recommendations.values("pk"))
        | Q(action=None, recommendation=None, source__in=findings.values("source"))
    )


def _priority(model, priority_id):
    """A thing's own priority, or where it has none that of what it stems from."""
    if model is Source:
        return Q(priority_id=priority_id)
    of_source = Q(source__priority_id=priority_id)
    if model is Recommendation:
        return Q(priority_id=priority_id) | Q(priority=None) & of_source
    if model is Finding:
        rows = Recommendation.objects.filter(priority_id=priority_id).values("finding_links__finding")
        return of_source | Q(pk__in=rows.filter(finding_links__isnull=False))
    if model is Action:
        above = Q(recommendation__priority_id=priority_id) | Q(recommendation__priority=None) & of_source
        return Q(priority_id=priority_id) | Q(priority=None) & above
    actions = Action.objects.filter(_priority(Action, priority_id)).values("pk")
    recommendations = Recommendation.objects.filter(_priority(Recommendation, priority_id)).values("pk")
    return (
        Q(action__in=actions) | Q(recommendation__in=recommendations) | Q(action=None, recommendation=None) & of_source
    )


def year_of(day):
    """The first and last day of the year, April to March, in which a day falls."""
    first = day.year if (day.month, day.day) >= (4, 1) else day.year - 1
    return datetime.date(first, 4, 1), datetime.date(first + 1, 3, 31)


def year_label(first):
    return f"{first.year}-{(first.year + 1) % 100:02}"


def period_code(first, last):
    return f"{first:%Y-%m-%d}_{last:%Y-%m-%d}"


def period_from(code):
    """Two days from an address, or None for what is not two days in order."""
    found = PERIOD.match(code or "")
    if not found:
        return None
    try:
        first, last = map(datetime.date.fromisoformat, found.groups())
    except ValueError:
        return None
    return (first, last) if first <= last else None
