"""The chapters of the yearly report tell each piece of work once, from what it found to what it changed."""

import datetime

import pytest
from django.db.models import QuerySet

from goldenthread.foundation.access.viewer import public_reader
from goldenthread.foundation.papers.blocks import Heading, List, Paragraph, Summary, Table, plain
from goldenthread.foundation.papers.text import pieces_of
from goldenthread.foundation.room import Span
from goldenthread.thread import chapters, operations
from goldenthread.thread.models import Source
from goldenthread.thread.queries.placing import in_order_of_text

SPAN = Span(datetime.date(2025, 4, 1), datetime.date(2026, 3, 31), "2025-26")


@pytest.fixture
def built(cast, now):
    reader = public_reader(cast.west, now)
    return lambda chapter, span=SPAN: getattr(chapters, chapter)(reader, cast.west, span)


@pytest.fixture
def public(given):
    """Releases things to the public, each by its own words."""

    def release(*things):
        for thing in things:
            thing.refresh_from_db()
            own = {"public_text": getattr(thing, thing.TEXT), "public_label": getattr(thing, "title", "")}
            operations.release(**given, thing=thing, version=thing.version, audience="public", **own)
        return things[0]

    return release


@pytest.fixture
def audit(make, public):
    """A public audit with two findings, a recommendation, an action and two judgements."""
    source = make.source()
    return public(
        source,
        make.finding(source),
        make.finding(source, kind="strength", text="Plans were clear"),
        make.recommendation(source),
        make.agreed(source),
        make.impact(source),
        make.impact(source, action=make.done(source), level="practice", text="Files are kept.", judgement="partly"),
    )


def test_a_piece_of_work_runs_from_found_to_changed_under_one_heading(built, audit):
    blocks = built("learning")
    headings = [(block.level, block.text) for block in blocks if isinstance(block, Heading)]
    assert headings == [(2, "Multi-agency case file audits"), (3, "Audit of neglect")]
    told = [plain(block.runs) for block in blocks if isinstance(block, Paragraph)][1:]
    assert told == [
        "Sixteen cases.",
        "What worked well: Plans were clear.",
        "What had to get better: Chronologies were missing.",
        "Recommended: Keep a chronology for each child.",
        "Agreed: Train every team. (Health)",
        "What changed in practice: Files are kept. (judged as: part of the impact that was intended)",
        "More stands under What changed for children.",
    ]


def test_what_changed_for_children_stands_in_its_own_chapter_and_nowhere_else(built, audit):
    assert pieces_of(tuple(built("changed"))) == [
        "The impact that was intended:",
        "Fewer children waited. (Audit of neglect)",
    ]
    assert "Fewer children waited" not in " ".join(pieces_of(tuple(built("learning"))))


def test_work_that_is_left_out_takes_all_its_parts_along(built, audit):
    assert built("learning", Span(SPAN.starts, SPAN.ends, "", left_out=frozenset({("source", audit.ref)}))) == []


def test_work_with_a_sentence_alone_has_no_heading_of_its_own(built, make, public):
    public(make.source())
    _, kind, pairs = built("learning")
    assert isinstance(kind, Heading) and isinstance(pairs, Summary)
    assert [(pair.term, plain(pair.definition)) for pair in pairs.pairs] == [("Audit of neglect", "Sixteen cases.")]


def test_a_challenge_stands_beside_what_came_of_it(built, make, public):
    first = make.source(kind="challenge", title="Waiting", summary="Health was asked why children wait.")
    second = make.source(kind="challenge", title="Police", summary="Police were asked to come to meetings.")
    public(first, second, make.agreed(first, text="A second clinic opens."), make.impact(first))
    (table,) = [block for block in built("learning") if isinstance(block, Table)]
    came = "Agreed: A second clinic opens. (Health)\nMore stands under What changed for children."
    assert [[plain(cell) for cell in row] for row in table.rows] == [
        ["Police were asked to come to meetings.", "No outcome recorded"],
        ["Health was asked why children wait.", came],
    ]


@pytest.mark.parametrize(("origin", "lead"), [("recorded", "What had to get better: "), ("as_published", "")])
def test_a_self_assessment_stands_beside_what_follows_in_its_order_and_judges_only_what_was_judged_here(
    built, make, public, origin, lead
):
    work = make.source(kind="self_assessment", title="Measures", summary="Four measures.")
    QuerySet(Source).filter(pk=work.pk).update(origin=origin)
    other = make.source(title="Audit of interviews", summary="Interviews are audited.")
    measures = [make.finding(work, text=f"Measure {number}.") for number in (1, 2, 3, 4)]
    first = make.agreed(work, text="Hold a conference.", findings=measures[:2])
    there = make.agreed(other, text="Present the audit.", findings=[measures[2]])
    public(work, other, *measures, first, there)
    blocks = built("learning")
    (measured,) = [block for block in blocks if isinstance(block, List)]
    assert pieces_of((measured,)) == [
        f"{lead}Measure 1.",
        "Agreed: Hold a conference. (Health)",
        f"{lead}Measure 2.",
        "Agreed: told above.",
        f"{lead}Measure 3.",
        "Agreed: see Audit of interviews.",
        f"{lead}Measure 4.",
    ]
    told = [plain(block.runs) for block in blocks if isinstance(block, Paragraph)]
    assert "Agreed: Present the audit. (Health)" in told and not [one for one in told if "conference" in one]


def test_the_kinds_of_work_are_counted_by_name_only_where_they_are_few(built, make, public):
    kinds = ["case_file_audit", "case_file_audit", "meeting", "campaign", "inspection", "scrutiny"]
    public(*(make.source(kind=kind, title=f"{kind} {place}") for place, kind in enumerate(kinds)))
    first = plain(built("learning")[0].runs)
    assert first.count(";") == 4 and "; 1 of other kinds." in first


def test_work_of_a_text_stands_as_the_text_has_it_and_not_by_its_key():
    lines = ["Report, lines 54, 508", "Report, line 299", "Report, line 1041", "Report, line 30"]
    assert sorted(lines, key=in_order_of_text) == [lines[3], lines[0], lines[1], lines[2]]
