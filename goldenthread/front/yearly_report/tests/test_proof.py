"""The page behind a claim: what it says of each noun, to whom, and the way back to the sentence."""

import datetime

import pytest
from django.db.models import QuerySet
from django.urls import reverse

from goldenthread.foundation import room
from goldenthread.foundation.access.viewer import public_reader
from goldenthread.foundation.papers import html
from goldenthread.foundation.withdrawals import operations as withdrawals
from goldenthread.front.yearly_report import named
from goldenthread.front.yearly_report.paragraphs import claims_of, sentences_of
from goldenthread.front.yearly_report.rendering import paper_in
from goldenthread.rooms.business_plan import operations as plans
from goldenthread.thread import operations as thread
from tests.kept import keep
from tests.words import words


def _proof(noun, ref, **asked):
    url = reverse("yearly_report:proof", kwargs={"partnership": "west", "noun": noun, "ref": ref})
    return url + "".join(f"?{name}={value}" for name, value in asked.items())


@pytest.fixture
@keep
def told(ready):
    """A published report of a record with a finding, a plan, its priority and a milestone that was rated."""
    desk, work = ready, ready.work()
    finding = thread.add_finding(
        source=work,
        kind="development",
        text="Minutes came late, and nobody read them.",
        cases=3,
        opportunities=10,
        **desk.given,
    )
    thread.release(
        thing=finding, version=finding.version, audience="public", public_text="Minutes came late.", **desk.given
    )
    of_west = {"holder": desk.cast.west, **desk.given}
    priority = thread.add_priority(title="Neglect", starts=datetime.date(2025, 4, 1), **of_west)
    days = {"starts": datetime.date(2025, 4, 1), "ends": datetime.date(2027, 3, 31)}
    plan = plans.add_plan(title="Plan 2025", **days, **of_west)
    planned = plans.plan_priority(plan=plan, priority=priority, aim="To see it *early*.", published=True, **desk.given)
    step = plans.add_milestone(planned=planned, text="A tool is used.", **desk.given)
    plans.rate_milestone(
        milestone=step, rating="off_track", text="Nobody has begun.", on=desk.cast.now.date(), **desk.given
    )
    desk.publish(desk.sign_all(desk.close()))
    return {"desk": desk, "work": work, "finding": finding, "planned": planned, "milestone": step}


def test_the_public_reads_text_day_readers_and_state_and_is_led_back_to_the_sentence(told, client):
    report, finding = told["desk"].report, told["finding"]
    page = words(client.get(_proof("finding", finding.ref)))
    assert "Minutes came late." in page
    assert "Audit of strategy meetings (10 September 2025)" in page
    assert "Who may read it" in page and "Public" in page
    back = f"/west/report/{report.key}/read/#{html.anchor_of('finding', finding.ref)}"
    assert back in page and "Minutes came late.”" in page


def test_of_what_was_released_no_more_than_its_public_text_is_told(told, client):
    page = words(client.get(_proof("finding", told["finding"].ref)))
    assert "nobody read them" not in page and "3 of 10" not in page


def test_a_finding_of_a_text_says_that_who_wrote_it_down_sorted_it(told, client):
    finding = told["finding"]
    assert "What it is" in words(client.get(_proof("finding", finding.ref)))
    QuerySet(type(finding)).filter(pk=finding.pk).update(origin="as_published")
    page = words(client.get(_proof("finding", finding.ref)))
    assert "Sorted in this record as" in page and "What it is" not in page


def test_the_citation_with_its_line_stands_behind_what_was_published(told):
    cited = thread.add_source(
        group=told["desk"].cast.root,
        kind="case_file_audit",
        title="Cited",
        on=datetime.date(2025, 9, 10),
        summary="As printed.",
        citation="Annual report 2025-26, line 176",
        **told["desk"].given,
    )
    assert room.noun("source").proof(told["desk"].manager, cited.ref).citation == "Annual report 2025-26, line 176"


def test_bodies_groups_and_priorities_say_something(told, client):
    cast = told["desk"].cast
    agency = words(client.get(_proof("body", cast.agencies["police"].key)))
    assert "In WSCP" in agency and "Statutory safeguarding partner" in agency and "“West Police”" in agency
    group = words(client.get(_proof("group", cast.quality.ref)))
    assert "Led by" in group and "West Partnership" in group
    planned = words(client.get(_proof("planned_priority", told["planned"].ref)))
    assert "To see it <em>early</em>." in planned and "Plan 2025, 1 April 2025 to 31 March 2027" in planned
    assert _proof("milestone", told["milestone"].ref) in planned


def test_how_a_milestone_stood_after_the_report_is_told_inside_alone(told, client):
    url = _proof("milestone", told["milestone"].ref)
    assert "A tool is used." in words(client.get(url)) and "Nobody has begun." not in words(client.get(url))
    manager = told["desk"].manager
    assert ("On", "Off track. Nobody has begun.") in [
        (label[:2], said) for label, said in room.noun("milestone").proof(manager, told["milestone"].ref).facts
    ]


def test_from_a_draft_the_way_leads_back_to_the_draft_and_a_stranger_is_not_told_of_it(ready, client):
    work = ready.work()
    ready.cast.sign_in(client)
    preview = reverse("yearly_report:preview", kwargs={"partnership": "west", "key": ready.report.key})
    page = client.get(preview).content.decode()
    asked = _proof("source", work.ref, report=ready.report.key)
    anchor = html.anchor_of("source", work.ref)
    assert asked in page and page.count(f'id="{anchor}"') == 1
    assert f"{preview}#{anchor}" in client.get(asked).content.decode()
    client.logout()
    assert client.get(asked).status_code == 404


def test_every_record_that_a_report_names_has_a_sentence_and_a_proof_that_says_something(told):
    desk = told["desk"]
    version = desk.report.versions.get(state="published")
    blocks = paper_in(version.text).blocks
    sentences = sentences_of(blocks)
    assert set(sentences) == claims_of(blocks) == named.named_in_reports(desk.cast.west, desk.cast.now)
    reader = public_reader(desk.cast.west, desk.cast.now)
    for noun, ref in sentences:
        proof = room.noun(noun).proof(reader, ref)
        assert proof.readers and (proof.text or any(said for _, said in proof.facts)), (noun, ref)


def test_every_noun_that_a_chapter_draws_on_has_a_proof():
    drawn = {kind.noun for chapter in room.offered("chapters") for kind in chapter.draws_on}
    assert [noun for noun in sorted(drawn) if room.noun(noun).proof is None] == []


def test_what_was_withdrawn_after_it_was_signed_stays_proved_and_says_so(told, client):
    desk, finding = told["desk"], told["finding"]
    finding.refresh_from_db()
    given = {**desk.given, "now": desk.cast.now + datetime.timedelta(days=2)}
    withdrawals.withdraw(
        **given, thing=finding, version=finding.version, reason="A child is known by it.", public="It was of elsewhere."
    )
    page = words(client.get(_proof("finding", finding.ref)))
    assert "Minutes came late." in page
    assert "This was withdrawn from the record afterwards, on 22 November 2026. It was of elsewhere." in page
    assert "A child is known by it." not in page


def test_of_what_stands_the_proof_says_nothing_of_the_kind(told, client):
    assert "withdrawn" not in words(client.get(_proof("finding", told["finding"].ref)))
