"""A table of figures that was pasted or loaded: what its rows and columns were taken for, and what becomes of them.

Nothing is guessed: what was not understood is named with its row and column, and left out or mended.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from goldenthread.foundation.access.queries import can
from goldenthread.foundation.access.viewer import Viewer
from goldenthread.foundation.documents.tables import column_name
from goldenthread.foundation.people.models import Area
from goldenthread.foundation.room import Refused
from goldenthread.foundation.searching import folded
from goldenthread.foundation.values import comparable
from goldenthread.rooms.dataset.models import Figure, Indicator
from goldenthread.rooms.dataset.queries import many, period, reading, told_days, told_values

LEFT_OUT = "Left out"
NAMES = {
    "indicator": ("indicator", "measure", "name", "title", "kpi", "indicator name"),
    "code": ("code", "indicator code", "national code", "key"),
    "area": ("area", "place", "district", "local authority", "locality"),
    "period": ("period", "quarter", "year", "month", "date", "time period", "day"),
    "value": ("value", "figure", "result", "actual", "new value"),
    "numerator": ("numerator", "count"),
    "denominator": ("denominator", "of how many", "base", "out of"),
    "note": ("note", "notes", "comment", "comments", "remark", "remarks"),
    "": ("section", "unit", "what stands", "agency", "stands", "part of the dataset"),
}
ROLES = {name: role for role, names in NAMES.items() for name in names}
WORDS = {"indicator": "the indicator’s name", "code": "its code", "area": "the area", "period": "the period"}
WORDS |= {"value": "the value", "numerator": "the count", "denominator": "of how many", "note": "a remark"}
WHOLE = {"", "all", "total", "whole", "the whole partnership", "whole partnership", "partnership"}
OF_ONE = ("value", "numerator", "denominator", "note")
NUMBERS = OF_ONE[:3]


@dataclass(frozen=True)
class Column:
    """One column: its heading, what it was taken for, and of a column of figures its days and its area (None where the
    row says them; `whole`: it names the whole partnership).
    """

    place: int
    heading: str
    role: str = "unknown"
    days: told_days.Days | None = None
    area: Area | None = None

    @property
    def name(self) -> str:
        return column_name(self.place)

    @property
    def taken_for(self) -> str:
        """In words, for the page."""
        if self.role == "cells":
            said = [period.time_of(*self.days)] if self.days else []
            return ", ".join([*said, *([self.area.name] if self.area else [])])
        return WORDS.get(self.role, LEFT_OUT if not self.role else "Not understood: left out")


@dataclass(frozen=True)
class Cell:
    """One figure of the table: where it stands, its row of the dataset, what it says, and what becomes of it: "new",
    "changed", "same", "fault" or "none". `said` tells why.
    """

    mark: str
    where: str
    kind: str
    row: period.Row | None = None
    values: dict[str, Any] = field(default_factory=dict)
    said: str = ""
    new: str = ""


@dataclass
class Plan:
    """The whole table as it was understood."""

    columns: list[Column]
    cells: list[Cell]
    unknown: dict[str, tuple[str, list[int]]]  # names that no indicator has: {mark: (name, rows)}
    names: dict[int, str]  # the indicator of each row, in words
    open_quarters: bool
    needs_period: bool

    @property
    def new(self) -> list[Cell]:
        return self.of("new")

    @property
    def changed(self) -> list[Cell]:
        return self.of("changed")

    @property
    def same(self) -> list[Cell]:
        return self.of("same")

    @property
    def faults(self) -> list[Cell]:
        return self.of("fault")

    @property
    def none(self) -> list[Cell]:
        return self.of("none")

    def of(self, kind: str) -> list[Cell]:
        return [cell for cell in self.cells if cell.kind == kind]

    @property
    def seen(self) -> str:
        """A digest of what was shown: whoever keeps the table keeps this, and not what somebody changed meanwhile."""
        told = [
            (cell.mark, cell.kind, cell.row.figure.pk, cell.row.figure.version)
            if cell.row and cell.row.figure
            else (cell.mark, cell.kind)
            for cell in self.cells
        ]
        return hashlib.sha256(repr(told).encode()).hexdigest()


def mark_of(name: str) -> str:
    """By which a form names a name that was not understood."""
    return hashlib.sha256(name.encode()).hexdigest()[:10]


def _known(text: str) -> str:
    return comparable(folded(text)).strip(" :.*")


class _Reader:
    """One reading of one table."""

    def __init__(self, viewer: Viewer, chosen: Mapping[str, str]):
        self.viewer, self.chosen = viewer, chosen
        self.areas = {_known(area.name): area for area in reading.areas(viewer)}
        rows = reading.indicators(viewer).filter(holder_id=viewer.partnership_id)
        self.indicators = {str(one.pk): one for one in rows}
        self.by_name = defaultdict(list)
        for one in self.indicators.values():
            for name in {_known(one.title), _known(one.national_code), _known(one.key)} - {""}:
                self.by_name[name].append(one)
        self.from_january = chosen.get("quarters") == "january"
        self.unknown: dict[str, tuple[str, list[int]]] = {}
        self.names: dict[int, str] = {}

    def days(self, text: str) -> told_days.Days | None:
        return told_days.days_in(text, from_january=self.from_january)

    def columns(self, heading: list[str], filled: set[int]) -> list[Column]:
        found = [
            self.column(place, self.chosen.get(f"column_{place}", text).strip(), text)
            for place, text in enumerate(heading)
        ]
        if not any(one.role in ("indicator", "code") for one in found):
            # Excel leaves the corner above the names empty as often as not.
            corner = [one for one in found if not one.heading and one.place in filled]
            first = next(iter(corner), None) or next((one for one in found if one.role == "unknown"), None)
            found = [replace(one, role="indicator") if one is first else one for one in found]
        return found

    def column(self, place: int, text: str, heading: str) -> Column:
        plain = _known(text)
        if not plain or plain in ROLES:
            return Column(place, heading, ROLES.get(plain, ""))
        if days := self.days(text):
            return Column(place, heading, "cells", days)
        if plain in self.areas:
            return Column(place, heading, "cells", None, self.areas[plain])
        for name, area in self.areas.items():
            rest = plain.removeprefix(name) if plain.startswith(name) else plain.removesuffix(name)
            if rest != plain and (days := self.days(rest.strip(" ,:;-()"))):
                return Column(place, heading, "cells", days, area)
        return Column(place, heading)

    def indicator(self, number: int, name: str, code: str) -> Indicator | None:
        """The indicator of a row, by its code, else by its name, else as somebody chose for that name."""
        for text in filter(None, (code, name)):
            if len(own := self.by_name.get(_known(text), ())) == 1:
                self.names[number] = own[0].title
                return own[0]
        written = name or code
        mark = mark_of(written)
        self.unknown.setdefault(mark, (written, []))[1].append(number)
        chosen = self.indicators.get(self.chosen.get(f"name_{mark}", ""))
        self.names[number] = chosen.title if chosen else ""
        return chosen

    def area(self, text: str) -> Area | None:
        """Raises Refused for what is no area of the partnership."""
        plain = _known(text)
        if plain in WHOLE:
            return None
        if plain not in self.areas:
            raise Refused(f"“{text[:60]}” is no area of this partnership.")
        return self.areas[plain]


def understand(viewer: Viewer, cells: list[list[str]], chosen: Mapping[str, str]) -> Plan:
    """What a table says, with what somebody chose where it was not understood: {"column_3": a heading, "name_…": the
    number of an indicator, "quarters": "january", "period": of what names none, "area": a number, "missing": "keep"}.
    Nine questions of the database, however large it is. Raises Refused where there is no heading and no row.
    """
    reader = _Reader(viewer, chosen)
    lines = [(number, row) for number, row in enumerate(cells, 1) if any(row)]
    while lines and sum(map(bool, lines[0][1])) < 2:  # titles above the table
        lines.pop(0)
    if len(lines) < 2:
        raise Refused("A table has a row of headings, and below it a row for each indicator or figure.", "text")
    width = max(len(row) for _, row in lines)
    filled = {place for _, row in lines[1:] for place, text in enumerate(row) if text}
    columns = reader.columns([*lines[0][1], *[""] * (width - len(lines[0][1]))], filled)
    told = [one for number, row in lines[1:] for one in _of_row(reader, columns, number, row)]
    read = _settled(viewer, told)
    texts = [column.heading for column in columns]
    for column in columns:
        if column.role == "period":
            texts += [row[column.place] for _, row in lines[1:] if len(row) > column.place]
    return Plan(
        columns,
        read,
        reader.unknown,
        reader.names,
        any(told_days.is_open(text) for text in texts),
        any(cell.said == NO_PERIOD for cell in read) or bool(chosen.get("period")),
    )


NO_PERIOD = "No period is named: say above of which it is."
NO_NAME = "This row names no indicator."


def _of_row(reader: _Reader, columns: list[Column], number: int, row: list[str]) -> Iterator[Cell]:
    """The figures that one row tells, each as a Cell that is not held against what stands yet."""
    said = defaultdict(str)
    for column in columns:
        if column.role not in ("cells", "unknown", ""):
            said[column.role] = said[column.role] or (row[column.place] if len(row) > column.place else "")
    whole = {name: said[name] for name in OF_ONE if said[name]}
    found = [
        (column, {"value": row[column.place]})
        for column in columns
        if column.role == "cells" and len(row) > column.place and row[column.place]
    ]
    if any(name in whole for name in NUMBERS) or (whole and not found):
        first = next(column for column in columns if column.role in whole)
        found.insert(0, (replace(first, days=None, area=None), whole))
    elif "note" in whole:
        found = [(column, values | {"note": whole["note"]}) for column, values in found]
    if not found:
        return
    if not (said["indicator"] or said["code"]):
        yield Cell(f"{number}", f"Row {number}", "fault", said=NO_NAME)
        return
    indicator = reader.indicator(number, said["indicator"], said["code"])
    if indicator is None:
        return
    for column, texts in found:
        yield _cell(reader, indicator, number, column, texts, said)


def _cell(
    reader: _Reader,
    indicator: Indicator,
    number: int,
    column: Column,
    texts: dict[str, str],
    said: Mapping[str, str],
) -> Cell:
    where = f"Row {number}, column {column.name}" + (f" ({column.heading})" if column.heading else "")
    mark = f"{number}{column.name}"
    try:
        days = column.days or reader.days(said["period"] or reader.chosen.get("period", ""))
        if days is None:
            if said["period"]:
                raise Refused(f"“{said['period'][:60]}” is no period that can be read: write 2023-24 or April 2023.")
            raise Refused(NO_PERIOD)
        area = column.area or reader.area(said["area"] or _area_chosen(reader))
        if not can(reader.viewer, "dataset.supply", indicator):
            whose = f": {indicator.agency.name} answers for it" if indicator.agency_id else ""
            raise Refused(f"“{indicator.title}” is not yours to give{whose}. It is left out.")
        values, none = _values(indicator, texts)
        if none and reader.chosen.get("missing") == "keep":
            values |= {"absent": f"{none.why} ({none.sign})"}
            none = None
    except Refused as refused:
        return Cell(mark, where, "fault", said=refused.sentence)
    row = period.Row(indicator, *days, area)
    if none:
        return Cell(mark, where, "none", row, said=f"“{none.sign}”: {none.why}")
    return Cell(mark, where, "new", row, values)


def _area_chosen(reader: _Reader) -> str:
    chosen = reader.chosen.get("area", "")
    return next((area.name for area in reader.areas.values() if str(area.pk) == chosen), "")


def _values(indicator: Indicator, texts: dict[str, str]) -> tuple[dict[str, Any], told_values.NoFigure | None]:
    """({field: value}, a NoFigure or None)."""
    found, none = {}, None
    for name, text in texts.items():
        if name == "note":
            found["note"] = text
            continue
        read = told_values.read(text, name, indicator)
        if isinstance(read, told_values.NoFigure):
            none = none or read
        else:
            found |= read
    if none and set(found) - {"note"}:
        raise Refused(f"“{none.sign}” says that there is none, and a number stands beside it: take one of them out.")
    return found, none


def _settled(viewer: Viewer, cells: list[Cell]) -> list[Cell]:
    """The cells held against what stands, and each against the others."""
    indicators = {cell.row.indicator for cell in cells if cell.row}
    habits = period.habits(indicators)
    stands = period.standing(viewer, indicators, [cell.row.ends for cell in cells if cell.row])
    keeps = can(viewer, "dataset.edit")
    seen, found = {}, []
    for cell in cells:
        if cell.kind != "new":
            found.append(cell)
            continue
        row = _standing_row(viewer, cell.row, stands, habits)
        key = (row.indicator.pk, row.area and row.area.pk, row.starts, row.ends)
        if (before := seen.setdefault(key, cell.where)) is not cell.where:
            said = f"It is of the same indicator, place and time as {before[:1].lower()}{before[1:]}: take one out."
            found.append(replace(cell, kind="fault", said=said))
        elif row.closed:
            found.append(replace(cell, kind="fault", row=row, said=row.closed))
        else:
            found.append(_compared(replace(cell, row=row), keeps))
    return found


def _standing_row(
    viewer: Viewer,
    row: period.Row,
    stands: dict[tuple[int, int | None], list[Figure]],
    habits: dict[int, period.Habit],
) -> period.Row:
    own = stands[row.indicator.pk, row.area.pk if row.area else None]
    habit = habits[row.indicator.pk]
    days = period.days_of(row.starts, row.ends, {(one.starts, one.ends) for one in own}, habit)
    same = [one for one in own if (one.starts, one.ends) == days]
    figure = same[0] if same else None
    closed = period.closed(viewer, figure)
    return period.Row(row.indicator, *days, row.area, figure, max(len(same) - 1, 0), None, closed, habit)


def given_of(cell: Cell, keeps: bool, more: dict[str, Any]) -> many.Given:
    """One cell as the operation takes it."""
    return period.given(cell.row, cell.values | more, keeps, cell.mark)


def _compared(cell: Cell, keeps: bool) -> Cell:
    """New, changed or the same, with the value as it would stand, in words."""
    given = given_of(cell, keeps, {})
    before = (
        {field.attname: getattr(cell.row.figure, field.attname) for field in Figure._meta.concrete_fields}
        if (cell.row.figure)
        else {}
    )
    after = Figure(**{name: value for name, value in before.items() if name not in ("id",)})
    after.indicator = cell.row.indicator
    for name, value in given.values.items():
        setattr(after, name, value)
    words = period.in_words(after)
    if cell.row.figure is None:
        return replace(cell, new=words)
    changed = any(getattr(cell.row.figure, name) != value for name, value in given.values.items())
    return replace(cell, kind="changed" if changed else "same", new=words)
