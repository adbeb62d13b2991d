"""What a file is, told from its content and never from its name; each recogniser knows one kind.

To add a kind: write a function that takes a `Look` and gives a `Recognised` or None, and put it into `RECOGNISERS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from ..formats.annex_a import ANNEX_A
from ..formats.cin import CIN
from ..formats.partners import TEMPLATES
from ..formats.school import SCHOOL
from ..formats.ssd import SSD
from ..formats.ssda903 import SSDA903
from ..tables import Format, Refused, Table
from . import workbook
from .look import Look

EXTRACTS = (SSD, SCHOOL)

# What systems leave in folders beside people's files.
NOT_FILES = ("Thumbs.db", "desktop.ini", "~$")


@dataclass(frozen=True)
class Recognised:
    """What one file is.

    form   code of the format; "" when it is none that is known
    table  the one table that it holds; "" when it holds several
    kind   "xml", "text" or "workbook"
    la, year  council and year, where the file says them; "" and 0 otherwise
    why    one sentence: what in the file says so, or why it cannot be taken
    """

    path: Path
    form: str = ""
    table: str = ""
    kind: str = ""
    la: str = ""
    year: int = 0
    why: str = ""


def cin_xml(look: Look) -> Recognised | None:
    """A children in need census: the root is Message, and its header says CIN or it holds children."""
    if look.kind != "xml" or look.xml.root != "Message":
        return None
    says = look.xml.says
    collection = says.get("Collection", "CIN")
    if collection != "CIN":
        raise Refused(f"{look.name} is a file of the collection {collection[:40]}, not of the children in need census.")
    reference = says.get("ReferenceDate", "")
    year = int(reference[:4]) if reference[:4].isascii() and reference[:4].isdigit() and len(reference) >= 10 else 0
    return Recognised(
        look.path,
        CIN.code,
        kind="xml",
        la=says.get("LEA", ""),
        year=year,
        why="Its root element is Message" + (" and its header says CIN." if "Collection" in says else "."),
    )


def ssda903_xml(look: Look) -> Recognised | None:
    """A looked after return in one XML file."""
    if look.kind != "xml" or look.xml.root != "EXPSSDA903":
        return None
    return Recognised(look.path, SSDA903.code, kind="xml", why="Its root element is EXPSSDA903.")


def ssda903_csv(look: Look) -> Recognised | None:
    """One table of a looked after return, by its columns."""
    return by_columns(look, SSDA903)


def template_csv(look: Look) -> Recognised | None:
    """One of the partnership's own templates, by its columns."""
    nearly = None
    for form in TEMPLATES:
        try:
            if found := by_columns(look, form):
                return found
        except Refused as refusal:
            nearly = nearly or refusal
    if nearly:
        raise nearly
    return None


def annex_a_workbook(look: Look) -> Recognised | None:
    """Ofsted's Annex A in one workbook: at least one sheet has the header of one of its lists."""
    if look.kind != "workbook":
        return None
    found = workbook.lists_of(look.path, ANNEX_A)
    if not found:
        return None
    listed = ", ".join(sorted((sheet.table.name for sheet in found), key=lambda name: (len(name), name)))
    return Recognised(
        look.path, ANNEX_A.code, kind="workbook", why=f"Its sheets have the headers of {listed} of the {ANNEX_A.title}."
    )


def annex_a_csv(look: Look) -> Recognised | None:
    """One list of Ofsted's Annex A as CSV, by how its headers read."""
    if look.kind != "text":
        return None
    fits = workbook.fitting(ANNEX_A, look.opening.columns)
    if not fits:
        return None
    return Recognised(
        look.path,
        ANNEX_A.code,
        fits[0].name,
        "text",
        why=f"Its headers read like those of {fits[0].name} ({fits[0].meaning}) of the {ANNEX_A.title}.",
    )


