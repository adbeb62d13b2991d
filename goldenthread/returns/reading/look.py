"""A first look at a file: its opening bytes, what kind of file they are, and the header of a table or of an XML."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from xml.parsers import expat

from ..tables import Refused
from .xml_stream import declared_encoding, not_well_formed

HEAD = 1 << 16  # bytes that are looked at; the header of every format lies within them
SIGNATURES = (
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"%PDF", "a PDF document"),
    (b"\x1f\x8b", "a compressed file (gzip); unpack it first"),
    (b"7z\xbc\xaf", "a compressed file (7-Zip); unpack it first"),
    (b"Rar!", "a compressed file (RAR); unpack it first"),
    (b"\xd0\xcf\x11\xe0", "an old or a password-protected Office file; save it as .xlsx or CSV without a password"),
    (b"SQLite format 3", "a database"),
    (b"PAR1", "a Parquet file"),
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
)
DELIMITERS = (",", "\t", ";", "|")
XML_DEEPEST = 16


@dataclass(frozen=True)
class XmlOpening:
    """The root of an XML and the words of the elements that stand before its first child record, by name."""

    root: str
    says: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Opening:
    """The columns of a table and how its text is written."""

    columns: tuple[str, ...]
    delimiter: str
    encoding: str


@dataclass
class Look:
    """One file as a recogniser sees it. Every property reads at most the first 65,536 bytes.

    Properties raise Refused when the file cannot be what they speak of.
    """

    path: Path
    size: int = 0

    def __post_init__(self):
        self.path = Path(self.path)
        self.size = self.path.stat().st_size

    @property
    def name(self) -> str:
        """The name without folders, for sentences."""
        return self.path.name

    @cached_property
    def head(self) -> bytes:
        """The opening bytes."""
        with self.path.open("rb", buffering=0) as file:
            return file.read(HEAD)

    @cached_property
    def kind(self) -> str:
        """ "xml", "text" or "workbook". Raises Refused for anything else, saying what it is."""
        head = self.head
        if not head.strip(b"\x00\t\r\n \xef\xbb\xbf"):
            if self.size > HEAD:
                raise Refused(f"{self.name} begins with more than {HEAD:,} blank bytes; export it again.")
            raise Refused(f"{self.name} is empty.")
        if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
            return self._zipped()
        for signature, what in SIGNATURES:
            if head.startswith(signature):
                raise Refused(f"{self.name} is {what}, not a return.")
        opening = self._text_head[0].lstrip("\ufeff \t\r\n")
        if opening.startswith("<"):
            return "xml"
        return "text"

    def _zipped(self) -> str:
        try:
            with zipfile.ZipFile(self.path) as found:
                names = set(found.namelist())
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
            raise Refused(
                f"{self.name} begins like a zip or an Excel workbook, but is damaged; save it again."
            ) from None
        if "xl/workbook.xml" in names:
            return "workbook"
        if "xl/workbook.bin" in names:
            raise Refused(f"{self.name} is a binary Excel workbook; save it as .xlsx.")
        raise Refused(f"{self.name} is a zip file; unpack it and bring the files in it.")

    @cached_property
    def _text_head(self) -> tuple[str, str]:
        """The opening as text, and its encoding."""
        head = self.head
        for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
            if head.startswith(mark):
                return head.decode(encoding, "replace"), encoding
        if b"\x00" in head:
            if head[1:2] == b"\x00" or head[:1] == b"\x00":
                raise Refused(f"{self.name} is written in UTF-16 without saying so, or is no text; save it as UTF-8.")
            raise Refused(f"{self.name} holds NUL bytes: it is damaged or no text; export it again.")
        try:
            return head.decode("utf-8"), "utf-8"
        except UnicodeDecodeError as fault:
            if fault.start >= len(head) - 4 and len(head) == HEAD:
                return head[: fault.start].decode("utf-8"), "utf-8"
            return head.decode("cp1252", "replace"), "cp1252"

    @cached_property
    def opening(self) -> Opening:
        """The first line as the columns of a table. Raises Refused when it is too long to be one."""
        text, encoding = self._text_head
        text = text.lstrip("\ufeff")
        line, ended, _ = text.partition("\n")
        if not ended and self.size > HEAD:
            raise Refused(
                f"{self.name} has a first line of more than {HEAD:,} bytes; it is no table that a return has."
            )
        delimiter = max(DELIMITERS, key=line.count)
        try:
            columns = next(csv.reader(io.StringIO(line.rstrip("\r")), delimiter=delimiter, strict=True), [])
        except csv.Error:
            raise Refused(
                f"{self.name} has a first line that is no header of a table: a quote in it is not closed."
            ) from None
        return Opening(tuple(column.strip() for column in columns), delimiter, encoding)

    @cached_property
    def xml(self) -> XmlOpening:
        """The root and what is said before the first child. Raises Refused when it is not well formed."""
        declared_encoding(self.head.removeprefix(b"\xef\xbb\xbf"), self.name)
        parser, stack, says, words = expat.ParserCreate(), [], {}, []
        found = {"root": "", "ended": False}

        def start(name, attributes):
            stack.append(name.rpartition(":")[2])
            found["root"] = found["root"] or stack[0]
            found["ended"] = found["ended"] or stack[-1].upper() == "CHILD" or len(stack) > XML_DEEPEST
            words.clear()

        def end(name):
            if words and not found["ended"]:
                says.setdefault(stack[-1], "".join(words).strip()[:200])
            stack.pop()
            words.clear()

        def refuse(*_):
            raise Refused(
                f"{self.name} declares a document type, by which other text can be brought in; take the DOCTYPE out."
            )

        parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, words.append
        parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = refuse
        try:
            for at in range(0, len(self.head), 2048):
                if found["ended"]:
                    break
                parser.Parse(self.head[at : at + 2048], False)
        except expat.ExpatError as fault:
            if not found["root"]:
                raise not_well_formed(self.name, fault) from None
        if not found["root"]:
            raise Refused(f"{self.name} looks like XML, but no element begins in its first {HEAD:,} bytes.")
        return XmlOpening(found["root"], {name: said for name, said in says.items() if said})
