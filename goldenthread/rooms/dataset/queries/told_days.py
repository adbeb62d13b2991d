"""The days of a period as people write it: 2023-24, Q1 2023, Apr-Jun 2023, 31 March 2024. No queries."""

import calendar
import datetime
import re

from goldenthread.foundation import values
from goldenthread.foundation.searching import folded

Days = tuple[datetime.date | None, datetime.date]
_MONTHS = {name.lower(): place for place, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name[:3]: place for name, place in list(_MONTHS.items())} | {"sept": 9}
_MONTH = f"({'|'.join(sorted(_MONTHS, key=len, reverse=True))})"
_YEAR = r"((?:19|20)\d\d)"
_TO = r" ?(?:-|to) ?"
_BEFORE = re.compile(r"\A(?:as )?(?:at|on|for|in|of|fy|financial year|period|quarter ended|month of)[ :]+|[.,;:]+\Z")
_TWO_YEARS = re.compile(rf"{_YEAR}[-/](\d\d|(?:19|20)\d\d)\Z")
_QUARTER = re.compile(rf"(?:q|qtr|quarter) ?([1-4]),? (?:of )?{_YEAR}(?:[-/](\d\d|(?:19|20)\d\d))?\Z")
_QUARTER_LAST = re.compile(rf"{_YEAR}(?:[-/](\d\d|(?:19|20)\d\d))?,? (?:q|qtr|quarter) ?([1-4])\Z")
_ONE_MONTH = re.compile(rf"{_MONTH}[ -]{_YEAR}\Z|{_MONTH}-(\d\d)\Z")
_ISO_MONTH = re.compile(rf"{_YEAR}-(\d\d)\Z")
_MONTHS_OF = re.compile(rf"{_MONTH}(?: {_YEAR})?{_TO}{_MONTH} {_YEAR}\Z")
_YEAR_TO = re.compile(rf"(?:year|12 months|twelve months) (?:to|ending|ended) (?:(\d\d?) )?{_MONTH} {_YEAR}\Z")
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)\Z")
_NUMBERS = re.compile(rf"(\d\d?)[/.](\d\d?)[/.]{_YEAR}\Z")
_WORDS = re.compile(rf"(\d\d?)(?:st|nd|rd|th)?[ -]{_MONTH}[ -](?:{_YEAR}|(\d\d))\Z")


def is_open(text: str) -> bool:
    """Whether a quarter names one year alone, so that it may be counted from April or from January."""
    found = _quarter(_plain(text))
    return found is not None and not found[2]


def days_in(text: str, *, from_january: bool = False) -> Days | None:
    """First and last day of a period, or (None, day); None for what is none of them, such as a year alone.

    from_january  quarters that name one year alone are those of the calendar year, not those from April
    """
    plain = _plain(text)
    try:
        found = _days(plain, from_january)
        for one in found or ():
            if one is not None:
                values.within(one)
    except (ValueError, KeyError):  # no such day; `Unfit` is a ValueError
        return None
    return found if found is None or found[0] is None or found[0] <= found[1] else None


def _plain(text: str) -> str:
    plain = " ".join(folded(text).replace("\u2212", "-").split())
    return _BEFORE.sub("", plain).strip()


def _days(plain: str, from_january: bool) -> Days | None:
    if (day := _one_day(plain)) is not None:
        return None, day
    if (quarter := _quarter(plain)) is not None:
        number, year, later = quarter
        if later and not _follows(year, later):
            return None
        first = 3 * number - (2 if from_january and not later else -1)
        return _months(year + (first > 12), (first - 1) % 12 + 1, 3)
    if (found := _TWO_YEARS.match(plain)) and _follows(int(found[1]), found[2]):
        return _months(int(found[1]), 4, 12)
    if found := _ONE_MONTH.match(plain):
        return _months(int(found[2] or f"20{found[4]}"), _MONTHS[found[1] or found[3]], 1)
    if (found := _ISO_MONTH.match(plain)) and 1 <= int(found[2]) <= 12:
        return _months(int(found[1]), int(found[2]), 1)
    if found := _MONTHS_OF.match(plain):
        return _from_to(found)
    if found := _YEAR_TO.match(plain):
        return _year_to(found)
    return _between(plain)


def _from_to(found: re.Match) -> Days | None:
    first, last, year = _MONTHS[found[1]], _MONTHS[found[3]], int(found[4])
    begins = int(found[2]) if found[2] else year - (first > last)
    size = (year - begins) * 12 + last - first + 1
    return _months(begins, first, size) if size > 0 else None


def _year_to(found: re.Match) -> Days | None:
    last, year = _MONTHS[found[2]], int(found[3])
    if found[1] and int(found[1]) != calendar.monthrange(year, last)[1]:
        return None
    return _months(year - (last < 12), last % 12 + 1, 12)


def _between(plain: str) -> Days | None:
    for between in (" to ", " - ", "-"):
        first, found, last = plain.partition(between)
        days = found and (_one_day(first.strip()), _one_day(last.strip()))
        if days and None not in days:
            return days
    return None


def _one_day(plain: str) -> datetime.date | None:
    if found := _ISO.match(plain):
        return datetime.date(*map(int, found.groups()))
    if found := _NUMBERS.match(plain):
        return datetime.date(int(found[3]), int(found[2]), int(found[1]))
    if found := _WORDS.match(plain):
        return datetime.date(int(found[3] or f"20{found[4]}"), _MONTHS[found[2]], int(found[1]))
    return None


def _quarter(plain: str) -> tuple[int, int, str | None] | None:
    """(number, year, the later year as written or None)."""
    if found := _QUARTER.match(plain):
        return int(found[1]), int(found[2]), found[3]
    if found := _QUARTER_LAST.match(plain):
        return int(found[3]), int(found[1]), found[2]
    return None


def _follows(year: int, later: str) -> bool:
    return int(later) in ((year + 1) % 100, year + 1)


def _months(year: int, month: int, size: int) -> Days:
    last = year * 12 + month - 1 + size - 1
    ends = datetime.date(last // 12, last % 12 + 1, calendar.monthrange(last // 12, last % 12 + 1)[1])
    return datetime.date(year, month, 1), ends
