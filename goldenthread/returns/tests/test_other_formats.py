"""Partners' templates, Annex A, the Standard Safeguarding Dataset and the school census, read by the real reader."""

import datetime
import os
import zipfile
from pathlib import Path

import duckdb
import pytest
import xlsxwriter

from goldenthread.returns import calendar
from goldenthread.returns.checking.engine import FAILED, check
from goldenthread.returns.formats import FORMATS
from goldenthread.returns.formats.annex_a import ANNEX_A
from goldenthread.returns.formats.partners import POLICE
from goldenthread.returns.formats.school import SCHOOL
from goldenthread.returns.formats.ssd import SSD
from goldenthread.returns.linking.link import take_identities
from goldenthread.returns.reading import sheets
from goldenthread.returns.reading.headers import fitted
from goldenthread.returns.reading.read import read
from goldenthread.returns.reading.recognise import recognise
from goldenthread.returns.tables import Refused, Table

CONTACTS = ["Child Unique ID", "Gender", "Ethnicity", "Date of Birth", "Age", "Date of Contact", "Contact Source"]
CONTACT = ["17", "a) Male", "a) WBRI", datetime.date(2012, 6, 15), 13, datetime.date(2025, 6, 2), "6: Police"]


@pytest.fixture
def engine():
    connection = duckdb.connect()
    calendar.lay_out(connection)
    yield connection
    connection.close()


def text(folder, name, content):
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return path


def book(path, lists):
    """A workbook: {sheet: rows of cells}, dates as dates."""
    with xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy"}) as made:
        for name, rows in lists.items():
            sheet = made.add_worksheet(name)
            for number, row in enumerate(rows):
                for place, cell in enumerate(row):
                    if isinstance(cell, tuple):
                        sheet.write_formula(number, place, cell[0], None, cell[1])
                    elif cell is not None:
                        sheet.write(number, place, cell)
    return path


def rows_of(engine, table, *columns):
    return engine.execute(f"SELECT {', '.join(columns)} FROM {table} ORDER BY row_no").fetchall()


def read_one(engine, folder, path, year=2026):
    scratch = folder / "scratch"
    scratch.mkdir(exist_ok=True)
    return read(engine, [path], scratch, la="999", year=year)


# Days and moments of the templates.


def test_a_column_that_is_day_first_throughout_is_read_so_and_said(engine, tmp_path):
    path = text(
        tmp_path,
        "m.csv",
        "agency_child_ref,dob,la_code,incident_ref,missing_from_at,found_at\n"
        "P1,03/04/2012,999,M1,05/06/2025 20:00,2025-06-06T07:30:00\nP2,13/04/2012,999,M2,06/06/2025 20:00:30,\n",
    )
    loaded = read_one(engine, tmp_path, path)
    assert rows_of(engine, "police.police_missing", "dob", "missing_from_at", "found_at") == [
        (datetime.date(2012, 4, 3), datetime.datetime(2025, 6, 5, 20), datetime.datetime(2025, 6, 6, 7, 30)),
        (datetime.date(2012, 4, 13), datetime.datetime(2025, 6, 6, 20, 0, 30), None),
    ]
    assert loaded.notes == ("police_missing: dob, missing_from_at written day/month/year throughout, and read so.",)


def test_a_column_that_is_written_both_ways_is_unreadable_where_it_is_day_first(engine, tmp_path):
    path = text(
        tmp_path,
        "m.csv",
        "agency_child_ref,dob,la_code,incident_ref,missing_from_at\n"
        'P1,2012-04-03,999,M1,2025-06-05T20:00\n"P2",03/04/2012,999,M2,2025-06-05\n',
    )
    loaded = read_one(engine, tmp_path, path)
    assert rows_of(engine, "police.police_missing", "dob", "dob_text", "missing_from_at", "missing_from_at_text") == [
        (datetime.date(2012, 4, 3), "2012-04-03", datetime.datetime(2025, 6, 5, 20), "2025-06-05T20:00"),
        (None, "03/04/2012", None, "2025-06-05"),  # a moment without its time is none: 72 hours could not be told
    ]
    assert loaded.notes == ()


def test_a_code_of_no_list_and_a_number_that_is_none_are_faults(engine, tmp_path):
    path = text(
        tmp_path, "m.csv", "meeting_date,la_code,cases,repeat_cases,children_in_household\n2025-06-10,999,a dozen,1,2\n"
    )
    read_one(engine, tmp_path, path)
    found = {one.rule.code for one in check(engine, "police", (), year=2026, form=POLICE) if one.state == FAILED}
    assert found == {"unreadable marac.cases"}


