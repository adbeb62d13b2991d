import datetime

import pytest
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from django_q.models import Schedule

from goldenthread.foundation import room
from goldenthread.foundation.access.queries import Forbidden
from goldenthread.foundation.clock import LONDON
from goldenthread.foundation.notices import jobs, operations, queries
from goldenthread.foundation.notices.models import Message

pytestmark = pytest.mark.django_db
MINUTE = datetime.timedelta(minutes=1)


@pytest.fixture
def message(cast, now):
    return operations.send(
        by=cast.viewer(), now=now, to=cast.person("lay_member"), body=cast.west, template="waiting", path="/west/"
    )


def test_a_message_goes_once(message, now):
    assert operations.deliver_outbox(now=now) == (1, 0)
    assert operations.deliver_outbox(now=now + MINUTE) == (0, 0)
    (sent,) = mail.outbox
    assert (sent.subject, sent.to) == ("Golden Thread: something waits for you", ["lay_member@example.org"])
    assert "http://localhost:8000/west/" in sent.body
    assert sent.extra_headers["Message-ID"] == f"<{message.key}@localhost>"


def test_a_message_that_another_process_is_sending_is_left_alone(message, now):
    assert operations.outbox._claim(message.pk, now) is not None
    assert operations.outbox._claim(message.pk, now + MINUTE) is None
    assert operations.deliver_outbox(now=now + MINUTE) == (0, 0)


def test_a_process_killed_while_sending_is_made_good_when_its_claim_runs_out(message, now):
    operations.outbox._claim(message.pk, now)  # and the process dies here
    assert operations.deliver_outbox(now=now + 9 * MINUTE) == (0, 0)
    assert operations.deliver_outbox(now=now + 11 * MINUTE) == (1, 0)
    assert len(mail.outbox) == 1


@pytest.fixture
def no_server(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1


def test_a_failed_message_is_tried_again_later_and_later_and_then_given_up(message, now, no_server, cast):
    assert operations.deliver_outbox(now=now) == (0, 1)
    assert operations.deliver_outbox(now=now) == (0, 0)
    tries, moment = 1, now
    while moment < now + datetime.timedelta(days=5):
        moment += datetime.timedelta(minutes=30)
        tries += operations.deliver_outbox(now=moment)[1]
    message.refresh_from_db()
    assert tries == message.attempts == operations.outbox.MAX_ATTEMPTS
    assert "refused" in message.last_error
    assert [line.sentence for line in queries.undelivered_lines(cast.viewer())] == ["An e-mail could not be delivered"]
    assert queries.undelivered_lines(cast.viewer("lay_member")) == []
    assert queries.undelivered_lines(cast.viewer("east_manager", partnership=cast.east)) == []


def test_what_was_given_up_is_tried_again_when_somebody_asks(message, now, cast, settings):
    Message.objects.filter(pk=message.pk).update(attempts=operations.outbox.MAX_ATTEMPTS)
    assert operations.deliver_outbox(now=now) == (0, 0)
    with pytest.raises(Forbidden):
        operations.try_again(by=cast.viewer("lay_member"), now=now, message=message)
    operations.try_again(by=cast.viewer(), now=now, message=message)
    assert operations.deliver_outbox(now=now) == (1, 0)


def test_somebody_without_an_account_is_sent_nothing(cast, now):
    person = cast.person("lay_member")
    person.user.is_active = False
    person.user.save()
    given = {"by": cast.viewer(), "now": now, "body": cast.west, "template": "waiting", "path": "/west/"}
    assert operations.send(to=person, **given) is None
    assert not Message.objects.exists()


def test_the_page_of_messages_that_do_not_arrive(client, cast, now, message):
    Message.objects.filter(pk=message.pk).update(attempts=4, last_error="ConnectionRefusedError: refused")
    address = reverse("notices:undelivered", args=["west"])
    cast.sign_in(client)
    page = client.get(address)
    assert page.status_code == 200 and "The lay member" in page.content.decode()
    again = reverse("notices:again", args=["west", message.key])
    assert client.get(again).status_code == 405
    assert client.post(again).status_code == 302
    assert client.post(reverse("notices:again", args=["west", "nothing-here"])).status_code == 404
    assert client.post(address).status_code == 405
    assert operations.deliver_outbox(now=now + datetime.timedelta(days=365)) == (1, 0)
    cast.sign_in(client, "lay_member")
    assert client.get(address).status_code == 403
    cast.sign_in(client, "east_manager")
    assert client.get(address).status_code == 404


def test_the_timetable_is_made_once_and_put_right():
    call_command("schedule_jobs")
    rows = {row.func: row for row in Schedule.objects.all()}
    assert set(rows) == {f"{job.run.__module__}.{job.run.__name__}" for job in room.offered("jobs")}
    assert set(rows) >= {f"goldenthread.foundation.notices.jobs.{name}" for name in ("remind", "tell", "deliver")}
    reminders = rows["goldenthread.foundation.notices.jobs.remind"]
    assert (reminders.schedule_type, reminders.minutes) == (Schedule.MINUTES, 15)
    heads = rows["goldenthread.foundation.history.jobs.note_heads"]
    assert heads.schedule_type == Schedule.DAILY
    assert heads.next_run.astimezone(LONDON).time() == datetime.time(2, 30)
    Schedule.objects.filter(pk=reminders.pk).update(schedule_type=Schedule.DAILY, minutes=None)  # as it was before
    Schedule.objects.create(func="goldenthread.foundation.notices.jobs.gone", schedule_type=Schedule.DAILY)
    Schedule.objects.create(func="somebody.elses.job", schedule_type=Schedule.DAILY)
    call_command("schedule_jobs")
    assert {row.func: row.pk for row in Schedule.objects.filter(func__startswith="goldenthread.")} == {
        func: row.pk for func, row in rows.items()
    }
    assert Schedule.objects.filter(func="somebody.elses.job").exists()
    assert Schedule.objects.get(pk=reminders.pk).minutes == 15


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-07-01 05:30", "2026-07-01 06:00"),  # summer time
        ("2026-07-01 06:30", "2026-07-02 06:00"),
        ("2026-12-01 06:30", "2026-12-01 07:00"),
        ("2026-10-24 12:00", "2026-10-25 07:00"),  # the clocks go back in the night between
    ],
)
def test_seven_in_the_morning_is_seven_in_london(now, expected):
    utc = lambda text: datetime.datetime.fromisoformat(text).replace(tzinfo=datetime.UTC)  # noqa: E731
    assert jobs.next_time(datetime.time(7, 0), utc(now)) == utc(expected)


def test_every_job_runs_on_an_empty_house(tmp_path, settings):
    settings.HOME = tmp_path
    answers = {job.run.__name__: job.run() for job in room.offered("jobs")}
    assert str(answers.pop("note_heads")).endswith(".json")
    assert answers.pop("deliver") == (0, 0)
    assert set(answers.values()) == {0}
