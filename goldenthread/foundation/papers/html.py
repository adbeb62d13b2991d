"""Blocks to HTML for a page of the house: GOV.UK classes, no inline styles, everything that people typed escaped."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import singledispatchmethod
from itertools import groupby

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify

from goldenthread.foundation.papers import charts, taking
from goldenthread.foundation.papers.blocks import (
    Chart,
    Claim,
    Contents,
    Drawing,
    Emphasis,
    Heading,
    KeyFigure,
    Link,
    List,
    Months,
    Note,
    PageBreak,
    Paper,
    Paragraph,
    Picture,
    Quotation,
    Strong,
    Summary,
    Table,
    Text,
    levels,
    line_and_blocks,
    plain,
    written_out,
)

LinkFor = Callable[[str, str], str | None]
_HEADING_CLASSES = {1: "govuk-heading-l", 2: "govuk-heading-m", 3: "govuk-heading-s", 4: "govuk-heading-s"}


def write(paper: Paper, link_for: LinkFor | None = None, *, cover: bool = True, taken: bool = False) -> SafeString:
    """The whole paper as one `<article class="papers">`.

    `link_for(noun, key)` gives the address of a claim's record, or None where there is none for this reader. The page
    needs `papers/papers.css` and, for the issuer's colours, `colours.css(paper.meta.colours)` in a style with a nonce.
    `taken` puts links beside pictures that ask the page's own address for them (`taking.py`).
    """
    writer = _Writer(link_for, paper.blocks, first_level=2, anchors=True)
    writer.taken = taken
    top = _cover(paper) if cover else ""
    return mark_safe(f'<article class="papers" lang="{escape(paper.language)}">{top}{writer.body()}</article>')


def anchor_of(noun: str, key: str) -> str:
    """The place of the first claim on a record in a whole paper: /report/2025/read/#on-finding-west-f1."""
    return f"on-{noun}-{key.replace('/', '-')}"


def fragment(blocks: Iterable, link_for: LinkFor | None = None, *, first_level: int = 2) -> SafeString:
    """Some blocks, for a place inside another page; `first_level` is the level of the highest heading, 1 to 6."""
    return mark_safe(f'<div class="papers">{_Writer(link_for, tuple(blocks), first_level).body()}</div>')


def runs(value: tuple, link_for: LinkFor | None = None) -> SafeString:
    """Runs alone, for a cell or a line of another page."""
    return mark_safe(_Writer(link_for, (), 2).runs(value))


def _cover(paper: Paper) -> str:
    meta = paper.meta
    above = f'<p class="papers-cover-issuer">{escape(meta.issuer)}</p>' if meta.issuer else ""
    below = "".join(
        f'<p class="papers-cover-{name}">{escape(value)}</p>'
        for name, value in (("subtitle", paper.subtitle), ("period", meta.period), ("status", meta.status))
        if value
    )
    title = f'<h1 class="papers-cover-title">{escape(paper.title)}</h1>'
    return f'<header class="papers-cover papers-cover-{meta.cover}">{above}{title}{below}</header>'


