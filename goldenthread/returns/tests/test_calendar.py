"""Working days, beside a library that reckons bank holidays."""

import datetime

import duckdb
import holidays

from goldenthread.returns import calendar


def test_the_bank_holidays_that_stand_are_those_of_the_library():
    reckoned = holidays.country_holidays("GB", subdiv="ENG", years=range(calendar.FIRST, calendar.LAST + 1))
    assert calendar.bank_holidays() == frozenset(reckoned)


def test_days_are_counted_over_christmas_and_the_new_year():
    with duckdb.connect() as connection:
        calendar.lay_out(connection)
        numbers = dict(connection.execute("SELECT day, number FROM main.working_days").fetchall())
    before, after = datetime.date(2025, 12, 24), datetime.date(2026, 1, 2)
    assert numbers[after] - numbers[before] == 4
    assert numbers[datetime.date(2025, 12, 26)] == numbers[before]
