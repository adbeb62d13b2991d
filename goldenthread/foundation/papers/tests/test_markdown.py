import re

import pytest

from goldenthread.foundation.papers.blocks import (
    Claim,
    Emphasis,
    Heading,
    Item,
    Link,
    List,
    PaperError,
    Paragraph,
    Quotation,
    Strong,
    Table,
    Text,
    from_data,
    plain,
    to_data,
)
from goldenthread.foundation.papers.claiming import claimed_item, claimed_runs
from goldenthread.foundation.papers.markdown import parse, parse_runs, parse_stored, unquoted, words
from goldenthread.foundation.papers.templatetags.typed import first_line, in_full
from goldenthread.foundation.papers.text import pieces_of


def test_what_people_type_becomes_blocks():
    typed = (
        "# Neglect\n\nWe found *much* and **[twelve audits](record:source/qp-audit-da)**.\n\n- one\n- two\n\n4. "
        "four\n5. five"
    )
    heading, paragraph, bullets, numbers = parse(typed)
    assert heading == Heading(2, "Neglect")
    assert paragraph == Paragraph(
        [
            Text("We found "),
            Emphasis("much"),
            Text(" and "),
            Strong([Claim("twelve audits", "source", "qp-audit-da")]),
            Text("."),
        ]
    )
    assert bullets == List(["one", "two"])
    assert numbers == List(["four", "five"], ordered=True, start=4)


def test_a_quotation_says_whose_words_it_holds():
    assert parse("> Ask me twice.\n> Then I say it.\n> — A child aged 14") == (
        Quotation("Ask me twice.\nThen I say it.", "A child aged 14"),
    )
    assert parse("> Ask me twice.") == (Quotation("Ask me twice."),)


def test_a_table_takes_the_caption_above_it():
    (table,) = parse("Table: Audits\n\n| What | Count |\n|---|--:|\n| Neglect | 9 |")
    assert table == Table("Audits", [table.columns[0], table.columns[1]], [["Neglect", "9"]])
    assert table.columns[1].align == "right"


@pytest.mark.parametrize(
    "typed",
    [
        "<script>alert(1)</script> & <b>bold</b>",
        "```py\nprint('x')\n```",
        "    indented four spaces",
        "- a\n  - b\n    - c\n\n      d\n- e",
        "line\n---\nunder",
        "***",
        "[a]: http://example.org 'title'",
        "![alt](https://example.org/x.png)",
        "1986. A year.",
        "> - in a quotation\n> 1. numbered",
        "~~struck~~ ^up^ $x$ `code`",
        "| a | b |\n|---|---|\n| only one |",
        "# ",
        "a\\*b \\\nc",
        "- > quoted in a list",
    ],
)
def test_nothing_that_was_typed_is_lost(typed):
    shown = re.findall(r"\w+", " ".join(pieces_of(parse(typed)))) + re.findall(
        r"'start': (\d+)", str(to_data(parse(typed)))
    )
    for word in re.findall(r"\w+", typed):
        assert word in shown


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("[x](javascript:alert(1))", "The link “x” leads to “javascript:alert(1)”"),
        ("<javascript:alert(1)>", "A link can lead to"),
        ("[y](ftp://example.org)", "A link can lead to"),
        ("[y](www.example.org)", "starting https://"),
        ("[](https://example.org)", "has no words"),
        ("[z](record:source)", "does not name a record"),
        ("[z](record:Source/a%20b)", "does not name a record"),
    ],
)
def test_other_links_are_refused_with_a_sentence(typed, said):
    with pytest.raises(PaperError, match=re.escape(said)) as fault:
        parse(typed)
    assert str(fault.value).endswith(".")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("| a | b |\n|---|---|\n| 1 | 2 | third |", "A row of a table has 3 cells for 2 columns: “1 | 2 | third”"),
        ("> | a | b |\n> |---|---|\n> | 1 | 2 | 3 | 4", "has 4 cells for 2 columns"),
        ("# Read [the audit](record:source/w/a)", "The link “the audit” stands where a paper can hold no link"),
        ("| [a](https://example.org) | b |\n|---|---|\n| 1 | 2 |", "can hold no link"),
        ("Table: [a](https://example.org)\n\n| a | b |\n|---|---|\n| 1 | 2 |", "can hold no link"),
        ("> Ask me.\n> — [a child](https://example.org)", "can hold no link"),
        ("# [one](https://example.org)\n\n[two](https://example.org)", "can hold no link"),
    ],
)
def test_what_no_paper_can_hold_is_refused_when_it_is_typed_and_not_lost_where_it_stands(typed, said):
    with pytest.raises(PaperError, match=re.escape(said)) as fault:
        parse(typed)
    assert str(fault.value).endswith(".")
    shown = " ".join(pieces_of(parse_stored(typed)))
    for word in re.findall(r"\w+", re.sub(r"\(.*?\)|Table:", "", typed)):
        assert word in shown


