"""The clock of the machine jumps, or a record tells of long ago: pages and reminders go on."""

import datetime

import pytest
from django.urls import reverse

from goldenthread.foundation.access.viewer import System
from goldenthread.foundation.diary import operations, rules
from goldenthread.foundation.diary.models import Rule
from goldenthread.foundation.notices.operations import send_due_reminders
from goldenthread.foundation.room import Refused
from tests.words import words

D = datetime.date
MOMENTS = [
    datetime.datetime(year, month, day, 10, 0, tzinfo=datetime.UTC)
    for year, month, day in ((2009, 12, 30), (2020, 3, 2), (2035, 12, 18), (2050, 4, 8))
]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rulebook")]


@pytest.fixture
def due(cast, now):
    given = {"by": cast.viewer(), "now": now, "rule": "rr.complete", "noun": "", "key": "", "group": cast.root}
    return operations.start_clock(**given, on=D(2026, 11, 2))


@pytest.mark.parametrize("moment", MOMENTS, ids=lambda moment: f"{moment:%Y-%m-%d}")
def test_today_and_the_clocks_open_and_reminders_go_out(client, cast, due, clock, moment):
    clock.move_to(moment)
    cast.sign_in(client)
    held = moment.year >= 2020  # in 2009 nobody in the cast holds a seat yet
    for address in (
        reverse("overview:today", args=["west"]),
        reverse("diary:clocks", args=["west"]),
        reverse("diary:clock", args=["west", due.key]),
        reverse("diary:rules", args=["west"]),
    ):
        assert client.get(address).status_code == (200 if held or address == "/west/" else 404), address
    sent = send_due_reminders(by=System("reminders"), now=moment)
    assert (sent > 0) is (moment.year >= 2035)


@pytest.mark.parametrize(
    ("on", "rule"),
    # No edition of the guidance that the house knows held in 2009; this rule is a partnership's own.
    [(D(2009, 5, 4), "sin.agency_referral"), (D(2035, 12, 18), "rr.complete"), (D(2050, 4, 7), "rr.complete")],
)
def test_a_clock_of_such_a_day_runs_and_its_page_says_how_it_was_counted(client, cast, clock, on, rule):
    clock.move_to(datetime.datetime(2036 if on.year == 2009 else 2050, 4, 8, 10, 0, tzinfo=datetime.UTC))
    cast.sign_in(client)
    answer = client.post(reverse("diary:start", args=["west"]), {"rule": rule, "on": on, "group": cast.root.pk})
    assert answer.status_code == 302
    assert "are reckoned by the usual rules" in words(client.get(answer.url))
    assert "are reckoned by the usual rules" in words(client.get(reverse("diary:clocks", args=["west"])))


def test_a_clock_of_our_days_says_nothing_of_it(client, cast, due):
    cast.sign_in(client)
    assert "reckoned" not in words(client.get(reverse("diary:clock", args=["west", due.key])))


@pytest.mark.parametrize("unit", ["working days", "days", "weeks", "months", "years", "hours", "date"])
def test_a_day_at_the_end_of_the_calendar_is_refused_with_a_sentence(unit):
    rule = Rule(computes=True, unit=unit, number=90, value="30 September", direction="after", outcome="An outcome")
    at = datetime.datetime(9999, 12, 31, 12, 0, tzinfo=datetime.UTC)
    with pytest.raises(Refused, match="The day cannot be counted from 31 December 9999: enter another day."):
        rules.count(rule, at.date(), at=at)
