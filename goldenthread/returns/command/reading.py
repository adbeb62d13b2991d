"""Files to a database of this run's own, for the commands that check and measure."""

import contextlib
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from .. import calendar
from ..formats.ssda903 import SSDA903
from ..reading.postcodes import read_postcodes
from ..reading.read import read, refuse_another
from ..reading.recognise import files_in, recognise
from ..tables import Loaded, Refused, SourceFile
from ..workspace import Results, Run, connect
from .shared import Progress, files_there

PIECE = 1 << 20


@dataclass
class Open:
    """A run at work with its files read: the run, the database, what was loaded, the progress line, the list of
    postcodes.
    """

    run: Run
    connection: object
    loaded: Loaded
    progress: Progress
    postcodes: SourceFile | None = None


@contextlib.contextmanager
def opened(options, what: str, edition_of: Callable[[str], str], also: str = "") -> Iterator[Open]:
    """Read the files of the options inside a run; its result stands when the block ends well.

    what         "check" or "measure", with which the result's folder begins
    edition_of   gives the edition of the rules or indicators of a form
    also         choices that make another result of the same files

    Raises Refused, and workspace.Already when the same was done before.
    """
    paths = files_in(files_there(options.files))
    last = files_in(files_there(options.last_year)) if options.last_year else []
    form = ""
    for path in paths:
        found = recognise(path)
        form = form or found.form
        refuse_another(found, options.council, options.year)
        if options.postcodes:
            _refuse_postcodes(options, found.form)
    progress = Progress(options.quiet)
    progress("Looking at the files")
    files = [source_file(number, path) for number, path in enumerate([*paths, *last], start=1)]
    postcodes = source_file(len(files) + 1, files_there([options.postcodes])[0]) if options.postcodes else None
    also = "|".join((what, options.council, str(options.year), also, *([postcodes.sha256] if postcodes else [])))
    with Results(options.results).run(
        files,
        edition_of(form),
        now=options.now,
        label=what,
        also=also,
        again=options.again,
        keep_tables=options.keep_tables,
    ) as run:
        connection = connect(run.scratch, memory=options.memory)
        try:
            calendar.lay_out(connection)
            loaded = read(connection, paths, _folder(run, "this"), la=options.council, year=options.year, tell=progress)
            if last:
                _read_last(connection, last, run, loaded, progress)
            if postcodes:
                progress("Reading the list of postcodes")
                read_postcodes(connection, options.postcodes, loaded.format.code, loaded.collection.la)
                run.about["postcodes"] = {"name": postcodes.name, "sha256": postcodes.sha256, "size": postcodes.size}
            run.about |= {
                "command": what,
                "return": loaded.format.code,
                "council": loaded.collection.la,
                "year": loaded.collection.year,
            }
            yield Open(run, connection, loaded, progress, postcodes)
        finally:
            connection.close()
            progress.end()


def _refuse_postcodes(options, form: str) -> None:
    """Raise Refused where a list of postcodes can say nothing."""
    if options.postcodes.is_dir():
        raise Refused(f"{options.postcodes} is a folder: name the CSV file with the list of postcodes.")
    if form and form != SSDA903.code:
        raise Refused("A list of postcodes says something of the looked after return only: leave --postcodes out.")
    if not options.council:
        raise Refused(
            "Say which council's return it is (--council 806), so that what lies outside its area can be told."
        )


def source_file(number: int, path: Path) -> SourceFile:
    """A file's name, hash and size."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            digest.update(piece)
    return SourceFile(number, path.name, digest.hexdigest(), path.stat().st_size)


def _folder(run: Run, name: str) -> Path:
    folder = run.scratch / name
    folder.mkdir(mode=0o700)
    return folder


def _read_last(connection, paths: list[Path], run: Run, loaded: Loaded, progress: Progress) -> None:
    """Read last year's return of the same council and let rules see its tables as `<table>_last`."""
    code = loaded.format.code
    before = read(
        connection,
        paths,
        _folder(run, "last"),
        la=loaded.collection.la,
        year=loaded.collection.year - 1,
        schema=f"{code}_last",
        tell=progress,
    )
    for table in loaded.format.tables:
        if table.name not in before.missing:
            connection.execute(f"CREATE VIEW {code}.{table.name}_last AS SELECT * FROM {code}_last.{table.name}")
