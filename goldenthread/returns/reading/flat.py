"""A table as delimited text: quickly by the engine where the file is plain, carefully row by row where it is not.

Both ways give the same rows with the same lines (a test holds them against each other). A file is plain when it is
UTF-8 with one kind of line end, no blank line, no quote and no sign that opens a formula.
"""

from __future__ import annotations

import codecs
import csv
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from ..tables import Format, Refused, Table
from .headers import fitted
from .layout import BLANKS, day_first, said, selected
from .look import Look
from .spools import Spools

BLOCK = 1 << 20
LONGEST_LINE = 1 << 20
LONGEST_ROW = 1 << 22
LONGEST_VALUE = 1 << 17


@dataclass(frozen=True)
class FlatSurvey:
    """One look at every byte: its SHA-256, its size, its encoding, and whether the engine may read it."""

    sha256: str
    size: int
    encoding: str
    plain: bool


def survey(path: Path, encoding: str) -> FlatSurvey:
    """Look at every byte of a text file. Raises Refused when it is no text."""
    digest, plain, before, text_check = hashlib.sha256(), encoding in {"utf-8", "utf-8-sig"}, b"\n", None
    utf8, single, size, carriage = codecs.getincrementaldecoder("utf-8")(), False, 0, None
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
            size += len(block)
            if encoding == "utf-16":
                continue
            if b"\x00" in block:
                raise Refused(f"{path.name} holds NUL bytes: it is damaged or no text; export it again.")
            if not single and not (block.isascii() and text_check is None):
                text_check = utf8
                try:
                    utf8.decode(block)
                except UnicodeDecodeError:
                    single, plain = True, False
            if plain:
                carriage, plain = _line_ends(before, block, carriage)
            before = block[-1:]
    if single or encoding == "cp1252":
        encoding = "cp1252"
    return FlatSurvey(digest.hexdigest(), size, encoding, plain)


def _line_ends(before: bytes, block: bytes, carriage: bool | None) -> tuple[bool | None, bool]:
    """Whether lines end with \\r\\n, and whether all so far is plain: no quote, no formula, no line of a whole
    block.
    """
    if b'"' in block or b"=" in block or (len(block) == BLOCK and b"\n" not in block):
        return carriage, False
    joined = before + block
    returns = b"\r" in joined
    if returns:
        # A break within a line end falls on the border of blocks only where the block ends with \r: then be careful.
        if (
            block.endswith(b"\r")
            or joined.count(b"\r") != joined.count(b"\r\n")
            or joined.count(b"\n") - (before == b"\n") != joined.count(b"\r\n")
        ):
            return carriage, False
        if carriage is False or b"\n\r\n" in joined:
            return carriage, False
        return True, True
    if b"\n" in block and carriage:
        return carriage, False
    if b"\n\n" in joined:
        return carriage, False
    return (False if b"\n" in block else carriage), True


@dataclass(frozen=True)
class Columns:
    """Which column of a file is which of the table: `found[i]` is a name of the table, or None for one that it has not.

    headers  what stands over each column in the file
    """

    table: Table
    found: tuple[str | None, ...]
    delimiter: str
    headers: tuple[str, ...] = ()

    @classmethod
    def of(cls, look: Look, form: Format, table: str) -> Columns:
        """Read them off the header of a recognised file."""
        wanted = {column.name.upper(): column.name for column in form.table(table).columns}
        opening = look.opening
        if form.by_header:
            found = fitted(form.table(table), opening.columns)
        else:
            found = tuple(wanted.get(name.upper()) for name in opening.columns)
        return cls(form.table(table), found, opening.delimiter, opening.columns)

    def place(self, position: int) -> str:
        """In words, the column of the file that is none of the table; counted from 0."""
        header = self.headers[position].strip()[:60] if position < len(self.headers) else ""
        return f"{self.table.name}: column {position + 1}, " + (
            f"{header!r}, which is not known" if header else "which has no name"
        )


