"""Abbreviations are explained where they first stand, and listed."""

from goldenthread.foundation.papers import blocks as b
from goldenthread.foundation.papers.abbreviations import Explainer, unexplained
from goldenthread.foundation.papers.text import pieces_of

MEANINGS = {"CSPR": "child safeguarding practice review", "LADO": "local authority designated officer"}


def told(*blocks, explain=True):
    explainer = Explainer(MEANINGS)
    return pieces_of(explainer.over(blocks, explain)), explainer


def test_each_is_explained_once_where_it_first_stands_in_running_text():
    words, _ = told(
        b.Heading(1, "Each CSPR"),
        b.Quotation("A CSPR took a year.", "A mother"),
        b.Paragraph([b.Claim("Two CSPRs", "source", "a/b"), " and a CSPR."]),
        b.List(["The LADO reports.", "The LADO met."]),
    )
    assert words == [
        "Each CSPR",
        "A CSPR took a year.",
        "A mother",
        "Two CSPRs (child safeguarding practice reviews) and a CSPR.",
        "The LADO (local authority designated officer) reports.",
        "The LADO met.",
    ]


def test_a_text_that_explains_it_itself_is_left_as_it_is():
    words, _ = told(
        b.Paragraph("A child safeguarding practice review (CSPR) was held."), b.Paragraph("The CSPR ended.")
    )
    assert words == ["A child safeguarding practice review (CSPR) was held.", "The CSPR ended."]


def test_nothing_is_put_into_somebodys_own_words_and_it_is_listed_all_the_same():
    words, explainer = told(b.Paragraph("A CSPR is hard."), explain=False)
    assert words == ["A CSPR is hard."]
    assert [pair.term for pair in explainer.listed().pairs] == ["CSPR"]


def test_a_part_of_a_longer_word_is_no_abbreviation_and_without_a_list_nothing_changes():
    words, explainer = told(b.Paragraph("The LCSPR and CSPR-like work."))
    assert words == ["The LCSPR and CSPR-like work."]
    assert Explainer({}).over((b.Paragraph("A CSPR."),)) == (b.Paragraph("A CSPR."),)
    assert Explainer({}).listed() is None and explainer.listed() is None


def test_what_nobody_has_explained_is_found_with_how_often():
    blocks = [b.Paragraph("The VEMT and the VEMTs met GPs, and a CSPR.")]
    assert unexplained(blocks, MEANINGS) == [("VEMT", 2), ("GP", 1)]
