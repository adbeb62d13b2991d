"""From tables to figures."""

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from types import MappingProxyType

import duckdb

from ..tables import Loaded
from .indicator import ROLLING, Indicator
from .people import PEOPLE, breakdown_sql
from .population import Population
from .views import views_of

COMPUTED, NOT_COMPUTED, ERRORED = "computed", "not computed", "errored"
WHOLE = ("total", "All")
NONE: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Figure:
    """One figure, with all that it stands on.

    indicator    the definition
    la           the council's code, or the area of a breakdown's row
    starts, ends the days of the period; for a snapshot `ends` is the day
    breakdown    ("total", "All"), or a breakdown's name and the part of it
    numerator, denominator, value  None when they are not known; `why` says why
    state        "computed", "not computed" or "errored"
    small        the denominator is below the indicator's minimum
    files        SHA-256 of each file that it came from
    """

    indicator: Indicator
    la: str
    starts: datetime.date
    ends: datetime.date
    breakdown: tuple[str, str]
    numerator: float | None
    denominator: float | None
    value: float | None
    state: str
    files: tuple[str, ...]
    small: bool = False
    why: str = ""

    @property
    def shown(self) -> str:
        """The value rounded to the indicator's decimals, or an empty text."""
        return shown(self.indicator, self.value)


def value(indicator: Indicator, numerator: float, denominator: float) -> float | None:
    """numerator / denominator x factor; None when there is nothing to divide by."""
    return numerator / denominator * indicator.factor if denominator else None


def shown(indicator: Indicator, exact: float | None) -> str:
    """A value rounded half up to the indicator's decimals, or an empty text."""
    if exact is None:
        return ""
    return str(Decimal(repr(exact)).quantize(Decimal(1).scaleb(-indicator.decimals), ROUND_HALF_UP))


def measure(
    connection,
    loaded: Loaded,
    indicators: Iterable[Indicator],
    *,
    population: Population | None = None,
    periods: Iterable[tuple[datetime.date, datetime.date]] = (),
    missing: Iterable[str] = (),
    schema: str = "",
    lists: Mapping[str, str] = NONE,
    tell: Callable[[int], None] = lambda done: None,
) -> list[Figure]:
    """Every figure of the indicators over a return that was read.

    periods    (first day, last day) of each period asked for; the return's own when none
    population how many children live in each area and year; rates are "not computed" without it
    missing    tables that nobody brought, beside those that the schema lacks
    lists      {table: SHA-256} of a table that came from a list beside the return; its figures name that file too
    schema     where the tables stand; the format's code unless told
    tell       is called with how many indicators are done
    """
    files = tuple(file.sha256 for file in loaded.files)
    connection.execute(f"USE {schema or loaded.format.code}")
    _lay_out_shared(connection, loaded.format.code)
    standing = _tables(connection)
    asked, figures = list(periods) or [(loaded.collection.starts, loaded.collection.ends)], []
    for done, indicator in enumerate(indicators, start=1):
        lacking = sorted(table for table in indicator.tables if table in missing or table not in standing)
        of_these = (*files, *(lists[table] for table in indicator.tables if table in lists))
        for starts, ends in asked:
            starts = year_to(ends) if indicator.kind == ROLLING else starts
            place = (indicator, loaded.collection.la, starts, ends)
            if lacking:
                figures.append(_without(place, of_these, NOT_COMPUTED, f"No {', '.join(lacking)} was given."))
            else:
                figures += _figures(connection, place, of_these, population)
        tell(done)
    return figures


def _tables(connection) -> set[str]:
    found = connection.execute(
        "SELECT table_name FROM information_schema.tables "
        "WHERE table_catalog = current_database() AND table_schema = current_schema()"
    )
    return {name for (name,) in found.fetchall()}


def _lay_out_shared(connection, form: str) -> None:
    connection.execute(f"CREATE OR REPLACE TEMP TABLE people AS {PEOPLE[form]}")
    last_year = connection.execute(
        "SELECT count(*) FROM information_schema.schemata WHERE schema_name = ?", [f"{form}_last"]
    ).fetchone()[0]
    for name, sql in views_of(form, bool(last_year)).items():
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {sql}")


def year_to(ends: datetime.date) -> datetime.date:
    """The first day of the year that ends on a day."""
    day = ends + datetime.timedelta(days=1)
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def _without(place, files, state: str, why: str, counted: float | None = None) -> Figure:
    indicator, la, starts, ends = place
    return Figure(indicator, la, starts, ends, WHOLE, counted, None, None, state, files, why=why)


