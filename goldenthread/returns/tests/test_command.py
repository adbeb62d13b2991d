"""The command line as a person uses it, in an empty folder."""

import csv
import datetime
import json
import os
import re

import pytest

from goldenthread.returns.command import main
from goldenthread.returns.generating.census_file import write_census
from goldenthread.returns.generating.faults import FAULTS

NOW = datetime.datetime(2026, 11, 20, 9, 0)
POPULATION = "time_period,old_la_code,age_group,population_estimate\n2025,806,Children aged 0 to 17 years,34000\n"


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*words):
    return main([str(word) for word in words], now=NOW)


def only(folder, start):
    (found,) = (path for path in folder.glob("returns-results/*") if path.name.startswith(start))
    return found


def test_a_faulty_census_is_told_by_child_field_and_line(here, capsys):
    others = set(FAULTS) - {"no_ethnicity", "same_factor_twice", "plan_of_one_day"}
    planted = write_census(here / "census.xml", 200, faulty=0.4, without=others)
    assert planted
    assert run("check", "census.xml", "--quiet") == 1
    said = capsys.readouterr().out
    assert "200 children in census.xml" in said
    folder = only(here, "check-")
    rows = list(csv.DictReader((folder / "faults.csv").read_text(encoding="utf-8").splitlines()))
    lines = (here / "census.xml").read_text(encoding="utf-8").splitlines()
    told = [row for row in rows if row["rule"] == "4220"]
    assert told
    for row in told:
        assert "<Ethnicity>" in lines[int(row["line"]) - 1]
    assert len({(row["rule"], row["places"]) for row in rows}) == len(rows), "each fault once"
    whole = json.loads((folder / "faults.json").read_text(encoding="utf-8"))
    assert len(whole["faults"]) == len(rows) == sum(rule["faults"] for rule in whole["rules"])
    assert (folder / "faults.xlsx").stat().st_size > 5000


def test_a_sound_census_ends_with_nothing_wrong(here):
    write_census(here / "census.xml", 60, faulty=0)
    assert run("check", "census.xml", "--quiet") == 0


def test_the_same_file_twice_is_recognised_and_can_be_done_again(here, capsys):
    write_census(here / "census.xml", 60, faulty=0.5)
    first = run("check", "census.xml", "--quiet")
    assert run("check", "census.xml", "--quiet") == first
    assert "were checked before" in capsys.readouterr().out
    assert len(list(here.glob("returns-results/check-*"))) == 1
    rows = list(csv.DictReader((only(here, "check-") / "faults.csv").read_text(encoding="utf-8").splitlines()))
    for by, words in (("child", rows[0]["child"]), ("field", "first on line"), ("fault", rows[0]["places"])):
        assert run("check", "census.xml", "--quiet", "--by", by) == first
        assert words in capsys.readouterr().out, "the list that is asked for later is told too"
    assert run("check", "census.xml", "--quiet", "--again") == first
    assert len(list(here.glob("returns-results/check-*"))) == 2


def test_what_changed_since_the_earlier_run_is_told(here, capsys):
    write_census(here / "census.xml", 80, faulty=0)
    sound = (here / "census.xml").read_text(encoding="utf-8")
    spoilt = re.sub(r"<Ethnicity>\w+<", "<Ethnicity>NONE<", sound, count=3)
    (here / "census.xml").write_text(spoilt, encoding="utf-8")
    run("check", "census.xml", "--quiet")
    earlier = only(here, "check-")
    mended = re.sub(r"<Ethnicity>NONE<", "<Ethnicity>WBRI<", spoilt, count=1)
    (here / "census.xml").write_text(mended.replace("<Children>", "<Children>\n"), encoding="utf-8")
    capsys.readouterr()
    run("check", "census.xml", "--quiet", "--against", earlier)
    assert "Since the earlier run: 0 new, 2 still there, 1 gone" in capsys.readouterr().out


def test_tables_with_children_go_when_the_run_ends_unless_they_are_kept(here):
    write_census(here / "census.xml", 20, faulty=0)
    run("check", "census.xml", "--quiet")
    assert not list(here.glob("returns-results/**/*.duckdb"))
    run("check", "census.xml", "--quiet", "--keep-tables", "--again")
    assert len(list(here.glob("returns-results/**/tables.duckdb"))) == 1


