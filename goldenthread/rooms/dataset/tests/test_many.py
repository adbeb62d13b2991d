"""Many figures kept in one step: each as one alone, all of them or none, and told once."""

import datetime
from decimal import Decimal

import pytest

from goldenthread.foundation.access.queries import Forbidden
from goldenthread.foundation.asking import Asked
from goldenthread.foundation.history.models import Line
from goldenthread.foundation.room import Refused, Unchanged
from goldenthread.rooms.dataset import operations
from goldenthread.rooms.dataset.models import Figure
from goldenthread.rooms.dataset.queries import many, owed
from goldenthread.rooms.dataset.tests.conftest import DAY


@pytest.fixture
def pair(cast, make):
    """One indicator of the council and one of the police."""
    return (
        make.indicator("Referrals", agency=cast.agencies["council"], owed="month"),
        make.indicator("Arrests", agency=cast.agencies["police"]),
    )


def row(indicator, value, mark="", figure=None, **more):
    values = {"value": Decimal(value)} | ({} if figure else {"ends": DAY}) | more
    return many.Given(mark or str(indicator.pk), indicator, values, figure, figure.version if figure else 0)


def keep(cast, now, rows, role="analyst", **more):
    return operations.keep_figures(by=cast.viewer(role), now=now, rows=rows, **more)


def test_new_ones_and_changed_ones_in_one_step(cast, pair, make, now):
    stands = make.figure(pair[1], 5)
    done = keep(cast, now, [row(pair[0], 12), row(pair[1], 6, figure=stands)])
    assert (done.added, done.changed, done.same) == (1, 1, 0)
    assert Figure.objects.get(indicator=pair[0]).value == 12
    stands.refresh_from_db()
    assert (stands.value, stands.version) == (6, 2)
    lines = Line.objects.filter(noun="figure", person=cast.viewer("analyst").person_id)
    assert {line.verb for line in lines} == {"dataset.figure_added", "dataset.figure_changed"}


def test_one_fault_keeps_all_of_them_out_and_each_is_told(cast, pair, now):
    tomorrow = now.date() + datetime.timedelta(days=40)
    faulty = [row(pair[0], 12), row(pair[1], -1, numerator=Decimal(-1)), row(pair[1], 3, "b", ends=tomorrow)]
    with pytest.raises(many.Faults) as refused:
        keep(cast, now, faulty)
    assert [(mark, field) for mark, field, _ in refused.value.found] == [(str(pair[1].pk), "numerator"), ("b", "ends")]
    assert not Figure.objects.exists()


def test_questions_of_all_rows_are_asked_once_and_a_tick_for_each_is_enough(cast, pair, make, now):
    for indicator in pair:
        make.figure(indicator, 5)
    rows = [row(pair[0], 5), row(pair[1], 6)]
    with pytest.raises(Asked) as asked:
        keep(cast, now, rows)
    same, other = asked.value.questions
    assert "The same figure stands already" in same.sentence and same.field == f"value_{pair[0].pk}"
    assert "Another figure stands already" in other.sentence
    with pytest.raises(Asked):
        keep(cast, now, rows, sure=[same.code])
    assert keep(cast, now, rows, sure=[same.code, other.code]).added == 2


def test_a_figure_told_twice_in_the_rows_is_refused(cast, pair, now):
    with pytest.raises(Refused, match="The same figure stands in two rows"):
        keep(cast, now, [row(pair[0], 12), row(pair[0], 12, "b")])
    with pytest.raises(Refused, match="as another row"):
        keep(cast, now, [row(pair[0], 12), row(pair[0], 13, "b")])
    assert not Figure.objects.exists()


def test_what_stands_already_is_told_and_left(cast, pair, make, now):
    stands = make.figure(pair[0], 12)
    with pytest.raises(Unchanged):
        keep(cast, now, [row(pair[0], 12, figure=stands)])
    done = keep(cast, now, [row(pair[0], 12, figure=stands), row(pair[1], 3)])
    assert (done.added, done.same) == (1, 1) and Figure.objects.get(pk=stands.pk).version == 1


def test_who_changed_it_meanwhile_is_not_written_over(cast, pair, make, given, now):
    stands = make.figure(pair[0], 12)
    operations.edit_figure(**given, figure=Figure.objects.get(pk=stands.pk), version=1, value=Decimal(13))
    with pytest.raises(many.Faults, match="meanwhile"):
        keep(cast, now, [row(pair[0], 14, figure=stands)])
    assert Figure.objects.get(pk=stands.pk).value == 13


def test_an_agency_gives_its_own_alone_and_none_of_it_where_one_is_not(cast, pair, make, now):
    with pytest.raises(Forbidden):
        keep(cast, now, [row(pair[0], 12), row(pair[1], 3)], role="agency_lead")
    assert not Figure.objects.exists()
    keep(cast, now, [row(pair[0], 12)], role="agency_lead")
    figure = Figure.objects.get()
    assert figure.supplied_by == cast.agencies["council"]
    with pytest.raises(many.Faults, match="Only those who keep the figures"):
        keep(cast, now, [row(pair[0], 12, figure=figure, citation="Report")], role="agency_lead")


def test_a_published_figure_and_one_of_another_agency_are_not_the_agencys_to_change(cast, pair, make, given, now):
    published, theirs = make.figure(pair[0], 5), make.figure(pair[0], 6, supplied_by=cast.agencies["police"])
    operations.mark_as_public(figure=published, version=1, citation="Report", **given)
    with pytest.raises(many.Faults, match="published already"):
        keep(cast, now, [row(pair[0], 7, figure=published)], role="agency_lead")
    with pytest.raises(Forbidden):
        keep(cast, now, [row(pair[0], 7, figure=theirs)], role="agency_lead")


@pytest.mark.parametrize("role", ["lay_member", "group_member", "scrutineer", "east_manager"])
def test_a_reader_and_a_neighbour_give_nothing(cast, pair, now, role):
    with pytest.raises(Forbidden):
        keep(cast, now, [row(pair[0], 12)], role=role)


def test_a_value_that_leaves_its_counts_behind_is_asked_about(cast, make, now):
    rate = make.rate()
    stands = make.figure(rate, "92.6", numerator=316, denominator=34115)
    with pytest.raises(Asked) as asked:
        keep(cast, now, [row(rate, "95", figure=stands)])
    assert "would stay as it stood" in str(asked.value)
    together = row(rate, "95", figure=stands, numerator=Decimal(324), denominator=Decimal(34115))
    assert keep(cast, now, [together]).changed == 1


def test_nothing_more_is_owed_once_it_was_given_with_others(cast, pair, now):
    viewer = cast.viewer("agency_lead")
    due = owed.of(viewer, pair[0])
    keep(cast, now, [row(pair[0], 12, ends=due.ends, starts=due.starts)], role="agency_lead")
    assert owed.of(viewer, pair[0]) is None
