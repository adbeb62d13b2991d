"""What every test may use: the cast (one partnership and its neighbour, a person for each role) and a fixed moment."""

import datetime

import pytest
import time_machine

from tests.cast import Cast
from tests.kept import kept

NOW = datetime.datetime(2026, 11, 20, 10, 0, tzinfo=datetime.UTC)


@pytest.fixture
def now():
    """The moment of the test, at which its cast was made."""
    return NOW


@pytest.fixture(autouse=True)
def clock(now):
    """Pages, jobs, libraries and the test itself all read `now`. `clock.move_to(…)` is another moment.

    The clock runs on, so that what waits for a time-out is not kept waiting.
    """
    with time_machine.travel(now, tick=True) as traveller:
        yield traveller


@pytest.fixture
def cast(db):
    """Two made-up partnerships that share a group, with a person and a viewer for each role."""
    return kept("cast", lambda: Cast(NOW))


@pytest.fixture
def things(cast, settings, tmp_path):
    """One thing of every kind, held by west; files are kept in a folder of the test's own."""
    settings.MEDIA_ROOT = tmp_path / "documents"
    from tests.cast_things import Things

    found = kept("things", lambda: Things(cast), files=tmp_path / "documents")
    found.cast = cast
    return found
