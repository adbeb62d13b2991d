"""One indicator: its sentence, charts, tables and what does not fit."""

import datetime
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from goldenthread.foundation.access.viewer import Viewer
from goldenthread.foundation.papers import charts as charts_of_papers
from goldenthread.foundation.papers.blocks import Chart, Series, Specification, spoken_value
from goldenthread.foundation.values import comparable
from goldenthread.rooms.dataset import measures
from goldenthread.rooms.dataset.blocks import Village, draw_item
from goldenthread.rooms.dataset.disclosure import Decision
from goldenthread.rooms.dataset.models import Bound, Comparator, Figure, Indicator
from goldenthread.rooms.dataset.queries import arranging, reading
from goldenthread.rooms.dataset.queries.owed import Owed

SIGNS = {Bound.ABOUT: "~", Bound.OVER: ">", Bound.AT_LEAST: ">", Bound.UNDER: "<", Bound.AT_MOST: "<"}
MOST_PERIODS = 16


@dataclass(frozen=True)
class Row:
    """One line of the table. `url` is the figure's page; `marks` what must be said of it."""

    figure: object
    url: str
    period: str
    area: str
    category: str
    amount: str
    count: str
    second: str
    marks: tuple
    withheld: bool


def table(viewer: Viewer, figures: list[Figure], gate: Decision | None = None) -> list[Row]:
    """Newest period first, then areas, totals before their parts."""
    order = sorted(figures, key=lambda one: (arranging.whole_first(one), arranging.totals_first(one)))
    order.sort(key=lambda one: (one.ends, one.starts or one.ends), reverse=True)
    return [row(viewer, one, gate) for one in order]


def row(viewer: Viewer, figure: Figure, gate: Decision | None = None) -> Row:
    """`gate` says what would be withheld outside; None where nothing is."""
    marks = [figure.absent] if figure.absent else []
    if measures.worked_out(figure) is not None:
        marks.append("worked out here from its counts")
    if measures.says_more(figure):
        marks.append(f"“{figure.words}”")
    if figure.overlaps:
        marks.append("shares cases with other parts")
    if figure.quoted:
        marks.append(f"published as {figure.quoted}")
    if figure.note:
        marks.append(figure.note)
    return Row(
        figure,
        reading.address(viewer, figure),
        measures.period(figure),
        arranging.area_name(figure),
        arranging.part_name(figure),
        measures.cell(figure),
        counts(figure),
        measures.plain(figure.second) if figure.second is not None else "",
        tuple(marks),
        gate is not None and not gate.passes(figure),
    )


def columns(indicator: Indicator, figures: list[Figure], rows: Sequence[Row] = ()) -> dict[str, bool | str]:
    """Which columns have anything to tell apart; `category` is the heading of the breakdown's column, or ""."""
    broken_down = sorted({one.breakdown for one in figures if one.breakdown})
    return {
        "area": len({one.area_id for one in figures}) > 1 or any(one.area_id for one in figures[:1]),
        "category": broken_down[0].capitalize() if len(broken_down) == 1 else "Of whom" if broken_down else "",
        "value": f"In every {indicator.factor:,}" if indicator.unit == Indicator.Unit.RATE else "Value",
        "count": any(one.numerator is not None for one in figures),
        "second": any(one.second is not None for one in figures),
        "marks": any(row.marks or row.withheld for row in rows),
    }


def sources(figures: list[Figure], comparators: list[Comparator]) -> list:
    """Where all of it comes from, each source once."""
    said = [one.citation or one.source for one in [*figures]] + [one.citation or one.vintage for one in comparators]
    return sorted({text for text in said if text})


def short_name(figure: Figure) -> str:
    """A figure on a list to choose from."""
    part = f", {arranging.part_name(figure)}" if figure.category else ""
    return f"{arranging.area_name(figure)}, {measures.period(figure)}{part}: {measures.short_amount(figure)}"


def may_be_divided(viewer: Viewer, indicator: Indicator, figure: Figure | None = None) -> list[tuple[Figure, str]]:
    """The figures of an indicator that another may divide further, newest first, for a form."""
    rows = reading.figures(viewer).filter(indicator=indicator, part_of=None).exclude(category="", breakdown="")
    rows = rows.exclude(pk=figure.pk if figure else None).order_by("-ends", "area__name", "breakdown", "category")
    return [(row, short_name(row)) for row in rows]


