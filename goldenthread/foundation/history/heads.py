"""The heads of all chains, noted outside the database each day, so that even a removed last line is found out."""

import json
import os
from pathlib import Path

from django.conf import settings

from goldenthread.foundation.clock import LONDON
from goldenthread.foundation.history.models import Chain

HOUSE = "house"


def folder() -> Path:
    return Path(settings.HOME) / "heads"


def write(*, now) -> Path:
    """Note every chain's head in heads/<day in London>.json. What the file holds already is never replaced.

    The file: {"chains": {body's key or "house": {number of the line: its digest}}}.
    """
    path = folder() / f"{now.astimezone(LONDON):%Y-%m-%d}.json"
    noted = _read(path) if path.exists() else {}
    for chain in Chain.objects.select_related("body").filter(length__gt=0):
        noted.setdefault(chain.body.key if chain.body else HOUSE, {}).setdefault(chain.length, chain.head)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_suffix(f".{os.getpid()}")
    with draft.open("w", encoding="utf-8") as file:
        json.dump({"chains": noted}, file, indent=1, sort_keys=True)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    return path


def known() -> dict[str, dict[int, str]]:
    """Everything ever noted, as `queries.faults` takes it. Where two files differ, the older one counts."""
    found = {}
    for path in sorted(folder().glob("*.json")):
        for name, heads in _read(path).items():
            for number, digest in heads.items():
                found.setdefault(name, {}).setdefault(number, digest)
    return found


def _read(path):
    chains = json.loads(path.read_text(encoding="utf-8"))["chains"]
    return {name: {int(number): digest for number, digest in heads.items()} for name, heads in chains.items()}
