import io
import re
import time
import zipfile
from html.parser import HTMLParser

import docx
import page
import pypdf
import pytest
from docx.oxml.ns import qn

from goldenthread.foundation.papers import blocks as b
from goldenthread.foundation.papers import colours, html, pdf, text, word
from goldenthread.foundation.papers.tests.examples import example
from goldenthread.foundation.papers.tests.pages_of_pdf import fills, torn
from goldenthread.foundation.papers.tests.same_words import same_words
from goldenthread.rooms.dataset.blocks import Village, VillageGroup, VillageInGroups, VillageItem, VillageLine
from goldenthread.thread.blocks import Gap, Stage, ThreadPicture


@pytest.fixture(scope="module")
def paper():
    return example()


@pytest.fixture(scope="module")
def as_pdf(paper):
    return pdf.write(paper, "https://example.org/report")


@pytest.fixture(scope="module")
def as_word(paper):
    return word.write(paper, "https://example.org/report")


def test_page_pdf_and_word_say_the_same(paper, as_pdf, as_word):
    shared = same_words(paper, html=html.write(paper), pdf=as_pdf, word=as_word)
    assert shared > 500


def test_a_missing_a_changed_and_an_added_word_are_found(paper, as_pdf):
    written = html.write(paper)
    for wrong in (
        written.replace("efficient ", "", 1),
        written.replace(">316<", ">361<", 1),
        written.replace("</article>", "<p>more</p></article>"),
    ):
        with pytest.raises(AssertionError):
            same_words(paper, html=wrong)
    other = b.Paper(paper.title, paper.blocks[:-1], paper.subtitle, paper.meta)
    with pytest.raises(AssertionError, match="PDF adds at its end"):
        same_words(other, pdf=as_pdf)


@pytest.mark.parametrize("cover", ["full", "plain"])
def test_the_pdf_fails_no_machine_rule_of_pdf_ua(cover):
    report = page.validate_pdf_bytes(pdf.write(example(cover=cover)), profile=page.ValidationProfile.PDF_UA_1)
    assert [f"{failure.rule_id}: {failure.message}" for failure in report.failures] == []
    assert report.is_compliant
    assert report.rules.total >= 100


def test_the_same_blocks_give_the_same_bytes(paper, as_pdf, as_word):
    assert pdf.write(paper, "https://example.org/report") == as_pdf
    assert word.write(paper, "https://example.org/report") == as_word


def test_the_pdf_says_its_title_language_and_day(as_pdf):
    reader = pypdf.PdfReader(io.BytesIO(as_pdf))
    assert reader.metadata.title == "Yearly report 2023 to 2024"
    assert reader.trailer["/Root"]["/Lang"] == "en-GB"
    assert (reader.metadata.creation_date.year, reader.metadata.creation_date.month) == (2024, 9)


def _pdf_links(given):
    reader = pypdf.PdfReader(io.BytesIO(given))
    notes = [note.get_object() for one in reader.pages for note in one.get("/Annots", [])]
    return {note["/A"]["/URI"] for note in notes if "/URI" in note.get("/A", {})}


def test_claims_lead_to_the_base_address_or_are_plain(paper, as_pdf):
    assert "https://example.org/report/record/source/neglect-2023" in _pdf_links(as_pdf)
    assert not any("record/" in href for href in _pdf_links(pdf.write(paper)))
    linked = pdf.write(
        paper, "https://example.org/a/", link_for=lambda noun, key: f"/r/{key}" if noun == "source" else None
    )
    assert {href for href in _pdf_links(linked) if "/r/" in href} == {"https://example.org/r/neglect-2023"}


def test_claims_on_a_page_ask_who_may_see_them(paper):
    written = html.write(paper, lambda noun, key: f"/x/{noun}/{key}" if noun == "source" else None)
    claim = '<a class="claim govuk-link" id="on-source-neglect-2023" href="/x/source/neglect-2023">'
    assert f"{claim}One audit of six cases</a>" in written
    assert "four actions" in written
    assert "/x/action" not in written


NASTY = '"><script>alert(1)</script> #eval("x") $ @x \\ {{ csrf }} {% if %} *bold* `c` & \u202e'


def test_what_people_type_stays_text_everywhere():
    paper = b.Paper(
        NASTY,
        [
            b.Heading(1, NASTY),
            b.Paragraph([NASTY, b.Claim(NASTY, "source", "k")]),
            b.KeyFigure(NASTY, NASTY, NASTY, NASTY),
            b.Quotation(NASTY, NASTY),
            b.Table(NASTY, [NASTY], [[NASTY]]),
            b.Chart(NASTY, b.Specification("row", [NASTY], [b.Series(NASTY, ["1"])], NASTY, NASTY), NASTY, NASTY),
            ThreadPicture(NASTY, [Stage("findings", NASTY, 2)], [Gap("findings", NASTY, 1)], NASTY),
            Village(NASTY, [VillageItem(1, NASTY)], NASTY),
            VillageInGroups(NASTY, [VillageGroup(NASTY, [VillageLine(1, NASTY, "k")])], NASTY),
            b.Months([b.Month(NASTY, [b.MonthItem(NASTY, NASTY)])], NASTY),
            b.Note("info", NASTY, NASTY),
            b.Summary([(NASTY, NASTY)]),
            b.Contents(1, NASTY),
        ],
        NASTY,
        b.Meta(NASTY, NASTY, NASTY),
    )
    written = html.write(paper)
    assert "<script" not in written
    assert not re.search(r"<[^>]*\sstyle=", written)
    same_words(paper, html=written, pdf=pdf.write(paper), word=word.write(paper))


