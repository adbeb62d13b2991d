import csv
import datetime
import io
from decimal import Decimal

import openpyxl
import pytest

from goldenthread.foundation.papers import sheet

DANGEROUS = ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", " =1", "\r=1"]


@pytest.mark.parametrize("text", DANGEROUS)
def test_text_is_never_a_formula(text):
    cell = openpyxl.load_workbook(io.BytesIO(sheet.xlsx("T", ["a"], [[text]]))).active["A2"]
    assert cell.data_type == "s"
    (_, (value,)) = csv.reader(io.StringIO(sheet.csv_bytes(["a"], [[text]]).decode("utf-8-sig"), newline=""))
    assert value == "'" + text


def test_numbers_dates_and_blanks_stay_what_they_are():
    row = [3, Decimal("92.6"), datetime.date(2024, 3, 31), None, True, "Café", "-5", "0123"]
    columns = list("abcdefgh")
    page = openpyxl.load_workbook(io.BytesIO(sheet.xlsx("Actions: [all]/open", columns, [row]))).active
    values = [cell.value for cell in page[2]]
    assert values == [3, 92.6, datetime.datetime(2024, 3, 31), None, "yes", "Café", "-5", "0123"]
    assert page.title == "Actions   all  open"
    assert page.freeze_panes == "A2"
    assert sheet.csv_bytes(columns, [row]).decode("utf-8-sig").splitlines()[1] == "3,92.6,2024-03-31,,yes,Café,-5,0123"


def test_a_row_that_does_not_fit_is_refused():
    with pytest.raises(ValueError, match="Row 1 has 1 cells for 2 columns"):
        sheet.csv_bytes(["a", "b"], [["x"]])


@pytest.mark.parametrize("title", ["👨\u200d👩\u200d👧" * 12, "History", "\u200b", "[]:*?/", "'", "x" * 300])
def test_any_title_names_a_sheet(title):
    assert sheet.xlsx(title, ["One"], [["a"]]).startswith(b"PK")
