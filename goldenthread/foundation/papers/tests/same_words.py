"""Do page, PDF and Word say the same? For the test of any paper that is printed.

    same_words(paper, html=..., pdf=..., word=...)

takes what the writers gave (any of the three may be left out) and raises AssertionError at the first word or number
that is missing, added or out of place. Left out of the comparison, since they repeat what stands elsewhere: entries
of a list of contents, drawings (each has its sentence and table) and the links to take them, running heads, page
numbers, list marks.
"""

from __future__ import annotations

import io
import re
import unicodedata
from html.parser import HTMLParser

import docx
import pypdf
from docx.oxml.ns import qn
from pypdf.generic import ContentStream, DictionaryObject, NameObject

from goldenthread.foundation.papers import text

_WORD = re.compile(r"\d+(?:[.,]\d+)+|[^\W_]+|[£$€%]")  # not joined at hyphens, where a line may end
_VOID = {"br", "hr", "img", "meta", "link", "input", "path", "wbr"}
_OWN_LINE = {
    "p",
    "li",
    "td",
    "th",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "dt",
    "dd",
    "caption",
    "br",
    "div",
    "figcaption",
}


def words(value: str) -> list[str]:
    """Words and numbers, without the marks between them; "92.6" and "1,204" stay whole."""
    return _WORD.findall(unicodedata.normalize("NFKC", value).replace("\u00ad", ""))


def expected(paper) -> list[str]:
    return [word for piece in text.pieces(paper) for word in words(piece)]


def same_words(paper, *, html: str | None = None, pdf: bytes | None = None, word: bytes | None = None) -> int:
    """How many words all of them share. Raises AssertionError with the place of the first difference."""
    wanted = expected(paper)
    assert wanted, "The paper has no words."
    for name, given, read in (("page", html, html_text), ("PDF", pdf, pdf_text), ("Word", word, word_text)):
        if given is not None:
            _compare(name, wanted, words(read(given)))
    return len(wanted)


def _compare(name: str, wanted: list[str], found: list[str]) -> None:
    for place, (one, other) in enumerate(zip(wanted, found, strict=False)):
        if one != other:
            raise AssertionError(
                f"{name}, word {place}: “{' '.join(wanted[max(0, place - 8) : place + 8])}” "
                f"was printed as “{' '.join(found[max(0, place - 8) : place + 8])}”."
            )
    shorter = min(len(wanted), len(found))
    rest = wanted[shorter:] or found[shorter:]
    assert not rest, f"{name} {'lacks' if len(wanted) > len(found) else 'adds'} at its end: “{' '.join(rest[:20])}”."


# --- page ---


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[bool] = []
        self.text: list[str] = []

    def handle_starttag(self, tag, attrs):
        if tag in _OWN_LINE:
            self.text.append("\n")
        if tag in _VOID:
            return
        classes = (dict(attrs).get("class") or "").split()
        hidden = tag == "svg" or {"papers-contents-list", "papers-take"} & set(classes)
        self.open.append(bool(hidden) or bool(self.open and self.open[-1]))

    def handle_startendtag(self, tag, attrs):
        """An empty element, such as a path of a drawing."""

    def handle_endtag(self, tag):
        if tag not in _VOID:
            self.open.pop()
        if tag in _OWN_LINE:
            self.text.append("\n")

    def handle_data(self, data):
        if not (self.open and self.open[-1]):
            self.text.append(data)


def html_text(page: str) -> str:
    """The text of the `papers` article of a page."""
    start = page.index('class="papers"')
    start = page.rindex("<", 0, start)
    end = page.index("</article>", start) if page.startswith("<article", start) else len(page)
    reader = _Page()
    reader.feed(page[start:end])
    return "".join(reader.text)


# --- PDF ---


