"""A list of postcodes beside a looked after return: what is taken from it, what is refused, and what then runs."""

import csv
import json

import duckdb
import pytest

from goldenthread.returns.checking.rule import rules_of
from goldenthread.returns.command import main
from goldenthread.returns.formats.councils import councils
from goldenthread.returns.reading.postcodes import read_postcodes
from goldenthread.returns.tables import Refused

from .small_files import looked_after
from .test_command import NOW

EPISODES = """
CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,HOME_POST,PL_POST
A1,01/05/2025,S,C2,N1,K2,PR1,AB1 0AB,ab20ab
A2,01/05/2025,S,C2,N1,K2,PR1,AB1 0AB,AB30AB
A3,01/05/2025,S,C2,N1,K2,PR1,AB1 0AB,AB4 0AB
A4,01/05/2025,S,C2,N1,K2,PR1,AB1 0AB,ZZ9 9ZZ
"""
HEADER = "CHILD,SEX,DOB,ETHNIC\n" + "".join(f"A{number},M,15/06/2012,WBRI\n" for number in range(1, 5))
DIRECTORY = """pcd,doterm,laua,oseast1m,osnrth1m
AB1 0AB,,E06000002,449000,520000
AB2 0AB,,E06000002,449500,520500
"AB3 0AB",,E07000107,553654,174061
AB4 0AB,202001,W06000015,318000,176000
AB5 0AB,,E06000002,449500,520500
"""


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "return").mkdir()
    looked_after(tmp_path / "return", {"episodes": EPISODES, "header": HEADER})
    (tmp_path / "postcodes.csv").write_text(DIRECTORY, encoding="utf-8")
    return tmp_path


def run(*words):
    return main([*map(str, words), "--quiet"], now=NOW)


def returned(connection):
    connection.execute("CREATE SCHEMA ssda903; CREATE TABLE ssda903.episodes(HOME_POST VARCHAR, PL_POST VARCHAR)")
    connection.execute(
        "INSERT INTO ssda903.episodes VALUES ('AB1 0AB', 'ab20ab'), ('AB30AB', 'AB4 0AB'), (NULL, 'BT1 0AB')"
    )


def taken(path, text):
    path.write_text(text, encoding="utf-8")
    with duckdb.connect() as connection:
        returned(connection)
        read_postcodes(connection, path, "ssda903", "806")
        return connection.execute("SELECT * FROM ssda903.postcodes ORDER BY postcode").fetchall()


def test_only_what_the_return_holds_is_kept_with_its_council_and_country(tmp_path):
    assert taken(tmp_path / "list.csv", DIRECTORY) == [
        ("AB10AB", "806", "E", 449000.0, 520000.0),
        ("AB20AB", "806", "E", 449500.0, 520500.0),
        ("AB30AB", "886", "E", 553654.0, 174061.0),  # Dartford is a district of Kent
        ("AB40AB", None, "W", 318000.0, 176000.0),
    ]


def test_names_of_other_editions_and_our_own_are_known(tmp_path):
    newer = (
        "pcd7,pcds,lad25cd,east1m,north1m\nAB1 0AB,AB1 0AB,E06000004,449000,520000\nBT1 0AB,BT1 "
        "0AB,N09000003,333000,374000\n"
    )
    assert taken(tmp_path / "list.csv", newer) == [
        ("AB10AB", "808", "E", 449000.0, 520000.0),
        ("BT10AB", None, "N", 333000.0, 374000.0),
    ]
    own = "postcode,la,country,easting,northing\nAB10AB,805,E,1,2\nAB40AB,,Wales,3,\n"
    assert taken(tmp_path / "list.csv", own) == [("AB10AB", "805", "E", 1.0, 2.0), ("AB40AB", None, "W", 3.0, None)]


@pytest.mark.parametrize(
    "written",
    [
        b"\xef\xbb\xbfpcd,laua,oseast1m,osnrth1m\nAB1 0AB,E06000002,1,2\n",
        b"pcd,laua,oseast1m,osnrth1m\r\nAB1 0AB,E06000002,1,2\r\n",
        b' PCD , Laua ,OSEAST1M,OSNRTH1M\n"AB1 0AB","E06000002","1","2"\n',
        b"pcd,pcd,laua,oseast1m,osnrth1m\nAB1 0AB,x,E06000002,1,2\n",
    ],
)
def test_a_list_is_read_however_it_was_saved(tmp_path, written):
    (tmp_path / "list.csv").write_bytes(written)
    with duckdb.connect() as connection:
        returned(connection)
        assert read_postcodes(connection, tmp_path / "list.csv", "ssda903", "806") == 1
        assert connection.execute("SELECT * FROM ssda903.postcodes").fetchall() == [("AB10AB", "806", "E", 1.0, 2.0)]


