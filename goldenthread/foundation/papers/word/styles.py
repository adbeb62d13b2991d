"""The styles of a Word file: whoever edits it later changes a style once, not every paragraph."""

from __future__ import annotations

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from docx.styles.style import ParagraphStyle

from goldenthread.foundation.papers.word import numbering

FONT = "Calibri"  # on every machine that has Word; the vendored typeface is not

# name: size, bold, colour token, space before, space after, keeps with the next paragraph
_PARAGRAPHS = {
    "Normal": (11, False, "ink", 0, 8, False),
    "Title": (34, True, "brand", 120, 10, False),
    "Subtitle": (16, False, "ink", 0, 18, False),
    "Heading 1": (24, True, "brand", 0, 12, True),
    "Heading 2": (16, True, "brand", 20, 6, True),
    "Heading 3": (13, True, "ink", 14, 4, True),
    "Heading 4": (11, True, "ink", 12, 3, True),
    "Caption": (11, True, "ink", 14, 4, True),
    "Quote": (16, False, "brand", 16, 4, True),
    "List Bullet": (11, False, "ink", 0, 4, False),
    "List Number": (11, False, "ink", 0, 4, False),
    "List Bullet 2": (11, False, "ink", 0, 4, False),
    "List Number 2": (11, False, "ink", 0, 4, False),
    "List Bullet 3": (11, False, "ink", 0, 4, False),
    "List Number 3": (11, False, "ink", 0, 4, False),
    "List Continue": (11, False, "ink", 0, 4, False),
    "Cover line": (12, True, "ink", 0, 4, False),
    "Voice": (10, False, "muted", 0, 16, False),
    "Key figure": (28, True, "brand", 14, 0, True),
    "Key figure label": (12, True, "ink", 0, 2, True),
    "Key figure note": (10, False, "muted", 0, 6, False),
    "Month": (13, True, "brand", 16, 4, True),
    "Impact": (10.5, False, "ink", 0, 10, False),
    "Note title": (11, True, "ink", 12, 0, True),
    "Note": (11, False, "ink", 0, 0, False),
    "Table text": (10, False, "ink", 2, 2, False),
    "TOC Heading": (24, True, "brand", 0, 12, True),
    "TOC 1": (12, True, "ink", 6, 2, False),
    "TOC 2": (11, False, "ink", 0, 2, False),
    "TOC 3": (11, False, "ink", 0, 2, False),
}


# Styles that no template of others has: they are for what only our papers have.
_OWN = ("Cover line", "Voice", "Key figure", "Key figure label", "Key figure note", "Month", "Impact")
_OWN += ("Note title", "Note", "Table text")


def prepare(document: Document, tokens: dict[str, str], language: str, *, template: bool = False) -> dict[str, str]:
    """Sets every style that the writer uses, in the issuer's colours, and the language of the whole file; the id of
    each by its name. With `template` the styles that the file brings stay as they are, and only what lacks is supplied.
    """
    stands = _standing(document) if template else {}
    ids = {name: style.style_id for name, style in stands.items()}
    for name in (name for name in _PARAGRAPHS if name not in stands):
        style = _style(document, name)
        _dress(style, name, tokens, font=None if template else FONT)
        ids[name] = style.style_id
    if template:
        numbering.complete(document, {name: ids[name] for name in ids if name.startswith("List ")})
    for number in range(1, 5):
        numbering.is_heading(document, ids[f"Heading {number}"], number)
    ids["Hyperlink"] = _link_style(document, tokens["brand"])
    _language(document, language)
    return ids


def matching(document: Document) -> tuple[list[str], list[str]]:
    """The names of the usual styles that a template brings, and of those that are supplied to it."""
    usual = [name for name in _PARAGRAPHS if name not in _OWN]
    stands = _standing(document)
    return [name for name in usual if name in stands], [name for name in usual if name not in stands]


def _standing(document: Document) -> dict[str, ParagraphStyle]:
    """The styles of ours that a file has, whatever the capitals of their names."""
    there = {one.name.lower(): one for one in document.styles if one.type == WD_STYLE_TYPE.PARAGRAPH and one.name}
    return {name: there[name.lower()] for name in _PARAGRAPHS if name.lower() in there}


