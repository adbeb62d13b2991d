"""The census: every value with its line, whatever the order of its elements, and nothing of a file is lost."""

import itertools
import os
import re
from pathlib import Path

import duckdb
import pytest

from goldenthread.returns.formats.cin import CIN
from goldenthread.returns.reading import parts
from goldenthread.returns.reading.layout import line_of
from goldenthread.returns.reading.read import read
from goldenthread.returns.tables import Refused

from .small_files import CENSUS, census

EXAMPLES = os.environ.get("GOLDENTHREAD_RETURNS_DATA", "")
needs_examples = pytest.mark.real_files


@pytest.fixture
def engine():
    with duckdb.connect() as connection:
        yield connection


def rows(engine, table, columns="*", schema="cin"):
    return engine.execute(f"SELECT {columns} FROM {schema}.{table} ORDER BY row_no").fetchall()


def everything(engine, schema="cin"):
    names = [table.name for table in CIN.tables]
    return {name: rows(engine, name, schema=schema) for name in names} | {
        "unread": engine.execute(f"SELECT * FROM {schema}.unread ORDER BY ALL").fetchall()
    }


CHILD = """<Child>
 <CINdetails>
  <ChildProtectionPlans>
   <Reviews>
    <CPPreviewDate>2025-06-01</CPPreviewDate>
    <CPPreviewDate>2025-09-01</CPPreviewDate>
   </Reviews>
   <CPPstartDate>2025-04-01</CPPstartDate>
  </ChildProtectionPlans>
  <CINplanDates><CINPlanStartDate>2025-05-01</CINPlanStartDate></CINplanDates>
  <CINPlanDates><CINPlanStartDate>2025-05-02</CINPlanStartDate></CINPlanDates>
  <Assessments>
   <FactorsIdentifiedAtAssessment><AssessmentFactors>1A</AssessmentFactors><AssessmentFactors>2B</AssessmentFactors></FactorsIdentifiedAtAssessment>
   <AssessmentActualStartDate>not a day</AssessmentActualStartDate>
  </Assessments>
  <PreProceedingsandFGDM><PPStartDate>2025-09-09</PPStartDate><ReviewMeetingsCount>3</ReviewMeetingsCount></PreProceedingsandFGDM>
  <CINreferralDate>2025-04-01</CINreferralDate>
  <ReferralNFA>false</ReferralNFA>
 </CINdetails>
 <ChildCharacteristics><Disabilities><Disability>HAND</Disability><Disability>HEAR</Disability></Disabilities><Ethnicity>WBRI</Ethnicity></ChildCharacteristics>
 <ChildIdentifiers>
  <PersonBirthDate/>
  <LAchildID>A1</LAchildID>
 </ChildIdentifiers>
</Child>"""


def test_elements_may_come_in_any_order_and_every_value_has_its_line(engine, tmp_path):
    paths = census(tmp_path, CHILD, 2026)
    loaded = read(engine, paths, tmp_path)
    lines = paths[0].read_text().splitlines()
    for table in CIN.tables:
        words = ", ".join(f'"{column.text_name}"' for column in table.columns)
        for line, where, *found in rows(engine, table.name, f"line, field_lines, {words}"):
            for column, value in zip(table.columns, found, strict=True):
                if value is not None:
                    at = line_of(table, column.name, line, where)
                    assert f"<{column.name}>{value}</" in lines[at - 1], (table.name, column.name)
    assert rows(engine, "reviews", "CPPreviewDate_text, child_no, cin_no, plan_no") == [
        ("2025-06-01", 1, 1, 1),
        ("2025-09-01", 1, 1, 1),
    ]
    assert rows(engine, "cin_plans", "CINPlanStartDate_text") == [("2025-05-01",), ("2025-05-02",)]
    assert rows(engine, "assessment_factors", "AssessmentFactors, assessment_no") == [("1A", 1), ("2B", 1)]
    assert rows(engine, "disabilities", "Disability, child_no") == [("HAND", 1), ("HEAR", 1)]
    assert rows(engine, "pre_proceedings", "ReviewMeetingsCount") == [(3.0,)]
    assert loaded.rows["children"] == 1 and loaded.unread == 0


