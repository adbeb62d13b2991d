"""A partnership's own Word file: what of it is taken, what is refused, and that a paper drawn in it says the same."""

import io
import re
import zipfile

import docx
import pytest
from docx.oxml.ns import qn

from goldenthread.foundation.papers import blocks as b
from goldenthread.foundation.papers import html, pdf, trial, word
from goldenthread.foundation.papers.tests import word_files as files
from goldenthread.foundation.papers.tests.examples import example
from goldenthread.foundation.papers.tests.same_words import same_words
from goldenthread.foundation.papers.word.template import cleaning
from goldenthread.foundation.papers.word.template.found import look_through
from goldenthread.foundation.room import Refused

FIELD = '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>{}<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
ORDER = '<w:r><w:instrText xml:space="preserve">{}</w:instrText></w:r>'


@pytest.fixture(scope="module")
def plain():
    return files.template()


@pytest.fixture(scope="module")
def kept(plain):
    return cleaning.cleaned(plain).content


@pytest.fixture(scope="module")
def drawn(kept):
    return word.write(example(), "https://example.org/report", template=kept)


def parts_of(content):
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def is_whole(content):
    """Every part is told in the list of types, every pointer leads to a part, only plain links lead outside."""
    parts = parts_of(content)
    types = parts["[Content_Types].xml"].decode()
    for name in parts:
        assert f'"/{name}"' in types or f'Extension="{name.rpartition(".")[2]}"' in types, name
    outside = []
    for name in (name for name in parts if name.endswith(".rels")):
        folder = name.partition("_rels/")[0]
        for line in re.findall(r"<Relationship [^>]*>", parts[name].decode()):
            target = re.search(r'Target="([^"]*)"', line).group(1)
            if 'TargetMode="External"' in line:
                outside.append((re.search(r'Type="[^"]*/([^"/]*)"', line).group(1), target))
            else:
                path = target.lstrip("/") if target.startswith("/") else folder + target
                assert path in parts, (name, target)
    assert all(kind == "hyperlink" and re.match(r"https?://|mailto:", target) for kind, target in outside), outside
    return docx.Document(io.BytesIO(content))


@pytest.mark.parametrize("cover", [True, False])
@pytest.mark.parametrize("paper", [example(), example(cover="plain"), trial.paper("North", b.Colours())])
def test_page_pdf_and_word_say_the_same_with_a_template(cover, paper):
    template = cleaning.cleaned(files.template(cover=cover)).content
    made = word.write(paper, template=template)
    assert same_words(paper, html=html.write(paper), pdf=pdf.write(paper), word=made) > 100
    is_whole(made)


def test_a_word_that_a_cover_swallows_is_missed(drawn):
    paper = example()
    lost = files.changed(drawn, "word/document.xml", paper.meta.status, "")
    with pytest.raises(AssertionError):
        same_words(paper, word=lost)


def test_styles_page_header_and_cover_are_those_of_the_template(kept, drawn):
    document = is_whole(drawn)
    assert document.styles["Heading 1"].font.name == "Georgia" and document.styles["Heading 1"].font.size.pt == 31
    section = document.sections[-1]
    assert round(section.page_width.cm) == 20
    assert section.header.paragraphs[0].text.startswith(f"{example().meta.issuer}, {example().meta.status}")
    assert "word/media/image1.png" in parts_of(drawn)
    lines = [paragraph.text for paragraph in document.paragraphs]
    assert lines[0] == "Together for children"
    assert lines[1] == f"Report: {example().title} of {example().meta.period}"
    assert "[Report]" not in lines and "[report]" not in lines
    found = look_through(kept)
    assert {"Heading 1", "Quote", "List Bullet"} <= set(found.matched) and "TOC 1" in found.supplied
    assert (found.places, found.pictures, found.undescribed, found.page) == (("title", "period"), 1, 1, "20 by 28 cm")


def test_what_the_template_lacks_is_supplied(plain):
    """A file without list styles, headings and numberings: Word knows headings and lists all the same."""
    bare = plain
    for name in ("heading 1", "List Bullet", "List Number", "Title"):
        bare = files.changed(bare, "word/styles.xml", f'w:val="{name}"', f'w:val="Was {name}"')
    document = is_whole(word.write(example(), template=cleaning.cleaned(bare).content))
    for style, level in (("Heading 1", "0"), ("Heading 2", "1")):
        properties = document.styles[style].element.pPr
        assert properties.find(qn("w:outlineLvl")).get(qn("w:val")) == level
    numbering = document.part.numbering_part.element
    for name in ("List Bullet", "List Number"):
        number = document.styles[name].element.pPr.numPr.numId.val
        assert numbering.num_having_numId(number).abstractNumId is not None
    kinds = [one.tag for one in numbering]
    assert kinds.index(qn("w:num")) > max(place for place, kind in enumerate(kinds) if kind == qn("w:abstractNum"))
    assert document.styles["Heading 1"].font.name is None  # it takes the typeface of the template


