"""What each room says is due stands in the diary's table, and nothing stands there that no room says."""

import datetime

import pytest
from django.conf import settings
from django.db import connection

from goldenthread.foundation import room
from goldenthread.foundation.access.viewer import System
from goldenthread.foundation.diary import dates
from goldenthread.foundation.diary import operations as diary
from goldenthread.foundation.diary.models import Due
from goldenthread.foundation.records.tests.conftest import THEN, put_in
from goldenthread.rooms.business_plan import operations as plans
from goldenthread.rooms.dataset import operations as dataset
from goldenthread.thread import operations as thread

HOUSE = System("the test")
LATER = datetime.date(2027, 3, 1)


def faults(now):
    """What the table lacks or has too much, by noun."""
    found = {noun: dates.differences(kind, now).keys() for noun, kind in dates.kinds().items()}
    return {noun: keys for noun, keys in found.items() if keys}


def test_rooms_say_what_is_due():
    assert set(dates.kinds()) >= {"action", "milestone", "indicator"}
    nouns = {noun.code for noun in room.offered("nouns")}
    assert set(dates.kinds()) <= nouns


def test_every_operation_keeps_the_table_true(things, now):
    """One thing of every kind, made by the operations of rooms, each in several states."""
    assert faults(now) == {}
    assert set(Due.objects.running().dates().values_list("noun", flat=True)) == set(dates.kinds())


def test_a_thing_that_changes_keeps_its_row_true(things, cast, now):
    given = {"by": HOUSE, "now": now}
    steps = [
        lambda: thread.move_due(
            action=things.agreed,
            version=things.agreed.version,
            due_on=datetime.date(2027, 3, 1),
            reason="Late.",
            **given,
        ),
        lambda: thread.edit_action(
            action=things.agreed, version=things.agreed.version, owner=cast.agencies["police"], **given
        ),
        lambda: plans.edit_milestone(
            milestone=things.milestone, version=things.milestone.version, due_on=datetime.date(2026, 12, 24), **given
        ),
        lambda: plans.edit_milestone(
            milestone=things.milestone, version=things.milestone.version, owner=cast.agencies["police"], **given
        ),
        lambda: plans.edit_plan(plan=things.plan, version=things.plan.version, ends=now.date(), **given),
        lambda: plans.rate_milestone(milestone=things.milestone, rating="done", text="Done.", on=now.date(), **given),
        lambda: dataset.edit_indicator(
            indicator=things.indicator, version=things.indicator.version, owed="month", **given
        ),
        lambda: dataset.add_figure(indicator=things.indicator, ends=datetime.date(2026, 10, 31), value=3, **given),
        lambda: thread.report_done(action=things.agreed, version=things.agreed.version, **given),
        lambda: thread.send_back(action=things.agreed, version=things.agreed.version, reason="No.", **given),
        lambda: thread.withdraw_action(action=things.agreed, version=things.agreed.version, reason="No.", **given),
    ]
    for number, step in enumerate(steps):
        step()
        assert faults(now) == {}, number
    rows = Due.objects.dates().filter(noun="milestone")
    assert [row.met_on for row in rows.filter(ended_on=None)] == [now.date()]


def test_what_the_calendar_changes_comes_in_by_the_daily_job(things, now):
    """A new quarter has begun, and a plan has ended: no operation tells of it."""
    later = now + datetime.timedelta(days=200)
    assert faults(later)
    diary.keep_all_dates(by=HOUSE, now=later)
    assert faults(later) == {}
    assert diary.keep_all_dates(by=HOUSE, now=later) == 0  # and leaves no line, since nothing changed


def test_rows_that_nobody_kept_are_found_and_put_right(things, now):
    with connection.cursor() as cursor:
        cursor.execute("delete from diary_due where noun = 'action'")
    assert list(faults(now)) == ["action"]
    diary.keep_all_dates(by=HOUSE, now=now)
    assert faults(now) == {}


@pytest.mark.django_db
def test_a_record_that_is_loaded_brings_what_it_owes():
    put_in(settings.REPOSITORY / "examples" / "harrowmere-kestrel-vale")
    assert faults(THEN) == {}
    assert Due.objects.running().dates().filter(noun="action").exists()
