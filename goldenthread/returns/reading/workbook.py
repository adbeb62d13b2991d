"""A workbook of lists whose sheets are known by how their headers read, in any order and with blank rows and
columns.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ..tables import Format, Refused, Table
from . import sheets
from .headers import fitted
from .spools import Spools

FIRST_ROWS = 10  # within which the header of a list stands
LIKE_ENOUGH = 0.6
BLOCK = 1 << 20


@dataclass(frozen=True)
class Sheet:
    """One list of a workbook: the sheet's name, the row of its header, and which column is which (None: not known)."""

    name: str
    table: Table
    header: int
    found: tuple[str | None, ...]
    headers: tuple[str, ...]


def fitting(form: Format, headers: Sequence[str]) -> tuple[Table, tuple[str | None, ...]] | None:
    """The list that headers are those of, with its columns; None when they are too unlike every one."""
    best = None
    for table in form.tables:
        found = fitted(table, headers)
        matched = sum(name is not None for name in found)
        alike = matched / (sum(bool(header.strip()) for header in headers) + len(table.columns) - matched)
        if table.columns[0].name in found and alike >= LIKE_ENOUGH and (best is None or alike > best[0]):
            best = (alike, table, found)
    return best and best[1:]


def lists_of(path: Path, form: Format) -> list[Sheet]:
    """The lists that a workbook holds. Raises Refused when two sheets are the same list."""
    found: dict[str, Sheet] = {}
    for name, number, cells in sheets.rows(path, FIRST_ROWS):
        headers = tuple(cell or "" for cell in cells)
        if name in found or sum(map(bool, headers)) < 3:
            continue
        fits = fitting(form, headers)
        if fits:
            twin = next((sheet for sheet in found.values() if sheet.table is fits[0]), None)
            if twin:
                raise Refused(
                    f"{path.name}: the sheets {twin.name} and {name} both hold {fits[0].name} ({fits[0].meaning}); "
                    "keep one."
                )
            found[name] = Sheet(name, fits[0], number, fits[1], headers)
    return list(found.values())


def read(path: Path, form: Format, spools: Spools, file_no: int) -> set[str]:
    """Read every list of a workbook into the spools, with the row of the sheet as line; the lists that it holds.

    What stands in no known column, or in a sheet that is none of the lists, is kept as unread with its place.
    """
    known = {sheet.name: sheet for sheet in lists_of(path, form)}
    for name, number, cells in sheets.rows(path):
        sheet = known.get(name)
        if sheet is None:
            spools.unread(
                number, f"sheet {name}, which is none of the lists", " | ".join(cell for cell in cells if cell), file_no
            )
        elif number < sheet.header:
            spools.unread(
                number, f"sheet {name}, above the header", " | ".join(cell for cell in cells if cell), file_no
            )
        elif number > sheet.header:
            _keep(sheet, number, cells, spools, file_no)
    return {sheet.table.name for sheet in known.values()}


def _keep(sheet: Sheet, number: int, cells: list[str | None], spools: Spools, file_no: int) -> None:
    values = {}
    for place, cell in enumerate(cells):
        column = sheet.found[place] if place < len(sheet.found) else None
        if column:
            if cell is not None:
                values[column] = (cell, number)
        elif cell is not None and cell.strip():
            header = sheet.headers[place].strip()[:60] if place < len(sheet.headers) else ""
            spools.unread(
                number,
                f"{sheet.table.name}: column {place + 1} of the sheet {sheet.name}"
                + (f", {header!r}, which is not known" if header else ", which has no name"),
                cell,
                file_no,
            )
    if any(not words.isspace() for words, _ in values.values()):
        spools.add(sheet.table.name, number, (), values, file_no)


def sha256(path: Path) -> str:
    """The SHA-256 of a file."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()
