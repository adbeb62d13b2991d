"""One indicator as a report tells it, each number at most twice: the newest of each area in the snapshot, and once more
where it is drawn over time or broken down. No queries.
"""

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from goldenthread.foundation.papers.blocks import Series, Specification
from goldenthread.foundation.values import comparable
from goldenthread.rooms.dataset import measures
from goldenthread.rooms.dataset.models import Bound, Figure, Indicator
from goldenthread.rooms.dataset.queries import arranging
from goldenthread.rooms.dataset.queries.indicator import MOST_PERIODS, period_names, unit, value_for_chart

FEWEST = 3  # points that make a chart worth its place
MOST_COLUMNS = 8
_NEAR_ENOUGH = {Bound.EXACT, Bound.ABOUT}
Printed = Callable[[Figure], str]


@dataclass(frozen=True)
class Grid:
    """Figures of one indicator as rows and columns. `cells`: {(row, column): figure}; `total` names the row of the
    whole where there is one.
    """

    title: str
    head: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: dict[tuple[str, str], Figure]
    total: str = ""

    @property
    def figures(self) -> list[Figure]:
        return list(self.cells.values())


@dataclass(frozen=True)
class Told:
    """`newest`: the snapshot's row, by the name of the area. `over_time` has periods as rows and areas as columns,
    `parts` the parts as rows. `others` is what none of these shows; `again` what has the number of one that is shown.
    """

    indicator: Indicator
    newest: dict[str, Figure]
    over_time: tuple[Grid, ...]
    parts: tuple[Grid, ...]
    others: tuple[Figure, ...]
    again: tuple[Figure, ...]


def tell(figures: list[Figure], printed: Printed) -> Told:
    """All figures of one indicator that a report takes. `printed` gives a figure as it is printed, "" where it is
    withheld.
    """
    indicator = figures[0].indicator
    totals = [one for one in figures if not one.breakdown]
    newest = {name: figure for name, (figure, _) in arranging.latest(totals).items()}
    over_time = _over_time(indicator, totals)
    parts = _parts(indicator, [one for one in figures if one.breakdown], over_time)
    drawn_with_parts = {one.pk for grid in parts for one in grid.figures}
    over_time = [grid for grid in over_time if not drawn_with_parts.issuperset(one.pk for one in grid.figures)]
    shown = [*newest.values(), *(one for grid in (*over_time, *parts) for one in grid.figures)]
    others, again = [], []
    known = {one.pk for one in shown}
    for one in sorted(figures, key=arranging.newest_first, reverse=True):
        if one.pk in known:
            continue
        if any(_says_the_same(one, other, printed) for other in shown):
            again.append(one)
        else:
            others.append(one)
            shown.append(one)
    return Told(indicator, newest, tuple(over_time), tuple(parts), tuple(others), tuple(again))


def _says_the_same(one: Figure, other: Figure, printed: Printed) -> bool:
    """The same number of the same thing, of one time or of a time within the other's."""
    names = comparable(arranging.part_name(one)), comparable(arranging.part_name(other))
    if one.area_id != other.area_id or names[0] != names[1]:
        return False
    if not printed(one) or printed(one) != printed(other):
        return False
    begins, ends = (measures.begins(one), measures.begins(other)), (one.ends, other.ends)
    return (begins[0] >= begins[1] and ends[0] <= ends[1]) or (begins[1] >= begins[0] and ends[1] <= ends[0])


def _by_area(figures: Iterable[Figure]) -> dict[str, list[Figure]]:
    found = defaultdict(list)
    for one in sorted(figures, key=arranging.whole_first):
        found[arranging.area_name(one)].append(one)
    return found


def _with_the_same_periods(figures: list[Figure], most: int) -> list[tuple[list[datetime.date], dict]]:
    """(days, {area name: figures}): areas stand together only where their periods are the same."""
    found = defaultdict(dict)
    for area, own in _by_area(figures).items():
        days = tuple(sorted({one.ends for one in own})[-most:])
        found[days][area] = [one for one in own if one.ends in days]
    return [(list(days), areas) for days, areas in found.items()]