def test_a_table_is_taken_with_strokes_in_its_cells_fewer_cells_and_links():
    (table,) = parse("| a | b |\n|---|---|\n| 1 \\| 2 | [x](https://example.org) |\n| only |\n  | 3 | 4 |  ")
    assert [[plain(cell) for cell in row] for row in table.rows] == [["1 | 2", "x"], ["only", ""], ["3", "4"]]


def test_headings_start_where_the_page_says():
    assert [block.level for block in parse("# a\n\n## b\n\n#### c", heading_level=3)] == [3, 4, 4]


def test_runs_alone():
    assert plain(parse_runs("one\n\ntwo *three*")) == "one\ntwo three"
    assert parse_runs("") == ()
    assert parse("") == ()


def test_a_list_inside_a_list_stays_one_and_so_does_a_further_paragraph():
    (block,) = parse("- one\n  - a\n  - b\n    1. first\n- two\n\n  more of two")
    assert block == List(
        [
            Item([Text("one")], [List(["a", Item([Text("b")], [List(["first"], ordered=True)])])]),
            Item([Text("two")], [Paragraph("more of two")]),
        ]
    )
    assert pieces_of((block,)) == ["one", "a", "b", "first", "two", "more of two"]


def test_the_line_ends_of_a_file_are_not_line_ends_of_the_text():
    flowing, listed = parse("The panel asked how\nsub groups interlink\nand who decides.\n- one\n- two")
    assert flowing == Paragraph("The panel asked how sub groups interlink and who decides.")
    assert listed == List(["one", "two"])
    assert parse("First.\n\nSecond.") == (Paragraph("First."), Paragraph("Second."))


@pytest.mark.parametrize(
    ("typed", "held"),
    [
        ("“Ask me twice.”", "Ask me twice."),
        ('"Ask me twice."', "Ask me twice."),
        ("‘Don’t ask once.’", "Don’t ask once."),
        ("“Ask,” she said, “twice.”", "“Ask,” she said, “twice.”"),
        ("Ask me twice.", "Ask me twice."),
    ],
)
def test_a_quotation_is_not_marked_twice(typed, held):
    assert plain(unquoted(parse_runs(typed))) == held
    assert parse(f"> {typed}") == (Quotation(held),)


def test_words_alone_stand_on_one_line_without_their_marks():
    assert words("We *asked* [twelve](record:source/w/a)\nchildren.") == "We asked twelve children."
    assert words("Plain\nwords") == "Plain words"


def test_stored_words_lead_to_their_record_and_a_link_in_them_to_its_own():
    runs = claimed_runs("Ask **all**, see [them](https://example.org).", "action", "w/a")
    assert runs[0] == Claim([Text("Ask "), Strong([Text("all")]), Text(", see ")], "action", "w/a")
    assert runs[1] == Link([Text("them")], "https://example.org")
    item = claimed_item("Ask:\n- twice\n- aloud", "action", "w/a", Text(" (agreed)"))
    assert item == Item(
        [Claim("Ask:", "action", "w/a"), Text(" (agreed)")],
        [List([[Claim("twice", "action", "w/a")], [Claim("aloud", "action", "w/a")]])],
    )
    assert from_data(to_data(List([item]))) == List([item])


def test_a_heading_is_the_first_line_of_a_text_and_the_rest_stands_below_it():
    assert first_line("Ask:\n- twice") == "Ask:" and "<li>twice</li>" in in_full("Ask:\n- twice")
    assert first_line("Ask *me*\ntwice.") == "Ask me twice." and "<em>me</em>" in in_full("Ask *me*\ntwice.")
    assert in_full("Ask me\ntwice.") == "" == in_full("")
