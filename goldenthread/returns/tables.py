"""The shapes in which a return stands: formats, their tables and columns, the files that were read, and a refusal."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

# What a column can be. A `date`, `number` or `flag` column has a twin `<name>_text` that holds what the file said.
TEXT, DATE, NUMBER, FLAG, MOMENT = "text", "date", "number", "flag", "moment"
SQL_TYPES = {TEXT: "VARCHAR", DATE: "DATE", NUMBER: "DOUBLE", FLAG: "BOOLEAN", MOMENT: "TIMESTAMP"}


class Refused(Exception):
    """A file or a request that is turned away; the text is one sentence for the person who brought it."""


@dataclass(frozen=True)
class Column:
    """One field of a format.

    name     as the format spells it
    kind     one of TEXT, DATE, NUMBER, FLAG, MOMENT
    codes    the values that are allowed, where the format has a closed list
    since    first year of the return in which the format has the field; 0 when always
    until    last year in which it has it; 9999 when still
    meaning  what it is, in plain words, for the data dictionary
    personal whether it can tell who a child is; such a field never reaches a figure or a log
    required whether every row must have it
    header   what stands over it in a file, where that is not its name
    pattern  a regular expression that such headers fit, in small letters, where they differ from file to file
    """

    name: str
    kind: str = TEXT
    codes: tuple[str, ...] = ()
    since: int = 0
    until: int = 9999
    meaning: str = ""
    personal: bool = False
    required: bool = False
    header: str = ""
    pattern: str = ""

    @property
    def text_name(self) -> str:
        """The column that holds the words of the file: the column itself when it is text."""
        return self.name if self.kind == TEXT else f"{self.name}_text"


@dataclass(frozen=True)
class Table:
    """One table of a format. Beside its columns each has `row_no` (unique in it), `file_no`, `line` and its `keys`.

    keys  columns that lead to rows of other tables, such as child_no to children.row_no
    """

    name: str
    columns: tuple[Column, ...]
    keys: tuple[str, ...] = ()
    meaning: str = ""

    def column(self, name: str) -> Column:
        """The column of that name. Raises KeyError."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.name} has no column {name}")


@dataclass(frozen=True)
class Format:
    """One kind of return: its code (also the name of its schema in the database), its title and its tables.

    child    table whose rows are children, and the column by which the sender knows a child
    dates    how the format writes a day, in the letters of strptime
    source   where the tables were read
    loose    days may carry a time (which stays in their words) or be written year-month-day; a moment needs its time
    day_first  a column that is written day/month/year throughout is read so, and the result says it
    by_header  columns are known by how their headers read, not by their names alone
    partial  a file may lack the columns that are not `required`
    year_ends  month and day on which the format's year ends
    """

    code: str
    title: str
    tables: tuple[Table, ...]
    child: tuple[str, str]
    dates: str = "%Y-%m-%d"
    source: str = ""
    loose: bool = False
    day_first: bool = False
    by_header: bool = False
    partial: bool = False
    year_ends: tuple[int, int] = (3, 31)

    def table(self, name: str) -> Table:
        """The table of that name. Raises KeyError."""
        for table in self.tables:
            if table.name == name:
                return table
        raise KeyError(f"{self.code} has no table {name}")


@dataclass(frozen=True)
class SourceFile:
    """A file that was read: its number in this run, its name without folders, its SHA-256 and its size in bytes."""

    number: int
    name: str
    sha256: str
    size: int


@dataclass(frozen=True)
class Collection:
    """Which return this is: the council's three-digit code, the year that it is named for, and the days it covers."""

    la: str
    year: int
    starts: datetime.date
    ends: datetime.date


@dataclass
class Loaded:
    """What reading left in the database.

    format      the format whose schema holds the tables
    collection  council, year and period
    files       the files read
    rows        table name to number of rows
    unread      how many pieces of the files have no place in a table; they are kept, with their lines, in `unread`
    missing     tables that no file brought
    notes       sentences on how something was read, for the person who brought it
    """

    format: Format
    collection: Collection
    files: list[SourceFile]
    rows: dict[str, int] = field(default_factory=dict)
    unread: int = 0
    missing: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
