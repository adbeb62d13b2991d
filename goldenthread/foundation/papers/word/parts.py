"""What python-docx has no words for: fields, bookmarks, links, numbering that starts again, alternative text."""

from __future__ import annotations

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from docx.text.run import Run


def _element(tag: str, **values: object) -> object:
    made = OxmlElement(f"w:{tag}")
    for key, value in values.items():
        made.set(qn(f"w:{key}"), str(value))
    return made


def bookmark(paragraph: Paragraph, name: str, number: int) -> None:
    """Marks the whole paragraph as a place that links can lead to."""
    start = _element("bookmarkStart", id=number, name=name)
    first = 1 if paragraph._p.pPr is not None else 0
    paragraph._p.insert(first, start)
    paragraph._p.append(_element("bookmarkEnd", id=number))


def link(paragraph: Paragraph, *, href: str = "", place: str = "") -> Paragraph:
    """An empty link at the end of the paragraph; add runs to what comes back."""
    holder = _element("hyperlink")
    if place:
        holder.set(qn("w:anchor"), place)
    else:
        holder.set(qn("r:id"), paragraph.part.relate_to(href, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    paragraph._p.append(holder)
    return _Inside(holder, paragraph)


class _Inside(Paragraph):
    """A link takes runs as a paragraph does."""

    def __init__(self, holder: object, paragraph: Paragraph) -> None:
        super().__init__(paragraph._p, paragraph._parent)
        self._holder = holder

    def add_run(self, text: str | None = None, style: object = None) -> Run:
        run = super().add_run(text, style)
        self._holder.append(run._r)
        return run


def field(paragraph: Paragraph, instruction: str, shown: str = "") -> None:
    """A field that Word works out, such as PAGE."""
    begin_field(paragraph, instruction)
    paragraph.add_run(shown)
    end_field(paragraph)


def begin_field(paragraph: Paragraph, instruction: str) -> None:
    paragraph.add_run()._r.append(_element("fldChar", fldCharType="begin"))
    text = _element("instrText")
    text.set(qn("xml:space"), "preserve")
    text.text = instruction
    paragraph.add_run()._r.append(text)
    paragraph.add_run()._r.append(_element("fldChar", fldCharType="separate"))


def end_field(paragraph: Paragraph) -> None:
    paragraph.add_run()._r.append(_element("fldChar", fldCharType="end"))


def numbered_from(document: Document, start: int, style_id: str) -> int:
    """A numbering of its own that begins at `start`; its id. Without it every list goes on from the one before."""
    numbering = document.part.numbering_part.element
    style = next(one for one in document.styles.element.style_lst if one.styleId == style_id)
    pattern = numbering.num_having_numId(style.pPr.numPr.numId.val).abstractNumId.val
    num = numbering.add_num(pattern)
    num.add_lvlOverride(ilvl=0).add_startOverride(start)
    return num.numId


def use_numbering(paragraph: Paragraph, number: int) -> None:
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = 0
    properties.get_or_add_numId().val = number


def describe(picture: object, words: str, number: int) -> None:
    """The words that stand in place of a picture."""
    properties = picture._inline.docPr
    properties.set("descr", words)
    properties.set("name", f"Picture {number}")
    properties.set("id", str(number))


def repeat_head(row: object) -> None:
    """This row stands again at the top of each page."""
    row._tr.get_or_add_trPr().append(_element("tblHeader"))


def keep_whole(row: object) -> None:
    """This row is not cut by the end of a page."""
    row._tr.get_or_add_trPr().insert(0, _element("cantSplit"))


def name_table(table: object, title: str) -> None:
    table._tbl.tblPr.append(_element("tblCaption", val=title))


def rules(table: object, head: str, line: str) -> None:
    """Lines under the rows, a strong one under the head; no boxes."""
    borders = _element("tblBorders")
    for side in ("bottom", "insideH"):
        borders.append(_element(side, val="single", sz=4, space=0, color=line[1:].upper()))
    table._tbl.tblPr.append(borders)
    for cell in table.rows[0].cells:
        own = _element("tcBorders")
        own.append(_element("bottom", val="single", sz=12, space=0, color=head[1:].upper()))
        cell._tc.get_or_add_tcPr().append(own)
