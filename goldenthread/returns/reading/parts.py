"""A large plain census in several parts at once, each in a process of its own, with the lines and rows of one file.

A file is plain when it is UTF-8 and holds no comment, CDATA or document type: then `<Child>` can only be the beginning
of a child, and the file may be cut there. Anything else, and any part that does not read, is read in one piece.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from ..tables import Refused
from . import xml_forms
from .spools import Spools
from .xml_stream import Reading, declared_encoding, pieces

BLOCK = 1 << 20
WORTH_A_PROCESS = 6 << 20  # bytes for which starting another process pays
MOST_PARTS = 4
CUT = b"<Child>"
BEFORE, AFTER = b"<Message><Children>", b"</Children></Message>"
HEAD = re.compile(rb"<Message(\s[^<>]*)?>.*<Children(\s[^<>]*)?>", re.DOTALL)


@dataclass(frozen=True)
class Part:
    """Bytes from `first` up to `last` of a file; the line on which they begin; what must be read before and after
    them.
    """

    path: str
    form: str
    folder: str
    number: int
    name: str
    file_no: int
    first: int
    last: int
    first_line: int
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class Survey:
    """One look at every byte of a file: its SHA-256, its size, and where it may be cut as (offset, lines before it)."""

    sha256: str
    size: int
    cuts: tuple[tuple[int, int], ...] = ()


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def survey(path: Path, parts: int = 1) -> Survey:
    """Hash the file and, where it is plain, find up to `parts` - 1 places to cut it."""
    size, digest = path.stat().st_size, hashlib.sha256()
    targets = [size * n // parts for n in range(1, parts)] if parts > 1 else []
    cuts, lines, at, before, plain = [], 0, 0, b"", True
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
            if targets or cuts:
                plain = plain and b"<!" not in block and not (before.endswith(b"<") and block.startswith(b"!"))
                if plain and at == 0:
                    plain = _may_be_cut(block, path.name)
                while plain and targets and at + len(block) > targets[0]:
                    found = block.find(CUT, max(0, targets[0] - at, cuts[-1][0] + 1 - at if cuts else 0))
                    if found < 0:
                        break
                    cuts.append((at + found, lines + _lines(before, block[:found])))
                    targets.pop(0)
                if not plain:
                    targets, cuts = [], []
                lines += _lines(before, block)
                before = block[-1:]
            at += len(block)
    return Survey(digest.hexdigest(), size, tuple(cuts))


def _lines(before: bytes, block: bytes) -> int:
    """Line ends as the parser counts them: \\n, \\r\\n or \\r alone."""
    count = block.count(b"\n")
    if b"\r" in block:
        count += block.count(b"\r") - block.count(b"\r\n")
    if before == b"\r" and block.startswith(b"\n"):
        count -= 1
    return count


def _may_be_cut(head: bytes, name: str) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in head[:64]:
        return False
    return declared_encoding(head, name) in {"utf-8", "utf8", "us-ascii", "ascii"} and HEAD.search(head) is not None


def parts_worth(size: int) -> int:
    """Into how many parts a file of that size is cut here."""
    return max(1, min(processors(), MOST_PARTS, size // WORTH_A_PROCESS))


def read(
    path: Path,
    form: str,
    folder: Path,
    seen: Survey,
    *,
    file_no: int,
    first_part: int,
    header: Callable[[dict], None] | None = None,
    tell: Callable[[float], None] = lambda share: None,
) -> list[tuple[int, dict]]:
    """Read one file into spools in `folder`; (part number, {table: rows}) for each part, in the order of the file.

    Raises Refused.
    """
    bounds = [(0, 1), *((offset, lines + 1) for offset, lines in seen.cuts), (seen.size, 0)]
    found = [
        Part(
            str(path),
            form,
            str(folder),
            first_part + n,
            path.name,
            file_no,
            first,
            last,
            line,
            before=BEFORE.decode() if n else "",
            after=AFTER.decode() if last < seen.size else "",
        )
        for n, ((first, line), (last, _)) in enumerate(itertools.pairwise(bounds))
    ]
    if len(found) > 1:
        together = _together(found, header, tell)
        if together is not None:
            return together
    whole = Part(str(path), form, str(folder), first_part, path.name, file_no, 0, seen.size, 1)
    return [(whole.number, read_part(whole, header, tell))]


def _together(found: list[Part], header, tell) -> list[tuple[int, dict]] | None:
    """Every part at once; None when one of them did not read, so that the whole is read again and says why."""
    workers = [_start(part) for part in found[1:]]
    try:
        try:
            counts = [read_part(found[0], header, tell)]
        except Refused:
            return None
        for worker in workers:
            answer, _ = worker.communicate()
            said = json.loads(answer) if worker.returncode == 0 and answer else {"refused": "the process ended"}
            if "full" in said:
                raise OSError(said["full"][0], said["full"][1])
            if "refused" in said:
                return None
            counts.append(said["counts"])
    finally:
        for worker in workers:
            if worker.poll() is None:
                worker.kill()
            worker.wait()
            for pipe in (worker.stdin, worker.stdout):
                if pipe:
                    pipe.close()
    return [(part.number, count) for part, count in zip(found, counts, strict=True)]


def _start(part: Part) -> subprocess.Popen:
    worker = subprocess.Popen(
        [sys.executable, "-c", f"from {__name__} import serve; serve()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )
    worker.stdin.write(json.dumps(asdict(part)).encode())
    worker.stdin.close()
    worker.stdin = None
    return worker


def serve() -> None:
    """What another process does: read the part told on standard input, say its counts on standard output."""
    parent = os.getppid()

    def watch(share: float) -> None:
        if os.getppid() != parent:  # whoever asked is gone
            os._exit(1)

    try:
        said = {"counts": read_part(Part(**json.load(sys.stdin)), tell=watch)}
    except Refused as refusal:
        said = {"refused": str(refusal)}
    except OSError as fault:
        said = {"full": [fault.errno or 0, str(fault)]}
    json.dump(said, sys.stdout)


def read_part(part: Part, header=None, tell: Callable[[float], None] = lambda share: None) -> dict[str, int]:
    """Read one part into its own spools; how many rows each table got."""
    form, layout, emit = xml_forms.of(part.form)
    spools = Spools(Path(part.folder), form, part.number)
    try:
        rows = emit(spools, part.file_no, part.name) if emit else None
        reading = Reading(layout(), form, spools, part.name, part.file_no, part.first_line, rows, header)
        reading.feed(_bytes(part, tell))
        spools.close()
    finally:
        spools.abandon()
    return {name: count for name, count in spools.counts.items() if count}


def _bytes(part: Part, tell) -> Iterator[bytes]:
    if part.before:
        yield part.before.encode()
    done, whole = 0, max(1, part.last - part.first)
    for piece in pieces(Path(part.path), part.first, part.last):
        yield piece
        done += len(piece)
        tell(done / whole)
    if part.after:
        yield part.after.encode()
