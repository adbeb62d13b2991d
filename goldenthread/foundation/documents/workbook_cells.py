"""What the process does that opens one Excel workbook: see `workbooks.py`. It imports nothing of the house.

Formulas are never run: a cell's last value is read, as it was saved. A number is read as the workbook shows it, since
12.5% is kept as 0.125 in the file, and a month as its first day; those that hold more than is shown are counted.
"""

from __future__ import annotations

import contextlib
import datetime
import io
import json
import re
import sys
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

MEMORY = 1 << 30  # bytes that the process may take
SECONDS = 30  # of processor
DIGITS = 10  # decimal places of a number that is shown in no format of its own
A_FORMULA = "=?"  # in the place of one that was never worked out

_PLACES = re.compile(r"0(?:\.(0+))?(%)?")
_IN_BRACKETS = re.compile(r"\[[^\]]*\]|\"[^\"]*\"|\\.")


def serve() -> None:
    """Read a workbook from standard input and say its cells, or why not, on standard output as JSON."""
    with contextlib.suppress(ImportError, ValueError, OSError):  # Windows has no such limits
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY,) * 2)
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    sheet, rows, columns, letters = sys.argv[1], *map(int, sys.argv[2:5])
    try:
        said = read(sys.stdin.buffer.read(), sheet, rows, columns, letters)
    except MemoryError:
        raise
    except Exception:  # whatever the library raises on a file that is not whole
        said = {"refused": "damaged"}
    json.dump(said, sys.stdout)


def read(body: bytes, wanted: str, rows: int, columns: int, letters: int) -> dict[str, Any]:
    """{sheet, rows, hidden, others, formulas, rounded}, or {refused: why}. `wanted`: a sheet, "" for the first that
    holds something; hidden ones are not read.
    """
    import openpyxl

    with_values = openpyxl.load_workbook(io.BytesIO(body), read_only=True, data_only=True, keep_links=False)
    with_formulas = openpyxl.load_workbook(io.BytesIO(body), read_only=True, data_only=False, keep_links=False)
    open_ones = [sheet for sheet in with_values.worksheets if sheet.sheet_state == "visible"]
    hidden = [sheet.title for sheet in with_values.worksheets if sheet.sheet_state != "visible"]
    titles = [sheet.title for sheet in open_ones]
    chosen = [sheet for sheet in open_ones if not wanted or sheet.title.strip().casefold() == wanted.strip().casefold()]
    if wanted and not chosen:
        return {"refused": "sheet", "others": titles, "hidden": hidden}
    for sheet in chosen:
        found = _cells(sheet, with_formulas[sheet.title], rows, columns, letters)
        if found.get("rows") or "refused" in found:
            others = [title for title in titles if title != sheet.title]
            return found | {"sheet": sheet.title, "hidden": hidden, "others": others}
    return {"refused": "empty", "hidden": hidden}


def _cells(values, formulas, most_rows, most_columns, most_letters):
    for sheet in (values, formulas):
        sheet.reset_dimensions()  # what a file says of its own size is not asked
    found, letters, worked_out, rounded = [], 0, 0, 0
    pairs = zip(values.iter_rows(), formulas.iter_rows(), strict=False)
    for number, (line, beside) in enumerate(pairs, 1):
        texts = [text(cell) for cell in line]
        for place, cell in enumerate(beside):
            if cell.data_type == "f":
                worked_out += 1
                if place < len(texts) and not texts[place]:
                    texts[place] = A_FORMULA
        while texts and not texts[-1]:
            texts.pop()
        if not texts:
            continue
        letters += sum(map(len, texts))
        rounded += sum(map(holds_more, line))
        if number > most_rows or len(texts) > most_columns or letters > most_letters:
            return {"refused": "large"}
        found += [[]] * (number - 1 - len(found)) + [texts]
    return {"rows": found, "formulas": worked_out, "rounded": rounded}


def text(cell: Any) -> str:
    """What a cell shows, as far as a table needs it."""
    value, shown_as = cell.value, _IN_BRACKETS.sub("", str(getattr(cell, "number_format", "") or ""))
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime.datetime | datetime.date):
        month = f"{value:%B} {value.year}"
        return f"{value.day} {month}" if "d" in shown_as.lower() or value.day != 1 else month
    if isinstance(value, int | float):
        return _number(value, shown_as)
    return str(value)


def holds_more(cell: Any) -> bool:
    """Whether a cell holds a number with more digits than it shows: 0.125 that is shown as 13%."""
    value = cell.value
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    number, places, _ = _as_shown(value, str(cell.number_format or ""))
    try:
        return places is not None and number.is_finite() and _rounded(number, places) != _rounded(number, DIGITS)
    except InvalidOperation:
        return False


def _number(value: float, shown_as: str) -> str:
    number, places, share = _as_shown(value, shown_as)
    if not number.is_finite():
        return str(value)
    try:
        number = _rounded(number, DIGITS if places is None else places)
    except InvalidOperation:  # more digits than any figure has
        return str(value)
    written = f"{number:f}"
    written = written.rstrip("0").rstrip(".") if "." in written and places is None else written
    return f"{written}%" if share else written


def _rounded(number: Decimal, places: int) -> Decimal:
    return number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)  # as Excel does: 12.5 is shown as 13


def _as_shown(value: float, shown_as: str) -> tuple[Decimal, int | None, bool]:
    """(the number, how many decimal places are shown, whether as a percentage): 0.125 as "0.0%" is 12.5, 1, yes."""
    number, found = Decimal(repr(value)), _PLACES.search(_IN_BRACKETS.sub("", shown_as).split(";")[0])
    if not found or "e" in shown_as.lower():
        return number, None, False
    return number * 100 if found[2] else number, len(found[1] or ""), bool(found[2])
