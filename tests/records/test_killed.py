"""A load that is killed leaves the record as it was before: whole or not at all, and the house loads it afterwards."""

import contextlib
import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
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
    """A home of its own with an empty database; gives a way to run a command there."""
    home = tmp_path_factory.mktemp("home")
    settings = os.environ | {
        "GOLDENTHREAD_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "goldenthread.config.settings_test",
        "GOLDENTHREAD_DATABASE": "",
    }

    def run(*words):
        return subprocess.run(
            [sys.executable, *words], cwd=REPOSITORY, env=settings, capture_output=True, text=True, timeout=300
        )

    made = run("manage.py", "migrate", "--skip-checks", "-v", "0")
    assert made.returncode == 0, made.stderr
    return home, run


def counted(home):
    with contextlib.closing(sqlite3.connect(home / "goldenthread.sqlite3")) as open_file:
        tables = ("people_body", "people_group", "thread_source", "thread_finding", "thread_action", "history_line")
        return [open_file.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables]


def test_killed_at_any_moment_it_is_whole_or_not_there(house):
    home, run = house
    before = counted(home)
    assert before[0] == 0
    for moment in (
        "before the first row",
        "between two lists",
        "when all rows are written and history is not",
        "when all is written and not yet committed",
    ):
        killed = run("-c", CHILD, moment, str(GOOD))
        assert killed.returncode == -signal.SIGKILL, killed.stderr
        assert counted(home) == before, moment
    done = run("-c", CHILD, "never", str(GOOD))
    assert done.returncode == 0, done.stderr
    after = counted(home)
    assert after[0] == 8 and after[-1] > 40
    again = run("manage.py", "load_record", str(GOOD))
    assert "nothing changed" in again.stdout
    assert counted(home) == after