def quick(connection, path: Path, form: Format, columns: Columns, file_no: int) -> str | None:
    """The SELECT that types a plain file, made over a table of its words; None when the engine does not take it whole.

    The words wait in a temporary table `words_<table>`, which the caller drops.
    """
    names = {f"c{n}": "VARCHAR" for n in range(len(columns.found))}
    words = f"words_{columns.table.name}"
    source = (
        f"read_csv(?, columns={names!r}, auto_detect=false, header=false, skip=1, delim='{columns.delimiter}', "
        "quote='', "
        f"escape='', nullstr='', strict_mode=true, null_padding=false, ignore_errors=false, parallel=false, "
        f"max_line_size={LONGEST_VALUE})"
    )
    told = ", ".join(f'c{n} AS "{_text(columns.table, name)}"' for n, name in enumerate(columns.found) if name)
    told += "".join(
        f', NULL::VARCHAR AS "{column.text_name}"'
        for column in columns.table.columns
        if column.name not in columns.found
    )
    blanks = "".join(f", c{n}" for n, name in enumerate(columns.found) if not name)
    try:
        connection.execute(
            f"CREATE OR REPLACE TEMP TABLE {words} AS SELECT row_number() OVER () AS row_no, {told}{blanks} FROM "
            f"{source}",
            [str(path)],
        )
    except (duckdb.InvalidInputException, duckdb.ConversionException):
        return None
    extra = " OR ".join(f"trim(c{n}, {BLANKS}) <> ''" for n, name in enumerate(columns.found) if not name)
    if extra and connection.execute(f"SELECT count(*) FROM {words} WHERE {extra}").fetchone()[0]:
        return None
    any_words = ", ".join(said(f'"{_text(columns.table, name)}"') for name in columns.found if name)
    fixed = {
        "row_no": "row_no",
        "file_no": f"{file_no}::INTEGER",
        "line": "(row_no + 1)::INTEGER",
        "field_lines": "NULL::VARCHAR",
    }
    first = day_first(connection, form, columns.table, words)
    return selected(form, columns.table, words, fixed, first) + f" WHERE coalesce({any_words}) IS NOT NULL"


def _text(table: Table, name: str) -> str:
    return table.column(name).text_name


def careful(
    path: Path,
    name: str,
    columns: Columns,
    encoding: str,
    spools: Spools,
    file_no: int,
    tell: Callable[[float], None] = lambda share: None,
) -> None:
    """Read a file row by row into the spools. Raises Refused where it is no table or goes over a limit."""
    table, width = columns.table, len(columns.found)
    before = csv.field_size_limit(LONGEST_VALUE)
    try:
        with path.open(encoding="utf-8-sig" if encoding == "utf-8" else encoding, newline="") as file:
            lines = _Lines(file, name)
            rows = csv.reader(lines, delimiter=columns.delimiter, strict=True)
            next(rows, None)
            size, start = max(1, path.stat().st_size), rows.line_num + 1
            for row in rows:
                lines.row_ended()
                if any(not value.isspace() for value in row if value):
                    _keep(row, start, columns, width, table, name, spools, file_no)
                start = rows.line_num + 1
                if start % 4096 == 0:
                    tell(min(1.0, file.buffer.tell() / size))
    except csv.Error as fault:
        raise Refused(f"{name}, line {rows.line_num}: {_csv_fault(fault)}") from None
    except UnicodeError:
        raise Refused(f"{name} holds bytes that are no letters in {encoding}; save it as UTF-8.") from None
    finally:
        csv.field_size_limit(before)


def _csv_fault(fault: csv.Error) -> str:
    said = str(fault)
    if "field larger" in said:
        return f"a value is longer than {LONGEST_VALUE:,} letters; the file may be damaged."
    if "unexpected end" in said:
        return "a quote that was opened is never closed."
    return "a quote stands where no quote may be; within a value write it twice."


def _keep(row, line, columns, width, table, name, spools, file_no) -> None:
    values = {}
    for position, words in enumerate(row):
        column = columns.found[position] if position < width else None
        if words.lstrip().startswith("="):
            raise Refused(
                f"{name}, line {line}: {column or 'a column without a name'} holds a formula; save the values only."
            )
        if column:
            values[column] = (words, line)
        elif words.strip():
            spools.unread(line, columns.place(position), words, file_no)
    spools.add(table.name, line, (), values, file_no)


class _Lines:
    """The lines of a text, with a limit on one line and on the lines of one row."""

    def __init__(self, file, name: str):
        self._file, self._name, self._taken, self._number = file, name, 0, 0

    def row_ended(self) -> None:
        self._taken = 0

    def __iter__(self) -> Iterator[str]:
        while line := self._file.readline(LONGEST_LINE):
            self._number += 1
            self._taken += len(line)
            if len(line) == LONGEST_LINE and not line.endswith("\n"):
                raise Refused(
                    f"{self._name}, line {self._number}: the line is longer than {LONGEST_LINE:,} letters; "
                    "the file may be damaged."
                )
            if self._taken > LONGEST_ROW:
                raise Refused(
                    f"{self._name}: the row that ends after line {self._number} is longer than {LONGEST_ROW:,} "
                    "letters; a quote may not be closed."
                )
            if "\x00" in line:
                raise Refused(f"{self._name}, line {self._number}: there is a NUL byte; export the file again.")
            yield line
