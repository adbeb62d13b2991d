"""A table as CSV: which table it is, by its header, and its rows into that table's spool."""

import csv
from pathlib import Path

from ..tables import Format, Refused, Table


def table_of(header: list[str], form: Format) -> Table:
    """The table whose columns these are. Raises Refused when there is none."""
    names = {name.strip().lstrip("\ufeff").upper() for name in header}
    for table in form.tables:
        if names == {column.name.upper() for column in table.columns}:
            return table
    raise Refused(f"No table of the {form.title} has the columns {', '.join(header)}.")


def read(path: Path, form: Format, spools, unread: list, file_no: int = 1) -> None:
    """Read one CSV file into the spools, each row with its line."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.reader(file)
        header = [name.strip() for name in next(rows)]
        table = table_of(header, form)
        names = {column.name.upper(): column.name for column in table.columns}
        ordered = [names[name.upper()] for name in header]
        line = rows.line_num + 1
        for row in rows:
            values = {name: (words, line) for name, words in zip(ordered, row, strict=False)}
            spools.add(table.name, line, (), values, file_no)
            line = rows.line_num + 1
