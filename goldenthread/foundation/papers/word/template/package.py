"""A Word file as what it is: a zip of parts that point to each other (ECMA-376, part 2)."""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib
from dataclasses import dataclass, field

from lxml import etree

from goldenthread.foundation.room import Refused

MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml."
DOCUMENT, TEMPLATE = f"{MAIN}document.main+xml", f"{MAIN}template.main+xml"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
MOST_PARTS, MOST_UNPACKED = 400, 60 * 1024 * 1024
DAMAGES = (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError, RuntimeError, EOFError, OSError)
DAMAGES = (*DAMAGES, struct.error, zlib.error, KeyError, etree.XMLSyntaxError)
DAMAGED = "The file is damaged: Word could not open it either. Choose another copy of it."
_OLD = (
    "This is an old Word file or one with a password. Save it as a Word document (.docx) or Word template (.dotx) "
    "without a password, then upload it again."
)


def refused(sentence: str) -> Refused:
    return Refused(sentence, "file")


@dataclass
class Relation:
    """One pointer from a part: to another part by its name, or out of the file by an address."""

    id: str
    kind: str  # the last part of its type: image, header, hyperlink
    target: str
    outside: bool
    type: str


@dataclass
class Part:
    """`tree` is the XML of a part that is XML, else None."""

    name: str
    content_type: str
    content: bytes
    relations: list[Relation] = field(default_factory=list)
    tree: etree._Element | None = None


def parse(content: bytes) -> etree._Element:
    """XML without anything from elsewhere. Raises Refused for a file that declares entities."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    tree = etree.fromstring(content, parser)
    if tree.getroottree().docinfo.doctype:
        raise refused(DAMAGED)
    return tree


class Package:
    """An uploaded file, opened. Raises Refused where it is none that may be read."""

    def __init__(self, content: bytes) -> None:
        if content.startswith(b"\xd0\xcf\x11\xe0"):
            raise refused(_OLD)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
            self._measure()
            self._types()
            self.main = self._main()
        except DAMAGES:
            raise refused(DAMAGED) from None

    def names(self) -> list[str]:
        return self._zip.namelist()

    def _measure(self) -> None:
        parts = self._zip.infolist()
        if any(part.flag_bits & 1 for part in parts):
            raise refused(_OLD)
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
            raise refused(
                "The file unpacks to more than a template needs. Make its pictures smaller, or take some out."
            )

    def _types(self) -> None:
        tree = parse(self._zip.read("[Content_Types].xml"))
        self._by_name = {one.get("PartName", "").lower(): one.get("ContentType", "") for one in tree}
        self._by_ending = {one.get("Extension", "").lower(): one.get("ContentType", "") for one in tree}

    def type_of(self, name: str) -> str:
        ending = name.rpartition(".")[2].lower()
        return self._by_name.get(f"/{name}".lower()) or self._by_ending.get(ending, "")

    def _main(self) -> str:
        for one in self.relations_of(""):
            if one.kind == "officeDocument" and not one.outside:
                return one.target
        raise KeyError("no main part")

    def part(self, name: str) -> Part:
        """Raises Refused where it is missing or no XML though it says so."""
        try:
            made = Part(name, self.type_of(name), self._zip.read(name), self.relations_of(name))
            if made.content_type.endswith("xml"):
                made.tree = parse(made.content)
        except DAMAGES:
            raise refused(DAMAGED) from None
        return made

    def relations_of(self, name: str) -> list[Relation]:
        folder, _, file = name.rpartition("/")
        path = f"{folder}/_rels/{file}.rels".lstrip("/")
        if path not in self._zip.namelist():
            return []
        found = []
        for one in parse(self._zip.read(path)):
            outside, target, kind = one.get("TargetMode") == "External", one.get("Target", ""), one.get("Type", "")
            if not outside:
                target = posixpath.normpath(posixpath.join(f"/{folder}", target)).lstrip("/")
            type_ = kind.replace(_STRICT, RELATIONS)
            found.append(Relation(one.get("Id", ""), kind.rpartition("/")[2], target, outside, type_))
        return found


def pack(parts: dict[str, Part], main: str) -> bytes:
    """The parts as one file; the same parts give the same bytes."""
    types = etree.Element(f"{{{_PACKAGE}content-types}}Types", nsmap={None: f"{_PACKAGE}content-types"})
    for ending, kind in (
        ("rels", f"{'application/vnd.openxmlformats-package.'}relationships+xml"),
        ("xml", "application/xml"),
    ):
        etree.SubElement(
            types, "{*}Default".replace("{*}", f"{{{_PACKAGE}content-types}}"), Extension=ending, ContentType=kind
        )
    out = {}
    for name, part in sorted(parts.items()):
        etree.SubElement(
            types, f"{{{_PACKAGE}content-types}}Override", PartName=f"/{name}", ContentType=part.content_type
        )
        out[name] = _xml(part.tree) if part.tree is not None else part.content
        if part.relations:
            folder, _, file = name.rpartition("/")
            out[f"{folder}/_rels/{file}.rels".lstrip("/")] = _relations(part.relations)
    first = Relation("rId1", "officeDocument", main, False, f"{RELATIONS}/officeDocument")
    whole = {"[Content_Types].xml": _xml(types), "_rels/.rels": _relations([first]), **out}
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in whole.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, content)
    return held.getvalue()


def _relations(relations: list[Relation]) -> bytes:
    space = f"{_PACKAGE}relationships"
    tree = etree.Element(f"{{{space}}}Relationships", nsmap={None: space})
    for one in sorted(relations, key=lambda one: one.id):
        values = {"Id": one.id, "Type": one.type, "Target": one.target if one.outside else f"/{one.target}"}
        etree.SubElement(tree, f"{{{space}}}Relationship", values | ({"TargetMode": "External"} if one.outside else {}))
    return _xml(tree)


def _xml(tree: etree._Element) -> bytes:
    return etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
