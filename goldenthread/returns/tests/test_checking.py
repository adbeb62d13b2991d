"""The engine of rules: how a rule ends, what a run keeps, and the checks that are built in."""

import os
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from goldenthread.returns import calendar
from goldenthread.returns.checking.built_in import built_in
from goldenthread.returns.checking.engine import ERRORED, FAILED, NOT_RUN, PASSED, check
from goldenthread.returns.checking.rule import edition, rules_of
from goldenthread.returns.formats.cin import CIN
from goldenthread.returns.reading.read import read

from .small_files import census

CHILD = "<Child><ChildIdentifiers><LAchildID>{}</LAchildID>{}</ChildIdentifiers>{}</Child>"
BORN_BADLY = CHILD.format("A1", "<PersonBirthDate>31/02/2024</PersonBirthDate><Sex>F</Sex>", "")


@pytest.fixture
def connection():
    with duckdb.connect() as found:
        calendar.lay_out(found)
        yield found


@pytest.fixture
def rule():
    return next(rule for rule in rules_of("cin") if rule.code == "8500")


def of_code(*codes):
    return [rule for rule in rules_of("cin") if rule.code in codes]


def load(connection, folder, children):
    read(connection, census(folder, children, 2026), folder)


def faults(connection, code):
    return connection.execute(
        "SELECT fault_no, table_name, row_no FROM faults WHERE rule = ? ORDER BY ALL", [code]
    ).fetchall()


def ends(connection, *rules, **told):
    return [(one.rule.code, one.state, one.count) for one in check(connection, "cin", rules, year=2026, **told)]


def test_a_rule_whose_sql_is_wrong_is_errored_and_the_others_still_run(connection, tmp_path, rule):
    load(connection, tmp_path, CHILD.format("", "", ""))
    wrong = replace(rule, code="wrong", sql="SELECT row_no AS children FROM children WHERE NoSuchColumn IS NULL")
    first, second = check(connection, "cin", [wrong, rule], year=2026)
    assert (first.state, second.state) == (ERRORED, FAILED)
    assert "NoSuchColumn" in first.why
    assert faults(connection, "wrong") == [] and faults(connection, "8500") == [(1, "children", 1)]


def test_a_rule_that_raises_on_the_data_is_errored_and_never_passed(connection, tmp_path, rule):
    raises = replace(
        rule, code="raises", sql="SELECT row_no AS children FROM children WHERE CAST(LAchildID AS INTEGER) < 0"
    )
    load(connection, tmp_path, CHILD.format("12", "", ""))
    assert ends(connection, raises) == [("raises", PASSED, 0)]
    connection.execute("USE memory.main")
    connection.execute("DROP SCHEMA cin CASCADE")
    load(connection, tmp_path, CHILD.format("A1", "", ""))
    assert ends(connection, raises, rule) == [("raises", ERRORED, 0), ("8500", PASSED, 0)]


def test_a_rule_is_not_run_without_its_table_and_says_which(connection, tmp_path, rule):
    load(connection, tmp_path, CHILD.format("", "", ""))
    (not_brought,) = check(connection, "cin", [rule], ["children"], year=2026)
    assert (not_brought.state, not_brought.why) == (NOT_RUN, "No children was given.")
    connection.execute("DROP TABLE cin.reviews")
    (not_standing,) = check(connection, "cin", of_code("8842Q"), year=2026)
    assert (not_standing.state, not_standing.why) == (NOT_RUN, "No reviews was given.")


def test_a_result_column_that_names_no_table_of_the_rule_is_an_error(connection, tmp_path, rule):
    load(connection, tmp_path, CHILD.format("", "", ""))
    (outcome,) = check(connection, "cin", [replace(rule, sql="SELECT row_no AS childern FROM children")], year=2026)
    assert outcome.state == ERRORED and "childern" in outcome.why
    (mixed,) = check(
        connection, "cin", [replace(rule, sql="SELECT 1 AS whole, row_no AS children FROM children")], year=2026
    )
    assert mixed.state == ERRORED


def test_a_fault_of_the_whole_return_is_one_fault_without_a_row(connection, tmp_path):
    load(connection, tmp_path, CHILD.format("A1", "", "") + CHILD.format("A2", "", ""))
    assert ends(connection, *of_code("2887Q")) == [("2887Q", FAILED, 1)]
    assert faults(connection, "2887Q") == [(1, None, None)]


