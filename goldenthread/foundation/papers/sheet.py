"""A table as Excel or CSV, safe to open: nothing in it is ever taken for a formula.

Cells are str, int, Decimal, bool, date, datetime or None. Numbers and dates stay numbers and dates in Excel; in CSV
dates are written YYYY-MM-DD. A text that a spreadsheet would work out (it begins with = + - @, a tab or a line end)
is text in Excel and gets an apostrophe in front in CSV.
"""

from __future__ import annotations

import csv
import datetime
import io
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

import xlsxwriter

from goldenthread.foundation.values import as_read, without_blank_ends

Cell = str | int | Decimal | bool | datetime.date | datetime.datetime | None
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV_TYPE = "text/csv; charset=utf-8"
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\'\x00-\x1f]")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_WORKED_OUT = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # noqa: RUF001
_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)*%?\Z")
_WIDEST = 60


def xlsx(title: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """One sheet named after `title`, with a heading row that stays in view and filters."""
    held = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
        "default_date_format": "d mmm yyyy",
    }
    book = xlsxwriter.Workbook(held, options)
    book.set_properties({"title": _text(title)})
    page = book.add_worksheet(_name(title))
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    plain = book.add_format({"text_wrap": True, "valign": "top"})
    formats = {"day": "d mmm yyyy", "moment": "d mmm yyyy hh:mm"}
    dated = {name: book.add_format({"num_format": form, "valign": "top"}) for name, form in formats.items()}
    widths = [len(column) + 4 for column in columns]
    for place, column in enumerate(columns):
        page.write_string(0, place, _text(column), bold)
    last = 0
    for last, row in enumerate(rows, 1):
        _fitting(row, columns, last)
        for place, cell in enumerate(row):
            _write(page, last, place, cell, plain, dated)
            widths[place] = max(widths[place], *(len(line) + 2 for line in str(cell or "").split("\n")))
    for place, width in enumerate(widths):
        page.set_column(place, place, min(width, _WIDEST))
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, last, max(len(columns) - 1, 0))
    book.close()
    return held.getvalue()


def _name(title: str) -> str:
    """What a sheet may be called: 31 characters as Excel counts them, in which an emoji is two; "Table" for nothing,
    and for the one name that Excel keeps to itself.
    """
    name = without_blank_ends(_NOT_IN_A_NAME.sub(" ", as_read(title)))
    while len(name.encode("utf-16-le")) > 62:
        name = name[:-1].rstrip()
    return name if name and name.lower() != "history" else "Table"


def _write(page: object, line: int, place: int, cell: Cell, plain: object, dated: dict) -> None:
    if cell is None or cell == "":
        page.write_blank(line, place, None, plain)
    elif isinstance(cell, bool):
        page.write_string(line, place, "yes" if cell else "no", plain)
    elif isinstance(cell, (int, Decimal)):
        page.write_number(line, place, cell, plain)
    elif isinstance(cell, datetime.datetime):
        page.write_datetime(line, place, cell.replace(tzinfo=None), dated["moment"])
    elif isinstance(cell, datetime.date):
        page.write_datetime(line, place, cell, dated["day"])
    else:
        page.write_string(line, place, _text(cell), plain)


def csv_bytes(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """UTF-8 with a byte order mark, so that Excel reads accents right."""
    held = io.StringIO()
    writer = csv.writer(held, lineterminator="\r\n")
    writer.writerow([_guarded(column) for column in columns])
    for line, row in enumerate(rows, 1):
        _fitting(row, columns, line)
        writer.writerow([_said(cell) for cell in row])
    return held.getvalue().encode("utf-8-sig")


def _said(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, datetime.datetime):
        return cell.strftime("%Y-%m-%d %H:%M")
    if isinstance(cell, datetime.date):
        return cell.isoformat()
    return str(cell) if isinstance(cell, (int, Decimal)) else _guarded(cell)


def _guarded(text: str) -> str:
    text = _text(text)
    if text.lstrip(" ").startswith(_WORKED_OUT) and not _NUMBER.match(text):
        return "'" + text
    return text


def _text(value: object) -> str:
    """What a cell of Excel can hold: 32,767 characters, none that XML forbids."""
    return _NOT_IN_XML.sub("", str(value))[:32767]


def _fitting(row: Sequence[Cell], columns: Sequence[str], line: int) -> None:
    if len(row) != len(columns):
        raise ValueError(f"Row {line} has {len(row)} cells for {len(columns)} columns.")
