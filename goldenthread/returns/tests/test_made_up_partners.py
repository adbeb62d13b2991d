"""The made-up partnership and the templates: they pass their own checks, and linking finds who is who."""

import csv
import datetime
import json

import duckdb
import pytest

from goldenthread.returns import calendar
from goldenthread.returns.checking.engine import PASSED, check
from goldenthread.returns.checking.rule import rules_of
from goldenthread.returns.command import main
from goldenthread.returns.formats import FORMATS
from goldenthread.returns.formats.partners import PRIMARY, TEMPLATES
from goldenthread.returns.generating.partnership import write_partnership
from goldenthread.returns.generating.templates import write_templates
from goldenthread.returns.linking.link import link, take_identities, the_book
from goldenthread.returns.reading.read import read

TABLES = {table.name: (form, table) for form in TEMPLATES for table in form.tables}


@pytest.fixture
def engine():
    connection = duckdb.connect()
    calendar.lay_out(connection)
    yield connection
    connection.close()


def faults(engine, folder, paths, scratch):
    engine.execute("USE memory.main")
    loaded = read(engine, paths, scratch, la="806", year=2026)
    form = loaded.format
    assert (loaded.unread, loaded.notes) == (0, ())
    outcomes = check(engine, form.code, rules_of(form.code), loaded.missing, year=2026, form=form)
    assert loaded.missing or all(one.state == PASSED for one in outcomes)
    return form.code, [one.rule.code for one in outcomes if one.count or one.why and not one.why.startswith("No ")]


@pytest.fixture
def partnership(tmp_path):
    folder = tmp_path / "made"
    folder.mkdir()
    write_partnership(folder, 400, faulty=0)
    return folder


def test_each_partners_files_pass_their_checks(engine, partnership, tmp_path):
    found = dict(
        faults(engine, partnership, [partnership / name], tmp_path)
        for name in ("police", "health", "aggregate", "school")
    )
    assert found == {"police": [], "health": [], "aggregate": [], "school_census": []}


def test_the_same_seed_makes_the_same_files(partnership, tmp_path):
    again = tmp_path / "again"
    again.mkdir()
    write_partnership(again, 400, faulty=0)
    made = sorted(path.relative_to(partnership) for path in partnership.rglob("*") if path.is_file())
    assert len(made) == 11
    assert all((partnership / name).read_bytes() == (again / name).read_bytes() for name in made)


def test_linking_finds_the_children_that_partners_share(engine, partnership, tmp_path):
    incoming = {}
    for name in ("police", "health", "school"):
        engine.execute("USE memory.main")
        loaded = read(engine, [partnership / name], tmp_path, la="806", year=2026)
        incoming[name] = take_identities(engine, loaded.format.code)
    with the_book(tmp_path / "links.duckdb") as book:
        found = link(book, incoming, by="a test", at=None)
    with (partnership / "truth.csv").open(encoding="utf-8", newline="") as file:
        truth = {f"{row['agency']}|{row['ref']}": row["census"] for row in csv.DictReader(file)}
    assert set(found.persons) <= set(truth)
    children = {}
    for record, person in found.persons.items():
        children.setdefault(person, set()).add(truth[record])
    assert [numbers for numbers in children.values() if len(numbers) > 1] == []
    linkable = {number for number in truth.values() if sum(n == number for n in truth.values()) > 1}
    joined = {
        truth[record]
        for record, person in found.persons.items()
        if sum(p == person for p in found.persons.values()) > 1
    }
    assert len(joined) > 0.9 * len(linkable)


