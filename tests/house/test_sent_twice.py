"""The same form posted ten times at the same moment does its work once and is answered alike, on both databases."""

import json

import pytest

from tests.house.houses import DATABASES, house_on


@pytest.fixture(scope="module", params=DATABASES)
def house(request, tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    with house_on(request.param, home) as made:
        made.run("-m", "tests.house.writers", "furnish")
        yield made


def test_ten_at_the_same_moment(house):
    found = json.loads(house.run("-m", "tests.house.sent_twice", 10, 2).stdout)
    assert found == {"answers": [[10, 1, 302]] * 2, "findings": [1] * 2, "lines": [1] * 2}
