"""XML to spools, told by a tree of places: one pass of a streaming parser, with the line of every value.

Expat is used rather than a tree: it gives exact lines however long the file, never builds more than one value, and
speaks of a document type or an entity before anything is done with it. Nothing here recurses on the input.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat

from ..tables import Format, Refused
from .spools import Spools

PIECE = 1 << 18  # bytes handed to the parser at a time
BREATHE = 1 << 22  # bytes of the file after which waiting rows are written
LONGEST_VALUE = 1 << 20  # letters in one value
LONGEST_TAG = 1 << 20  # bytes in one tag
DEEPEST = 64  # elements within each other
# What an element may carry without saying anything of a child.
SILENT_ATTRIBUTES = re.compile(r"xmlns(:.*)?|.*:(schemaLocation|noNamespaceSchemaLocation|nil)|xml:(space|lang)")
ENCODINGS = {"utf-8", "utf8", "utf-16", "us-ascii", "ascii", "iso-8859-1", "latin-1", "windows-1252", "cp1252"}
DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([^"'>]{1,40})["']""")


# What a parser's fault means for who brought the file.
FAULTS = {
    "no element found": "the file ends before its elements do",
    "unclosed token": "the file ends within a tag",
    "unclosed CDATA section": "the file ends within a CDATA section",
    "mismatched tag": "an end tag does not belong to the element that is open",
    "not well-formed (invalid token)": "a character stands where none may, or the text is not in the encoding that it "
    "says",
    "undefined entity": "an entity such as &name; is used that XML does not know",
    "junk after document element": "more follows after the end of the root element",
    "duplicate attribute": "an attribute stands twice in one tag",
    "encoding specified in XML declaration is incorrect": "the text is not in the encoding that it says",
    "reference to invalid character number": "a character reference names no character",
}


def not_well_formed(name: str, fault: expat.ExpatError, offset: int = 0) -> Refused:
    """One sentence for a file that the parser cannot read."""
    said = expat.ErrorString(fault.code)
    return Refused(
        f"{name} is not well-formed XML: line {fault.lineno + offset}, {FAULTS.get(said, said)}; export it again or "
        "mend that line."
    )


@dataclass
class Place:
    """An element that the format knows.

    table    the table of which each such element is a row; None for a group of fields
    keys     tables of the enclosing rows that the row points to
    index    for a field: which value of its row it is; -1 for a row or a group
    alone    for an element that is both: a row of one value
    """

    name: str
    parent: Place | None = None
    table: str | None = None
    keys: tuple[Place, ...] = ()
    index: int = -1
    alone: bool = False
    width: int = 0
    inside: dict[str, Place] = field(default_factory=dict)
    # The open row: set when the element begins.
    owner: Place | None = None
    number: int = 0
    line: int = 0
    values: list = field(default_factory=list)
    lines: list = field(default_factory=list)

    def path(self) -> str:
        """The names from the root to here, with strokes between."""
        names, place = [], self
        while place is not None and place.name:
            names.append(place.name)
            place = place.parent
        return "/".join(reversed(names))


@dataclass(frozen=True)
class Layout:
    """How a format's XML is laid out. `root` is the place above the root element."""

    root: Place

    def group(self, parent: Place, name: str) -> Place:
        """An element that only holds others; its fields belong to the row around it."""
        place = Place(name, parent, owner=parent.owner)
        parent.inside[name] = place
        return place

    def row(self, parent: Place, names: tuple[str, ...], table, keys: tuple[Place, ...] = ()) -> Place:
        """An element that is a row of `table` (a Table); its columns may stand directly in it."""
        place = Place(names[0], parent, table.name, keys, width=len(table.columns))
        place.owner = place
        for name in names:
            parent.inside[name] = place
        for index, column in enumerate(table.columns):
            place.inside[column.name] = Place(column.name, place, index=index, owner=place)
        return place

    def fields(self, group: Place) -> None:
        """Let a group hold any field of its row."""
        for name, found in group.owner.inside.items():
            if found.index >= 0:
                group.inside[name] = Place(name, group, index=found.index, owner=group.owner)

    def values(self, parent: Place, name: str, table, keys: tuple[Place, ...]) -> Place:
        """A repeated element that is a row of one value."""
        place = Place(name, parent, table.name, keys, index=0, alone=True, width=1)
        place.owner = place
        parent.inside[name] = place
        return place


