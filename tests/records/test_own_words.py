"""The examples that were made from published texts are written in our own words, with short quotations in marks."""

import datetime
from pathlib import Path

import pytest
from django.core.management import call_command

from goldenthread.foundation.papers.blocks import Quotation, plain, written_out
from goldenthread.foundation.papers.text import pieces_of
from goldenthread.foundation.people.models import Body, Group
from goldenthread.front.yearly_report.assembly import assemble
from goldenthread.front.yearly_report.models import Abbreviation, Report, Section
from goldenthread.rooms.dataset.models import Indicator
from goldenthread.thread.models import Source
from tests.records.own_words import Published, fingerprint, quotations, words

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 11, 20, 10, 0, tzinfo=datetime.UTC)
KEPT = Path(__file__).parent / "published"
REPORTS = {
    "south-tees-annual-report-2023-24": ("south-tees", "2023-24"),
    "redcar-cleveland-annual-report-2014-15": ("redcar-cleveland-lscb", "2014-15"),
}
MOST = 0.08
MOST_WORDS = 45  # of one quotation


@pytest.fixture
def loaded(capsys):
    call_command("load_examples")


def pieces(report):
    """(text, whether it is a quotation as a whole) of all that the public reads in a report."""
    blocks = [block for part in assemble(report, NOW) for block in written_out(part.blocks)]
    quoted = [(plain(block.runs), True) for block in blocks if isinstance(block, Quotation)]
    beside = [(block.attribution, False) for block in blocks if isinstance(block, Quotation)]
    other = pieces_of(tuple(block for block in blocks if not isinstance(block, Quotation)))
    return [(report.title, False), *quoted, *beside, *((text, False) for text in other)]


def names(report):
    """What is not ours to say otherwise: titles of documents, names of bodies, posts and work, official indicators."""
    lists = (
        Body.objects.values_list("name", flat=True),
        Group.objects.values_list("name", flat=True),
        Source.objects.filter(holder=report.body).values_list("title", flat=True),
        Indicator.objects.filter(holder=report.body).values_list("title", flat=True),
        Abbreviation.objects.filter(holder=report.body).values_list("words", flat=True),
        Section.objects.filter(report=report).values_list("speaker_post", flat=True),
    )
    return [report.title, report.body.vision, *(name for rows in lists for name in rows)]


def test_a_report_that_was_made_from_a_published_text_is_in_our_own_words(loaded):
    for name, (body, key) in REPORTS.items():
        report = Report.objects.get(body__key=body, key=key)
        share = Published.of(KEPT / f"{name}.runs").share(pieces(report), names(report))
        assert share.said > 5000
        assert share.without_names <= share.of_all < MOST, (share.of_all, share.runs)


def test_its_quotations_are_short_and_stand_so_in_the_text(loaded):
    for name, (body, key) in REPORTS.items():
        text = Published.of(KEPT / f"{name}.runs")
        said = [
            quotation
            for piece, whole in pieces(Report.objects.get(body__key=body, key=key))
            for quotation in ([piece] if whole else quotations(piece))
        ]
        assert len(said) > 10
        assert [one for one in said if not text.says(one)] == []
        assert [one for one in said if len(words(one)) > MOST_WORDS] == []


TEXT = "The board met nine times in the year, and heard of each agency what it had done about neglect."


def test_what_stands_so_in_a_text_is_counted_and_what_is_quoted_apart():
    text = Published(fingerprint(TEXT))
    own = "It came together nine times; all agencies told it of their work on neglect."
    copied = "We know that the board met nine times, in the year and heard."
    quoted = "We know that “the board met nine times in the year” or more."
    assert text.share([(own, False)]).copied == 0
    assert text.share([(copied, False)]).runs == ("the board met nine times in the year and heard",)
    assert text.share([(copied, False)]).of_all == 10 / 13
    assert text.share([(copied, False)], ["The board met"]).without_names == 7 / 10
    assert (text.share([(quoted, False)]).copied, text.share([(quoted, False)]).quoted) == (0, 8)
    assert (text.share([(copied, True)]).said, text.share([(copied, True)]).quoted) == (0, 13)


def test_a_quotation_is_looked_up_as_it_stands():
    text = Published(fingerprint(TEXT))
    assert text.says("“nine times in the year, … what it had done”") and text.says("board")
    assert not text.says("“nine times in a year”")
    assert quotations('It met “nine times” and "heard of each agency", “once”.') == [
        "“nine times”",
        '"heard of each agency"',
    ]