def test_a_pair_is_one_fault_with_both_its_rows(connection, tmp_path):
    plans = "<CINPlanDates><CINPlanStartDate>2025-05-01</CINPlanStartDate></CINPlanDates>" * 3
    load(connection, tmp_path, CHILD.format("A1", "", f"<CINdetails>{plans}</CINdetails>"))
    assert ends(connection, *of_code("4004", "4014")) == [("4004", FAILED, 2), ("4014", FAILED, 2)]
    assert faults(connection, "4004") == [
        (1, "cin_plans", 1),
        (1, "cin_plans", 2),
        (2, "cin_plans", 1),
        (2, "cin_plans", 3),
    ]


def test_a_rule_of_another_year_is_left_out(connection, tmp_path):
    load(connection, tmp_path, CHILD.format("A-1", "", ""))
    later = of_code("1580")
    assert [one.state for one in check(connection, "cin", later, year=2025)] == [FAILED]
    assert check(connection, "cin", later, year=2024) == []


def test_a_run_keeps_how_each_rule_ended_and_by_which_edition(connection, tmp_path, rule):
    load(connection, tmp_path, CHILD.format("", "", ""))
    wrong = replace(rule, code="wrong", sql="SELECT 1")
    check(connection, "cin", [rule, wrong], year=2026)
    kept = connection.execute("SELECT rule, state, faults, edition FROM cin.outcomes ORDER BY rule").fetchall()
    assert kept == [("8500", FAILED, 1, edition([rule, wrong])), ("wrong", ERRORED, 0, edition([rule, wrong]))]


def test_the_edition_changes_with_any_rule_and_not_with_their_order(rule):
    rules = list(rules_of("cin"))
    assert edition(rules) == edition(reversed(rules))
    assert edition(rules) != edition(rules[1:])
    assert edition([rule]) != edition([replace(rule, digest="another file")])


def test_words_that_cannot_be_read_are_told_and_blanks_are_not(connection, tmp_path):
    blank = CHILD.format("A2", "<PersonBirthDate> </PersonBirthDate><Sex/>", "")
    load(connection, tmp_path, BORN_BADLY + blank)
    ended = {code: (state, count) for code, state, count in ends(connection, *rules_of("cin"), form=CIN)}
    assert ended["unreadable children.PersonBirthDate"] == (FAILED, 1)
    assert faults(connection, "unreadable children.PersonBirthDate") == [(1, "children", 1)]
    assert {
        state for code, (state, _) in ended.items() if code.startswith("unreadable") and "PersonBirth" not in code
    } == {PASSED}


def test_a_check_of_words_says_what_is_wanted():
    messages = {rule.code: rule.message for rule in built_in(CIN, rules_of("cin"), 2026)}
    assert "a day that exists, written as 2026-03-31" in messages["unreadable section47.InitialCPCtarget"]
    assert "1, 0, true or false" in messages["unreadable cin_details.ReferralNFA"]


def test_a_code_of_no_list_is_told_once(connection, tmp_path):
    characteristics = "<ChildCharacteristics><Ethnicity>XX</Ethnicity></ChildCharacteristics>"
    load(connection, tmp_path, CHILD.format("A1", "<UPNunknown>UN9</UPNunknown>", characteristics))
    ended = {code: (state, count) for code, state, count in ends(connection, *rules_of("cin"), form=CIN)}
    assert ended["unlisted children.UPNunknown"] == (FAILED, 1)
    assert ended["4220"] == (FAILED, 1) and ended["unlisted children.Ethnicity"] == (PASSED, 0)


def test_a_code_that_its_rule_does_not_ask_about_is_still_told(connection, tmp_path):
    """8540 asks about disabilities of children who are born and were referred with further action only."""
    characteristics = (
        "<ChildCharacteristics><Disabilities><Disability>BLIND</Disability></Disabilities></ChildCharacteristics>"
    )
    load(
        connection,
        tmp_path,
        CHILD.format("A1", "<ExpectedPersonBirthDate>2026-05-01</ExpectedPersonBirthDate>", characteristics),
    )
    ended = {code: (state, count) for code, state, count in ends(connection, *of_code("8540"), form=CIN)}
    assert ended["8540"] == (PASSED, 0) and ended["unlisted disabilities.Disability"] == (FAILED, 1)


