"""If the area were a village of 100 children, as blocks of papers: pictures of 100 figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from goldenthread.foundation.papers.blocks import (
    Claim,
    Column,
    Drawing,
    PaperError,
    Picture,
    RoomBlock,
    Table,
)
from goldenthread.foundation.papers.blocks.checks import as_tuple, clean, put, whole
from goldenthread.foundation.papers.drawing import colour, mark, number, svg, words, wrapped

_STEP = 15
WIDTH, HEIGHT = 320, 168


@dataclass(frozen=True, slots=True)
class VillageItem:
    """So many of 100 children, and what is true of them ("live in poverty")."""

    count: int
    label: str

    def __post_init__(self) -> None:
        whole(self.count, "The number of children")
        if self.count > 100:
            raise PaperError(f"A village of 100 children cannot show {self.count} children.")
        put(self, label=clean(self.label, "What is true of the children", required=True))


@dataclass(frozen=True, slots=True)
class Village(RoomBlock):
    """If the area were a village of 100 children. Items may overlap: each is a picture of its own."""

    PARTS = (VillageItem,)

    title: str
    items: tuple
    sentence: str

    def __post_init__(self) -> None:
        put(
            self,
            title=clean(self.title, "The title of the village", required=True),
            items=as_tuple(self.items, VillageItem, "The items of the village", required=True),
            sentence=clean(self.sentence, "The sentence of the village", required=True),
        )

    def basic(self) -> tuple[Drawing]:
        pictures = tuple(Picture(draw_item(one), f"{one.count} of 100 children {one.label}") for one in self.items)
        return (Drawing(self.title, self.sentence, pictures, table(self.items), width=50),)


@dataclass(frozen=True, slots=True)
class VillageLine:
    """So many of 100 children, what is true of them, and the figure behind the number (holder/key)."""

    count: int
    label: str
    figure: str

    def __post_init__(self) -> None:
        item = VillageItem(self.count, self.label)
        put(self, label=item.label, figure=clean(self.figure, "The figure behind a line", required=True))


@dataclass(frozen=True, slots=True)
class VillageGroup:
    """Lines that belong together, for instance those of school. Without a title where there is one group alone."""

    title: str
    lines: tuple

    def __post_init__(self) -> None:
        lines = as_tuple(self.lines, VillageLine, "The lines of a group", required=True)
        put(self, title=clean(self.title, "The title of a group"), lines=lines)


@dataclass(frozen=True, slots=True)
class VillageInGroups(RoomBlock):
    """If the area were a village of 100 children, on one page: a line of 100 figures beside each number, and each
    number leads to its record. Signed texts of before have a `Village`.
    """

    PARTS = (VillageGroup, VillageLine)

    title: str
    groups: tuple
    sentence: str

    def __post_init__(self) -> None:
        put(
            self,
            title=clean(self.title, "The title of the village", required=True),
            groups=as_tuple(self.groups, VillageGroup, "The groups of the village", required=True),
            sentence=clean(self.sentence, "The sentence of the village", required=True),
        )

    def basic(self) -> tuple[Drawing, ...]:
        found = []
        for group in self.groups:
            rows = [[line.label, Claim(str(line.count), "figure", line.figure)] for line in group.lines]
            pictures = [Picture(draw_line(line.count), f"{line.count} of 100 figures") for line in group.lines]
            table = Table("", [Column(group.title or "Children"), Column("Of 100")], rows)
            head = ("", "") if found else (self.title, self.sentence)
            found.append(Drawing(*head, tuple(pictures), table, in_rows=True))
        return tuple(found)


def _children(first: int, last: int, in_a_row: int = 10) -> str:
    """Path data of figures `first` to `last` of 100."""
    out = []
    for place in range(first, last):
        x, y = (place % in_a_row) * _STEP + 6.5, (place // in_a_row) * _STEP + 6
        head = f"M{number(x - 2.6)} {number(y - 2)}a2.6 2.6 0 1 1 5.2 0a2.6 2.6 0 1 1 -5.2 0z"
        body = f"M{number(x - 4.6)} {number(y + 8)}v-2.6a4.6 3.9 0 0 1 9.2 0v2.6z"
        out.append(head + body)
    return "".join(out)


def _inside(item: VillageItem) -> str:
    soft = f'<path d="{_children(item.count, 100)}" fill="{colour("soft")}"/>' if item.count < 100 else ""
    strong = f'<path d="{_children(0, item.count)}" fill="{colour("brand")}"/>' if item.count else ""
    label = [words(168, 76 + 19 * line, text, size=16) for line, text in enumerate(wrapped(item.label, 20)[:5])]
    return soft + strong + words(168, 48, str(item.count), size=40, token="ink", bold=True) + "".join(label)


def draw_item(item: VillageItem) -> str:
    """SVG of one line of the village: 100 figures, the count large, the words beside it."""
    return svg(
        WIDTH, HEIGHT, f"{item.count} of 100 children {item.label}", _inside(item), classes="papers-village-item"
    )


def draw_line(count: int) -> str:
    """SVG of 100 figures in four rows, the first `count` of them strong."""
    soft = f'<path d="{_children(count, 100, 25)}" fill="{colour("soft")}"/>' if count < 100 else ""
    strong = f'<path d="{_children(0, count, 25)}" fill="{colour("brand")}"/>' if count else ""
    return mark(25 * _STEP, 4 * _STEP, soft + strong)


def table(items: Sequence[VillageItem]) -> Table:
    """The same as a table, without a caption: the picture's title stands above both."""
    rows = [[item.label, str(item.count)] for item in items]
    return Table("", [Column("Of 100 children"), Column("How many", "right")], rows)
