"""If the area were a village of 100 children, as a block of papers: each line of it a picture of 100 figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from goldenthread.foundation.papers.blocks import Column, Drawing, PaperError, Picture, RoomBlock, Table
from goldenthread.foundation.papers.blocks.checks import as_tuple, clean, put, whole
from goldenthread.foundation.papers.drawing import colour, number, svg, words, wrapped

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


def _children(first: int, last: int) -> str:
    """Path data of figures `first` to `last` of 100, ten in a row."""
    out = []
    for place in range(first, last):
        x, y = (place % 10) * _STEP + 6.5, (place // 10) * _STEP + 6
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


def table(items: Sequence[VillageItem]) -> Table:
    """The same as a table, without a caption: the picture's title stands above both."""
    rows = [[item.label, str(item.count)] for item in items]
    return Table("", [Column("Of 100 children"), Column("How many", "right")], rows)
