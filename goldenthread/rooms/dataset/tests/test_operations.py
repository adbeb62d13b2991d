"""What may be written, and what the history says of it."""

import datetime

import pytest

from goldenthread.foundation.access.queries import Forbidden
from goldenthread.foundation.history.models import Line
from goldenthread.foundation.room import Refused
from goldenthread.rooms.dataset import operations

DAY = datetime.date(2026, 3, 31)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({}, "value"),
        ({"value": 3, "absent": "not collected"}, "absent"),
        ({"value": 3, "public": True}, "citation"),
        ({"value": 3, "second": 2}, "second"),
        ({"value": 3, "starts": datetime.date(2026, 4, 1)}, "starts"),
        ({"value": 3, "ends": datetime.date(2027, 1, 1)}, "ends"),
        ({"value": 3, "category": "Neglect"}, "breakdown"),
        ({"value": 3, "breakdown": "category"}, "category"),
        ({"numerator": -1}, "numerator"),
        ({"numerator": 3, "denominator": 0}, "denominator"),
    ],
)
def test_a_figure_is_refused_beside_its_field(make, values, field):
    indicator = make.indicator()
    with pytest.raises(Refused) as refused:
        make.figure(indicator, **values)
    assert refused.value.field == field and refused.value.sentence.endswith(".")


def test_what_only_looks_wrong_is_kept(make):
    indicator = make.indicator(unit="percent")
    assert make.figure(indicator, 140).value == 140


def test_a_second_count_stands_where_two_things_are_counted(make):
    indicator = make.indicator("Missing episodes", counts="episodes", also_counts="children concerned")
    assert make.figure(indicator, 120, second=45).second == 45


def test_absent_for_one_area_while_present_for_another(make, areas):
    indicator = make.indicator()
    make.figure(indicator, 12, area=areas["Northbank"])
    assert make.figure(indicator, area=areas["Southbank"], absent="not collected here").value is None


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"unit": "rate"}, "factor"),
        ({"village": "live in poverty", "unit": "percent"}, "unit"),
        ({"owed": "month"}, "agency"),
    ],
)
def test_an_indicator_is_refused_beside_its_field(make, values, field):
    with pytest.raises(Refused) as refused:
        make.indicator(**values)
    assert refused.value.field == field


def test_a_title_stands_once(make):
    make.indicator("Referrals")
    with pytest.raises(Refused):
        make.indicator("referrals")


def test_a_reader_may_write_nothing(cast, make, now):
    indicator = make.indicator()
    figure = make.figure(indicator, 7)
    comparator = make.comparator(indicator)
    given = {"by": cast.viewer("lay_member"), "now": now}
    for write in (
        lambda: operations.add_indicator(holder=cast.west, title="Other", **given),
        lambda: operations.edit_indicator(indicator=indicator, version=1, title="Other", **given),
        lambda: operations.add_figure(indicator=indicator, ends=DAY, value=3, **given),
        lambda: operations.edit_figure(figure=figure, version=1, value=8, **given),
        lambda: operations.mark_as_public(figure=figure, version=1, citation="Report", **given),
        lambda: operations.add_comparator(indicator=indicator, place="England", period="2025", value=1, **given),
        lambda: operations.edit_comparator(comparator=comparator, version=1, value=2, **given),
        lambda: operations.note_export(holder=cast.west, what="all", rows=1, withheld=0, **given),
    ):
        with pytest.raises(Forbidden):
            write()


def test_a_neighbour_may_not_write_here(cast, make, now):
    indicator = make.indicator()
    with pytest.raises(Forbidden):
        operations.add_figure(
            by=cast.viewer("east_manager", partnership=cast.east), now=now, indicator=indicator, ends=DAY, value=3
        )


def test_every_write_leaves_its_line(make, given):
    indicator = make.indicator()
    figure = make.figure(indicator, 7)
    operations.edit_figure(figure=figure, version=1, value=8, **given)
    operations.mark_as_public(figure=figure, version=2, citation="Report, page 3", **given)
    verbs = list(Line.objects.filter(noun="figure", key=figure.ref).order_by("number").values_list("verb", flat=True))
    assert verbs == ["dataset.figure_added", "dataset.figure_changed", "dataset.figure_made_public"]


def test_a_figure_is_marked_public_once(make, given):
    figure = make.figure(make.indicator(), 7)
    operations.mark_as_public(figure=figure, version=1, citation="Report", **given)
    with pytest.raises(Refused):
        operations.mark_as_public(figure=figure, version=2, citation="Other", **given)
