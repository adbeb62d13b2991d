"""Working days of England and Wales as a table that rules can join."""

import datetime
from functools import cache

import holidays

FIRST, LAST = 1990, 2035


@cache
def bank_holidays() -> frozenset[datetime.date]:
    """Bank holidays of England and Wales in the years that the table covers."""
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=range(FIRST, LAST + 1)))


def working_days() -> list[tuple[datetime.date, int, bool]]:
    """Each day with how many working days there were up to and including it, and whether it is one itself."""
    rows, number, day = [], 0, datetime.date(FIRST, 1, 1)
    while day.year <= LAST:
        working = day.weekday() < 5 and day not in bank_holidays()
        number += working
        rows.append((day, number, working))
        day += datetime.timedelta(days=1)
    return rows


def lay_out(connection) -> None:
    """Make `working_days(day DATE, number INTEGER, working BOOLEAN)`: days from a to b are number(b) - number(a)."""
    connection.execute("CREATE OR REPLACE TABLE main.working_days(day DATE, number INTEGER, working BOOLEAN)")
    rows = working_days()
    connection.execute(
        "INSERT INTO main.working_days SELECT unnest(?::DATE[]), unnest(?::INTEGER[]), unnest(?::BOOLEAN[])",
        [list(column) for column in zip(*rows, strict=True)],
    )
