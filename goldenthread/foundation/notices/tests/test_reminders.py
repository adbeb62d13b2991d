"""Reminders of what is due: each person once a step, whoever answers for it on the day on which it is sent."""

import datetime

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goldenthread.foundation.access.viewer import System
from goldenthread.foundation.diary import operations as diary
from goldenthread.foundation.diary import queries
from goldenthread.foundation.diary.models import Due
from goldenthread.foundation.history.models import Line
from goldenthread.foundation.notices import operations
from goldenthread.foundation.notices.models import Message, Notice, Told
from goldenthread.foundation.organisations import operations as organisations

D = datetime.date
pytestmark = pytest.mark.django_db
KEEPERS = 2  # the business manager and the unit officer
SYSTEM = System("reminders")


@pytest.fixture
def due(cast, now):
    """Due on Tuesday 29 December 2026; its title would tell too much in an e-mail."""
    diary.load_rules(by=System("set-up"), now=now)
    return diary.start_clock(
        by=cast.viewer(),
        now=now,
        rule="rr.complete",
        noun="source",
        key="R-1",
        group=cast.root,
        on=D(2026, 12, 4),
        title="A title that nobody else may read",
    )


def at(day, hour=7):
    return datetime.datetime(day.year, day.month, day.day, hour, tzinfo=datetime.UTC)


def run(day, hour=7):
    return operations.send_due_reminders(by=SYSTEM, now=at(day, hour))


def days_told(person):
    return [row.message.created_at.date() for row in Told.objects.filter(person=person).order_by("pk")]


@pytest.mark.one_database
def test_every_step_reaches_each_person_once_though_the_job_runs_daily_and_twice(due, cast):
    day = D(2026, 12, 7)
    while day <= D(2027, 1, 12):
        run(day)
        run(day, 9)
        day += datetime.timedelta(days=1)
    expected = [D(2026, 12, 11), D(2026, 12, 22), D(2026, 12, 29), D(2026, 12, 30), D(2027, 1, 5), D(2027, 1, 12)]
    assert days_told(cast.person("business_manager")) == expected
    assert days_told(cast.person("unit_officer")) == expected
    assert Message.objects.count() == KEEPERS * len(expected)


def test_a_job_that_was_away_sends_the_latest_step_only(due, cast):
    assert run(D(2026, 12, 30)) == KEEPERS
    assert Due.objects.get(pk=due.pk).step == "overdue"
    assert run(D(2026, 12, 31)) == 0


def test_a_job_that_is_a_day_late_still_reminds(due, cast):
    assert run(D(2026, 12, 10)) == 0
    assert run(D(2026, 12, 12)) == KEEPERS  # the step fell due on 11 December
    assert Due.objects.get(pk=due.pk).step == "before-10"


def test_a_clock_that_was_met_or_ended_reminds_nobody(due, cast, now):
    diary.end_clock(by=cast.viewer(), now=now, due=due, why="The notification was withdrawn.")
    assert run(D(2026, 12, 30)) == 0


def test_what_ends_after_its_step_and_before_the_message_reminds_nobody(due, cast):
    operations.note_due_steps(by=SYSTEM, now=at(D(2026, 12, 11)))
    due.refresh_from_db()
    diary.end_clock(by=cast.viewer(), now=at(D(2026, 12, 11)), due=due, why="The notification was withdrawn.")
    assert operations.send_notices(by=SYSTEM, now=at(D(2026, 12, 11), 8)) == 0


def test_a_clock_kept_to_listed_people_reminds_them_alone(due, cast, now):
    diary.start_clock(
        by=cast.viewer(),
        now=now,
        rule="sin.notify_panel",
        noun="source",
        key="R-9",
        group=cast.root,
        on=D(2026, 11, 19),
        audience="named",
        people=[cast.person("delegated_partner")],
    )
    assert run(D(2026, 11, 24)) == 1
    assert Message.objects.get().to == cast.person("delegated_partner")


def test_a_new_keeper_of_clocks_is_told_at_the_step_that_runs_and_who_left_is_not(due, cast, now):
    run(D(2026, 12, 11))
    given = {"by": System("test"), "now": now}
    new = organisations.add_person(
        partnership=cast.west, name="A new officer", email="new@example.org", invented=True, **given
    )
    organisations.give_seat(person=new, role="unit_officer", starts=D(2026, 12, 1), partnership=cast.west, **given)
    seat = cast.seats["unit_officer"]
    organisations.edit_seat(seat=seat, version=seat.version, ends=D(2026, 12, 15), **given)
    run(D(2026, 12, 14), 9)
    assert Message.objects.order_by("-pk").first().to == new
    run(D(2026, 12, 22))
    told = {message.to for message in Message.objects.filter(created_at__gte=at(D(2026, 12, 22)))}
    assert told == {cast.person("business_manager"), new}


def test_whoever_loses_their_seat_before_the_message_goes_is_not_written_to(due, cast, now):
    run(D(2026, 12, 11))
    seat = cast.seats["unit_officer"]
    organisations.edit_seat(
        seat=seat, version=seat.version, ends=D(2026, 12, 10), by=System("test"), now=at(D(2026, 12, 11), 8)
    )
    assert operations.deliver_outbox(now=at(D(2026, 12, 11), 9)) == (1, 0)
    assert [sent.to for sent in mail.outbox] == [["business_manager@example.org"]]


