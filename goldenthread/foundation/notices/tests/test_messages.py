"""What waits for somebody is told once, with a link that they can open and without its content."""

import datetime
import re

import pytest
from django.core import mail
from django.db import IntegrityError
from django.urls import reverse

from goldenthread.foundation import room
from goldenthread.foundation.access.viewer import System
from goldenthread.foundation.clock import LONDON
from goldenthread.foundation.history.models import Line
from goldenthread.foundation.notices import jobs, operations, queries, rules
from goldenthread.foundation.notices.models import Choice, Message, Notice, Rhythm
from goldenthread.foundation.organisations import operations as organisations
from goldenthread.foundation.people.models import Membership
from goldenthread.front.yearly_report import operations as reports
from goldenthread.thread import operations as thread
from tests.words import words

pytestmark = pytest.mark.django_db
SYSTEM = System("reminders")
DAY = datetime.date(2026, 11, 2)
NEXT_MORNING = datetime.datetime(2026, 11, 23, 8, 0, tzinfo=datetime.UTC)  # the cast's day is a Friday


def tell(moment):
    """The job, at a moment; everybody who was told by it, by name."""
    before = set(Message.objects.values_list("pk", flat=True))
    operations.send_notices(by=SYSTEM, now=moment)
    return sorted(message.to.name for message in Message.objects.exclude(pk__in=before))


def names(cast, *people):
    return sorted(cast.person(name).name for name in people)


@pytest.fixture
def given(cast, now):
    return {"by": System("the record"), "now": now}


@pytest.fixture
def work(cast, given):
    return thread.add_source(group=cast.root, kind="meeting", title="A secret meeting", on=DAY, **given)


@pytest.fixture
def action(cast, given, work):
    return thread.add_action(
        source=work,
        text="Write the secret tool",
        owner=cast.agencies["health"],
        due_on=datetime.date(2027, 6, 1),
        **given,
    )


def agreed(action, given):
    return thread.agree(action=action, version=action.version, on=DAY, **given)


def test_an_answer_is_asked_of_every_lead_of_an_addressee(cast, given, work, now):
    thread.add_recommendation(source=work, text="Secret.", addressees=[cast.agencies["health"]], **given)
    assert tell(now) == []  # once a day, unless they chose otherwise
    assert tell(NEXT_MORNING) == names(cast, "agency_lead_health")
    assert tell(NEXT_MORNING + datetime.timedelta(days=1)) == []


def test_an_answer_that_was_given_meanwhile_is_asked_of_nobody(cast, given, work):
    health = cast.agencies["health"]
    asked = thread.add_recommendation(source=work, text="Secret.", addressees=[health], **given)
    thread.answer(recommendation=asked, body=health, answer="accepted", on=DAY, **given)
    assert tell(NEXT_MORNING) == []


def test_an_agreement_is_asked_of_those_who_may_agree_and_not_of_who_asks(cast, action, given, now):
    told = tell(NEXT_MORNING)
    assert cast.person("business_manager").name in told and cast.person("lead_partner_police").name in told
    assert cast.person("lay_member").name not in told and cast.person("agency_lead_health").name not in told
    own = thread.add_action(
        source=action.source,
        text="Own",
        owner=action.owner,
        due_on=action.due_on,
        by=cast.viewer(),
        now=NEXT_MORNING,
    )
    later = NEXT_MORNING + datetime.timedelta(days=1)
    assert cast.person("business_manager").name not in tell(later), own


def test_an_assurance_is_asked_once_there_is_evidence_and_of_nobody_of_the_owner(cast, action, given):
    tell(NEXT_MORNING)
    done = thread.report_done(action=agreed(action, given), version=action.version, **given)
    morning = NEXT_MORNING + datetime.timedelta(days=1)
    assert tell(morning) == []  # nothing to look at yet
    thread.give_evidence(action=done, kind="audit", text="Twenty files", on=DAY, **given | {"now": morning})
    told = tell(morning + datetime.timedelta(days=1))
    assert cast.person("scrutineer").name in told and cast.person("lead_partner_police").name in told
    assert cast.person("lead_partner_health").name not in told


def test_what_is_sent_back_is_told_to_the_owner_each_time(cast, action, given):
    tell(NEXT_MORNING)
    action = agreed(action, given)
    for number in (1, 2):
        morning = NEXT_MORNING + datetime.timedelta(days=number)
        then = given | {"now": morning}
        action = thread.report_done(action=action, version=action.version, **then)
        action = thread.send_back(action=action, version=action.version, reason="Not yet.", **then)
        assert tell(morning + datetime.timedelta(days=1)) == names(cast, "agency_lead_health")