def extract_csv(look: Look) -> Recognised | None:
    """A table of the Standard Safeguarding Dataset or of the school census, whose columns differ with versions and
    years.

    It needs the columns that are required, and half of what it has must be known; the rest is said and kept aside.
    """
    if look.kind != "text":
        return None
    named = [name.upper() for name in look.opening.columns if name]
    names, best = set(named), None
    for form in EXTRACTS:
        for table in form.tables:
            wanted = {column.name.upper() for column in table.columns}
            needed = {column.name.upper() for column in table.columns if column.required}
            alike = len(names & wanted) / len(names | wanted)
            if needed <= names and len(names & wanted) * 2 >= len(names) and (best is None or alike > best[0]):
                best = (alike, form, table, sorted(names - wanted))
    if best is None:
        return None
    if len(named) != len(names):
        twice = next(name for name in named if named.count(name) > 1)
        raise Refused(f"{look.name} has the column {twice} twice; keep one.")
    _, form, table, unknown = best
    aside = f" Kept aside, for they are not known: {', '.join(unknown)[:200]}." if unknown else ""
    return Recognised(
        look.path,
        form.code,
        table.name,
        "text",
        why=f"Its columns are those of the table {table.name} of the {form.title}.{aside}",
    )


def by_columns(look: Look, form: Format) -> Recognised | None:
    """A CSV whose columns, in any order and case and beside blank ones, are those of a table of the format.

    Of a partial format the columns that are not required may be left out. Raises Refused when it is nearly such a
    table, saying what lacks.
    """
    if look.kind != "text":
        return None
    named = [name.upper() for name in look.opening.columns if name]
    names, nearest = set(named), None
    for table in form.tables:
        wanted = {column.name.upper() for column in table.columns}
        needed = {column.name.upper() for column in table.columns if column.required or not form.partial}
        if needed <= names <= wanted:
            if len(named) != len(names):
                twice = next(name for name in named if named.count(name) > 1)
                raise Refused(f"{look.name} has the column {twice} twice; keep one.")
            return Recognised(
                look.path,
                form.code,
                table.name,
                "text",
                why=f"Its columns are those of the table {table.name} of the {form.title}.",
            )
        shared = len(names & wanted) / len(wanted | names)
        if shared > 0.5 and (nearest is None or shared > nearest[0]):
            nearest = (shared, table, wanted, needed)
    if nearest:
        raise Refused(_nearly(look, form, nearest[1], names, *nearest[2:]))
    return None


def _nearly(look: Look, form: Format, table: Table, names: set[str], wanted: set[str], needed: set[str]) -> str:
    lacks, unknown = sorted(needed - names), sorted(names - wanted)
    said = [f"lacks {', '.join(lacks)}"] * bool(lacks) + [f"has the unknown {', '.join(unknown)[:200]}"] * bool(unknown)
    return (
        f"{look.name} looks like the table {table.name} of the {form.title}, but {' and '.join(said)}; mend its header."
    )


RECOGNISERS: list[Callable[[Look], Recognised | None]] = [
    cin_xml,
    ssda903_xml,
    ssda903_csv,
    template_csv,
    extract_csv,
    annex_a_csv,
    annex_a_workbook,
]


def recognise(path: Path) -> Recognised:
    """What one file is. Raises Refused with one sentence when it is nothing that is known."""
    path = Path(path)
    try:
        look = Look(path)
    except FileNotFoundError:
        raise Refused(f"There is no file {path.name}.") from None
    except OSError as fault:
        raise Refused(f"{path.name} cannot be opened: {fault.strerror}.") from None
    if not path.is_file():
        raise Refused(f"{path.name} is not a file.")
    try:
        kind = look.kind
        for recogniser in RECOGNISERS:
            found = recogniser(look)
            if found:
                return found
    except OSError as fault:
        raise Refused(f"{path.name} cannot be read: {fault.strerror}.") from None
    if kind == "xml":
        raise Refused(
            f"{look.name} is XML with the root element {look.xml.root[:60]}; no return that is known begins so."
        )
    if kind == "workbook":
        raise Refused(f"{look.name} is an Excel workbook in which no return that is known was found.")
    shown = ", ".join(look.opening.columns[:6])[:120]
    raise Refused(f"{look.name} is text that begins with {shown!r}; no return that is known has these columns.")


def files_in(paths: Iterable[Path]) -> list[Path]:
    """The files told and, for a folder, the files in it in order of name; what systems leave in folders is passed
    over.
    """
    found: list[Path] = []
    for path in map(Path, paths):
        if path.is_dir():
            found += sorted(p for p in path.iterdir() if p.is_file() and not p.name.startswith((".", *NOT_FILES)))
        else:
            found.append(path)
    return found


def recognised(paths: Iterable[Path]) -> list[Recognised]:
    """What each file of a list or a folder is; one that is nothing known has no form, and says why."""
    found = []
    for path in files_in(paths):
        try:
            found.append(recognise(path))
        except Refused as refusal:
            found.append(Recognised(path, why=str(refusal)))
    return found
