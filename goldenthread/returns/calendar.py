"""Working days of England and Wales as a table that rules can join."""

import datetime
from functools import cache

import holidays

# Counted are days around the census year of a return; no limit in working days reaches further back.
FIRST, LAST = 2005, 2035
LAYOUT = """
    CREATE OR REPLACE TABLE main.working_days AS
    WITH days AS (
        SELECT CAST(day AS DATE) AS day, isodow(day) < 6 AND NOT list_contains(?::DATE[], CAST(day AS DATE)) AS working
        FROM generate_series(make_date(?, 1, 1), make_date(?, 12, 31), INTERVAL 1 DAY) AS every(day)
    )
    SELECT day, CAST(count(*) FILTER (WHERE working) OVER (ORDER BY day) AS INTEGER) AS number, working FROM days"""


@cache
def bank_holidays() -> frozenset[datetime.date]:
    """Bank holidays of England and Wales in the years that the table covers."""
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=range(FIRST, LAST + 1)))


def lay_out(connection) -> None:
    """Make `working_days(day DATE, number INTEGER, working BOOLEAN)`: days from a to b are number(b) - number(a).

    `number` is how many working days there were up to and including the day, since the first of the table.
    """
    connection.execute(LAYOUT, [sorted(bank_holidays()), FIRST, LAST])
