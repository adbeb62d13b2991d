"""An agreed action reminds whoever owes it, once for each step, and stops when it is done."""

import datetime

import pytest

from goldenthread.foundation.access.viewer import System
from goldenthread.foundation.diary.models import Due
from goldenthread.foundation.notices import operations as notices
from goldenthread.foundation.notices.models import Message
from goldenthread.thread import operations
from goldenthread.thread.models import Action

DUE = datetime.date(2026, 12, 4)


@pytest.fixture
def agreed(cast):
    given = {"by": cast.viewer(), "now": cast.now}
    source = operations.add_source(
        group=cast.root, kind="meeting", title="A meeting", on=datetime.date(2026, 11, 2), **given
    )
    action = operations.add_action(
        source=source,
        text="Write the tool",
        owner=cast.agencies["health"],
        owner_person=cast.person("action_owner"),
        due_on=DUE,
        **given,
    )
    return operations.agree(action=action, version=action.version, **given)


def _running():
    return Due.objects.filter(noun="action", met_on=None, ended_on=None)


def _run(day):
    now = datetime.datetime(day.year, day.month, day.day, 7, tzinfo=datetime.UTC)
    notices.send_due_reminders(by=System("reminders", now), now=now)


def test_the_owner_and_the_agencys_lead_are_reminded_once_though_the_job_runs_twice(cast, agreed):
    _run(DUE - datetime.timedelta(days=1))
    _run(DUE - datetime.timedelta(days=1))
    told = sorted(message.to.name for message in Message.objects.all())
    assert told == sorted([cast.person("action_owner").name, cast.person("agency_lead_health").name])
    message = Message.objects.first()
    assert "Write the tool" not in message.subject + message.text
    assert agreed.key in message.text


def test_a_moved_date_reminds_of_the_new_one_only(cast, agreed):
    later = DUE + datetime.timedelta(days=60)
    operations.move_due(
        by=cast.viewer(),
        now=cast.now,
        action=agreed,
        version=agreed.version,
        due_on=later,
        reason="Waiting for the tool.",
    )
    assert [due.due_on for due in _running()] == [later]


@pytest.mark.parametrize("step", ["report_done", "withdraw_action"])
def test_what_is_done_or_withdrawn_reminds_nobody(cast, agreed, step):
    more = {"reason": "Another action does it."} if step == "withdraw_action" else {}
    getattr(operations, step)(by=cast.viewer(), now=cast.now, action=agreed, version=agreed.version, **more)
    assert not _running().exists()
    _run(DUE)
    assert Message.objects.count() == 0


def test_sent_back_it_runs_again(cast, agreed):
    given = {"by": cast.viewer(), "now": cast.now}
    operations.report_done(action=agreed, version=agreed.version, **given)
    action = Action.objects.get(pk=agreed.pk)
    operations.send_back(action=action, version=action.version, reason="No evidence yet.", **given)
    assert [due.due_on for due in _running()] == [DUE]
