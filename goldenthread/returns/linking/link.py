"""A run of linking: new records join the book, each gets a person whose number lasts."""

import datetime
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from . import book as books
from .identities import FIELDS, IDENTITIES, normalise
from .pair import Pair

VIEWS = """
    CREATE OR REPLACE TEMP VIEW standing AS SELECT run FROM runs WHERE NOT undone;
    CREATE OR REPLACE TEMP VIEW current_known AS SELECT *, source || '|' || ref AS record FROM known
        WHERE run IN (SELECT run FROM standing) QUALIFY row_number() OVER (PARTITION BY source, ref
            ORDER BY run DESC) = 1;
    CREATE OR REPLACE TEMP VIEW current_members AS SELECT record, person FROM members
        WHERE run IN (SELECT run FROM standing) QUALIFY row_number() OVER (PARTITION BY record ORDER BY run DESC) = 1;
"""


@dataclass
class Linked:
    """What a run came to.

    run      its number
    persons  {record: person}
    links    pairs that were linked in this run
    to_decide pairs that a person must decide, strongest first
    new, joined  how many persons were met first in this run, and how many earlier ones turned out to be one
    """

    run: int
    persons: dict[str, int] = field(default_factory=dict)
    links: list[Pair] = field(default_factory=list)
    to_decide: list[Pair] = field(default_factory=list)
    new: int = 0
    joined: int = 0


@contextmanager
def the_book(path: Path) -> Iterator:
    """The book at a path with its readings laid out. Raises Refused when another run has it open."""
    with books.open_book(path) as book:
        book.execute(VIEWS)
        yield book


def take_identities(connection, form: str, schema: str = "") -> list[tuple]:
    """The identities in a return that was read, as rows of `identities.FIELDS`. Raises KeyError for a format that has
    none.
    """
    connection.execute(f"USE {schema or form}")
    return connection.execute(f"SELECT {', '.join(FIELDS)} FROM ({IDENTITIES[form]})").fetchall()


def link(book, incoming: dict[str, Iterable[tuple]], *, by: str, at: datetime.datetime, seed: int = 1) -> Linked:
    """Take records of one or more sources into the book and say who is who; all of it or nothing.

    incoming  {source: rows of `identities.FIELDS`}; a ref that the source sent before is the same child, with its
    newest words
    """
    book.execute("BEGIN")
    try:
        run = book.execute("SELECT coalesce(max(run), 0) + 1 FROM runs").fetchone()[0]
        book.execute("INSERT INTO runs VALUES (?, ?, ?, false)", [run, at, by])
        _take_in(book, run, incoming)
        before = dict(book.execute("SELECT record, person FROM current_members").fetchall())
        found = _together(book, run, _scored(book, seed), before)
        rows = [(record, person) for record, person in found.persons.items() if before.get(record) != person]
        if rows:
            book.execute(
                "INSERT INTO members SELECT ?, unnest(?::VARCHAR[]), unnest(?::INTEGER[])",
                [run, [record for record, _ in rows], [person for _, person in rows]],
            )
        book.execute("COMMIT")
    except BaseException:
        book.execute("ROLLBACK")
        raise
    return found


def _scored(book, seed: int) -> list[Pair]:
    """The pairs among all records that the book knows, worked out beside it so that none of Splink's tables enter
    it.
    """
    from .score import score  # Splink takes half a second to load, and most commands never link

    known = book.sql("SELECT * EXCLUDE (run, record) FROM current_known").to_arrow_table()
    with duckdb.connect(config={"temp_directory": ""}) as beside:  # in memory only: no name is written outside the book
        beside.register("raw_identities", known)
        normalise(beside)
        return score(beside, seed)


