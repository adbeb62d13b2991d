"""Drawing a paper into a template: its cover filled, the marked place gone, its headers told what the paper is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from goldenthread.foundation.papers.word.template import places

if TYPE_CHECKING:
    from goldenthread.foundation.papers.word.writer import _Writer

STYLES = {"issuer": "Cover line", "title": "Title", "subtitle": "Subtitle", "period": "Cover line", "status": "Normal"}
BEGINS = "_ReportBegins"  # the bookmark before which everything is cover
_BREAKS = (qn("w:br"), qn("w:sectPr"))


def running(document: Document) -> list:
    """The headers and footers of a file."""
    found = [part for part in document.part.package.iter_parts() if hasattr(part, "element")]
    return [part.element for part in found if part.element.tag in (qn("w:hdr"), qn("w:ftr"))]


def has_running_words(document: Document) -> bool:
    return bool(running(document))


def fill(writer: _Writer) -> bool:
    """Fill the cover and the headers of the writer's template. False where it has no cover: the house draws its own.

    What has no place on the cover follows it, so that Word says the same words as page and PDF.
    """
    paper, document = writer.paper, writer.document
    values = {name: getattr(paper.meta, name, "") for name in ("issuer", "period", "status")}
    values |= {"title": paper.title, "subtitle": paper.subtitle}
    for one in running(document):
        places.fill(one, values)
        _without_words_are_ornaments(one)
    body = document.element.body
    mark = places.mark_in(body)
    cover = [one for one in body if one is not mark and one.tag != qn("w:sectPr")]
    if mark is not None:
        body.remove(mark)
    if not cover:
        return False
    marked = [name for one in cover for name in _filled(one, values)]
    for one in cover:
        _without_words_are_ornaments(one)
    _number_pictures(writer, cover)
    for name in places.ORDER:
        if values[name] and name not in marked:
            places.around(_runs_of(writer.words(values[name], STYLES[name])), name)
    _mark_the_beginning(body)
    follows = paper.blocks and not writer.starts_a_page(paper.blocks[0])
    if follows and not (_ends_a_page(cover[-1]) and set(marked) >= {name for name in values if values[name]}):
        document.add_page_break()
    return True


def _filled(element: object, values: dict[str, str]) -> list[str]:
    return places.fill(element, values, mark=True)


def _runs_of(paragraph: Paragraph) -> object:
    return paragraph.runs[0]._r


def _ends_a_page(last: object) -> bool:
    return any(one.tag == qn("w:sectPr") or one.get(qn("w:type")) == "page" for one in last.iter(*_BREAKS))


def _mark_the_beginning(body: object) -> None:
    for tag in ("bookmarkStart", "bookmarkEnd"):
        made = OxmlElement(f"w:{tag}")
        made.set(qn("w:id"), "9100")
        if tag == "bookmarkStart":
            made.set(qn("w:name"), BEGINS)
        last = body.find(qn("w:sectPr"))
        if last is None:
            body.append(made)
        else:
            last.addprevious(made)


def _without_words_are_ornaments(element: object) -> None:
    """A picture of the template that says nothing itself is passed over by aids to reading."""
    for one in places.pictures_in(element):
        if not one.get("descr"):
            one.set("descr", "")
            _decorative(one)


def _decorative(properties: object) -> None:
    space, uri = "http://schemas.microsoft.com/office/drawing/2017/decorative", "{C183D7F6-B498-43B3-948B-1728B52AA6E4}"
    drawing = "http://schemas.openxmlformats.org/drawingml/2006/main"
    if properties.find(f".//{{{space}}}decorative") is not None:
        return
    holder = properties.find(f"{{{drawing}}}extLst")
    if holder is None:
        holder = properties.makeelement(f"{{{drawing}}}extLst")
        properties.append(holder)
    ext = holder.makeelement(f"{{{drawing}}}ext", {"uri": uri})
    holder.append(ext)
    ext.append(ext.makeelement(f"{{{space}}}decorative", {"val": "1"}, nsmap={"adec": space}))


def _number_pictures(writer: _Writer, cover: list) -> None:
    """Each picture of the file has a number of its own."""
    for one in cover:
        for picture in places.pictures_in(one):
            writer.pictures_so_far += 1
            picture.set("id", str(writer.pictures_so_far))
