"""The words of a paper in reading order: what page, PDF and Word must all say."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from goldenthread.foundation.papers.blocks import (
    Chart,
    Contents,
    Drawing,
    Heading,
    KeyFigure,
    List,
    Months,
    Note,
    Paper,
    Paragraph,
    Quotation,
    Summary,
    Table,
    line_and_blocks,
    plain,
    written_out,
)

_SENTENCE_ENDS = re.compile(r"(?<=[.!?])[”’)]*\s+(?=[“‘(]?[A-Z0-9£])")
_POINTS_ELSEWHERE = re.compile(r"^More stands under |: (told above|see [^.]+)\.$")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def pieces(paper: Paper) -> list[str]:
    """Every text of the paper, one for each heading, paragraph, item, cell and so on, in reading order.

    The entries of a list of contents are left out (they repeat the headings); text inside drawings likewise, since
    each drawing has its sentence and table.
    """
    meta = paper.meta
    cover = [meta.issuer, paper.title, paper.subtitle, meta.period, meta.status]
    return [text for text in [*cover, *pieces_of(paper.blocks)] if text.strip()]


def pieces_of(blocks: tuple) -> list[str]:
    """The same for some blocks."""
    return [text for block in written_out(blocks) for text in _block(block) if text.strip()]


def printed(blocks: tuple) -> list[str]:
    """The pieces of some blocks and what their drawings write beside them: all that needs a letter in a typeface."""
    beside = (words for block in written_out(blocks) for words in _in_drawing(block))
    return [*pieces_of(blocks), *(words for words in beside if words.strip())]


def _in_drawing(block: object) -> Iterator[str]:
    if isinstance(block, Chart):
        shown = block.specification
        yield from (*shown.categories, *(series.label for series in shown.series), shown.unit, shown.category_title)


def sentences(paper: Paper) -> list[str]:
    """The pieces, cut into sentences."""
    return [part for piece in pieces(paper) for part in _SENTENCE_ENDS.split(" ".join(piece.split())) if part]


def numbers(paper: Paper) -> list[str]:
    """Every number as it is printed ("1,204", "92.6"), in reading order."""
    return [found for piece in pieces(paper) for found in _NUMBER.findall(piece)]


def _block(block: object) -> Iterator[str]:
    if isinstance(block, Heading):
        yield block.text
    elif isinstance(block, Contents):
        yield block.title
    elif isinstance(block, Paragraph):
        yield plain(block.runs)
    elif isinstance(block, List):
        for line, blocks in map(line_and_blocks, block.items):
            yield plain(line)
            for inner in blocks:
                yield from _block(inner)
    elif isinstance(block, Quotation):
        yield from (plain(block.runs), block.attribution)
    elif isinstance(block, KeyFigure):
        yield from (block.value, block.label, block.sentence, block.source)
    elif isinstance(block, Summary):
        for pair in block.pairs:
            yield from (pair.term, plain(pair.definition))
    elif isinstance(block, Note):
        yield block.title
        for inner in block.blocks:
            yield from _block(inner)
    elif isinstance(block, Months):
        yield from _months(block)
    elif isinstance(block, Table):
        yield from _table(block)
    elif isinstance(block, (Chart, Drawing)):
        yield from (block.title, block.sentence)
        yield from _table(table_under(block))


def _months(block: Months) -> Iterator[str]:
    for month in block.months:
        yield month.label
        for item in month.items:
            yield plain(item.what)
            if item.impact:
                yield from (block.impact_label, plain(item.impact))


def _table(table: Table) -> Iterator[str]:
    yield table.caption
    yield from (column.text for column in table.columns)
    for row in table.rows:
        yield from map(plain, row)


def table_under(block: Chart | Drawing) -> Table:
    """The table that stands under a drawing; without a caption where the drawing's title says the same."""
    if block.table.caption == block.title:
        return Table("", block.table.columns, block.table.rows)
    return block.table


def told_twice(blocks: Iterable[object]) -> dict[str, int]:
    """Every sentence of five words or more that stands in full more than once, with how often.

    Headings and the names by which a line of months refers to work are no sentences, nor is what only says where
    something is told; what a picture says is one with its title, under which it stands.
    """
    found: Counter[str] = Counter()
    for block in written_out(blocks):
        if isinstance(block, (Heading, Contents, Months)):
            continue
        if isinstance(block, (Chart, Drawing)) and block.sentence:
            found.update([f"{block.title}: {block.sentence}"])
        texts = _table(table_under(block)) if isinstance(block, (Chart, Drawing)) else _block(block)
        for text in texts:
            found.update(part for part in _SENTENCE_ENDS.split(" ".join(text.split())) if _is_sentence(part))
    return {sentence: often for sentence, often in found.items() if often > 1}


def _is_sentence(text: str) -> bool:
    ends = text.rstrip("”’)").endswith((".", "!", "?"))
    return ends and len(text.split()) >= 5 and not _POINTS_ELSEWHERE.search(text)
