"""The empty database of tests on SQLite, laid out once for all processes that have the same migrations.

Applying the migrations costs more than most runs of a few tests. The first process applies them and keeps the result
in the home folder of the tests; the others copy it. Another migration, another release of a library, or another text
that a migration loads makes another file. PostgreSQL applies them each time.
"""

import fcntl
import hashlib
import inspect
import sqlite3
from importlib.metadata import version
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management.commands.migrate import Command
from django.db import connections

LIBRARIES = ("Django", "django-allauth", "django-q2")
apply_migrations = Command.handle


def lay_out(command, *args, **options):
    """In the place of `migrate`, where it makes the database of tests; otherwise that itself."""
    connection = connections[options["database"]]
    if connection.vendor != "sqlite" or not options["run_syncdb"]:
        return apply_migrations(command, *args, **options)
    kept = Path(settings.HOME) / f"tests-{_digest()}.sqlite3"
    with kept.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # a second process waits for what the first lays out
        if kept.exists():
            _copy(kept, connection)
            return None
        result = apply_migrations(command, *args, **options)
        _keep(connection, kept)
        return result


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
    source = sqlite3.connect(f"file:{kept}?mode=ro", uri=True)
    source.backup(connection.connection)
    source.close()


def _keep(connection, kept: Path) -> None:
    unfinished = kept.with_suffix(".unfinished")
    unfinished.unlink(missing_ok=True)
    target = sqlite3.connect(unfinished)
    connection.connection.backup(target)
    target.close()
    unfinished.replace(kept)
