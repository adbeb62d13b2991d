"""Blocks to tagged PDF/UA-1 through Typst. What people typed goes in as data and stays text.

The compiler is inside the `typst` wheel; fonts are the vendored ones, the system's are ignored; the file's date is
the paper's, so that the same blocks give the same bytes.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from itertools import groupby, pairwise
from pathlib import Path
from statistics import mean
from urllib.parse import urljoin

import typst

from goldenthread.foundation.papers import charts, colours, drawing, typefaces
from goldenthread.foundation.papers.blocks import (
    Chart,
    Drawing,
    Heading,
    KeyFigure,
    List,
    Note,
    Paper,
    Picture,
    Summary,
    Table,
    good_address,
    levels,
    plain,
    to_data,
    written_out,
)

TEMPLATE = Path(__file__).parent / "typst" / "paper.typ"
LinkFor = Callable[[str, str], str | None]


def write(paper: Paper, base_url: str | None = None, *, link_for: LinkFor | None = None) -> bytes:
    """PDF/UA-1 bytes.

    A claim leads to `link_for(noun, key)`, joined to `base_url` where it is relative; without `link_for` to
    `<base_url>/record/<noun>/<key>`; without either it is plain text.
    """
    data = _Data(paper, address_of(base_url, link_for)).whole()
    moment = datetime.datetime.fromisoformat(paper.meta.date or "2000-01-01").replace(tzinfo=datetime.UTC)
    compiler = typst.Compiler(TEMPLATE, root=TEMPLATE.parent, font_paths=_fonts(), ignore_system_fonts=True)
    made = compiler.compile(
        format="pdf",
        sys_inputs={"paper": json.dumps(data, ensure_ascii=False)},
        pdf_standards="ua-1",
        timestamp=moment,
    )
    return bytes(made)


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=list(typefaces.FOLDERS))


def address_of(base_url: str | None, link_for: LinkFor | None) -> LinkFor:
    """The absolute address of a claim's record, or None where paper has nowhere to lead."""

    def address(noun: str, key: str) -> str | None:
        if link_for is not None:
            href = link_for(noun, key)
        else:
            href = f"{base_url.rstrip('/')}/record/{noun}/{key}" if base_url else None
        href = urljoin(base_url or "", href) if href else None
        return href if href and not href.startswith("#") and good_address(href) else None

    return address


