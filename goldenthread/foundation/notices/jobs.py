"""What the worker does by itself, and when. Each job may run twice, late, or again after a kill."""

import datetime

from goldenthread.foundation import clock
from goldenthread.foundation.access.viewer import System
from goldenthread.foundation.clock import LONDON
from goldenthread.foundation.drafts import operations as drafts
from goldenthread.foundation.history import heads
from goldenthread.foundation.notices import operations


def remind():
    return operations.send_due_reminders(by=System("reminders"), now=clock.now())


def deliver():
    return operations.deliver_outbox(now=clock.now())


def note_heads():
    return str(heads.write(now=clock.now()))


def discard_drafts():
    drafts.forget_sent_forms(now=clock.now())
    return drafts.discard_old(now=clock.now())


# Name, function, and when: an hour in London, once a day; or a number, every so many minutes.
JOBS = (
    ("Reminders of what is due", remind, 15),  # a clock may count hours; each step still goes to each person once
    ("Messages in the outbox", deliver, 1),
    ("Heads of history, noted outside the database", note_heads, datetime.time(2, 30)),
    ("Old drafts thrown away", discard_drafts, datetime.time(3, 0)),
)


def next_time(hour: datetime.time, now: datetime.datetime) -> datetime.datetime:
    """The next moment after `now` at which it is `hour` in London."""
    here = now.astimezone(LONDON)
    today = datetime.datetime.combine(here.date(), hour, LONDON)
    return today if today > here else datetime.datetime.combine(here.date() + datetime.timedelta(days=1), hour, LONDON)
