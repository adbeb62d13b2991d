"""A process killed in the middle of a write leaves the record as it was before or after, on both databases; and what is
verified while others write is verified as it stood at one moment.
"""

import json
import shutil
import signal

import pytest

from tests.house.houses import DATABASES, House, house_on

WHOLE = {"half": [], "without_a_line": 0, "lines_without_values": 0, "faults": []}


MOMENTS = {"after the finding": 0, "after all rows": 0, "after the lines": 0, "after the end": 1}


@pytest.fixture(scope="module", params=DATABASES)
def house(request, tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    with house_on(request.param, home) as made:
        made.run("-m", "tests.house.writers", "furnish")
        yield made


def writers(house, *words):
    return json.loads(house.run("-m", "tests.house.writers", *words).stdout)


def test_killed_at_each_moment_of_a_write(house):
    found = writers(house, "killed-at", "whole", *MOMENTS)
    assert found == {
        moment: {"signal": signal.SIGKILL, "written": written, **WHOLE} for moment, written in MOMENTS.items()
    }


def test_killed_from_outside_while_writing(house):
    """Whatever was said to be written is there; at most one more in each round was written and not yet said."""
    found = writers(house, "killed-while-writing", 12)
    assert found["kills"] == 12
    assert found["confirmed"] <= found["written"] <= found["confirmed"] + 12
    assert {name: found[name] for name in WHOLE} == WHOLE


def test_without_the_transaction_a_half_thing_stays(house, tmp_path):
    """The tests above can fail: without the transaction of the operation, a kill leaves a finding without its line."""
    if house.address:
        return  # the same code; one database shows it
    shutil.copytree(house.home, tmp_path / "home")
    found = writers(House(tmp_path / "home", ""), "killed-at", "torn", "after the finding")["after the finding"]
    assert (found["written"], len(found["half"]), found["without_a_line"]) == (1, 1, 1)


@pytest.mark.parametrize("mode", ["whole", "torn"])
def test_history_is_verified_while_others_write(house, mode):
    """No false alarm on a house in use. The test can fail: without one moment for head and lines it tells one."""
    found = writers(house, "verified-while-writing", mode)
    assert found["rounds"] and found["written"]
    assert bool(found["false_alarms"]) is (mode == "torn"), found