def _figures(connection, place, files, population) -> list[Figure]:
    indicator, la, starts, ends = place
    try:
        connection.execute(
            "CREATE OR REPLACE TEMP TABLE period AS SELECT CAST(? AS DATE) AS starts, CAST(? AS DATE) AS ends",
            [starts, ends],
        )
        above, _ = _counts(connection, indicator.numerator, indicator.breakdowns)
        if indicator.denominator:
            below, parted = _counts(connection, indicator.denominator, indicator.breakdowns)
        else:
            found = population.children(la, starts, ends, indicator.population) if population else None
            if found is None:
                why = f"The number of children aged {indicator.population} in the area is not known for this period."
                return [_without(place, files, NOT_COMPUTED, why, above.get(WHOLE, 0))]
            below, parted = {WHOLE: found}, {"total"}
    except duckdb.Error as fault:
        return [_without(place, files, ERRORED, str(fault).splitlines()[0])]
    return _together(place, files, above, below, parted)


def _counts(connection, sql: str, breakdowns) -> tuple[dict[tuple[str, str], float], set[str]]:
    """{(breakdown, part): count} with the whole, and the breakdowns that the rows themselves can tell apart."""
    columns = {row[0] for row in connection.execute(f"DESCRIBE {sql}").fetchall()}
    counting, parted = counting_sql(sql, breakdowns, columns)
    return counts_of(connection.execute(counting).fetchall(), parted), {"total", *parted}


def counting_sql(sql: str, breakdowns: Iterable[str], columns: set[str]) -> tuple[str, list[str]]:
    """SQL that counts the rows of an indicator's SQL as a whole and by each breakdown, and the breakdowns it can tell.

    columns  those that the indicator's SQL gives
    """
    parted = [name for name in breakdowns if name in ("age", "sex", "ethnicity") or name in columns]
    parts = [f'{breakdown_sql(name, columns)} AS "{name}"' for name in parted]
    parts.append(("n.amount" if "amount" in columns else "1") + " AS amount")
    sets = ", ".join(["()", *(f'("{name}")' for name in parted)])
    chosen = [
        *(f'"{name}"' for name in parted),
        *(f'grouping("{name}")' for name in parted),
        "coalesce(sum(amount), 0)",
    ]
    return (
        f"""
        WITH counted AS (
            {sql}
        ), counted_people AS (
            SELECT {", ".join(parts)} FROM counted AS n LEFT JOIN people AS p ON p.child = n.child
        )
        SELECT {", ".join(chosen)} FROM counted_people GROUP BY GROUPING SETS ({sets})""",
        parted,
    )


def counts_of(rows: list[tuple], parted: list[str]) -> dict[tuple[str, str], float]:
    """{(breakdown, part): count} of the rows that `counting_sql` gives; some engines give no row of a whole of
    nothing.
    """
    counts: dict[tuple[str, str], float] = {WHOLE: 0}
    for row in rows:
        grouped = [name for name, left_out in zip(parted, row[len(parted) : -1], strict=True) if not left_out]
        counts[(grouped[0], row[parted.index(grouped[0])]) if grouped else WHOLE] = row[-1]
    return counts


def counts(
    connection, loaded: Loaded, indicator: Indicator, starts: datetime.date, ends: datetime.date
) -> tuple[dict, dict]:
    """The counts of the numerator and of the denominator (empty for the population), each {(breakdown, part):
    count}.
    """
    connection.execute(f"USE {loaded.format.code}")
    _lay_out_shared(connection, loaded.format.code)
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE period AS SELECT DATE '{starts}' AS starts, DATE '{ends}' AS ends"
    )
    return tuple(
        _counts(connection, sql, indicator.breakdowns)[0] if sql else {}
        for sql in (indicator.numerator, indicator.denominator)
    )


def _together(place, files, above, below, parted) -> list[Figure]:
    """A figure for the whole and for each part; a part that the denominator cannot tell apart stands over the whole."""
    indicator, la, starts, ends = place
    figures = []
    for key in sorted(set(above) | set(below), key=lambda key: (key != WHOLE, key)):
        if key == WHOLE and not indicator.total:
            continue
        if key[0] not in parted and key[0] != "category":
            continue
        numerator, denominator = above.get(key, 0), below.get(key if key[0] in parted else WHOLE, 0)
        figures.append(
            Figure(
                indicator,
                key[1] if key[0] == "area" else la,
                starts,
                ends,
                key,
                numerator,
                denominator,
                value(indicator, numerator, denominator),
                COMPUTED if denominator else NOT_COMPUTED,
                files,
                small=denominator < indicator.minimum,
                why="" if denominator else f"There was nothing to count: no {indicator.of}.",
            )
        )
    return figures