def test_the_templates_pass_their_own_checks_and_their_metadata_fits_them(engine, tmp_path):
    folder = tmp_path / "templates"
    folder.mkdir()
    paths = write_templates(folder)
    assert len(paths) == 10
    for form in TEMPLATES:
        code, found = faults(engine, folder, [folder / f"{table.name}.csv" for table in form.tables], tmp_path)
        assert (code, found) == (form.code, [])
    for name, (_, table) in TABLES.items():
        said = json.loads((folder / f"{name}.csv-metadata.json").read_text(encoding="utf-8"))
        with (folder / said["url"]).open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        columns = said["tableSchema"]["columns"]
        assert rows and list(rows[0]) == [column["name"] for column in columns]
        for column in columns:
            if column["required"]:
                assert all(row[column["name"]] for row in rows), (name, column["name"])
            assert column["required"] == table.column(column["name"]).required
        key = said["tableSchema"].get("primaryKey", ())
        assert tuple(key) == PRIMARY.get(name, ())
        if key:
            assert len({tuple(row[part] for part in key) for row in rows}) == len(rows)


def test_each_column_of_a_template_that_is_a_code_says_what_may_stand_there(tmp_path):
    folder = tmp_path / "templates"
    folder.mkdir()
    write_templates(folder)
    said = json.loads((folder / "police_missing.csv-metadata.json").read_text(encoding="utf-8"))
    kinds = {column["name"]: column["datatype"] for column in said["tableSchema"]["columns"]}
    assert kinds["risk"] == {"base": "string", "format": "high|medium|low|no_apparent"}
    assert kinds["dob"] == {"base": "date", "format": "yyyy-MM-dd"}
    assert kinds["found_at"] == {"base": "dateTime", "format": "yyyy-MM-ddTHH:mm"}
    assert FORMATS["police"].table("police_missing").column("found_at").kind == "moment"


def run(*words):
    return main(
        [*map(str, words), *(["--quiet"] if words[0] != "templates" else [])], now=datetime.datetime(2026, 11, 20, 9, 0)
    )


def test_a_partnership_is_made_checked_measured_and_linked_from_the_command_line(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert run("generate", "made", "--return", "partners", "--children", 150) == 0
    assert "who is who in truth.csv" in capsys.readouterr().out
    assert run("check", "made/police", "--year", 2026, "--council", 806) == 0
    assert " rows in marac.csv, police_domestic_abuse.csv, police_missing.csv" in capsys.readouterr().out
    assert (
        run("measure", "made/school", "--year", 2026, "--council", 806, "--indicator", "E3-suspensions", "--quarters")
        == 0
    )
    told = capsys.readouterr().out
    assert [day in told for day in ("30/11/2025", "28/02/2026", "31/05/2026", "31/08/2026")] == [True] * 4
    assert (
        run(
            "link",
            "council=made/census.xml",
            "police=made/police",
            "health=made/health",
            "--year",
            2026,
            "--council",
            806,
        )
        == 0
    )
    assert "pairs linked in this run" in capsys.readouterr().out


def test_templates_are_written_once_and_never_over_others(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert run("templates", "ours") == 0
    assert "Wrote 5 templates into ours. Their rows are made up" in capsys.readouterr().out
    assert run("templates", "ours") == 2
    assert "is there already" in capsys.readouterr().err


def test_figures_say_how_days_were_read(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "m.csv").write_text(
        "meeting_date,la_code,cases,repeat_cases,children_in_household\n10/06/2025,806,9,1,12\n", encoding="utf-8"
    )
    assert run("measure", "m.csv", "--year", 2026, "--council", 806) == 0
    assert "marac: meeting_date written day/month/year throughout, and read so." in capsys.readouterr().out


@pytest.mark.parametrize(("council", "counted"), [("806", 9), ("", 30)])
def test_the_rows_of_the_named_council_alone_are_counted(tmp_path, monkeypatch, council, counted):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "m.csv").write_text(
        "meeting_date,la_code,cases,repeat_cases,children_in_household\n2025-06-10,806,9,1,12\n2025-06-10,807,21,1,12\n",
        encoding="utf-8",
    )
    assert run("measure", "m.csv", "--year", 2026, "--council", council, "--indicator", "X7-repeat") == 0
    (figures,) = tmp_path.glob("returns-results/measure-*/figures.csv")
    with figures.open(encoding="utf-8", newline="") as file:
        (figure,) = csv.DictReader(file)
    assert float(figure["denominator"]) == counted
