"""Whether Spark and DuckDB come to the same, rule by rule and count by count."""

from ..checking.engine import Outcome
from ..measuring import engine as ours
from ..measuring.indicator import ROLLING
from ..tables import Format, Loaded
from . import engine


def rules(spark, connection, form: Format, outcomes: list[Outcome], loaded: Loaded) -> dict[str, tuple]:
    """{code: (DuckDB's, Spark's)} of each rule whose state or faults are not the same; states, counts and row
    numbers.
    """
    year, different = loaded.collection.year, {}
    theirs = engine.check(spark, form, [outcome.rule for outcome in outcomes], loaded.missing, year=year)
    for outcome, (other, found) in zip(outcomes, theirs, strict=True):
        places = sorted(
            row_no for row in found for row_no in row if isinstance(row_no, int) and not isinstance(row_no, bool)
        )
        known = [
            row[0]
            for row in connection.execute(
                f"SELECT row_no FROM {form.code}.faults WHERE rule = ? AND row_no IS NOT NULL ORDER BY 1",
                [outcome.rule.code],
            ).fetchall()
        ]
        if outcome.rule.columns == () or not known:
            places = []
        if (outcome.state, outcome.count, known) != (other.state, other.count, places):
            different[outcome.rule.code] = (
                (outcome.state, outcome.count, outcome.why),
                (other.state, other.count, other.why),
            )
    return different


def indicators(spark, connection, loaded: Loaded, chosen) -> dict[str, tuple]:
    """{code: (DuckDB's counts, Spark's counts)} of each indicator whose counts are not the same; those whose tables
    Spark does not know are left aside.
    """
    starts, ends, different = loaded.collection.starts, loaded.collection.ends, {}
    known = {table.name for table in spark.catalog.listTables()}
    chosen = [indicator for indicator in chosen if set(indicator.tables) <= known - set(loaded.missing)]
    known_tables = {table.name for table in spark.catalog.listTables()}
    chosen = [indicator for indicator in chosen if known_tables.issuperset(indicator.tables)]
    theirs = engine.measure(spark, loaded.format, chosen, starts, ends)
    for indicator in chosen:
        first = ours.year_to(ends) if indicator.kind == ROLLING else starts
        here = ours.counts(connection, loaded, indicator, first, ends)
        if here != theirs[indicator.code]:
            different[indicator.code] = (here, theirs[indicator.code])
    return different
