import datetime

import pytest
from django.core import mail
from django.db import connection

from goldenthread.foundation.access.viewer import System
from goldenthread.foundation.diary import operations as diary
from goldenthread.foundation.diary import queries
from goldenthread.foundation.diary.models import Reminder
from goldenthread.foundation.history.models import Line
from goldenthread.foundation.notices import operations
from goldenthread.foundation.notices.models import Message
from goldenthread.foundation.organisations import operations as organisations

D = datetime.date
pytestmark = pytest.mark.django_db
KEEPERS = 2  # the business manager and the unit officer


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
    return operations.send_due_reminders(by=System("reminders"), now=at(day, hour))


def steps(person):
    return list(Reminder.objects.filter(person=person).order_by("pk").values_list("step", flat=True))


def test_every_step_reaches_each_person_once_though_the_job_runs_daily_and_twice(due, cast):
    day = D(2026, 12, 7)
    while day <= D(2027, 1, 12):
        run(day)
        run(day, 9)
        day += datetime.timedelta(days=1)
    expected = ["before-10", "before-3", "on-the-day", "overdue", "overdue-1", "overdue-2"]
    assert steps(cast.person("business_manager")) == expected
    assert steps(cast.person("unit_officer")) == expected
    assert Message.objects.count() == KEEPERS * len(expected)


def test_a_job_that_was_away_sends_the_latest_step_only(due, cast):
    assert run(D(2026, 12, 30)) == KEEPERS
    assert steps(cast.person("business_manager")) == ["overdue"]
    assert run(D(2026, 12, 31)) == 0


def test_a_job_that_is_a_day_late_still_reminds(due, cast):
    assert run(D(2026, 12, 10)) == 0
    run(D(2026, 12, 12))  # the step fell due on 11 December
    assert steps(cast.person("business_manager")) == ["before-10"]


def test_a_clock_that_was_met_or_ended_reminds_nobody(due, cast, now):
    diary.end_clock(by=cast.viewer(), now=now, due=due, why="The notification was withdrawn.")
    assert run(D(2026, 12, 30)) == 0


def test_a_clock_kept_to_named_people_reminds_them_alone(due, cast, now):
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


def test_a_new_keeper_of_clocks_is_told_at_the_step_that_runs(due, cast, now):
    run(D(2026, 12, 11))
    given = {"by": System("test"), "now": now}
    new = organisations.add_person(
        partnership=cast.west, name="A new officer", email="new@example.org", invented=True, **given
    )
    organisations.give_seat(person=new, role="unit_officer", starts=D(2026, 12, 1), partnership=cast.west, **given)
    assert run(D(2026, 12, 12)) == 1
    assert Message.objects.order_by("-pk").first().to == new


def test_a_message_reveals_nothing(due, cast):
    run(D(2026, 12, 11))
    message = Message.objects.first()
    assert message.subject == "Golden Thread: something is due on 29 December 2026"
    assert f"http://localhost:8000/west/diary/clocks/{due.key}/" in message.text
    everything = message.subject + message.text
    for secret in (due.title, "R-1", "review", "Review", "child", cast.west.name):
        assert secret not in everything
    run(D(2026, 12, 30))
    assert Message.objects.order_by("-pk").first().subject == "Golden Thread: something was due on 29 December 2026"


def test_reminders_and_messages_stand_together_or_not_at_all(due, cast, monkeypatch):
    def broken(**given):
        raise RuntimeError("killed here")

    monkeypatch.setattr(operations, "send", broken)
    with pytest.raises(RuntimeError):
        run(D(2026, 12, 11))
    monkeypatch.undo()
    assert not Reminder.objects.exists()
    assert run(D(2026, 12, 11)) == KEEPERS


def test_a_run_that_is_overtaken_sends_nothing_and_leaves_no_line(due, cast, monkeypatch):
    run(D(2026, 12, 11))
    lines = Line.objects.count()
    monkeypatch.setattr(operations.diary_queries, "to_remind", _FirstSeen(operations.diary_queries.to_remind))
    assert run(D(2026, 12, 11)) == 0
    assert Line.objects.count() == lines


class _FirstSeen:
    """Says at the first look that somebody is still to be told, as a run does that looked before the other wrote."""

    def __init__(self, real):
        self.real, self.looked = real, False

    def __call__(self, due, today):
        if not self.looked:
            self.looked = True
            return ["somebody"]
        return self.real(due, today)


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
    moment = clock_of_hours.at
    while moment < due + datetime.timedelta(days=8):
        operations.send_due_reminders(by=System("reminders"), now=moment)
        moment += datetime.timedelta(minutes=15)
    sent = Reminder.objects.filter(person=cast.person("business_manager")).order_by("sent_at")
    hours = {"hours-24": -24, "hours-6": -6, "hours-1": -1, "overdue": 0, "overdue-1": 7 * 24}
    assert [row.step for row in sent] == list(hours)
    for row in sent:
        late = row.sent_at - (due + datetime.timedelta(hours=hours[row.step]))
        assert datetime.timedelta(0) <= late < datetime.timedelta(minutes=16), row.step
    assert Message.objects.count() == KEEPERS * len(hours)
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
