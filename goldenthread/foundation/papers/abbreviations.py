"""Abbreviations in a paper: each is explained where it first stands, and all that stand there can be listed."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Iterable, Mapping

from goldenthread.foundation.papers.blocks import List, Months, Note, Paragraph, Quotation, Summary, Table, Text
from goldenthread.foundation.papers.text import pieces_of

_LOOKS_LIKE_ONE = re.compile(r"\b[A-Z]{2,}(?=s?\b)")
_RUNNING = (Paragraph, List, Summary, Note, Months)  # what is explained in; all else stays as it is
_LEFT_ALONE = (Quotation, Table)  # also inside a note


def unexplained(blocks: Iterable[object], known: Iterable[str]) -> list[tuple[str, int]]:
    """What looks like an abbreviation, stands in these blocks and is not known, with how often; the commonest first."""
    found = Counter(short for text in pieces_of(tuple(blocks)) for short in _LOOKS_LIKE_ONE.findall(text))
    for short in known:
        found.pop(short, None)
    return sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))


class Explainer:
    """Goes over the blocks of one paper in their order. `meanings` is {abbreviation: what it stands for}."""

    def __init__(self, meanings: Mapping[str, str]) -> None:
        self.meanings = dict(meanings)
        self.used: set[str] = set()
        self._explained: set[str] = set()
        any_of = "|".join(map(re.escape, sorted(self.meanings, key=len, reverse=True)))
        self._any = re.compile(rf"(?<![\w-])({any_of})(s?)(?![\w-])") if any_of else None

    def over(self, blocks: Iterable[object], explain: bool = True) -> tuple:
        """The same blocks, each abbreviation explained where it first stands in running text. Somebody's own words are
        gone over without `explain`: nothing is put into them.
        """
        return tuple(self._block(block, explain) for block in blocks)

    def _block(self, block: object, explain: bool) -> object:
        if self._any is None:
            return block
        words = " ".join(pieces_of((block,)))
        self.used |= {found[1] for found in self._any.finditer(words)}
        if not explain or not isinstance(block, _RUNNING):
            return block
        self._explained |= {
            short for short in self.used if self.meanings[short].casefold() in words.casefold() and short in words
        }
        return self._within(block)

    def _within(self, node: object) -> object:
        """A block, a run or a tuple of them, changed only where something is explained."""
        if isinstance(node, tuple):
            return tuple(self._within(one) for one in node)
        if isinstance(node, Text):
            text = self._any.sub(self._first, node.text)
            return node if text == node.text else Text(text)
        if not dataclasses.is_dataclass(node) or isinstance(node, _LEFT_ALONE):
            return node
        changed = {
            field.name: after
            for field in dataclasses.fields(node)
            if isinstance(before := getattr(node, field.name), tuple) and (after := self._within(before)) != before
        }
        return dataclasses.replace(node, **changed) if changed else node

    def _first(self, found: re.Match) -> str:
        short, many = found[1], found[2]
        if short in self._explained:
            return found[0]
        self._explained.add(short)
        meaning = self.meanings[short]
        return f"{found[0]} ({meaning}{many if not meaning.endswith('s') else ''})"

    def listed(self) -> Summary | None:
        """All that stand in what was gone over, by the alphabet."""
        pairs = [(short, self.meanings[short]) for short in sorted(self.used, key=str.casefold)]
        return Summary(pairs) if pairs else None
