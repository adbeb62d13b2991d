"""A table of figures: read as it is meant or refused with its place, shown before it is kept, and kept once."""

import calendar
import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goldenthread.foundation.documents import tables
from goldenthread.foundation.documents.tests.files import upload
from goldenthread.foundation.room import Refused
from goldenthread.rooms.dataset.models import Bound, Figure, Indicator
from goldenthread.rooms.dataset.queries import table, told_days, told_values

YEAR = (datetime.date(2023, 4, 1), datetime.date(2024, 3, 31))
FEBRUARY = (datetime.date(2024, 2, 1), datetime.date(2024, 2, 29))
PASTE, CHECK = "/west/figures/table/", "/west/figures/table/check/"


@pytest.mark.parametrize(
    ("text", "days"),
    [
        *[(text, YEAR) for text in ("2023-24", "2023/24", "2023–2024", "FY 2023/24", "year to 31 March 2024")],
        *[
            (text, (datetime.date(2023, 4, 1), datetime.date(2023, 6, 30)))
            for text in (
                "Q1 2023",
                "Q1 2023-24",
                "2023/24 Q1",
                "Apr-Jun 2023",
                "April to June 2023",
                "01/04/2023 - 30/06/2023",
            )
        ],
        ("Q4 2023-24", (datetime.date(2024, 1, 1), datetime.date(2024, 3, 31))),
        ("Nov 2023 to Jan 2024", (datetime.date(2023, 11, 1), datetime.date(2024, 1, 31))),
        ("November to January 2024", (datetime.date(2023, 11, 1), datetime.date(2024, 1, 31))),
        *[
            (text, (datetime.date(2024, 2, 1), datetime.date(2024, 2, 29)))
            for text in ("Feb 2024", "Feb-24", "2024-02")
        ],
        *[
            (text, (None, datetime.date(2024, 3, 31)))
            for text in ("31 March 2024", "31/03/2024", "2024-03-31", "On 31 March 2024", "31st Mar 2024", "31-Mar-24")
        ],
        *[(text, None) for text in ("2023", "2023-25", "Q5 2023", "31 June 2024", "Northbank", "", "1023-24")],
    ],
)
def test_periods_as_people_write_them(text, days):
    assert told_days.days_in(text) == days


def test_a_quarter_that_names_one_year_may_be_counted_from_january():
    assert told_days.is_open("Q1 2023") and not told_days.is_open("Q1 2023-24")
    assert told_days.days_in("Q1 2023", from_january=True)[0] == datetime.date(2023, 1, 1)


@pytest.mark.parametrize(
    ("cell", "unit", "found"),
    [
        ("1,204", "number", {"value": 1204}),
        ("12.5%", "percent", {"value": 12.5}),
        ("<5", "number", {"value": 5, "bound": Bound.UNDER}),
        ("≥ 90%", "percent", {"value": 90, "bound": Bound.AT_LEAST}),
        ("£1,204.50", "money", {"value": 1204.5}),
        ("0", "number", {"value": 0}),
        *[(sign, "number", None) for sign in ("c", "[c]", "x", "*", "n/a", "..", "z")],
        *[(sign, "number", "may mean none or not known") for sign in ("-", "–", "nil")],
        ("12.5%", "number", "is no percentage"),
        ("1,20", "number", "cannot be read"),
        ("5-7", "number", "cannot be read"),
        ("#N/A", "number", "is an error of the spreadsheet"),
        ("=SUM(A1)", "number", "never worked out"),
        ("1.23456", "number", "at most 4 decimals"),
    ],
)
def test_a_cell_is_read_or_refused_and_never_guessed_into_none(cell, unit, found):
    indicator = Indicator(title="Plans", unit=unit)
    if isinstance(found, str):
        with pytest.raises(Refused, match=found):
            told_values.read(cell, "value", indicator)
        return
    read = told_values.read(cell, "value", indicator)
    assert isinstance(read, told_values.NoFigure) if found is None else read == found