def test_the_page_has_no_inline_style_or_script_and_every_picture_a_name(paper):
    written = html.write(paper)
    assert not re.search(r"<[^>]*\s(style|on\w+)=", written)
    pictures = re.findall(r"<svg [^>]*>", written)
    beside = [one for one in pictures if 'aria-hidden="true"' in one]
    assert len(beside) == 4  # the village in groups: each stands beside the number that it shows
    pictures = [one for one in pictures if one not in beside]
    assert len(pictures) >= 9
    assert all('role="img"' in one and re.search(r'aria-label="[^"]+"', one) for one in pictures)
    ids = re.findall(r'\sid="([^"]+)"', written)
    assert len(ids) == len(set(ids))


class _Balance(HTMLParser):
    empty = {"br", "hr", "path", "line", "rect"}

    def __init__(self):
        super().__init__()
        self.open = []

    def handle_starttag(self, tag, attrs):
        if tag not in self.empty:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        pass

    def handle_endtag(self, tag):
        if tag not in self.empty:
            assert self.open.pop() == tag


def test_the_page_closes_what_it_opens_and_skips_no_heading_level(paper):
    written = html.write(paper)
    balance = _Balance()
    balance.feed(written)
    assert balance.open == []
    found = [int(level) for level in re.findall(r"<h(\d)", written)]
    assert found[0] == 1
    assert all(after <= before + 1 for before, after in zip(found, found[1:], strict=False))


def test_word_has_real_headings_lists_heads_and_words_for_pictures(paper, as_word):
    document = docx.Document(io.BytesIO(as_word))
    headings = [(one.style.name, one.text) for one in document.paragraphs if one.style.name.startswith("Heading")]
    assert headings[0] == ("Heading 1", "Foreword")
    assert [one.style.name for one in document.paragraphs if one.text == "No child waits"] == ["List Bullet"]
    pictures = list(
        document.element.body.iter("{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr")
    )
    assert len(pictures) == 12  # of which eight are the lines of the villages, side by side and beside their numbers
    assert all(one.get("descr") for one in pictures)
    assert len({one.get("id") for one in pictures}) == 12
    assert all(table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None for table in document.tables)
    assert document.core_properties.title == paper.title
    assert document.core_properties.language == "en-GB"


def test_word_parts_are_well_formed_and_lists_start_again():
    paper = b.Paper("x", [b.List(["a"], ordered=True), b.Paragraph("-"), b.List(["b"], ordered=True, start=7)])
    with zipfile.ZipFile(io.BytesIO(word.write(paper))) as archive:
        body, numbering = archive.read("word/document.xml").decode(), archive.read("word/numbering.xml").decode()
    used = re.findall(r'<w:numId w:val="(\d+)"', body)
    assert len(set(used)) == 2
    assert re.findall(r'<w:startOverride w:val="(\d+)"', numbering) == ["1", "7"]


@pytest.mark.parametrize("brand", ["#ffffff", "#000000", "#ffdd00", "#5b2a86", "#808080"])
def test_any_brand_can_be_read(brand):
    chosen = b.Colours(brand, brand)
    light, dark = colours.light(chosen), colours.dark(chosen)
    for tokens, ground in ((light, colours.WHITE), (dark, colours.NIGHT)):
        assert colours.contrast(tokens["cover"], tokens["on-cover"]) >= 4.5
        assert colours.contrast(tokens["brand"], ground) >= 4.5
        assert colours.contrast(tokens["accent"], ground) >= 3
        assert colours.contrast(tokens["brand"], tokens["tint"]) >= 4


def test_forty_five_pages_take_well_under_two_seconds():
    first = example()
    paper = b.Paper("Long", [b.Contents(2), *(block for _ in range(9) for block in first.blocks[1:])], meta=first.meta)
    pdf.write(first)
    start = time.perf_counter()
    made = pdf.write(paper)
    spent = time.perf_counter() - start
    assert len(pypdf.PdfReader(io.BytesIO(made)).pages) >= 45
    assert spent < 2


def test_sentences_and_numbers_stand_in_reading_order(paper):
    said = text.sentences(paper)
    assert said[0] == "Northmoor Safeguarding Children Partnership (made up)"
    assert said.index(
        "I only wanted somebody to ask me twice, because the first time I always say that I am fine."
    ) < said.index("A child aged 14")
    assert "1,204,500" in text.numbers(paper)


