"""The example of the documentation is loaded, loaded again, edited and loaded once more."""

import pytest

from goldenthread.foundation.history.models import Line
from goldenthread.foundation.people.models import Body, Seat
from goldenthread.foundation.records.tests.conftest import put_in

pytestmark = pytest.mark.django_db


def test_the_worked_example_loads(folder):
    outcome = put_in(folder)
    assert outcome.added["bodies"] == 5
    assert Body.objects.get(key="north-haven").agency_memberships.count() == 3
    assert Seat.objects.get().partnership.key == "north-haven"
    assert Line.objects.count() == sum(outcome.added.values())


def test_loading_twice_changes_nothing_and_leaves_no_line(folder):
    put_in(folder)
    lines = Line.objects.count()
    assert put_in(folder).nothing_changed
    assert Line.objects.count() == lines
