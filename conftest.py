"""What every test may use: the cast (one partnership and its neighbour, a person for each role) and a fixed moment."""

import datetime

import pytest
import time_machine

from tests.cast import Cast
from tests.kept import kept


def pytest_configure(config):
    from django.core.management.commands.migrate import Command

    from tests.migrated import lay_out

    Command.handle = lay_out


def utc(*moment: int) -> datetime.datetime:
    return datetime.datetime(*moment, tzinfo=datetime.UTC)


NOW = utc(2026, 11, 20, 10, 0)
# Moments at which programs that count days go wrong. What looks at a page or a clock runs at each: mark it `every_day`.
EVERY_DAY = {
    "an ordinary day": NOW,
    "29 February": utc(2028, 2, 29, 10, 0),
    "the last minutes of a year": utc(2026, 12, 31, 23, 50),
    "the night the clocks go forward": utc(2027, 3, 28, 0, 59),  # 1:00 becomes 2:00 in London a minute later
    "the night the clocks go back": utc(2026, 10, 25, 0, 30),  # 1:30 in London, for the first of two times
    "past midnight in London, not in Greenwich": utc(2027, 6, 30, 23, 30),
    "where the list of bank holidays ends": utc(2035, 12, 18, 10, 0),
    "400 days on": NOW + datetime.timedelta(days=400),
}


# Fixtures through which a test reaches the database of the tests.
DATABASES = {"db", "transactional_db", "live_server", "django_db_setup"}


def pytest_generate_tests(metafunc):
    if metafunc.definition.get_closest_marker("every_day"):
        moments = [
            pytest.param(moment, id=name, marks=[] if moment == NOW else pytest.mark.one_database)
            for name, moment in EVERY_DAY.items()
        ]
        metafunc.parametrize("now", moments, indirect=True)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Mark what asks no database of the tests for anything, so that it is not run again on PostgreSQL.

    A test that starts a house of its own on PostgreSQL is marked `postgres`. A test that reads what a module keeps in
    the database asks for it too: the library lays out none where no test does.
    """
    for item in items:
        if "django_db_setup" in item.fixturenames and not item.get_closest_marker("django_db"):
            item.add_marker("django_db")
        asks = DATABASES & set(item.fixturenames) or any(map(item.get_closest_marker, ("django_db", "postgres")))
        if not asks:
            item.add_marker("one_database")


@pytest.fixture
def now(request):
    """The moment of the test, at which its cast was made."""
    return getattr(request, "param", NOW)


@pytest.fixture(scope="session", autouse=True)
def clock_of_what_is_shared():
    """What several tests share is made at `NOW` as well."""
    with time_machine.travel(NOW, tick=True):
        yield


@pytest.fixture(autouse=True)
def clock(now):
    """Pages, jobs, libraries and the test itself all read `now`. `clock.move_to(…)` is another moment.

    The clock runs on, so that what waits for a time-out is not kept waiting.
    """
    with time_machine.travel(now, tick=True) as traveller:
        yield traveller


@pytest.fixture
def cast(db, now):
    """Two made-up partnerships that share a group, with a person and a viewer for each role."""
    return kept(f"cast of {now}", lambda: Cast(now))


@pytest.fixture
def things(cast, now, settings, tmp_path):
    """One thing of every kind, held by west; files are kept in a folder of the test's own."""
    settings.MEDIA_ROOT = tmp_path / "documents"
    from tests.cast_things import Things

    found = kept(f"things of {now}", lambda: Things(cast), files=tmp_path / "documents")
    found.cast = cast
    return found
