"""Stored text whose words lead to the record of which it is the text."""

from __future__ import annotations

from collections.abc import Callable

from goldenthread.foundation.papers.blocks import (
    Claim,
    Item,
    Link,
    List,
    Paragraph,
    Quotation,
    Table,
    Text,
    line_and_blocks,
    plain,
)
from goldenthread.foundation.papers.markdown import parse_runs, parse_stored
from goldenthread.foundation.papers.text import pieces_of


def claimed(text: str, noun: str, key: str, heading_level: int = 2) -> tuple:
    """The blocks of a stored text, each line of which leads to the record of which it is the text."""
    return tuple(_leading(block, noun, key) for block in parse_stored(text, heading_level))


def claimed_runs(text: str, noun: str, key: str) -> tuple:
    """The same as runs, for a cell or a line."""
    return as_claims(parse_runs(text), noun, key)


def claimed_item(text: str, noun: str, key: str, *after: object) -> tuple | Item:
    """The same as an item of a list; `after` are runs that follow its first line."""
    return _item(claimed(text, noun, key), after, lambda runs: as_claims(runs, noun, key))


def item_of(text: str) -> tuple | Item:
    """A stored text as an item of a list, leading nowhere by itself."""
    return _item(parse_stored(text), (), lambda runs: runs)


def _item(blocks: tuple, after: tuple, dress: Callable[[tuple], tuple]) -> tuple | Item:
    line: tuple = ()
    below: list = []
    for block in blocks:
        if isinstance(block, Paragraph | List):
            below.append(block)
        else:  # a heading, a quotation or a table has no place in an item: its words have
            below.append(Paragraph(dress((Text(" ".join(pieces_of((block,)))),))))
    if below and isinstance(below[0], Paragraph):
        line = below.pop(0).runs
    line = (*line, *after)
    return Item(line, below) if below else line


def as_lines(item: tuple | Item) -> tuple:
    """An item of a list as runs alone, for a cell: what stands below its line as lines with their mark."""
    line, below = line_and_blocks(item)
    runs = list(line)
    for block in below:
        if isinstance(block, List):
            for number, inner in enumerate(block.items, block.start):
                runs += [Text(f"\n{number}. " if block.ordered else "\n– "), *as_lines(inner)]
        else:
            runs += [Text("\n"), *block.runs]
    return tuple(runs)


def _leading(block: object, noun: str, key: str) -> object:
    """A block whose words lead to a record, where a block of that kind can hold claims."""
    if isinstance(block, Paragraph):
        return Paragraph(as_claims(block.runs, noun, key))
    if isinstance(block, Quotation):
        return Quotation(as_claims(block.runs, noun, key), block.attribution)
    if isinstance(block, Table):
        rows = [[as_claims(cell, noun, key) for cell in row] for row in block.rows]
        return Table(block.caption, block.columns, rows)
    if isinstance(block, List):
        items = []
        for line, inner in map(line_and_blocks, block.items):
            line = as_claims(line, noun, key)
            items.append(Item(line, [_leading(one, noun, key) for one in inner]) if inner else line)
        return List(items, block.ordered, block.start)
    return block


def as_claims(runs: tuple, noun: str, key: str) -> tuple:
    """The same words as claims; what leads elsewhere already is left as it is, since no link stands in a link."""
    done: list = []
    for run in runs:
        if _leads_elsewhere(run) or not plain((run,)).strip():
            done.append(run)
        elif done and isinstance(done[-1], Claim) and (done[-1].noun, done[-1].key) == (noun, key):
            done[-1] = Claim((*done[-1].runs, run), noun, key)
        else:
            done.append(Claim((run,), noun, key))
    return tuple(done)


def _leads_elsewhere(run: object) -> bool:
    return isinstance(run, Link | Claim) or any(map(_leads_elsewhere, getattr(run, "runs", ())))
