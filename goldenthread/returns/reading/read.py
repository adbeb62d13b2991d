"""The door: files in, tables of one return out."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from ..formats import FORMATS
from ..formats.cin import CIN
from ..tables import Collection, Format, Loaded, Refused, SourceFile
from ..workspace import told_plainly
from . import flat, parts, workbook
from .layout import ISO, Spool, day_first, keep_unread, made, prepare, spooled, typed
from .look import Look
from .recognise import Recognised, files_in, recognise
from .spools import UNREAD, Spools

# Tables that the XML form of the looked after return does not carry.
NOT_IN_XML = ("sw_episodes", "dolo")
CAREFUL_PART = 1_000_000  # the spools of the careful readers; parts of XML files are numbered from 0


def read(
    connection,
    paths: Iterable[Path],
    scratch: Path,
    *,
    la: str = "",
    year: int = 0,
    schema: str = "",
    tell: Callable[[str, float], None] = lambda what, share: None,
) -> Loaded:
    """Read the files of one return into a schema of the database.

    paths    the files, or folders of files, all of one return
    scratch  a folder of this run's own for spools; the caller removes it
    la, year the council and year that are expected; where the format itself does not say them they are needed
    schema   name of the schema; the format's code unless told
    tell     is called with what is being done and the share of it that is done

    Raises Refused with one sentence when a file cannot be taken; then the database is as it was. A file that says
    another council or year than expected is refused when its opening was read.
    """
    found = [recognise(path) for path in files_in(paths)]
    form = _one_return(found)
    for file in found:
        refuse_another(file, la, year)
    if form is not CIN and not year:
        raise Refused("Say which year the return is for, with --year.")
    schema = schema or form.code
    with told_plainly(Path(scratch)):
        work = _Work(connection, form, Path(scratch), la, year, tell)
        for number, file in enumerate(found, start=1):
            work.take(number, file)
        return work.load(schema, found)


def _one_return(found: list[Recognised]) -> Format:
    if not found:
        raise Refused("No file was given.")
    codes = sorted({file.form for file in found})
    if len(codes) > 1:
        titles = " and the ".join(FORMATS[code].title for code in codes)
        raise Refused(f"These files are of more than one return (the {titles}); read each return by itself.")
    form, held = FORMATS[codes[0]], {}
    for file in found:
        if file.kind != "text" and len(found) > 1:
            raise Refused(f"{file.path.name} is a whole {form.title}; read it without other files.")
        if file.table in held:
            raise Refused(
                f"{held[file.table]} and {file.path.name} both hold the table {file.table}; bring one of them."
            )
        held[file.table] = file.path.name
    return form


def refuse_another(file: Recognised, la: str, year: int) -> None:
    """Raise Refused when the opening of a file says another council or year than those expected ("" and 0: any)."""
    _expected(file.path.name, file.la, file.year, la, year)


def _expected(name: str, said_la: str, said_year: int, la: str, year: int) -> None:
    if la and said_la and said_la != la:
        raise Refused(f"{name} is of council {said_la[:20]}, not {la}; bring the file of council {la}.")
    if year and said_year and said_year != year:
        raise Refused(f"{name} is of the year {said_year}, not {year}; bring the file of {year}.")


@dataclass
class _Work:
    """The files of one call of `read` on their way into tables."""

    connection: object
    form: Format
    scratch: Path
    la: str
    year: int
    tell: Callable[[str, float], None]
    files: list[SourceFile] = field(default_factory=list)
    spooled: dict[str, list[Spool]] = field(default_factory=dict)
    selects: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    lists: set[str] = field(default_factory=set)

    def take(self, number: int, file: Recognised) -> None:
        """Read one file."""
        if file.kind == "xml":
            self._xml(number, file)
        elif file.kind == "workbook":
            self._workbook(number, file)
        else:
            self._text(number, file)

    def _xml(self, number: int, file: Recognised) -> None:
        name, size = file.path.name, file.path.stat().st_size
        seen = parts.survey(file.path, parts.parts_worth(size) if self.form is CIN else 1)
        self.files.append(SourceFile(number, name, seen.sha256, seen.size))
        done = parts.read(
            file.path,
            self.form.code,
            self.scratch,
            seen,
            file_no=number,
            first_part=0,
            header=(lambda says: self._header(name, says)) if self.form is CIN else None,
            tell=lambda share: self.tell(f"Reading {name}", share),
        )
        shift: dict[str, int] = {}
        for part, counts in done:
            for table in counts:
                path = self.scratch / f"{table}-{part}.parquet"
                self.spooled.setdefault(table, []).append(Spool(path, dict(shift)))
            for table, count in counts.items():
                shift[table] = shift.get(table, 0) + count

    def _header(self, name: str, says: dict[str, str | None]) -> None:
        """Called by the reader when it meets the header, wherever it stands."""
        reference = (says.get("ReferenceDate") or "").strip()
        year = int(reference[:4]) if reference[:4].isascii() and reference[:4].isdigit() else 0
        _expected(name, (says.get("LEA") or "").strip(), year, self.la, self.year)

    def _workbook(self, number: int, file: Recognised) -> None:
        self.tell(f"Reading {file.path.name}", 0.0)
        self.files.append(SourceFile(number, file.path.name, workbook.sha256(file.path), file.path.stat().st_size))
        self._spool(number, lambda spools: self.lists.update(workbook.read(file.path, self.form, spools, number)))
        self.tell(f"Reading {file.path.name}", 1.0)

    def _spool(self, number: int, reader: Callable[[Spools], None]) -> None:
        """Let a careful reader fill spools of its own."""
        spools = Spools(self.scratch, self.form, CAREFUL_PART + number)
        try:
            reader(spools)
            spools.close()
        finally:
            spools.abandon()
        for table, path in spools.paths.items():
            self.spooled.setdefault(table, []).append(Spool(path))

    def _text(self, number: int, file: Recognised) -> None:
        look = Look(file.path)
        columns = flat.Columns.of(look, self.form, file.table)
        seen = flat.survey(file.path, look.opening.encoding)
        self.files.append(SourceFile(number, look.name, seen.sha256, seen.size))
        select = flat.quick(self.connection, file.path, self.form, columns, number) if seen.plain else None
        if select:
            self.selects[file.table] = select
        else:
            self._spool(
                number,
                lambda spools: flat.careful(
                    file.path,
                    look.name,
                    columns,
                    seen.encoding,
                    spools,
                    number,
                    lambda share: self.tell(f"Reading {look.name}", share),
                ),
            )
        self.tell(f"Reading {look.name}", 1.0)

    def load(self, schema: str, found: list[Recognised]) -> Loaded:
        """Make the tables, all of them or none."""
        connection = self.connection
        connection.execute("BEGIN")
        try:
            prepare(connection, schema)
            rows = {table.name: self._table(schema, table) for table in self.form.tables}
            unread = keep_unread(connection, schema, self.spooled.get(UNREAD, ()))
            collection = self._collection(schema)
            connection.execute(
                f"INSERT INTO {schema}.collection VALUES (?, ?, ?, ?)",
                [collection.la, collection.year, collection.starts, collection.ends],
            )
            connection.execute("COMMIT")
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        finally:
            for table in self.selects:
                connection.execute(f"DROP TABLE IF EXISTS temp.words_{table}")
        return Loaded(self.form, collection, self.files, rows, unread, self._missing(found), tuple(self.notes))

    def _table(self, schema: str, table) -> int:
        self.tell(f"Making the table {table.name}", 1.0)
        if table.name in self.selects:
            self._note(table, day_first(self.connection, self.form, table, f"temp.words_{table.name}"))
            return made(self.connection, schema, table, [self.selects[table.name]])
        spools, first = self.spooled.get(table.name, ()), frozenset()
        for spool in spools:
            first = day_first(self.connection, self.form, table, spooled(spool))
            self._note(table, first)
        return typed(self.connection, self.form, schema, table, spools, first)

    def _note(self, table, first: frozenset[str]) -> None:
        if first and self.form.dates == ISO:
            self.notes.append(
                f"{table.name}: {', '.join(sorted(first))} written day/month/year throughout, and read so."
            )

    def _missing(self, found: list[Recognised]) -> tuple[str, ...]:
        if self.form is CIN:
            return ()
        if found[0].kind == "xml":
            return NOT_IN_XML
        brought = self.lists or {file.table for file in found}
        return tuple(table.name for table in self.form.tables if table.name not in brought)

    def _collection(self, schema: str) -> Collection:
        la, year = self.la, self.year
        if self.form is not CIN:
            ends = datetime.date(year, *self.form.year_ends)
            return Collection(la, year, _after(ends.replace(year=year - 1)), ends)
        said = self.connection.execute(
            f"SELECT trim(LEA), ReferenceDate FROM {schema}.header ORDER BY row_no"
        ).fetchone()
        if said is None or said[1] is None:
            raise Refused("The file does not say its reference date: add Header/CollectionDetails/ReferenceDate.")
        ends = said[1]
        before = ends.replace(year=ends.year - 1, day=28 if (ends.month, ends.day) == (2, 29) else ends.day)
        return Collection(said[0] or la, ends.year, _after(before), ends)


def _after(day: datetime.date) -> datetime.date:
    return day + datetime.timedelta(days=1)