def _over_time(indicator: Indicator, totals: list[Figure]) -> list[Grid]:
    found = []
    groups = _with_the_same_periods(arranging.of_one_length(totals), MOST_PERIODS)
    for days, areas in groups:
        own = [one for group in areas.values() for one in group]
        known = max(sum(measures.number(one) is not None for one in group) for group in areas.values())
        if known < FEWEST:
            continue
        names = period_names(own)
        cells = {(names[one.ends], arranging.area_name(one)): one for one in own}
        alone = len(areas) == 1 and len(groups) > 1
        title = f"{indicator.title}, {next(iter(areas))}" if alone else indicator.title
        found.append(Grid(title, "Period", tuple(names[day] for day in days), tuple(areas), cells))
    return found


def _parts(indicator: Indicator, figures: list[Figure], over_time: list[Grid]) -> list[Grid]:
    by_breakdown = defaultdict(list)
    for one in sorted(figures, key=lambda one: one.part_of_id is not None):  # parts of a part after the parts
        by_breakdown[arranging.kind_of_parts(one)].append(one)
    found = []
    for own in by_breakdown.values():
        groups = _with_the_same_periods(arranging.of_one_length(own), MOST_COLUMNS)
        for days, areas in groups:
            if len(days) == 1:
                found.append(_areas_beside_each_other(indicator, areas, len(groups) > 1))
                continue
            several = len(areas) > 1 or len(groups) > 1
            for area, group in areas.items():
                found.append(_periods_beside_each_other(indicator, area if several else "", days, group, over_time))
    return found


def _title(indicator: Indicator, figures: list[Figure], area: str = "") -> str:
    """What is broken down, of a part of a part which one; and whether its parts share cases."""
    whole, breakdown = figures[0].part_of, figures[0].breakdown
    of = f", {whole.category}," if whole is not None and whole.category else ""
    by = "" if indicator.title.lower().endswith(f"by {breakdown.lower()}") else f" by {breakdown}"
    overlap = " (one may count in several parts)" if any(one.overlaps for one in figures) else ""
    return f"{indicator.title}{of}{by}" + (f", {area}" if area else "") + overlap


def _names_of_parts(figures: list[Figure]) -> dict[str, str]:
    """{comparable: as it is printed}, in the order of the text that names them, then the larger first."""
    size = {}
    for one in sorted(figures, key=arranging.newest_first):
        size[comparable(one.category)] = -(measures.number(one) or 0)
    order = sorted(
        figures, key=lambda one: (arranging.place_in_text(one), size[comparable(one.category)], one.category, one.pk)
    )
    return {comparable(one.category): one.category or "not said which" for one in order}


def _areas_beside_each_other(indicator: Indicator, areas: dict[str, list[Figure]], alone: bool) -> Grid:
    own = [one for group in areas.values() for one in group]
    names = _names_of_parts(own)
    cells = {(names[comparable(one.category)], arranging.area_name(one)): one for one in own}
    title = _title(indicator, own, next(iter(areas)) if alone and len(areas) == 1 else "")
    title += f", {measures.period(own[0])}"
    return Grid(title, own[0].breakdown.capitalize(), tuple(names.values()), tuple(areas), cells)


def _periods_beside_each_other(
    indicator: Indicator, area: str, days: list[datetime.date], own: list[Figure], over_time: list[Grid]
) -> Grid:
    """With the whole of the same periods as its last row, where the whole is known."""
    names, periods = _names_of_parts(own), period_names(own)
    cells = {(names[comparable(one.category)], periods[one.ends]): one for one in own}
    rows, total = list(names.values()), ""
    place = arranging.area_name(own[0])
    wholes = {one.ends: one for grid in over_time for one in grid.figures if arranging.area_name(one) == place}
    if set(wholes) == set(days) and all(
        measures.told_length(one) == measures.told_length(own[0]) for one in wholes.values()
    ):
        total = "All" if "All" not in rows else "All together"
        rows.append(total)
        cells |= {(total, periods[day]): wholes[day] for day in days}
    columns = tuple(periods[day] for day in days)
    return Grid(_title(indicator, own, area), own[0].breakdown.capitalize(), tuple(rows), columns, cells, total)


# Charts. Their sentence says what moves; the numbers stand in the table.


