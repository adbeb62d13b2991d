"""Where a run works and what it leaves: a scratch folder of its own, then one rename; a whole result or none.

A results folder holds one folder for each result and, while a run is at work, its scratch folder beside them. What a
run was is told by what it read and by the edition of the definitions it used, so the same files twice are recognised.
A scratch folder whose run is gone (its lock is free) is cleared by the next run. Everything is readable by its owner
only.
"""

from __future__ import annotations

import contextlib
import datetime
import errno
import hashlib
import json
import os
import re
import shutil
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from .tables import Refused, SourceFile

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None
    import msvcrt

SCRATCH = ".run-"
LOCK = ".lock"
ABOUT = "run.json"
TABLES = "tables.duckdb"
NO_ROOM = (errno.ENOSPC, errno.EDQUOT)


class Already(Refused):
    """The same files were already run with the same definitions; `folder` is that result."""

    def __init__(self, folder: Path):
        super().__init__(
            f"These files were already run with the same definitions; the result is {folder.name}. "
            "Look there, or ask for the run to be made again."
        )
        self.folder = folder


@contextlib.contextmanager
def told_plainly(folder: Path) -> Iterator[None]:
    """Turn a full disk or too little memory into one sentence. Raises Refused."""
    try:
        yield
    except OSError as fault:
        if fault.errno in NO_ROOM or "No space left" in str(fault):
            raise _full(folder) from fault
        raise
    except duckdb.OutOfMemoryException as fault:
        if "No space left" in str(fault) or "max_temp_directory_size" in str(fault):
            raise _full(folder) from fault
        raise Refused(
            "There is too little memory for files of this size; allow more, or close other programs."
        ) from fault
    except duckdb.Error as fault:
        if "No space left" in str(fault) or "Disk quota exceeded" in str(fault):
            raise _full(folder) from fault
        raise


def _full(folder: Path) -> Refused:
    return Refused(
        f"The disk that holds {folder} is full; make room there, or choose another results folder. Nothing was kept."
    )


def connect(scratch: Path, *, memory: str = "2GB", threads: int = 0, name: str = TABLES) -> duckdb.DuckDBPyConnection:
    """Open a database in a scratch folder: its tables and what does not fit into `memory` go to that folder."""
    place = scratch / "spill"
    place.mkdir(mode=0o700, exist_ok=True)
    settings = {"memory_limit": memory, "temp_directory": str(place), "preserve_insertion_order": True}
    if threads:
        settings["threads"] = threads
    mask = os.umask(0o077)
    try:
        return duckdb.connect(str(scratch / name), config=settings)
    finally:
        os.umask(mask)


@dataclass
class Run:
    """A run at work. Write what is to be kept into `kept`; everything else in `scratch` goes when it ends.

    key  what the run is: the hash of its files and of the edition of the definitions
    """

    scratch: Path
    kept: Path
    key: str
    about: dict = field(default_factory=dict)
    result: Path | None = None


def key_of(files: Iterable[SourceFile], definitions: str, also: str = "") -> str:
    """What makes two runs the same: the content of their files, in any order, and the definitions; `also` for
    choices.
    """
    parts = [*sorted(file.sha256 for file in files), definitions, also]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


@dataclass(frozen=True)
class Results:
    """A folder of results."""

    folder: Path

    def earlier(self, key: str) -> Path | None:
        """The latest result of the same files and definitions."""
        found = [path for path in self.folder.glob(f"*{key[:16]}*") if path.is_dir() and _about(path).get("key") == key]
        return max(found, key=lambda path: _about(path).get("at", ""), default=None)

    @contextlib.contextmanager
    def run(
        self,
        files: Iterable[SourceFile],
        definitions: str,
        *,
        now: datetime.datetime,
        label: str = "run",
        also: str = "",
        again: bool = False,
        keep_tables: bool = False,
    ) -> Iterator[Run]:
        """Work in a scratch folder; when the block ends well, its `kept` becomes a result in one rename.

        label        how the result's folder begins
        again        make it even when an earlier result is the same; it then stands beside that one
        keep_tables  keep the child-level tables (`tables.duckdb`) with the result; they are deleted otherwise

        Raises Already (a Refused) naming the earlier result, and Refused when the disk is full; neither leaves
        anything.
        """
        files = list(files)
        key = key_of(files, definitions, also)
        with told_plainly(self.folder):
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            found = None if again else self.earlier(key)
            if found:
                raise Already(found)
            with self._begun() as scratch:
                about = {
                    "key": key,
                    "at": now.isoformat(),
                    "definitions": definitions,
                    "files": [{"name": file.name, "sha256": file.sha256, "size": file.size} for file in files],
                }
                run = Run(scratch, scratch / "kept", key, about)
                run.kept.mkdir(mode=0o700)
                yield run
                if keep_tables and (scratch / TABLES).exists():
                    (scratch / TABLES).rename(run.kept / TABLES)
                self._end(run, label, again)

    @contextlib.contextmanager
    def scratch(self) -> Iterator[Path]:
        """A scratch folder for work that leaves nothing here. Raises Refused when the disk is full."""
        with told_plainly(self.folder):
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with self._begun() as scratch:
                yield scratch

    def _end(self, run: Run, label: str, again: bool) -> None:
        (run.kept / ABOUT).write_text(json.dumps(run.about, indent=1, sort_keys=True), encoding="utf-8")
        for path in [run.kept, *run.kept.rglob("*")]:
            path.chmod(0o700 if path.is_dir() else 0o600)
            if path.is_file():
                with path.open("rb+") as file:
                    os.fsync(file.fileno())
        name = f"{re.sub(r'[^A-Za-z0-9_.-]+', '-', label).strip('.-') or 'run'}-{run.key[:16]}"
        number = 1
        while True:
            target = self.folder / (name if number == 1 else f"{name}-{number}")
            # A rename onto a result that stands is refused by the system: a result is never empty.
            try:
                run.kept.rename(target)
            except OSError as fault:
                if fault.errno not in (errno.ENOTEMPTY, errno.EEXIST, errno.EACCES) or not target.exists():
                    raise
                if not again:
                    raise Already(target) from None
                number += 1
                continue
            run.result = target
            return

    @contextlib.contextmanager
    def _begun(self) -> Iterator[Path]:
        with _locked(self.folder / LOCK):
            self._clear()
            scratch = self.folder / f"{SCRATCH}{uuid.uuid4().hex}"
            scratch.mkdir(mode=0o700)
            held = _open(scratch / LOCK)
            _lock(held, wait=True)
        try:
            yield scratch
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
            os.close(held)
            shutil.rmtree(scratch, ignore_errors=True)  # where an open file cannot be deleted

    def _clear(self) -> None:
        """Delete the scratch folders whose run is gone: nobody holds their lock."""
        for scratch in self.folder.glob(f"{SCRATCH}*"):
            try:
                held = _open(scratch / LOCK)
            except FileNotFoundError:  # its run has just ended and taken it away
                continue
            try:
                gone = _lock(held, wait=False)
            finally:
                os.close(held)
            if gone:
                shutil.rmtree(scratch, ignore_errors=True)


def _about(result: Path) -> dict:
    try:
        return json.loads((result / ABOUT).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def _open(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)


def _lock(held: int, wait: bool) -> bool:
    """Lock an open file for this process alone; whether it has it."""
    try:
        if fcntl:
            fcntl.flock(held, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        else:
            msvcrt.locking(held, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
    except OSError:
        if wait:
            raise
        return False
    return True


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[None]:
    held = _open(path)
    try:
        _lock(held, wait=True)
        yield
    finally:
        os.close(held)