def test_absent_and_unreadable_are_two_things(engine, tmp_path):
    read(engine, census(tmp_path, CHILD, 2026), tmp_path)
    assert rows(engine, "assessments", "AssessmentActualStartDate, AssessmentActualStartDate_text") == [
        (None, "not a day")
    ]
    assert rows(engine, "children", "PersonBirthDate, PersonBirthDate_text") == [(None, None)]


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2025-04-01", "2025-04-01"),
        (" 2025-04-01\n", "2025-04-01"),
        ("2025-04-01Z", "2025-04-01"),
        ("2025-4-1", None),
        ("01/04/2025", None),
        ("2025-02-30", None),
        ("2025-04-01 10:00", None),
        ("infinity", None),
        ("epoch", None),
    ],
)
def test_a_day_is_read_as_the_census_writes_it(engine, tmp_path, words, day):
    child = f"<Child><CINdetails><CINreferralDate>{words}</CINreferralDate></CINdetails></Child>"
    read(engine, census(tmp_path, child, 2026), tmp_path)
    ((found, text),) = rows(engine, "cin_details", "CINreferralDate::VARCHAR, CINreferralDate_text")
    assert (found, text) == (day, words)


@pytest.mark.parametrize(
    ("words", "number"), [("3", 3.0), ("1e3", None), ("nan", None), ("inf", None), ("1_0", None), ("-1", -1.0)]
)
def test_a_number_is_digits(engine, tmp_path, words, number):
    plan = f"<ChildProtectionPlans><NumberOfPreviousCPP>{words}</NumberOfPreviousCPP></ChildProtectionPlans>"
    read(engine, census(tmp_path, f"<Child><CINdetails>{plan}</CINdetails></Child>", 2026), tmp_path)
    assert rows(engine, "child_protection_plans", "NumberOfPreviousCPP") == [(number,)]


def test_two_children_with_one_id_stay_two(engine, tmp_path):
    child = "<Child><ChildIdentifiers><LAchildID>A1</LAchildID></ChildIdentifiers><CINdetails/></Child>"
    read(engine, census(tmp_path, child * 2, 2026), tmp_path)
    assert rows(engine, "cin_details", "child_no") == [(1,), (2,)]


def test_what_has_no_place_is_kept_with_its_line_and_words(engine, tmp_path):
    child = """<Child Key="7">
<ChildIdentifiers>stray
<LAchildID>A1</LAchildID><LAchildID>A2</LAchildID><Nickname lang="x">Made<b>up</b></Nickname><Empty/>
</ChildIdentifiers></Child>"""
    paths = census(tmp_path, child, 2026)
    first = next(n for n, line in enumerate(paths[0].read_text().splitlines(), 1) if "Key=" in line)
    loaded = read(engine, paths, tmp_path)
    found = engine.execute(
        "SELECT line, replace(place, 'Message/Children/Child', '..'), words FROM cin.unread ORDER BY rowid"
    ).fetchall()
    assert found == [
        (first, "../@Key", "7"),
        (first + 1, "../ChildIdentifiers", "stray"),
        (first + 2, f"../ChildIdentifiers/LAchildID (repeated; the one on line {first + 2} is kept)", "A2"),
        (first + 2, "../ChildIdentifiers/Nickname/@lang", "x"),
        (first + 2, "../ChildIdentifiers/Nickname", "Made"),
        (first + 2, "../ChildIdentifiers/Nickname/b", "up"),
        (first + 2, "../ChildIdentifiers/Empty", ""),
    ]
    assert loaded.unread == 7
    assert rows(engine, "children", "LAchildID") == [("A1",)]


@pytest.mark.parametrize(
    "words", [r"\N", "NULL", '"', '""', "a,b", "a\nb", "'", "null", "\t", "é€😀", "a&amp;b", "<![CDATA[<x>&]]>"]
)
def test_no_value_can_be_taken_for_another(engine, tmp_path, words):
    child = f"<Child><ChildIdentifiers><LAchildID>{words}</LAchildID><UPN>{words}</UPN></ChildIdentifiers></Child>"
    read(engine, census(tmp_path, child, 2026), tmp_path)
    said = {"a&amp;b": "a&b", "<![CDATA[<x>&]]>": "<x>&", "\t": None}.get(words, words)
    assert rows(engine, "children", "LAchildID, UPN") == [(said, said)]


def test_lines_beyond_65535_and_values_on_many_lines_are_right(engine, tmp_path):
    child = "<Child><ChildIdentifiers>\n<LAchildID>A\n1</LAchildID>\n<UPN>X</UPN></ChildIdentifiers></Child>"
    read(engine, census(tmp_path, "\n" * 70_000 + child, 2026), tmp_path)
    base = CENSUS.split("{children}")[0].count("\n") + 70_001
    table = CIN.table("children")
    ((line, where),) = rows(engine, "children", "line, field_lines")
    assert (line, line_of(table, "LAchildID", line, where), line_of(table, "UPN", line, where)) == (
        base,
        base + 1,
        base + 3,
    )


