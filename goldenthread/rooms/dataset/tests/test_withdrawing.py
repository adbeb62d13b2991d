"""A figure that was supplied by mistake is withdrawn: what divides it goes along, and its period is owed again."""

import datetime

import pytest

from goldenthread.foundation.access.viewer import System
from goldenthread.foundation.diary.models import Due
from goldenthread.foundation.drafts.undoing import WITHDRAWN, Undo
from goldenthread.foundation.withdrawals import operations as withdrawals
from goldenthread.foundation.withdrawals import queries
from goldenthread.rooms.dataset import operations
from goldenthread.rooms.dataset.models import Comparator, Figure

pytestmark = pytest.mark.django_db
LAST_QUARTER = datetime.date(2026, 9, 30)


@pytest.fixture
def given(now):
    return {"by": System("the tests"), "now": now}


@pytest.fixture
def indicator(cast, given):
    return operations.add_indicator(
        holder=cast.west, title="Children on a plan", agency=cast.agencies["council"], owed="quarter", **given
    )


def owed(indicator):
    return set(Due.objects.running().filter(noun="indicator", thing_key=indicator.ref).values_list("due_on", flat=True))


def test_its_period_is_owed_again_and_undo_takes_that_back(indicator, given, now):
    before = owed(indicator)
    figure = operations.add_figure(indicator=indicator, ends=LAST_QUARTER, value=316, **given)
    supplied = owed(indicator)
    assert supplied != before, "the test needs a figure that was owed"
    done = withdrawals.withdraw(thing=figure, version=figure.version, reason="Of another quarter.", **given)
    assert owed(indicator) == before
    undo = Undo("c", WITHDRAWN, "west", now, tuple(done.things))
    withdrawals.undo(done=undo, **given)
    assert owed(indicator) == supplied


def test_its_parts_and_what_is_held_beside_it_go_along_and_come_back(indicator, cast, given):
    total = {"breakdown": "category", "category": "neglect"}
    figure = operations.add_figure(indicator=indicator, ends=LAST_QUARTER, value=11, **total, **given)
    part = operations.add_figure(
        indicator=indicator, ends=LAST_QUARTER, value=5, breakdown="sex", category="girls", part_of=figure, **given
    )
    beside = operations.add_comparator(
        indicator=indicator, place="England", period="2025-26", value=43, beside=figure, **given
    )
    withdrawals.withdraw(thing=figure, version=figure.version, reason="Of another quarter.", **given)
    assert not Figure.objects.exists() and not Comparator.objects.exists()
    kept = Figure.recorded.get(pk=figure.pk)
    assert [row.pk for row in queries.went_with(kept)] == [part.pk]
    withdrawals.put_back(thing=kept, version=kept.version, reason="It was right.", **given)
    assert Figure.objects.count() == 2
    assert Comparator.objects.get() == beside


def test_an_agency_withdraws_its_own_figure_until_it_is_published(indicator, cast, given):
    figure = operations.add_figure(indicator=indicator, ends=LAST_QUARTER, value=316, **given)
    council = cast.viewer("agency_lead")
    assert queries.may(council, figure)
    assert not queries.may(cast.viewer("agency_lead_health"), figure)
    figure = operations.mark_as_public(figure=figure, version=figure.version, citation="Report 2026, page 4", **given)
    assert not queries.may(council, figure)
    assert queries.may(cast.viewer(), figure)
