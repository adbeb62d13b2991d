"""When may a notice go to somebody? Pure questions about moments in London."""

import datetime

from goldenthread.foundation.clock import LONDON
from goldenthread.foundation.diary.working_days import is_working_day
from goldenthread.foundation.notices.models import Rhythm

MORNING = datetime.time(8, 0)
# A notice that has not gone after three weeks goes no more: longer than a weekly digest waits over Christmas.
GOES_FOR = datetime.timedelta(days=21)


def goes_at(rhythm: str, since: datetime.datetime) -> datetime.datetime:
    """The moment at which somebody with this rhythm is told of what has waited since `since`.

    At once; on the next working morning at eight in London; or on the first working morning of the next week. What has
    waited since Friday 18 December 2026 at noon goes daily on Monday 21st; weekly what has waited since Tuesday 22nd
    goes on Tuesday 29th, since the Monday is a bank holiday.
    """
    if rhythm == Rhythm.AT_ONCE:
        return since
    day = since.astimezone(LONDON).date()
    if rhythm == Rhythm.WEEKLY:
        # The first working morning of this week may still lie ahead, on a Monday before eight.
        monday = day - datetime.timedelta(days=day.weekday())
        while (moment := _morning_from(monday)) <= since:
            monday += datetime.timedelta(weeks=1)
        return moment
    moment = _morning_from(day)
    return moment if moment > since else _morning_from(day + datetime.timedelta(days=1))


def _morning_from(day: datetime.date) -> datetime.datetime:
    """Eight in the morning of the first working day from `day` on."""
    while not is_working_day(day):
        day += datetime.timedelta(days=1)
    return datetime.datetime.combine(day, MORNING, LONDON)