def like_the_last(viewer: Viewer, indicator: Indicator, due: Owed | None = None) -> dict[str, Any]:
    """What a new figure most likely is: of the period that is owed (`due`), supplied by whom the newest was, and from
    where.
    """
    newest = reading.figures(viewer).filter(indicator=indicator).order_by("-ends", "-pk").first()
    likely = (
        {"supplied_by": newest.supplied_by, "source": newest.source} if newest else {"supplied_by": indicator.agency}
    )
    return likely | ({"starts": due.starts, "ends": due.ends} if due else {})


def counts(figure: Figure) -> str:
    if figure.numerator is None:
        return ""
    of = f" of {measures.plain(figure.denominator)}" if figure.denominator is not None else ""
    return measures.count_of(figure) + of


def value_for_chart(figure: Figure) -> str:
    number = measures.number(figure)
    return "" if number is None else f"{SIGNS.get(measures.bound_of(figure), '')}{number.normalize():f}"


def charts(indicator: Indicator, figures: list[Figure], comparators: list[Comparator]) -> list[Chart]:
    """Charts of the figures given: over time by area, and the newest periods by each breakdown. Withheld ones are not
    given.
    """
    known = [one for one in figures if measures.number(one) is not None]
    found = [_over_time(indicator, [one for one in known if not one.breakdown], comparators)]
    by_breakdown = defaultdict(list)
    for one in known:
        if one.breakdown:
            by_breakdown[arranging.kind_of_parts(one), arranging.area_name(one)].append(one)
    found += [_broken_down(indicator, own[0].breakdown, area, own) for (_, area), own in sorted(by_breakdown.items())]
    return [chart for chart in found if chart]


def unit(indicator: Indicator) -> str:
    if indicator.unit == Indicator.Unit.PERCENT:
        return "Per cent"
    if indicator.unit == Indicator.Unit.RATE:
        return f"In every {indicator.factor:,}"
    return (indicator.counts or indicator.get_unit_display()).capitalize()


def _comparable(figures: list[Figure]) -> dict[tuple[str, datetime.date], Figure]:
    """Those of one length of period, one for each area and period."""
    return {(arranging.area_name(one), one.ends): one for one in arranging.of_one_length(figures)}


def period_names(figures: list[Figure]) -> dict[datetime.date, str]:
    """{last day: name}, each name once."""
    names: dict = {}
    for one in figures:
        if one.ends in names:
            continue
        name = measures.period(one)
        names[one.ends] = name if name not in names.values() else f"{name} ({one.ends:%d/%m/%Y})"
    return names


def _over_time(indicator: Indicator, figures: list[Figure], comparators: list[Comparator]) -> Chart | None:
    if not figures or indicator.unit == Indicator.Unit.RANK:
        return None
    kept = _comparable(figures)
    days = sorted({day for _, day in kept})[-MOST_PERIODS:]
    if len(days) == 1:
        return _one_period(indicator, list(kept.values()), comparators)
    names = period_names([one for (_, day), one in kept.items() if day in days])
    areas = sorted({area for area, _ in kept}, key=lambda one: (one != arranging.WHOLE, one))
    series = [
        Series(area, [value_for_chart(kept[area, day]) if (area, day) in kept else "" for day in days])
        for area in areas
    ]
    kind = "line" if len(days) > 3 else "grouped"
    chart = Specification(kind, [names[day] for day in days], series, unit(indicator), "Period")
    said = " ".join(_from_to(kept, area, days) for area in areas)
    return Chart(f"{indicator.title}, by period", chart, said, f"{indicator.title} in {len(days)} periods. {said}")


def _from_to(kept: dict[tuple[str, datetime.date], Figure], area: str, days: list[datetime.date]) -> str:
    """The first and the newest of one area: what lies between is for the eye."""
    own = [kept[area, day] for day in days if (area, day) in kept]
    first, last = own[0], own[-1]
    where = f"{area}: " if last.area_id else ""
    if first is last:
        return f"{where}{measures.short_amount(last)} {measures.when(last)}."
    text = (
        f"from {measures.short_amount(first)} {measures.when(first)} to {measures.short_amount(last)} "
        f"{measures.when(last)}."
    )
    return where + text if where else text[:1].upper() + text[1:]