def test_a_template_without_a_required_column_is_told_which(tmp_path):
    path = text(
        tmp_path,
        "m.csv",
        ",".join(c.name for c in POLICE.table("police_missing").columns if c.name != "incident_ref") + "\n",
    )
    with pytest.raises(Refused, match="looks like the table police_missing .* but lacks INCIDENT_REF"):
        recognise(path)


@pytest.mark.parametrize(
    ("form", "table"),
    [(form, table) for form in FORMATS.values() if form.partial for table in form.tables],
    ids=lambda one: one.name if isinstance(one, Table) else one.code,
)
def test_each_table_is_known_by_its_columns(tmp_path, form, table):
    heads = ",".join(f'"{column.header or column.name}"' for column in reversed(table.columns))
    found = recognise(text(tmp_path, "x.csv", heads + "\n"))
    assert (found.form, found.table) == (form.code, table.name)


# Annex A.


def test_headers_are_known_by_how_they_read(tmp_path):
    table = ANNEX_A.table("list_1")
    assert fitted(
        table,
        [
            "CHILD  unique\nid",
            "Sex",
            "Ethnic origin",
            "date of child's birth",
            "Age (years)",
            "Date of the contact",
            "Source of contact",
            "x",
        ],
    ) == ("child_id", "gender", "ethnicity", "date_of_birth", "age", "date_of_contact", "contact_source", None)


def test_a_workbook_in_any_order_with_blank_rows_and_columns(engine, tmp_path):
    spread = lambda row: [None, *row[:3], None, *row[3:]]  # noqa: E731
    path = book(
        tmp_path / "a.xlsx",
        {
            "Notes": [["Made up"]],
            "Second": [
                [
                    "Child Unique ID",
                    "Gender",
                    "Ethnicity",
                    "Date of Birth",
                    "Age",
                    "Assessment start date",
                    "Assessment completion date",
                    "Organisation completing assessment",
                    "Our remark",
                ],
                [
                    "18",
                    "b) Female",
                    "a) WBRI",
                    datetime.date(2012, 6, 15),
                    ("=DATEDIF(D2,TODAY(),1)", 13),
                    datetime.date(2025, 6, 2),
                    None,
                    "School",
                    "late",
                ],
            ],
            "First": [["Annex A of a made-up council"], [], spread(CONTACTS), [], spread(CONTACT)],
        },
    )
    loaded = read_one(engine, tmp_path, path)
    assert recognise(path).why == "Its sheets have the headers of list_1, list_2 of the Annex A."
    assert rows_of(
        engine, "annex_a.list_1", "line", "child_id", "date_of_birth", "age", "date_of_contact", "contact_source"
    ) == [(5, "17", datetime.date(2012, 6, 15), 13, datetime.date(2025, 6, 2), "6: Police")]
    assert rows_of(engine, "annex_a.list_2", "line", "child_id", "age", "assessment_completion_date") == [
        (2, "18", 13, None)
    ]
    assert engine.execute("SELECT line, place, words FROM annex_a.unread ORDER BY ALL").fetchall() == [
        (1, "sheet First, above the header", "Annex A of a made-up council"),
        (1, "sheet Notes, which is none of the lists", "Made up"),
        (2, "list_2: column 9 of the sheet Second, 'Our remark', which is not known", "late"),
    ]
    assert (loaded.unread, len(loaded.missing), "list_1" in loaded.missing) == (3, 9, False)


def test_a_list_as_csv_reads_as_the_sheet_does(engine, tmp_path):
    path = text(
        tmp_path,
        "contacts.csv",
        ",".join(CONTACTS) + "\n17,a) Male,a) WBRI,15/06/2012,13,2025-06-02 00:00:00,6: Police\n",
    )
    read_one(engine, tmp_path, path)
    assert rows_of(engine, "annex_a.list_1", "line", "date_of_birth", "date_of_contact") == [
        (2, datetime.date(2012, 6, 15), datetime.date(2025, 6, 2))
    ]


def twice(path):
    return book(path, {"A": [CONTACTS], "B": [CONTACTS]})


def far_cell(path):
    book(path, {"A": [CONTACTS, CONTACT]})
    return changed(
        path,
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'),
    )


def many_columns(path):
    return book(path, {"A": [CONTACTS, [*CONTACT, *[None] * 2000, "x"]]})


