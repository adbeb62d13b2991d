"""A drawing of a paper as a picture of its own, for slides or another report; its sentence and table stay on the page.

A picture is named by what it says in words, so that a page that was kept leads to it however it is drawn since.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from html import escape

from goldenthread.foundation.papers import charts, colours, drawing
from goldenthread.foundation.papers.blocks import Chart, Colours, Drawing, written_out
from goldenthread.foundation.papers.text import pieces_of
from goldenthread.foundation.papers.word.writer import png

TYPES = {"svg": "image/svg+xml", "png": "image/png"}
PIXELS = 1600  # how wide a PNG is


def name_of(block: Drawing) -> str:
    """Sixteen letters and figures; "" for what is no picture by itself: several side by side, or in rows of a table."""
    if block.in_rows or len(block.pictures) != 1:
        return ""
    return hashlib.sha256("\0".join(pieces_of((block,))).encode()).hexdigest()[:16]


def find(blocks: Iterable[object], name: str) -> Drawing | None:
    """The drawing of that name among the blocks of a paper."""
    for block in written_out(blocks):
        drawn = charts.as_drawing(block, on_screen=True) if isinstance(block, Chart) else block
        if isinstance(drawn, Drawing) and name and name_of(drawn) == name:
            return drawn
    return None


def as_file(block: Drawing, kind: str, scheme: Colours) -> bytes:
    """SVG or PNG in the issuer's colours. The SVG says its title and its sentence to aids to reading."""
    svg = drawing.concrete(block.pictures[0].svg, {**drawing.TOKENS, **colours.light(scheme)})
    if kind == "png":
        return png(svg, PIXELS)
    told = f"<desc>{escape(block.title)}. {escape(block.sentence)}</desc>"
    return svg.replace("</title>", f"</title>{told}", 1).encode()