class _Writer:
    def __init__(self, link_for: LinkFor | None, blocks: tuple, first_level: int, anchors: bool = False) -> None:
        self.link_for = link_for
        self.taken = False
        self.anchored: set[str] | None = set() if anchors else None  # a fragment does not know what else is on its page
        self.blocks = blocks = written_out(blocks)
        self.first_level = first_level
        self.printed_levels = levels(blocks)
        self.headings = [block for block in blocks if isinstance(block, Heading)]
        self.places = {heading.id for heading in self.headings}
        self.next_heading = 0
        self.heading, self.regions = "", {}

    def body(self) -> str:
        out = []
        for kind, group in groupby(self.blocks, type):
            if kind is KeyFigure:
                figures = "".join(self.block(figure) for figure in group)
                out.append(f'<ul class="papers-figures" role="list">{figures}</ul>')
            else:
                out.extend(self.block(block) for block in group)
        return "\n".join(out)

    # --- runs ---

    def runs(self, value: tuple) -> str:
        return "".join(self.run(run) for run in value)

    def run(self, run: object) -> str:
        if isinstance(run, Text):
            return escape(run.text).replace("\n", "<br>")
        inner = self.runs(run.runs)
        if isinstance(run, Strong):
            return f"<strong>{inner}</strong>"
        if isinstance(run, Emphasis):
            return f"<em>{inner}</em>"
        if isinstance(run, Link):
            if run.href.startswith("#") and run.href[1:] not in self.places:
                return inner
            return f'<a class="govuk-link" href="{escape(run.href)}">{inner}</a>'
        return self.claim(run, inner)

    def claim(self, run: Claim, inner: str) -> str:
        href = self.link_for(run.noun, run.key) if self.link_for else None
        return f'<a class="claim govuk-link"{self.anchor(run)} href="{escape(href)}">{inner}</a>' if href else inner

    def anchor(self, run: Claim) -> str:
        """Its place on the page, so that a record leads back to the first sentence that names it."""
        name = anchor_of(run.noun, run.key)
        if self.anchored is None or name in self.anchored:
            return ""
        self.anchored.add(name)
        return f' id="{escape(name)}"'

    # --- blocks ---

    @singledispatchmethod
    def block(self, block: object) -> str:
        raise TypeError(f"{type(block).__name__} cannot be written as HTML.")

    @block.register
    def _(self, block: Heading) -> str:
        level = self.printed_levels[self.next_heading]
        self.next_heading += 1
        self.heading = block.text
        tag = f"h{min(level + self.first_level - 1, 6)}"
        named = f' id="{block.id}"' if block.id else ""
        css = f"{_HEADING_CLASSES[level]} papers-heading-{level}"
        return f'<{tag} class="{css}"{named}>{escape(block.text)}</{tag}>'

    @block.register
    def _(self, block: Paragraph) -> str:
        return f'<p class="govuk-body">{self.runs(block.runs)}</p>'

    @block.register
    def _(self, block: List) -> str:
        tag, kind = ("ol", "number") if block.ordered else ("ul", "bullet")
        start = f' start="{block.start}"' if block.ordered and block.start != 1 else ""
        items = "".join(f"<li>{self.item(item)}</li>" for item in block.items)
        return f'<{tag} class="govuk-list govuk-list--{kind}"{start}>{items}</{tag}>'

    def item(self, item: object) -> str:
        line, blocks = line_and_blocks(item)
        return self.runs(line) + "".join(self.block(block) for block in blocks)

    @block.register
    def _(self, block: Quotation) -> str:
        who = (
            f'<figcaption class="papers-voice-who">{escape(block.attribution)}</figcaption>'
            if block.attribution
            else ""
        )
        return f'<figure class="papers-voice"><blockquote><p>{self.runs(block.runs)}</p></blockquote>{who}</figure>'

    @block.register
    def _(self, block: KeyFigure) -> str:
        lines = [
            f'<p class="papers-figure-value">{escape(block.value)}</p>',
            f'<p class="papers-figure-label">{escape(block.label)}</p>',
        ]
        if block.sentence:
            lines.append(f'<p class="papers-figure-sentence">{escape(block.sentence)}</p>')
        if block.source:
            lines.append(f'<p class="papers-figure-source">{escape(block.source)}</p>')
        size = " papers-figure-words" if len(block.value) > 9 else ""
        return f'<li class="papers-figure{size}">{"".join(lines)}</li>'

    @block.register
    def _(self, block: Table) -> str:
        return self.table(block)

    def table(self, table: Table, named: str = "", pictures: tuple = ()) -> str:
        """`named` names a table that has no caption of its own. The frame can be scrolled by keyboard. `pictures`: one
        for the last cell of each row, hidden from aids to reading, since the cell says the same.
        """
        caption = f'<caption class="govuk-table__caption govuk-table__caption--s">{escape(table.caption)}</caption>'
        head = "".join(
            f'<th scope="col" class="govuk-table__header{_aligned(column)}">{escape(column.text)}</th>'
            for column in table.columns
        )
        pictures = pictures or (None,) * len(table.rows)
        rows = "".join(self.row(row, table.columns, picture) for row, picture in zip(table.rows, pictures, strict=True))
        name = escape(self.region_name(table.caption or named or self.heading or table.columns[0].text or "Table"))
        return (
            f'<div class="papers-table" role="region" aria-label="{name}" tabindex="0"><table class="govuk-table">'
            f"{caption if table.caption else ''}"
            f'<thead class="govuk-table__head"><tr class="govuk-table__row">{head}</tr></thead>'
            f'<tbody class="govuk-table__body">{rows}</tbody></table></div>'
        )

    def region_name(self, name: str) -> str:
        """Each region of a page has a name of its own, for those who go from one to the next."""
        times = self.regions[name] = self.regions.get(name, 0) + 1
        return f"{name}, table {times}" if times > 1 else name

    def row(self, row: tuple, columns: tuple, picture: Picture | None = None) -> str:
        cells = []
        for place, (cell, column) in enumerate(zip(row, columns, strict=True)):
            inner = self.runs(cell)
            if picture and place == len(columns) - 1:
                inner = f'<span class="papers-drawn-cell"><span>{inner}</span>{picture.svg}</span>'
            if place == 0 and plain(cell).strip() and len(columns) > 1:
                cells.append(f'<th scope="row" class="govuk-table__header{_aligned(column)}">{inner}</th>')
            else:
                cells.append(f'<td class="govuk-table__cell{_aligned(column)}">{inner}</td>')
        return f'<tr class="govuk-table__row">{"".join(cells)}</tr>'

    @block.register
    def _(self, block: Chart) -> str:
        return self.block(charts.as_drawing(block, on_screen=True))

    @block.register
    def _(self, block: Drawing) -> str:
        """Title, sentence, pictures, table: the order in which a figure is read."""
        if block.in_rows:
            return (
                f'<figure class="papers-drawing papers-drawn-rows">{self.drawing_head(block)}'
                f"{self.table(block.table, block.title, block.pictures)}</figure>"
            )
        pictures = "".join(picture.svg + picture.narrow for picture in block.pictures)
        if len(block.pictures) > 1:
            pictures = f'<div class="papers-pictures">{pictures}</div>'
        return (
            f'<figure class="papers-drawing">{self.drawing_head(block)}{pictures}{self.to_take(block)}'
            f"{self.table(block.table, block.title)}</figure>"
        )

    def to_take(self, block: Drawing) -> str:
        """Links to the picture as a file. They ask the page on which they stand, whatever its address."""
        name = taking.name_of(block) if self.taken else ""
        if not name:
            return ""
        file = slugify(block.title)
        links = " ".join(
            f'<a class="govuk-link" href="?picture={name}&amp;as={kind}" download="{file}.{kind}">{kind.upper()}'
            f'<span class="govuk-visually-hidden"> of {escape(block.title)}</span></a>'
            for kind in taking.TYPES
        )
        return f'<p class="papers-take">Take this picture: {links}</p>'

    def drawing_head(self, block: Drawing) -> str:
        if not block.title:
            return ""
        return (
            f'<figcaption><p class="papers-drawing-title">{escape(block.title)}</p>'
            f'<p class="papers-drawing-sentence">{escape(block.sentence)}</p></figcaption>'
        )

    @block.register
    def _(self, block: Months) -> str:
        out = []
        for month in block.months:
            items = "".join(self.month_item(item, block.impact_label) for item in month.items)
            out.append(
                f'<li class="papers-month"><p class="papers-month-label">{escape(month.label)}</p>'
                f'<div class="papers-month-items">{items}</div></li>'
            )
        return f'<ol class="papers-months" role="list">{"".join(out)}</ol>'

    def month_item(self, item: object, impact_label: str) -> str:
        impact = ""
        if item.impact:
            impact = (
                f'<p class="papers-month-impact"><strong class="papers-month-impact-label">{escape(impact_label)}'
                f"</strong> {self.runs(item.impact)}</p>"
            )
        return f'<div class="papers-month-item"><p class="govuk-body">{self.runs(item.what)}</p>{impact}</div>'

    @block.register
    def _(self, block: Note) -> str:
        title = f'<p class="papers-note-title">{escape(block.title)}</p>' if block.title else ""
        inner = "".join(self.block(one) for one in block.blocks)
        return f'<div class="papers-note papers-note-{block.kind}">{title}{inner}</div>'

    @block.register
    def _(self, block: Summary) -> str:
        rows = "".join(
            f'<div class="govuk-summary-list__row"><dt class="govuk-summary-list__key">{escape(pair.term)}</dt>'
            f'<dd class="govuk-summary-list__value">{self.runs(pair.definition)}</dd></div>'
            for pair in block.pairs
        )
        return f'<dl class="govuk-summary-list">{rows}</dl>'

    @block.register
    def _(self, block: PageBreak) -> str:
        return '<hr class="papers-page-break" aria-hidden="true">'

    @block.register
    def _(self, block: Contents) -> str:
        entries = [
            (level, heading)
            for level, heading in zip(self.printed_levels, self.headings, strict=True)
            if level <= block.depth and heading.id
        ]
        lines = "".join(
            f'<li class="papers-contents-{level}"><a class="govuk-link" '
            f'href="#{heading.id}">{escape(heading.text)}</a></li>'
            for level, heading in entries
        )
        return (
            f'<nav class="papers-contents" aria-labelledby="papers-contents"><h{self.first_level} '
            f'class="govuk-heading-m" id="papers-contents">{escape(block.title)}</h{self.first_level}>'
            f'<ol class="papers-contents-list" role="list">{lines}</ol></nav>'
        )


def _aligned(column: object) -> str:
    return {"right": " papers-right", "centre": " papers-centre"}.get(column.align, "")