def _dress(style: ParagraphStyle, name: str, tokens: dict[str, str], font: str | None) -> None:
    size, bold, token, before, after, keep = _PARAGRAPHS[name]
    _font(style, size, bold, tokens[token], font)
    layout = style.paragraph_format
    layout.space_before, layout.space_after = Pt(before), Pt(after)
    layout.keep_with_next = keep
    layout.line_spacing = 1.0 if size > 14 else 1.15
    if name in ("TOC 2", "TOC 3"):
        layout.left_indent = Pt(16 * (int(name[-1]) - 1))
    if name in ("Quote", "Voice"):
        layout.left_indent = Pt(22)
    if name == "Title":
        edge(style, "bottom", tokens["accent"], 18, 12)
    if name == "Key figure":
        edge(style, "top", tokens["brand"], 18, 6)
    if name == "Impact":
        shade(style, tokens["tint"])


def _style(document: Document, name: str) -> ParagraphStyle:
    if name in document.styles and document.styles[name].type == WD_STYLE_TYPE.PARAGRAPH:
        return document.styles[name]
    taken = {(style.name or "").lower() for style in document.styles}
    ids = {style.style_id for style in document.styles}
    style = document.styles.add_style(f"{name} of reports" if name.lower() in taken else name, WD_STYLE_TYPE.PARAGRAPH)
    while style.style_id in ids:  # a style that was called otherwise later keeps its first id
        style.element.styleId = f"{style.style_id}Report"
    if name != "Normal":
        style.base_style = document.styles.default(WD_STYLE_TYPE.PARAGRAPH)
    style.quick_style = True
    style.hidden = False
    return style


def _font(style: ParagraphStyle, size: float, bold: bool, colour: str, font: str | None) -> None:
    style.font.size, style.font.bold, style.font.italic = Pt(size), bold, False
    for name in ("spacing", "kern"):
        for element in style.element.get_or_add_rPr().findall(qn(f"w:{name}")):
            style.element.rPr.remove(element)
    style.font.color.rgb = RGBColor.from_string(colour[1:].upper())
    if font:
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for name in list(fonts.attrib):  # the theme's typefaces would win over ours
            del fonts.attrib[name]
        for kind in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(qn(f"w:{kind}"), font)
    if style.element.pPr is not None and (border := style.element.pPr.find(qn("w:pBdr"))) is not None:
        style.element.pPr.remove(border)


def _link_style(document: Document, colour: str) -> str:
    for one in document.styles:
        if (one.name or "").lower() == "hyperlink" and one.type == WD_STYLE_TYPE.CHARACTER:
            return one.style_id
    style = document.styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
    style.font.underline = True
    style.font.color.rgb = RGBColor.from_string(colour[1:].upper())
    return style.style_id


def _language(document: Document, language: str) -> None:
    """Of the whole file: no style says another."""
    root = document.styles.element
    for one in list(root.iter(qn("w:lang"))):
        one.getparent().remove(one)
    holder = root
    for name in ("docDefaults", "rPrDefault", "rPr"):
        found = holder.find(qn(f"w:{name}"))
        if found is None:
            found = OxmlElement(f"w:{name}")
            holder.insert(0, found)
        holder = found
    lang = OxmlElement("w:lang")
    for kind, said in {"val": language, "eastAsia": "en-US", "bidi": "ar-SA"}.items():
        lang.set(qn(f"w:{kind}"), said)
    holder.append(lang)
    theme = document.settings.element.find(qn("w:themeFontLang"))
    if theme is not None:
        theme.set(qn("w:val"), language)


def _properties(holder: object) -> object:
    """The paragraph properties of a style or a paragraph."""
    element = getattr(holder, "element", None)
    return (element if element is not None else holder._p).get_or_add_pPr()


def edge(holder: object, side: str, colour: str, eighths: int, space: int, line: str = "single") -> None:
    """A rule at one side ("left", "top", "bottom"); `eighths` of a point thick."""
    properties = _properties(holder)
    borders = properties.find(qn("w:pBdr"))
    if borders is None:
        borders = OxmlElement("w:pBdr")
        _put(properties, borders)
    border = OxmlElement(f"w:{side}")
    values = {"val": line, "sz": str(eighths), "space": str(space), "color": colour[1:].upper()}
    for name, value in values.items():
        border.set(qn(f"w:{name}"), value)
    borders.append(border)


def shade(holder: object, colour: str) -> None:
    element = OxmlElement("w:shd")
    for name, value in {"val": "clear", "color": "auto", "fill": colour[1:].upper()}.items():
        element.set(qn(f"w:{name}"), value)
    _put(_properties(holder), element)


def _put(properties: object, element: object) -> None:
    """Word demands an order inside paragraph properties; these two come after the list number, before the rest."""
    before = ("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr")
    before += ("suppressLineNumbers", "pBdr")
    names = [qn(f"w:{name}") for name in before]
    place = 0
    for index, child in enumerate(properties):
        if child.tag in names:
            place = index + 1
    properties.insert(place, element)


RIGHT, CENTRE, LEFT = WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT
