"""The book of links: who was seen in which run, which person each is, and what people decided. One DuckDB file.

Nothing in it is changed: a run adds rows under its number, and an undone run is left out of every reading. It holds
names and birth dates, so the file can be read by its owner alone, and `forget` takes a source out of it for good.
"""

import datetime
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from ..tables import Refused

SAME, DIFFERENT = "same", "different"
TABLES = """
    CREATE TABLE IF NOT EXISTS runs(run INTEGER, moment TIMESTAMP, by_whom VARCHAR, undone BOOLEAN);
    CREATE TABLE IF NOT EXISTS known(run INTEGER, source VARCHAR, ref VARCHAR, forename VARCHAR, surname VARCHAR,
        birth DATE, sex VARCHAR, postcode VARCHAR, upn VARCHAR, nhs VARCHAR);
    CREATE TABLE IF NOT EXISTS members(run INTEGER, record VARCHAR, person INTEGER);
    CREATE TABLE IF NOT EXISTS decisions(number INTEGER, a VARCHAR, b VARCHAR, verdict VARCHAR, note VARCHAR,
        moment TIMESTAMP, by_whom VARCHAR, withdrawn BOOLEAN);
"""


@dataclass(frozen=True)
class Decision:
    """What a person decided of two records: the verdict SAME or DIFFERENT, why, who and when."""

    number: int
    a: str
    b: str
    verdict: str
    note: str
    at: datetime.datetime
    by: str


@contextmanager
def open_book(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The book at a path, made when it is not there; one at a time. Raises Refused when another run has it open."""
    old = os.umask(0o077)
    try:
        connection = duckdb.connect(str(path))
    except duckdb.IOException as fault:
        raise Refused(
            "The book of links is open in another run, or is not one: wait for that run, then try again."
        ) from fault
    finally:
        os.umask(old)
    try:
        connection.execute(TABLES)
        yield connection
    finally:
        connection.close()


def decide(book, a: str, b: str, verdict: str, *, note: str, by: str, at: datetime.datetime) -> int:
    """Keep what a person decided of two records ("source|ref"); the decision's number. A later one stands before an
    earlier.

    Raises Refused when a record is not known, the verdict is neither SAME nor DIFFERENT, or the note says nothing.
    """
    if verdict not in (SAME, DIFFERENT):
        raise Refused(f"Say {SAME} or {DIFFERENT}, not {verdict}.")
    if not note.strip():
        raise Refused("Say in a few words why, so that the next person understands it.")
    for record in (a, b):
        if not book.execute("SELECT 1 FROM current_known WHERE record = ?", [record]).fetchone():
            raise Refused(f"No record {record} is in the book: write it as the list does, source|number.")
    number = book.execute("SELECT coalesce(max(number), 0) + 1 FROM decisions").fetchone()[0]
    first, second = sorted((a, b))
    book.execute(
        "INSERT INTO decisions VALUES (?, ?, ?, ?, ?, ?, ?, false)", [number, first, second, verdict, note, at, by]
    )
    return number


def withdraw(book, number: int) -> None:
    """Take a decision back. Raises Refused when there is none of that number."""
    if not book.execute(
        "UPDATE decisions SET withdrawn = true WHERE number = ? AND NOT withdrawn RETURNING 1", [number]
    ).fetchone():
        raise Refused(f"There is no decision {number} that still stands.")


def decisions(book) -> list[Decision]:
    """The decisions that stand, the latest for each pair of records."""
    rows = book.execute("""
        SELECT number, a, b, verdict, note, moment, by_whom FROM decisions WHERE NOT withdrawn
        QUALIFY row_number() OVER (PARTITION BY a, b ORDER BY number DESC) = 1 ORDER BY number""").fetchall()
    return [Decision(*row) for row in rows]


def undo(book) -> int:
    """Take the last run back: persons, members and records are as before it; the run's number. Raises Refused when
    none.
    """
    last = book.execute("SELECT max(run) FROM runs WHERE NOT undone").fetchone()[0]
    if last is None:
        raise Refused("There is no run to undo.")
    book.execute("UPDATE runs SET undone = true WHERE run = ?", [last])
    return last


def forget(book, source: str) -> int:
    """Take every trace of a source out of the book for good; how many records went. Raises Refused when it has none."""
    count = book.execute("SELECT count(DISTINCT ref) FROM known WHERE source = ?", [source]).fetchone()[0]
    if not count:
        raise Refused(f"The book knows no source {source}.")
    book.execute("BEGIN")
    book.execute("DELETE FROM known WHERE source = ?", [source])
    start = f"{source}|"
    book.execute("DELETE FROM members WHERE starts_with(record, ?)", [start])
    book.execute("DELETE FROM decisions WHERE starts_with(a, ?) OR starts_with(b, ?)", [start, start])
    book.execute("COMMIT")
    book.execute("CHECKPOINT")
    return count


def write_anew(path: Path) -> None:
    """Write a closed book into a new file that takes its place, so that what was deleted stands in none of its
    bytes.
    """
    fresh = path.with_name(f"{path.name}.new")
    fresh.unlink(missing_ok=True)
    old = os.umask(0o077)
    try:
        with duckdb.connect(config={"temp_directory": ""}) as connection:
            for name, file in (("book", path), ("fresh", fresh)):
                place = str(file).replace("'", "''")
                connection.execute(f"ATTACH '{place}' AS {name}")
            connection.execute("COPY FROM DATABASE book TO fresh")
            connection.execute("DETACH book")
            connection.execute("DETACH fresh")
        fresh.replace(path)
    finally:
        os.umask(old)
        fresh.unlink(missing_ok=True)
