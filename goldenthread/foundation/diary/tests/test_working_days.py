import datetime

import pytest

from goldenthread.foundation.clock import LONDON
from goldenthread.foundation.diary import working_days

D = datetime.date

# As the government lists them for England and Wales.
LISTED = {
    2010: "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28",
    2011: "01-03 04-22 04-25 04-29 05-02 05-30 08-29 12-26 12-27",
    2012: "01-02 04-06 04-09 05-07 06-04 06-05 08-27 12-25 12-26",
    2015: "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28",
    2016: "01-01 03-25 03-28 05-02 05-30 08-29 12-26 12-27",
    2020: "01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28",
    2021: "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28",
    2022: "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27",
    2023: "01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26",
    2024: "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26",
    2025: "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26",
    2026: "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28",
    2027: "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28",
}


@pytest.mark.parametrize("year", LISTED)
def test_bank_holidays_are_those_that_the_government_lists(year):
    assert sorted(f"{day:%m-%d}" for day in working_days.bank_holidays(year)) == LISTED[year].split()


def test_every_year_has_at_least_eight_bank_holidays_and_all_fall_on_weekdays():
    for year in range(1978, 2101):
        days = working_days.bank_holidays(year)
        assert len(days) >= 8
        assert all(day.weekday() < 5 for day in days)


@pytest.mark.parametrize(
    ("start", "number", "expected"),
    [
        (D(2035, 12, 18), 10, D(2036, 1, 4)),  # over the end of the list: 25, 26 and 1 are off, as every year
        (D(2009, 12, 23), 5, D(2010, 1, 4)),  # 25, 28 (for Saturday 26) and 1
        (D(2050, 4, 6), 2, D(2050, 4, 12)),  # Easter of 2050 is 10 April
        (D(2002, 5, 31), 1, D(2002, 6, 5)),  # the Golden Jubilee: 3 and 4 June
        (D(1995, 4, 28), 5, D(1995, 5, 5)),  # the Monday of 1 May 1995 was moved to 8 May
    ],
)
def test_days_before_and_after_the_list_are_reckoned_by_rule(start, number, expected):
    assert working_days.add_working_days(start, number) == expected
    assert working_days.working_days_between(start, expected) == number


def test_a_page_says_where_days_are_reckoned():
    assert working_days.reckoned(D(2010, 1, 1), D(2035, 12, 31)) == ""
    for day in (D(2009, 12, 31), D(2036, 1, 1)):
        assert "are reckoned by the usual rules" in working_days.reckoned(D(2026, 1, 1), day)


def test_counting_between_agrees_with_counting_day_by_day():
    for start in (D(2026, 12, 24), D(2009, 12, 30), D(2035, 12, 22)):
        for ahead in range(40):
            end = start + datetime.timedelta(days=ahead)
            counted = sum(
                working_days.is_working_day(start + datetime.timedelta(days=number)) for number in range(1, ahead + 1)
            )
            assert working_days.working_days_between(start, end) == counted


def test_no_day_of_the_calendar_takes_long_or_fails_to_be_compared():
    assert working_days.working_days_between(D(1, 1, 1), D(9999, 12, 31)) > 2_000_000
    with pytest.raises(OverflowError):
        working_days.add_working_days(D(9999, 12, 30), 5)


@pytest.mark.parametrize(
    ("day", "number", "expected"),
    [
        (D(2026, 4, 1), 5, D(2026, 4, 10)),  # Good Friday and Easter Monday
        (D(2025, 12, 22), 5, D(2025, 12, 31)),  # Christmas
        (D(2025, 12, 22), 10, D(2026, 1, 8)),  # over the new year
        (D(2022, 9, 16), 1, D(2022, 9, 20)),  # the day of the late Queen's funeral
        (D(2020, 5, 1), 1, D(2020, 5, 4)),  # the Monday that was moved to Friday 8 May
        (D(2020, 5, 7), 1, D(2020, 5, 11)),
        (D(2026, 4, 4), 1, D(2026, 4, 7)),  # from a Saturday
        (D(2026, 4, 4), 0, D(2026, 4, 4)),
    ],
)
def test_working_days_skip_weekends_and_bank_holidays(day, number, expected):
    assert working_days.add_working_days(day, number) == expected


def test_a_local_option_lets_an_event_on_a_day_off_count_from_the_next_working_day():
    assert working_days.add_working_days(D(2026, 4, 4), 1, late_start_moves=True) == D(2026, 4, 8)
    assert working_days.add_working_days(D(2026, 4, 7), 1, late_start_moves=True) == D(2026, 4, 8)


def test_counting_back():
    assert working_days.subtract_working_days(D(2026, 4, 10), 7) == D(2026, 3, 30)
    assert working_days.subtract_working_days(D(2026, 1, 5), 7) == D(2025, 12, 22)


def test_between_counts_the_last_day_and_not_the_first():
    assert working_days.working_days_between(D(2026, 4, 1), D(2026, 4, 10)) == 5
    assert working_days.working_days_between(D(2026, 4, 10), D(2026, 4, 1)) == 0


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (D(2024, 1, 31), 1, D(2024, 2, 29)),
        (D(2023, 8, 31), 6, D(2024, 2, 29)),
        (D(2024, 2, 29), 12, D(2025, 2, 28)),
        (D(2025, 12, 15), 6, D(2026, 6, 15)),
        (D(2024, 3, 31), -1, D(2024, 2, 29)),
    ],
)
def test_months_clip_to_the_end_of_the_month(day, months, expected):
    assert working_days.add_months(day, months) == expected


def test_hours_elapse_also_when_the_clocks_change():
    before = datetime.datetime(2026, 3, 28, 12, 0, tzinfo=LONDON)
    assert working_days.add_hours(before, 24) == datetime.datetime(2026, 3, 29, 13, 0, tzinfo=LONDON)
    with pytest.raises(ValueError, match="time zone"):
        working_days.add_hours(datetime.datetime(2026, 3, 28), 1)
