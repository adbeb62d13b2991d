import re

import pytest

from goldenthread.foundation.papers.blocks import (
    Claim,
    Emphasis,
    Heading,
    List,
    PaperError,
    Paragraph,
    Quotation,
    Strong,
    Table,
    Text,
    plain,
)
from goldenthread.foundation.papers.markdown import parse, parse_runs, parse_stored
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
    shown = re.findall(r"\w+", " ".join(pieces_of(parse(typed)))) + [
        str(block.start) for block in parse(typed) if isinstance(block, List)
    ]
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
