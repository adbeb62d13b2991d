"""A backup of the whole house as a folder, and its restore into an empty place.

The folder: the database (`database.sqlite3`, or `database.dump` of pg_dump), `documents/<sha256>`, `heads/*.json`, and
`manifest.json` with the hash of every file, written last: a folder without it is not a backup. The keys of the house
are not in it; the manifest holds a fingerprint of the history's key, so that a restore beside the wrong key is refused.
"""

import contextlib
import datetime
import hashlib
import json
import os
import shutil
import subprocess
from pathlib import Path

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from goldenthread.foundation.documents.storing import is_whole, named_files
from goldenthread.foundation.history import heads, queries
from goldenthread.foundation.history.models import Chain
from goldenthread.foundation.room import Refused

MANIFEST = "manifest.json"
FORMAT = 1
DAMAGED = "{} is damaged, or back_up did not write it: use another copy of the backup. Nothing was restored."
DATABASES = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}


def back_up(folder: Path, *, now: datetime.datetime) -> dict:
    """Write the house into `folder` while it runs; the manifest. Raises Refused with what is in the way."""
    if folder.exists() and any(folder.iterdir()):
        raise Refused(f"{folder} is not empty: name a new folder for each backup.")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.chmod(folder, 0o700)  # it holds everything that the house holds
    ends = _ends()  # before the database: what they name must be in it
    applied = sorted(".".join(name) for name in MigrationLoader(connection).applied_migrations)
    _DUMP[connection.vendor](folder / DATABASES[connection.vendor])
    for sha256 in named_files():  # after the database: bytes are stored before their row
        _copy_document(sha256, folder / "documents" / sha256)
    for path in sorted(heads.folder().glob("*.json")):
        _copy(path, folder / "heads" / path.name)
    manifest = {
        "format": FORMAT,
        "made_at": now.isoformat(),
        "database": connection.vendor,
        "history_key": _fingerprint(),
        "chains": ends,
        "migrations": applied,
        "files": {
            path.relative_to(folder).as_posix(): _hash(path) for path in sorted(folder.rglob("*")) if path.is_file()
        },
    }
    _write(folder / MANIFEST, json.dumps(manifest, indent=1).encode())
    return manifest


def restore(folder: Path) -> dict:
    """Put a backup into this installation, which must be empty, and prove it whole; the manifest. Raises Refused.

    What cannot be proved does not stay: whatever was put in place is taken away again.
    """
    manifest = _read(folder)
    _fits_here(manifest)
    _is_empty()
    _is_whole(folder, manifest)
    try:
        _put_in_place(folder, manifest)
        prove(manifest)
    except Exception as fault:
        _take_away(folder)
        if isinstance(fault, Refused):
            raise Refused(f"{fault.sentence} Nothing of it was left in place.") from None
        raise Refused(
            f"The backup could not be restored ({type(fault).__name__}: {fault}). Nothing of it was left in place: use "
            "another copy."
        ) from fault
    return manifest


def _put_in_place(folder, manifest):
    for path in sorted((folder / "documents").glob("*")):
        with path.open("rb") as stored:
            default_storage.save(path.name, File(stored))
    for path in sorted((folder / "heads").glob("*.json")):
        _copy(path, heads.folder() / path.name)
    _LOAD[manifest["database"]](folder / DATABASES[manifest["database"]])
    call_command("migrate", verbosity=0, skip_checks=True)  # where this version is newer than the backup


def _take_away(folder):
    """Leave the place as empty as it was found."""
    for path in (folder / "documents").glob("*"):
        default_storage.delete(path.name)
    for path in (folder / "heads").glob("*.json"):
        (heads.folder() / path.name).unlink(missing_ok=True)
    if connection.vendor == "sqlite":
        place = Path(connection.settings_dict["NAME"])
        connection.close()
        for ending in ("", "-wal", "-shm"):
            place.with_name(place.name + ending).unlink(missing_ok=True)
        place.with_suffix(".restoring").unlink(missing_ok=True)
        return
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"DROP TABLE IF EXISTS {connection.ops.quote_name(table)} CASCADE")


def prove(manifest) -> None:
    """Raises Refused unless every chain of history is whole and reaches the backup's ends, and every document is
    there.
    """
    known = heads.known()
    for name, (number, digest) in manifest["chains"].items():
        known.setdefault(name, {}).setdefault(number, digest)
    faults = [f"{fault.chain}, line {fault.number}: {fault.sentence}" for fault in queries.faults(known=known)]
    faults += [
        f"The stored file {sha256} is missing or was changed." for sha256 in named_files() if not is_whole(sha256)
    ]
    if faults:
        raise Refused("What was restored is not whole. " + " ".join(faults))


def _ends():
    """{chain: [number of its last line, its digest]}."""
    chains = Chain.objects.select_related("body").filter(length__gt=0)
    return {chain.body.key if chain.body else heads.HOUSE: [chain.length, chain.head] for chain in chains}


def _fingerprint():
    return hashlib.sha256(f"fingerprint of the history's key: {settings.HISTORY_KEY}".encode()).hexdigest()[:16]


def _read(folder):
    path = folder / MANIFEST
    if not path.is_file():
        raise Refused(f"{folder} has no {MANIFEST}: it is not a backup, or its making was interrupted.")
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        manifest = None
    if not isinstance(manifest, dict):
        raise Refused(DAMAGED.format(path))
    if manifest.get("format") != FORMAT:
        raise Refused(
            f"{folder} was made by a version of Golden Thread that writes backups differently: restore it with that "
            "version."
        )
    if not _has_all_fields(manifest):
        raise Refused(DAMAGED.format(path))
    return manifest