def test_the_file_is_read_by_everybody(drawn):
    document = docx.Document(io.BytesIO(drawn))
    assert document.core_properties.title == example().title and document.core_properties.language == "en-GB"
    langs = [one.get(qn("w:val")) for one in document.styles.element.iter(qn("w:lang"))]
    assert langs == ["en-GB"]
    assert all(table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None for table in document.tables)
    space = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
    assert all(one.get("descr") for one in document.element.body.iter(space))
    headings = [one.text for one in document.paragraphs if one.style.name == "Heading 1"]
    assert headings[0] == "Foreword"
    header = parts_of(drawn)["word/header1.xml"].decode()
    assert "decorative" in header  # a logo without words says nothing itself


def test_the_same_file_gives_the_same_bytes_and_a_cleaned_one_stays_as_it_is(plain, kept, drawn):
    assert cleaning.cleaned(plain).content == kept
    again = cleaning.cleaned(kept)
    assert (again.content, again.left_out) == (kept, ())
    assert word.write(example(), "https://example.org/report", template=kept) == drawn


def test_a_template_of_word_is_taken_as_a_document(plain):
    content = cleaning.cleaned(files.of_type(plain, "template")).content
    assert b"document.main+xml" in parts_of(content)["[Content_Types].xml"]


def _left_out(content):
    made = cleaning.cleaned(content)
    is_whole(made.content)
    return made


def test_the_link_to_another_template_is_left_out(plain):
    """Word would ask that address for a template, with the reader's name, whenever the file is opened."""
    evil = "https://evil.example/t.dotm"
    bad = files.related(plain, "attachedTemplate", evil, part="settings")
    bad = files.changed(bad, "word/settings.xml", "<w:zoom", '<w:attachedTemplate r:id="rIdBad"/><w:zoom')
    made = _left_out(bad)
    assert "the link to the template that the file was made from" in made.left_out
    everything = b"".join(parts_of(word.write(example(), template=made.content)).values())
    assert b"evil.example" not in everything and b"attachedTemplate" not in everything


def test_comments_text_after_the_place_and_files_that_are_linked_are_left_out(plain):
    bad = files.related(plain, "hyperlink", "file:///S:/Reports/secret.docx")
    link = '<w:p><w:hyperlink r:id="rIdBad"><w:r><w:t>Our folder</w:t></w:r></w:hyperlink></w:p>'
    made = _left_out(files.in_text(bad, link))
    assert "a link to a file" in made.left_out and b"secret" not in b"".join(parts_of(made.content).values())
    made = _left_out(files.template(after="Delete this line."))
    assert "the text of the file" in made.left_out
    assert b"Delete this" not in parts_of(made.content)["word/document.xml"]
    assert "docProps/core.xml" not in parts_of(made.content)  # who wrote it, and for whom


def test_pictures_of_text_that_is_left_out_go_with_it():
    document = docx.Document()
    document.add_paragraph("[report]")
    document.add_paragraph().add_run().add_picture(io.BytesIO(word.writer.png(files.LOGO, 60)))
    held = io.BytesIO()
    document.save(held)
    assert not any("media" in name for name in parts_of(cleaning.cleaned(held.getvalue()).content))


