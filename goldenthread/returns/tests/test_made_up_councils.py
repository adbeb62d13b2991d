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
# For each fault that can be planted one of the rules that find it.
FOUND_BY = {
    "activity_after_closure": "8565",
    "activity_on_no_further_action": "8831",
    "assessment_before_referral": "1103",
    "assessment_ends_before_it_starts": "8608",
    "born_after_the_year": "8520",
    "closure_before_referral": "8565",
    "closure_without_reason": "8805",
    "conference_in_both_places": "2884",
    "conference_on_a_weekend": "8875",
    "died_before_birth": "8555Q",
    "died_without_a_date": "8585Q",
    "enquiry_without_an_end": "2885",
    "factors_before_completion": "8614",
    "in_need_and_protection_together": "4017",
    "letters_in_pupil_number": "1540",
    "long_child_id": "1570",
    "no_birth_date": "8525Q",
    "no_child_id": "8500",
    "no_episode": "8590",
    "no_ethnicity": "4220",
    "no_factor_among_factors": "8869",
    "no_factors": "8897Q",
    "no_further_action_missing": "8568",
    "no_primary_need": "8610",
    "no_pupil_number_nor_reason": "8770Q",
    "no_referral_source": "8866",
    "no_sex": "4180",
    "none_and_a_disability": "8790",
    "old_factor": "8945Q",
    "plan_ends_before_it_starts": "4011",
    "plan_of_one_day": "4012Q",
    "plan_without_a_start": "4010",
    "plans_overlap": "4014",
    "previous_plans_missing": "8730",
    "protection_ends_before_it_starts": "8925",
    "protection_overlaps": "8940",
    "protection_starts_another_day": "2885",
    "protection_without_category": "8910",
    "reason_without_closure": "8810",
    "referral_after_the_year": "8600",
    "referral_is_no_day": "8600",
    "review_on_the_first_day": "8841",
    "same_child_again": "8510",
    "same_disability_twice": "8794",
    "same_factor_twice": "8898",
    "slash_in_child_id": "1580",
    "two_open_assessments": "8896",
    "unknown_disability": "8540",
    "unknown_primary_need": "8650",
    "unknown_reason": "8640",
    "wrong_check_letter": "1510",
}


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


def test_a_rule_is_named_for_each_fault():
    assert sorted(FOUND_BY) == sorted(FAULTS)


@pytest.mark.parametrize("name", sorted(FOUND_BY))
def test_each_fault_is_found_by_its_rule(engine, tmp_path, name):
    """A file with that fault alone, in many children."""
    write_census(tmp_path / "census.xml", 120, faulty=0.5, without=set(FAULTS) - {name})
    read(engine, [tmp_path / "census.xml"], tmp_path, la="806", year=2026)
    (rule,) = (rule for rule in rules_of("cin") if rule.code == FOUND_BY[name])
    (outcome,) = check(engine, "cin", [rule], year=2026)
    assert (outcome.state, outcome.why) == (FAILED, "")


def test_the_same_seed_makes_the_same_file(tmp_path):
    first, second, other = (tmp_path / name for name in ("a.xml", "b.xml", "c.xml"))
    for path, seed in ((first, 7), (second, 7), (other, 8)):
        write_census(path, 50, seed=seed)
    assert first.read_bytes() == second.read_bytes() != other.read_bytes()


def test_a_pupil_number_has_its_check_letter(engine):
    assert upn(1)[0] == "ABCDEFGHJKLMNPQRTUVWXYZ"[sum(int(d) * p for p, d in enumerate("806000000001", start=2)) % 23]
    assert len({upn(number) for number in range(1000)}) == 1000
    assert datetime.date(2026, 3, 31).weekday() < 5
