"""The heads of all chains, noted outside the database each day, so that even a removed last line is found out.

Each file names the one before it with its hash, and the database names every file, so that neither is taken away or
changed in silence.
"""

import hashlib
import json
import os
from pathlib import Path

from django.conf import settings

from goldenthread.foundation.clock import LONDON
from goldenthread.foundation.history.models import Chain, NotedHeads

HOUSE = "house"


def folder() -> Path:
    return Path(settings.HOME) / "heads"


def write(*, now) -> Path:
    """Note every chain's head in heads/<day in London>.json. What the file holds already is never replaced.

    The file: {"chains": {body's key or "house": {number of the line: its digest}}, "before": {name of the file before
    it: its hash}}.
    """
    path = folder() / f"{now.astimezone(LONDON):%Y-%m-%d}.json"
    if path.exists() and _content(path) is None:
        return path  # damaged: kept as it is, and told by `faults`
    noted = _read(path) if path.exists() else {}
    before = _before(path) if path.exists() else _last_before(path)
    for chain in Chain.objects.select_related("body").filter(length__gt=0):
        noted.setdefault(chain.body.key if chain.body else HOUSE, {}).setdefault(chain.length, chain.head)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_suffix(f".{os.getpid()}")
    with draft.open("w", encoding="utf-8") as file:
        json.dump({"chains": noted, "before": before}, file, indent=1, sort_keys=True)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    NotedHeads.objects.bulk_create([NotedHeads(name=path.name)], ignore_conflicts=True)
    return path


def faults() -> list[str]:
    """A sentence for each file of heads that is gone or is not the one that the next file names."""
    paths = {path.name: path for path in folder().glob("*.json")}
    named = set(NotedHeads.objects.values_list("name", flat=True))
    found = []
    for path in paths.values():
        if _content(path) is None:
            found.append(f"The file of noted heads {path.name} is damaged: bring it back from a copy.")
        for name, sha256 in _before(path).items():
            named.add(name)
            if name in paths and _hash(paths[name]) != sha256:
                found.append(f"The file of noted heads {name} was changed after it was written.")
    gone = [f"The file of noted heads {name} is gone: bring it back from a copy." for name in named - set(paths)]
    return sorted(found + gone)


def known() -> dict[str, dict[int, str]]:
    """Everything ever noted, as `queries.faults` takes it. Where two files differ, the older one counts."""
    found = {}
    for path in sorted(folder().glob("*.json")):
        for name, heads in _read(path).items():
            for number, digest in heads.items():
                found.setdefault(name, {}).setdefault(number, digest)
    return found


def _last_before(path):
    """The file before a new one, with its hash. It is not written any more: its day is over."""
    earlier = sorted(other for other in folder().glob("*.json") if other.name < path.name)
    return {earlier[-1].name: _hash(earlier[-1])} if earlier else {}


def _before(path):
    return (_content(path) or {}).get("before", {})


def _content(path) -> dict | None:
    """What a file says; None for one that is damaged."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        chains = {
            name: {int(n): str(digest) for n, digest in heads.items()} for name, heads in content["chains"].items()
        }
        return {"chains": chains, "before": dict(content.get("before", {}))}
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _hash(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _read(path):
    return (_content(path) or {}).get("chains", {})