PICTURE = '<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml">{}</v:shape></w:pict></w:r></w:p>'
BAD = {
    "macros": (lambda one: files.changed(one, word__vbaProject__bin=b"x"), "macros"),
    "a file with macros by its type": (
        lambda one: files.changed(
            one,
            "[Content_Types].xml",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
            "application/vnd.ms-word.document.macroEnabled.main+xml",
        ),
        "macros",
    ),
    "no Word file": (lambda one: files.of_type(one, "glossary"), "not a Word document"),
    "a password": (lambda one: b"\xd0\xcf\x11\xe0" + one, "password"),
    "half a file": (lambda one: one[: len(one) // 2], "damaged"),
    "no zip": (lambda one: b"Words", "damaged"),
    "broken XML": (lambda one: files.changed(one, "word/document.xml", "</w:body>", ""), "damaged"),
    "entities": (
        lambda one: files.changed(one, "word/document.xml", "<w:document", "<!DOCTYPE a [<!ENTITY b 'c'>]><w:document"),
        "damaged",
    ),
    "too large": (lambda one: one + b"0" * cleaning.MOST_BYTES, "10 MB"),
    "much when unpacked": (lambda one: files.changed(one, word__media__big__png=b"0" * 70_000_000), "unpacks"),
    "protection": (
        lambda one: files.changed(
            one, "word/settings.xml", "<w:zoom", '<w:documentProtection w:edit="forms" w:enforcement="1"/><w:zoom'
        ),
        "protected",
    ),
    "tracked changes": (
        lambda one: files.in_text(one, '<w:p><w:ins w:id="1" w:author="x"><w:r><w:t>a</w:t></w:r></w:ins></w:p>'),
        "tracked",
    ),
    "an object": (lambda one: files.in_text(one, "<w:p><w:r><w:object/></w:r></w:p>"), "another program"),
    "an embedded sheet": (lambda one: files.changed(one, word__embeddings__a__bin=b"x"), "another program"),
    "a chunk of another file": (lambda one: files.in_text(one, '<w:altChunk r:id="rId1"/>'), "another program"),
    "a linked picture": (
        lambda one: files.in_text(
            files.related(one, "image", "https://evil.example/p.png"), PICTURE.format('<v:imagedata r:id="rIdBad"/>')
        ),
        "a picture",
    ),
    "a picture named by its address": (
        lambda one: files.in_text(one, PICTURE.format('<v:imagedata src="https://evil.example/p.png"/>')),
        "evil.example",
    ),
    "a picture on a share": (
        lambda one: files.in_text(one, PICTURE.format(r'<v:imagedata src="\\evil\p.png"/>')),
        "elsewhere",
    ),
    "a sub-document": (
        lambda one: files.in_text(files.related(one, "subDocument", "x.docx"), '<w:subDoc r:id="rIdBad"/>'),
        "another program",
    ),
    "a chart": (
        lambda one: files.in_text(
            files.related(one, "chart", "styles.xml", outside=False),
            '<w:p><w:r><c:chart xmlns:c="urn:c" r:id="rIdBad"/></w:r></w:p>',
        ),
        "another program",
    ),
    "a field that fetches": (
        lambda one: files.in_text(one, FIELD.format(ORDER.format(' INCLUDEPICTURE "https://evil.example/p.png" '))),
        "INCLUDEPICTURE",
    ),
    "a field in pieces": (
        lambda one: files.in_text(one, FIELD.format(ORDER.format(" DDE") + ORDER.format("AUTO cmd "))),
        "DDEAUTO",
    ),
    "a simple field": (
        lambda one: files.in_text(one, '<w:p><w:fldSimple w:instr="INCLUDETEXT &quot;C:/a.docx&quot;"/></w:p>'),
        "INCLUDETEXT",
    ),
    "a link of a field to a file": (
        lambda one: files.in_text(one, FIELD.format(ORDER.format(' HYPERLINK "file:///S:/a" '))),
        "HYPERLINK",
    ),
    "a report before the place": (lambda one: files.template(words="child " * 151), "before the marked place"),
    "a report after the place": (lambda one: files.template(after="child " * 151), "after it"),
    "a report without a place": (
        lambda one: files.template(cover=False, after="child " * 151),
        "looks like a whole report",
    ),
    "a picture in a form of its own": (lambda one: _other_picture(one), "PNG or JPEG"),
}


def _other_picture(content):
    parts = parts_of(content)
    (name,) = [name for name in parts if "media/" in name]
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as target:
        for one, data in parts.items():
            target.writestr(one, b"<svg onload='x'/>" if one == name else data)
    return held.getvalue()


@pytest.mark.parametrize("what", BAD)
def test_what_could_harm_is_refused_in_a_sentence(plain, what):
    make, said = BAD[what]
    with pytest.raises(Refused, match=said) as refused:
        cleaning.cleaned(make(plain))
    assert refused.value.field == "file" and refused.value.sentence.endswith(".")


def test_a_page_number_and_a_plain_link_stay(plain):
    link = files.related(plain, "hyperlink", "https://www.example.org/")
    made = cleaning.cleaned(
        files.in_text(
            link,
            '<w:p><w:hyperlink r:id="rIdBad"><w:r><w:t>www</w:t></w:r></w:hyperlink></w:p>'
            + FIELD.format(ORDER.format(" PAGE ")),
        )
    )
    assert b"https://www.example.org/" in parts_of(made.content)["word/_rels/document.xml.rels"]
    is_whole(word.write(example(), template=made.content))
