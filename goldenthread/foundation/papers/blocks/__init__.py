"""The tree of blocks that everything printed is made of.

A paper is a title, what a reader must know about it (`Meta`) and a flat tuple of
blocks; a block holds runs (text with strong, emphasis, links and claims) or other
blocks. Everything is frozen and checks itself when it is made: a wrong value
raises `PaperError`, whose text is a full sentence. Where runs are expected a plain
`str` will do, and a list does for a tuple.

The exact form that partners sign is `canonical(paper)`, its hash `digest(paper)`.
"""

from goldenthread.foundation.papers.blocks.canonical import canonical, digest, from_data, to_data
from goldenthread.foundation.papers.blocks.checks import NOTHING, PaperError, good_address
from goldenthread.foundation.papers.blocks.offered import RoomBlock, written_out
from goldenthread.foundation.papers.blocks.paper import BLOCK_TYPES, Colours, Meta, Paper, levels, slug, with_ids
from goldenthread.foundation.papers.blocks.pictures import (
    CHART_KINDS,
    Chart,
    Drawing,
    Picture,
    Series,
    Specification,
    spoken_value,
)
from goldenthread.foundation.papers.blocks.runs import RUN_TYPES, Claim, Emphasis, Link, Strong, Text, as_runs, plain
from goldenthread.foundation.papers.blocks.words import (
    Column,
    Contents,
    Heading,
    Item,
    KeyFigure,
    List,
    Month,
    MonthItem,
    Months,
    Note,
    PageBreak,
    Pair,
    Paragraph,
    Quotation,
    Summary,
    Table,
    line_and_blocks,
)

__all__ = [
    "BLOCK_TYPES",
    "CHART_KINDS",
    "Chart",
    "Claim",
    "Colours",
    "Column",
    "Contents",
    "Drawing",
    "Emphasis",
    "Heading",
    "Item",
    "KeyFigure",
    "Link",
    "List",
    "Meta",
    "Month",
    "MonthItem",
    "Months",
    "NOTHING",
    "Note",
    "PageBreak",
    "Pair",
    "Paper",
    "PaperError",
    "Paragraph",
    "Picture",
    "Quotation",
    "RUN_TYPES",
    "RoomBlock",
    "Series",
    "Specification",
    "Strong",
    "Summary",
    "Table",
    "Text",
    "as_runs",
    "canonical",
    "digest",
    "from_data",
    "good_address",
    "levels",
    "line_and_blocks",
    "plain",
    "slug",
    "spoken_value",
    "to_data",
    "with_ids",
    "written_out",
]
