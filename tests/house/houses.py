"""Houses of their own for tests with real processes: a home folder and a database that nothing else uses."""

import contextlib
import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from tests.migrated import kept_database, kept_file

DATABASES = ("sqlite", pytest.param("postgres", marks=pytest.mark.postgres))
REPOSITORY = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class House:
    """A home folder with its database. `address` is GOLDENTHREAD_DATABASE: empty means SQLite in the home folder."""

    home: Path
    address: str

    def run(self, *words: object, check=True, **settings: str) -> subprocess.CompletedProcess:
        """Run Python in this house. Fails the test with what it said when it ends with an error, unless told not to."""
        environment = {
            **os.environ,
            "GOLDENTHREAD_HOME": str(self.home),
            "GOLDENTHREAD_DATABASE": self.address,
            "DJANGO_SETTINGS_MODULE": "goldenthread.config.settings_test",
            **settings,
        }
        done = subprocess.run(
            [sys.executable, *map(str, words)],
            cwd=REPOSITORY,
            env=environment,
            capture_output=True,
            text=True,
            timeout=240,
        )
        if check and done.returncode:
            pytest.fail(f"{words} ended with {done.returncode}:\n{done.stdout[-2000:]}{done.stderr[-4000:]}")
        return done

    def manage(self, *words: object, **more) -> subprocess.CompletedProcess:
        """Run one of the house's own commands."""
        return self.run("manage.py", *words, **more)


def on_sqlite(home: Path, *, empty: bool = False) -> House:
    """A house with a file in its home folder, which has its tables already, unless it is to be empty."""
    if not empty:
        shutil.copyfile(kept_file(), home / "goldenthread.sqlite3")
    return House(home, "")


@contextlib.contextmanager
def on_postgres(home: Path, *, empty: bool = False) -> Iterator[House]:
    """A house with a database of its own beside the tests' own; gone at the end."""
    server = os.environ.get("GOLDENTHREAD_DATABASE", "")
    if not server:
        pytest.skip("needs PostgreSQL: GOLDENTHREAD_DATABASE is not set")
    name = f"goldenthread_{secrets.token_hex(6)}"
    template = "template1" if empty else kept_database(server)
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    house = House(home, urlunsplit(urlsplit(server)._replace(path=f"/{name}")))
    try:
        yield house
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextlib.contextmanager
def house_on(database: str, home: Path, *, empty: bool = False) -> Iterator[House]:
    """A house on "sqlite" or "postgres"."""
    home.mkdir(exist_ok=True)
    with (
        on_postgres(home, empty=empty)
        if database == "postgres"
        else contextlib.nullcontext(on_sqlite(home, empty=empty)) as house
    ):
        yield house
