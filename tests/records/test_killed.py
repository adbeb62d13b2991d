"""A load that is killed leaves the record as it was before: whole or not at all, and the house loads it afterwards."""

import contextlib
import signal
import sqlite3
from pathlib import Path

import pytest

from tests.house.houses import on_sqlite

GOOD = Path(__file__).parent / "good"
# Runs the command and kills itself, as kill -9 would, when it comes to the moment named in its first argument.
CHILD = """
import os, signal, sys
from django.core.management import execute_from_command_line
import django
django.setup()
from goldenthread.foundation import writing
from goldenthread.foundation.records import mapping

def die(*args, **more):
    os.kill(os.getpid(), signal.SIGKILL)

moment = sys.argv[1]
if moment == "before the first row":
    mapping.Loading.write = die
elif moment == "between two lists":
    whole, seen = mapping.Loading.write, []
    def write(self, shape, items, now):
        if shape.part == "recommendations":
            die()
        whole(self, shape, items, now)
    mapping.Loading.write = write
elif moment == "when all rows are written and history is not":
    writing.write_lines = die
elif moment == "when all is written and not yet committed":
    whole_lines = writing.write_lines
    def last(entries):
        whole_lines(entries)
        die()
    writing.write_lines = last
execute_from_command_line(["manage.py", "load_record", sys.argv[2]])
"""


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    return on_sqlite(tmp_path_factory.mktemp("home"))


def counted(house):
    with contextlib.closing(sqlite3.connect(house.home / "goldenthread.sqlite3")) as open_file:
        tables = ("people_body", "people_group", "thread_source", "thread_finding", "thread_action", "history_line")
        return [open_file.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables]


def test_killed_at_any_moment_it_is_whole_or_not_there(house):
    before = counted(house)
    assert before[0] == 0
    for moment in (
        "before the first row",
        "between two lists",
        "when all rows are written and history is not",
        "when all is written and not yet committed",
    ):
        killed = house.run("-c", CHILD, moment, GOOD, check=False)
        assert killed.returncode == -signal.SIGKILL, killed.stderr
        assert counted(house) == before, moment
    house.run("-c", CHILD, "never", GOOD)
    after = counted(house)
    assert after[0] == 8 and after[-1] > 40
    assert "nothing changed" in house.manage("load_record", GOOD).stdout
    assert counted(house) == after
