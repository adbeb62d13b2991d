"""A table is read from whatever an office writes, and from nothing that would hurt: bounded, and refused in words."""

import datetime
import io
import zipfile

import openpyxl
import pytest

from goldenthread.foundation.documents import tables, workbooks
from goldenthread.foundation.documents.tests.files import PDF, PNG, XLSX, office, upload
from goldenthread.foundation.papers import sheet
from goldenthread.foundation.room import Refused

ROWS = [["Indicator", "2023-24"], ["Plans", "1,204"], [], ["Café", "12.5%"]]


def book(*sheets):
    """A workbook of (title, state, rows)."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for title, state, rows in sheets:
        page = made.create_sheet(title)
        page.sheet_state = state
        for row in rows:
            page.append(row)
    return made


def saved(made):
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def read(body, name="table.csv", **more):
    text, notes = tables.of_file(upload(name, body), name, **more)
    return tables.cells(text), notes


AS_CSV = 'Indicator,2023-24\nPlans,"1,204"\n\nCafé,12.5%\n'


@pytest.mark.parametrize(
    "body",
    [
        AS_CSV.encode(),
        AS_CSV.encode("utf-8-sig"),
        AS_CSV.encode("utf-16"),
        AS_CSV.encode("utf-16-be").join([b"\xfe\xff", b""]),
        AS_CSV.encode("cp1252"),
        AS_CSV.replace("\n", "\r\n").encode(),
        "Indicator\t2023-24\nPlans\t1,204\n\nCafé\t12.5%".encode("utf-16"),
        "sep=;\nIndicator;2023-24\nPlans;1,204\n\nCafé;12.5%\n".encode(),
        "Indicator;2023-24\nPlans;1,204\n\nCafé;12.5%\n".encode(),
    ],
    ids=range(9),
)
def test_whatever_an_office_writes_as_csv(body):
    assert read(body)[0] == ROWS


def test_a_table_of_ours_comes_back_as_it_was_and_its_guard_goes():
    body = sheet.csv_bytes(["Indicator", "Value"], [["=SUM(A1)", 5], ["-", 12]])
    assert read(body)[0] == [["Indicator", "Value"], ["=SUM(A1)", "5"], ["-", "12"]]


def test_a_workbook_is_read_as_it_is_shown_and_says_of_how_many_numbers_more_is_kept():
    made = book(("Figures", "visible", [["Indicator", "Now"], ["Share", 0.125], ["Rate", 92.6251], ["Count", 1204]]))
    page = made.active
    page.append(["Half", 0.125])
    for place, shown in (("B2", "0.0%"), ("B3", "0.0"), ("B5", "0%")):
        page[place].number_format = shown
    page.append(["Day", datetime.date(2024, 3, 31), datetime.date(2023, 4, 1)])
    page["C6"].number_format = "mmm-yy"
    rows, (note,) = read(saved(made), "table.xlsx")
    assert rows == [
        ["Indicator", "Now"],
        ["Share", "12.5%"],
        ["Rate", "92.6"],
        ["Count", "1204"],
        ["Half", "13%"],
        ["Day", "31 March 2024", "April 2023"],
    ]
    assert note.startswith("2 of its numbers have more digits than the workbook shows")


def test_formulas_are_not_run_and_hidden_sheets_not_read():
    made = book(
        ("Secret", "hidden", [["Name", "of a child"]]),
        ("Figures", "visible", [["Plans", "=1+1"]]),
        ("More", "visible", [["x"]]),
    )
    rows, notes = read(saved(made), "table.xlsx")
    assert rows == [["Plans", "=?"]]  # never worked out by any program, so there is no value
    assert any("Hidden sheets were not read: “Secret”" in note for note in notes)
    assert any("“Figures” was read, and not “More”" in note for note in notes)
    assert read(saved(made), "table.xlsx", sheet="more")[0] == [["x"]]
    with pytest.raises(Refused, match="There is no such sheet"):
        read(saved(made), "table.xlsx", sheet="Secret")


def test_rows_keep_their_numbers():
    made = book(("Figures", "visible", [["a"]]))
    made.active["A4"] = "b"
    assert read(saved(made), "table.xlsx")[0] == [["a"], [], [], ["b"]]


def far_down():
    made = book(("Figures", "visible", [["a"]]))
    made.active.cell(1_000_000, 1, "b")
    return saved(made)


def far_right():
    made = book(("Figures", "visible", [["a"]]))
    made.active.cell(1, 16_000, "b")
    return saved(made)


@pytest.mark.parametrize("body", [far_down, far_right])
def test_a_million_rows_or_columns_are_refused(body):
    with pytest.raises(Refused, match="A table may have 3,000 rows and 100 columns"):
        read(body(), "table.xlsx")


def bomb():
    """Parts of a workbook that unpack to a thousand times their size."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<x/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (workbooks.UNPACKED + 1))
    return out.getvalue()


ENTITIES = office(
    "xl/workbook.xml",
    xl__worksheets__sheet1_dot_xml='<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>',
)


@pytest.mark.parametrize(
    ("body", "name", "said"),
    [
        (bomb(), "table.xlsx", "too large to be opened"),
        (XLSX, "table.xlsx", "could not be opened"),
        (ENTITIES, "table.xlsx", "could not be opened"),
        (saved(book(("A", "visible", [["a"]])))[:-200], "table.xlsx", "no table in this file"),
        (office("xl/workbook.xml", xl__vbaProject_dot_bin="x"), "table.xlsx", "holds macros"),
        (PDF, "table.pdf", "This is a PDF. Load a table as Excel"),
        (PNG, "table.png", "This is a PNG picture. Load a table"),
        (b"MZ\x90\x00" + bytes(50), "table.csv", "no table in this file"),
        (b"\xff\xfea\x00\x00\x00", "table.csv", "letters of this file cannot be read"),
        (b"\xff\xfea\xd8", "table.csv", "letters of this file cannot be read"),
        (b"a,b\n" * 3_001, "table.csv", "3,000 rows and 100 columns"),
        (b"a," * 200, "table.csv", "3,000 rows and 100 columns"),
        (b"a" * (tables.MOST_LETTERS + 1), "table.csv", "900,000 letters"),
        (b'a,"b\nc,d\n', "table.csv", "never closed"),
        (saved(book(("A", "visible", []))), "table.xlsx", "nothing in this workbook"),
    ],
    ids=range(15),
)
def test_what_is_no_table_is_refused_in_words(body, name, said):
    with pytest.raises(Refused, match=said):
        read(body, name)


def test_a_file_too_large_is_not_even_read():
    file = upload("table.csv", b"a")
    file.size = tables.LARGEST + 1
    with pytest.raises(Refused, match="larger than 10 MB"):
        tables.of_file(file, "table.csv")


def test_columns_have_the_names_of_a_spreadsheet():
    assert [tables.column_name(place) for place in (0, 25, 26, 99)] == ["A", "Z", "AA", "CV"]
