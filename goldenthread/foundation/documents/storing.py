"""Taking in the bytes of a file before any transaction: checked, hashed, and stored under their hash.

Bytes whose record is never written (the process was killed in between) are harmless: nothing names them, and the same
file uploaded again finds them.
"""

import hashlib
import re
from dataclasses import dataclass

from django.conf import settings
from django.core.files.storage import default_storage

from goldenthread.foundation.documents.kinds import kind_of
from goldenthread.foundation.room import Refused

CHUNK = 1024 * 1024


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


def clean_name(given: str) -> str:
    """The last part of a name, without control characters, of at most 200 characters, its ending kept."""
    name = re.sub(r"[\x00-\x1f\x7f]", "", re.split(r"[/\\]", given or "")[-1]).strip() or "document"
    stem, dot, ending = name.rpartition(".")
    return name if len(name) <= 200 or not dot else f"{stem[: 199 - len(ending)]}.{ending}"[-200:]


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
    name = default_storage.save(path, file)
    if name != path:  # somebody stored the same bytes in the same moment
        default_storage.delete(name)


def is_whole(sha256: str) -> bool:
    """Whether the stored bytes are there and are those that were stored."""
    if not default_storage.exists(sha256):
        return False
    with default_storage.open(sha256) as stored:
        return _hash(stored) == sha256