def _has_all_fields(manifest) -> bool:
    """Whether it says all that `back_up` writes, each in its shape."""

    def texts(values):
        return all(isinstance(value, str) for value in values)

    chains, files, migrations = (manifest.get(name) for name in ("chains", "files", "migrations"))
    return (
        texts(manifest.get(name) for name in ("made_at", "database", "history_key"))
        and manifest["database"] in DATABASES
        and isinstance(chains, dict)
        and all(isinstance(end, list) and [type(part) for part in end] == [int, str] for end in chains.values())
        and isinstance(files, dict)
        and texts(files.values())
        and DATABASES[manifest["database"]] in files
        and isinstance(migrations, list)
        and texts(migrations)
    )


def _fits_here(manifest):
    if manifest["database"] != connection.vendor:
        raise Refused(
            f"The backup is of a {manifest['database']} database and this installation uses {connection.vendor}: set "
            "GOLDENTHREAD_DATABASE accordingly."
        )
    if manifest["history_key"] != _fingerprint():
        raise Refused(
            "The key of the history here is not the one of the backup, so its history could not be proved: put the "
            "kept key into "
            f"{Path(settings.HOME) / 'secrets' / 'goldenthread_history_key'} or GOLDENTHREAD_HISTORY_KEY first."
        )
    known = {".".join(name) for name in MigrationLoader(None).disk_migrations}
    newer = sorted(
        name for name in manifest["migrations"] if name.partition(".")[0] in _apps(known) and name not in known
    )
    if newer:
        raise Refused(
            f"The backup was made by a newer version of Golden Thread ({newer[-1]}): install that version and restore "
            "with it."
        )


def _apps(names):
    return {name.partition(".")[0] for name in names}


def _is_empty():
    """Raises Refused unless nothing stands where the backup is to go."""
    taken = []
    if connection.vendor == "sqlite":
        database = Path(connection.settings_dict["NAME"])
        taken += [str(database)] if database.exists() and database.stat().st_size else []
    elif connection.introspection.table_names():
        taken.append(f"the database {connection.settings_dict['NAME']}")
    with contextlib.suppress(FileNotFoundError):
        taken += ["the stored documents"] if any(default_storage.listdir("")) else []
    taken += [str(heads.folder())] if list(heads.folder().glob("*.json")) else []
    if taken:
        raise Refused(
            f"A backup is restored only into an empty place, and here is already {' and '.join(taken)}: use a new "
            "GOLDENTHREAD_HOME and database."
        )


def _is_whole(folder, manifest):
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()} - {MANIFEST}
    missing = sorted(set(manifest["files"]) - found)
    changed = sorted(
        name for name, sha256 in manifest["files"].items() if name in found and _hash(folder / name) != sha256
    )
    added = sorted(found - set(manifest["files"]))
    if missing or changed or added:
        parts = [
            f"{what}: {', '.join(names)}"
            for what, names in (("missing", missing), ("changed", changed), ("added", added))
            if names
        ]
        raise Refused(
            f"The backup is not as it was made ({'; '.join(parts)}): use another copy of it. Nothing was restored."
        )


def _copy_document(sha256, path):
    if not is_whole(sha256):
        raise Refused(
            f"The stored file {sha256} is missing or was changed: restore it from an earlier backup, then back up "
            "again."
        )
    path.parent.mkdir(exist_ok=True)
    with default_storage.open(sha256) as stored, path.open("wb") as copy:
        shutil.copyfileobj(stored, copy)
        _to_disk(copy)


def _copy(path, to):
    to.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    _write(to, path.read_bytes())


def _write(path, content):
    """A new file that only its owner reads."""
    path.unlink(missing_ok=True)
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        _to_disk(file)


def _to_disk(file):
    file.flush()
    os.fsync(file.fileno())


def _hash(path):
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _dump_sqlite(path):
    import sqlite3

    connection.ensure_connection()
    with contextlib.closing(sqlite3.connect(path)) as copy:
        connection.connection.backup(copy)  # a moment's whole state, while others write
        copy.execute("PRAGMA journal_mode=DELETE")


def _load_sqlite(path):
    place = Path(connection.settings_dict["NAME"])
    connection.close()
    draft = place.with_suffix(".restoring")
    _copy(path, draft)
    draft.replace(place)


def _dump_postgresql(path):
    _postgresql(
        "pg_dump",
        "--format=custom",
        "--no-owner",
        "--no-privileges",
        f"--file={path}",
        connection.settings_dict["NAME"],
    )


def _load_postgresql(path):
    connection.close()
    _postgresql(
        "pg_restore",
        "--no-owner",
        "--no-privileges",
        "--exit-on-error",
        "--single-transaction",
        f"--dbname={connection.settings_dict['NAME']}",
        str(path),
    )


def _postgresql(program, *words):
    """Run one of PostgreSQL's own programs on this installation's database. Raises Refused with what it said."""
    if not shutil.which(program):
        raise Refused(
            f"{program} is not on the path: install PostgreSQL's client programs (Debian: postgresql-client)."
        )
    place = connection.settings_dict
    given = {"PGHOST": place["HOST"], "PGPORT": place["PORT"], "PGUSER": place["USER"], "PGPASSWORD": place["PASSWORD"]}
    given |= {
        f"PG{name.upper()}": value for name, value in place["OPTIONS"].items() if name in {"sslmode", "sslrootcert"}
    }
    done = subprocess.run(
        [program, "--no-password", *words],
        env={**os.environ, **{name: value for name, value in given.items() if value}},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise Refused(f"{program} ended with an error: {done.stderr.strip()[-500:]}")


_DUMP = {"sqlite": _dump_sqlite, "postgresql": _dump_postgresql}
_LOAD = {"sqlite": _load_sqlite, "postgresql": _load_postgresql}
