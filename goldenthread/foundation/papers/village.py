"""If the area were a village of 100 children: each line of it as a picture of 100 figures."""

from __future__ import annotations

from collections.abc import Sequence

from goldenthread.foundation.papers.blocks import Column, Table, VillageItem
from goldenthread.foundation.papers.drawing import colour, number, svg, words, wrapped

_STEP = 15
WIDTH, HEIGHT = 320, 168


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


def draw(items: Sequence[VillageItem], title: str, columns: int = 2) -> str:
    """SVG of the whole village, for where drawings cannot flow."""
    parts = []
    for place, item in enumerate(items):
        x, y = (place % columns) * (WIDTH + 20), (place // columns) * (HEIGHT + 12)
        parts.append(f'<g transform="translate({x} {y})">{_inside(item)}</g>')
    lines = -(-len(items) // columns)
    return svg(columns * (WIDTH + 20) - 20, lines * (HEIGHT + 12) - 12, title, "".join(parts))


def table(items: Sequence[VillageItem]) -> Table:
    """The same as a table, without a caption: the picture's title stands above both."""
    rows = [[item.label, str(item.count)] for item in items]
    return Table("", [Column("Of 100 children"), Column("How many", "right")], rows)
