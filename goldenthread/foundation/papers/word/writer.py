"""The writer itself. Each block is written in the order in which text.py reads it."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Callable
from functools import lru_cache
from itertools import zip_longest

import docx
import resvg_py
from docx.shared import Cm, Emu, Pt

from goldenthread.foundation.papers import charts, colours, drawing, typefaces
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
    written_out,
)
from goldenthread.foundation.papers.pdf import address_of, widths
from goldenthread.foundation.papers.word import parts, styles
from goldenthread.foundation.papers.word.template import drawing_into

_PLAIN_TOKENS = {"mark": "#8a3b12", "mark-tint": "#fdf3ec"}
_SIDES = {"left": styles.LEFT, "right": styles.RIGHT, "centre": styles.CENTRE}
_DEEPER = {1: "", 2: " 2", 3: " 3"}
LinkFor = Callable[[str, str], str | None]


def write(
    paper: Paper, base_url: str | None = None, *, link_for: LinkFor | None = None, template: bytes | None = None
) -> bytes:
    """Word (.docx) bytes; the same blocks give the same bytes. Links as in `pdf.write`.

    `template` is a file that `template.cleaned` gave: its styles, page set-up, headers, footers and cover are taken.
    """
    writer = _Writer(paper, address_of(base_url, link_for), template)
    writer.cover()
    blocks = written_out(paper.blocks)
    for block, after in zip_longest(blocks, blocks[1:]):
        written = writer.block(block)
        if isinstance(block, Paragraph) and isinstance(after, List):
            written.paragraph_format.keep_with_next = True  # what begins a list is not torn from it
    held = io.BytesIO()
    writer.document.save(held)
    return _timeless(held.getvalue())


def _timeless(made: bytes) -> bytes:
    """The same archive without the moment at which it was packed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return out.getvalue()


@lru_cache(maxsize=128)
def png(svg: str, width: int = 1260) -> bytes:
    """A drawing in plain colours as a picture `width` pixels wide (200 to the inch), in the vendored typeface."""
    made = resvg_py.svg_to_bytes(
        svg_string=svg,
        font_files=[str(path) for path in typefaces.files()],
        skip_system_fonts=True,
        width=width,
        background="#ffffff",
    )
    return bytes(made)


