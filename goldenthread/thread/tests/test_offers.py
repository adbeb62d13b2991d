"""What the thread offers the house: cards, lines for Today, and chapters built with the rights of the public."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goldenthread.foundation import room
from goldenthread.foundation.access.viewer import public_reader
from goldenthread.foundation.diary import dates
from goldenthread.foundation.organisations import operations as organisations
from goldenthread.foundation.papers.blocks import Claim, Paper, plain, to_data
from goldenthread.foundation.room import Refused, Span
from goldenthread.thread import chapters, operations, rules, today
from goldenthread.thread.blocks import ThreadPicture
from goldenthread.thread.queries import addresses, choices, next_steps, plan, proposals
from goldenthread.thread.queries.breaks import counts
from goldenthread.thread.queries.filters import ThreadFilter
from goldenthread.thread.queries.next_steps import Next
from goldenthread.thread.queries.story import Story

DAY = datetime.date(2026, 3, 2)
NOUNS = ("source", "finding", "recommendation", "action", "impact", "voice")

SPAN = Span(datetime.date(2025, 4, 1), datetime.date(2026, 3, 31), "2025-26")


def released(told, given):
    """Everything of the thread, told to the public in other words, under a neutral label."""
    voice = operations.give_consent(**given, voice=told.voice, version=1, on=DAY, note="Agreed")
    for noun in ("finding", "recommendation", "action", "impact"):
        thing = getattr(told, noun)
        thing.refresh_from_db()
        operations.release(
            **given,
            thing=thing,
            version=thing.version,
            audience="public",
            public_text=f"Told of the {noun}.",
            public_label="an audit",
        )
    voice = type(voice).objects.get(pk=voice.pk)
    operations.release(
        **given, thing=voice, version=voice.version, audience="public", public_text="They listened to us."
    )


def everything(reader, cast):
    return [
        block
        for code in ("changed", "learning", "voices", "thread")
        for block in getattr(chapters, code)(reader, cast.west, SPAN)
    ]


def claims(node):
    if isinstance(node, Claim):
        return [node]
    if isinstance(node, (tuple, list)):
        return [claim for item in node for claim in claims(item)]
    fields = getattr(node, "__dataclass_fields__", {})
    return [claim for name in fields for claim in claims(getattr(node, name))]


def test_chapters_say_only_what_was_released(cast, told, given, now):
    assert everything(public_reader(cast.west, now), cast) == []
    released(told, given)
    blocks = everything(public_reader(cast.west, now), cast)
    said = str(to_data(blocks))
    for noun in ("finding", "recommendation", "action", "impact"):
        assert f"Told of the {noun}." in said
    for closed in (
        "Chronologies were missing.",
        "Keep a chronology",
        "Train every team",
        "Fewer children waited",
        "Audit of neglect",
        "Dip sample",
        "They listened.",
    ):
        assert closed not in said, closed
    assert "an audit" in said and "They listened to us." in said
    assert Paper("Report", blocks)


def test_every_claim_names_a_record_that_the_reader_may_open(cast, told, given, now):
    released(told, given)
    reader = public_reader(cast.west, now)
    made = claims(everything(reader, cast))
    assert {claim.noun for claim in made} == {"finding", "recommendation", "action", "impact", "voice"}
    for claim in made:
        assert (claim.noun, claim.key) in room.references(reader, {claim.noun: {claim.key}})


def test_what_children_said_stands_first(cast, told, given, now):
    for who, said in (("practitioner", "A"), ("child", "Z"), ("family", "M")):
        voice = operations.record_voice(**given, source=told.source, who=who, text=f"Said by {said}.", on=DAY)
        voice = operations.give_consent(**given, voice=voice, version=voice.version, on=DAY, note="Agreed")
        operations.release(
            **given,
            thing=voice,
            version=voice.version,
            audience="public",
            public_text=f"Said by {said}.",
            public_label="an audit",
        )
    shown = chapters.voices(public_reader(cast.west, now), cast.west, SPAN)
    assert [plain(block.runs) for block in shown] == ["Said by Z.", "Said by M.", "Said by A."]


def test_withdrawn_consent_leaves_the_chapter(cast, told, given, now):
    released(told, given)
    assert len(chapters.voices(public_reader(cast.west, now), cast.west, SPAN)) == 1
    voice = told.voice
    voice.refresh_from_db()
    operations.withdraw_consent(**given, voice=voice, version=voice.version, on=DAY)
    assert chapters.voices(public_reader(cast.west, now), cast.west, SPAN) == []


def test_the_picture_of_the_chapter_counts_what_the_public_sees(cast, told, given, now):
    released(told, given)
    reader = public_reader(cast.west, now)
    picture = next(block for block in chapters.thread(reader, cast.west, SPAN) if isinstance(block, ThreadPicture))
    seen = counts(reader, ThreadFilter(period=(cast.period.starts, cast.period.ends)))
    assert {stage.code: stage.count for stage in picture.stages} == {
        stage.code: seen[stage.code] for stage in picture.stages
    }


def test_work_outside_the_period_stays_out(cast, told, given, now):
    released(told, given)
    period = Span(datetime.date(2020, 4, 1), datetime.date(2021, 3, 31), "another year")
    reader = public_reader(cast.west, now)
    assert [
        block
        for code in ("learning", "voices", "thread")
        for block in getattr(chapters, code)(reader, cast.west, period)
    ] == []


def test_who_owes_something_is_called_as_on_the_last_day_of_the_period(cast, told, given, now):
    released(told, given)
    reader = public_reader(cast.west, now)
    owner = told.action.owner
    before = owner.short
    organisations.rename_agency(
        partnership=cast.west,
        agency=owner,
        version=owner.version,
        name="Another name",
        short_name="Another",
        starts=datetime.date(2026, 6, 1),
        **given,
    )
    printed = str(to_data(chapters.learning(reader, cast.west, SPAN)))
    assert before in printed and "Another" not in printed


@pytest.mark.parametrize("noun", NOUNS)
def test_cards_hide_what_is_not_seen(cast, told, noun):
    thing = getattr(told, noun)
    seen = room.references(cast.viewer(), {noun: {thing.ref, "west/none"}})
    assert list(seen) == [(noun, thing.ref)]
    assert seen[noun, thing.ref].url.startswith("/west/thread/")
    assert room.references(cast.stranger, {noun: {thing.ref}}) == {}


def test_cards_come_in_batches(cast, told, make):
    refs = {make.finding(told.source).ref for _ in range(20)}
    with CaptureQueriesContext(connection) as queries:
        assert len(room.references(cast.viewer(), {"finding": refs})) == 20
    with CaptureQueriesContext(connection) as fewer:
        room.references(cast.viewer(), {"finding": set(list(refs)[:2])})
    assert len(queries) == len(fewer)


def test_cards_of_themes_priorities_and_evidence(cast, told, given):
    priority = operations.add_priority(**given, holder=cast.west, title="Neglect first")
    evidence = told.action.evidence.get()
    wanted = {"theme": {told.theme.key}, "priority": {f"west/{priority.key}"}, "evidence": {evidence.ref}}
    assert {card.title for card in room.references(cast.viewer(), wanted).values()} == {
        "Neglect",
        "Neglect first",
        "Dip sample of 20.",
    }


def test_today_says_what_is_overdue_to_those_who_owe_it(cast, told, make):
    make.agreed(told.source, text="Late.", due_on=datetime.date(2026, 5, 1), owner=cast.agencies["health"])
    (due,) = dates.owed(cast.viewer("agency_lead_health")).overdue
    line = due.item
    assert line.overdue and "Late." in line.sentence and "Health" in line.sentence and line.url.endswith("/update/")
    assert dates.owed(cast.viewer("lay_member")).overdue == dates.owed(cast.viewer("agency_lead")).overdue == []


def test_what_is_only_proposed_is_overdue_nowhere(cast, told, make):
    """Nobody owes it yet, whatever its day: not in the plan, its numbers, its file, Today or what is mine."""
    proposed = make.action(
        told.source, text="Perhaps.", due_on=datetime.date(2026, 5, 1), owner=cast.agencies["health"]
    )
    assert proposed.is_overdue(cast.viewer().today) is False
    viewer = cast.viewer("agency_lead_health")
    owed = dates.owed(viewer)
    assert owed.overdue == owed.coming == []
    assert not plan.actions(viewer, ThreadFilter(), overdue=True).filter(pk=proposed.pk).exists()
    rows = plan.actions(viewer, ThreadFilter()).filter(pk=proposed.pk)
    assert plan.in_numbers(viewer, rows) == (1, 0, 1)
    assert [row[7] for row in plan.as_table(viewer, rows)] == ["no"]
    assert proposed not in plan.owed(viewer)


def test_today_brings_decisions_to_those_who_may_take_them(cast, told, make):
    make.action(told.source, text="Proposed.")
    done = make.done(told.source, text="Done.")
    make.evidence(done)
    make.assured(told.source, text="Unjudged.")
    lists = (today.agreements, today.assurances, today.judgements)
    said = [line.sentence for lines in lists for line in lines(cast.viewer()).items]
    assert [any(word in sentence for sentence in said) for word in ("Proposed.", "Done.", "Unjudged.")] == [True] * 3
    assert [lines(cast.viewer("lay_member")).total for lines in lists] == [0, 0, 0]
    assert [lines(cast.viewer("scrutineer")).total for lines in lists] == [0, 1, 1]


def test_today_shows_the_first_of_a_list_and_its_true_number(cast, told, make):
    for number in range(today.MOST + 3):
        make.action(told.source, text=f"Proposed {number}.")
    found = today.agreements(cast.viewer())
    assert (len(found.items), found.total) == (today.MOST, today.MOST + 3)
    assert found.page[1].endswith("/thread/mine/?list=to_agree")


def test_today_asks_agencies_for_answers_and_reminds_to_look_again(cast, told, make):
    waiting = make.recommendation(told.source, text="Answer me.", addressees=[cast.agencies["health"]])
    make.impact(
        told.source,
        recommendation=waiting,
        judgement="too_early",
        text="Wait.",
        look_again_on=datetime.date(2026, 10, 1),
    )
    assert any("Answer me." in line.sentence for line in today.answers(cast.viewer("agency_lead_health")).items)
    make.accept(waiting)
    assert not any("Answer me." in line.sentence for line in today.answers(cast.viewer("agency_lead_health")).items)
    (line,) = today.look_again(cast.viewer("scrutineer")).items
    assert line.overdue and "Wait." in line.sentence


@pytest.fixture
def claimed(monkeypatch):
    """The kind "challenge", as if a room had claimed it."""

    def steps(viewer, source):
        yield Next("The panel has not met yet.", "Call it", "/west/call/")

    claim = room.SourceKind("challenge", add="business_plan:add_plan", page="business_plan:plan", steps=steps)
    for module in (addresses, next_steps, choices, rules):
        monkeypatch.setattr(module, "claimed_kinds", lambda: {"challenge": claim})
    return claim


def test_a_claimed_kind_is_begun_on_its_own_page_alone(cast, client, claimed):
    manager = cast.viewer()
    assert "challenge" not in dict(choices.kinds_to_record())
    assert "challenge" in dict(choices.kinds_to_record("challenge")), "what stands keeps its kind"
    assert choices.begun_elsewhere(manager) == [("Challenge between partners", "/west/plan/add/")]
    assert choices.begun_elsewhere(cast.viewer("lay_member")) == []
    cast.sign_in(client)
    page = client.get(addresses.page(manager, "add_source")).content.decode()
    assert 'href="/west/plan/add/"' in page
    assert 'value="challenge"' not in page


def test_a_proposal_of_a_claimed_kind_is_taken_up_on_the_form_of_its_room(cast, client, make, given, claimed):
    wanted = {"kind": "challenge", "title": "A challenge about chronologies", "text": "They are missing every year."}
    made = operations.propose(holder=cast.west, about=make.source(), **wanted, **given)
    manager = cast.viewer()
    take_up = addresses.of(manager, made, "take_up")
    cast.sign_in(client)
    answer = client.get(take_up)
    assert answer.status_code == 302
    assert answer.url == f"/west/plan/add/?proposal=west%2F{made.key}"
    filled = proposals.to_take_up(manager, made.ref, "challenge")
    assert (filled.proposal, filled.title) == (made, wanted["title"])
    assert proposals.to_take_up(manager, made.ref, "training") is None
    assert proposals.to_take_up(cast.viewer("lay_member"), made.ref, "challenge") is None
    assert proposals.to_take_up(manager, "nothing", "challenge") is None
    with pytest.raises(Refused, match="begun on a page of its own"):
        operations.start_proposed(
            proposal=made, version=made.version, group=cast.root, title="x", on=given["now"].date(), **given
        )
    with pytest.raises(Refused, match="of another kind"):
        operations.take_up(proposal=made, version=made.version, became=make.source(kind="training"), **given)
    began = make.source(kind="challenge")
    operations.take_up(proposal=made, version=made.version, became=began, **given)
    assert proposals.to_take_up(manager, made.ref, "challenge") is None
    assert client.get(take_up).url == addresses.of(manager, made)


def test_a_claimed_source_has_its_page_and_its_first_steps_in_its_room(cast, make, claimed):
    source, other = make.source(kind="challenge"), make.source()
    manager = cast.viewer()
    assert addresses.of(manager, source) == f"/west/plan/west/{source.key}/"
    assert addresses.of(manager, source, "source") == f"/west/thread/work/west/{source.key}/"
    assert addresses.of(manager, other) == f"/west/thread/work/west/{other.key}/"
    assert next_steps.for_source(manager, Story(manager, source=source)).url == "/west/call/"
