"""The door: files in, tables of one return out."""

import datetime
import hashlib
from collections.abc import Callable, Iterable
from pathlib import Path

from ..formats.cin import CIN
from ..formats.ssda903 import SSDA903
from ..tables import Collection, Format, Loaded, Refused, SourceFile
from . import cin_xml, flat
from .layout import lay_out, typed

FORMATS = {form.code: form for form in (CIN, SSDA903)}


def read(connection, paths: Iterable[Path], scratch: Path, *, la: str = "", year: int = 0, schema: str = "",
         tell: Callable[[str, float], None] = lambda what, share: None) -> Loaded:
    """Read the files of one return into a schema of the database.

    paths    the files, all of one return
    scratch  a folder of this run's own for spools; the caller removes it
    la, year the council and year that are expected; where the format itself does not say them they are needed
    schema   name of the schema; the format's code unless told
    tell     is called with what is being done and the share of it that is done

    Raises Refused with one sentence when a file cannot be taken.
    """
    paths = [Path(path) for path in paths]
    form = _recognise(paths)
    schema = schema or form.code
    lay_out(connection, form, schema)
    files = [SourceFile(n, path.name, hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_size)
             for n, path in enumerate(paths, start=1)]
    spools, unread = cin_xml.Spools(scratch, form), []
    try:
        for file, path in zip(files, paths, strict=True):
            if form is CIN:
                cin_xml.read(path, spools, unread, file.number)
            else:
                flat.read(path, form, spools, unread, file.number)
            tell(f"Reading {file.name}", file.number / len(files))
    finally:
        spools.close()
    rows = {table.name: typed(connection, form, schema, table, (spools.paths[table.name],)) for table in form.tables}
    if unread:
        connection.executemany(f"INSERT INTO {schema}.unread VALUES (?, ?, ?, ?)", unread)
    collection = _collection(connection, form, schema, la, year)
    connection.execute(
        f"INSERT INTO {schema}.collection VALUES (?, ?, ?, ?)",
        [collection.la, collection.year, collection.starts, collection.ends],
    )
    return Loaded(form, collection, files, rows, len(unread))


def _recognise(paths: list[Path]) -> Format:
    return CIN if paths[0].suffix == ".xml" else SSDA903


def _collection(connection, form: Format, schema: str, la: str, year: int) -> Collection:
    if form is CIN:
        said = connection.execute(f"SELECT LEA, ReferenceDate FROM {schema}.header").fetchone()
        if said is None or said[1] is None:
            raise Refused("The file does not say its reference date: add Header/CollectionDetails/ReferenceDate.")
        la, year = said[0] or la, said[1].year
    if not year:
        raise Refused("Say which year the return is for, with --year.")
    return Collection(la, year, datetime.date(year - 1, 4, 1), datetime.date(year, 3, 31))
