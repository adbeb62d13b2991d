"""`link`: the same children in several agencies' files, and what people decide of them."""

import csv
import json
import os
from pathlib import Path

from .. import calendar
from ..linking import book as books
from ..linking.identities import FIELDS, IDENTITIES
from ..linking.link import link, take_identities, the_book
from ..reading.read import read
from ..tables import Refused
from ..workspace import Results, connect
from .shared import RESULTS, Progress, command, files_there, person

EXAMPLES = """  ./returns link council=people.csv police=police-missing.csv
  ./returns link school=pupils-folder --year 2026
  ./returns link --decide same "council|C0000012" "police|P0000077" --note "Known by both names"
  ./returns link --decisions
  ./returns link --undo"""
BOOK = "links.duckdb"


def offer(commands) -> None:
    """Add the command."""
    parser = command(commands, "link", run, "find the same children in several agencies' files", EXAMPLES)
    parser.add_argument(
        "sources",
        nargs="*",
        metavar="AGENCY=FILE",
        help="an agency's name and its file or folder; the same name again brings newer words",
    )
    parser.add_argument(
        "--book", type=Path, metavar="FILE", help=f"the book in which links are kept ({RESULTS}/{BOOK})"
    )
    parser.add_argument(
        "--results", type=Path, default=Path(RESULTS), metavar="FOLDER", help=f"where the lists go ({RESULTS})"
    )
    parser.add_argument("--council", default="", metavar="CODE", help="the council's three-digit code")
    parser.add_argument(
        "--year", type=int, default=0, metavar="YYYY", help="the year of the returns, where they do not say it"
    )
    parser.add_argument(
        "--decide",
        nargs=3,
        metavar=("VERDICT", "RECORD", "RECORD"),
        help="keep a person's decision: same or different, and two records",
    )
    parser.add_argument("--note", default="", help="why, with --decide")
    parser.add_argument("--decisions", action="store_true", help="list the decisions that stand")
    parser.add_argument("--withdraw", type=int, metavar="N", help="take a decision back")
    parser.add_argument("--undo", action="store_true", help="take the last run back")
    parser.add_argument("--forget", metavar="AGENCY", help="take every trace of an agency out of the book")
    parser.add_argument("--quiet", action="store_true", help="no progress")


def run(options) -> int:
    """Do what was asked of the book; the exit status."""
    asked = [
        options.sources,
        options.decide,
        options.decisions,
        options.withdraw is not None,
        options.undo,
        options.forget,
    ]
    if sum(map(bool, asked)) != 1:
        raise Refused(
            "Ask for one thing at a time: files to link, --decide, --decisions, --withdraw, --undo or --forget."
        )
    path = options.book or options.results / BOOK
    if not options.sources and not path.exists():
        raise Refused(f"There is no book of links at {path}: link some files first.")
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    incoming = _incoming(options) if options.sources else {}
    with the_book(path) as book:
        if options.sources:
            return _link(options, book, incoming)
        if options.decide:
            number = books.decide(
                book,
                options.decide[1],
                options.decide[2],
                options.decide[0],
                note=options.note,
                by=person(),
                at=options.now,
            )
            print(f"Decision {number} is kept; it holds from the next run on.")
        elif options.decisions:
            for one in books.decisions(book):
                print(
                    f"{one.number:>5}  {one.a} and {one.b} are {one.verdict}: {one.note} ({one.by}, {one.at:%d/%m/%Y})"
                )
        elif options.withdraw is not None:
            books.withdraw(book, options.withdraw)
            print(f"Decision {options.withdraw} no longer stands.")
        elif options.undo:
            print(f"Run {books.undo(book)} is undone: the persons are as before it.")
        else:
            gone = books.forget(book, options.forget)
    if options.forget:
        books.write_anew(path)
        print(f"{gone:,} records of {options.forget} are gone from the book.")
        print(f"Lists of earlier runs may still hold its numbers: delete the folders link-… in {options.results}.")
    return 0


def _incoming(options) -> dict[str, list[tuple]]:
    """{agency: identities} of the files that were named."""
    progress, found = Progress(options.quiet), {}
    for said in options.sources:
        agency, equals, name = said.partition("=")
        if not equals or not agency or "|" in agency:
            raise Refused(
                f"Write {said} as AGENCY=FILE, such as police=missing.csv; an agency's name has no upright stroke."
            )
        if agency in found:
            raise Refused(f"{agency} is named twice: bring its files in one folder.")
        found[agency] = _identities(options, files_there([Path(name)])[0], progress)
    progress.end()
    return found


def _identities(options, path: Path, progress: Progress) -> list[tuple]:
    if path.is_file() and (plain := _plain(path)) is not None:
        return plain
    with Results(options.results).scratch() as scratch:
        connection = connect(scratch)
        try:
            calendar.lay_out(connection)
            loaded = read(connection, [path], scratch, la=options.council, year=options.year, tell=progress)
            if loaded.format.code not in IDENTITIES:
                raise Refused(f"The {loaded.format.title} says of nobody who they are, so it cannot be linked.")
            return take_identities(connection, loaded.format.code)
        finally:
            connection.close()


def _plain(path: Path) -> list[tuple] | None:
    """The rows of a list whose columns are those of an identity; None when the file is something else."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            if set(rows.fieldnames or ()) != set(FIELDS):
                return None
            return [tuple(row[name] or None for name in FIELDS) for row in rows]
    except (UnicodeDecodeError, csv.Error):
        return None


def _link(options, book, incoming) -> int:
    progress = Progress(options.quiet)
    progress("Linking")
    found = link(book, incoming, by=person(), at=options.now)
    progress.end()
    folder = options.results / f"link-{found.run}"
    _write(found, folder)
    print(
        f"{sum(map(len, incoming.values())):,} records of {', '.join(sorted(incoming))} are in the book as run "
        f"{found.run}."
    )
    print(
        f"{len(set(found.persons.values())):,} persons in all, {found.new:,} of them new; {len(found.links):,} pairs "
        "linked in this run."
    )
    print(f"{len(found.to_decide):,} pairs wait for a person: {folder / 'to-decide.csv'}")
    return 0


def _write(found, folder: Path) -> None:
    """persons.csv (record and person, no name), links.csv and to-decide.csv with each pair told field by field."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def write(name, header, rows):
        held = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(held, "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(header)
            writer.writerows(rows)

    write("persons.csv", ("record", "person"), sorted(found.persons.items(), key=lambda item: (item[1], item[0])))
    header = ("record", "other record", "probability", "weight", "why", "field by field")
    for name, pairs in (("links.csv", found.links), ("to-decide.csv", found.to_decide)):
        write(
            name,
            header,
            (
                (
                    pair.a,
                    pair.b,
                    f"{pair.probability:.4f}",
                    f"{pair.weight:.1f}",
                    pair.why,
                    "; ".join(f"{field} {how} ({part:+.1f})" for field, how, part in pair.fields),
                )
                for pair in pairs
            ),
        )
    (folder / "run.json").write_text(
        json.dumps({"run": found.run, "new": found.new, "joined": found.joined}) + "\n", encoding="utf-8"
    )