def test_a_field_is_checked_in_the_years_that_have_it_only():
    fields = {year: {rule.code for rule in built_in(CIN, (), year)} for year in (2024, 2026)}
    assert "unlisted children.GenderCurrent" in fields[2024] and "unlisted children.Sex" not in fields[2024]
    assert "unlisted children.Sex" in fields[2026] and "unlisted children.GenderCurrent" not in fields[2026]
    assert "unreadable pre_proceedings.PPStartDate" in fields[2026] - fields[2024]


@pytest.mark.parametrize("rule", [rule for rule in rules_of("cin") if rule.covers], ids=lambda rule: rule.code)
def test_a_rule_about_codes_knows_every_code_of_the_format(rule):
    for field in rule.covers:
        table, column = field.split(".")
        assert [code for code in CIN.table(table).column(column).codes if f"'{code}'" not in rule.sql] == []


def test_each_rule_names_fields_that_the_format_has():
    for rule in rules_of("cin"):
        for field in rule.columns:
            table, column = field.split(".")
            assert table in rule.tables and CIN.table(table).column(column)
        assert (rule.severity == "query") == rule.code.endswith("Q")


def test_one_child_with_very_many_plans_does_not_stop_the_rules(connection, tmp_path):
    """The rules on overlaps name for each plan one that it overlaps, so that their cost does not grow with the
    square.
    """
    load(connection, tmp_path, CHILD.format("A1", "", "<CINdetails/>"))
    for table, start in (("cin_plans", "CINPlanStartDate"), ("child_protection_plans", "CPPstartDate")):
        connection.execute(
            f'INSERT INTO cin.{table} (row_no, child_no, cin_no, "{start}", "{start}_text") '
            "SELECT i, 1, 1, DATE '2025-05-01', '2025-05-01' FROM range(1, 50001) r(i)"
        )
    ended = ends(connection, *of_code("4001", "4004", "4014", "4016", "4017", "8940"))
    assert [count for _, _, count in ended] == [50000, 49999, 49999, 50000, 50000, 49999]


TWINS = {
    "8565": """<CINdetails><CINreferralDate>2025-05-01</CINreferralDate><CINclosureDate>2025-09-01</CINclosureDate>
        <ChildProtectionPlans><CPPstartDate>2025-06-01</CPPstartDate><CPPendDate>2025-10-01</CPPendDate></ChildProtectionPlans>
        </CINdetails>""",
    "8614": """<CINdetails><Assessments><AssessmentActualStartDate>2025-05-01</AssessmentActualStartDate>
        <FactorsIdentifiedAtAssessment><AssessmentFactors>1A</AssessmentFactors></FactorsIdentifiedAtAssessment>
        </Assessments></CINdetails>""",
    "8898": """<CINdetails><Assessments><AssessmentActualStartDate>2025-05-01</AssessmentActualStartDate>
        <AssessmentAuthorisationDate>2025-06-01</AssessmentAuthorisationDate><FactorsIdentifiedAtAssessment>
        <AssessmentFactors>1A</AssessmentFactors><AssessmentFactors>2A</AssessmentFactors><AssessmentFactors>1A</AssessmentFactors>
        </FactorsIdentifiedAtAssessment></Assessments></CINdetails>""",
}


@pytest.mark.parametrize("code", TWINS)
def test_what_another_validator_misses_is_found(connection, tmp_path, code):
    load(connection, tmp_path, CHILD.format("A1", "<Sex>F</Sex>", TWINS[code]))
    assert (code, FAILED, 1) in ends(connection, *rules_of("cin"))


@pytest.mark.real_files
@pytest.mark.parametrize("code", TWINS)
def test_the_minimal_files_are_found(connection, tmp_path, code):
    loaded = read(
        connection, [Path(os.environ["GOLDENTHREAD_RETURNS_DATA"]) / "synthetic" / f"rule_{code}_minimal.xml"], tmp_path
    )
    found = {
        one.rule.code: one.state
        for one in check(connection, "cin", rules_of("cin"), year=loaded.collection.year, form=CIN)
    }
    assert found[code] == FAILED and ERRORED not in found.values()
