import json
from dataclasses import dataclass

import pytest

from goldenthread.foundation.papers import blocks as b
from goldenthread.foundation.papers import text
from goldenthread.foundation.papers.tests.examples import example


def test_the_canonical_form_goes_there_and_back():
    paper = example()
    exact = b.canonical(paper)
    again = b.from_data(json.loads(exact))
    assert again == paper
    assert b.canonical(again) == exact
    assert b.digest(again) == b.digest(paper)


def test_the_canonical_form_has_sorted_keys_and_no_floats():
    def walk(data):
        assert not isinstance(data, float)
        if isinstance(data, dict):
            assert list(data) == sorted(data)
        for inner in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
            walk(inner)

    walk(json.loads(b.canonical(example())))


def test_one_changed_word_changes_the_digest():
    one = b.Paper("Report", [b.Paragraph("316 children")])
    other = b.Paper("Report", [b.Paragraph("317 children")])
    assert b.digest(one) != b.digest(other)


def test_the_same_letters_in_two_forms_are_one_text():
    assert b.Text("Cafe\u0301") == b.Text("Café")
    assert b.Text("a\u200bb\x00c\u00ad").text == "abc"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"type": "poem"}, "no block or run of the type 'poem'"),
        ({"type": "heading", "level": 1}, "heading needs the field text"),
        ({"type": "heading", "level": 7, "text": "x"}, "level 1, 2, 3 or 4"),
        ({"type": "text", "text": "x", "colour": "red"}, "no field colour"),
        ({"type": "text", "text": 1.5}, "float cannot stand in a paper"),
        ({"type": "paragraph", "runs": [{"type": "heading", "level": 1, "text": "x"}]}, "cannot hold Heading"),
    ],
)
def test_wrong_data_is_refused_with_its_place(data, said):
    with pytest.raises(b.PaperError, match=said) as fault:
        b.from_data({"type": "paper", "title": "x", "blocks": [data]})
    assert "blocks[0]" in str(fault.value)


@pytest.mark.parametrize(
    "href", ["javascript:alert(1)", "data:text/html,x", "//host/x", "ftp://x", "http://", " https://x", "/a"]
)
def test_a_link_leads_only_to_the_web_a_mailbox_or_the_same_paper(href):
    with pytest.raises(b.PaperError):
        b.Link("x", href)


@pytest.mark.parametrize(
    "href", ["https://example.org/a?b=c#d", "http://example.org", "mailto:a@example.org", "#voices"]
)
def test_good_links_pass(href):
    assert b.Link("x", href).href == href


def test_headings_get_ids_of_their_own_and_given_ids_win():
    paper = b.Paper(
        "x",
        [
            b.Heading(1, "Children’s voices"),
            b.Heading(2, "Children's Voices"),
            b.Heading(2, "Other", "childrens-voices-2"),
            b.Heading(2, "2024"),
        ],
    )
    assert [block.id for block in paper.blocks] == [
        "childrens-voices",
        "childrens-voices-3",
        "childrens-voices-2",
        "part-2024",
    ]


def test_printed_levels_never_skip_and_headings_side_by_side_look_alike():
    blocks = [b.Heading(level, "x") for level in (3, 4, 4, 1, 4, 4, 2, 3)]
    assert b.levels(tuple(blocks)) == [1, 2, 2, 1, 2, 2, 2, 3]


def test_rows_and_values_must_fit():
    with pytest.raises(b.PaperError, match="Row 2 of the table"):
        b.Table("T", ["a", "b"], [["1", "2"], ["1"]])
    with pytest.raises(b.PaperError, match="2 values for 3 categories"):
        b.Specification("bar", ["a", "b", "c"], [b.Series("s", ["1", "2"])])
    with pytest.raises(b.PaperError, match="is not a value of a chart"):
        b.Series("s", ["many"])


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("1204", "1,204"),
        ("~90.50", "about 90.50"),
        (">90", "over 90"),
        ("<5", "under 5"),
        ("", "not known"),
        ("-3", "-3"),
        ("-0.5", "-0.5"),
    ],
)
def test_values_are_said_in_words(value, said):
    assert b.spoken_value(value) == said


def test_a_chart_makes_its_table():
    spec = b.Specification("bar", ["2023", "2024"], [b.Series("Children", ["~3", None])], category_title="Year")
    table = b.Chart("T", spec, "S.", "A").table
    assert [column.text for column in table.columns] == ["Year", "Children"]
    assert [[b.plain(cell) for cell in row] for row in table.rows] == [["2023", "about 3"], ["2024", "not known"]]


@dataclass(frozen=True, slots=True)
class Chronology(b.RoomBlock):
    """A block that no room offers."""

    days: tuple

    def basic(self):
        return tuple(b.Heading(2, day) if day == "heading" else b.Paragraph(day) for day in self.days)


def test_a_block_that_no_room_offers_can_stand_in_no_paper():
    with pytest.raises(b.PaperError, match="cannot hold Chronology"):
        b.Paper("T", [Chronology(("1 May",))])
    with pytest.raises(b.PaperError, match="Chronology cannot be part of a paper"):
        b.canonical(Chronology(("1 May",)))


def test_a_block_of_a_room_is_written_as_its_basic_blocks_and_has_no_heading_of_its_own():
    assert b.written_out([b.PageBreak(), Chronology(("1 May", "2 May"))]) == (
        b.PageBreak(),
        b.Paragraph("1 May"),
        b.Paragraph("2 May"),
    )
    with pytest.raises(b.PaperError, match="cannot be written as Heading"):
        b.written_out([Chronology(("heading",))])


def test_what_was_drawn_is_never_part_of_what_is_signed():
    drawing = b.Drawing("T", "S.", (b.Picture("<svg/>", "words"),), b.Table("", ["A"], []))
    with pytest.raises(b.PaperError):
        b.Paper("T", [drawing])
    with pytest.raises(b.PaperError):
        b.canonical(drawing)


def test_sentences_that_stand_twice_in_full_are_counted():
    once, twice = "Ten audits were held this year.", "Children waited four weeks for help."
    blocks = (b.Heading(1, twice), b.Paragraph(f"{once} {twice}"), b.List([twice, "Four words are short."]))
    assert text.told_twice((*blocks, b.Paragraph("Four words are short."))) == {twice: 2}
    where = ("More stands under What changed for children.", "Done, as reported: told above.", "Agreed: see An audit.")
    assert text.told_twice([b.Paragraph(one) for one in where * 2]) == {}
