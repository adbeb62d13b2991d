"""The indicators whose figures somebody may give, with what stands for one period and place. Five questions, however
many.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from goldenthread.foundation.access.queries import can
from goldenthread.foundation.access.viewer import Viewer
from goldenthread.foundation.people.models import Area, Body
from goldenthread.foundation.ui.words import day
from goldenthread.rooms.dataset import measures, rules
from goldenthread.rooms.dataset.models import Figure, Indicator
from goldenthread.rooms.dataset.queries import arranging, many, reading

OTHERS = "Other figures"
VILLAGE = "Village of 100 children"
MOST = 400  # rows on one page: a post holds a few thousand boxes at most
Days = tuple[datetime.date | None, datetime.date]


@dataclass(frozen=True)
class Habit:
    """How the newest figure of an indicator was told: of a day or of a period, and who supplied it."""

    on_a_day: bool = False
    supplied_by: Body | None = None


@dataclass(frozen=True)
class Row:
    """One indicator: the days for which its figure is given, the one that stands (of several the newest), another of
    the same last day, and why it is not theirs to give where it is not.
    """

    indicator: Indicator
    starts: datetime.date | None
    ends: datetime.date
    area: Area | None = None
    figure: Figure | None = None
    others: int = 0
    near: Figure | None = None
    closed: str = ""
    habit: Habit = field(default_factory=Habit)

    @property
    def mark(self) -> str:
        return str(self.indicator.pk)

    @property
    def time(self) -> str:
        return time_of(self.starts, self.ends)

    @property
    def stands(self) -> str:
        """What stands, in words: "92.6 in every 10,000 (316 of 34,115)"."""
        return in_words(self.figure) if self.figure else ""

    @property
    def nearby(self) -> str:
        """What stands beside it for the same last day, told otherwise."""
        return f"{in_words(self.near)} {measures.when(self.near).strip()}" if self.near else ""


def time_of(starts: datetime.date | None, ends: datetime.date) -> str:
    """ "April to June 2026", or "On 30 June 2026" for how things stood then."""
    return measures.span(starts, ends) if starts else f"On {day(ends)}"


def in_words(figure: Figure) -> str:
    """A figure as one cell: its value, and its counts where it has them."""
    text = measures.short_amount(figure)
    if figure.absent:
        return f"{text}: {figure.absent}"
    if figure.numerator is None or figure.value is None:
        return text
    of = f" of {measures.plain(figure.denominator)}" if figure.denominator is not None else ""
    return f"{text} ({measures.count_of(figure)}{of})"


def may_give(viewer: Viewer, agency: Body | None = None) -> list[Indicator]:
    """The partnership's own indicators whose figures the viewer may give, in the order of the dataset."""
    rows = reading.indicators(viewer).filter(holder_id=viewer.partnership_id)
    rows = rows.filter(agency=agency) if agency is not None else rows
    mine = [one for one in rows if can(viewer, "dataset.supply", one)]
    lines = [one for one in mine if one.village]
    return arranging.indicators_in_order(one for one in mine if not one.village) + arranging.indicators_in_order(lines)


def section_of(indicator: Indicator) -> str:
    """The part of the dataset under which the page of the figures shows it."""
    return VILLAGE if indicator.village else indicator.section or OTHERS


def habits(indicators: Iterable[Indicator]) -> dict[int, Habit]:
    """{indicator: how its newest figure was told}. Two questions."""
    indicators = {one.pk: one for one in indicators}
    newest: dict[int, tuple] = {}
    told = Figure.objects.filter(indicator__in=indicators).order_by("ends", "pk")
    for pk, starts, supplied_by in told.values_list("indicator_id", "starts", "supplied_by_id"):
        newest[pk] = (starts is None, supplied_by)
    bodies = Body.objects.in_bulk({body for _, body in newest.values() if body})
    none = {pk: Habit(supplied_by=one.agency) for pk, one in indicators.items() if pk not in newest}
    return none | {pk: Habit(on_a_day, bodies.get(body)) for pk, (on_a_day, body) in newest.items()}


def days_of(starts: datetime.date | None, ends: datetime.date, standing: set[Days], habit: Habit) -> Days:
    """The days of a figure that somebody gives for a period: what is always told of a day is told of its last day, and
    what stands already decides before the habit.
    """
    if (starts, ends) in standing or starts is None:
        return starts, ends
    return (None, ends) if (None, ends) in standing or habit.on_a_day else (starts, ends)


def closed(viewer: Viewer, figure: Figure | None) -> str:
    """Why the figure that stands is not theirs to correct; "" where it is, or where none stands."""
    if figure is None or reading.may_correct(viewer, figure):
        return ""
    if figure.public:
        return rules.PUBLISHED
    whose = figure.supplied_by.name if figure.supplied_by_id else "Somebody else"
    return f"{whose} supplied it. Tell the business unit what is wrong with it."


def standing(
    viewer: Viewer, indicators: Iterable[Indicator], ends: Iterable[datetime.date]
) -> dict[tuple[int, int | None], list[Figure]]:
    """{(indicator, area): whole figures with these last days, the newest first}."""
    found = defaultdict(list)
    rows = reading.figures(viewer).filter(indicator__in=list(indicators), ends__in=sorted(set(ends)), breakdown="")
    for figure in rows.order_by("-pk"):
        found[figure.indicator_id, figure.area_id].append(figure)
    return found


def rows(
    viewer: Viewer,
    *,
    starts: datetime.date | None,
    ends: datetime.date,
    area: Area | None = None,
    agency: Body | None = None,
) -> list[tuple[str, list[Row]]]:
    """The parts of the dataset, each with its rows, as the page of the figures orders them."""
    indicators = may_give(viewer, agency)[:MOST]
    known, figures = habits(indicators), standing(viewer, indicators, [ends])
    found: dict[str, list[Row]] = {}
    for one in indicators:
        own = figures[one.pk, area.pk if area else None]
        days = days_of(starts, ends, {(each.starts, each.ends) for each in own}, known[one.pk])
        same = [each for each in own if (each.starts, each.ends) == days]
        figure = same[0] if same else None
        near = next((each for each in own if each not in same), None)
        row = Row(one, *days, area, figure, len(same) - 1, near, closed(viewer, figure), known[one.pk])
        found.setdefault(section_of(one), []).append(row)
    return list(found.items())


def given(row: Row, typed: dict[str, Any], keeps: bool, mark: str = "") -> many.Given:
    """What was typed in a row, as fields of a new figure or of the one that stands. A number that is typed is exact,
    and takes the place of whatever range, bound, words or reason stood there; so does a reason of the numbers.
    `keeps`: by somebody who keeps the figures, who says whose a figure is.
    """
    if row.figure is not None:
        return many.Given(mark or row.mark, row.indicator, many.instead(typed), row.figure, row.figure.version)
    values = {"area": row.area, "starts": row.starts, "ends": row.ends} | typed
    if keeps and row.habit.supplied_by is not None:
        values["supplied_by"] = row.habit.supplied_by
    return many.Given(mark or row.mark, row.indicator, values)
