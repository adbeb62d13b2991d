"""A partnership orders the chapters of its report, and its next report begins in that order."""

import datetime

import pytest
from django.db import connection

from goldenthread.foundation.organisations import operations as organisations
from goldenthread.foundation.room import Refused
from goldenthread.front.yearly_report import operations
from goldenthread.front.yearly_report.assembly import plan_of_sections, sections_of
from goldenthread.front.yearly_report.operations.ordering import order_for


def _order(report):
    return [section.chapter for section in sections_of(report)]


def _move(desk, chapter, up):
    operations.move_section(report=desk.report, chapter=chapter, up=up, **desk.given)


def test_the_product_puts_what_changed_for_children_first_and_next_steps_last(desk):
    wanted = ["ten_lines", "foreword", "actions_and_impact", "priorities", "learning", "figures", "who_we_are"]
    wanted += ["scrutiny", "money", "next_steps"]
    assert [chapter for chapter in _order(desk.report) if chapter in wanted] == wanted


def test_a_chapter_moves_by_one_place_and_not_past_the_ends(desk):
    before = _order(desk.report)
    _move(desk, before[1], up=True)
    assert _order(desk.report) == [before[1], before[0], *before[2:]]
    with pytest.raises(Refused, match="at that end"):
        _move(desk, before[1], up=True)
    with pytest.raises(Refused, match="at that end"):
        _move(desk, before[-1], up=False)


def test_a_chapter_without_a_row_keeps_its_place_when_another_moves(desk):
    _begun_before("money")
    before = _order(desk.report)
    _move(desk, before[0], up=False)
    assert _order(desk.report) == [before[1], before[0], *before[2:]]


def test_the_next_report_begins_in_the_order_of_the_last(desk, cast):
    assert order_for(cast.west) == {code: order for code, _, order, _ in plan_of_sections()}
    _move(desk, "money", up=True)
    begun = operations.begin_report(body=cast.west, period=_next(desk), title="Next", **desk.given)
    assert _order(begun) == _order(desk.report)


def test_a_chapter_that_the_last_report_had_not_stands_after_the_one_before_it(desk, cast):
    _move(desk, "next_steps", up=True)
    _begun_before("village")
    places = order_for(cast.west)
    assert sorted(places, key=places.get).index("village") == sorted(places, key=places.get).index("figures") + 1


def _next(desk):
    starts, ends = datetime.date(2026, 4, 1), datetime.date(2027, 3, 31)
    return organisations.add_period(body=desk.cast.west, label="2026-27", starts=starts, ends=ends, **desk.given)


def _begun_before(chapter):
    """As if the report had been begun before the product had this chapter."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM yearly_report_section WHERE chapter = %s", [chapter])
