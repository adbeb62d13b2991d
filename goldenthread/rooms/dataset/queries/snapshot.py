"""The snapshot of a report: indicators as rows, areas as columns, the comparator beside them. No queries."""

import re
from collections import Counter

from goldenthread.foundation.papers.blocks import Claim, Column, Heading, Paragraph, Table, Text
from goldenthread.foundation.room import Span
from goldenthread.foundation.ui.words import listed, lower_first
from goldenthread.rooms.dataset import disclosure, measures
from goldenthread.rooms.dataset.disclosure import Decision
from goldenthread.rooms.dataset.models import Comparator, Figure, Indicator
from goldenthread.rooms.dataset.queries import arranging
from goldenthread.rooms.dataset.queries.telling import Told

OUTSIDE = " (outside the reporting period)"
DIFFERS = "; differs from the number above"
MOST_PLACES = 2
MOST_AREAS, FEW = 3, 4  # with more columns than this, an area has one if it fills one row in four
_NUMBER_AND_SHARE = re.compile(r"[\d,.]+ ?\([\d.]+ ?%\)")


def cell(figure: Figure, gate: Decision) -> tuple | str:
    """A number as a table prints it, with the record behind it: "92.6 (316 children)", "130 (70%)" as the source has
    it, "6 (as published)".
    """
    text = printed(figure, gate)
    return (Claim(text, "figure", figure.ref),) if text else disclosure.WITHHELD


def printed(figure: Figure, gate: Decision) -> str:
    """The words of that cell; "" where the number is withheld. Words of a figure that is not public stay inside."""
    today = measures.cell(figure) + _counts(figure) if gate.passes(figure) else ""
    if figure.public and figure.quoted:
        return f"{figure.quoted} (as published{f'; today {today}' if today else ''})"
    return figure.words if figure.public and _NUMBER_AND_SHARE.fullmatch(figure.words) else today


def _counts(figure: Figure) -> str:
    """Behind a rate or percentage how many it counts; behind a count the second count."""
    counts = []
    if figure.value is None and figure.numerator is not None and measures.number(figure) is None:
        return f" of {measures.plain(figure.denominator)}" if figure.denominator is not None else ""
    if figure.numerator is not None and figure.indicator.unit != Indicator.Unit.NUMBER:
        counts.append(measures.count_of(figure))
    if figure.second is not None:
        counts.append(measures.counted(figure.second, figure.indicator.also_counts))
    return f" ({'; '.join(counts)})" if counts else ""


def _label(indicator: Indicator, own: dict[str, Figure]) -> str:
    rate = indicator.unit == Indicator.Unit.RATE and indicator.factor > 1
    label = f"{indicator.title}, in every {indicator.factor:,}" if rate else indicator.title
    counted = rate and any(figure.numerator is not None for figure in own.values())
    return f"{label} (and how many)" if counted else label


def _when(figure: Figure, span: Span) -> str:
    outside = not span.starts <= figure.ends <= span.ends
    return measures.period(figure) + (OUTSIDE if outside else "")


def _areas(figures: list[Figure]) -> list[str]:
    """The areas by name, then the whole: in a row most often either stands."""
    return sorted({arranging.area_name(one) for one in figures}, key=lambda one: (one == arranging.WHOLE, one))


def table(told: list[Told], comparators: dict, gate: Decision, span: Span) -> list:
    """The newest of every indicator that has a figure of its own, as heading and table. An area that few indicators
    have takes no column: what is known of such areas alone stands in a table below, which names the area in each row.
    """
    rows = [one for one in told if one.newest]
    if not rows:
        return []
    few = _known_of_few(rows)
    apart = [one for one in rows if few.issuperset(one.newest)]
    beside = {one.indicator.pk: _beside(one, comparators.get(one.indicator.pk, []), gate) for one in rows}
    below = [_elsewhere(apart, beside, gate, span)] if apart else []
    return [Heading(2, "At a glance"), _columns([one for one in rows if one not in apart], beside, gate, span), *below]


def _known_of_few(rows: list[Told]) -> set[str]:
    """Areas of which fewer than one indicator in `FEW` is known, where there are many columns."""
    sizes = Counter(area for one in rows for area in one.newest)
    return {area for area, size in sizes.items() if size * FEW < len(rows)} if len(sizes) > MOST_AREAS else set()


