"""Word files as partnerships have them, made for tests: a template with a cover, and one with something bad in it."""

from __future__ import annotations

import io
import re
import zipfile

import docx
from docx.enum.section import WD_SECTION
from docx.shared import Cm, Pt

from goldenthread.foundation.papers.word.writer import png

LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 80 20"><rect width="80" height="20" fill="#5b2a86"/></svg>'
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.{}.main+xml"


def template(*, cover: bool = True, words: str = "Together for children", after: str = "", logo: bool = True) -> bytes:
    """A .docx in the styles of a partnership, with a logo and places in its header, and a cover before the mark."""
    document = docx.Document()
    document.styles["Heading 1"].font.name = "Georgia"
    document.styles["Heading 1"].font.size = Pt(31)
    document.styles["Quote"].font.size = Pt(15)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(20), Cm(28)
    if cover:
        document.add_paragraph(words)
        line = document.add_paragraph("Report: [ti")
        line.add_run("tle] of ").bold = True
        line.add_run("[period]")
        document.add_section(WD_SECTION.NEW_PAGE)
        document.add_paragraph("[Report]")
    if after:
        document.add_paragraph(after)
    header = document.sections[-1].header
    header.is_linked_to_previous = False
    header.paragraphs[0].text = "[partnership], [status]"
    if logo:
        header.paragraphs[0].add_run().add_picture(io.BytesIO(png(LOGO, 80)), width=Cm(3))
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def changed(content: bytes, part: str = "", old: str = "", new: str = "", **more: bytes | str) -> bytes:
    """The same file with words of one part exchanged, and further parts: their names as `word__media__x__bin`."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = source.read(name)
            if name == part:
                assert old.encode() in data, f"{old} does not stand in {name}"
                data = data.replace(old.encode(), new.encode(), 1)
            target.writestr(name, data)
        for name, data in more.items():
            target.writestr(re.sub(r"\.(?=.*\.)", "/", name.replace("__", ".")), data)
    return out.getvalue()


def related(content: bytes, kind: str, target: str, *, part: str = "document", outside: bool = True) -> bytes:
    """The same file with a relation `rIdBad` from one of its parts."""
    mode = ' TargetMode="External"' if outside else ""
    line = f'<Relationship Id="rIdBad" Type="{RELATIONS}/{kind}" Target="{target}"{mode}/></Relationships>'
    name = f"word/_rels/{part}.xml.rels"
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        if name in source.namelist():
            return changed(content, name, "</Relationships>", line)
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    out = io.BytesIO(content)
    with zipfile.ZipFile(out, "a") as target_file:
        target_file.writestr(name, f'<?xml version="1.0"?><Relationships xmlns="{space}">{line}')
    return out.getvalue()


def in_text(content: bytes, xml: str) -> bytes:
    """The same file with XML at the beginning of its text."""
    return changed(content, "word/document.xml", "<w:body>", f"<w:body>{xml}")


def of_type(content: bytes, kind: str) -> bytes:
    """The same file called something else: "template" for .dotx."""
    return changed(content, "[Content_Types].xml", _MAIN.format("document"), _MAIN.format(kind))
