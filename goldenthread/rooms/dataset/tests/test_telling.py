"""How a report tells its figures: a snapshot, what moved, what a whole consists of; each number twice at most."""

import datetime
from types import SimpleNamespace

import pytest

from goldenthread.foundation.access.viewer import public_reader
from goldenthread.foundation.papers import text
from goldenthread.foundation.papers.blocks import Chart, Heading, Table, plain
from goldenthread.rooms.dataset import chapters, measures
from goldenthread.rooms.dataset.queries import arranging

DAY = datetime.date(2026, 3, 31)
PUBLIC = {"public": True, "citation": "Report, page 4"}
QUARTERS = ((6, 30), (9, 30), (12, 31))


@pytest.fixture
def tell(cast, now):
    """The blocks of the chapter for 2025-26."""

    def blocks():
        span = SimpleNamespace(starts=datetime.date(2025, 4, 1), ends=DAY, label="2025-26")
        span.takes = lambda noun, key, on: True
        return chapters.figures(public_reader(cast.west, now), cast.west, span)

    return blocks


def lines(table):
    return [[column.text for column in table.columns], *([plain(cell) for cell in row] for row in table.rows)]


def tables(blocks):
    shown = [block.table if isinstance(block, Chart) else block for block in blocks]
    return [lines(block) for block in shown if isinstance(block, Table)]


def quarter(make, indicator, number, value, **more):
    month, day = (*QUARTERS, (3, 31))[number - 1]
    ends = datetime.date(2026 if number == 4 else 2025, month, day)
    return make.figure(indicator, value, ends=ends, period_label=f"Q{number} 2025-26", **more)


def test_the_snapshot_has_indicators_as_rows_areas_as_columns_and_the_comparator_beside_them(make, areas, tell):
    plans = make.rate("Children on a plan", order=2)
    north = make.figure(plans, "92.6", numerator=316, area=areas["Northbank"], **PUBLIC)
    make.figure(plans, "91.4", numerator=249, area=areas["Southbank"], ends=datetime.date(2025, 12, 31))
    make.comparator(plans, beside=north)
    make.figure(make.indicator("Population", section="The place", order=1, people=False), 280400)
    heading, snapshot = tell()[:2]
    assert heading == Heading(2, "At a glance")
    assert lines(snapshot) == [
        ["Indicator", "When", "Northbank", "Southbank", "The whole partnership", "Beside it"],
        ["Population", "31 March 2026", "", "", "280,400", ""],
        [
            "Children on a plan, in every 10,000 (and how many)",
            "",
            "92.6 (316), 31 March 2026",
            "91.4 (249), 31 December 2025",
            "",
            "England 43.2 (as quoted)",
        ],
    ]


def test_an_area_that_few_indicators_have_is_named_in_the_row_and_takes_no_column(make, areas, tell):
    for place in range(8):
        number = make.indicator(f"Indicator {place}", section="The place", order=place, people=False)
        make.figure(number, 100 + place, area=areas["Northbank"])
    others = [make.area("Valley"), make.area("Moor")]
    for place, area in enumerate((*others, None)):
        number = make.indicator(f"Other {place}", section="The place", order=10 + place, people=False)
        make.figure(number, 200 + place, area=area)
    first, second = tables(tell())
    assert first[0] == ["Indicator", "When", "Northbank"] and len(first) == 9
    assert second == [
        ["Indicator", "Where and when", "Number"],
        ["Other 0", "Valley, 31 March 2026", "200"],
        ["Other 1", "Moor, 31 March 2026", "201"],
        ["Other 2", "The whole partnership, 31 March 2026", "202"],
    ]


def test_a_comparator_that_was_quoted_differently_beside_two_areas_names_both(make, areas, tell):
    care = make.rate("Children in care")
    make.comparator(care, "71", beside=make.figure(care, "153.8", area=areas["Northbank"], **PUBLIC))
    make.comparator(care, "73", beside=make.figure(care, "154.2", area=areas["Southbank"], **PUBLIC))
    assert tables(tell())[0][1][-1] == "England 71 beside Northbank, 73 beside Southbank (as quoted)"


def test_two_points_make_no_chart_and_three_do(make, tell):
    contacts = make.indicator("Contacts", people=False)
    for number, value in ((1, 1010), (2, 1020)):
        quarter(make, contacts, number, value)
    assert not [block for block in tell() if isinstance(block, Chart)]
    quarter(make, contacts, 3, 1005)
    (chart,) = [block for block in tell() if isinstance(block, Chart)]
    assert chart.specification.kind == "line" and len(chart.table.rows) == 3
    assert chart.sentence == "Down from Q1 2025-26 to Q3 2025-26, highest in Q2 2025-26."


def test_a_year_and_a_month_are_no_points_of_a_line_of_quarters(make, tell):
    contacts = make.indicator("Contacts", people=False)
    for number, value in ((1, 1010), (2, 1020), (3, 1005), (4, 1030)):
        quarter(make, contacts, number, value)
    make.figure(contacts, 4065, period_label="2025-26")
    make.figure(contacts, 300, ends=datetime.date(2025, 4, 30), period_label="April 2025")
    (chart,) = [block for block in tell() if isinstance(block, Chart)]
    assert chart.specification.categories == tuple(f"Q{number} 2025-26" for number in (1, 2, 3, 4))