def bomb(path):
    """Unpacks to more than the process may take."""
    book(path, {"A": [CONTACTS, CONTACT]})
    with zipfile.ZipFile(path) as file:
        held = {name: file.read(name) for name in file.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
        for name, content in held.items():
            with file.open(name, "w") as part:
                before, end, after = content.partition(b"</sst>")
                part.write(before)
                if end:
                    part.write(b"<si><t>")
                    for _ in range(320):
                        part.write(b"a" * (1 << 20))
                    part.write(b"</t></si></sst>" + after)
    return path


def one_string_many_times(path):
    book(path, {"A": [CONTACTS, ["long"]]})
    changed(path, "xl/sharedStrings.xml", lambda xml: xml.replace(b"<t>long</t>", b"<t>" + b"a" * (1 << 20) + b"</t>"))
    cells = b"".join(b'<row r="%d"><c r="A%d" t="s"><v>7</v></c></row>' % (n, n) for n in range(3, 20_000))
    return changed(path, "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b"</sheetData>", cells + b"</sheetData>"))


def macros(path):
    book(path, {"A": [CONTACTS, CONTACT]})
    with zipfile.ZipFile(path, "a") as file:
        file.writestr("xl/vbaProject.bin", b"x")
    return path


def formula_as_text(path):
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as made:
        sheet = made.add_worksheet("A")
        sheet.write_row(0, 0, CONTACTS)
        sheet.write_string(1, 0, "=HYPERLINK(1)")
    return path


def damaged(path):
    book(path, {"A": [CONTACTS, CONTACT]})
    return changed(path, "xl/worksheets/sheet1.xml", lambda xml: xml[:200])


def changed(path, part, change):
    with zipfile.ZipFile(path) as file:
        held = {name: file.read(name) for name in file.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in held.items():
            file.writestr(name, change(content) if name == part else content)
    return path


HOSTILE = {
    twice: "the sheets A and B both hold list_1",
    far_cell: "MB or 60 seconds to open|columns in the sheet",
    many_columns: "more than 1,000 columns",
    bomb: "takes more than",
    one_string_many_times: "takes more than|longer than",
    macros: "holds macros",
    formula_as_text: "holds a formula",
    damaged: "cannot be opened|no return that is known",
}


@pytest.mark.parametrize("make", HOSTILE, ids=lambda make: make.__name__)
def test_a_hostile_workbook_ends_in_one_sentence(engine, tmp_path, make, monkeypatch):
    monkeypatch.setattr(sheets, "MEMORY", 320 << 20)
    with pytest.raises(Refused, match=HOSTILE[make]) as refusal:
        read_one(engine, tmp_path, make(tmp_path / "a.xlsx"))
    assert str(refusal.value).endswith(".") and "\n" not in str(refusal.value)


def test_a_workbook_larger_than_allowed_is_not_opened(tmp_path, monkeypatch):
    path = book(tmp_path / "a.xlsx", {"A": [CONTACTS, CONTACT]})
    monkeypatch.setattr(sheets, "LARGEST", 1000)
    with pytest.raises(Refused, match="is larger than"):
        recognise(path)


def test_a_workbook_of_something_else_is_said(tmp_path):
    with pytest.raises(Refused, match="in which no return that is known was found"):
        recognise(book(tmp_path / "a.xlsx", {"Rota": [["Monday", "Tuesday", "Wednesday"], ["a", "b", "c"]]}))


# Extracts whose columns differ.


def test_a_table_of_the_dataset_keeps_aside_what_it_does_not_know(engine, tmp_path):
    path = text(
        tmp_path,
        "p.csv",
        "PERS_PERSON_ID,pers_forename,pers_surname,pers_dob,pers_sex,pers_new_in_2027\n1,Made,Up,2012-06-15 "
        "00:00:00.000,M,odd\n2,Made,Two,2012-06-16,F,\n",
    )
    loaded = read_one(engine, tmp_path, path)
    assert "Kept aside, for they are not known: PERS_NEW_IN_2027." in recognise(path).why
    assert rows_of(engine, "ssd.ssd_person", "pers_person_id", "pers_dob", "pers_nationality") == [
        ("1", datetime.date(2012, 6, 15), None),
        ("2", datetime.date(2012, 6, 16), None),
    ]
    assert engine.execute("SELECT line, place, words FROM ssd.unread").fetchall() == [
        (2, "ssd_person: column 6, 'pers_new_in_2027', which is not known", "odd")
    ]
    assert loaded.unread == 1


def test_the_school_year_ends_in_august(engine, tmp_path):
    path = text(
        tmp_path,
        "p.csv",
        "pupilonrolltableid,upn,surname,forename,dob\nA,U1,Made,Up,2015-Feb-16 00:00:00\n"
        "B,U2,Made,Too,2015-Oct-06T00:00:00\n",
    )
    loaded = read_one(engine, tmp_path, path)
    assert (loaded.collection.starts, loaded.collection.ends) == (datetime.date(2025, 9, 1), datetime.date(2026, 8, 31))
    assert rows_of(engine, "school_census.pupilonroll", "dob") == [
        (datetime.date(2015, 2, 16),),
        (datetime.date(2015, 10, 6),),
    ]


# Who is who.

PEOPLE = {
    "police": (
        "police_missing",
        "agency_child_ref,forename,surname,dob,sex,postcode,upn,nhs_number,la_code,incident_ref,missing_from_at\n"
        "P1,Tamorin,Belsa,2012-06-15,M,TS1 1AA,A1,9000000001,999,M1,2025-06-05T20:00\n",
        "P1",
    ),
    "health": (
        "health",
        "agency_child_ref,forename,surname,dob,sex,postcode,upn,nhs_number,la_code,event_ref\n"
        "H1,Tamorin,Belsa,2012-06-15,M,TS1 1AA,A1,9000000001,999,E1\n",
        "H1",
    ),
    "ssd": (
        "ssd_person",
        "pers_person_id,pers_forename,pers_surname,pers_dob,pers_sex,pers_common_child_id\n1,Tamorin,Belsa,2012-06-15,Male,9000000001\n",
        "1",
    ),
    "school_census": (
        "pupilonroll",
        "pupilonrolltableid,upn,surname,forename,dob,sex\nX,A1,Belsa,Tamorin,2012-Jun-15 00:00:00,M\n",
        "A1",
    ),
    "annex_a": ("list_1", ",".join(CONTACTS) + "\n17,a) Male,a) WBRI,15/06/2012,13,02/06/2025,6: Police\n", "17"),
}


@pytest.mark.parametrize("form", PEOPLE)
def test_a_child_is_told_in_the_one_shape_that_linking_compares(engine, tmp_path, form):
    name, content, ref = PEOPLE[form]
    read_one(engine, tmp_path, text(tmp_path, f"{name}.csv", content))
    ((found_ref, forename, surname, birth, sex, *_),) = take_identities(engine, form)
    named = (None, None) if form == "annex_a" else ("Tamorin", "Belsa")
    assert (found_ref, forename, surname, birth, sex) == (ref, *named, datetime.date(2012, 6, 15), "M")


def test_a_person_of_the_dataset_has_the_latest_postcode_and_the_pupil_number(engine, tmp_path):
    folder = tmp_path / "ssd"
    folder.mkdir()
    text(folder, "p.csv", "pers_person_id,pers_forename,pers_dob\n1,Made,2012-06-15\n2,Made,2013-06-15\n")
    text(
        folder,
        "a.csv",
        "addr_table_id,addr_person_id,addr_address_end_date,addr_address_postcode\na,1,2024-01-01,TS9 9ZZ\nb,1,,TS1 "
        "1AA\nc,2,2024-01-01,TS2 2BB\n",
    )
    text(
        folder,
        "l.csv",
        "link_table_id,link_person_id,link_identifier_type,link_identifier_value,link_valid_to_date\n"
        "a,1,Case Number,0000,\nb,1,Unique Pupil Number,A123,\nc,1,Unique Pupil Number,A000,2020-01-01\n",
    )
    read_one(engine, tmp_path, folder)
    assert sorted((row[0], *row[5:7]) for row in take_identities(engine, "ssd")) == [
        ("1", "TS1 1AA", "A123"),
        ("2", "TS2 2BB", None),
    ]


# The real example files.


@pytest.mark.real_files
@pytest.mark.parametrize(
    ("folder", "form", "year", "missing"),
    [("annex_a", ANNEX_A, 2021, 0), ("school_census", SCHOOL, 2025, 2)],
    ids=["annex_a", "school_census"],
)
def test_the_real_files_read_without_loss(engine, tmp_path, folder, form, year, missing):
    loaded = read(engine, [Path(os.environ["GOLDENTHREAD_RETURNS_DATA"]) / folder], tmp_path, la="999", year=year)
    assert (loaded.format, loaded.unread, len(loaded.missing)) == (form, 0, missing)
    assert all(count for name, count in loaded.rows.items() if name not in loaded.missing)
    for table in form.tables:
        for column in table.columns:
            if column.text_name != column.name:
                unreadable = engine.execute(
                    f'SELECT count(*) FROM {form.code}.{table.name} WHERE "{column.name}" IS NULL AND '
                    f'"{column.text_name}" IS NOT NULL'
                )
                assert unreadable.fetchone() == (0,), (table.name, column.name)


@pytest.mark.real_files
def test_the_columns_of_the_dataset_are_those_of_its_specification():
    folder = Path(os.environ["GOLDENTHREAD_RETURNS_DATA"]) / "ssd" / "objects"
    for table in SSD.tables:
        said = (folder / f"{table.name}.yml").read_text(encoding="utf-8")
        named = {line.split("name: ", 1)[1].strip() for line in said.splitlines() if line.startswith("  - name: ")}
        assert {column.name for column in table.columns} == named, table.name
