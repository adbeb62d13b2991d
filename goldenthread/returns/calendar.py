"""Working days of England and Wales as a table that rules can join.

The bank holidays stand in `bank-holidays.txt`, written from the library `holidays` and held against it by a test: to
reckon them anew takes longer than to check ten thousand children.
"""

import datetime
from functools import cache
from pathlib import Path

# Counted are days around the census year of a return; no limit in working days reaches further back.
FIRST, LAST = 2005, 2035
BANK_HOLIDAYS = Path(__file__).parent / "bank-holidays.txt"
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
    return frozenset(map(datetime.date.fromisoformat, BANK_HOLIDAYS.read_text(encoding="utf-8").split()))


def lay_out(connection) -> None:
    """Make `working_days(day DATE, number INTEGER, working BOOLEAN)`: days from a to b are number(b) - number(a).

    `number` is how many working days there were up to and including the day, since the first of the table.
    """
    connection.execute(LAYOUT, [sorted(bank_holidays()), FIRST, LAST])