class _Data:
    """The paper as the template wants it: addresses found, levels sound, drawings drawn."""

    def __init__(self, paper: Paper, address: LinkFor) -> None:
        self.paper = paper
        self.address = address
        self.places = {block.id for block in paper.blocks if isinstance(block, Heading)}
        self.tokens = {**drawing.TOKENS, **_PAPER, **colours.light(paper.meta.colours)}

    def whole(self) -> dict:
        paper, meta = self.paper, self.paper.meta
        language, _, region = paper.language.partition("-")
        return {
            "title": paper.title,
            "subtitle": paper.subtitle,
            "issuer": meta.issuer,
            "period": meta.period,
            "status": meta.status,
            "running": meta.period or meta.issuer,
            "cover": meta.cover,
            "date": [int(part) for part in meta.date.split("-")] if meta.date else None,
            "language": language,
            "region": region or None,
            "fonts": typefaces.FAMILIES,
            "colours": {name: value for name, value in self.tokens.items() if not name.startswith("series")},
            "blocks": self.blocks(paper.blocks),
        }

    def blocks(self, blocks: tuple) -> list[dict]:
        blocks = written_out(blocks)
        printed = iter(levels(blocks))
        out = []
        for (kind, in_rows), group in groupby(blocks, lambda block: (type(block), getattr(block, "in_rows", False))):
            if kind is KeyFigure:
                out.append({"type": "key_figures", "figures": [to_data(figure) for figure in group]})
            elif in_rows:
                out.append(self.drawn_rows(list(group)))
            else:
                out.extend(self.block(block, printed) for block in group)
        for one, after in pairwise(out):
            if one["type"] == "paragraph" and after["type"] in ("list", "two_lists", "drawing", "drawn_rows"):
                one["leads"] = True  # what begins a list or leads to a drawing is not torn from it
        return out

    def block(self, block: object, printed: object = ()) -> dict:
        if isinstance(block, Heading):
            return {**to_data(block), "level": next(printed)}
        if isinstance(block, Table):
            return {"type": "table", **self.table(block)}
        if isinstance(block, Chart):
            return self.chart(block)
        if isinstance(block, Drawing):
            return self.drawing(block)
        if isinstance(block, Note):
            return {**to_data(block), "blocks": [self.block(inner) for inner in block.blocks]}
        if isinstance(block, List) and _fits_two_columns(block):
            half = (len(block.items) + 1) // 2
            halves = [List(block.items[:half]), List(block.items[half:])]
            return {"type": "two_lists", "halves": [self.resolved(to_data(one)) for one in halves]}
        if isinstance(block, Summary) and _is_short(block):
            half = (len(block.pairs) + 1) // 2
            halves = [Summary(block.pairs[:half]), Summary(block.pairs[half:])]
            return {
                "type": "two_summaries",
                "halves": [self.resolved(to_data(one)) | {"narrow": True} for one in halves],
            }
        return self.resolved(to_data(block))

    def resolved(self, data: object) -> object:
        """The same data, with each link and claim as what paper can do with it."""
        if isinstance(data, list):
            return [self.resolved(item) for item in data]
        if not isinstance(data, dict):
            return data
        data = {name: self.resolved(value) for name, value in data.items()}
        if data.get("type") == "claim":
            href = self.address(data["noun"], data["key"])
            return {**data, "href": href} if href else {"type": "words", "runs": data["runs"]}
        if data.get("type") == "link" and data["href"].startswith("#"):
            place = data["href"][1:]
            kind = "place" if place in self.places else "words"
            return {"type": kind, "id": place, "runs": data["runs"]}
        return data

    def table(self, table: Table, in_drawing: bool = False) -> dict:
        return {
            "caption": table.caption,
            "columns": [to_data(column) for column in table.columns],
            "rows": self.resolved([to_data(row) for row in table.rows]),
            "widths": widths(table),
            "width": 62 if len(table.columns) < 3 and in_drawing else 100,
            "pictures": [],
        }

    def chart(self, block: Chart) -> dict:
        """A chart whose table is small stands beside it, drawn as for a narrow screen."""
        drawn = charts.as_drawing(block, on_screen=True)
        if len(drawn.table.columns) > 3 or len(drawn.table.rows) > 9 or block.specification.kind == "row":
            return self.drawing(drawn)
        (picture,) = drawn.pictures
        narrow = replace(drawn, pictures=(Picture(picture.narrow, picture.alternative),))
        return {**self.drawing(narrow), "beside": True}

    def drawing(self, block: Drawing) -> dict:
        pictures = [
            {"svg": drawing.concrete(picture.svg, self.tokens), "alt": picture.alternative} if picture else None
            for picture in block.pictures
        ]
        return {
            "type": "drawing",
            "title": block.title,
            "sentence": block.sentence,
            "width": block.width,
            "beside": False,
            "pictures": pictures,
            "table": self.table(block.table, in_drawing=True),
        }

    def drawn_rows(self, blocks: list[Drawing]) -> dict:
        """Drawings whose pictures stand in the rows of their tables; several stand in two columns of like length."""
        data = [self.drawing(block) for block in blocks]
        tables = [one["table"] | {"pictures": one["pictures"], "width": 100, "widths": [1, 0]} for one in data]
        rows = [len(table["rows"]) + 1 for table in tables]
        left = min(range(1, len(rows) + 1), key=lambda place: abs(sum(rows[:place]) - sum(rows[place:])))
        first = data[0]
        columns = [tables[:left], tables[left:]] if len(tables) > 1 else [tables]
        return {"type": "drawn_rows", "title": first["title"], "sentence": first["sentence"], "columns": columns}


def _fits_two_columns(block: List) -> bool:
    """Many short items, for instance names of agencies."""
    lines = [plain(item) if isinstance(item, tuple) else "" for item in block.items]
    if block.ordered or not all(lines) or not 8 <= len(lines) <= 40:
        return False
    return max(map(len, lines)) <= 75 and mean(map(len, lines)) <= 42


def _is_short(block: Summary) -> bool:
    """Many terms with a few words each, for instance abbreviations."""
    few = all(len(pair.term) <= 14 and len(plain(pair.definition)) <= 60 for pair in block.pairs)
    return few and 8 <= len(block.pairs) <= 60


_PAPER = {"paper": "#ffffff", "mark": "#8a3b12", "mark-tint": "#fdf3ec"}


_LINES = 3  # so many of a row, about, for the longest text of a column


def widths(table: Table) -> list[int]:
    """Shares of the width: 0 for a short column after the first (as wide as it needs), otherwise by what is in it."""
    shares = []
    most = 44 if len(table.columns) < 5 else 32
    for place, column in enumerate(table.columns):
        cells = [words for row in table.rows if (words := plain(row[place]))] or [column.text]
        longest_word = max(len(word) for cell in [*cells, column.text] for word in (cell.split() or [""]))
        if place and max(len(cell) for cell in [*cells, column.text]) <= 16:
            shares.append(0)
            continue
        longest = max(map(len, cells))
        typical = sorted(map(len, cells))[(len(cells) - 1) * 3 // 4]
        typical = max(typical, -(-longest // _LINES))  # no cell runs down the page word by word
        if column.align == "right" and longest <= 16:
            typical = longest + 2  # a number stays in one line
        shares.append(max(12, min(typical, most), longest_word + 3))
    return shares
