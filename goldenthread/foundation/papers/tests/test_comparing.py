"""What differs between two papers is told, whatever it is."""

import pytest

from goldenthread.foundation.papers import blocks as b
from goldenthread.foundation.papers.comparing import COVER, compare
from goldenthread.foundation.papers.tests import examples

FIRST = (
    b.Heading(1, "Foreword"),
    b.Paragraph("This was a hard year for children and for those who work with them."),
    b.Paragraph("We met six times."),
    b.Heading(1, "Figures"),
    b.Table("Plans", ["Year", b.Column("Children", "right")], [["2024-25", "301"], ["2025-26", "316"]]),
    b.Heading(1, "Next steps"),
    b.List(["Ask twice.", "Listen once."]),
)


def _changed(*blocks, **paper):
    """[(chapter, how, kind, words with + and - before what was added and removed)]"""
    told = compare(b.Paper("Report", FIRST), b.Paper(paper.pop("title", "Report"), blocks or FIRST, **paper))
    marks = {"same": "", "added": "+", "removed": "-"}
    return [
        (
            chapter.title,
            chapter.how,
            [(one.kind, "".join(marks[part.how] + part.words for part in one.parts)) for one in chapter.changes],
        )
        for chapter in told
    ]


def test_the_same_paper_with_another_number_and_date_differs_in_nothing():
    assert _changed(meta=b.Meta(status="Version 2", date="2026-12-01")) == []


def test_a_changed_sentence_is_told_word_by_word_an_added_and_a_removed_one_whole():
    told = _changed(
        FIRST[0],
        b.Paragraph("This was a good year for children and for those who work with them."),
        b.Paragraph("Nobody was left alone."),
        *FIRST[3:],
    )
    assert told == [
        (
            "Foreword",
            "changed",
            [
                ("Paragraph", "This was a -hard +good year for children and for those who work with them."),
                ("Paragraph", "+Nobody was left alone."),
                ("Paragraph", "-We met six times."),
            ],
        )
    ]


def test_a_changed_figure_is_told_with_its_row():
    table = b.Table("Plans", ["Year", b.Column("Children", "right")], [["2024-25", "301"], ["2025-26", "361"]])
    assert _changed(*FIRST[:4], table, *FIRST[5:]) == [
        ("Figures", "changed", [("Row of a table", "Year: 2025-26; Children: -316+361")])
    ]


def test_chapters_that_are_new_gone_renamed_or_moved_are_told():
    assert _changed(*FIRST, b.Heading(1, "Voices"), b.Quotation("Ask me twice.", "A child")) == [
        ("Voices", "added", [("Quotation", "+Ask me twice.\n— A child")])
    ]
    assert _changed(*FIRST[:5]) == [
        ("Next steps", "removed", [("Item of a list", "-Ask twice."), ("Item of a list", "-Listen once.")])
    ]
    (renamed,) = compare(b.Paper("R", FIRST), b.Paper("R", [*FIRST[:3], b.Heading(1, "In numbers"), *FIRST[4:]]))
    assert (renamed.title, renamed.before, renamed.how, renamed.changes) == ("In numbers", "Figures", "changed", ())
    told = compare(b.Paper("R", FIRST), b.Paper("R", [*FIRST[5:], *FIRST[:5]]))
    assert [(one.title, one.moved, one.changes) for one in told] == [("Next steps", True, ())]


def test_a_claim_that_leads_to_another_record_is_told_though_its_words_are_the_same():
    before, after = (
        b.Paper("R", [b.Paragraph(["We read ", b.Claim("ten files", "source", key), "."])]) for key in ("w/a", "w/b")
    )
    (chapter,) = compare(before, after)
    (change,) = chapter.changes
    assert (change.how, change.leads, change.led) == ("set", ("source w/b",), ("source w/a",))


def test_the_cover_is_told():
    assert _changed(title="Report, corrected")[0][:2] == (COVER, "changed")
    assert _changed(meta=b.Meta(period="1 April 2025 to 31 March 2026"))[0][:2] == (COVER, "changed")


@pytest.mark.parametrize("place", range(len(examples.example().blocks)))
def test_whatever_block_is_taken_out_is_told(place):
    paper = examples.example()
    less = b.Paper(paper.title, paper.blocks[:place] + paper.blocks[place + 1 :], paper.subtitle, paper.meta)
    assert compare(paper, less)
    assert compare(less, paper)


def test_what_is_only_set_in_another_way_is_told():
    chart = examples.chart_on_plans()
    other = b.Specification("line", chart.specification.categories, chart.specification.series)
    drawn = b.Chart(chart.title, other, chart.sentence, chart.alternative, chart.table)
    assert compare(b.Paper("R", [chart]), b.Paper("R", [drawn]))
    assert compare(b.Paper("R", [b.Note("info", "A.")]), b.Paper("R", [b.Note("withheld", "A.", title=" ")]))
