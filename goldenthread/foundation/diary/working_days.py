"""Counting days, hours and months as the guidance does, with the bank holidays of England and Wales.

The day of the event is day 0. A due day lasts until it ends in London; only clocks of hours are moments. No national
rule pauses a clock, so nothing here does.
"""

import calendar
import datetime
from functools import cache

# The years for which what was proclaimed once is known and was compared with the government's list. Before and after,
# days are counted by the rules for regular bank holidays alone, and pages say so.
FIRST_YEAR, LAST_YEAR = 2010, 2035

# Proclaimed once (with the days that they replaced), as listed by the government for England and Wales.
EXTRA = {
    1981: [datetime.date(1981, 7, 29)],
    1999: [datetime.date(1999, 12, 31)],
    2002: [datetime.date(2002, 6, 3)],
    2011: [datetime.date(2011, 4, 29)],
    2012: [datetime.date(2012, 6, 5)],
    2022: [datetime.date(2022, 6, 3), datetime.date(2022, 9, 19)],
    2023: [datetime.date(2023, 5, 8)],
}
MOVED = {
    datetime.date(1995, 5, 1): datetime.date(1995, 5, 8),
    datetime.date(2002, 5, 27): datetime.date(2002, 6, 4),
    datetime.date(2012, 5, 28): datetime.date(2012, 6, 4),
    datetime.date(2020, 5, 4): datetime.date(2020, 5, 8),
    datetime.date(2022, 5, 30): datetime.date(2022, 6, 2),
}


@cache
def bank_holidays(year: int) -> frozenset[datetime.date]:
    """The bank holidays of England and Wales in one year, as the rules of today give them (they hold since 1978), with
    what was proclaimed for single years."""
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


def reckoned(*days: datetime.date) -> str:
    """A sentence for pages when one of these days lies where nobody knows what is proclaimed; "" otherwise."""
    if all(FIRST_YEAR <= day.year <= LAST_YEAR for day in days):
        return ""
    return (
        f"Bank holidays before {FIRST_YEAR} and after {LAST_YEAR} are reckoned by the usual rules: one that was "
        "proclaimed for a single year may be missing, so compare a day counted in working days with the official list."
    )


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
    """Monday to Friday, and not a bank holiday."""
    return day.weekday() < 5 and day not in bank_holidays(day.year)


def add_working_days(day: datetime.date, number: int, *, late_start_moves: bool = False) -> datetime.date:
    """The `number`th working day after `day`, which is day 0 and need not be a working day.

    With `late_start_moves` (a local option, off by default) an event on a non-working day counts from the next working
    day. Raises ValueError for a negative number, and OverflowError where the calendar of computers ends (year 9999).
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
    """How many working days follow `earlier` up to and including `later`; 0 when `later` is not later.

    From Thursday 24 December 2026 to Tuesday 5 January 2027: Friday 25 and Monday 28 are bank holidays, so is Friday 1;
    29, 30, 31, 4 and 5 remain: 5.
    """
    if later <= earlier:
        return 0
    holidays = sum(
        earlier < day <= later for year in range(earlier.year, later.year + 1) for day in bank_holidays(year)
    )
    return _weekdays_until(later) - _weekdays_until(earlier) - holidays


def _weekdays_until(day: datetime.date) -> int:
    """Days from Monday to Friday since 1 January of year 1, a Monday, up to and including `day`."""
    weeks, rest = divmod(day.toordinal(), 7)
    return weeks * 5 + min(rest, 5)


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
