"""What the generator makes is sound where it should be, and faulty where it says so."""

import datetime

import duckdb
import pytest

from goldenthread.returns import calendar
from goldenthread.returns.checking.engine import FAILED, PASSED, check
from goldenthread.returns.checking.rule import rules_of
from goldenthread.returns.generating.census import upn
from goldenthread.returns.generating.census_file import write_census
from goldenthread.returns.generating.faults import FAULTS
from goldenthread.returns.generating.looked_after import write_looked_after
from goldenthread.returns.reading.read import read

YEARS = (2023, 2024, 2025, 2026)


@pytest.fixture
def engine():
    with duckdb.connect() as connection:
        calendar.lay_out(connection)
        yield connection


def outcomes(engine, paths, folder, form, year):
    loaded = read(engine, paths, folder, la="806", year=year)
    return {one.rule.code: one for one in check(engine, form, rules_of(form), loaded.missing, year=year)}


@pytest.mark.parametrize("year", YEARS)
def test_a_sound_census_passes_every_rule(engine, tmp_path, year):
    write_census(tmp_path / "census.xml", 1200, year=year, faulty=0)
    found = outcomes(engine, [tmp_path / "census.xml"], tmp_path, "cin", year)
    assert {code: (one.state, one.count, one.why) for code, one in found.items() if one.state != PASSED} == {}


@pytest.mark.parametrize("year", (2024, 2026))
def test_a_sound_looked_after_return_fails_no_rule(engine, tmp_path, year):
    folder = tmp_path / "return"
    folder.mkdir()
    paths = write_looked_after(folder, 600, year=year, faulty=0)
    found = outcomes(engine, paths, tmp_path, "ssda903", year)
    assert {code: one.count for code, one in found.items() if one.state == FAILED} == {}
    assert sum(one.state == PASSED for one in found.values()) > 150


@pytest.mark.parametrize("name", sorted(FAULTS))
def test_each_fault_is_found_by_a_rule(engine, tmp_path, name):
    """A file with that fault alone, in many children, fails some rule."""
    planted = write_census(tmp_path / "census.xml", 400, faulty=0.5, without=set(FAULTS) - {name})
    found = outcomes(engine, [tmp_path / "census.xml"], tmp_path, "cin", 2026)
    assert planted
    assert [code for code, one in found.items() if one.state == FAILED]


def test_the_same_seed_makes_the_same_file(tmp_path):
    first, second, other = (tmp_path / name for name in ("a.xml", "b.xml", "c.xml"))
    for path, seed in ((first, 7), (second, 7), (other, 8)):
        write_census(path, 50, seed=seed)
    assert first.read_bytes() == second.read_bytes() != other.read_bytes()


def test_a_pupil_number_has_its_check_letter(engine):
    assert upn(1)[0] == "ABCDEFGHJKLMNPQRTUVWXYZ"[sum(int(d) * p for p, d in enumerate("806000000001", start=2)) % 23]
    assert len({upn(number) for number in range(1000)}) == 1000
    assert datetime.date(2026, 3, 31).weekday() < 5
