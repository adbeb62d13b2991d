"""The seeds from which one-time codes and recovery codes are reckoned, sealed wherever they lie in the database.

Whoever reads a copy of the database, a backup above all, would else reckon everybody's codes. The key is made from the
key of the history, which lies outside the database and its backups, never changes in the life of the house, and is
proved to be the right one when a backup is restored.
"""

import base64
from functools import cache

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

# Neither seed holds a colon: those of codes are base 32, those of recovery codes hexadecimal.
VERSION = "sealed-1:"
PURPOSE = b"goldenthread: seeds of one-time codes, version 1"


class Unreadable(Exception):
    """A seed was sealed with another key than that of now, or was changed since."""


def seal(seed: str) -> str:
    """The seed as it may lie in the database: `sealed-1:` and a Fernet token. What is sealed stays as it is."""
    if seed.startswith(VERSION):
        return seed
    return VERSION + _fernet(settings.HISTORY_KEY).encrypt(seed.encode()).decode()


def unseal(kept: str) -> str:
    """The seed of what lies in the database. One that was kept before seeds were sealed is given as it is.

    Raises Unreadable. A made-up seed in its place would be worse: of an empty one everybody can reckon the codes.
    """
    if not kept.startswith(VERSION):
        return kept
    try:
        return _fernet(settings.HISTORY_KEY).decrypt(kept.removeprefix(VERSION)).decode()
    except InvalidToken as fault:
        raise Unreadable from fault


def in_data(data: dict, change) -> dict:
    """What the library keeps of a second step, with `change` (seal or unseal) done to each seed and code in it."""
    changed = {name: change(data[name]) for name in ("secret", "seed") if name in data}
    if data.get("migrated_codes") is not None:
        changed["migrated_codes"] = [change(code) for code in data["migrated_codes"]]
    return data | changed


@cache
def _fernet(key: str) -> Fernet:
    """HKDF (RFC 5869) makes a key of its own for this purpose: it tells nothing of the history's, nor that of it."""
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE).derive(key.encode())
    return Fernet(base64.urlsafe_b64encode(derived))
