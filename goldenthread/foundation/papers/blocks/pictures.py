"""Blocks that are drawn: charts, and what any picture comes down to before it is written."""

from __future__ import annotations

from dataclasses import dataclass

from goldenthread.foundation.papers.blocks.checks import (
    VALUE,
    PaperError,
    as_tuple,
    clean,
    one_of,
    put,
    told_apart,
)
from goldenthread.foundation.papers.blocks.words import Column, Table

CHART_KINDS = ("bar", "row", "grouped", "stacked", "line")


@dataclass(frozen=True, slots=True)
class Series:
    """One line or set of bars: as many values as the chart has categories.

    A value is a decimal as text: "92.6", "~120" (about), ">90" (over), "<5" (under),
    or "" where nothing is known.
    """

    label: str
    values: tuple

    def __post_init__(self) -> None:
        values = tuple("" if value is None else str(value) for value in self.values)
        for value in values:
            if value and not VALUE.match(value):
                raise PaperError(
                    f"{value!r} is not a value of a chart: write a number, with ~ before it for about, "
                    f"> for over, < for under, or nothing where it is unknown."
                )
        put(self, label=clean(self.label, "The label of a series", required=True), values=values)


@dataclass(frozen=True, slots=True)
class Specification:
    """What a chart shows, in our own few words (see papers/README.md).

    kind: bar (upright), row (lying, for long labels), grouped, stacked, line. Categories, and labels of series, that
    look alike are told apart by a number.
    highlight: label of the series or category that is drawn in the brand's colour.
    """

    kind: str
    categories: tuple
    series: tuple
    unit: str = ""
    category_title: str = ""
    highlight: str = ""

    def __post_init__(self) -> None:
        one_of(self.kind, CHART_KINDS, "The kind of a chart")
        categories = told_apart([clean(str(item), "A category", required=True) for item in self.categories])
        series = as_tuple(self.series, Series, "The series of a chart", required=True)
        if not categories:
            raise PaperError("A chart needs at least one category.")
        labels = told_apart([one.label for one in series])
        series = tuple(Series(label, one.values) for label, one in zip(labels, series, strict=True))
        for one in series:
            if len(one.values) != len(categories):
                raise PaperError(
                    f"The series “{one.label}” has {len(one.values)} values for {len(categories)} categories."
                )
        put(
            self,
            categories=categories,
            series=series,
            unit=clean(self.unit, "The unit of a chart"),
            category_title=clean(self.category_title, "The title of the categories"),
            highlight=clean(self.highlight, "The highlight of a chart"),
        )

    def table(self, caption: str) -> Table:
        """The same figures as a table."""
        columns = [Column(self.category_title or "Category")] + [Column(one.label, "right") for one in self.series]
        rows = [
            [category] + [spoken_value(one.values[place]) for one in self.series]
            for place, category in enumerate(self.categories)
        ]
        return Table(caption, columns, rows)


def spoken_value(value: str) -> str:
    """A chart's value as people read it: "~1200" gives "about 1,200", "" gives "not known"."""
    if not value:
        return "not known"
    word = {"~": "about ", ">": "over ", "<": "under "}.get(value[0], "")
    number = value[1:] if word else value
    whole, point, rest = number.partition(".")
    return f"{word}{int(whole):,}{point}{rest}" if whole != "-0" else f"{word}{number}"


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture of figures with its table, the sentence that says what it shows, and words in its place.

    Without `table` the table is made from the specification.
    """

    title: str
    specification: Specification
    sentence: str
    alternative: str
    table: Table | None = None

    def __post_init__(self) -> None:
        if not isinstance(self.specification, Specification):
            raise PaperError("A chart needs a specification.")
        put(
            self,
            title=clean(self.title, "The title of a chart", required=True),
            sentence=clean(self.sentence, "The sentence of a chart", required=True),
            alternative=clean(self.alternative, "The alternative text of a chart", required=True),
        )
        if self.table is None:
            put(self, table=self.specification.table(self.title))
        if not isinstance(self.table, Table):
            raise PaperError("The table of a chart must be a table.")


@dataclass(frozen=True, slots=True)
class Picture:
    """One drawing as SVG in tokens of colour (see papers/drawing.py), with the words in its place. `narrow` is the same
    for narrow screens, of which paper knows nothing.
    """

    svg: str
    alternative: str
    narrow: str = ""


@dataclass(frozen=True, slots=True)
class Drawing:
    """Pictures with their title, the sentence that says what they show, and the same as a table.

    What a block that is drawn comes down to when it is written. It never stands in a paper itself, since a signature
    holds what people can read, not how it was drawn. Several pictures stand side by side; `width` is how much of the
    page's width the PDF gives to each, in hundredths.

    `in_rows`: one picture for each row of the table, in the row's last cell. It shows what that cell says, so it has no
    words of its own. Of several such drawings in a row the first alone has a title and a sentence: they are one.
    """

    title: str
    sentence: str
    pictures: tuple[Picture, ...]
    table: Table
    width: int = 100
    in_rows: bool = False

    def __post_init__(self) -> None:
        if self.in_rows and len(self.pictures) != len(self.table.rows):
            raise PaperError(f"The drawing “{self.title}” has {len(self.pictures)} pictures for its rows.")