def test_a_census_with_a_namespace_or_in_another_encoding_reads_alike(engine, tmp_path):
    text = census(tmp_path, CHILD.replace("A1", "é"), 2026)[0].read_text()
    for n, (whole, encoding) in enumerate(
        [
            (text.replace("<Message>", '<Message xmlns="urn:x" xmlns:xsi="urn:y" xsi:schemaLocation="z">'), "utf-8"),
            (re.sub(r"<(/?)(\w)", r"<\1c:\2", text).replace("<c:Message>", '<c:Message xmlns:c="urn:x">'), "utf-8"),
            ('<?xml version="1.0" encoding="windows-1252"?>' + text, "cp1252"),
            ('<?xml version="1.0" encoding="UTF-16"?>' + text, "utf-16"),
            (text, "utf-8-sig"),
        ]
    ):
        path = tmp_path / f"{n}.xml"
        path.write_bytes(whole.encode(encoding))
        folder = tmp_path / str(n)
        folder.mkdir()
        loaded = read(engine, [path], folder, schema=f"s{n}")
        assert loaded.unread == 0
        assert rows(engine, "children", "LAchildID", schema=f"s{n}") == [("é",)]
    assert everything(engine, "s0") == everything(engine, "s4")


@pytest.fixture
def small_parts(monkeypatch):
    """Cut even a small file, as if there were three processors."""
    monkeypatch.setattr(parts, "parts_worth", lambda size: 3)


def many(number, end="\n"):
    return end.join(CHILD.replace("A1", f"A{n}").replace("\n", end) for n in range(number))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_parts_read_at_once_give_what_one_reading_gives(engine, tmp_path, monkeypatch, end):
    text = CENSUS.format(year=2026, la="999", children=many(400, end)).replace("\n", end)
    path = tmp_path / "census.xml"
    path.write_bytes(text.replace("A300<", "A300<b>stray</b><").encode())
    got = []
    for n, many_parts in enumerate((1, 3)):
        monkeypatch.setattr(parts, "parts_worth", lambda size, worth=many_parts: worth)
        folder = tmp_path / str(n)
        folder.mkdir()
        read(engine, [path], folder, schema=f"s{n}")
        assert len(list(folder.glob("children-*.parquet"))) == many_parts
        got.append(everything(engine, f"s{n}"))
    assert got[0] == got[1] and len(got[0]["children"]) == 400
    assert [row[0] for row in got[1]["children"]] == list(range(1, 401))


@pytest.mark.usefixtures("small_parts")
@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text.replace("A300<", "A300<!-- <Child> --><"),
        lambda text: text.replace("A300<", "A300<![CDATA[ <Child> ]]><"),
        lambda text: '<?xml version="1.0" encoding="iso-8859-1"?>' + text,
        lambda text: (
            text.replace("<Children>", '<Children a="1" >', 1)
            .replace("<Message>", "<m:Message>")
            .replace("</Message>", "</m:Message>")
        ),
    ],
)
def test_a_file_that_is_not_plain_is_read_in_one_piece(engine, tmp_path, spoil):
    paths = census(tmp_path, spoil(CENSUS.format(year=2026, la="999", children=many(400))).replace("{", "{{"), 2026)
    paths[0].write_text(spoil(CENSUS.format(year=2026, la="999", children=many(400))))
    loaded = read(engine, paths, tmp_path)
    assert loaded.rows["children"] == 400
    assert len(list(tmp_path.glob("children-*.parquet"))) == 1


@pytest.mark.usefixtures("small_parts")
def test_a_fault_in_any_part_is_told_with_its_line_in_the_file(engine, tmp_path):
    paths = census(tmp_path, many(400), 2026)
    text = paths[0].read_text()
    line = text[: text.index("A390<")].count("\n") + 1
    paths[0].write_text(text.replace("A390</LAchildID>", "A390</Wrong>"))
    with pytest.raises(Refused, match=f"census.xml is not well-formed XML: line {line}, an end tag does not belong"):
        read(engine, paths, tmp_path)
    assert engine.execute("SELECT count(*) FROM information_schema.tables WHERE table_schema = 'cin'").fetchone() == (
        0,
    )


