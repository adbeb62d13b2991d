"""What notices do by themselves; and when a job that a room offers comes next."""

import datetime

from goldenthread.foundation import clock
from goldenthread.foundation.access.viewer import System
from goldenthread.foundation.clock import LONDON
from goldenthread.foundation.notices import operations, verifying


def remind() -> int:
    """Note which due days have come to a step of reminding. A clock may count hours."""
    return operations.note_due_steps(by=System("reminders"), now=clock.now())


def tell() -> int:
    """Tell people what waits for them."""
    return operations.send_notices(by=System("reminders"), now=clock.now())


def deliver() -> tuple[int, int]:
    """Send what waits in the outbox."""
    return operations.deliver_outbox(now=clock.now())


def verify() -> int:
    """Prove all that can be proved, and tell of what does not fit; how many things do not."""
    return sum(len(row.sentences) for row in verifying.verify(now=clock.now()))


def next_time(hour: datetime.time, now: datetime.datetime) -> datetime.datetime:
    """The next moment after `now` at which it is `hour` in London."""
    here = now.astimezone(LONDON)
    today = datetime.datetime.combine(here.date(), hour, LONDON)
    return today if today > here else datetime.datetime.combine(here.date() + datetime.timedelta(days=1), hour, LONDON)
