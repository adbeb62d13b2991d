"""Numbers and bullets that a template's lists lack, and that its headings are headings to aids to reading."""

from __future__ import annotations

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.parts.numbering import NumberingPart

_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"
_BULLETS = {1: "•", 2: "–", 3: "•"}


def complete(document: Document, ids: dict[str, str]) -> None:
    """Give each list style ({its name: its id}) a numbering of its own where the template gives it none.

    "List Continue" has none anywhere.
    """
    root = _root(document)
    there = {num.numId for num in root.num_lst if _has(root, num.abstractNumId.val)}
    for name, style_id in ids.items():
        style = next(one for one in document.styles.element.style_lst if one.styleId == style_id)
        stands = style.pPr.numPr if style.pPr is not None else None
        if name == "List Continue" or (stands is not None and stands.numId is not None and stands.numId.val in there):
            continue
        properties = style.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_numId().val = _new(root, name)


def is_heading(document: Document, style_id: str, level: int) -> None:
    """Aids to reading know a heading by its level in the outline."""
    style = next(one for one in document.styles.element.style_lst if one.styleId == style_id)
    properties = style.get_or_add_pPr()
    outline = properties.find(qn("w:outlineLvl"))
    if outline is None:
        outline = OxmlElement("w:outlineLvl")
        properties.append(outline)
    outline.set(qn("w:val"), str(level - 1))


def _root(document: Document) -> object:
    for relation in document.part.rels.values():
        if relation.reltype == RELATIONSHIP_TYPE.NUMBERING:
            return relation.target_part.element
    element = parse_xml(f"<w:numbering {nsdecls('w')}/>")
    package = document.part.package
    part = NumberingPart(PackURI("/word/numbering.xml"), _TYPE, element, package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.NUMBERING)
    return element


def _has(root: object, abstract: int) -> bool:
    return any(one.get(qn("w:abstractNumId")) == str(abstract) for one in root.findall(qn("w:abstractNum")))


def _new(root: object, name: str) -> int:
    """A numbering for one style, which counts or has a bullet as the style's name says."""
    depth = int(name[-1]) if name[-1] in "23" else 1
    taken = [int(one.get(qn("w:abstractNumId"))) for one in root.findall(qn("w:abstractNum"))]
    number = max(taken, default=0) + 1
    counts = name.startswith("List Number")
    left = 360 * depth
    made = parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}"><w:multiLevelType w:val="singleLevel"/>'
        f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{"decimal" if counts else "bullet"}"/>'
        f'<w:lvlText w:val="{"%1." if counts else _BULLETS[depth]}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{left}" w:hanging="360"/></w:pPr></w:lvl></w:abstractNum>'
    )
    first = root.find(qn("w:num"))
    if first is None:
        root.append(made)
    else:
        first.addprevious(made)  # Word wants every pattern before the first numbering
    return root.add_num(number).numId
