"""A section's typed text as paragraphs, each with a digest, and whose word each is."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from goldenthread.foundation.papers.blocks import Claim, Heading
from goldenthread.foundation.papers.markdown import parse_stored


@dataclass(frozen=True)
class Piece:
    """One paragraph, list, quotation or table. `claims` are the (noun, key) of the records that it names."""

    digest: str
    words: str
    claims: tuple[tuple[str, str], ...]
    block: object


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
    return {claim for block in blocks for claim in _claims(block)}