def test_areas_of_different_years_stand_on_axes_of_their_own(make, areas, tell):
    contacts = make.indicator("Contacts", people=False)
    for year in (2021, 2022, 2023):
        make.figure(contacts, year - 1900, area=areas["Northbank"], ends=datetime.date(year, 3, 31))
        make.figure(contacts, year - 1800, area=areas["Southbank"], ends=datetime.date(year + 2, 3, 31))
    drawn = [block for block in tell() if isinstance(block, Chart)]
    assert [[one.label for one in chart.specification.series] for chart in drawn] == [["Northbank"], ["Southbank"]]
    assert [chart.title for chart in drawn] == ["Contacts, Northbank", "Contacts, Southbank"]


def test_a_breakdown_is_one_cross_table_in_the_order_of_the_text_with_percentages_as_printed(make, tell):
    plans = make.indicator("Children on a plan")
    for number, (whole, neglect, physical, mixed) in enumerate(
        ((150, 130, 13, 7), (109, 94, 8, 7), (93, 73, 15, 5)), 1
    ):
        quarter(make, plans, number, whole)
        for line, (name, value) in enumerate(
            (("Neglect", neglect), ("Physical abuse", physical), ("Mixed", mixed)), 116
        ):
            share = f"{value} ({round(100 * value / whole)}%)"
            cited = {"public": True, "citation": f"Report, line {line}", "words": share}
            quarter(make, plans, number, value, breakdown="category of abuse", category=name, **cited)
    (chart,) = [block for block in tell() if isinstance(block, Chart)]
    assert lines(chart.table) == [
        ["Category of abuse", "Q1 2025-26", "Q2 2025-26", "Q3 2025-26"],
        ["Neglect", "130 (87%)", "94 (86%)", "73 (78%)"],
        ["Physical abuse", "13 (9%)", "8 (7%)", "15 (16%)"],
        ["Mixed", "7 (5%)", "7 (6%)", "5 (5%)"],
        ["All", "150", "109", "93"],
    ]
    assert chart.specification.kind == "stacked"
    assert chart.sentence == "All together down from Q1 2025-26 to Q3 2025-26. The largest part: Neglect."


def test_words_of_a_figure_that_is_not_public_stay_in_the_house(make, tell):
    plans = make.indicator("Children on a plan")
    make.figure(plans, 130, words="130 (70%)")
    assert "70%" not in " ".join(text.pieces_of(tuple(tell())))


def test_a_part_that_is_withheld_takes_the_picture_with_it_but_not_the_table(make, tell):
    plans = make.indicator("Children on a plan")
    for name, value in (("Neglect", 30), ("Physical abuse", 3), ("Mixed", 20), ("Emotional abuse", 9)):
        make.figure(plans, value, breakdown="category of abuse", category=name)
    blocks = tell()
    assert not [block for block in blocks if isinstance(block, Chart)]
    (table,) = [block for block in blocks if isinstance(block, Table)]
    assert len(table.rows) == 4 and "withheld" in [plain(row[1]) for row in table.rows]


def test_the_same_number_of_the_same_time_is_printed_once_and_its_other_place_is_named(make, tell):
    reviews = make.indicator("Reviews completed", people=False)
    for page in (5, 9):
        make.figure(
            reviews,
            2,
            starts=datetime.date(2025, 4, 1),
            public=True,
            citation=f"Report, page {page}",
            note=f"Page {page}.",
        )
    blocks = tell()
    assert tables(blocks)[0][1:] == [["Reviews completed", "2025-26", "2"]]
    assert "The same number is given once more: Reviews completed, 2025-26." in text.pieces_of(tuple(blocks))
    assert len(tables(blocks)) == 1


def test_a_number_that_differs_stands_apart_and_says_so(make, areas, tell):
    plans = make.rate("Children on a plan")
    north = {"area": areas["Northbank"]}
    make.figure(plans, "92.6", **north, period_label="March 2026")
    make.figure(plans, "140.2", **north, starts=datetime.date(2025, 4, 1), period_label="No date given")
    assert tables(tell())[1] == [
        ["Indicator", "When", "Northbank"],
        ["Children on a plan, in every 10,000", "No date given; differs from the number above", "140.2"],
    ]


def test_no_number_stands_more_than_twice(make, areas, tell):
    contacts = make.indicator("Contacts", people=False)
    values = {"Northbank": (1011, 1012, 1013, 1014), "Southbank": (2011, 2012, 2013, 2014)}
    for area, own in values.items():
        for number, value in enumerate(own, 1):
            quarter(make, contacts, number, value, area=areas[area])
    printed = " ".join(text.pieces_of(tuple(tell())))
    assert {printed.count(f"{value:,}") for own in values.values() for value in own} <= {1, 2}


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (["Report, line 4", "Report, line 4"], "Report, line 4"),
        (["Report, line 7", "Report, lines 5, 6"], "Report, lines 5, 6 and 7"),
        (["Report, line 176", "Report, lines 180 to 242", "Report, line 200"], "Report, lines 176 to 242"),
        (["Report, page 3", "Return of 2026", ""], "Report, page 3; Return of 2026"),
    ],
)
def test_citations_of_one_text_stand_together(given, told):
    assert arranging.citations(given) == told


@pytest.mark.parametrize(
    ("label", "months", "begins"),
    [
        ("Q1 2025-26", 3, (2025, 4, 1)),
        ("June 2025", 1, (2025, 6, 1)),
        ("2024/25", 12, (2024, 7, 1)),
        ("", 0, (2025, 6, 30)),
    ],
)
def test_a_period_without_a_first_day_is_as_long_as_its_name_says(label, months, begins):
    figure = SimpleNamespace(starts=None, ends=datetime.date(2025, 6, 30), period_label=label)
    assert measures.told_length(figure) == months and measures.begins(figure) == datetime.date(*begins)
