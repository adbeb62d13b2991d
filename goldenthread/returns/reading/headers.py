"""Columns that are known by how their headers read, for a format whose headers differ from council to council."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..tables import Column, Table

QUOTES = str.maketrans({"‘": "'", "’": "'", "`": "'", "“": '"', "”": '"', "–": "-", "\u00a0": " "})


def plain(header: str) -> str:
    """A header without what typing makes of it: case, blanks, line ends, curly quotes."""
    return " ".join(header.translate(QUOTES).casefold().split())


def fitted(table: Table, headers: Sequence[str]) -> tuple[str | None, ...]:
    """For each header the column of the table that it is, or None; a column is given out once.

    A header that reads as the column is named wins over one that only fits its pattern.
    """
    told, free = [plain(header) for header in headers], list(table.columns)
    found: list[str | None] = [None] * len(told)
    for fits in (_named, _like):
        for column in list(free):
            place = next(
                (n for n, words in enumerate(told) if words and found[n] is None and fits(column, words)), None
            )
            if place is not None:
                found[place] = column.name
                free.remove(column)
    return tuple(found)


def _named(column: Column, words: str) -> bool:
    return words in (plain(column.name), plain(column.header))


def _like(column: Column, words: str) -> bool:
    return bool(column.pattern) and re.search(column.pattern, words) is not None
