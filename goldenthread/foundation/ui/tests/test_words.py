import datetime

import pytest
from django.template import engines

from goldenthread.foundation.ui import words

DAY = datetime.date(2024, 3, 31)


def test_a_day_is_written_as_in_britain():
    assert words.day(DAY) == "31 March 2024"
    assert words.short_day(DAY) == "31 Mar 2024"
    assert words.month(DAY) == "March 2024"


@pytest.mark.parametrize(
    ("utc_hour", "month", "expected"),
    [(14, 11, "20 November 2026 at 14:03"), (14, 7, "20 July 2026 at 15:03"), (23, 7, "21 July 2026 at 00:03")],
)
def test_a_moment_is_told_in_london(utc_hour, month, expected):
    moment = datetime.datetime(2026, month, 20, utc_hour, 3, tzinfo=datetime.UTC)
    assert words.moment(moment) == expected


def test_a_day_without_a_date_stays_as_it_was_said():
    assert words.day("spring 2025, day not known") == "spring 2025, day not known"
    assert words.day(None) == ""


def test_filters_do_the_same_in_a_template():
    template = engines["django"].from_string(
        "{{ d|day }} / {{ m|moment }} / {{ n|number }} / {{ n|plural:'child,children' }}"
    )
    moment = datetime.datetime(2026, 7, 20, 23, 3, tzinfo=datetime.UTC)
    assert template.render({"d": moment, "m": moment, "n": 1204}) == (
        "21 July 2026 / 21 July 2026 at 00:03 / 1,204 / 1,204 children"
    )


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ((34, "action", 6, "overdue", 2, "of them ours"), "34 actions, 6 overdue, 2 of them ours"),
        ((1, "child,children", 0, "overdue"), "1 child"),
        ((0, "action"), "No actions"),
    ],
)
def test_a_count_in_words(parts, expected):
    assert words.count_in_words(*parts) == expected


def test_how_far_a_day_lies():
    assert words.how_far(DAY, datetime.date(2024, 3, 28)) == "in 3 days"
    assert words.how_far(DAY, datetime.date(2024, 4, 1)) == "yesterday"


def test_what_belongs_to_a_name_and_what_is_counted_in_a_unit():
    assert [words.possessive(name) for name in ("Kestrel Vale Council", "Harrowmere schools")] == [
        "Kestrel Vale Council’s",
        "Harrowmere schools’",
    ]
    assert [words.in_unit(1, "years"), words.in_unit("5", "working days")] == ["1 year", "5 working days"]


@pytest.mark.parametrize(
    ("label", "inside"),
    [
        ("Date of birth", "date of birth"),
        ("January 2022", "January 2022"),
        ("Each month", "each month"),
        ("DBS check", "DBS check"),
        ("Q1 2025-26", "Q1 2025-26"),
        ("I agree", "I agree"),
        ("Kestrel Vale schools", "Kestrel Vale schools"),
        ("Redcar & Cleveland", "Redcar & Cleveland"),
        ("Ofsted’s measures", "Ofsted’s measures"),
        ("England: areas alike", "England: areas alike"),
        ("A child", "a child"),
    ],
)
def test_a_label_inside_a_sentence_keeps_the_capital_of_a_name(label, inside):
    assert words.lower_first(label) == inside


@pytest.mark.parametrize(
    ("many", "one"),
    [
        ("children on a plan", "child on a plan"),
        ("people", "person"),
        ("enquiries", "enquiry"),
        ("care leavers in suitable homes", "care leaver in suitable homes"),
        ("crisis beds", "crisis bed"),
        ("of 100 children", "of 100 children"),
        ("admissions", "admission"),
    ],
)
def test_what_is_counted_is_said_of_one(many, one):
    assert words.singular(many) == one


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("England", "England’s"),
        ("North East", "the North East’s"),
        ("East Midlands", "the East Midlands’"),
        ("South Tees", "South Tees’"),
        ("National", "the national figure of"),
    ],
)
def test_whose_number_it_is(place, said):
    assert words.number_of_place(place) == said


def test_a_list_in_a_sentence():
    assert [words.listed("abc"[:size]) for size in range(4)] == ["", "a", "a and b", "a, b and c"]
    assert words.listed(["one", "other"], "or") == "one or other"