class _Writer:
    def __init__(self, paper: Paper, address: LinkFor, template: bytes | None) -> None:
        self.paper = paper
        self.address = address
        self.tokens = {**drawing.TOKENS, **_PLAIN_TOKENS, **colours.light(paper.meta.colours)}
        self.template = template is not None
        self.document = docx.Document(io.BytesIO(template) if template else None)
        self.headings = [block for block in paper.blocks if isinstance(block, Heading)]
        self.levels = levels(paper.blocks)
        self.places = {heading.id: f"_Toc{number:08d}" for number, heading in enumerate(self.headings, 1)}
        self.next_heading = 0
        self.pictures_so_far = 0
        self.brings = styles.matching(self.document)[0] if template else []
        self.style_ids = styles.prepare(self.document, self.tokens, paper.language, template=self.template)
        self.properties()
        self.page()
        self.kinds = {
            Heading: self.heading,
            Paragraph: lambda block: self.paragraph(block.runs),
            List: self.list,
            Quotation: self.quotation,
            KeyFigure: self.key_figure,
            Table: self.table,
            Chart: lambda block: self.drawn(charts.as_drawing(block)),
            Drawing: self.drawn,
            Months: self.months,
            Note: self.note,
            Summary: self.summary,
            PageBreak: lambda block: self.document.add_page_break(),
            Contents: self.contents,
        }

    def block(self, block: object) -> object:
        return self.kinds[type(block)](block)

    # --- the file ---

    def properties(self) -> None:
        meta, core = self.paper.meta, self.document.core_properties
        core.title, core.author, core.language = self.paper.title[:255], meta.issuer[:255], self.paper.language
        core.subject, core.last_modified_by, core.comments = meta.period[:255], meta.issuer[:255], ""
        core.revision = 1
        core.created = core.modified = datetime.datetime.fromisoformat(meta.date or "2000-01-01")

    def page(self) -> None:
        section = self.document.sections[-1]
        if not self.template or not section.page_width:
            section.page_width, section.page_height = Cm(21), Cm(29.7)
            section.left_margin = section.right_margin = Cm(2.4)
            section.top_margin, section.bottom_margin = Cm(2.5), Cm(2.3)
        self.room = section.page_width - (section.left_margin or 0) - (section.right_margin or 0)
        if self.template and drawing_into.has_running_words(self.document):
            return
        section.different_first_page_header_footer = self.paper.meta.cover == "full"
        head = section.header.paragraphs[0]
        head.text = " · ".join(filter(None, [self.paper.title, self.paper.meta.period]))
        foot = section.footer.paragraphs[0]
        foot.alignment = styles.RIGHT
        parts.field(foot, "PAGE", "1")
        for paragraph in (head, foot):
            self.dress(paragraph, "Key figure note")

    def cover(self) -> None:
        paper, meta = self.paper, self.paper.meta
        if self.template and drawing_into.fill(self):
            return
        self.words(meta.issuer, "Cover line")
        title = self.words(paper.title, "Title")
        if meta.cover == "plain":
            title.paragraph_format.space_before = Pt(6)
            title.runs[0].font.size = Pt(24) if "Title" not in self.brings else None
        self.words(paper.subtitle, "Subtitle")
        self.words(meta.period, "Cover line")
        self.words(meta.status, "Normal")
        if meta.cover == "full" and paper.blocks and not self.starts_a_page(paper.blocks[0]):
            self.document.add_page_break()

    def starts_a_page(self, block: object) -> bool:
        return isinstance(block, (Contents, PageBreak))

    # --- runs ---

    def words(self, text: str, style: str) -> object:
        return self.paragraph((Text(text),), style) if text else None

    def paragraph(self, runs: tuple, style: str = "Normal") -> object:
        paragraph = self.document.add_paragraph()
        self.dress(paragraph, style)
        self.runs(paragraph, runs)
        return paragraph

    def dress(self, paragraph: object, style: str) -> None:
        """Sets the style by its id: python-docx looks each name up in the whole file, which takes most of its time."""
        paragraph._p.style = self.style_ids[style]

    def runs(
        self, paragraph: object, runs: tuple, *, bold: bool = False, italic: bool = False, link: bool = False
    ) -> None:
        for run in runs:
            if isinstance(run, Text):
                written = paragraph.add_run(run.text)  # python-docx writes a line feed as a line break
                written.bold, written.italic = bold or None, italic or None
                if link:
                    written._r.style = self.style_ids["Hyperlink"]
            elif isinstance(run, (Strong, Emphasis)):
                strong, emphasis = bold or isinstance(run, Strong), italic or isinstance(run, Emphasis)
                self.runs(paragraph, run.runs, bold=strong, italic=emphasis, link=link)
            else:
                target = self.target(run) if not link else None
                inside = parts.link(paragraph, **target) if target else paragraph
                self.runs(inside, run.runs, bold=bold, italic=italic, link=link or bool(target))

    def target(self, run: Link | Claim) -> dict[str, str] | None:
        if isinstance(run, Claim):
            href = self.address(run.noun, run.key)
            return {"href": href} if href else None
        if run.href.startswith("#"):
            place = self.places.get(run.href[1:])
            return {"place": place} if place else None
        return {"href": run.href}

    # --- blocks ---

    def heading(self, block: Heading) -> None:
        level = self.levels[self.next_heading]
        self.next_heading += 1
        paragraph = self.words(block.text, f"Heading {level}")
        parts.bookmark(paragraph, self.places[block.id], self.next_heading)

    def list(self, block: List, depth: int = 1) -> list:
        """Each list inside a list in the next of Word's three styles, and deeper still only further in."""
        style = ("List Number" if block.ordered else "List Bullet") + _DEEPER[min(depth, 3)]
        number = parts.numbered_from(self.document, block.start, self.style_ids[style]) if block.ordered else None
        written = []
        for line, blocks in map(line_and_blocks, block.items):
            paragraph = self.paragraph(line, style)
            if depth > 3:
                paragraph.paragraph_format.left_indent = Pt(18 * depth)
            if number:
                parts.use_numbering(paragraph, number)
            written.append(paragraph)
            for inner in blocks:
                if isinstance(inner, List):
                    written.extend(self.list(inner, depth + 1))
                else:
                    written.append(self.paragraph(inner.runs, "List Continue"))
                    written[-1].paragraph_format.left_indent = Pt(18 * depth)
        return written

    def quotation(self, block: Quotation) -> list:
        paragraph = self.paragraph(block.runs, "Quote")
        if "Quote" not in self.brings:
            styles.edge(paragraph, "left", self.tokens["accent"], 24, 12)
        who = self.words(block.attribution, "Voice")
        return [one for one in (paragraph, who) if one is not None]

    def key_figure(self, block: KeyFigure) -> None:
        self.words(block.value, "Key figure")
        self.words(block.label, "Key figure label")
        self.words(block.sentence, "Normal")
        self.words(block.source, "Key figure note")

    def table(self, block: Table, named: str = "", pictures: tuple = ()) -> None:
        """`pictures`: one for the last cell of each row."""
        if block.caption:
            self.words(block.caption, "Caption")
        table = self.document.add_table(rows=1, cols=len(block.columns))
        parts.name_table(table, block.caption or named)
        parts.repeat_head(table.rows[0])
        for cell, column in zip(table.rows[0].cells, block.columns, strict=True):
            self.cell(cell, (Strong((Text(column.text),)),) if column.text else (), column.align)
        for place, row in enumerate(block.rows):
            cells = table.add_row()
            parts.keep_whole(cells)
            for cell, runs, column in zip(cells.cells, row, block.columns, strict=True):
                self.cell(cell, runs, column.align)
            if pictures and pictures[place]:
                beside = cells.cells[-1].paragraphs[0]
                beside.add_run("\u2002")
                self.picture(beside, pictures[place], Cm(5), 400)
        parts.rules(table, self.tokens["brand"], self.tokens["line"])
        self.widths(table, block)
        self.document.add_paragraph().paragraph_format.space_after = Pt(0)

    def cell(self, cell: object, runs: tuple, align: str) -> None:
        paragraph = cell.paragraphs[0]
        self.dress(paragraph, "Table text")
        paragraph.alignment = _SIDES[align]
        self.runs(paragraph, runs)

    def widths(self, table: object, block: Table) -> None:
        shares = [share or 14 for share in widths(block)]
        table.autofit = False
        for column, share in zip(table.columns, shares, strict=True):
            width = Emu(int(self.room * share / sum(shares)))
            column.width = width
            for cell in column.cells:
                cell.width = width

    def pictures(self, block: Drawing) -> None:
        """One as wide as the page, or several side by side, as many as there is room for in a line."""
        paragraph = self.document.add_paragraph()
        paragraph.paragraph_format.keep_with_next = True
        whole = min(Cm(16), self.room)
        width = whole if len(block.pictures) == 1 else Emu(int(whole * block.width / 100 - Cm(0.2)))
        for picture in block.pictures:
            self.picture(paragraph, picture, width)

    def picture(self, paragraph: object, picture: Picture, width: int, pixels: int = 1260) -> None:
        self.pictures_so_far += 1
        made = png(drawing.concrete(picture.svg, self.tokens), pixels)
        added = paragraph.add_run().add_picture(io.BytesIO(made), width=width)
        parts.describe(added, picture.alternative, self.pictures_so_far)

    def drawn(self, block: Drawing) -> None:
        self.words(block.title, "Caption")
        if block.sentence:
            self.words(block.sentence, "Normal").paragraph_format.keep_with_next = True
        if not block.in_rows:
            self.pictures(block)
        self.table(block.table, block.title, block.pictures if block.in_rows else ())

    def months(self, block: Months) -> None:
        for month in block.months:
            self.words(month.label, "Month")
            for item in month.items:
                self.paragraph(item.what).paragraph_format.keep_with_next = bool(item.impact) or None
                if item.impact:
                    label = (Strong((Text(block.impact_label),)), Text(" "))
                    self.paragraph((*label, *item.impact), "Impact")

    def note(self, block: Note) -> None:
        edge, ground = {"info": ("brand", "tint"), "marked": ("mark", "mark-tint"), "withheld": ("muted", None)}[
            block.kind
        ]
        written = [self.words(block.title, "Note title")]
        for inner in block.blocks:
            if isinstance(inner, Paragraph):
                written.append(self.paragraph(inner.runs, "Note"))
            elif isinstance(inner, List):
                written.extend(self.list(inner))
            elif isinstance(inner, Quotation):
                written.extend(self.quotation(inner))
            else:
                self.block(inner)
        written = [one for one in written if one is not None]
        for paragraph in written:
            if ground:
                styles.shade(paragraph, self.tokens[ground])
            if paragraph._p.style != self.style_ids["Quote"]:
                styles.edge(paragraph, "left", self.tokens[edge], 24, 8, "single" if ground else "dashed")
        written[-1].paragraph_format.space_after = Pt(12)

    def summary(self, block: Summary) -> None:
        for pair in block.pairs:
            self.paragraph((Strong((Text(pair.term),)), Text("\n"), *pair.definition))

    def contents(self, block: Contents) -> None:
        title = self.words(block.title, "TOC Heading")
        title.paragraph_format.page_break_before = self.paper.meta.cover == "full"
        entries = [
            (level, heading) for level, heading in zip(self.levels, self.headings, strict=True) if level <= block.depth
        ]
        last = None
        for level, heading in entries:
            line = self.paragraph((), f"TOC {level}")
            if last is None:  # without page numbers: only Word itself could work them out, and would ask first
                parts.begin_field(line, f'TOC \\o "1-{block.depth}" \\h \\n \\u')
            parts.link(line, place=self.places[heading.id]).add_run(heading.text)
            last = line
        if last is not None:
            parts.end_field(last)
