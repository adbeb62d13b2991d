"""The tables of a format in a DuckDB database, filled from spools.

`typed` turns spools into a table: a date, number or flag beside its words, so that what is absent (no words) and what
cannot be read (words, no value) stay two things. A value of blanks only counts as absent.

`field_lines` holds the line of each column, in the order of the table's columns, with blanks between and nothing for a
column that is absent; it is NULL when every value of the row stands on the row's own `line`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from ..tables import DATE, FLAG, MOMENT, NUMBER, SQL_TYPES, TEXT, Format, Table
from .spools import FIRST, LINES, UNREAD

BLANKS = r"E' \t\n\r'"  # one literal: calls of chr() would be bound anew for every column
INTEGERS = {"row_no": "BIGINT", "file_no": "INTEGER", "line": "INTEGER"}


@dataclass(frozen=True)
class Spool:
    """One spool file: `shift` is added to row numbers and keys, by the table they number."""

    path: Path
    shift: dict[str, int] = field(default_factory=dict)


# The table that a key leads to.
LEADS_TO = {
    "child_no": "children",
    "cin_no": "cin_details",
    "assessment_no": "assessments",
    "plan_no": "child_protection_plans",
}


def line_of(table: Table, column: str, line: int, lines: str | None) -> int | None:
    """The line of one value of a row from the row's `line` and `field_lines`; None when the column is absent there."""
    if lines is None:
        return line
    found = lines.split(" ")[[c.name for c in table.columns].index(column)]
    return int(found) if found else None


def _plain(words: str) -> str:
    """Whether ten letters begin and end with a digit or more: then there is nothing to trim, and no need to look."""
    return f"strlen({words}) = 10 AND {words} >= '0' AND right({words}, 1) >= '0'"


def _day(told: str, dates: str) -> str:
    """A day, strictly: four digits of year, and for the XML form the whole of it, with a time zone at most."""
    words = f"trim({told}, {BLANKS})"
    if dates == "%Y-%m-%d":
        return (
            f"CASE WHEN {_plain(told)} THEN CAST(try_strptime({told}, '{dates}') AS DATE) "
            f"WHEN length({words}) = 10 THEN CAST(try_strptime({words}, '{dates}') AS DATE) "
            f"WHEN regexp_matches({words}, '^[0-9-]{{10}}(Z|[+-][0-9][0-9]:[0-9][0-9])$') "
            f"THEN CAST(try_strptime(substr({words}, 1, 10), '{dates}') AS DATE) END"
        )
    return (
        f"CASE WHEN {_plain(told)} THEN CAST(try_strptime({told}, '{dates}') AS DATE) "
        f"WHEN length({words}) BETWEEN 8 AND 10 AND substr({words}, length({words}) - 4, 1) NOT IN "
        f"('0','1','2','3','4','5','6','7','8','9') THEN CAST(try_strptime({words}, '{dates}') AS DATE) END"
    )


def said(words: str) -> str:
    """The words where there are any, NULL where there are none or only blanks; most values are seen by their first
    letter.
    """
    return f"CASE WHEN {words} >= '!' THEN {words} WHEN trim({words}, {BLANKS}) <> '' THEN {words} END"


# A time of day behind a day, and how each way of writing a day looks.
TIME = "[ T][0-9][0-9]:[0-9][0-9](:[0-9][0-9]([.][0-9]+)?)?(Z|[+-][0-9][0-9]:[0-9][0-9])?$"
ISO, DAY_FIRST = "%Y-%m-%d", "%d/%m/%Y"
LOOKS = {
    ISO: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
    DAY_FIRST: "^[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}$",
    "%Y-%b-%d": "^[0-9]{4}-[A-Za-z]{3}-[0-9]{1,2}$",
}
WHOLLY_DAY_FIRST = "^[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}( [0-9]{2}:[0-9]{2}(:[0-9]{2})?)?$"


def _loose_day(words: str, dates: str) -> str:
    """A day with a time behind it or none, written as told or year-month-day."""
    day = f"regexp_replace({words}, '{TIME}', '')"
    tried = (
        f"CASE WHEN regexp_matches({day}, '{LOOKS[way]}') THEN CAST(try_strptime({day}, '{way}') AS DATE) END"
        for way in dict.fromkeys((dates, ISO))
    )
    return f"coalesce({', '.join(tried)})"


def _loose_moment(words: str, dates: str) -> str:
    if dates == DAY_FIRST:
        return f"coalesce(try_strptime({words}, '%d/%m/%Y %H:%M:%S'), try_strptime({words}, '%d/%m/%Y %H:%M'))"
    return (
        f"CASE WHEN regexp_matches({words}, '^[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}{TIME}') "
        f"THEN try_cast({words} AS TIMESTAMP) END"
    )


