"""National figures beside our own, and what an agency owes."""

import datetime

import pytest
from django.core.management import CommandError, call_command

from goldenthread.rooms.dataset import benchmarks
from goldenthread.rooms.dataset.models import Comparator, Indicator
from goldenthread.rooms.dataset.queries import owed
from goldenthread.rooms.dataset.tests.conftest import missing


def test_england_region_and_neighbours_are_loaded_once(cast, make, capsys):
    indicator = make.rate(national_code="CPP_rate")
    call_command("load_benchmarks", "west")
    assert set(Comparator.objects.filter(indicator=indicator).values_list("place", flat=True)) == {
        "England",
        "North East",
        "Hartlepool",
        "Middlesbrough",
        "Redcar and Cleveland",
        "Stockton-on-Tees",
    }
    england = Comparator.objects.get(indicator=indicator, place="England")
    assert england.ends == datetime.date(2025, 3, 31) and "2e30e39" in england.vintage
    call_command("load_benchmarks", "west")
    assert Comparator.objects.count() == 6
    assert "6 comparators loaded" in capsys.readouterr().out


def test_the_wrong_cell_is_not_loaded(make):
    indicator = make.rate("First-time entrants", national_code="FirstYJS", factor=100000)
    places = {values["place"] for _, _, values in benchmarks.missing_from([indicator])}
    assert "North East" in places and "England" not in places


def test_a_code_of_several_measures_is_told_apart_by_title(make):
    rows = benchmarks.releases()
    several = next(code for code, own in rows.items() if len(own) > 1 and own[0]["measure"] != own[1]["measure"])
    title = rows[several][1]["measure"]
    assert benchmarks.missing_from([Indicator(key="a", title="Something else", national_code=several)]) == []
    assert {
        values["citation"].split(": ", 1)[1]
        for _, _, values in benchmarks.missing_from([Indicator(key="a", title=title, national_code=several)])
    } == {title}


def test_without_a_code_there_is_nothing_to_load(cast, make):
    make.indicator()
    with pytest.raises(CommandError):
        call_command("load_benchmarks", "west")
    with pytest.raises(CommandError):
        call_command("load_benchmarks", "nowhere")


@pytest.mark.parametrize(
    ("period", "kind", "day"),
    [
        ("2025", "Financial Year", (2025, 3, 31)),
        ("2023/24", "Academic Year", (2024, 8, 31)),
        ("2024", "Calendar Year", (2024, 12, 31)),
        ("-", "Annual", None),
    ],
)
def test_last_day(period, kind, day):
    assert benchmarks.last_day(period, kind) == (datetime.date(*day) if day else None)


@pytest.mark.parametrize(
    ("every", "today", "starts", "ends"),
    [
        ("month", (2026, 1, 15), (2025, 12, 1), (2025, 12, 31)),
        ("quarter", (2026, 11, 20), (2026, 7, 1), (2026, 9, 30)),
        ("quarter", (2026, 1, 1), (2025, 10, 1), (2025, 12, 31)),
        ("year", (2026, 3, 31), (2024, 4, 1), (2025, 3, 31)),
        ("year", (2026, 4, 1), (2025, 4, 1), (2026, 3, 31)),
    ],
)
def test_the_last_whole_period(every, today, starts, ends):
    assert owed.last_period(every, datetime.date(*today)) == (datetime.date(*starts), datetime.date(*ends))


def test_what_an_agency_owes_is_told_to_it_and_to_who_keeps_the_figures(cast, make):
    indicator = make.indicator("Notices", agency=cast.agencies["police"], owed="quarter")
    (line,) = missing(cast.viewer("lead_partner_police"))
    assert "owed by your agency" in line.sentence and line.overdue and line.due == datetime.date(2026, 11, 11)
    assert "owed by Police" in missing(cast.viewer("analyst"))[0].sentence
    assert missing(cast.viewer("lead_partner_health")) == []
    make.figure(indicator, 40, ends=datetime.date(2026, 9, 30))
    assert missing(cast.viewer("analyst")) == []
