"""Telling people what waits for them: once, with a link and no content.

A notice is written in the transaction of what it tells of, so it goes only if that stands. Who is told is asked when it
is sent: of each room, for each person who holds a seat that day. Two runs at once, or one killed half-way and begun
again, tell nobody twice: `Told` holds one row a notice and person, written together with the message.
"""

import contextlib
import datetime
from collections import defaultdict

from django.db import IntegrityError, models

from goldenthread.foundation.access.viewer import Actor, Viewer
from goldenthread.foundation.diary import operations as diary
from goldenthread.foundation.diary import queries as diary_queries
from goldenthread.foundation.diary.models import Due
from goldenthread.foundation.notices import digest, queries, rules
from goldenthread.foundation.notices.models import Message, Notice, Told
from goldenthread.foundation.notices.operations.outbox import send
from goldenthread.foundation.people.models import Person
from goldenthread.foundation.room import Refused, noun_of
from goldenthread.foundation.writing import operation

AT_ONCE = 500  # notices looked at in one go


def wait(thing: models.Model, code: str, *, by: Actor, now: datetime.datetime) -> Notice:
    """A thing waits for somebody now: call it within the operation that it tells of. Whoever did it is not told.

    `code` names a message that a room offers. Noun, key and body are those under which history tells of the thing.
    """
    queries.message(code)
    return Notice.objects.create(
        code=code,
        noun=noun_of(type(thing)),
        thing_key=getattr(thing, "ref", None) or thing.key,
        body_id=getattr(thing, "holder_id", None) or thing.body_id,
        by_id=by.person_id,
        at=now,
        look_at=now,
    )


def send_due_reminders(*, by: Actor, now: datetime.datetime) -> int:
    """Note every due day that has come to a step, and send what people are to be told at once; returns the messages."""
    note_due_steps(by=by, now=now)
    return send_notices(by=by, now=now)


def note_due_steps(*, by: Actor, now: datetime.datetime) -> int:
    """Note each due day that has come to a step of reminding; returns how many. Each is a transaction of its own: a job
    killed half-way goes on where it stopped.
    """
    noted = 0
    for due in diary_queries.to_remind(now):
        with contextlib.suppress(Refused):  # another run was first
            noted += _note_step(by=by, now=now, due=due)
    return noted


@operation
def _note_step(*, by: Actor, now: datetime.datetime, due: Due) -> bool:
    """A step of reminding of one due day. It takes the place of the step before, of which nobody is told any more."""
    due, new = diary.reach_step(by=by, now=now, due=due)
    if new:
        clock = due.rule is not None and due.rule.national
        Notice.objects.filter(noun="clock", thing_key=due.key).update(look_at=None)
        wait(due, "diary.statutory" if clock else "diary.due", by=by, now=now)
    return new


def send_notices(*, by: Actor, now: datetime.datetime) -> int:
    """Tell each person what waits for them and may go now; returns how many messages were put out."""
    sent = 0
    waiting = list(Notice.objects.filter(look_at__lte=now).select_related("body")[:AT_ONCE])
    by_body = defaultdict(list)
    for notice in waiting:
        by_body[notice.body].append(notice)
    for body, notices in by_body.items():
        for viewer in queries.viewers_of(body, now):
            ready = queries.ready_for(viewer, notices)
            lines = digest.lines(viewer, ready) if ready else []
            if lines:
                with contextlib.suppress(IntegrityError):  # another run told them meanwhile
                    tell_person(by=by, now=now, viewer=viewer, lines=lines)
                    sent += 1
    _look_again(waiting, now)
    return sent


@operation
def tell_person(*, by: Actor, now: datetime.datetime, viewer: Viewer, lines: "list[digest.Line]") -> Message | None:
    """One message to one person of all that waits for them here. Raises IntegrityError where another run was first."""
    person = Person.objects.select_related("user").get(pk=viewer.person_id)
    told = Told.objects.bulk_create(Told(notice_id=pk, person=person) for line in lines for pk in sorted(line.notices))
    subject, items = digest.compose(viewer, lines)
    message = send(
        by=by,
        now=now,
        to=person,
        body=queries.body(viewer.partnership_id),
        template="waits",
        path=digest.account_path(),
        for_a_seat=True,
        subject=subject,
        items=items,
    )
    Told.objects.filter(pk__in=[row.pk for row in told]).update(message=message)
    return message


def _look_again(notices: list[Notice], now: datetime.datetime) -> None:
    """Those that may still be told to somebody are looked at again on the next working morning; others never."""
    old = [notice.pk for notice in notices if notice.at + rules.GOES_FOR < now]
    young = [notice.pk for notice in notices if notice.at + rules.GOES_FOR >= now]
    # Not those that were noted again or came to their end while this run went on.
    Notice.objects.filter(pk__in=old, look_at__lte=now).update(look_at=None)
    Notice.objects.filter(pk__in=young, look_at__lte=now).update(look_at=rules.goes_at("daily", now))
