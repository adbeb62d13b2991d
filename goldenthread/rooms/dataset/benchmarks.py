"""National figures that ship with the house, as comparators of indicators that name the same national measure.

They are read from the Department for Education's Local Authority Interactive Tool (see data/README.md): England, the
North East and the four Tees areas. One cell is known to be wrong in that release and is never read.
"""

import calendar
import csv
import datetime
import re
from decimal import Decimal, InvalidOperation
from pathlib import Path

from django.utils.text import slugify

from goldenthread.rooms.dataset.models import Indicator

FILE = Path(__file__).parent / "data" / "benchmarks-lait.csv"
PLACES = (
    ("england", "England"),
    ("north_east", "North East"),
    ("hartlepool", "Hartlepool"),
    ("middlesbrough", "Middlesbrough"),
    ("redcar_cleveland", "Redcar and Cleveland"),
    ("stockton", "Stockton-on-Tees"),
)
# England's rate of first-time entrants reads 1258 where its regions lie between 150 and 250: not loaded.
WRONG = {("FirstYJS", "england")}
LAST_MONTH = {
    "Calendar Year": 12,
    "Academic Year": 8,
    "Financial Year": 3,
    "Annual": 3,
    "Annual (end of Sept)": 9,
    "Annual - January": 1,
}


def releases():
    """Every line of the file, by code of the measure; a code may stand for several."""
    found = {}
    with FILE.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            found.setdefault(row["short_code"], []).append(row)
    return found


def last_day(period: str, year_type: str) -> datetime.date | None:
    """The last day that a year of the release ends on: "2025" of a financial year is 31 March 2025, "2023/24" 31 March
    2024.
    """
    years = re.fullmatch(r"(\d{4})(?:[/-](\d{2}))?", period.strip())
    if not years or year_type not in LAST_MONTH:
        return None
    year, month = int(years[1]), LAST_MONTH[year_type]
    if years[2]:
        year = year // 100 * 100 + int(years[2])
    return datetime.date(year, month, calendar.monthrange(year, month)[1])


def comparators_for(indicator: Indicator, found) -> list:
    """(indicator, key, values) for each place that has a value, of the measure that the indicator names.

    A code that stands for several measures is told apart by the indicator's title; where that does not help, none is
    read.
    """
    rows = found.get(indicator.national_code, [])
    if len(rows) > 1:
        rows = [row for row in rows if row["measure"].casefold() == indicator.title.casefold()]
    return [made for row in rows[:1] for column, place in PLACES if (made := _made(indicator, row, column, place))]


def _made(indicator, row, column, place):
    if (row["short_code"], column) in WRONG or not row[column].strip():
        return None
    try:
        value = Decimal(row[column])
    except InvalidOperation:
        return None
    key = slugify(f"lait-{indicator.key}-{place}-{row['period']}")[-80:].strip("-")
    values = {
        "place": place,
        "period": f"{row['period']} ({row['year_type'].lower()})"[:60],
        "ends": last_day(row["period"], row["year_type"]),
        "value": value,
        "vintage": row["source"],
        "citation": f"Department for Education, Local Authority Interactive Tool: {row['measure']}"[:300],
    }
    return indicator, key, values


def missing_from(indicators) -> list:
    """What the file offers for these indicators, whether or not it stands already."""
    found = releases()
    return [made for indicator in indicators if indicator.national_code for made in comparators_for(indicator, found)]
