"""Blocks of words: headings, paragraphs, lists, voices, figures, tables, months, notes."""

from __future__ import annotations

from dataclasses import dataclass

from goldenthread.foundation.papers.blocks.checks import ID, PaperError, as_tuple, clean, one_of, put, whole
from goldenthread.foundation.papers.blocks.runs import as_runs

ALIGNMENTS = ("left", "right", "centre")
NOTE_TITLES = {"info": "", "marked": "Whose word is this?", "withheld": "Withheld"}


@dataclass(frozen=True, slots=True)
class Heading:
    """Level 1 (chapter) to 4. An empty id is made from the text when the paper is made."""

    level: int
    text: str
    id: str = ""

    def __post_init__(self) -> None:
        if self.level not in (1, 2, 3, 4) or isinstance(self.level, bool):
            raise PaperError(f"A heading has level 1, 2, 3 or 4; not {self.level!r}.")
        put(self, text=clean(self.text, "A heading", required=True).replace("\n", " ").strip())
        if self.id and not (isinstance(self.id, str) and ID.match(self.id)):
            raise PaperError(f"The id of a heading has small letters, figures and hyphens only; not {self.id!r}.")


@dataclass(frozen=True, slots=True)
class Paragraph:
    runs: tuple

    def __post_init__(self) -> None:
        put(self, runs=as_runs(self.runs, "A paragraph"))


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list that holds more than a line: `blocks` are what stands below it, a list inside the list or a
    further paragraph.
    """

    runs: tuple
    blocks: tuple

    def __post_init__(self) -> None:
        put(
            self,
            runs=as_runs(self.runs, "A list item"),
            blocks=as_tuple(self.blocks, (Paragraph, List), "What stands inside a list item", required=True),
        )


@dataclass(frozen=True, slots=True)
class List:
    """`items` are runs each (or str), or an `Item` where a list stands inside. `start` is the first number of an
    ordered list.
    """

    items: tuple
    ordered: bool = False
    start: int = 1

    def __post_init__(self) -> None:
        if not isinstance(self.items, (tuple, list)) or not self.items:
            raise PaperError("A list needs at least one item.")
        whole(self.start, "The first number of a list")
        items = (item if isinstance(item, Item) else as_runs(item, "A list item") for item in self.items)
        put(self, items=tuple(items), ordered=bool(self.ordered))


def line_and_blocks(item: tuple | Item) -> tuple[tuple, tuple]:
    """An item of a list as (the runs of its line, the blocks below it)."""
    return (item.runs, item.blocks) if isinstance(item, Item) else (item, ())


@dataclass(frozen=True, slots=True)
class Quotation:
    """Somebody's own words; `attribution` says whose, as agreed with them ("A child aged 12")."""

    runs: tuple
    attribution: str = ""

    def __post_init__(self) -> None:
        put(
            self,
            runs=as_runs(self.runs, "A quotation", required=True),
            attribution=clean(self.attribution, "Who said it"),
        )


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One figure shown large. Neighbouring key figures are printed side by side.

    `value` is text as printed ("316", "92.6 in every 10,000", "over nine in ten").
    """

    value: str
    label: str
    sentence: str = ""
    source: str = ""

    def __post_init__(self) -> None:
        put(
            self,
            value=clean(self.value, "The value of a key figure", required=True),
            label=clean(self.label, "The label of a key figure", required=True),
            sentence=clean(self.sentence, "The sentence of a key figure"),
            source=clean(self.source, "The source of a key figure"),
        )


@dataclass(frozen=True, slots=True)
class Column:
    text: str
    align: str = "left"

    def __post_init__(self) -> None:
        put(self, text=clean(self.text, "The heading of a column"))
        one_of(self.align, ALIGNMENTS, "The alignment of a column")


@dataclass(frozen=True, slots=True)
class Table:
    """`columns`: Column or str. `rows`: each a list of cells, each runs or str; as many as columns."""

    caption: str
    columns: tuple
    rows: tuple

    def __post_init__(self) -> None:
        columns = [Column(item) if isinstance(item, str) else item for item in self.columns]
        put(
            self,
            caption=clean(self.caption, "The caption of a table"),
            columns=as_tuple(columns, Column, "The columns of a table", required=True),
        )
        if not isinstance(self.rows, (tuple, list)):
            raise PaperError("The rows of a table must be a list.")
        rows = tuple(tuple(as_runs(cell, "A cell") for cell in row) for row in self.rows)
        for number, row in enumerate(rows, 1):
            if len(row) != len(self.columns):
                raise PaperError(
                    f"Row {number} of the table “{self.caption}” has {len(row)} cells for {len(self.columns)} columns."
                )
        put(self, rows=rows)


@dataclass(frozen=True, slots=True)
class Pair:
    term: str
    definition: tuple

    def __post_init__(self) -> None:
        put(
            self,
            term=clean(self.term, "A term", required=True),
            definition=as_runs(self.definition, "What stands beside a term"),
        )


@dataclass(frozen=True, slots=True)
class Summary:
    """Terms with what stands beside them. `pairs`: Pair or (term, runs)."""

    pairs: tuple

    def __post_init__(self) -> None:
        pairs = [pair if isinstance(pair, Pair) else Pair(*pair) for pair in self.pairs]
        put(self, pairs=as_tuple(pairs, Pair, "A summary", required=True))


@dataclass(frozen=True, slots=True)
class Note:
    """kind: info (set apart), marked (a claim without a record yet), withheld (taken out, says why)."""

    kind: str
    blocks: tuple
    title: str = ""

    def __post_init__(self) -> None:
        one_of(self.kind, tuple(NOTE_TITLES), "The kind of a note")
        blocks = [Paragraph(self.blocks)] if isinstance(self.blocks, str) else self.blocks
        put(
            self,
            blocks=as_tuple(blocks, (Paragraph, List, Quotation, Table, Summary), "A note", required=True),
            title=clean(self.title or NOTE_TITLES[self.kind], "The title of a note"),
        )


@dataclass(frozen=True, slots=True)
class MonthItem:
    """What was done, and what it meant for children (may be empty where nothing is recorded)."""

    what: tuple
    impact: tuple = ()

    def __post_init__(self) -> None:
        put(self, what=as_runs(self.what, "What was done", required=True), impact=as_runs(self.impact, "Its impact"))


@dataclass(frozen=True, slots=True)
class Month:
    label: str
    items: tuple

    def __post_init__(self) -> None:
        put(
            self,
            label=clean(self.label, "The name of a month", required=True),
            items=as_tuple(self.items, MonthItem, "The items of a month"),
        )


@dataclass(frozen=True, slots=True)
class Months:
    """The year as a line of months."""

    months: tuple
    impact_label: str = "Impact"

    def __post_init__(self) -> None:
        put(
            self,
            months=as_tuple(self.months, Month, "The months", required=True),
            impact_label=clean(self.impact_label, "The label of the impact", required=True),
        )


@dataclass(frozen=True, slots=True)
class PageBreak:
    """A new page on paper; nothing on screen."""


@dataclass(frozen=True, slots=True)
class Contents:
    """The list of headings down to `depth`, with page numbers on paper."""

    depth: int = 2
    title: str = "Contents"

    def __post_init__(self) -> None:
        if self.depth not in (1, 2, 3):
            raise PaperError(f"A list of contents goes down to level 1, 2 or 3; not {self.depth!r}.")
        put(self, title=clean(self.title, "The title of the contents", required=True))