def test_figures_stand_on_numerator_denominator_and_the_hash_of_the_file(here, capsys):
    write_census(here / "census.xml", 300, faulty=0)
    (here / "population.csv").write_text(POPULATION, encoding="utf-8")
    assert run("measure", "census.xml", "--population", "population.csv", "--quiet") == 0
    assert "Children in need on the last day" in capsys.readouterr().out
    whole = json.loads((only(here, "measure-") / "figures.json").read_text(encoding="utf-8"))
    for figure in whole["figures"]:
        assert figure["files"] == whole["files"][0]["sha256"]
        if figure["state"] == "computed":
            assert figure["numerator"] is not None and figure["denominator"] > 0 and figure["ends"]
        else:
            assert figure["why"]
    words = json.dumps(whole)
    assert "M0000001" not in words, "no child's number reaches a figure"


def test_quarters_add_up_to_the_year_for_what_flows(here):
    write_census(here / "census.xml", 300, faulty=0)
    run("measure", "census.xml", "--indicator", "F8", "--quiet")
    run("measure", "census.xml", "--indicator", "F8", "--quarters", "--quiet")
    sums = []
    for folder in sorted(
        here.glob("returns-results/measure-*"), key=lambda path: len((path / "figures.csv").read_text())
    ):
        rows = csv.DictReader((folder / "figures.csv").read_text(encoding="utf-8").splitlines())
        sums.append(
            [
                sum(float(row[name]) for row in rows_of)
                for rows_of in [[r for r in rows if r["breakdown"] == "total"]]
                for name in ("numerator", "denominator")
            ]
        )
    assert sums[0] == sums[1]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("check", "nowhere.xml"), "There is no file or folder nowhere.xml"),
        (("check", "census.xml", "--council", "123"), "is of council 806, not 123"),
        (("check", "census.xml", "--year", "2024"), "is of the year 2026, not 2024"),
        (("check", "census.xml", "--rule", "9999"), "There is no rule 9999"),
        (("check", "census.xml", "--against", "census.xml"), "holds no faults.csv"),
        (("measure", "census.xml", "--indicator", "Z1"), "There is no indicator Z1"),
        (("measure", "census.xml", "--from", "2025-04-01"), "Give both --from and --to"),
        (("measure", "census.xml", "--population", "census.xml"), "has no column time_period"),
        (("generate", "census.xml"), "is there already"),
        (("generate", "new.xml", "--year", "1999"), "a year from 2023 to 2026"),
        (("explain", "Z9"), "There is no rule or indicator Z9"),
        (("link",), "Ask for one thing at a time"),
        (("link", "police"), "Write police as AGENCY=FILE"),
        (("link", "--undo"), "There is no book of links"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_leaves_nothing(here, capsys, words, said):
    write_census(here / "census.xml", 5, faulty=0)
    assert run(*words) == 2
    told = capsys.readouterr().err
    assert said in told
    assert len(told.strip().splitlines()) == 1
    assert not [path for path in here.glob("returns-results/*") if not path.name.startswith(".lock")]


def test_rules_indicators_and_explanations_are_told(here, capsys):
    assert run("rules", "--return", "cin", "--year", 2026) == 0
    assert "109 rules" in capsys.readouterr().out
    assert run("indicators") == 0
    assert run("explain", "8898") == 0
    assert "same factor more than once" in capsys.readouterr().out
    assert run("explain", "p8") == 0
    assert "within 3 months" in capsys.readouterr().out


def test_two_lists_are_linked_decided_and_undone(here, capsys):
    assert run("generate", "lists", "--return", "pairs", "--children", 300, "--quiet") == 0
    assert run("link", "council=lists/council.csv", "police=lists/police.csv", "--quiet") == 0
    persons = (here / "returns-results" / "link-1" / "persons.csv").read_text(encoding="utf-8")
    assert "council|C0000001" in persons
    names = {
        row["surname"]
        for row in csv.DictReader((here / "lists" / "council.csv").read_text(encoding="utf-8").splitlines())
    }
    assert not [name for name in names if name in persons], "no name stands in the list of persons"
    assert os.stat(here / "returns-results" / "link-1" / "to-decide.csv").st_mode & 0o077 == 0
    assert run("link", "--decide", "different", "council|C0000001", "police|P0000001", "--note", "Seen together.") == 0
    assert run("link", "--decisions") == 0
    assert "are different: Seen together." in capsys.readouterr().out
    assert run("link", "--withdraw", 1) == 0
    assert run("link", "--undo") == 0
    assert run("link", "--undo") == 2


def test_what_is_forgotten_stands_in_none_of_the_books_bytes(here, capsys):
    run("generate", "lists", "--return", "pairs", "--children", 200, "--quiet")
    run("link", "council=lists/council.csv", "police=lists/police.csv", "--quiet")
    rows = list(csv.DictReader((here / "lists" / "police.csv").read_text(encoding="utf-8").splitlines()))
    others = {
        row["surname"]
        for row in csv.DictReader((here / "lists" / "council.csv").read_text(encoding="utf-8").splitlines())
    }
    names = {row["surname"].encode() for row in rows if len(row["surname"]) > 6 and row["surname"] not in others}
    book = here / "returns-results" / "links.duckdb"
    assert names
    assert any(name in book.read_bytes() for name in names)
    assert run("link", "--forget", "police") == 0
    assert [name for name in names if name in book.read_bytes()] == []
    assert book.stat().st_mode & 0o077 == 0
    assert not list(here.glob("returns-results/links.duckdb?*"))
    assert run("link", "--forget", "police") == 2
    assert run("link", "--forget", "council") == 0


def test_the_looked_after_return_is_checked_and_measured_with_last_year(here):
    for year in (2025, 2026):
        assert (
            run(
                "generate",
                f"lac{year}",
                "--return",
                "ssda903",
                "--year",
                year,
                "--children",
                120,
                "--faulty",
                0,
                "--quiet",
            )
            == 0
        )
    assert run("check", "lac2026", "--year", 2026, "--council", 806, "--quiet") == 0
    assert run("check", "lac2026", "--year", 2026, "--council", 806, "--last-year", "lac2025", "--quiet") in (0, 1)
    assert run("measure", "lac2026", "--year", 2026, "--council", 806, "--quiet") == 0
    assert run("check", "lac2026", "--quiet") == 2


def test_values_that_cannot_be_read_are_told_beside_the_rules(here, capsys):
    write_census(here / "census.xml", 60, faulty=0)
    text = (here / "census.xml").read_text(encoding="utf-8")
    head, found, rest = text.partition("<CINreferralDate>")
    assert found
    (here / "census.xml").write_text(f"{head}{found}2025-02-31{rest[rest.index('<') :]}", encoding="utf-8")
    assert run("check", "census.xml", "--quiet", "--by", "fault") == 1
    said = capsys.readouterr().out
    assert "unreadable cin_details.CINreferralDate" in said
    assert ": 2025-02-31" in said
    assert run("check", "census.xml", "--quiet", "--rule", "8898") == 0, "a rule asked for by itself runs by itself"


def test_a_program_that_breaks_does_not_end_as_if_faults_were_found(here, capsys, monkeypatch):
    def broken(*_, **__):
        raise ZeroDivisionError("made up")

    write_census(here / "census.xml", 5, faulty=0)
    monkeypatch.setattr("goldenthread.returns.command.checking.check", broken)
    assert run("check", "census.xml", "--quiet") == 3
    assert "The program broke." in capsys.readouterr().err
    assert not [path for path in here.glob("returns-results/*") if path.name != ".lock"]


def test_a_return_older_than_the_rules_is_told_so(here, capsys):
    """No rule holds for it, which must not read as if every rule were kept."""
    write_census(here / "census.xml", 20, year=2023, faulty=0)
    run("check", "census.xml", "--quiet")
    assert "known from 2023 on" not in capsys.readouterr().out
    text = (here / "census.xml").read_text(encoding="utf-8")
    (here / "old.xml").write_text(text.replace("2023-03-31", "2022-03-31", 1), encoding="utf-8")
    run("check", "old.xml", "--quiet")
    assert "The rules of this return are known from 2023 on" in capsys.readouterr().out


def test_a_fault_beside_last_years_row_lies_in_this_years_file(here):
    """Its line is that of this year's row; last year's stands among the places under its own table."""
    header = "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN\n"
    other = "A2,01/05/2025,S,C2,N1,U4,PR1,,,,,,\n"
    (here / "last.csv").write_text(header + "A1,01/05/2024,S,C2,N1,U4,PR1,,,,,,\n", encoding="utf-8")
    (here / "this.csv").write_text(header + other * 2 + "A1,02/05/2024,S,C2,N1,U4,PR1,,,,,,\n", encoding="utf-8")
    run("check", "this.csv", "--year", 2026, "--council", 806, "--last-year", "last.csv", "--rule", "502", "--quiet")
    (fault,) = csv.DictReader((only(here, "check-") / "faults.csv").read_text(encoding="utf-8").splitlines())
    assert (fault["child"], fault["file"], fault["line"]) == ("A1", "this.csv", "4")
    assert "episodes_last.DECOM (line 2): 01/05/2024" in fault["places"]
