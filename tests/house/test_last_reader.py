"""Two people who take the last two readers off a list at the same moment, on both databases: one of them is refused."""

import json

import pytest

from tests.house.houses import DATABASES, house_on, on_postgres


@pytest.fixture(scope="module", params=DATABASES)
def house(request, tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    with house_on(request.param, home) as made:
        made.run("-m", "tests.house.writers", "furnish")
        yield made


def last_readers(house, mode):
    return json.loads(house.run("-m", "tests.house.writers", "last-readers", 3, mode).stdout)


def test_somebody_can_always_read_it(house):
    assert last_readers(house, "locked") == {"rounds": 3, "unreadable": 0}


@pytest.mark.postgres
def test_without_the_lock_nobody_could(tmp_path):
    """The test above can fail: SQLite lets one write at a time, PostgreSQL lets both count before either removes."""
    with on_postgres(tmp_path) as house:
        house.run("-m", "tests.house.writers", "furnish")
        assert last_readers(house, "unlocked") == {"rounds": 3, "unreadable": 3}
