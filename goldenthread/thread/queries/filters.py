"""One set of filters for every stage of the thread, so that a picture, its lists and an export mean the same things."""

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Model, Q, QuerySet

from goldenthread.foundation.access.queries import in_circle
from goldenthread.foundation.access.viewer import Viewer
from goldenthread.foundation.prepared import Unprepared, Values
from goldenthread.thread.models import (
    Acceptance,
    Action,
    ActionFinding,
    AlsoAnswers,
    Finding,
    Recommendation,
    RecommendationFinding,
    Source,
)
from goldenthread.thread.queries.years import years_ending_in

Days = tuple[datetime.date, datetime.date]  # the first and the last, both counted
PERIOD = re.compile(r"(\d{4}-\d{2}-\d{2})_(\d{4}-\d{2}-\d{2})\Z")


@dataclass(frozen=True)
class ThreadFilter:
    """What somebody asked for. `period` is two days, both counted, in which the work behind a thing took place."""

    group_id: int | None = None
    agency_id: int | None = None
    theme_id: int | None = None
    priority_id: int | None = None
    kind: str = ""
    period: Days | None = None

    @cached_property
    def years(self) -> Days | None:
        """The years that end in the period."""
        return years_ending_in(*self.period) if self.period else None

    def apart(self, values: Values) -> Callable[[], "ThreadFilter"]:
        """For a prepared read. Of an agency it is asked whether it is the viewer's own, so that is put together."""
        if self.agency_id is not None:
            raise Unprepared
        values.shape.append(self.kind)
        facts = {name: values.add(getattr(self, name)) for name in ("group_id", "theme_id", "priority_id")}
        period, years = (tuple(map(values.add, days or (None,))) for days in (self.period, self.years))

        def make():
            made = ThreadFilter(
                **{name: place() for name, place in facts.items()}, kind=self.kind, period=_days(period)
            )
            made.__dict__["years"] = _days(years)
            return made

        return make

    def of(self, viewer: Viewer, rows: QuerySet) -> QuerySet:
        """The rows of any stage that match. Nothing is joined, so that no row is counted twice.

        A filter asks only what the viewer could read on the page of the thing or of another that they may see: who
        reads nothing but the text made for others is not told by a filter whose theme, answer or day lies behind it.
        """
        seen = _Seen(viewer)
        path = "" if rows.model is Source else "source__"
        if self.group_id:
            rows = rows.filter(**{f"{path}group_id": self.group_id})
        if self.kind:
            rows = rows.filter(seen.work(rows.model), **{f"{path}kind": self.kind})
        if self.period:
            rows = rows.filter(seen.period(rows.model, self.period, self.years))
        for wanted, condition in ((self.agency_id, _agency), (self.theme_id, _theme), (self.priority_id, _priority)):
            if wanted:
                rows = rows.filter(condition(seen, rows.model, wanted))
        return rows


def _days(places: tuple[Callable, ...]) -> tuple | None:
    days = tuple(place() for place in places)
    return days if len(days) == 2 else None


class _Seen:
    """The rows of each model that one viewer sees, and those that they read whole."""

    def __init__(self, viewer: Viewer):
        self.viewer = viewer

    def rows(self, model: type[Model], **only: Any) -> QuerySet:
        return model.objects.visible_to(self.viewer).filter(**only).order_by()

    def whole(self, model: type[Model]) -> Q:
        """Reads the row's own text, and with it what the row itself says of priorities and answers."""
        circle = in_circle(self.viewer, model, "text_audience")
        return Q(public_text="") | circle if circle else circle

    def work(self, model: type[Model]) -> Q:
        """May know of the piece of work behind a row."""
        return Q() if model is Source else Q(source__in=self.rows(Source).values("pk"))

    def whole_work(self) -> QuerySet:
        return self.rows(Source).filter(self.whole(Source)).values("pk")

    def period(self, model: type[Model], period: Days, years: Days | None) -> Q:
        """The day of the work in a period. Of closed work only the year, April to March, goes with a released part, so
        there the last day of that year decides: work of 17 September 2019 counts as of 31 March 2020.
        """
        if model is Source:
            return Q(on__range=period)
        open_work = Q(source__in=self.rows(Source, on__range=period).values("pk"))
        return open_work | Q(source__on__range=years) & ~self.work(model) if years else open_work


