"""Whatever stands in a record, a paper is made of it: gaps are named in it, and nothing raises."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldenthread.foundation.papers import drawing, html, pdf, word
from goldenthread.foundation.papers.blocks import (
    NOTHING,
    Chart,
    Claim,
    Heading,
    Link,
    Paper,
    PaperError,
    Paragraph,
    Series,
    Specification,
    Text,
    from_data,
    plain,
    to_data,
)
from goldenthread.foundation.papers.markdown import parse, parse_runs, parse_stored

ODD = [
    "Neglect",
    "Neglect\u200b",
    "Ne\u2060glect",
    "\u200b",
    "",
    "var(--paper-x, y)",
    'a="var(--paper-x, #abcdef)"',
    "Neglect (2)",
]


def chart(labels):
    specification = Specification(
        "row", labels, [Series("In 2026", ["1"] * len(labels)), Series("In 2026\u200b", ["2"] * len(labels))]
    )
    return Chart("Cases", specification, "Cases by kind.", "Cases by kind.")


def test_labels_that_look_alike_are_told_apart_and_none_is_named():
    made = chart(ODD).specification
    assert made.categories[:2] == ("Neglect", "Neglect (2)")
    assert len(set(made.categories)) == len(ODD) and NOTHING in made.categories
    assert [one.label for one in made.series] == ["In 2026", "In 2026 (2)"]
    assert from_data(to_data(made)) == made


def test_a_text_that_looks_like_a_colour_is_a_text_in_every_form():
    paper = Paper("Report", (Heading(1, "Figures"), chart(ODD)))
    assert "var(--paper-x, y)" in html.write(paper)
    assert pdf.write(paper).startswith(b"%PDF")
    assert word.write(paper).startswith(b"PK")


def test_a_drawing_keeps_words_and_gets_colours():
    svg = f'<svg><rect fill="{drawing.colour("ink")}"/><text>var(--paper-ink, #000000) ="var(--paper-x, y)</text></svg>'
    done = drawing.concrete(svg)
    assert f'fill="{drawing.TOKENS["ink"]}"' in done
    assert '<text>var(--paper-ink, #000000) ="var(--paper-x, y)</text>' in done


@pytest.mark.parametrize("nothing", ["", "\u200b", " \u2060 ", "\x07"])
def test_what_says_nothing_is_named(nothing):
    assert Heading(2, nothing).text == NOTHING
    assert plain(Claim(nothing, "source", "a-b").runs) == NOTHING


def test_a_key_with_an_underscore_can_be_claimed():
    assert Claim("words", "planned_priority", "west/neglect_audit").key == "west/neglect_audit"
    assert parse("[words](record:source/neglect_audit)")


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("See [the plan](ftp://example.org/a).", "See the plan (ftp://example.org/a)."),
        ("[](https://example.org)", "(https://example.org)"),
        ("**[a *b*](javascript:x)** end", "a b (javascript:x) end"),
        ("[z](record:source)", "z (record:source)"),
        ("<javascript:x>", "javascript:x (javascript:x)"),
        ("[good](https://example.org) [bad](x)", "good bad (x)"),
    ],
)
def test_a_stored_link_that_papers_do_not_take_is_shown_as_words(stored, shown):
    with pytest.raises(PaperError):
        parse(stored)
    (paragraph,) = parse_stored(stored)
    assert plain(paragraph.runs).strip() == shown
    assert plain(parse_runs(stored)).strip() == shown


def test_a_good_link_stays_one():
    (paragraph,) = parse_stored("[good](https://example.org) [bad](x)")
    assert isinstance(paragraph, Paragraph)
    assert [type(run) for run in paragraph.runs] == [Link, Text]


SIGNS = [*"ab [](){}<>#*_`|-—:!\\\n\t>1.\u200b\u2060•", "](", "record:", "http://", "ftp:", "\n\n"]


@given(signs=st.lists(st.sampled_from(SIGNS), max_size=60))
@settings(max_examples=300, deadline=None, derandomize=True)
def test_any_stored_text_becomes_blocks(signs):
    typed = "".join(signs)
    html.fragment(parse_stored(typed))
    parse_runs(typed)
