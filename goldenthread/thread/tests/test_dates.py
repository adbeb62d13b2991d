"""An agreed action reminds whoever owes it, once for each step, and stops when it is done."""

import datetime

import pytest

from goldenthread.foundation.access import operations as access
from goldenthread.foundation.access.viewer import System
from goldenthread.foundation.diary.models import Due
from goldenthread.foundation.notices import operations as notices
from goldenthread.foundation.notices.models import Message
from goldenthread.foundation.organisations import operations as organisations
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


def _run(day, hour=8):
    """The job at an hour of a morning: at eight in London those are told who want to know once a day."""
    now = datetime.datetime(day.year, day.month, day.day, hour, tzinfo=datetime.UTC)
    notices.send_due_reminders(by=System("reminders", now), now=now)


def _told():
    return sorted(message.to.name for message in Message.objects.all())


BEFORE = DUE - datetime.timedelta(days=3)  # Tuesday 1 December 2026, three working days before


def test_the_owner_and_every_lead_of_the_agency_are_reminded_once_though_the_job_runs_twice(cast, agreed):
    second = _lead(cast, "A second lead")
    for hour in (7, 8, 8, 9):
        _run(BEFORE, hour)
    assert _told() == sorted([cast.person("action_owner").name, cast.person("agency_lead_health").name, second.name])
    message = Message.objects.first()
    assert "Write the tool" not in message.subject + message.text
    assert agreed.key in message.text


def _lead(cast, name, starts=datetime.date(2026, 11, 1)):
    given = {"by": System("test"), "now": cast.now}
    email = f"{name.lower().replace(' ', '.')}@example.org"
    person = organisations.add_person(partnership=cast.west, name=name, email=email, invented=True, **given)
    organisations.give_seat(
        person=person, role="agency_lead", starts=starts, membership=cast.memberships["health"], **given
    )
    return person


def _end(cast, name, ends):
    seat = cast.seats[name]
    organisations.edit_seat(by=System("test"), now=cast.now, seat=seat, version=seat.version, ends=ends)


def test_a_successor_is_reminded_and_whoever_left_is_not(cast, agreed):
    """Who they are is asked when it is sent: the action was agreed while the other held the seat."""
    _end(cast, "agency_lead_health", datetime.date(2026, 11, 22))
    _end(cast, "action_owner", datetime.date(2026, 11, 22))
    successor = _lead(cast, "The successor", datetime.date(2026, 11, 23))
    _remind(BEFORE)
    assert _told() == [successor.name]


def _remind(day):
    _run(day, 7)
    _run(day, 8)


def test_an_agency_without_a_lead_hears_of_it_by_whoever_acts_for_it(cast, agreed):
    _end(cast, "agency_lead_health", datetime.date(2026, 11, 22))
    _end(cast, "action_owner", datetime.date(2026, 11, 22))
    _remind(BEFORE)
    assert _told() == [cast.person("lead_partner_health").name]


def test_nobody_is_told_of_what_they_may_not_open(cast, agreed):
    """Left out for a conflict after it was agreed: no link is sent that would refuse."""
    given = {"by": cast.viewer(), "now": cast.now, "permission": "thread.list_readers", "why": "Their own case."}
    access.leave_out(thing=agreed.source, person=cast.person("agency_lead_health"), **given)
    _remind(BEFORE)
    assert _told() == [cast.person("action_owner").name]


def test_a_proposed_action_is_due_to_nobody(cast):
    given = {"by": cast.viewer(), "now": cast.now}
    source = operations.add_source(
        group=cast.root, kind="meeting", title="A meeting", on=datetime.date(2026, 11, 2), **given
    )
    operations.add_action(source=source, text="Perhaps", owner=cast.agencies["health"], due_on=DUE, **given)
    assert not _running().exists()


def test_an_action_of_an_agency_alone_is_kept_too(cast, agreed):
    """No person is named; the row follows the agency that owes it."""
    given = {"by": cast.viewer(), "now": cast.now}
    agreed.refresh_from_db()
    operations.hand_over(actions=[agreed], owner=cast.agencies["council"], reason="The council took it on.", **given)
    (due,) = _running()
    assert (due.agency, due.person, due.due_on) == (cast.agencies["council"], None, DUE)
    _remind(BEFORE)
    assert _told() == [cast.person("agency_lead").name] * 2  # that it passed to their agency, and that it falls due


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
