"""Each rule has small files that break it and small files that keep it, read by the real reader."""

import duckdb
import pytest

from goldenthread.returns import calendar
from goldenthread.returns.checking.engine import FAILED, PASSED, check
from goldenthread.returns.checking.rule import rules_of
from goldenthread.returns.formats import FORMATS
from goldenthread.returns.reading.read import read

from .small_files import census, lay_out_postcodes, looked_after

EXAMPLES = [
    pytest.param(rule, example, state, id=f"{rule.form}-{rule.code}-{state}-{number}")
    for form in FORMATS
    for rule in rules_of(form)
    for state, examples in ((FAILED, rule.breaks), (PASSED, rule.keeps))
    for number, example in enumerate(examples, start=1)
]


@pytest.fixture(scope="module")
def engine():
    connection = duckdb.connect()
    # Files of a few lines: planning for many rows and threads takes longer than reading them.
    connection.execute("SET threads = 1; PRAGMA disable_optimizer")
    calendar.lay_out(connection)
    yield connection
    connection.close()


@pytest.mark.parametrize(("rule", "example", "state"), EXAMPLES)
def test_the_small_file_ends_as_it_should(engine, tmp_path, rule, example, state):
    """An example of the looked after return may bring last year's tables as `<table>_last`, and its own year as
    `year`.
    """
    engine.execute("USE memory.main")
    for schema in (rule.form, f"{rule.form}_last"):
        engine.execute(f"DROP SCHEMA IF EXISTS {schema} CASCADE")
    year = min(rule.last, max(rule.first, 2026))
    if rule.form == "cin":
        read(engine, census(tmp_path, example, year), tmp_path)
    elif rule.form != "ssda903":
        read(engine, looked_after(tmp_path, example, FORMATS[rule.form]), tmp_path, la="999", year=year)
    else:
        example = dict(example)
        year = example.pop("year", year)
        read_looked_after(engine, example, year, tmp_path)
    (outcome,) = check(engine, rule.form, [rule], year=year)
    assert (outcome.state, outcome.why) == (state, "")


def read_looked_after(engine, example, year, folder):
    """This year's tables, last year's when the example brings any, and a small list of postcodes when it brings one."""
    postcodes = example.pop("postcodes", None)
    last = {name.removesuffix("_last"): text for name, text in example.items() if name.endswith("_last")}
    this = {name: text for name, text in example.items() if not name.endswith("_last")}
    for tables, schema, which in ((this, "ssda903", year), (last, "ssda903_last", year - 1)):
        place = folder / schema
        place.mkdir()
        if tables:
            read(engine, looked_after(place, tables), place, la="999", year=which, schema=schema)
    if postcodes:
        lay_out_postcodes(engine, folder, postcodes)
    if last:
        for name in last:
            engine.execute(f"CREATE VIEW ssda903.{name}_last AS SELECT * FROM ssda903_last.{name}")


@pytest.mark.parametrize("form", FORMATS)
def test_every_rule_has_a_file_that_breaks_it_and_one_that_keeps_it(form):
    assert [rule.code for rule in rules_of(form) if not (rule.breaks and rule.keeps)] == []