def test_a_postcode_listed_twice_counts_once_and_an_unknown_area_stays_as_written(tmp_path):
    twice = "pcd,laua,oseast1m,osnrth1m\nAB1 0AB,E06009999,1,2\nAB10AB,E06009999,1,2\n"
    assert taken(tmp_path / "list.csv", twice) == [("AB10AB", "E06009999", "E", 1.0, 2.0)]


def test_the_councils_of_the_tees_have_their_codes():
    known = councils()
    assert [known[code] for code in ("805", "806", "807", "808")] == [
        "Hartlepool",
        "Middlesbrough",
        "Redcar and Cleveland",
        "Stockton-on-Tees",
    ]
    assert len(known) == 155


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("other.csv", b"CHILD,SEX\nA1,M\n", "no column for the postcode, the area, the easting, the northing"),
        ("rubbish.csv", b"pcd,laua,oseast1m,osnrth1m\nx,y,z,\n", "none of its first rows"),
        ("empty.csv", b"", "is not a list of postcodes"),
        ("binary.csv", b"\x7fELF\x02\xff\xfe\x00" * 50, "cannot be read as a list of postcodes"),
        ("wide.csv", b"pcd,laua,oseast1m,osnrth1m\n" + b"AB1 0AB,E06000002,1,2,3,4\n" * 3, "list of postcodes"),
    ],
)
def test_what_is_no_such_list_is_refused_in_one_sentence(here, capsys, name, content, said):
    (here / name).write_bytes(content)
    assert run("check", "return", "--year", 2026, "--council", 806, "--postcodes", name) == 2
    told = capsys.readouterr().err
    assert said in told and told.count("\n") == 1
    assert not list(here.glob("returns-results/*-*"))


def test_a_list_needs_a_council_that_is_known_and_a_return_that_has_postcodes(here, capsys):
    words = ("return", "--year", 2026, "--postcodes", "postcodes.csv")
    assert run("check", *words) == 2
    assert "--council" in capsys.readouterr().err
    assert run("check", *words, "--council", "999") == 2
    assert "no English council 999" in capsys.readouterr().err
    assert run("generate", "census.xml", "--children", 5) == 0
    assert run("check", "census.xml", "--council", 806, "--postcodes", "postcodes.csv") == 2
    assert "leave --postcodes out" in capsys.readouterr().err
    with pytest.raises(Refused), duckdb.connect() as connection:
        read_postcodes(connection, here / "postcodes.csv", "ssda903", "999")


def test_the_rules_that_need_a_list_run_with_one_alone(here):
    assert run("check", "return", "--year", 2026, "--council", 806) == 1
    assert run("check", "return", "--year", 2026, "--council", 806, "--postcodes", "postcodes.csv") == 1
    without, given = sorted(
        (
            json.loads((folder / "faults.json").read_text(encoding="utf-8"))
            for folder in here.glob("returns-results/check-*")
        ),
        key=lambda found: sum(rule["state"] == "not run" for rule in found["rules"]),
        reverse=True,
    )
    need = {
        rule.code
        for rule in rules_of("ssda903")
        if "postcodes" in rule.tables and rule.holds_in(2026) and set(rule.tables) == {"episodes", "postcodes"}
    }
    states = [
        {rule["rule"]: rule["state"] for rule in found["rules"] if rule["rule"] in need} for found in (without, given)
    ]
    assert len(need) >= 5 and set(states[0].values()) == {"not run"} and "not run" not in states[1].values()
    assert states[1]["392c"] == states[1]["1015"] == "failed"


def test_figures_of_places_and_distances_name_the_list_that_they_stand_on(here, capsys):
    words = (
        "measure",
        "return",
        "--year",
        2026,
        "--council",
        806,
        "--indicator",
        "C6",
        "--indicator",
        "C6-outside",
        "--indicator",
        "C1-placement",
    )
    assert run(*words) == 0
    assert "No postcodes was given." in capsys.readouterr().out
    assert run(*words, "--postcodes", "postcodes.csv") == 0
    (folder,) = (
        path
        for path in here.glob("returns-results/measure-*")
        if json.loads((path / "run.json").read_text(encoding="utf-8")).get("postcodes")
    )
    sha = json.loads((folder / "figures.json").read_text(encoding="utf-8"))["postcodes"]["sha256"]
    rows = [
        row
        for row in csv.DictReader((folder / "figures.csv").read_text(encoding="utf-8").splitlines())
        if row["part"] in ("All", "Other") or row["indicator"] == "C1-placement"
    ]
    found = {row["indicator"]: (row["numerator"], row["denominator"], row["files"].split()) for row in rows}
    assert found["C6"][:2] == found["C6-outside"][:2] == ("2", "4")
    assert sha in found["C6"][2] and sha in found["C6-outside"][2] and sha not in found["C1-placement"][2]
    (here / "postcodes.csv").write_text(DIRECTORY.replace("E07000107", "E06000002"), encoding="utf-8")
    assert run(*words, "--postcodes", "postcodes.csv") == 0
    assert len(list(here.glob("returns-results/measure-*"))) == 3, "another list makes another run"
