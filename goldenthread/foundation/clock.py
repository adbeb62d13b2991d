"""The one clock of the house. Pages, jobs and commands ask `now()` once and hand the moment down; nothing else asks.

Tests set the machine's clock in one fixture (`conftest.py`), so whatever a library asks agrees with it.
"""

import datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

from goldenthread.foundation.room import Refused

LONDON = ZoneInfo("Europe/London")


def now() -> datetime.datetime:
    """This moment, with its zone."""
    return timezone.now()


def day_of(moment: datetime.datetime) -> datetime.date:
    """The day in London: 23:30 UTC on 30 June is 1 July there."""
    return moment.astimezone(LONDON).date()


def today() -> datetime.date:
    """Today in London."""
    return day_of(now())


def happened_by_today(on: datetime.date | None, now: datetime.datetime, field: str = "on") -> None:
    """Every dated fact is of a day not later than today in London; a day that is not given is nobody's fault.

    Raises Refused, beside `field`.
    """
    if on is not None and on > day_of(now):
        raise Refused("The date cannot be in the future. Enter today or an earlier day.", field)