def day_first(connection, form: Format, table: Table, source: str) -> frozenset[str]:
    """The columns of days and moments that a source writes day/month/year throughout, where the format allows that."""
    days = [column for column in table.columns if column.kind in (DATE, MOMENT)]
    if not (form.day_first and days):
        return frozenset()
    asked = ", ".join(
        f"""bool_and(regexp_matches(trim("{column.text_name}", {BLANKS}), '{WHOLLY_DAY_FIRST}')) """
        f"""FILTER (WHERE trim("{column.text_name}", {BLANKS}) <> '')"""
        for column in days
    )
    found = connection.execute(f"SELECT {asked} FROM {source}").fetchone()
    return frozenset(column.name for column, so in zip(days, found, strict=True) if so)


def _value(column, form: Format, first: frozenset[str] = frozenset()) -> str:
    told = f'"{column.text_name}"'
    words = f"trim({told}, {BLANKS})"
    dates = DAY_FIRST if column.name in first else form.dates
    return {
        DATE: _loose_day(words, dates) if form.loose else _day(told, dates),
        MOMENT: _loose_moment(words, dates) if form.loose else f"try_cast({words} AS TIMESTAMP)",
        NUMBER: f"CASE WHEN regexp_matches({words}, '^[+-]?[0-9]+([.][0-9]+)?$') THEN try_cast({words} AS DOUBLE) END",
        FLAG: f"CASE lower({words}) WHEN '1' THEN true WHEN 'true' THEN true WHEN '0' THEN false WHEN 'false' THEN "
        "false END",
    }[column.kind]


def lay_out(connection, form: Format, schema: str) -> None:
    """Make the empty tables of a format in a schema of that name, with `collection` and `unread` beside them."""
    prepare(connection, schema)
    for table in form.tables:
        typed(connection, form, schema, table, ())


def prepare(connection, schema: str) -> None:
    """Make a schema with the empty `collection` and `unread` that every format has."""
    connection.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}")
    connection.execute(f"CREATE OR REPLACE TABLE {schema}.collection(la VARCHAR, year INTEGER, starts DATE, ends DATE)")
    connection.execute(
        f"CREATE OR REPLACE TABLE {schema}.unread(file_no INTEGER, line INTEGER, place VARCHAR, words VARCHAR)"
    )


def selected(
    form: Format, table: Table, source: str, columns: dict[str, str] | None = None, first: frozenset[str] = frozenset()
) -> str:
    """The SELECT that types a table from a source of words.

    columns  for a source that is not a spool: the expression for each of row_no, file_no, line, keys and field_lines
    first    the columns that are written day/month/year although the format is not
    """
    told = columns or {}
    chosen = [f'{told[name]} AS "{name}"' if name in told else f'"{name}"' for name in (*FIRST, *table.keys, LINES)]
    for column in table.columns:
        if column.kind != TEXT:
            chosen.append(f'{_value(column, form, first)} AS "{column.name}"')
        told_as = f'"{column.text_name}"'
        chosen.append(f"{said(told_as)} AS {told_as}")
    return f"SELECT {', '.join(chosen)} FROM {source}"


def typed(
    connection,
    form: Format,
    schema: str,
    table: Table,
    spools: Iterable[Spool] = (),
    first: frozenset[str] = frozenset(),
) -> int:
    """Make one table from its spools (none: an empty one); its number of rows."""
    found = [selected(form, table, spooled(spool), _shifted(table, spool.shift), first) for spool in spools]
    if not found:
        connection.execute(f"CREATE OR REPLACE TABLE {schema}.{table.name}({', '.join(_columns(table))})")
        return 0
    return made(connection, schema, table, found)


def _columns(table: Table) -> list[str]:
    """The columns of a table with their types, in the order in which `selected` gives them."""
    named = [
        (name, INTEGERS.get(name, "BIGINT" if name in table.keys else "VARCHAR"))
        for name in (*FIRST, *table.keys, LINES)
    ]
    for column in table.columns:
        if column.kind != TEXT:
            named.append((column.name, SQL_TYPES[column.kind]))
        named.append((column.text_name, "VARCHAR"))
    return [f'"{name}" {kind}' for name, kind in named]


def spooled(spool: Spool) -> str:
    """The source of words that a spool is."""
    return f"read_parquet({_quoted(spool.path)})"


def made(connection, schema: str, table: Table, selects: list[str]) -> int:
    """Make one table from SELECTs that give its columns in order; its number of rows."""
    told = connection.execute(f"CREATE OR REPLACE TABLE {schema}.{table.name} AS {' UNION ALL '.join(selects)}")
    return told.fetchone()[0]


def keep_unread(connection, schema: str, spools: Iterable[Spool]) -> int:
    """Put what has no place into `unread`; how many pieces it is."""
    for spool in spools:
        connection.execute(f"INSERT INTO {schema}.{UNREAD} SELECT * FROM read_parquet({_quoted(spool.path)})")
    return connection.execute(f"SELECT count(*) FROM {schema}.{UNREAD}").fetchone()[0]


def _shifted(table: Table, shift: dict[str, int]) -> dict[str, str]:
    found = {"row_no": f"row_no + {shift.get(table.name, 0)}"}
    return found | {key: f'"{key}" + {shift.get(LEADS_TO.get(key, ""), 0)}' for key in table.keys}


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
