"""The tables of a format in a DuckDB database, filled from a spool of text.

A reader writes for each table a spool (CSV: row_no, file_no, line, the keys, field_lines, then each column's words).
`typed` turns the spool into the table: a date, number or flag beside its words, so that what is absent (no words) and
what cannot be read (words, no value) stay two things. A column of blanks only counts as absent.
"""

from pathlib import Path

from ..tables import DATE, FLAG, MOMENT, NUMBER, TEXT, Format, Table

NOTHING = "\\N"
FIRST = ("row_no", "file_no", "line")
LINES = "field_lines"


def spool_columns(table: Table) -> list[str]:
    """The columns of a table's spool, in order."""
    return [*FIRST, *table.keys, LINES, *(column.text_name for column in table.columns)]


def _value(column, dates: str) -> str:
    words = f'nullif(trim("{column.text_name}"), \'\')'
    return {
        DATE: f"CAST(try_strptime({words}, '{dates}') AS DATE)",
        MOMENT: f"try_cast({words} AS TIMESTAMP)",
        NUMBER: f"try_cast({words} AS DOUBLE)",
        FLAG: f"CASE lower({words}) WHEN '1' THEN true WHEN 'true' THEN true WHEN '0' THEN false WHEN 'false' THEN false END",
    }[column.kind]


def lay_out(connection, form: Format, schema: str) -> None:
    """Make the empty tables of a format in a schema of that name, with `collection` and `unread` beside them."""
    connection.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}")
    connection.execute(f"CREATE TABLE {schema}.collection(la VARCHAR, year INTEGER, starts DATE, ends DATE)")
    connection.execute(f"CREATE TABLE {schema}.unread(file_no INTEGER, line INTEGER, place VARCHAR, words VARCHAR)")
    for table in form.tables:
        typed(connection, form, schema, table, spools=())


def typed(connection, form: Format, schema: str, table: Table, spools: tuple[Path, ...]) -> int:
    """Make one table from its spools (none: an empty one); its number of rows."""
    names = spool_columns(table)
    types = {name: "BIGINT" if name in {"row_no", *table.keys} else "INTEGER" if name in FIRST else "VARCHAR" for name in names}
    if spools:
        listed = ", ".join(f"{name!r}: {kind!r}" for name, kind in types.items())
        source = (
            f"read_csv({[str(spool) for spool in spools]!r}, header=false, columns={{{listed}}}, nullstr='{NOTHING}', "
            "delim=',', quote='\"', escape='\"', auto_detect=false, max_line_size=16777216)"
        )
    else:
        source = "(SELECT " + ", ".join(f'NULL::{kind} AS "{name}"' for name, kind in types.items()) + " LIMIT 0)"
    chosen = [*FIRST, *table.keys, LINES]
    for column in table.columns:
        if column.kind == TEXT:
            chosen.append(f'CASE WHEN trim("{column.name}") <> \'\' THEN "{column.name}" END AS "{column.name}"')
        else:
            chosen += [f'{_value(column, form.dates)} AS "{column.name}"', f'"{column.text_name}"']
    connection.execute(f"CREATE OR REPLACE TABLE {schema}.{table.name} AS SELECT {', '.join(chosen)} FROM {source}")
    return connection.execute(f"SELECT count(*) FROM {schema}.{table.name}").fetchone()[0]