class Reading:
    """One pass over a file or a part of it.

    first_line  number of the line on which what is fed begins
    emit        what is done with a finished row; straight into its table unless told
    header      is called with the first finished row of a table named header, as {column: words}
    """

    def __init__(
        self,
        layout: Layout,
        form: Format,
        spools: Spools,
        name: str,
        file_no: int = 1,
        first_line: int = 1,
        emit: Callable | None = None,
        header: Callable[[dict], None] | None = None,
    ):
        self.layout, self.form, self.spools, self.name, self.file_no = layout, form, spools, name, file_no
        self.offset = first_line - 1
        self._header = header
        self._names = {table.name: [column.name for column in table.columns] for table in form.tables}
        self.parser = expat.ParserCreate()
        self._handlers(emit)

    def _refuse(self, what: str) -> None:
        raise Refused(f"{self.name}, line {self.parser.CurrentLineNumber + self.offset}: {what}")

    def _handlers(self, emit) -> None:  # noqa: C901 - one closure, because each call is made millions of times
        parser, spools, offset, file_no = self.parser, self.spools, self.offset, self.file_no
        counts, waiting = spools.counts, spools.waiting
        here, text, strange, told = self.layout.root, None, [], False
        refuse, headers = self._refuse, self._names.get("header", [])

        def start(name, attributes):
            nonlocal here, text, told
            place = here.inside.get(name) or here.inside.get(name.rpartition(":")[2])
            if place is None or strange:
                strange.append(name)
                if len(strange) > DEEPEST:
                    refuse(f"elements lie more than {DEEPEST} deep in each other; no return does that.")
                told = False
                for key, words in attributes.items():
                    told = True
                    spools.unread(
                        parser.CurrentLineNumber + offset, "/".join([here.path(), *strange, "@" + key]), words, file_no
                    )
                return
            if attributes:
                for key, words in attributes.items():
                    if not SILENT_ATTRIBUTES.fullmatch(key):
                        spools.unread(parser.CurrentLineNumber + offset, f"{place.path()}/@{key}", words, file_no)
            table = place.table
            if table is not None:
                counts[table] += 1
                place.number = counts[table]
                place.line = parser.CurrentLineNumber + offset
                if place.index < 0:
                    place.values = [None] * place.width
                    place.lines = [""] * place.width
            elif place.index >= 0:
                place.line = parser.CurrentLineNumber + offset
            here, text = place, None

        def end(name):
            nonlocal here, text, told
            if strange:
                if not told:  # an element without words of its own is kept too
                    spools.unread(parser.CurrentLineNumber + offset, "/".join([here.path(), *strange]), "", file_no)
                    told = True
                strange.pop()
                return
            place = here
            here = place.parent
            if place.alone:
                waiting[place.table].append(
                    (
                        place.number,
                        file_no,
                        place.line,
                        *[key.number for key in place.keys],
                        None,
                        "" if text is None else text,
                    )
                )
            elif place.index >= 0:
                owner, index = place.owner, place.index
                if not owner.values[index]:
                    owner.values[index] = "" if text is None else text
                    owner.lines[index] = place.line
                elif text is None or text.isspace():
                    pass
                else:
                    kept = f" (repeated; the one on line {owner.lines[index]} is kept)"
                    spools.unread(place.line, place.path() + kept, text, file_no)
            elif place.table is not None:
                line, lines = place.line, place.lines
                same = True
                for number in lines:
                    if number != line and number != "":
                        same = False
                        break
                row = (
                    place.number,
                    file_no,
                    line,
                    *[key.number for key in place.keys],
                    None if same else " ".join(map(str, lines)),
                    *place.values,
                )
                if emit is None:
                    waiting[place.table].append(row)
                else:
                    emit(place, row)
                if place.table == "header" and self._header:
                    tell, self._header = self._header, None
                    tell(dict(zip(headers, place.values, strict=True)))
            text = None

        def characters(data):
            nonlocal text, told
            if strange:
                if not data.isspace():
                    told = True
                    spools.unread(parser.CurrentLineNumber + offset, "/".join([here.path(), *strange]), data, file_no)
            elif here.index >= 0:
                if text is None:
                    text = data
                else:
                    if len(text) > LONGEST_VALUE:
                        refuse(f"the value of {here.name} is longer than {LONGEST_VALUE:,} letters.")
                    text += data
            elif not data.isspace():
                # A parser that gathers text tells of it at its end: the words stand that many lines higher.
                line = parser.CurrentLineNumber + offset - data.lstrip().count("\n")
                spools.unread(line, here.path() or "before the first element", data.strip(), file_no)

        parser.buffer_text = True
        parser.buffer_size = 1 << 16
        parser.StartElementHandler, parser.EndElementHandler = start, end
        parser.CharacterDataHandler = characters
        parser.StartDoctypeDeclHandler = lambda *_: refuse(
            "the file declares a document type, by which other text can be brought in; take the DOCTYPE line out."
        )
        parser.EntityDeclHandler = lambda *_: refuse("the file declares an entity; take the declaration out.")

    def feed(self, pieces: Iterator[bytes]) -> None:
        """Hand the parser all of it. Raises Refused where it is not well formed or goes over a limit."""
        parser, fed, written = self.parser, 0, 0
        try:
            for piece in pieces:
                parser.Parse(piece, False)
                fed += len(piece)
                if fed - max(parser.CurrentByteIndex, 0) > LONGEST_TAG + PIECE:
                    self._refuse(f"one tag is longer than {LONGEST_TAG:,} bytes; the file may be damaged.")
                if fed - written >= BREATHE:
                    self.spools.breathe()
                    written = fed
            parser.Parse(b"", True)
        except expat.ExpatError as fault:
            raise not_well_formed(self.name, fault, self.offset) from None


def pieces(path: Path, first: int = 0, last: int | None = None) -> Iterator[bytes]:
    """The bytes of a file from `first` up to `last`, a piece at a time."""
    with path.open("rb") as file:
        if first:
            file.seek(first)
        left = last - first if last is not None else None
        while left is None or left > 0:
            piece = file.read(PIECE if left is None else min(PIECE, left))
            if not piece:
                return
            if left is not None:
                left -= len(piece)
            yield piece


def declared_encoding(head: bytes, name: str) -> str:
    """The encoding that the XML says it has; "utf-8" when it says none. Raises Refused for one that is not taken."""
    found = DECLARED.match(head)
    encoding = found.group(1).decode("ascii", "replace").lower() if found else "utf-8"
    if encoding not in ENCODINGS:
        raise Refused(f"{name} says that it is written in {encoding}; save it as UTF-8.")
    return encoding