@pytest.fixture
def three(cast, make, areas):
    council, police = cast.agencies["council"], cast.agencies["police"]
    count = make.indicator("Referrals", agency=council, national_code="REF1")
    rate = make.rate("Plans", agency=council)
    other = make.indicator("Arrests", agency=police)
    make.figure(count, 100, starts=YEAR[0], ends=YEAR[1])
    make.figure(rate, "92.6", starts=YEAR[0], ends=YEAR[1])
    return count, rate, other


WIDE = "Indicator\t2023-24\t2024-25\nReferrals\t110\t1,204\nPLANS\t92.6\t\nArrests\t\t7\n"


def plan_of(cast, text, role="analyst", **chosen):
    return table.understand(cast.viewer(role), tables.cells(text), chosen)


def kinds(plan):
    return {cell.mark: cell.kind for cell in plan.cells}


def text_of(answer):
    return answer.content.decode()


def read(client, text=WIDE, **more):
    answer = client.post(PASTE, {"text": text, **more})
    assert answer.status_code == 302, answer.context["form"].errors
    return client.get(CHECK)


def keep(client, page, **typed):
    fields = {"seen": page.context["form"].plan.seen, **typed}
    return client.post(CHECK, fields)


def test_what_is_new_changes_and_stays_is_shown_before_anything_is_kept(client, cast, three):
    page = read(cast.sign_in(client, "analyst"))
    assert kinds(page.context["plan"]) == {"2B": "changed", "2C": "new", "3B": "same", "4C": "new"}
    assert "Changed: 1. The" in text_of(page) and "<strong>110</strong>" in text_of(page)
    assert Figure.objects.count() == 2
    answer = keep(client, page)
    assert answer.status_code == 302 and "Kept: 2 new figures, 1 changed" in text_of(client.get(answer["Location"]))
    assert Figure.objects.get(indicator=three[0], ends=YEAR[1]).value == 110
    assert Figure.objects.get(indicator=three[2]).value == 7
    assert client.get(CHECK).status_code == 302  # it is done with


def test_one_row_for_each_figure_with_counts_areas_and_remarks(client, cast, three, areas):
    rows = (
        "Code,Indicator,Area,Period,Value,Numerator,Denominator,Note\nREF1,,Northbank,Q1 2023-24,12,,,Late\n"
        ",Plans,The whole partnership,31 March 2025,95.1,324,34115,\n"
    )
    page = read(cast.sign_in(client, "analyst"), rows)
    assert keep(client, page, source="The return").status_code == 302
    one = Figure.objects.get(area=areas["Northbank"])
    assert (one.value, one.note, one.ends, one.source) == (12, "Late", datetime.date(2023, 6, 30), "The return")
    two = Figure.objects.get(numerator=324)
    assert (two.denominator, two.starts, two.ends) == (34115, None, datetime.date(2025, 3, 31))


def test_areas_across_the_top_are_of_the_period_that_is_said(client, cast, three, areas):
    wide = "Indicator\tNorthbank\tSouthbank, 2022-23\nReferrals\t40\t50\n"
    page = read(cast.sign_in(client, "analyst"), wide)
    assert kinds(page.context["plan"]) == {"2B": "fault", "2C": "new"} and "No period is named" in text_of(page)
    assert keep(client, page).status_code == 422
    again = client.post(CHECK, {"look": "yes", "period": "2023-24"})
    assert again.status_code == 200 and kinds(again.context["plan"]) == {"2B": "new", "2C": "new"}
    back = client.get(CHECK)  # what was chosen is not lost
    assert kinds(back.context["plan"]) == {"2B": "new", "2C": "new"}
    assert keep(client, back, period="2023-24").status_code == 302
    assert Figure.objects.get(area=areas["Northbank"]).ends == YEAR[1]


def test_a_name_that_no_indicator_has_is_mended_or_left_out(client, cast, three):
    page = read(cast.sign_in(client, "analyst"), "Measure\t2024-25\nNo. of referrals\t110\nArrests\t7\n")
    (mark,) = page.context["plan"].unknown
    assert "“No. of referrals”" in text_of(page) and kinds(page.context["plan"]) == {"3B": "new"}
    assert keep(client, page, **{f"name_{mark}": str(three[0].pk)}).status_code == 422  # it shows what that makes first
    shown = client.post(CHECK, {"look": "yes", f"name_{mark}": str(three[0].pk)})
    assert keep(client, shown, **{f"name_{mark}": str(three[0].pk)}).status_code == 302
    assert Figure.objects.get(indicator=three[0], ends=datetime.date(2025, 3, 31)).value == 110