def pdf_text(given: bytes) -> str:
    """The text of the tagged content, without figures, list marks, contents and artifacts (heads, page numbers)."""
    reader = pypdf.PdfReader(io.BytesIO(given))
    pages = {page.indirect_reference.idnum: number for number, page in enumerate(reader.pages)}
    left_out: set[tuple[int, int]] = set()
    root = reader.trailer["/Root"]["/StructTreeRoot"]
    _collect(root, None, False, pages, left_out)
    return "\n".join(_page_text(reader, page, number, left_out) for number, page in enumerate(reader.pages))


def _collect(node, page, inside: bool, pages: dict, left_out: set) -> None:
    """Walks the structure tree and notes (page, mark) of what is not compared."""
    if isinstance(node, int):
        if inside:
            left_out.add((page, int(node)))
        return
    if isinstance(node, list):
        for child in node:
            _collect(child.get_object() if hasattr(child, "get_object") else child, page, inside, pages, left_out)
        return
    if not isinstance(node, DictionaryObject):
        return
    if "/Pg" in node:
        page = pages[node.raw_get("/Pg").idnum]
    if node.get("/Type") == "/MCR":
        if inside:
            left_out.add((page, int(node["/MCID"])))
        return
    inside = inside or node.get("/S") in ("/Figure", "/Lbl", "/TOC")
    if "/K" in node:
        kids = node["/K"]
        _collect(kids.get_object() if hasattr(kids, "get_object") else kids, page, inside, pages, left_out)


def _page_text(reader, page, number: int, left_out: set) -> str:
    """The page's text once what is not compared is cut from its drawing orders."""
    content = ContentStream(page["/Contents"].get_object(), reader, "bytes")
    kept, marks = [], []
    for operands, operator in content.operations:
        if operator in (b"BMC", b"BDC"):
            marks.append(_hidden(operands, number, left_out) or bool(marks and marks[-1]))
        elif operator == b"EMC":
            marks.pop()
        elif marks and marks[-1] and operator in (b"Tj", b"TJ", b"'", b'"'):
            continue
        kept.append((operands, operator))
    content.operations = kept
    page[NameObject("/Contents")] = content
    return page.extract_text()


def _hidden(operands: list, number: int, left_out: set) -> bool:
    if operands and operands[0] == "/Artifact":
        return True
    values = operands[1] if len(operands) > 1 and isinstance(operands[1], DictionaryObject) else {}
    return "/MCID" in values and (number, int(values["/MCID"])) in left_out


# --- Word ---


def word_text(given: bytes) -> str:
    """Paragraphs and table cells of the body in order, without the entries of the contents.

    On the cover of a template only the words of the paper count, in the order of page and PDF: where they stand there
    is a matter of layout, and what else stands there belongs to the template, as a letterhead does.
    """
    document = docx.Document(io.BytesIO(given))
    names = {style.style_id: style.name for style in document.styles}
    body = document.element.body
    begins = body.xpath("./w:bookmarkStart[@w:name='_ReportBegins']")
    lines = _cover_lines(body) if begins else []
    after = [one for one in body if not begins or body.index(one) > body.index(begins[0])]
    for paragraph in (found for one in after for found in one.iter(qn("w:p"))):
        style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        name = names.get(style.get(qn("w:val")), "") if style is not None else ""
        if re.match(r"TOC \d", name, re.IGNORECASE):
            continue
        parts = []
        for element in paragraph.iter(qn("w:t"), qn("w:br"), qn("w:tab")):
            parts.append(element.text or "" if element.tag == qn("w:t") else "\n")
        lines.append("".join(parts))
    return "\n".join(lines)


def _cover_lines(body) -> list[str]:
    """The words between the bookmarks that name them, in the order in which the other forms say them."""
    lines = []
    for name in ("issuer", "title", "subtitle", "period", "status"):
        for start in body.xpath(f".//w:bookmarkStart[@w:name='_Report_{name}']"):
            for sibling in start.itersiblings():
                if sibling.tag == qn("w:bookmarkEnd") and sibling.get(qn("w:id")) == start.get(qn("w:id")):
                    break
                lines.append("".join(text.text or "" for text in sibling.iter(qn("w:t"))))
    return lines
