"""The same rules and indicators on a local Spark come to the same.

A part of the rules stands for the whole here, since each costs Spark a good part of a second; `./bench returns --spark`
holds every one of them.
"""

import duckdb
import pytest

from goldenthread.returns import calendar
from goldenthread.returns.checking import engine as ours
from goldenthread.returns.checking.rule import rules_of
from goldenthread.returns.formats import FORMATS
from goldenthread.returns.generating.census_file import write_census
from goldenthread.returns.generating.looked_after import write_looked_after
from goldenthread.returns.measuring.indicator import indicators_of
from goldenthread.returns.reading.read import read

pytestmark = pytest.mark.spark
FAILED, PASSED, MEASURED = (
    12,
    20,
    6,
)  # so many of those that failed, each so-manieth of the others and of the indicators


@pytest.fixture(scope="module")
def spark():
    from goldenthread.returns.spark.engine import session

    with session() as opened:
        yield opened


@pytest.mark.parametrize("form", ["cin", "ssda903"])
def test_rules_and_indicators_come_to_the_same(spark, tmp_path, form):
    from goldenthread.returns.spark import carry, compare

    with duckdb.connect() as connection:
        calendar.lay_out(connection)
        if form == "cin":
            write_census(tmp_path / "census.xml", 150, faulty=0.4)
            paths = [tmp_path / "census.xml"]
        else:
            (tmp_path / "return").mkdir()
            paths = write_looked_after(tmp_path / "return", 150, faulty=0.3)
        loaded = read(connection, paths, tmp_path, la="806", year=2026)
        parquet = tmp_path / "parquet"
        parquet.mkdir()
        names = carry.take_tables(connection, FORMATS[form], form, parquet)
        carry.bring_tables(spark, parquet, [name for name in names if name not in loaded.missing])
        every = ours.check(connection, form, rules_of(form), loaded.missing, year=2026)
        outcomes = [one for one in every if one.count][:FAILED] + [one for one in every if not one.count][::PASSED]
        some_indicators = indicators_of(form)[::MEASURED]
        assert compare.rules(spark, connection, FORMATS[form], outcomes, loaded) == {}
        assert compare.indicators(spark, connection, loaded, some_indicators) == {}


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_every_rule_and_indicator_can_be_carried(form):
    from goldenthread.returns.spark.carry import carried

    for rule in rules_of(form):
        assert carried(rule.sql)
    for indicator in indicators_of(form):
        assert carried(indicator.numerator)
