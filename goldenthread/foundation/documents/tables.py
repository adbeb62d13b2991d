"""A table that somebody pastes or loads, as rows of texts: from Excel, from CSV of any usual kind, or copied.

A cell is a text as people read it. A row keeps the number that it has in the file, so that a sentence can name it.
"""

import codecs
import csv
import io

from goldenthread.foundation import values
from goldenthread.foundation.documents import workbooks
from goldenthread.foundation.documents.kinds import DAMAGED, KINDS, OFFICE, UNKNOWN, kind_of
from goldenthread.foundation.room import Refused

LARGEST = 10 << 20  # bytes of a file
MOST_ROWS, MOST_COLUMNS, MOST_LETTERS = 3_000, 100, 900_000
XLSX = OFFICE + "spreadsheetml.sheet"
TEXTS = {"text/csv", "text/plain"}
A_TABLE = "Load a table as Excel (.xlsx) or CSV, or copy its cells and paste them."
# What a file in Unicode begins with; those of four bytes first, since one of two begins alike.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WORKED_OUT = ("=", "+", "-", "@")


def of_file(file: object, name: str, sheet: str = "") -> tuple[str, list[str]]:
    """A file's table as text with tabs between its cells, and what was left out in sentences. Raises Refused.

    sheet  of a workbook: which one; "" for the first that is not hidden and holds something
    """
    if file.size > LARGEST:
        raise Refused(f"This file is larger than {LARGEST >> 20} MB. Load the table alone, without the rest.", "file")
    file.seek(0)
    head = file.read(4)
    marked = next((kind for mark, kind in _MARKS if head.startswith(mark)), "")
    media_type = "text/csv" if marked else _kind(file, name)
    file.seek(0)
    body = file.read()
    if media_type != XLSX:
        return as_text(cells(_decoded(body, marked))), []
    said = workbooks.cells(body, sheet, rows=MOST_ROWS, columns=MOST_COLUMNS, letters=MOST_LETTERS)
    return as_text([_read(row) for row in said["rows"]]), workbooks.notes(said)


def _kind(file, name):
    """The kind of a file without a mark of Unicode. Raises Refused for one that holds no table, or macros."""
    ending = name.rpartition(".")[2].lower()
    try:
        kind = kind_of(file, f"{name[: -len(ending)]}txt" if ending in ("tsv", "tab") else name)
    except Refused as refused:
        if refused.sentence in (UNKNOWN, DAMAGED):
            raise Refused(f"There is no table in this file that can be read. {A_TABLE}", "file") from None
        raise
    if kind.media_type != XLSX and kind.media_type not in TEXTS:
        raise Refused(f"This is {kind.article} {KINDS[kind.media_type].label}. {A_TABLE}", "file")
    return kind.media_type


def _decoded(body, marked):
    for encoding in [marked] if marked else ["utf-8", "cp1252"]:
        try:
            text = body.decode(encoding)
        except UnicodeDecodeError:
            continue
        if values.can_be_kept(text):
            return text
    raise Refused("The letters of this file cannot be read. Save it again as “CSV UTF-8”, then load that.", "file")


def cells(text: str) -> list[list[str]]:
    """The cells of a text, row by row: with tabs between them as Excel copies them, or as CSV with commas or
    semicolons. Raises Refused where it is too large, or cut off within quotation marks.
    """
    if len(text) > MOST_LETTERS:
        raise Refused(f"A table may have {MOST_LETTERS:,} letters, and this one has more. Load it in parts.", "text")
    named, _, rest = text.lstrip("\ufeff").partition("\n")
    if named.strip().lower() in ("sep=;", "sep=,", "sep=\t"):  # Excel's own first line
        text, between = rest, named.strip()[4:] or "\t"
    else:
        between = _between(text)
    found = []
    try:
        for row in csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=between, strict=True):
            found.append(_read(row))
            if len(found) > MOST_ROWS or len(found[-1]) > MOST_COLUMNS:
                most = f"{MOST_ROWS:,} rows and {MOST_COLUMNS} columns"
                raise Refused(f"A table may have {most}, and this one has more. Load it in parts.", "text")
    except csv.Error:
        where = f"after row {len(found)}" if found else "in the first row"
        raise Refused(
            f"There is a quotation mark {where} that is never closed: look at the table there.", "text"
        ) from None
    while found and not found[-1]:
        found.pop()
    return found


def _between(text):
    """What stands between two cells: a tab where there is any, else whichever of ; and , stands more often."""
    if "\t" in text:
        return "\t"
    head = "".join(part for place, part in enumerate(text[:20_000].split('"')) if place % 2 == 0)
    return ";" if head.count(";") > head.count(",") else ","


def _read(row):
    found = [" ".join(values.without_blank_ends(values.as_read(cell)).split()) for cell in row]
    found = [cell[1:] if cell.startswith("'") and cell[1:].startswith(_WORKED_OUT) else cell for cell in found]
    while found and not found[-1]:
        found.pop()
    return found


def as_text(rows: list[list[str]]) -> str:
    """Rows as text with tabs between the cells, which `cells` reads back. Raises Refused where it is too long."""
    held = io.StringIO()
    csv.writer(held, delimiter="\t", lineterminator="\n").writerows(rows)
    text = held.getvalue()
    if len(text) > MOST_LETTERS:
        raise Refused(f"A table may have {MOST_LETTERS:,} letters, and this one has more. Load it in parts.", "file")
    return text


def column_name(place: int) -> str:
    """A column as a spreadsheet names it: A, B, …, Z, AA."""
    name, place = "", place + 1
    while place:
        place, letter = divmod(place - 1, 26)
        name = chr(65 + letter) + name
    return name
