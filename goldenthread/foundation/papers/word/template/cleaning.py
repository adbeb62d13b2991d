"""Making an uploaded Word file harmless: what loads something, runs, or tells of people is refused or left out.

Refused, since only its owner can put it right: macros, a password or protection against editing, tracked changes,
objects of other programs, pictures that are only linked, fields that fetch text, and the words of a whole report. Left
out, and told: the link to another template, text around the marked place, comments, stored forms and properties.
"""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass

from docx.oxml.ns import qn
from lxml import etree

from goldenthread.foundation.papers.word.template import places
from goldenthread.foundation.papers.word.template.package import (
    DOCUMENT,
    RELATIONS,
    TEMPLATE,
    Package,
    Part,
    Relation,
    pack,
    refused,
)

MOST_BYTES = 10 * 1024 * 1024
TOO_LARGE = "The file has more than 10 MB. Make its pictures smaller, then upload it again."
_BY_NAME = {"styles", "numbering", "settings", "theme", "fontTable"}  # parts that are found without being named in text
_BY_ID = {"header", "footer", "image", "hyperlink"}  # parts and addresses that the text names
_LEFT_OUT = {
    "attachedTemplate": "the link to the template that the file was made from",
    "glossaryDocument": "building blocks",
    "comments": "comments",
    "commentsExtended": "comments",
    "commentsIds": "comments",
    "commentsExtensible": "comments",
    "people": "comments",
    "customXml": "stored properties",
    "footnotes": "",
    "endnotes": "",
    "webSettings": "",
    "stylesWithEffects": "",
    "printerSettings": "",
    "font": "embedded typefaces",
    "mailMergeSource": "the list of a mail merge",
    "mailMergeHeaderSource": "the list of a mail merge",
    "recipientData": "the list of a mail merge",
    "transform": "",
}
_MACROS = "This file holds macros. Save it as a Word template without macros (.dotx), then upload that."
_OBJECTS = (
    "This file holds an object of another program, such as a chart, a drawing in SmartArt, a sheet or a control. Put a "
    "picture in its place, then upload it again."
)
_LINKED = "This file loads something from elsewhere: {}. Put it into the file itself, then upload it again."
_TRACKED = "This file holds tracked changes. Accept or reject them all, then upload it again."
_PROTECTED = (
    "This file is protected against changes. Take the protection off (Review, Restrict editing), then upload it."
)
_FORM = "This is not a Word document. Choose a file that ends in .docx or .dotx."
_FIELDS = {"PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "STYLEREF", "TITLE", "SUBJECT", "DATE", "TIME", "SYMBOL"}
_FIELDS |= {"CREATEDATE", "SAVEDATE", "PAGEREF", "REF", "SEQ", "TOC", "HYPERLINK"}
_ELSEWHERE = re.compile(r"\s*(?:[a-z][a-z0-9+.-]{1,20}:[/\\]|file:|mhtml:|data:|javascript:|\\\\|//)", re.IGNORECASE)
_GOOD_ADDRESS = re.compile(r"\s*(?:https?://|mailto:)", re.IGNORECASE)
_PICTURES = (
    b"\x89PNG\r\n\x1a\n",
    b"\xff\xd8\xff",
    b"GIF8",
    b"BM",
    b"II*\0",
    b"MM\0*",
    b"\x01\0\0\0",
    b"\xd7\xcd\xc6\x9a",
)
_SVG = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
_SETTINGS_OUT = ("attachedTemplate", "linkStyles", "mailMerge", "docVars", "attachedSchema", "saveThroughXslt")
_SETTINGS_OUT += ("trackRevisions", "revisionView", "rsids", "embedTrueTypeFonts", "saveSubsetFonts", "updateFields")
_SETTINGS_OUT += ("footnotePr", "endnotePr", "documentType", "schemaLibrary")
_TEXT_OUT = ["commentRangeStart", "commentRangeEnd", "commentReference", "dataBinding", "placeholder"]
_TEXT_OUT += ["permStart", "permEnd"]
_TEXT_OUT += ["footnoteReference", "endnoteReference", "proofErr"]


@dataclass(frozen=True)
class Cleaned:
    """`content` is a whole .docx that may be kept and drawn into; `left_out` says what was taken away."""

    content: bytes
    left_out: tuple[str, ...]


def cleaned(content: bytes) -> Cleaned:
    """The same file without what a template does not need; a cleaned file stays as it is, byte for byte.

    Raises Refused with what to do where it may not be used.
    """
    if len(content) > MOST_BYTES:
        raise refused(TOO_LARGE)
    package = Package(content)
    _is_word(package)
    cleaner = _Cleaner(package)
    return Cleaned(pack(cleaner.whole(), package.main), tuple(dict.fromkeys(filter(None, cleaner.left_out))))


def _is_word(package: Package) -> None:
    kind, names = package.type_of(package.main), [name.lower() for name in package.names()]
    if "macroenabled" in kind.lower() or any(re.search(r"vba(project|data)", name) for name in names):
        raise refused(_MACROS)
    if kind not in (DOCUMENT, TEMPLATE):
        raise refused(_FORM)
    if any(re.search(r"(^|/)(activex|embeddings)/", name) for name in names):
        raise refused(_OBJECTS)


class _Cleaner:
    def __init__(self, package: Package) -> None:
        self.package = package
        self.left_out: list[str] = []

    def whole(self) -> dict[str, Part]:
        """{name: part} of all that stays, from the text on."""
        kept: dict[str, Part] = {}
        waiting = deque([self.package.main])
        while waiting:
            name = waiting.popleft()
            if name in kept:
                continue
            kept[name] = part = self._part(name)
            waiting.extend(one.target for one in part.relations if not one.outside)
        return kept

    def _part(self, name: str) -> Part:
        part = self.package.part(name)
        main = name == self.package.main
        if main:
            part.content_type = DOCUMENT
            _is_plain_word(part)
            self.left_out += places.only_the_cover(part.tree)
        if part.tree is not None:
            self._clean(part)
        elif not part.content.startswith(_PICTURES):
            raise refused("This file holds a picture in a form that cannot be used. Choose PNG or JPEG instead.")
        part.relations = list(self._relations(part))
        return part

    def _clean(self, part: Part) -> None:
        tree = part.tree
        if part.content_type.endswith("settings+xml"):
            _settings(tree)
        if tree.find(f".//{qn('w:ins')}") is not None or tree.find(f".//{qn('w:del')}") is not None:
            raise refused(_TRACKED)
        for name in ("object", "control", "altChunk", "subDoc"):
            if tree.find(f".//{qn(f'w:{name}')}") is not None:
                raise refused(_OBJECTS)
        for name in _TEXT_OUT:
            _take_out(tree.iter(qn(f"w:{name}")))
        for kind in ("embedRegular", "embedBold", "embedItalic", "embedBoldItalic"):
            _take_out(tree.iter(qn(f"w:{kind}")))
        for blip in list(tree.iter(f"{{{_SVG}}}svgBlip")):  # a picture of another form stands beside each
            _take_out([blip.getparent()])
        _fields(tree)
        _addresses(tree)

    def _relations(self, part: Part) -> object:
        named = _named(part)
        for one in part.relations:
            if one.kind in _LEFT_OUT and one.id not in named:
                self.left_out.append(_LEFT_OUT[one.kind])
            elif one.kind in _BY_NAME and not one.outside:
                yield one
            elif one.id in named:
                yield from self._named(part, one)

    def _named(self, part: Part, one: Relation) -> object:
        if one.kind == "hyperlink" and one.outside:
            if _GOOD_ADDRESS.match(one.target):
                yield one
            else:
                _without_link(part.tree, one.id)
                self.left_out.append("a link to a file")
            return
        if one.outside:
            raise refused(_LINKED.format("a picture" if one.kind == "image" else f"“{one.target[:80]}”"))
        if one.kind not in _BY_ID:
            raise refused(_OBJECTS)
        yield one


def _is_plain_word(part: Part) -> None:
    if part.tree is None or part.tree.tag != qn("w:document") or part.tree.find(qn("w:body")) is None:
        raise refused(
            "This Word file is in a form that few programs read (Strict Open XML). Save it as a Word document or Word "
            "template, then upload it again."
        )


def _settings(tree: etree._Element) -> None:
    for name in ("documentProtection", "writeProtection"):
        for one in tree.iter(qn(f"w:{name}")):
            if one.get(qn("w:enforcement"), "1") not in ("0", "false", "off"):
                raise refused(_PROTECTED)
    for name in (*_SETTINGS_OUT, "documentProtection", "writeProtection"):
        _take_out(tree.iter(qn(f"w:{name}")))


def _fields(tree: etree._Element) -> None:
    """Only fields that Word works out from the file itself."""
    said = [one.get(qn("w:instr"), "") for one in tree.iter(qn("w:fldSimple"))]
    for paragraph in tree.iter(qn("w:p")):
        line = "".join(
            "\n" if one.tag == qn("w:fldChar") else one.text or ""
            for one in paragraph.iter(qn("w:instrText"), qn("w:fldChar"))
        )
        said += line.split("\n")
    for words in filter(str.strip, said):
        name = words.split()[0].upper()
        address = re.search(r'"([^"]*)"', words) if name == "HYPERLINK" and "\\l" not in words else None
        if name not in _FIELDS or (address and not _GOOD_ADDRESS.match(address.group(1))):
            raise refused(_LINKED.format(f"the field {name[:30]}"))


def _addresses(tree: etree._Element) -> None:
    """No attribute of drawings leads out of the file; what names a part does it by an id."""
    for element in tree.iter():
        for name, value in element.attrib.items():
            if _ELSEWHERE.match(value) and etree.QName(name).localname not in ("uri", "name", "descr", "title", "val"):
                raise refused(_LINKED.format(f"“{value[:80]}”"))


def _named(part: Part) -> set[str]:
    """The ids that the text of a part names."""
    if part.tree is None:
        return set()
    space = f"{{{RELATIONS}}}"
    return {
        value for element in part.tree.iter() for name, value in element.attrib.items() if str(name).startswith(space)
    }


def _without_link(tree: etree._Element, id_: str) -> None:
    for element in list(tree.iter()):
        if element.get(qn("r:id")) == id_:
            if element.tag == qn("w:hyperlink"):
                del element.attrib[qn("r:id")]
            else:
                _take_out([element])


def _take_out(elements: object) -> None:
    for element in list(elements):
        if element.getparent() is not None:
            element.getparent().remove(element)
