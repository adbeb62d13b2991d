"""What a partner reads before they sign: the year in ten lines, what changed, and the whole text behind it."""

import pytest

from goldenthread.foundation.papers.blocks import Heading, List, Paper, Paragraph
from goldenthread.front.yearly_report import operations
from goldenthread.front.yearly_report.rendering import summary_in
from goldenthread.front.yearly_report.signed_before import since_signed


@pytest.fixture
def closed_twice(ready):
    """Closed with ten lines, opened again before anybody signed, and closed with another sentence."""
    lines = ready.section("ten_lines")
    operations.add_line(section=lines, part="changed", text="Fewer children waited.", name="The chair", **ready.given)
    ready.write("foreword", "It was a hard year.", speaker="Example Chair")
    ready.close()
    operations.open_again(report=ready.fresh(), version=ready.report.version, reason="A word.", **ready.given)
    ready.fresh()
    ready.write("foreword", "It was a long year.", speaker="Example Chair")
    return ready.close()


def _page(client, desk, name):
    return client.get(f"/west/report/{desk.report.key}/{name}/").content.decode()


def test_a_partner_reads_summary_and_changes_first_and_opens_the_text_if_they_like(ready, client, closed_twice):
    ready.cast.sign_in(client, "lead_partner_police")
    page = _page(client, ready, "sign")
    order = ["The year in ten lines", "Fewer children waited.", "since version 1", "Read the whole text", "I sign"]
    assert [page.find(words) for words in order] == sorted(page.find(words) for words in order)
    assert -1 not in [page.find(words) for words in order]


def test_who_signed_nothing_yet_reads_what_changed_since_the_version_before(ready, closed_twice):
    since = since_signed(closed_twice, ready.membership("police"), lambda version: version.text)
    assert (since.version.number, since.signature) == (1, None)
    assert [chapter.title for chapter in since.chapters] == ["Foreword"]


def test_a_draft_is_read_beside_the_version_that_was_closed_before(ready, client, closed_twice):
    operations.open_again(report=ready.fresh(), version=ready.report.version, reason="Again.", **ready.given)
    ready.fresh()
    ready.write("foreword", "It was a good year.", speaker="Example Chair")
    ready.cast.sign_in(client)
    page = _page(client, ready, "preview")
    assert "What changed since version 2" in page and "[added:] </span>good" in page


def test_a_paper_without_ten_lines_has_no_summary():
    lines = [Heading(1, "The year in ten lines", "ten-lines"), Heading(2, "What changed"), List(["One."])]
    after = [Heading(1, "Foreword"), Paragraph("Dear reader.")]
    assert summary_in(Paper("x", after)) == ()
    assert [type(block) for block in summary_in(Paper("x", [*lines, *after]))] == [Heading, List]