@pytest.mark.parametrize(
    ("la", "year", "what"),
    [
        ("123", 0, "is of council 999, not 123"),
        ("", 2025, "is of the year 2026, not 2025"),
    ],
)
def test_another_council_or_year_is_refused_before_the_rest_is_touched(engine, tmp_path, monkeypatch, la, year, what):
    (path,) = census(tmp_path, many(2_000), 2026)
    touched = []
    whole = Path.open

    def watched(self, *args, **options):
        file = whole(self, *args, **options)
        if self == path:
            touched.append(file)
            assert isinstance(file, __import__("io").FileIO)
        return file

    monkeypatch.setattr(Path, "open", watched)
    with pytest.raises(Refused, match=what):
        read(engine, [path], tmp_path, la=la, year=year)
    assert len(touched) == 1 and path.stat().st_size > 1_000_000


def test_the_council_is_checked_also_when_the_header_comes_last(engine, tmp_path):
    text = CENSUS.format(year=2026, la="999", children=many(200))
    head = re.search("<Header>.*</Header>", text, re.DOTALL)[0]
    path = tmp_path / "census.xml"
    path.write_text(text.replace(head, "").replace("</Message>", head + "</Message>"))
    with pytest.raises(Refused, match="is of council 999, not 123"):
        read(engine, [path], tmp_path, la="123")
    loaded = read(engine, [path], tmp_path, la="999")
    assert (loaded.collection.la, loaded.collection.year) == ("999", 2026)


def test_the_period_is_the_year_up_to_the_reference_date(engine, tmp_path):
    whole = CENSUS.format(year=2026, la="999", children=CHILD).replace("2026-03-31", "2026-07-21")
    loaded = read(engine, census(tmp_path, whole.replace("{", "{{"), 2026), tmp_path)
    assert (str(loaded.collection.starts), str(loaded.collection.ends)) == ("2025-07-22", "2026-07-21")


@needs_examples
@pytest.mark.parametrize(
    "name", ["BAR_cin_2022.xml", "CIN2rows.xml", "CIN_Census_2024.xml", "CIN_Census_2026.xml", "fake_CIN_data.xml"]
)
def test_every_example_file_reads_without_loss(engine, tmp_path, name):
    """Every word between two tags of the file stands in a table or in what is unread, with its line."""
    path = Path(EXAMPLES) / "cin" / name
    loaded = read(engine, [path], tmp_path)
    found = []
    for table in CIN.tables:
        words = ", ".join(f'"{column.text_name}"' for column in table.columns)
        for line, where, *values in rows(engine, table.name, f"line, field_lines, {words}"):
            found += [
                (line_of(table, column.name, line, where), value)
                for column, value in zip(table.columns, values, strict=True)
                if value is not None
            ]
    found += engine.execute("SELECT line, words FROM cin.unread").fetchall()
    text, wanted = path.read_text(encoding="utf-8-sig"), []
    for match in re.finditer(r">([^<]*[^<\s][^<]*)<", text):
        wanted.append((text[: match.start(1)].count("\n") + 1, match[1].strip()))
    assert sorted((line, words.strip()) for line, words in found if words) == sorted(wanted)
    assert loaded.unread == (1 if b"</UPNunknown>PersonBirthDate" in path.read_bytes() else 0)


@needs_examples
def test_the_minimal_files_of_the_rules_read(engine, tmp_path):
    for number, path in enumerate(sorted((Path(EXAMPLES) / "synthetic").glob("rule_*.xml"))):
        folder = tmp_path / str(number)
        folder.mkdir()
        assert read(engine, [path], folder, schema=f"s{number}").unread == 0
    assert number == 2


def test_memory_counts_by_file_pieces_not_by_the_file(tmp_path):
    """Rows wait for at most a few megabytes of the file."""
    from goldenthread.returns.reading import cin_xml, xml_stream
    from goldenthread.returns.reading.spools import Spools

    head, tail = CENSUS.format(year=2026, la="999", children="|").encode().split(b"|")
    spools, most = Spools(tmp_path, CIN), []

    def fed():
        yield head
        for _ in range(60):
            yield (CHILD * 200).encode()
            most.append(sum(map(len, spools.waiting.values())))
        yield tail

    xml_stream.Reading(cin_xml.layout(), CIN, spools, "x").feed(fed())
    spools.close()
    assert spools.counts["children"] == 12_000
    assert max(most) == max(most[:30]) < sum(spools.counts.values()) / 2
    assert list(itertools.chain(*spools.waiting.values())) == []
