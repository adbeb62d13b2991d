"""The empty database with its tables, laid out once for all tests and houses that have the same migrations.

Applying the migrations costs more than most tests. Whoever asks first applies them, in a process of its own: on SQLite
into a file in the home folder of the tests, on PostgreSQL into a database of the server. The others copy that. Another
migration, another release of a library, or another text that a migration loads makes another one.
"""

import contextlib
import fcntl
import hashlib
import inspect
import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.apps import apps
from django.conf import settings
from django.core.management.commands.migrate import Command
from django.db import connections

REPOSITORY = Path(__file__).resolve().parents[1]
LIBRARIES = ("Django", "django-allauth", "django-q2")
apply_migrations = Command.handle


def lay_out(command, *args, **options):
    """In the place of `migrate`, where it makes the database of tests; otherwise that itself."""
    connection = connections[options["database"]]
    if not options["run_syncdb"]:
        return apply_migrations(command, *args, **options)
    if connection.vendor == "sqlite":
        _copy(kept_file(), connection)
    else:
        name, kept = connection.settings_dict["NAME"], kept_database(os.environ["GOLDENTHREAD_DATABASE"])
        connection.close()
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}"')
            cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE {kept}')
    return None


def kept_file() -> Path:
    """A SQLite file with the tables, which nothing is written into."""
    kept = Path(settings.HOME) / f"tests-{_digest()}.sqlite3"
    with _one_at_a_time("sqlite"):
        if not kept.exists():
            with tempfile.TemporaryDirectory(dir=settings.HOME) as home:
                _migrate(home, "")
                (Path(home) / "goldenthread.sqlite3").replace(kept)
    return kept


def kept_database(server: str) -> str:
    """The name of a database on this server with the tables, which nothing is written into."""
    name = f"tests_{_digest()}"
    with _one_at_a_time("postgres"), psycopg.connect(server, autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            connection.execute("DROP DATABASE IF EXISTS tests_unfinished")
            connection.execute("CREATE DATABASE tests_unfinished")
            with tempfile.TemporaryDirectory() as home:
                _migrate(home, urlunsplit(urlsplit(server)._replace(path="/tests_unfinished")))
            connection.execute(f"ALTER DATABASE tests_unfinished RENAME TO {name}")
    return name


@contextlib.contextmanager
def _one_at_a_time(database: str) -> Iterator[None]:
    with (Path(settings.HOME) / f"tests-{database}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # a second process waits for what the first lays out
        yield


def _migrate(home: str, address: str) -> None:
    environment = os.environ | {"GOLDENTHREAD_HOME": home, "GOLDENTHREAD_DATABASE": address}
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--skip-checks", "--verbosity", "0"],
        cwd=REPOSITORY,
        env=environment | {"DJANGO_SETTINGS_MODULE": "goldenthread.config.settings_test"},
        check=True,
    )


def _digest() -> str:
    from goldenthread.front.yearly_report import checklist

    parts = [f"{name} {version(name)}" for name in LIBRARIES]
    parts += [inspect.getsource(checklist)]  # loaded by migrations
    for app in apps.get_app_configs():
        if app.name.startswith("goldenthread."):
            parts += [path.read_text() for path in sorted(Path(app.path, "migrations").glob("*.py"))]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def _copy(kept: Path, connection) -> None:
    connection.ensure_connection()
    with contextlib.closing(sqlite3.connect(f"file:{kept}?mode=ro", uri=True)) as source:
        source.backup(connection.connection)