def _take_in(book, run: int, incoming: dict[str, Iterable[tuple]]) -> None:
    for source, rows in incoming.items():
        columns = [list(column) for column in zip(*rows, strict=True)] or [[] for _ in FIELDS]
        types = ("VARCHAR", "VARCHAR", "VARCHAR", "DATE", "VARCHAR", "VARCHAR", "VARCHAR", "VARCHAR")
        lists = ", ".join(f"unnest(?::{kind}[])" for kind in types)
        book.execute(f"INSERT INTO known SELECT ?, ?, {lists}", [run, source, *columns])


def _together(book, run: int, pairs: list[Pair], before: dict[str, int]) -> Linked:
    """Join records into persons: what people decided first, then what held before, then pairs by falling weight."""
    found, groups = Linked(run), _Groups(book.execute("SELECT record, source FROM current_known").fetchall())
    decided = {(decision.a, decision.b): decision.verdict for decision in books.decisions(book)}
    groups.apart = {pair for pair, verdict in decided.items() if verdict == books.DIFFERENT}
    for (a, b), verdict in decided.items():
        if verdict == books.SAME:
            groups.join(a, b, bound=True)
    holding: dict[int, str] = {}
    for record, person in sorted(before.items(), key=lambda item: (item[1], item[0])):
        groups.join(holding.setdefault(person, record), record)
    for pair in pairs:
        if groups.same(pair.a, pair.b) or (pair.a, pair.b) in decided:
            continue
        if not pair.alone:
            found.to_decide.append(pair)
        elif groups.join(pair.a, pair.b):
            found.links.append(pair)
        else:
            found.to_decide.append(
                Pair(
                    pair.a,
                    pair.b,
                    pair.probability,
                    pair.weight,
                    pair.fields,
                    False,
                    "Linking them would make two records of one list the same child, or join two whom a person told "
                    "apart.",
                )
            )
    found.to_decide = [pair for pair in found.to_decide if not groups.same(pair.a, pair.b)]
    _number(found, groups, before)
    return found


def _number(found: Linked, groups, before: dict[str, int]) -> None:
    """Give each group its person: the lowest number that one of its records had, else a new one."""
    following = max(before.values(), default=0) + 1
    taken: set[int] = set()
    for members in groups.all():
        earlier = {before[record] for record in members if record in before} - taken
        if earlier:
            person = min(earlier)
            found.joined += len(earlier) - 1
        else:
            person, following = following, following + 1
            found.new += 1
        taken.add(person)
        found.persons.update(dict.fromkeys(members, person))


class _Groups:
    """Records joined into groups; a group holds no two records of one source unless a person said so."""

    def __init__(self, records: list[tuple[str, str]]):
        self._root = {record: record for record, _ in records}
        self._members = {record: [record] for record, _ in records}
        self._source = dict(records)
        self.apart: set[tuple[str, str]] = set()

    def root(self, record: str) -> str:
        while self._root[record] != record:
            self._root[record] = self._root[self._root[record]]
            record = self._root[record]
        return record

    def same(self, a: str, b: str) -> bool:
        return a in self._root and b in self._root and self.root(a) == self.root(b)

    def join(self, a: str, b: str, bound: bool = False) -> bool:
        """Join two records' groups; False when that may not be. Records that the book no longer holds are passed
        over.
        """
        if a not in self._root or b not in self._root:
            return False
        first, second = self.root(a), self.root(b)
        if first == second:
            return True
        if not bound and self._clash(self._members[first], self._members[second]):
            return False
        keep, go = sorted((first, second), key=lambda root: (-len(self._members[root]), root))
        self._root[go] = keep
        self._members[keep] += self._members.pop(go)
        return True

    def _clash(self, ours: list[str], theirs: list[str]) -> bool:
        if {self._source[record] for record in ours} & {self._source[record] for record in theirs}:
            return True
        return (
            any(tuple(sorted((one, other))) in self.apart for one in ours for other in theirs) if self.apart else False
        )

    def all(self) -> list[list[str]]:
        """The groups in an order that is the same each time."""
        return [self._members[root] for root in sorted(self._members)]