def test_a_decision_is_told_to_whoever_proposed(cast, given, now):
    lay = cast.viewer("lay_member")
    proposal = thread.propose(
        by=lay, now=now, holder=cast.west, kind="challenge", title="Ask about fathers", text="They are missing."
    )
    thread.decline(proposal=proposal, version=proposal.version, reason="We have.", **given)
    assert tell(NEXT_MORNING) == names(cast, "lay_member")


def test_a_signature_is_asked_at_once_of_those_who_may_sign(cast, things, now):
    signers = ("lead_partner", "lead_partner_health", "lead_partner_police", "delegated_partner", "two_seats")
    assert tell(now) == names(cast, *signers)


def test_a_comment_is_told_to_those_who_write(cast, things, given):
    tell(NEXT_MORNING)
    section = things.draft.sections.get(chapter="foreword")
    lay = cast.viewer("lay_member")
    reports.comment(section=section, text="Say more of children.", by=lay, now=NEXT_MORNING)
    told = tell(NEXT_MORNING + datetime.timedelta(days=1))
    assert set(names(cast, "business_manager", "unit_officer")) <= set(told)
    assert cast.person("lay_member").name not in told


def test_an_objection_is_told_to_those_who_write(cast, things):
    tell(NEXT_MORNING)
    police = Membership.objects.get(partnership=cast.west, agency=cast.agencies["police"])
    reports.object_to(
        version=things.version,
        membership=police,
        digest=things.version.digest,
        reason="The figures of March are wrong.",
        by=cast.viewer("lead_partner_police"),
        now=NEXT_MORNING,
    )
    later = NEXT_MORNING + datetime.timedelta(days=1)
    told = tell(later)
    assert set(names(cast, "business_manager", "unit_officer")) <= set(told)
    assert not set(names(cast, "lay_member", "lead_partner_police", "east_manager")) & set(told)


@pytest.mark.one_database
def test_every_link_opens_for_the_person_to_whom_it_was_sent(cast, things, client):
    """Whatever the made-up record holds: each message of the next working mornings leads somewhere."""
    _note_everything(things)
    for days in range(8):
        tell(NEXT_MORNING + datetime.timedelta(days=days))
    assert {notice.code for notice in Notice.objects.filter(told__isnull=False)} >= {
        "thread.answer_asked",
        "thread.agreement_asked",
        "thread.assurance_asked",
        "report.signature_asked",
        "report.comment_made",
    }
    opened = 0
    for message in Message.objects.filter(for_a_seat=True).select_related("to__user"):
        cast_name = next(name for name, person in cast.people.items() if person == message.to)
        cast.sign_in(client, cast_name, second_factor=True)
        for link in re.findall(r"http://localhost:8000(\S+)", message.text):
            assert client.get(link).status_code == 200, (message.to.name, link)
            opened += 1
    assert opened > 10


def _note_everything(things):
    given = {"by": SYSTEM, "now": things.cast.now}
    thread.edit_recommendation(
        recommendation=things.recommendation,
        version=things.recommendation.version,
        addressees=[things.cast.agencies["health"], things.cast.agencies["police"]],
        **given,
    )
    health = things.cast.agencies["health"]
    thread.add_action(source=things.source, text="Ask.", owner=health, due_on=datetime.date(2027, 6, 1), **given)


def test_a_message_names_nothing_and_nobody(cast, things):
    _note_everything(things)
    tell(NEXT_MORNING)
    texts = " ".join(f"{message.subject} {message.text}" for message in Message.objects.filter(for_a_seat=True))
    for secret in (
        "Train every team",
        things.source.title,
        things.recommendation.text,
        "Yearly report",
        "child",
        cast.west.name,
        "neglect",
        "Neglect",
    ):
        assert secret not in texts, secret


def test_what_rooms_say_in_messages_reveals_nothing():
    for message in room.offered("messages"):
        assert message.sentence.endswith(".") and not message.subject.endswith(".")
        assert message.subject[:1].islower(), message.code
        assert not re.search(r"child|family|review|incident|successfully|please", message.sentence, re.I), message.code


def test_one_message_a_morning_for_all_that_waits(cast, given, work):
    for number in range(7):
        thread.add_recommendation(source=work, text=f"{number}.", addressees=[cast.agencies["health"]], **given)
    tell(NEXT_MORNING)
    (message,) = Message.objects.filter(to=cast.person("agency_lead_health"))
    assert message.subject == "Golden Thread: 7 things wait for you"
    assert "An answer is asked of your agency. (7 times)" in message.text
    assert message.text.count("http://localhost:8000/west/") == 1  # many of a kind are one link to Today
    assert "http://localhost:8000/account/messages/" in message.text