def test_a_message_reveals_nothing(due, cast):
    run(D(2026, 12, 11))
    message = Message.objects.first()
    assert message.subject == "Golden Thread: something is due on 29 December 2026"
    assert f"http://localhost:8000/west/diary/clocks/{due.key}/" in message.text
    assert "http://localhost:8000/account/messages/" in message.text
    everything = message.subject + message.text
    for secret in (due.title, "R-1", "review", "Review", "child", cast.west.name):
        assert secret not in everything
    run(D(2026, 12, 30))
    assert Message.objects.order_by("-pk").first().subject == "Golden Thread: something was due on 29 December 2026"


def test_who_was_told_and_the_message_stand_together_or_not_at_all(due, cast, monkeypatch):
    def broken(**given):
        raise RuntimeError("killed here")

    from goldenthread.foundation.notices.operations import telling

    monkeypatch.setattr(telling, "send", broken)
    with pytest.raises(RuntimeError):
        run(D(2026, 12, 11))
    monkeypatch.undo()
    assert not Told.objects.exists()
    assert run(D(2026, 12, 11)) == KEEPERS


def test_a_run_that_is_overtaken_sends_nothing_and_leaves_no_line(due, cast, monkeypatch):
    run(D(2026, 12, 11))
    lines, notices = Line.objects.count(), list(Notice.objects.all())
    # A second run that looked before the first one wrote: the step not noted yet, and nobody told.
    monkeypatch.setattr(operations.telling.diary_queries, "to_remind", lambda now: [due])
    monkeypatch.setattr(operations.telling.queries, "ready_for", lambda viewer, found: notices)
    Notice.objects.update(look_at=at(D(2026, 12, 11)))
    assert run(D(2026, 12, 11)) == 0
    assert (Line.objects.count(), Message.objects.count()) == (lines, KEEPERS)


def test_what_has_been_overdue_for_years_is_not_looked_at_each_time(due, cast):
    """A step is noted once; until the next one falls due the job asks for what has come to a step, and finds none."""
    run(D(2028, 6, 1), 8)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert operations.note_due_steps(by=SYSTEM, now=at(D(2028, 6, 1), 9)) == 0
    assert len(asked) == 1
    with CaptureQueriesContext(connection) as asked:
        assert operations.send_notices(by=SYSTEM, now=at(D(2028, 6, 1), 9)) == 0
    assert len(asked) == 1  # until the next working morning


def test_history_tells_of_reminders(due, cast):
    run(D(2026, 12, 11))
    assert Line.objects.filter(verb="diary.reminded", key=due.key, by_name="reminders").count() == 1
    assert Line.objects.filter(verb="notices.sent").count() == KEEPERS
    operations.deliver_outbox(now=at(D(2026, 12, 11), 8))
    assert len(mail.outbox) == KEEPERS


@pytest.fixture
def clock_of_hours(cast, now):
    """72 hours from 13:40 in London on Saturday 28 March 2026, over the change of the clocks that night."""
    diary.load_rules(by=System("set-up"), now=now)
    with connection.cursor() as cursor:  # no clock of hours computes yet
        cursor.execute("update diary_rule set computes = %s where key = 'missing.rhi'", [True])
    begun = datetime.datetime(2026, 3, 28, 13, 40, tzinfo=datetime.UTC)
    return diary.start_clock(
        by=cast.viewer(),
        now=begun,
        rule="missing.rhi",
        noun="source",
        key="R-9",
        group=cast.root,
        on=begun.date(),
        at=begun,
    )


def test_a_clock_of_hours_reminds_within_the_quarter_hour_of_each_step_and_once(clock_of_hours, cast):
    due = clock_of_hours.due_at
    assert due == datetime.datetime(2026, 3, 31, 13, 40, tzinfo=datetime.UTC)
    hours = (-24, -6, -1, 0, 7 * 24)
    moment = clock_of_hours.at
    while moment < due + datetime.timedelta(days=8):
        operations.send_due_reminders(by=SYSTEM, now=moment)
        # Each quarter of an hour around a step; in between, where nothing is to be sent, every three hours.
        near = any(abs(due + datetime.timedelta(hours=hour) - moment) < datetime.timedelta(hours=4) for hour in hours)
        moment += datetime.timedelta(minutes=15) if near else datetime.timedelta(hours=3)
    sent = Message.objects.filter(to=cast.person("business_manager")).order_by("pk")
    assert len(sent) == len(hours)
    for message, hour in zip(sent, hours, strict=True):
        late = message.created_at - (due + datetime.timedelta(hours=hour))
        assert datetime.timedelta(0) <= late < datetime.timedelta(minutes=16), hour
    # Who kept the clocks in March, one more than today, was told of each step once.
    assert Message.objects.count() % len(hours) == 0
    assert "due on 31 March 2026 at 14:40" in Message.objects.order_by("pk").first().subject
    assert "is due" in Message.objects.filter(created_at__lt=due).last().text
    assert "was due" in Message.objects.filter(created_at__gt=due).first().text


def test_a_clock_of_hours_is_overdue_from_its_moment_on(clock_of_hours):
    minute = datetime.timedelta(minutes=1)
    assert queries.state_of(clock_of_hours, clock_of_hours.due_at - minute) == "Due today"
    assert queries.state_of(clock_of_hours, clock_of_hours.due_at + minute) == "Overdue"


def test_a_day_reminds_at_seven_in_the_morning_in_london_however_often_the_job_runs(due, cast):
    assert run(D(2026, 12, 11), hour=6) == 0
    assert run(D(2026, 12, 11), hour=7) == KEEPERS
    assert run(D(2026, 12, 11), hour=8) == 0
