"""Houses of their own for tests with real processes: a home folder and a database that nothing else uses."""

import contextlib
import os
import secrets
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

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


@contextlib.contextmanager
def on_postgres(home: Path):
    """A house with an empty database of its own beside the tests' own; gone at the end."""
    server = os.environ.get("GOLDENTHREAD_DATABASE", "")
    if not server:
        pytest.skip("needs PostgreSQL: GOLDENTHREAD_DATABASE is not set")
    name = f"goldenthread_{secrets.token_hex(6)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    house = House(home, urlunsplit(urlsplit(server)._replace(path=f"/{name}")))
    try:
        yield house
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
