"""A chapter that is saved while the report is closed is in the closed text, or is refused: on both databases."""

import json

import pytest

from tests.house.houses import on_postgres, on_sqlite

ROUNDS = 3


@pytest.mark.one_database
def test_no_word_is_lost_between_saving_and_closing(tmp_path):
    _all_kept(on_sqlite(tmp_path))


@pytest.mark.postgres
def test_no_word_is_lost_between_saving_and_closing_on_postgresql(tmp_path):
    with on_postgres(tmp_path) as house:
        _all_kept(house)


def _all_kept(house):
    told = json.loads(house.run("-m", "tests.house.report_race", ROUNDS).stdout.splitlines()[-1])
    assert told == {"last saved is closed": ROUNDS, "chapter as closed": ROUNDS}