def test_the_job_twice_or_killed_half_way_tells_nobody_twice(cast, given, work, monkeypatch):
    thread.add_recommendation(source=work, text="1.", addressees=list(cast.agencies.values()), **given)
    real, calls = operations.telling.send, []

    def dies_at_the_second(**more):
        calls.append(more["to"])
        if len(calls) == 2:
            raise KeyboardInterrupt
        return real(**more)

    monkeypatch.setattr(operations.telling, "send", dies_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        operations.send_notices(by=SYSTEM, now=NEXT_MORNING)
    monkeypatch.undo()
    tell(NEXT_MORNING)
    tell(NEXT_MORNING)
    told = [message.to for message in Message.objects.all()]
    assert len(told) == len(set(told)) >= 3


@pytest.mark.parametrize(
    ("rhythm", "since", "goes"),
    [
        ("at_once", "2026-11-20 10:00", "2026-11-20 10:00"),
        ("daily", "2026-11-20 07:00", "2026-11-20 08:00"),  # before eight: this morning
        ("daily", "2026-11-20 08:00", "2026-11-23 08:00"),  # a Friday: Monday
        ("daily", "2026-12-24 12:00", "2026-12-29 08:00"),  # Christmas and its Monday
        ("daily", "2026-03-28 12:00", "2026-03-30 07:00"),  # over the night in which the clocks go forward
        ("daily", "2026-10-24 12:00", "2026-10-26 08:00"),  # and back
        ("daily", "2028-02-28 12:00", "2028-02-29 08:00"),
        ("weekly", "2026-11-20 10:00", "2026-11-23 08:00"),
        ("weekly", "2026-11-23 07:59", "2026-11-23 08:00"),
        ("weekly", "2026-11-23 08:00", "2026-11-30 08:00"),
        ("weekly", "2026-12-22 08:00", "2026-12-29 08:00"),  # Monday 28 December is a bank holiday
    ],
)
def test_when_a_message_goes(rhythm, since, goes):
    utc = lambda text: datetime.datetime.fromisoformat(text).replace(tzinfo=datetime.UTC)  # noqa: E731
    assert rules.goes_at(rhythm, utc(since)) == utc(goes)


def test_each_person_chooses_and_is_told_as_they_chose(cast, client, given, work, now, clock):
    cast.sign_in(client, "agency_lead_health")
    url = reverse("notices_choice")
    assert "At once" in words(client.get(url))
    assert client.post(url, {"urgent": "weekly", "other": "at_once"}).status_code == 302
    assert Choice.objects.get().other == Rhythm.AT_ONCE
    assert Line.objects.filter(verb="notices.chosen").count() == 1
    thread.add_recommendation(source=work, text="1.", addressees=[cast.agencies["health"]], **given)
    assert tell(now) == names(cast, "agency_lead_health")
    assert client.post(url, {"urgent": "never", "other": "at_once"}).status_code == 422
    assert "Choose how you are told by e-mail" in words(client.get(reverse("mfa_index")))


def test_two_runs_at_one_moment(cast, given, work):
    """The second run has looked at the notices before the first told anybody: the database lets it tell nobody."""
    thread.add_recommendation(source=work, text="1.", addressees=[cast.agencies["health"]], **given)
    viewer = next(
        v for v in queries.viewers_of(cast.west, NEXT_MORNING) if v.person_id == cast.person("agency_lead_health").pk
    )
    lines = operations.telling.digest.lines(viewer, list(Notice.objects.all()))
    assert tell(NEXT_MORNING) == names(cast, "agency_lead_health")
    with pytest.raises(IntegrityError):
        operations.tell_person(by=SYSTEM, now=NEXT_MORNING, viewer=viewer, lines=lines)
    assert Message.objects.count() == 1


def test_nobody_without_a_seat_or_of_another_partnership_is_told(cast, given, work):
    seat = cast.seats["agency_lead_health"]
    thread.add_recommendation(source=work, text="1.", addressees=[cast.agencies["health"]], **given)
    organisations.edit_seat(seat=seat, version=seat.version, ends=datetime.date(2026, 11, 21), **given)
    told = tell(NEXT_MORNING)
    assert cast.person("agency_lead_health").name not in told
    assert cast.person("east_manager").name not in told


def test_what_waits_is_told_by_the_house_s_own_jobs(cast, given, work, clock):
    thread.add_recommendation(source=work, text="1.", addressees=[cast.agencies["health"]], **given)
    clock.move_to(NEXT_MORNING)
    assert jobs.tell() >= 1 and jobs.deliver()[0] >= 1
    assert ["agency_lead_health@example.org"] in [sent.to for sent in mail.outbox]
    assert NEXT_MORNING.astimezone(LONDON).hour == 8
