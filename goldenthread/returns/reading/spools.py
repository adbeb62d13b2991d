"""Where a reader puts rows until the tables are made: one Parquet file for each table, written in pieces.

A spool holds row_no, file_no, line, the table's keys, field_lines, then each column's words. Parquet keeps words and
their absence apart, so no value of a file (a quote, a line break, a word for nothing) can be taken for another.
"""

import os
from collections.abc import Mapping
from pathlib import Path

import pyarrow
from pyarrow import parquet

from ..tables import Format, Table

FIRST = ("row_no", "file_no", "line")
LINES = "field_lines"
UNREAD = "unread"
# Rows are written when this many wait, or when a reader says that enough of the file lies behind it.
ROWS_WAITING = 20_000


def spool_columns(table: Table) -> list[str]:
    """The columns of a table's spool, in order."""
    return [*FIRST, *table.keys, LINES, *(column.text_name for column in table.columns)]


def _schema(table: Table) -> pyarrow.Schema:
    kinds = {"row_no": pyarrow.int64(), "file_no": pyarrow.int32(), "line": pyarrow.int32()}
    kinds |= {key: pyarrow.int64() for key in table.keys}
    return pyarrow.schema([(name, kinds.get(name, pyarrow.string())) for name in spool_columns(table)])


UNREAD_SCHEMA = pyarrow.schema(
    [
        ("file_no", pyarrow.int32()),
        ("line", pyarrow.int32()),
        ("place", pyarrow.string()),
        ("words", pyarrow.string()),
    ]
)


class Spools:
    """The spools of one format, or of one part of a file, in a folder; rows of each table are numbered from 1.

    `waiting[table]` is the list of rows not yet written, each a tuple in the order of `spool_columns`; a quick reader
    appends to it itself and calls `breathe` now and then.
    """

    def __init__(self, folder: Path, form: Format, part: int = 0):
        self.folder, self.part = folder, part
        self.schemas = {table.name: _schema(table) for table in form.tables} | {UNREAD: UNREAD_SCHEMA}
        self.waiting: dict[str, list[tuple]] = {name: [] for name in self.schemas}
        self.counts = dict.fromkeys(self.schemas, 0)
        self._columns = {table.name: [column.name for column in table.columns] for table in form.tables}
        self._writers: dict[str, parquet.ParquetWriter] = {}

    def path(self, table: str) -> Path:
        """Where the table's spool stands, once something was written to it."""
        return self.folder / f"{table}-{self.part}.parquet"

    @property
    def paths(self) -> dict[str, Path]:
        """The spools that hold at least one row."""
        return {name: self.path(name) for name, count in self.counts.items() if count}

    def add(
        self, table: str, line: int, keys: tuple[int, ...], values: Mapping[str, tuple[str, int]], file_no: int = 1
    ) -> int:
        """Keep one row from {column: (words, line)}; its row_no."""
        found = [values.get(name) for name in self._columns[table]]
        lines = field_lines(line, [value[1] if value else "" for value in found])
        number = self.number(table)
        self.waiting[table].append(
            (number, file_no, line, *keys, lines, *(value[0] if value else None for value in found))
        )
        if len(self.waiting[table]) >= ROWS_WAITING:
            self.breathe()
        return number

    def unread(self, line: int, place: str, words: str, file_no: int = 1) -> None:
        """Keep words that have no place in a table."""
        self.counts[UNREAD] += 1
        self.waiting[UNREAD].append((file_no, line, place, words))
        if len(self.waiting[UNREAD]) >= ROWS_WAITING:
            self.breathe()

    def number(self, table: str) -> int:
        """The next row_no of a table."""
        self.counts[table] += 1
        return self.counts[table]

    def breathe(self) -> None:
        """Write what waits, so that memory does not grow with the file."""
        for name, rows in self.waiting.items():
            if rows:
                schema = self.schemas[name]
                if name not in self._writers:
                    self._writers[name] = parquet.ParquetWriter(
                        _private(self.path(name)),
                        schema,
                        use_dictionary=False,
                        compression="lz4",
                        write_statistics=False,
                    )
                columns = [
                    pyarrow.array(column, kind)
                    for column, kind in zip(zip(*rows, strict=True), schema.types, strict=True)
                ]
                self._writers[name].write_table(pyarrow.Table.from_arrays(columns, schema=schema))
                rows.clear()

    def close(self) -> None:
        """Write what waits and end the files."""
        self.breathe()
        self.abandon()

    def abandon(self) -> None:
        """End the files as they are: nobody will read them."""
        for writer in self._writers.values():
            writer.close()
        self._writers.clear()


def _private(path: Path) -> str:
    os.close(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600))
    return str(path)


def field_lines(line: int, lines: list) -> str | None:
    """The line of each column, blank where it is absent; nothing when all stand on the row's own line."""
    if all(number == line or number == "" for number in lines):
        return None
    return " ".join(map(str, lines))