def test_what_runs_over_pages_repeats_its_head_on_paper_and_its_words_nowhere():
    rows = [[f"Action {number}", "Ask twice " * 12, str(number)] for number in range(1, 121)]
    many = [b.Month(f"Month {number}", [b.MonthItem("Done " * 60, "Felt " * 40)] * 3) for number in range(1, 13)]
    note = b.Note("info", [b.Paragraph("Long " * 900), b.List(["One " * 50] * 5), b.Quotation("Ask me.", "A child")])
    paper = b.Paper(
        "Long", [b.Heading(1, "Plan"), b.Table("Actions", ["What", "How", "Number"], rows), b.Months(many), note]
    )
    made = pdf.write(paper)
    same_words(paper, html=html.write(paper), pdf=made, word=word.write(paper))
    assert page.validate_pdf_bytes(made, profile=page.ValidationProfile.PDF_UA_1).is_compliant
    heads = [one.extract_text().count("Number") for one in pypdf.PdfReader(io.BytesIO(made)).pages]
    assert heads[2:5] == [1, 1, 1]


def test_an_empty_paper_and_bare_blocks_are_written():
    paper = b.Paper("Nothing yet", [], meta=b.Meta(cover="plain"))
    assert same_words(paper, html=html.write(paper), pdf=pdf.write(paper), word=word.write(paper)) == 2
    assert "<h3" in html.fragment([b.Heading(1, "x")], first_level=3)


def test_a_link_inside_a_page_to_a_heading_that_is_not_there_is_plain_text():
    there = b.Paragraph((b.Link("the first", "#first"),))
    assert 'href="#first"' in html.write(b.Paper("x", [b.Heading(1, "First", "first"), there]))
    assert "<p" in html.write(b.Paper("x", [there])) and "href" not in html.write(b.Paper("x", [there]))


def test_what_begins_a_list_is_not_torn_from_it():
    paper = b.Paper("x", [b.Paragraph("Recommended:"), b.List(["One"]), b.Paragraph("Alone.")])
    first, _, alone = pdf._Data(paper, pdf.address_of(None, None)).blocks(paper.blocks)
    assert first["leads"] and "leads" not in alone
    document = docx.Document(io.BytesIO(word.write(paper)))
    kept = {one.text: one.paragraph_format.keep_with_next for one in document.paragraphs}
    assert kept["Recommended:"] is True and kept["Alone."] is None


NAMES = [f"Agency number {number}" for number in range(1, 25)]


def test_a_half_empty_page_and_a_heading_at_the_end_of_a_page_are_found():
    some = [b.Paragraph("Short.")] * 20
    paper = b.Paper("x", [*some, b.PageBreak(), *some, *some, *some], meta=b.Meta(cover="plain"))
    first, second, *_ = fills(pdf.write(paper))
    assert 0.3 < first < 0.75 and second > 0.95
    whole = pdf.write(b.Paper("x", [b.Heading(1, "First"), b.Paragraph("Words.")], meta=b.Meta(cover="plain")))
    assert torn(whole) == []
    apart = [b.Heading(1, "First"), b.PageBreak(), b.Paragraph("Words.")]
    (sentence,) = torn(pdf.write(b.Paper("x", apart, meta=b.Meta(cover="plain"))))
    assert sentence.startswith("H1 on page 1") and sentence.endswith("on page 2")


@pytest.mark.parametrize("lines_before", [1, 30, 38])
def test_what_leads_to_a_chart_and_lists_in_two_columns_stay_whole(lines_before):
    """Wherever the page ends: the words stay in order, and no heading stands on another page than its chart."""
    chart = b.Chart(
        "Contacts", b.Specification("line", ["a", "b", "c"], [b.Series("x", ["1", "2", "3"])]), "Up.", "Up."
    )
    paper = b.Paper(
        "Short",
        [
            *[b.Paragraph(f"Line {number}.") for number in range(lines_before)],
            b.List(NAMES),
            b.Heading(1, "Demand"),
            b.Paragraph("As told by the front door."),
            chart,
        ],
        meta=b.Meta(cover="plain"),
    )
    made = pdf.write(paper)
    same_words(paper, pdf=made)
    pages = [one.extract_text() for one in pypdf.PdfReader(io.BytesIO(made)).pages]
    (together,) = [one for one in pages if "Demand" in one]
    assert "front door" in together and "Contacts" in together
    assert torn(made) == []


def test_a_long_text_in_a_column_of_short_ones_gets_room():
    """Else it would run down the page word by word; a column of short texts stays as wide as it needs."""
    rows = [["Population", "March 2024", "9"]] * 8 + [
        ["Population", "From one count to the next, outside the period", "9"]
    ]
    columns = [b.Column("What"), b.Column("When"), b.Column("Of all", "right"), *(b.Column(place) for place in "ABC")]
    assert pdf.widths(b.Table("", columns, [[*row, "", "", ""] for row in rows])) == [13, 16, 0, 0, 0, 0]
    assert pdf.widths(b.Table("", columns, [[*row, "", "", ""] for row in rows[:8]])) == [13, 0, 0, 0, 0, 0]