def test_the_corner_above_the_names_may_be_empty(client, cast, three):
    page = read(cast.sign_in(client, "analyst"), "\t2023-24\t2024-25\nReferrals\t110\t120\n")
    assert kinds(page.context["plan"]) == {"2B": "changed", "2C": "new"}


def test_a_heading_that_was_not_understood_is_mended(client, cast, three):
    page = read(cast.sign_in(client, "analyst"), "Indicator\tLast year\nArrests\t7\n")
    assert "Not understood" in text_of(page) and page.context["plan"].cells == []
    shown = client.post(CHECK, {"look": "yes", "column_0": "Indicator", "column_1": "2023-24"})
    assert kinds(shown.context["plan"]) == {"2B": "new"}


def test_a_fault_names_row_and_column_and_keeps_the_table_out_until_it_is_said(client, cast, three):
    page = read(cast.sign_in(client, "analyst"), "Indicator\t2023-24\nReferrals\t-\nArrests\t7\nPlans\tc\n")
    assert "Row 2, column B (2023-24): “-” may mean none or not known" in text_of(page)
    assert "Row 4, column B (2023-24): “c”: withheld in the source" in text_of(page)
    assert keep(client, page).status_code == 422 and Figure.objects.count() == 2
    assert keep(client, page, without_faults="on").status_code == 302
    assert Figure.objects.count() == 3
    assert Figure.objects.get(indicator=three[1]).value is not None


def test_a_sign_that_there_is_none_can_be_kept_as_that(cast, three):
    plan = plan_of(cast, "Indicator\t2023-24\nArrests\tc\n", missing="keep")
    assert plan.cells[0].kind == "new" and plan.cells[0].values == {"absent": "withheld in the source (c)"}


def test_the_same_figure_twice_in_a_table_is_told(cast, three):
    plan = plan_of(cast, "Indicator\tPeriod\tValue\nArrests\t2023-24\t7\nArrests\t2023/24\t7\n")
    assert kinds(plan) == {"2C": "new", "3C": "fault"}
    assert "as row 2, column C (Value)" in plan.cells[1].said


def test_unusual_values_are_asked_about_once(client, cast, three):
    text = "Indicator\t2024-25\nReferrals\t-3\nArrests\t-4\n"
    page = read(cast.sign_in(client, "analyst"), text)
    asked = keep(client, page)
    assert asked.status_code == 422 and text_of(asked).count('name="sure-together"') == 1
    assert "Row 2, column B (2024-25): −3 is under 0" in text_of(asked)
    box = asked.context["form"].fields["sure-together"].widget.attrs["value"]
    assert keep(client, page, **{"sure-together": box}).status_code == 302


def test_an_agency_gives_its_own_alone(client, cast, three):
    page = read(cast.sign_in(client, "agency_lead"))
    assert "“Arrests” is not yours to give: West Police answers for it" in text_of(page)
    assert keep(client, page, without_faults="on").status_code == 302
    assert not Figure.objects.filter(indicator=three[2]).exists()
    assert Figure.objects.get(indicator=three[0], ends=YEAR[1]).value == 110


@pytest.mark.parametrize(("role", "status"), [("lay_member", 403), ("group_member", 403), ("east_manager", 404)])
def test_a_reader_and_a_neighbour(client, cast, three, role, status):
    cast.sign_in(client, role)
    for address in (PASTE, CHECK, "/west/figures/table/to-fill-in.csv?ends=2024-03-31"):
        assert client.get(address).status_code == status
    assert client.post(PASTE, {"text": WIDE}).status_code == status


def test_nobody_sees_the_table_of_another(client, cast, three):
    read(cast.sign_in(client, "analyst"))
    assert cast.sign_in(client, "business_manager").get(CHECK).status_code == 302


