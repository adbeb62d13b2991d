"""What does not fit is found each night, told once to those who can act, and stands on the page of the house."""

import datetime

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse

from goldenthread.foundation import room
from goldenthread.foundation.history.models import Line
from goldenthread.foundation.notices import queries, verifying
from goldenthread.foundation.notices.models import Message, Verification
from tests.words import words

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def home(tmp_path, settings):
    settings.HOME = tmp_path
    return tmp_path


def _change_a_line():
    line = Line.objects.filter(chain__body__key="west").order_by("number")[3]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE history_line SET by_name = 'Somebody else' WHERE id = %s", [line.pk])


def _told():
    return sorted(Message.objects.filter(subject__contains="not as it was written").values_list("to__name", flat=True))


def test_every_kind_that_can_be_proved_is_proved(cast, now):
    rows = verifying.verify(now=now)
    assert [row.code for row in rows] == [check.code for check in room.offered("integrity")]
    assert {"history", "documents", "report"} <= {row.code for row in rows}
    assert [row.sentences for row in rows] == [[]] * len(rows)
    assert _told() == []


def test_heads_are_noted_from_the_first_time(cast, now, home):
    verifying.verify(now=now)
    assert (home / "heads" / "2026-11-20.json").exists()


def test_what_does_not_fit_is_told_once_to_administrators_and_managers(cast, now):
    _change_a_line()
    verifying.verify(now=now)
    told = _told()
    assert cast.person("house_administrator").name in told and cast.person("business_manager").name in told
    assert cast.person("east_manager").name in told
    assert cast.person("lay_member").name not in told and len(set(told)) == len(told)
    verifying.verify(now=now + DAY)
    assert _told() == told


def test_the_message_reveals_nothing(cast, now):
    _change_a_line()
    verifying.verify(now=now)
    message = Message.objects.filter(subject__contains="not as it was written").first()
    assert "West" not in message.subject + message.text and "line" not in message.text


def test_the_page_of_the_house_says_when_and_what(client, cast, now):
    cast.sign_in(client, "house_administrator")
    assert "Never" in words(client.get(reverse("house")))
    _change_a_line()
    verifying.verify(now=now)
    page = words(client.get(reverse("house")))
    assert "20 November 2026" in page and "Line 4 was changed after it was written" in page


def test_a_manager_reads_on_today_that_something_does_not_fit(client, cast, now):
    cast.sign_in(client)
    today = reverse("overview:today", args=["west"])
    verifying.verify(now=now)
    assert "not as it was written" not in words(client.get(today))
    _change_a_line()
    verifying.verify(now=now + DAY)
    assert "Something that is kept is not as it was written" in words(client.get(today))
    assert queries.misfit_lines(cast.viewer("lay_member")) == []


def test_the_command_names_what_does_not_fit(cast, capsys):
    call_command("verify")
    assert "Lines of history: " in capsys.readouterr().out
    _change_a_line()
    with pytest.raises(CommandError, match="not as it was written"):
        call_command("verify")
    assert "Line 4 was changed" in capsys.readouterr().err


def test_old_checks_are_thrown_away(cast, now):
    verifying.verify(now=now - 401 * DAY)
    verifying.verify(now=now)
    assert set(Verification.objects.values_list("at", flat=True)) == {now}
