"""Each indicator has small files with what they must come to, read by the real reader."""

import datetime

import duckdb
import pytest

from goldenthread.returns import calendar
from goldenthread.returns.formats import FORMATS
from goldenthread.returns.measuring.engine import COMPUTED, ERRORED, NOT_COMPUTED, WHOLE, measure
from goldenthread.returns.measuring.indicator import indicators_of
from goldenthread.returns.measuring.population import Population
from goldenthread.returns.reading.read import read

from .small_files import census, lay_out_postcodes, looked_after

FORMS = tuple(FORMATS)
LIVING = Population({("999", year, "0-17"): 34000 for year in range(2020, 2030)})
EXAMPLES = [
    pytest.param(indicator, example, id=f"{indicator.form}-{indicator.code}-{number}")
    for form in FORMS
    for indicator in indicators_of(form)
    for number, example in enumerate(indicator.examples, start=1)
]


@pytest.fixture(scope="module")
def engine():
    connection = duckdb.connect()
    calendar.lay_out(connection)
    yield connection
    connection.close()


def load(engine, folder, form, example):
    engine.execute("USE memory.main")
    engine.execute(f"DROP SCHEMA IF EXISTS {form} CASCADE")
    year = example["year"]
    files = dict(example.get("files", {}))
    postcodes = files.pop("postcodes", None)
    paths = census(folder, example["file"], year) if form == "cin" else looked_after(folder, files, FORMATS[form])
    loaded = read(engine, paths, folder, la="999", year=year)
    if postcodes:
        lay_out_postcodes(engine, folder, postcodes)
    return loaded


@pytest.mark.parametrize(("indicator", "example"), EXAMPLES)
def test_the_small_file_comes_to_what_it_says(engine, tmp_path, indicator, example):
    loaded = load(engine, tmp_path, indicator.form, example)
    wanted = tuple(example.get("breakdown", WHOLE))
    figures = measure(engine, loaded, [indicator], population=LIVING)
    assert [figure.why for figure in figures if figure.state == ERRORED] == []
    (figure,) = (figure for figure in figures if figure.breakdown == wanted)
    assert (figure.numerator, figure.denominator, float(figure.shown)) == (
        example["numerator"],
        example["denominator"],
        example["value"],
    )
    assert figure.files == tuple(file.sha256 for file in loaded.files)


@pytest.mark.parametrize("form", FORMS)
def test_every_indicator_has_an_example(form):
    assert [indicator.code for indicator in indicators_of(form) if not indicator.examples] == []


def test_parts_of_a_breakdown_add_up_to_the_whole(engine, tmp_path):
    for form in FORMS:
        for indicator in indicators_of(form):
            loaded = load(engine, tmp_path, form, indicator.examples[0])
            figures = measure(engine, loaded, [indicator], population=LIVING)
            if not indicator.total or indicator.population:
                continue
            (whole,) = (figure for figure in figures if figure.breakdown == WHOLE)
            for name in ("age", "sex", "ethnicity"):
                parts = [figure for figure in figures if figure.breakdown[0] == name]
                if parts:
                    assert sum(part.numerator for part in parts) == whole.numerator, (indicator.code, name)
                    assert sum(part.denominator for part in parts) == whole.denominator, (indicator.code, name)


def test_a_rate_without_a_population_says_so_and_keeps_its_count(engine, tmp_path):
    indicator = next(indicator for indicator in indicators_of("cin") if indicator.code == "F12")
    loaded = load(engine, tmp_path, "cin", indicator.examples[0])
    (figure,) = measure(engine, loaded, [indicator])
    assert (figure.state, figure.numerator, figure.denominator, figure.value) == (NOT_COMPUTED, 2, None, None)
    assert "is not known" in figure.why


def test_a_table_that_nobody_brought_is_said(engine, tmp_path):
    indicator = next(indicator for indicator in indicators_of("ssda903") if indicator.code == "C3")
    loaded = load(engine, tmp_path, "ssda903", indicator.examples[0])
    (figure,) = measure(engine, loaded, [indicator], missing=["uasc"])
    assert (figure.state, figure.why) == (NOT_COMPUTED, "No uasc was given.")


def test_a_figure_of_a_quarter_counts_the_quarter_alone(engine, tmp_path):
    indicator = next(indicator for indicator in indicators_of("cin") if indicator.code == "F8")
    loaded = load(engine, tmp_path, "cin", indicator.examples[0])
    quarter = (datetime.date(2025, 4, 1), datetime.date(2025, 6, 30))
    whole = next(f for f in measure(engine, loaded, [indicator], periods=[quarter]) if f.breakdown == WHOLE)
    assert (whole.numerator, whole.denominator, whole.state) == (1, 2, COMPUTED)


def test_last_years_return_tells_of_an_earlier_referral(engine, tmp_path):
    indicator = next(indicator for indicator in indicators_of("cin") if indicator.code == "F7")
    child = (
        "<Child><ChildIdentifiers><LAchildID>Z1</LAchildID></ChildIdentifiers>"
        "<CINdetails><CINreferralDate>{}</CINreferralDate></CINdetails></Child>"
    )
    loaded = load(engine, tmp_path, "cin", {"year": 2026, "file": child.format("2025-06-01")})
    last = tmp_path / "last"
    last.mkdir()
    engine.execute("USE memory.main")
    read(engine, census(last, child.format("2024-09-01"), 2025), last, schema="cin_last")
    try:
        whole = next(f for f in measure(engine, loaded, [indicator]) if f.breakdown == WHOLE)
    finally:
        engine.execute("USE memory.main")
        engine.execute("DROP SCHEMA cin_last CASCADE")
    assert (whole.numerator, whole.denominator) == (1, 1)