def _elsewhere(rows: list[Told], beside: dict, gate: Decision, span: Span) -> Table:
    """One row of each indicator and area."""
    heads = ["Indicator", "Where and when"]
    compared = any(beside[one.indicator.pk] for one in rows)
    columns = [*map(Column, heads), Column("Number", "right"), *([Column("Beside it")] if compared else [])]
    lines = []
    for one in rows:
        for area in _areas(list(one.newest.values())):
            own = {area: one.newest[area]}
            label, when, number = _line(one, own, [area], gate, span)
            lines.append(
                [label, f"{area}, {lower_first(when)}", number, *([beside[one.indicator.pk]] if compared else [])]
            )
    return Table("Of other areas and of single services", columns, lines)


def _columns(rows: list[Told], beside: dict, gate: Decision, span: Span) -> Table:
    """Indicators as rows, areas as columns."""
    areas = _areas([figure for one in rows for figure in one.newest.values()])
    compared = any(beside[one.indicator.pk] for one in rows)
    columns = [Column("Indicator"), Column("When"), *(Column(area, "right") for area in areas)]
    columns += [Column("Beside it")] if compared else []
    lines = []
    for one in rows:
        line = _line(one, one.newest, areas, gate, span)
        lines.append([*line, beside[one.indicator.pk]] if compared else line)
    return Table("", columns, lines)


def _line(told: Told, own: dict[str, Figure], areas: list[str], gate: Decision, span: Span) -> list:
    """The period stands in its own column where it is one, else in each cell."""
    times = {_when(figure, span) for figure in own.values()}
    line = [_label(told.indicator, own), next(iter(times)) if len(times) == 1 else ""]
    for area in areas:
        if area not in own:
            line.append("")
            continue
        shown = cell(own[area], gate)
        if len(times) > 1:
            shown = (*((Text(shown),) if isinstance(shown, str) else shown), Text(f", {_when(own[area], span)}"))
        line.append(shown)
    return line


def _beside(told: Told, comparators: list[Comparator], gate: Decision) -> tuple:
    """What the newest figures are held beside: "England 43.2 as quoted", or of each area its own."""
    found: dict[str, dict[Comparator, list[str]]] = {}
    for area, figure in told.newest.items():
        if not printed(figure, gate) or measures.number(figure) is None:
            continue
        for one in arranging.held_beside(figure, comparators)[:MOST_PLACES]:
            found.setdefault(one.place, {}).setdefault(one, []).append(area)
    runs: list = []
    for place, of_place in found.items():
        runs += [Text("; ")] if runs else []
        runs += [Text(f"{place} "), *_of_one_place(of_place)]
    return tuple(runs)


def _of_one_place(found: dict[Comparator, list[str]]) -> list:
    """Each value once, with its time; where an area has another than its neighbour, both are named."""
    values: dict[tuple[str, str], tuple[Comparator, list[str]]] = {}
    for one, areas in found.items():
        value = arranging.value_of(one).removesuffix(f" in every {one.indicator.factor:,}")
        values.setdefault((value, "as quoted" if one.beside_id else one.period), (one, []))[1].extend(areas)
    times = {time for _, time in values}
    runs: list = []
    for (value, time), (one, areas) in values.items():
        runs += [Text(", ")] if runs else []
        where = f" beside {listed(areas)}" if len(values) > 1 else ""
        runs += [Claim(value, "comparator", one.ref), Text(where + (f" ({time})" if len(times) > 1 else ""))]
    return [*runs, Text(f" ({next(iter(times))})")] if len(times) == 1 else runs


def others(told: list[Told], gate: Decision, span: Span) -> list:
    """Figures that neither the snapshot nor a chart shows: of other times, or other numbers of the same."""
    lines: dict[tuple, tuple[Told, dict[str, Figure]]] = {}
    for one in told:
        for figure in one.others:
            key = (one.indicator.pk, _when(figure, span), arranging.part_name(figure))
            while arranging.area_name(figure) in lines.get(key, (one, {}))[1]:  # two of one time and place
                key = (*key, "")
            lines.setdefault(key, (one, {}))[1][arranging.area_name(figure)] = figure
    if not lines:
        return []
    areas = _areas([figure for _, own in lines.values() for figure in own.values()])
    columns = [Column("Indicator"), Column("When"), *(Column(area, "right") for area in areas)]
    rows = []
    for one, own in lines.values():
        label, when, *cells = _line(one, own, areas, gate, span)
        category = arranging.part_name(next(iter(own.values())))
        differs = any(
            area in one.newest and printed(figure, gate) and arranging.contradict(figure, one.newest[area])
            for area, figure in own.items()
            if not category
        )
        mark = DIFFERS if differs else ""
        rows.append([f"{label}: {category}" if category else label, when + mark, *cells])
    both = any(row[1].endswith(DIFFERS) for row in rows)
    note = [Paragraph("Where two numbers differ, both are kept as they were given.")] if both else []
    return [Heading(2, "Other figures"), Table("", columns, rows), *note]
