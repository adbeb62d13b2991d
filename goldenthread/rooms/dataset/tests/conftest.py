"""An indicator, its figures and comparators, for tests. All of it is made up."""

import datetime

import pytest

from goldenthread.foundation.access.viewer import System
from goldenthread.foundation.diary import dates
from goldenthread.foundation.people.models import Area, BodyArea
from goldenthread.foundation.writing import operation
from goldenthread.rooms.dataset import operations
from tests.kept import keep

SYSTEM = System("the tests")
DAY = datetime.date(2026, 3, 31)


def missing(viewer):
    """What Today says of figures that are owed, overdue ones first."""
    owed = dates.owed(viewer)
    return [due.item for due in (*owed.overdue, *owed.coming)]


@pytest.fixture
def given(now):
    return {"by": SYSTEM, "now": now}


@pytest.fixture
@keep
def areas(cast, now):
    """Two areas of the partnership, by name."""
    return {name: _area(cast.west, name, now) for name in ("Northbank", "Southbank")}


def _area(body, name, now):
    area = Area(key=name.lower(), name=name)
    door = _writer()
    door(by=SYSTEM, now=now, area=area, body=body)
    return area


def _writer():
    """An operation of the app that writes the tables of people."""
    from goldenthread.foundation.history import operations as history

    def write(*, by, now, area, body):
        area.save()
        BodyArea(body=body, area=area).save()
        history.record(by=by, now=now, verb="people.body_changed", noun="body", key=body.key, body_id=body.pk)

    write.__module__ = "goldenthread.foundation.organisations.operations"
    return operation(write)


@pytest.fixture
def make(cast, given):
    """Makes parts of the dataset with as few words as possible."""

    class Make:
        def indicator(self, title="Children on a plan", **more):
            values = {"counts": "children", "section": "Child protection"} | more
            return operations.add_indicator(**given, holder=cast.west, title=title, **values)

        def rate(self, title="Children on a plan", **more):
            return self.indicator(title, **{"unit": "rate", "factor": 10000, "decimals": 1} | more)

        def area(self, name):
            return _area(cast.west, name, given["now"])

        def figure(self, indicator, value=None, **more):
            return operations.add_figure(**given, **{"indicator": indicator, "value": value, "ends": DAY} | more)

        def comparator(self, indicator, value="43.2", **more):
            values = {"place": "England", "period": "2025", "ends": DAY, "value": value} | more
            return operations.add_comparator(**given, indicator=indicator, **values)

    return Make()


@pytest.fixture
@keep
def told(make, areas):
    """One indicator with a total, two areas, a breakdown and England."""
    indicator = make.rate()
    figure = make.figure(indicator, "92.6", numerator=316, area=areas["Northbank"])
    make.figure(indicator, "91.4", numerator=249, area=areas["Southbank"])
    comparator = make.comparator(indicator, beside=figure)
    return indicator, figure, comparator