def _one_period(indicator: Indicator, figures: list[Figure], comparators: list[Comparator]) -> Chart | None:
    """The areas of one period beside what they are held against."""
    values = [(arranging.area_name(one), value_for_chart(one)) for one in sorted(figures, key=arranging.whole_first)]
    names = {name for name, _ in values}
    for one in figures:
        for other in arranging.held_beside(one, comparators):
            quoted = {o.value for o in comparators if o.beside_id and o.place == other.place}
            name = (
                f"{other.place}, beside {arranging.area_name(one)}"
                if len(quoted) > 1 and other.beside_id
                else f"{other.place} ({'as quoted' if other.beside_id else other.period})"
            )
            if name not in names:
                names.add(name)
                values.append((name, f"{SIGNS.get(other.bound, '')}{other.value.normalize():f}"))
    if len(values) < 2:
        return None
    first = figures[0]
    chart = Specification(
        "row",
        [name for name, _ in values],
        [Series(measures.period(first), [value for _, value in values])],
        unit(indicator),
        "Place",
        highlight=arranging.area_name(first) if len(figures) == 1 else "",
    )
    said = "; ".join(f"{name} {spoken_value(value)}" for name, value in values) + "."
    return Chart(f"{indicator.title}, {measures.period(first)}", chart, said, f"{indicator.title}. {said}")


def _broken_down(indicator: Indicator, breakdown: str, area: str, figures: list[Figure]) -> Chart:
    # What looks alike is one category.
    kept = {(comparable(one.category), one.ends): one for one in arranging.of_one_length(figures)}
    days = sorted({day for _, day in kept})[-8:]
    names = period_names([one for (_, day), one in kept.items() if day in days])
    last = {category: kept[category, days[-1]] for category, day in kept if day == days[-1]}
    categories = sorted(
        {category for category, day in kept if day in days},
        key=lambda one: -(measures.number(last[one]) if one in last else 0),
    )
    shown = {comparable(one.category): one.category or "not said which" for one in figures}
    by = "" if indicator.title.lower().endswith(f"by {breakdown.lower()}") else f" by {breakdown}"
    of = f", {figures[0].part_of.category}" if figures[0].part_of_id else ""
    title = f"{indicator.title}{of}{by}" + (f", {area}" if area != arranging.WHOLE else "")
    said = (
        f"{names[days[-1]]}: "
        + ", ".join(f"{shown[one]} {measures.short_amount(last[one])}" for one in categories if one in last)
        + "."
    )
    if len(days) == 1:
        specification = Specification(
            "row",
            [shown[one] for one in categories],
            [Series(names[days[-1]], [value_for_chart(last[one]) for one in categories])],
            unit(indicator),
            breakdown.capitalize(),
        )
    else:
        series = [
            Series(shown[one], [value_for_chart(kept[one, day]) if (one, day) in kept else "" for day in days])
            for one in categories[:6]
        ]
        specification = Specification(
            "grouped" if len(categories) > 1 else "line",
            [names[day] for day in days],
            series,
            unit(indicator),
            "Period",
        )
    return Chart(title, specification, said, f"{title}. {said}")


def beside(comparators: list[Comparator], figures: list[Figure]) -> list[tuple[Comparator, str, str]]:
    """(comparator, its value in words, the figure that it was quoted beside or "") for the page's table."""
    names = {one.pk: short_name(one) for one in figures}
    return [
        (one, arranging.value_of(one).removesuffix(f" in every {one.indicator.factor:,}"), names.get(one.beside_id, ""))
        for one in comparators
    ]


def pictures(chart: Chart) -> dict[str, Any]:
    """(name, sentence, drawings for wide and narrow screens, table) of one chart, for the page."""
    drawn = charts_of_papers.draw(chart.specification, chart.alternative) + charts_of_papers.draw(
        chart.specification, chart.alternative, narrow=True
    )
    table = chart.table
    return {
        "name": chart.title,
        "sentence": chart.sentence,
        "svg": f'<div class="papers">{drawn}</div>',
        "columns": [{"label": column.text, "numeric": column.align == "right"} for column in table.columns],
        "rows": [["".join(run.text for run in cell) for cell in line] for line in table.rows],
    }


def village_picture(village: Village) -> dict[str, Any]:
    """The same for a village of 100 children."""
    items = "".join(draw_item(item) for item in village.items)
    return {
        "name": village.title,
        "sentence": village.sentence,
        "svg": f'<div class="papers"><div class="papers-pictures">{items}</div></div>',
        "columns": ["Of 100 children", {"label": "How many", "numeric": True}],
        "rows": [[item.label, str(item.count)] for item in village.items],
    }