def _recommendations_of(seen: _Seen, agency_id: int) -> QuerySet[Recommendation]:
    """Those that the agency answered, or answers by an action, as far as the viewer may know of either."""
    actions = seen.rows(Action, owner_id=agency_id)
    answered = Acceptance.objects.filter(body_id=agency_id).values("recommendation")
    own = Q() if agency_id in getattr(seen.viewer, "agency_ids", ()) else seen.whole(Recommendation)
    return seen.rows(Recommendation).filter(
        Q(pk__in=answered) & own
        | Q(pk__in=actions.exclude(recommendation=None).values("recommendation"))
        | Q(pk__in=AlsoAnswers.objects.filter(action__in=actions.values("pk")).values("recommendation"))
    )


def _agency(seen: _Seen, model: type[Model], agency_id: int) -> Q:
    if model is Action:
        return Q(owner_id=agency_id)
    recommendations = _recommendations_of(seen, agency_id)
    if model is Recommendation:
        return Q(pk__in=recommendations.values("pk"))
    if model is Finding:
        return Q(pk__in=_resting(recommendations).values("finding")) | _answered_by(
            seen.rows(Action, owner_id=agency_id)
        )
    actions = seen.rows(Action, owner_id=agency_id)
    of_source = Q(pk__in=actions.values("source")) | Q(pk__in=recommendations.values("source"))
    if model is Source:
        return of_source
    return (
        Q(action__in=actions.values("pk"))
        | Q(recommendation__in=recommendations.values("pk"))
        | Q(action=None, recommendation=None, source__in=seen.rows(Source).filter(of_source).values("pk"))
    )


def _resting(recommendations: QuerySet[Recommendation]) -> QuerySet[RecommendationFinding]:
    return RecommendationFinding.objects.filter(recommendation__in=recommendations.values("pk"))


def _answered_by(actions: QuerySet[Action]) -> Q:
    """Findings that one of the actions answers directly."""
    return Q(pk__in=ActionFinding.objects.filter(action__in=actions.values("pk")).values("finding"))


def _theme(seen: _Seen, model: type[Model], theme_id: int) -> Q:
    findings = seen.rows(Finding, theme_links__theme_id=theme_id)
    if model is Finding:
        return Q(pk__in=findings.values("pk"))
    if model is Source:
        return Q(pk__in=findings.values("source"))
    links = RecommendationFinding.objects.filter(finding__in=findings.values("pk"))
    recommendations = seen.rows(Recommendation).filter(pk__in=links.values("recommendation"))
    if model is Recommendation:
        return Q(pk__in=recommendations.values("pk"))
    also = AlsoAnswers.objects.filter(recommendation__in=recommendations.values("pk"))
    direct = ActionFinding.objects.filter(finding__in=findings.values("pk"))
    answering = Q(recommendation__in=recommendations.values("pk")) | Q(pk__in=also.values("action"))
    answering |= Q(pk__in=direct.values("action"))
    if model is Action:
        return answering
    return (
        Q(action__in=seen.rows(Action).filter(answering).values("pk"))
        | Q(recommendation__in=recommendations.values("pk"))
        | Q(action=None, recommendation=None, source__in=findings.values("source")) & seen.work(model)
    )


def _priority(seen: _Seen, model: type[Model], priority_id: int | None) -> Q:
    """A thing's own priority, or where it has none that of what it stems from; priorities go with no release."""
    if model is Source:
        return Q(priority_id=priority_id) & seen.whole(Source)
    of_source = Q(source__priority_id=priority_id, source__in=seen.whole_work())
    if model is Recommendation:
        return (Q(priority_id=priority_id) | Q(priority=None) & of_source) & seen.whole(model)
    own = seen.rows(Recommendation, priority_id=priority_id).filter(seen.whole(Recommendation))
    if model is Finding:
        return (of_source | Q(pk__in=_resting(own).values("finding"))) & seen.whole(model)
    if model is Action:
        silent = Q(recommendation__priority=None) & of_source
        above = Q(recommendation__in=own.values("pk")) | silent
        return (Q(priority_id=priority_id) | Q(priority=None) & above) & seen.whole(model)
    actions = seen.rows(Action).filter(_priority(seen, Action, priority_id)).values("pk")
    recommendations = seen.rows(Recommendation).filter(_priority(seen, Recommendation, priority_id)).values("pk")
    return (
        Q(action__in=actions) | Q(recommendation__in=recommendations) | Q(action=None, recommendation=None) & of_source
    )


def period_code(first: datetime.date, last: datetime.date) -> str:
    return f"{first:%Y-%m-%d}_{last:%Y-%m-%d}"


def period_from(code: str | None) -> None:
    """Two days from an address, or None for what is not two days in order."""
    found = PERIOD.match(code or "")
    if not found:
        return None
    try:
        first, last = map(datetime.date.fromisoformat, found.groups())
    except ValueError:
        return None
    return (first, last) if first <= last else None
