"""Rules and indicators over tables that Spark sees, with the outcomes and figures of the DuckDB engines."""

import contextlib
import datetime
from collections.abc import Iterable, Iterator

from pyspark.errors import PySparkException
from pyspark.sql import SparkSession

from ..checking.engine import ERRORED, FAILED, NOT_RUN, PASSED, Outcome
from ..checking.rule import Rule, prepared_of
from ..measuring.engine import counting_sql, counts_of, year_to
from ..measuring.indicator import ROLLING, Indicator
from ..measuring.people import PEOPLE
from ..measuring.views import views_of
from ..tables import Format
from .carry import carried


@contextlib.contextmanager
def session(master: str = "local[2]", shuffles: int = 2) -> Iterator[SparkSession]:
    """A Spark session that says nothing on its own; `shuffles` parts for small data, more on a cluster."""
    spark = (
        SparkSession.builder.master(master)
        .appName("returns")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", shuffles)
        .config("spark.sql.session.timeZone", "Europe/London")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.sql.adaptive.enabled", "false")
        .config("spark.log.level", "OFF")
        .getOrCreate()
    )
    try:
        yield spark
    finally:
        spark.stop()


def check(
    spark: SparkSession,
    form: Format,
    rules: Iterable[Rule],
    missing: Iterable[str] = (),
    *,
    year: int,
) -> list[tuple[Outcome, set[tuple]]]:
    """Each rule that holds in the year, with the places of its faults: a set of row numbers in the order of its
    columns.

    missing  tables that nobody brought, beside those that the session does not know
    """
    known = {table.name for table in spark.catalog.listTables()} - set(missing)
    prepared, made, ended = prepared_of(form.code), set(), []
    for rule in rules:
        if not rule.holds_in(year):
            continue
        lacking = [table for table in rule.tables if table not in known]
        if lacking:
            ended.append((Outcome(rule, NOT_RUN, why=f"No {', '.join(lacking)} was given."), set()))
            continue
        try:
            _prepare(spark, rule, known, prepared, made)
            found = {tuple(row) for row in spark.sql(carried(rule.sql)).distinct().collect()}
        except PySparkException as fault:
            ended.append((Outcome(rule, ERRORED, why=str(fault).splitlines()[0]), set()))
        else:
            ended.append((Outcome(rule, FAILED if found else PASSED, len(found)), found))
    return ended


def measure(
    spark: SparkSession,
    form: Format,
    indicators: Iterable[Indicator],
    starts: datetime.date,
    ends: datetime.date,
) -> dict[str, tuple[dict, dict]]:
    """{code: (counts of the numerator, counts of the denominator)}, each {(breakdown, part): count}, for one period.

    The denominator of a rate over the population is empty: it comes from the estimates, not from the return.
    """
    spark.sql(carried(PEOPLE[form.code])).createOrReplaceTempView("people")
    last_year = any(table.name.endswith("_last") for table in spark.catalog.listTables())
    for name, sql in views_of(form.code, last_year).items():
        spark.sql(carried(sql)).cache().createOrReplaceTempView(name)
    found = {}
    for indicator in indicators:
        first = year_to(ends) if indicator.kind == ROLLING else starts
        spark.sql(f"SELECT DATE '{first}' AS starts, DATE '{ends}' AS ends").createOrReplaceTempView("period")
        found[indicator.code] = tuple(
            _counts(spark, sql, indicator.breakdowns) if sql else {}
            for sql in (indicator.numerator, indicator.denominator)
        )
    return found


def _counts(spark: SparkSession, sql: str, breakdowns) -> dict:
    counting, parted = counting_sql(sql, breakdowns, set(spark.sql(carried(sql)).columns))
    return counts_of([tuple(row) for row in spark.sql(carried(counting)).collect()], parted)


def _prepare(spark, rule: Rule, known: set[str], prepared: dict[str, str], made: set[str]) -> None:
    """What the rule reads beside the return: tables that were not brought as empty ones, and the shared prepared
    tables.
    """
    wanted = {name: f"SELECT * FROM {name.removesuffix('_last')} LIMIT 0" for name in rule.also if name not in known}
    wanted |= {name: carried(sql) for name, sql in prepared.items() if name in rule.sql}
    for name in wanted.keys() - made:
        spark.sql(wanted[name]).cache().createOrReplaceTempView(name)
        made.add(name)
