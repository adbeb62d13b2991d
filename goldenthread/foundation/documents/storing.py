"""Taking in the bytes of a file before any transaction: checked, hashed, and stored under their hash.

Bytes whose record is never written (the process was killed in between) are harmless: nothing names them, and the same
file uploaded again finds them.
"""

import errno
import hashlib
import io
import re
from dataclasses import dataclass

from django.conf import settings
from django.core.files.storage import default_storage

from goldenthread.foundation import values
from goldenthread.foundation.documents.kinds import kind_of
from goldenthread.foundation.room import Refused, offered

CHUNK = 1024 * 1024
LONGEST_NAME = 200  # the column of DocumentVersion.file_name
LONGEST_ENDING = 20


class Damaged(Exception):
    """Stored bytes are missing, or are not those that were stored."""


@dataclass(frozen=True)
class Stored:
    """Bytes that the house made itself and keeps under their hash: what a row that names them will say."""

    sha256: str
    size: int


@dataclass(frozen=True)
class Received:
    """A file whose bytes are stored: what its version's row will say."""

    file_name: str
    media_type: str
    size: int
    sha256: str


def receive(file) -> Received:
    """Check and store an uploaded file (`size`, `name`, `read`, `seek`). Raises Refused when it may not be stored."""
    name = clean_name(file.name)
    limit = settings.DOCUMENT_MAX_BYTES
    if file.size == 0:
        raise Refused("The file is empty: choose another.", "file")
    if file.size > limit:
        raise Refused(
            f"The file has {_megabytes(file.size)} MB; the most that can be stored is {_megabytes(limit)} MB. "
            "Make it smaller, for instance by reducing its pictures, or split it.",
            "file",
        )
    kind = kind_of(file, name)
    received = Received(name, kind.media_type, file.size, _hash(file))
    _store(file, received)
    return received


def receive_all(files) -> list[Received]:
    """The same for several files of one form. Raises Refused, which names the file, when one of them may not be stored;
    those before it are then named by nothing, and the same files sent again find them.
    """
    found = []
    for file in files:
        try:
            found.append(receive(file))
        except Refused as refused:
            raise Refused(f"{clean_name(file.name)}: {refused.sentence}", refused.field) from None
    return found


def clean_name(given: str) -> str:
    """The last part of a name, without control characters, of at most 200 characters, its ending kept if it is short.
    Its accents stay, each with its letter in one character, as a Mac does not send them.

    A name that the column does not hold would be an error of PostgreSQL after the bytes were stored.
    """
    read = values.as_read(re.split(r"[/\\]", given or "")[-1])
    name = re.sub(r"[\t\n]", "", read).strip() or "document"
    if len(name) <= LONGEST_NAME:
        return name
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > LONGEST_ENDING:
        return name[:LONGEST_NAME]
    return f"{stem[: LONGEST_NAME - 1 - len(ending)]}.{ending}"


def _megabytes(size):
    return f"{size / 1024 / 1024:.1f}".removesuffix(".0")


def _hash(file):
    digest = hashlib.sha256()
    file.seek(0)
    while chunk := file.read(CHUNK):
        digest.update(chunk)
    return digest.hexdigest()


def _store(file, received):
    """Under its hash, once. A file that a killed process left half-written has another size and is replaced."""
    path = received.sha256
    if default_storage.exists(path):
        if default_storage.size(path) == received.size:
            return
        default_storage.delete(path)
    file.seek(0)
    try:
        name = default_storage.save(path, file)
    except OSError as fault:
        if fault.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        if default_storage.exists(path) and default_storage.size(path) != received.size:
            default_storage.delete(path)
        raise Refused(
            "The disk of this installation is full, so the file was not kept. Tell whoever runs it, and send the file "
            "again when there is room.",
            "file",
        ) from fault
    if name != path:  # somebody stored the same bytes in the same moment
        default_storage.delete(name)


def keep(content: bytes) -> Stored:
    """Store bytes that the house made. Whoever keeps their hash in a table offers `stored_files`."""
    stored = Stored(hashlib.sha256(content).hexdigest(), len(content))
    _store(io.BytesIO(content), stored)
    return stored


def read_whole(sha256: str) -> bytes:
    """The stored bytes, held against their hash.

    Raises Damaged, so that nothing else is ever given out in their place.
    """
    if not default_storage.exists(sha256):
        raise Damaged(f"the stored file {sha256} is missing")
    with default_storage.open(sha256) as stored:
        content = stored.read()
    if hashlib.sha256(content).hexdigest() != sha256:
        raise Damaged(f"the stored file {sha256} was changed")
    return content


def forget(sha256: str) -> None:
    """Delete stored bytes, unless some table still names them. Called after the row that named them is gone."""
    if sha256 not in named_files() and default_storage.exists(sha256):
        default_storage.delete(sha256)


def named_files() -> list[str]:
    """The hash of every stored file that a table names: those of documents, and what other apps offer."""
    return sorted({sha256 for digests in offered("stored_files") for sha256 in digests()})


def is_whole(sha256: str) -> bool:
    """Whether the stored bytes are there and are those that were stored."""
    if not default_storage.exists(sha256):
        return False
    with default_storage.open(sha256) as stored:
        return _hash(stored) == sha256
