"""A section's typed text as paragraphs, each with a digest, and whose word each is."""

from __future__ import annotations

import hashlib
import textwrap
from dataclasses import dataclass
from itertools import groupby

from goldenthread.foundation.papers.blocks import (
    RUN_TYPES,
    Claim,
    Heading,
    List,
    Pair,
    Paragraph,
    Table,
    Text,
    plain,
    written_out,
)
from goldenthread.foundation.papers.markdown import parse_stored
from goldenthread.front.yearly_report.models import Line, Section

LONGEST = 400  # letters of a passage that is quoted


@dataclass(frozen=True)
class Piece:
    """One paragraph, list, quotation or table. `claims` are the (noun, key) of the records that it names, `line` the
    number of the row where it is one of the ten lines.
    """

    digest: str
    words: str
    claims: tuple[tuple[str, str], ...]
    block: object
    line: int = 0


def pieces(text: str) -> list[Piece]:
    """Every paragraph of a typed text, headings left out. Never raises."""
    found = []
    for block in parse_stored(text):
        if isinstance(block, Heading):
            continue
        words = " ".join(_words(block)).strip()
        claims = tuple(dict.fromkeys(_claims(block)))
        found.append(Piece(hashlib.sha256(words.encode()).hexdigest(), words, claims, block))
    return found


def lines_in_order(section: Section) -> list[Line]:
    """The year in ten lines: what changed, what worries us, what we ask."""
    lines = list(section.lines.all()) if section.pk else []
    return sorted(lines, key=lambda line: (Line.Part.values.index(line.part), line.order, line.pk))


def pieces_of_lines(section: Section) -> list[Piece]:
    """Each line as a paragraph. A line says itself who stands behind it."""
    return [
        Piece(digest_of(line), line.text, tuple(claims_of([block])), block, line.pk)
        for line in lines_in_order(section)
        for block in [Paragraph(runs_of(line))]
    ]


def digest_of(line: Line) -> str:
    return f"line-{line.pk}"


def runs_of(line: Line) -> tuple:
    return (Claim((line.text,), line.noun, line.key),) if line.noun else (Text(line.text),)


def blocks_of_lines(section: Section) -> tuple:
    """The lines as they print, under what they are."""
    blocks: list = []
    for part, lines in groupby(lines_in_order(section), key=lambda line: line.part):
        blocks += [Heading(2, Line.Part(part).label), List([runs_of(line) for line in lines])]
    return tuple(blocks)


def _parts(thing):
    """Everything inside a block that is itself a block (the table of a chart), a run or a tuple of them."""
    for name in getattr(thing, "__dataclass_fields__", {}):
        value = getattr(thing, name)
        if isinstance(value, tuple):
            yield from value
        elif hasattr(value, "__dataclass_fields__"):
            yield value


def _walk(thing):
    if isinstance(thing, tuple):
        for item in thing:
            yield from _walk(item)
        return
    yield thing
    for part in _parts(thing):
        yield from _walk(part)


def _claims(block):
    for thing in _walk(block):
        if isinstance(thing, Claim):
            yield thing.noun, thing.key


def _words(block):
    for thing in _walk(block):
        text = getattr(thing, "text", None)
        if isinstance(text, str):
            yield text


def claims_of(blocks) -> set[tuple[str, str]]:
    """The records that any of these blocks names."""
    return {(claim.noun, claim.key) for claim in every_claim(blocks)}


def every_claim(blocks) -> list[Claim]:
    """The claims in the order in which they stand, as often as they stand; of a room's own block as it is written."""
    return [thing for block in written_out(blocks) for thing in _walk(block) if isinstance(thing, Claim)]


def sentences_of(blocks) -> dict[tuple[str, str], str]:
    """{(noun, key): the words in which these blocks name the record first}: a paragraph, an item, a row of a table."""
    found: dict[tuple[str, str], str] = {}
    for block in blocks:
        for thing, words in _told(block):
            for claim in _walk(thing):
                if isinstance(claim, Claim):
                    found.setdefault((claim.noun, claim.key), _short(words, claim))
    return found


def _told(thing):
    """(part with claims, the words that stand together there)."""
    if isinstance(thing, Table):
        for row in thing.rows:
            yield row, "; ".join(filter(None, (plain(cell).strip() for cell in row)))
    elif isinstance(thing, Pair):
        yield thing.definition, f"{thing.term}: {plain(thing.definition)}"
    elif isinstance(thing, tuple) and any(isinstance(part, RUN_TYPES) for part in thing):
        yield thing, plain(thing)
    else:
        fields = getattr(thing, "__dataclass_fields__", ())
        for part in thing if isinstance(thing, tuple) else [getattr(thing, name) for name in fields]:
            yield from _told(part)


def _short(words, claim):
    """Long words are cut down to those of the claim itself."""
    words = " ".join(words.split())
    return words if len(words) <= LONGEST else textwrap.shorten(plain(claim.runs), LONGEST, placeholder=" …")
