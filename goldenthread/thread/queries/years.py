"""Years, April to March, as the field counts them."""

import datetime


def year_of(day: datetime.date) -> tuple[datetime.date, datetime.date]:
    """The first and last day of the year, April to March, in which a day falls."""
    first = day.year if (day.month, day.day) >= (4, 1) else day.year - 1
    return datetime.date(first, 4, 1), datetime.date(first + 1, 3, 31)


def year_label(first: datetime.date) -> str:
    """2025-26, of its first day."""
    return f"{first.year}-{(first.year + 1) % 100:02}"


def years_ending_in(first: datetime.date, last: datetime.date) -> tuple[datetime.date, datetime.date] | None:
    """The first and last day of the years whose last day falls between two days, or None where none does.

    From 1 October 2018 to 30 September 2020 two years end, on 31 March 2019 and 2020: 1 April 2018 to 31 March 2020.
    """
    starts, ends = year_of(first)[0], year_of(last)[1]
    if ends > last:
        ends = datetime.date(ends.year - 1, 3, 31)
    return (starts, ends) if starts < ends else None
