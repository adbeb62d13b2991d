"""Every rule and indicator on a local Spark beside DuckDB, over made-up returns; writes a section of the page of
tables.

Usage: python -m benchmarks.returns_spark FILE
"""

import sys
import tempfile
import time
from pathlib import Path

import duckdb

from goldenthread.returns import calendar
from goldenthread.returns.checking import engine as ours
from goldenthread.returns.checking.rule import rules_of
from goldenthread.returns.formats import FORMATS
from goldenthread.returns.generating.census_file import write_census
from goldenthread.returns.generating.looked_after import write_looked_after
from goldenthread.returns.measuring.indicator import indicators_of
from goldenthread.returns.reading.read import read
from goldenthread.returns.spark import carry, compare, engine

CHILDREN, YEAR = 300, 2026


def main(target: str) -> None:
    """Compare the census and the looked after return, and write what came of it."""
    rows = [
        "| Return | Rules | failed something | Indicators | differ | DuckDB | Spark (local, two cores) |",
        "|---|--:|--:|--:|---|--:|--:|",
    ]
    with engine.session() as spark, tempfile.TemporaryDirectory() as folder:
        for form in ("cin", "ssda903"):
            rows.append(_one(spark, form, Path(folder) / form))
    Path(target).write_text(
        "\n".join(
            [
                "## On Spark",
                "",
                f"Every rule and indicator over a made-up return of {CHILDREN} children with many faults: states, "
                "counts and row numbers of "
                "rules, and every count of every breakdown of indicators, held against DuckDB. At this size Spark's "
                "time is its own start of each question.",
                "",
                *rows,
            ]
        ),
        encoding="utf-8",
    )


def _one(spark, form: str, folder: Path) -> str:
    folder.mkdir()
    parquet = folder / "parquet"
    parquet.mkdir()
    with duckdb.connect() as connection:
        calendar.lay_out(connection)
        if form == "cin":
            paths = [folder / "census.xml"]
            write_census(paths[0], CHILDREN, year=YEAR, faulty=0.4)
        else:
            place = folder / "return"
            place.mkdir()
            paths = write_looked_after(place, CHILDREN, year=YEAR, faulty=0.3)
        loaded = read(connection, paths, folder, la="806", year=YEAR)
        began = time.perf_counter()
        outcomes = ours.check(connection, form, rules_of(form), loaded.missing, year=YEAR)
        here = time.perf_counter() - began
        names = carry.take_tables(connection, FORMATS[form], form, parquet)
        carry.bring_tables(spark, parquet, [name for name in names if name not in loaded.missing])
        began = time.perf_counter()
        different = compare.rules(spark, connection, FORMATS[form], outcomes, loaded)
        different |= compare.indicators(spark, connection, loaded, indicators_of(form))
        there = time.perf_counter() - began
    failed = sum(bool(outcome.count) for outcome in outcomes)
    return (
        f"| {FORMATS[form].title} | {len(outcomes)} | {failed} | {len(indicators_of(form))} | "
        f"{', '.join(sorted(different)) or 'none'} "
        f"| {here:.1f} s (rules) | {there:.0f} s |"
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
