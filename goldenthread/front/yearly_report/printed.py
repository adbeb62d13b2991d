"""PDF and Word of a text that nobody signs: a report published elsewhere, a draft. Made once, and kept while it stays.

What a file is made from decides its name: the text, the form, the address that its links begin with, and the writers
themselves. So a text that changes is made anew, and nothing old is ever given out. It can be deleted at any time.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import inspect
from collections.abc import Callable
from functools import cache
from pathlib import Path

from django.conf import settings

from goldenthread.foundation import papers, room
from goldenthread.foundation.papers.blocks import canonical
from goldenthread.front.yearly_report.rendering import render
from goldenthread.front.yearly_report.word_template import InUse

AT_MOST = 300  # files; some 100 MB of yearly reports


def form_of(paper, form: str, body_key: str, base_url: str, template: InUse | None = None) -> bytes:
    """The PDF or Word document of a paper: kept, or made by one process while all others that want it wait.
    `template` is what its partnership has Word documents drawn in.

    Raises Refused as `rendering.render` does.
    """
    folder = Path(settings.PRINTED)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    drawn_in = [template.sha256] if template and form == "docx" else []
    exact = "\n".join([hashlib.sha256(canonical(paper)).hexdigest(), form, body_key, base_url, _writers(), *drawn_in])
    more = (template.content,) if drawn_in else ()
    path = folder / f"{hashlib.sha256(exact.encode()).hexdigest()}.{form}"
    try:
        return _kept_or_made(path, lambda: render(paper, form, body_key, base_url, *more))
    except OSError:  # a full disk: it is read all the same, and made anew next time
        path.with_suffix(".half").unlink(missing_ok=True)
        return render(paper, form, body_key, base_url, *more)


def _kept_or_made(path: Path, make: Callable[[], bytes]) -> bytes:
    with contextlib.suppress(FileNotFoundError):
        return path.read_bytes()
    with _alone(path.with_suffix(".lock")):
        with contextlib.suppress(FileNotFoundError):  # somebody made it while this one waited
            return path.read_bytes()
        content = make()
        half = path.with_suffix(".half")
        half.write_bytes(content)
        half.replace(path)
    _tidy(path.parent)
    return content


@contextlib.contextmanager
def _alone(path: Path):
    """Hold a lock that other threads and processes wait for; the system lets go of it when a process dies."""
    with path.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def _tidy(folder: Path) -> None:
    """Delete the oldest beyond `AT_MOST`, each with its lock.

    A lock may go while somebody holds it; then the worst is that one file is made twice.
    """
    made = [path for path in folder.iterdir() if path.suffix in {".pdf", ".docx"}]
    for path in sorted(made, key=lambda path: path.stat().st_mtime, reverse=True)[AT_MOST:]:
        path.unlink(missing_ok=True)
        path.with_suffix(".lock").unlink(missing_ok=True)


@cache
def _writers() -> str:
    """A hash of everything that draws, blocks of rooms too: an upgrade of the house makes each file anew."""
    folder = Path(papers.__file__).parent
    files = sorted(path for path in folder.rglob("*") if path.suffix in {".py", ".typ", ".ttf"})
    files += sorted(Path(inspect.getfile(block)) for block in room.offered("blocks"))
    return hashlib.sha256(b"".join(hashlib.sha256(path.read_bytes()).digest() for path in files)).hexdigest()