def specification_over_time(indicator: Indicator, grid: Grid, drawn: Callable[[Figure], bool]) -> Specification | None:
    """A line of each area; None where fewer than three points may be drawn, or where they are ranks."""
    if indicator.unit == Indicator.Unit.RANK:
        return None
    series = [
        Series(area, [_value(grid.cells.get((period, area)), drawn) for period in grid.rows]) for area in grid.columns
    ]
    series = [one for one in series if sum(bool(value) for value in one.values) >= FEWEST]
    return Specification("line", grid.rows, series, unit(indicator), "Period") if series else None


def specification_of_parts(indicator: Indicator, grid: Grid, drawn: Callable[[Figure], bool]) -> Specification | None:
    """Parts of a whole; None where there are fewer than three, or where one of them may not be drawn."""
    parts = [row for row in grid.rows if row != grid.total]
    figures = [one for (row, _), one in grid.cells.items() if row in parts]
    if len(parts) < FEWEST or not all(drawn(one) for one in figures):
        return None
    values = {place: _value(one, drawn) for place, one in grid.cells.items()}
    if len(grid.columns) == 1:
        (column,) = grid.columns
        bars = Series(column, [values.get((part, column), "") for part in parts])
        return Specification("row", parts, [bars], unit(indicator), grid.head)
    if len(parts) > 6:  # more colours than can be told apart: the table says it
        return None
    series = [Series(part, [values.get((part, column), "") for column in grid.columns]) for part in parts]
    whole = indicator.unit == Indicator.Unit.NUMBER and all(
        measures.bound_of(one) == Bound.EXACT and not one.overlaps for one in figures
    )
    return Specification("stacked" if whole else "grouped", grid.columns, series, unit(indicator))


def _value(figure: Figure | None, drawn: Callable[[Figure], bool]) -> str:
    return value_for_chart(figure) if figure is not None and drawn(figure) else ""


def movement(grid: Grid, drawn: Callable[[Figure], bool]) -> str:
    """How each area moved from its first period to its last, in words without numbers."""
    said = []
    for area in grid.columns:
        own = [
            (period, grid.cells[period, area])
            for period in grid.rows
            if (period, area) in grid.cells and drawn(grid.cells[period, area])
        ]
        own = [(period, one) for period, one in own if measures.number(one) is not None]
        if len(own) >= FEWEST:
            moved = _moved(own)
            said.append(f"{area}: {moved}." if len(grid.columns) > 1 else f"{moved[:1].upper()}{moved[1:]}.")
    return " ".join(said)


def movement_of_whole(grid: Grid, drawn: Callable[[Figure], bool]) -> str:
    """How the whole moved whose parts stand as rows; "" where it has fewer than three periods, or no row of its own."""
    own = [(column, grid.cells[grid.total, column]) for column in grid.columns if (grid.total, column) in grid.cells]
    own = [(column, one) for column, one in own if drawn(one) and measures.number(one) is not None]
    return f"All together {_moved(own)}. " if len(own) >= FEWEST else ""


def _moved(own: list[tuple[str, Figure]]) -> str:
    (first, begun), (last, ended) = own[0], own[-1]
    if not {one.bound for _, one in own} <= _NEAR_ENOUGH:
        return f"{len(own)} periods, from {first} to {last}"
    numbers = [measures.number(one) for _, one in own]
    before, after = measures.number(begun), measures.number(ended)
    if before == after:
        text = f"the same in {last} as in {first}"
    else:
        text = f"{'up' if after > before else 'down'} from {first} to {last}"
    for word, most in (("highest", max(numbers)), ("lowest", min(numbers))):
        places = [period for (period, _), number in zip(own, numbers, strict=True) if number == most]
        if len(places) == 1 and places[0] not in (first, last):
            text += f", {word} in {places[0]}"
    return text


def largest(grid: Grid) -> str:
    """Which part is the largest in each column, in words without numbers."""
    found = {}
    for column in grid.columns:
        own = {row: grid.cells[row, column] for row in grid.rows if row != grid.total and (row, column) in grid.cells}
        sizes = {row: number for row, one in own.items() if (number := measures.number(one)) is not None}
        most = [row for row, size in sizes.items() if size == max(sizes.values())]
        if len(most) == 1:
            found[column] = most[0]
    if len(found) == len(grid.columns) and len(set(found.values())) == 1:
        return f"The largest part: {next(iter(found.values()))}."
    if not found:
        return "No part is larger than all others."
    return "The largest part. " + "; ".join(f"{column}: {row}" for column, row in found.items()) + "."
