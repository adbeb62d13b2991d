"""Our side of the comparison of looked after rules with the sector's validator: what is compared, and how it is
told.
"""

from collections import Counter

import pytest

from benchmarks.looked_after_agreement import COUNCIL, NAMES, Found, line, our_findings, told
from goldenthread.returns.formats.ssda903 import SSDA903

from .small_files import looked_after

HEADER = "CHILD,SEX,DOB,ETHNIC\nA1,M,15/06/2012,WBRI\nA1,M,15/06/2012,WBRI\nA2,M,15/06/2012,WBRI\n"
EPISODES = (
    "CHILD,DECOM,RNE,LS,PLACE,HOME_POST,PL_POST\nA1,01/05/2025,S,C2,U4,AB1 0AB,AB2 0AB\n"
    "A2,01/05/2025,S,C2,U4,AB1 0AB,ZZ9 9ZZ\n"
)
LIST = "pcd,laua,oseast1m,osnrth1m\nAB1 0AB,E06000002,449000,520000\nAB2 0AB,E06000002,449500,520500\n"


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "return"
    place.mkdir()
    looked_after(place, {"header": HEADER, "episodes": EPISODES})
    return place


def failed(*places):
    return Found("failed", "", Counter(dict.fromkeys(places, 1)))


def test_the_rows_of_a_rule_are_named_by_table_and_number(folder):
    assert our_findings(folder, 2026, only="INT32")["INT32"].places == Counter({("header", 1): 1, ("header", 2): 1})


def test_rules_that_need_a_list_or_last_year_run_when_these_are_given(folder, tmp_path):
    without = our_findings(folder, 2026)
    assert without["392c"].state == without["502"].state == "not run"
    (tmp_path / "list.csv").write_text(LIST, encoding="utf-8")
    last = tmp_path / "last"
    last.mkdir()
    looked_after(last, {"episodes": "CHILD,DECOM,RNE,LS,PLACE\nA1,02/05/2024,S,C2,U4\n"})
    given = our_findings(folder, 2026, last, tmp_path / "list.csv")
    assert given["392c"].places == Counter({("episodes", 2): 1})
    assert ("episodes", 1) in given["502"].places


def test_what_stands_beside_a_fault_of_ours_is_no_difference_and_counts_where_the_validator_names_it():
    ours = Found("failed", "", Counter({("episodes", 1): 1, ("header", 4): 1}), frozenset({("header", 4)}))
    assert line("165", ours, failed(("episodes", 1))).agrees
    assert line("165", ours, failed(("episodes", 1), ("header", 4))).agrees
    assert line("165", ours, failed(("episodes", 1), ("header", 5))).validators_only == Counter({("header", 5): 1})
    assert line("165", ours, Found("passed")).ours_only == Counter({("episodes", 1): 1})
    assert line("165", ours, failed(("episodes", 2))).validators_only == Counter({("episodes", 2): 1})


def test_the_row_at_fault_is_told_from_those_beside_it(folder):
    found = our_findings(folder, 2026, only="INT32")["INT32"]
    assert found.beside == {("header", 1)} and ("header", 2) in found.places


def test_a_rule_that_raised_never_agrees_and_one_that_was_skipped_is_not_compared():
    raised, skipped = (
        line("231", Found("passed"), Found(state, "KeyError: 'UASC_STATUS'")) for state in ("raised", "skipped")
    )
    assert raised.compared and not raised.agrees
    assert not skipped.compared and not skipped.agrees
    assert not line("231", Found("not run"), Found("passed")).compared
    text = told([raised, skipped, line("101", Found("passed"), Found("passed"))])
    assert "2 rules compared, 0 found something, 1 name the same rows" in text
    assert "it raised KeyError: 'UASC_STATUS'" in text and "1 skipped by the validator: 231" in text


def test_each_of_the_validators_tables_is_one_of_ours():
    assert {name for name in NAMES.values() if not name.endswith("_last")} == {table.name for table in SSDA903.tables}
    assert COUNCIL == "806"
