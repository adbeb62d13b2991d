"""Counting days, hours and months as the guidance does, with the bank holidays of England and Wales.

The day of the event is day 0. A due day lasts until it ends in London; only clocks of hours are moments. No national
rule pauses a clock, so nothing here does.
"""

import calendar
import datetime
from functools import cache

FIRST_YEAR, LAST_YEAR = 2010, 2035

# Proclaimed once (with the days that they replaced), as listed by the government for England and Wales.
EXTRA = {
    2011: [datetime.date(2011, 4, 29)],
    2012: [datetime.date(2012, 6, 5)],
    2022: [datetime.date(2022, 6, 3), datetime.date(2022, 9, 19)],
    2023: [datetime.date(2023, 5, 8)],
}
MOVED = {
    datetime.date(2012, 5, 28): datetime.date(2012, 6, 4),
    datetime.date(2020, 5, 4): datetime.date(2020, 5, 8),
    datetime.date(2022, 5, 30): datetime.date(2022, 6, 2),
}


@cache
def bank_holidays(year: int) -> frozenset[datetime.date]:
    """The bank holidays of England and Wales in one year. Raises ValueError outside 2010 to 2035."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(
            f"The bank holidays of {year} are not known: this calendar runs from {FIRST_YEAR} to {LAST_YEAR}."
        )
    easter = _easter(year)
    regular = [
        easter - datetime.timedelta(days=2),
        easter + datetime.timedelta(days=1),
        _first_monday(year, 5),
        _last_monday(year, 5),
        _last_monday(year, 8),
    ]
    days = [MOVED.get(day, day) for day in regular]
    return frozenset([*days, *_fixed(year), *EXTRA.get(year, [])])


def _fixed(year):
    """New Year's Day, Christmas Day and Boxing Day, or the weekdays given in their place."""
    taken = []
    for month, number in ((1, 1), (12, 25), (12, 26)):
        taken.append(datetime.date(year, month, number))
    weekdays = [day for day in taken if day.weekday() < 5]
    for day in taken:
        if day.weekday() >= 5:
            while day.weekday() >= 5 or day in weekdays:
                day += datetime.timedelta(days=1)
            weekdays.append(day)
    return weekdays


def _easter(year):
    """Easter Sunday of the Gregorian calendar (the anonymous algorithm)."""
    golden, century, part = year % 19, year // 100, year % 100
    moon = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    sunday = (32 + 2 * (century % 4) + 2 * (part // 4) - moon - part % 4) % 7
    late = (golden + 11 * moon + 22 * sunday) // 451
    month, day = divmod(moon + sunday - 7 * late + 114, 31)
    return datetime.date(year, month, day + 1)


def _first_monday(year, month):
    first = datetime.date(year, month, 1)
    return first + datetime.timedelta(days=-first.weekday() % 7)


def _last_monday(year, month):
    last = datetime.date(year, month, calendar.monthrange(year, month)[1])
    return last - datetime.timedelta(days=last.weekday())


def is_working_day(day: datetime.date) -> bool:
    """Monday to Friday, and not a bank holiday. Raises ValueError outside the years that are known."""
    return day not in bank_holidays(day.year) and day.weekday() < 5


def add_working_days(day: datetime.date, number: int, *, late_start_moves: bool = False) -> datetime.date:
    """The `number`th working day after `day`, which is day 0 and need not be a working day.

    With `late_start_moves` (a local option, off by default) an event on a non-working day counts from the next working
    day. Raises ValueError for a negative number, or outside the years that are known.
    """
    if late_start_moves:
        while not is_working_day(day):
            day += datetime.timedelta(days=1)
    return _step(day, number, datetime.timedelta(days=1))


def subtract_working_days(day: datetime.date, number: int) -> datetime.date:
    """The `number`th working day before `day`."""
    return _step(day, number, datetime.timedelta(days=-1))


def _step(day, number, stride):
    if number < 0:
        raise ValueError("Count a number of days from 0 up.")
    while number:
        day += stride
        number -= is_working_day(day)
    return day


def working_days_between(earlier: datetime.date, later: datetime.date) -> int:
    """How many working days follow `earlier` up to and including `later`; 0 when `later` is not later."""
    return sum(
        is_working_day(earlier + datetime.timedelta(days=ahead))
        for ahead in range(1, max(0, (later - earlier).days) + 1)
    )


def add_calendar_days(day: datetime.date, number: int) -> datetime.date:
    """`number` days after `day` (before it, when negative)."""
    return day + datetime.timedelta(days=number)


def add_hours(moment: datetime.datetime, number: int) -> datetime.datetime:
    """`number` hours later as they elapse, also over the change of the clocks. Raises ValueError without a time
    zone.
    """
    if moment.tzinfo is None:
        raise ValueError("A clock of hours starts at a moment with its time zone.")
    return moment.astimezone(datetime.UTC) + datetime.timedelta(hours=number)


def add_months(day: datetime.date, number: int) -> datetime.date:
    """The same day of the month `number` months later (earlier, when negative), or the last day of a shorter month."""
    months = day.year * 12 + day.month - 1 + number
    year, month = divmod(months, 12)
    return datetime.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