def test_who_changed_it_meanwhile_is_not_written_over(client, cast, three, given):
    from goldenthread.rooms.dataset import operations

    page = read(cast.sign_in(client, "analyst"))
    figure = Figure.objects.get(indicator=three[0])
    operations.edit_figure(figure=figure, version=1, value=105, **given)
    late = keep(client, page)
    assert late.status_code == 422 and "is not what this page showed" in text_of(late) and "105" in text_of(late)
    assert keep(client, late).status_code == 302


def test_sent_twice_does_its_work_once(client, cast, three):
    page = read(cast.sign_in(client, "analyst"))
    key = text_of(page).split('name="form_key" value="')[1].split('"')[0]
    first, second = (keep(client, page, form_key=key) for _ in range(2))
    assert first.status_code == second.status_code == 302 and first["Location"] == second["Location"]
    assert Figure.objects.count() == 4


def test_a_file_is_read_and_stays_until_it_is_kept(client, cast, three):
    cast.sign_in(client, "analyst")
    answer = client.post(PASTE, {"file": upload("table.csv", WIDE.replace("\t", ";").encode("utf-16"))})
    assert answer.status_code == 302
    assert kinds(client.get(CHECK).context["plan"]) == {"2B": "changed", "2C": "new", "3B": "same", "4C": "new"}
    assert "Referrals\t110" in text_of(client.get(PASTE))
    neither = client.post(PASTE, {"text": ""})
    assert neither.status_code == 422 and "Paste a table, or choose a file" in text_of(neither)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_table_to_fill_in_comes_back_as_it_was_given_out(client, cast, three, make, kind):
    make.indicator("=HYPERLINK(1)", agency=cast.agencies["council"])
    cast.sign_in(client, "analyst")
    given_out = client.get(f"/west/figures/table/to-fill-in.{kind}?starts=2023-04-01&ends=2024-03-31")
    text, _ = tables.of_file(upload(f"t.{kind}", given_out.content), f"t.{kind}")
    rows = tables.cells(text)
    assert rows[0] == [
        "Code",
        "Indicator",
        "Area",
        "Period",
        "What stands",
        "Value",
        "Numerator",
        "Denominator",
        "Note",
    ]
    assert any(row[1] == "Referrals" and row[3:] == ["2023-24", "100"] for row in rows)
    assert not re.search(r"(^|,)=", given_out.content.decode("utf-8-sig")) if kind == "csv" else True
    filled = [row + [""] * (5 - len(row)) + ["7"] if row[1] == "Arrests" else row for row in rows]
    plan = plan_of(cast, tables.as_text(filled))
    assert [(cell.kind, cell.row.indicator) for cell in plan.cells] == [("new", three[2])]


def test_what_stands_is_given_out_to_whoever_may_take_figures_out(client, cast, three):
    address = "/west/figures/table/to-fill-in.csv?starts=2023-04-01&ends=2024-03-31"
    mine = text_of(cast.sign_in(client, "agency_lead").get(address))
    assert "What stands" not in mine and "Referrals" in mine and "Arrests" not in mine


def test_two_hundred_indicators_and_twelve_periods_are_kept_with_few_questions(
    client, cast, make, django_assert_max_num_queries
):
    for number in range(200):
        make.indicator(f"Indicator {number}", agency=cast.agencies["council"])
    months = [f"{month} 2024" for month in calendar.month_name[1:]]
    lines = ["\t".join(["Indicator", *months])]
    lines += ["\t".join([f"Indicator {number}", *map(str, range(12))]) for number in range(200)]
    cast.sign_in(client, "analyst")
    with django_assert_max_num_queries(120):
        page = read(client, "\n".join(lines))
    assert len(page.context["plan"].new) == 2_400
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert keep(client, page).status_code == 302
    assert Figure.objects.count() == 2_400
    reads = [one for one in asked.captured_queries if one["sql"].startswith("SELECT")]
    assert len(reads) < 80 and len(asked) < 400, (len(reads), len(asked))
