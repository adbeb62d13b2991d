"""The chain of history while eight processes write at once, which SQLite cannot show: it lets one write at a time."""

import json

import pytest

from tests.house.houses import on_postgres

pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    with on_postgres(tmp_path_factory.mktemp("home")) as house:
        house.run("-m", "tests.house.writers", "furnish")
        yield house


def at_once(house, *words):
    return json.loads(house.run("-m", "tests.house.writers", "at-once", *words).stdout)


def test_eight_processes_write_one_chain(house):
    found = at_once(house, "west", 8, 100, "locked")
    assert found == {"failed": 0, "fault": None, "gapless": True, "written": 800, "lines": 800}


def test_without_the_lock_of_the_head_the_chain_forks(house):
    """The test above can fail: the same writers, without the lock, tear the chain, and the check finds it."""
    found = at_once(house, "east", 8, 20, "unlocked")
    assert found["fault"] and not found["gapless"]
    assert found["lines"] == 160  # none was refused: what is wrong is their order
