"""How much of a report stands word for word in the text from which its record was made.

A run is eight words or more that stand so in that text, whatever their capitals and punctuation. The text itself is
not kept here, only a short hash of each of its runs, and of each three words for looking quotations up. Made anew with

    python -m tests.records.own_words the-published-text.txt > tests/records/published/NAME.runs
"""

import re
import sys
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from itertools import pairwise
from pathlib import Path
from textwrap import fill

RUN, LOOKED_UP, SIZE = 8, 3, 4
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"")
_LEFT_OUT = re.compile(r"…|\[[^]]*\]|\.\.\.")


def words(text: str) -> list[str]:
    """The words of a text, without capitals and punctuation."""
    return [found.group() for found in _found(text)]


def _found(text: str) -> list[re.Match]:
    return list(_WORD.finditer(text.lower().replace("’", "'").replace("‘", "'")))


def _hashes(said: list[str], size: int) -> list[bytes]:
    rows = (" ".join(said[at : at + size]) for at in range(len(said) - size + 1))
    return [blake2b(row.encode(), digest_size=SIZE).digest() for row in rows]


def fingerprint(text: str) -> str:
    """What is kept of a published text: the hashes of its runs, an empty line, and those of each three words."""
    kept = (b"".join(sorted(set(_hashes(words(text), size)))) for size in (RUN, LOOKED_UP))
    return "\n\n".join(fill(b64encode(row).decode(), 100) for row in kept) + "\n"


@dataclass(frozen=True)
class Share:
    """Words of a text, counted: `quoted` stand in marks and are no part of `said`. `copied` stand in runs of the
    published text; `names` are those of them that are part of a name which is not ours to change.
    """

    said: int
    quoted: int
    copied: int
    names: int
    runs: tuple[str, ...]

    @property
    def of_all(self) -> float:
        return self.copied / self.said

    @property
    def without_names(self) -> float:
        return (self.copied - self.names) / (self.said - self.names)


class Published:
    """A published text by its hashes."""

    def __init__(self, kept: str):
        rows = [b64decode(part) for part in kept.split("\n\n")]
        self.runs, self.threes = ({row[at : at + SIZE] for at in range(0, len(row), SIZE)} for row in rows)

    @classmethod
    def of(cls, path: Path) -> "Published":
        return cls(path.read_text("ascii"))

    def says(self, quotation: str) -> bool:
        """Whether a quotation stands so in the text; what its marks leave out parts it."""
        parts = map(words, _LEFT_OUT.split(quotation))
        return all(hashed in self.threes for part in parts for hashed in _hashes(part, LOOKED_UP))

    def share(self, pieces: Iterable[tuple[str, bool]], names: Iterable[str] = ()) -> Share:
        """How much of some texts stands so in the published one. Each is given with whether the whole is quoted."""
        names = [words(name) for name in names]
        said = quoted = copied = named = 0
        runs: list[str] = []
        for text, whole in pieces:
            found = _found(text)
            own = [match.group() for match in found]
            marks = [(0, len(text))] if whole else [match.span() for match in _QUOTED.finditer(text)]
            in_marks = {at for at, match in enumerate(found) if any(a <= match.start() < b for a, b in marks)}
            in_run = self._in_runs(own) - in_marks
            said, quoted = said + len(own) - len(in_marks), quoted + len(in_marks)
            copied, named = copied + len(in_run), named + len(in_run & set(_in_names(own, names)))
            runs += _put_together(own, sorted(in_run))
        return Share(said, quoted, copied, named, tuple(runs))

    def _in_runs(self, own: list[str]) -> set[int]:
        starts = [at for at, hashed in enumerate(_hashes(own, RUN)) if hashed in self.runs]
        return {place for at in starts for place in range(at, at + RUN)}


def quotations(text: str) -> list[str]:
    """What stands in marks, of two words or more."""
    return [found for found in _QUOTED.findall(text) if len(words(found)) > 1]


def _in_names(own: list[str], names: list[list[str]]) -> Iterator[int]:
    for name in names:
        for at in range(len(own) - len(name) + 1):
            if name and own[at : at + len(name)] == name:
                yield from range(at, at + len(name))


def _put_together(own: list[str], places: list[int]) -> list[str]:
    if not places:
        return []
    cuts = [0, *(at + 1 for at, (a, b) in enumerate(pairwise(places)) if b != a + 1), len(places)]
    return [" ".join(own[place] for place in places[a:b]) for a, b in pairwise(cuts)]


if __name__ == "__main__":
    sys.stdout.write(fingerprint(Path(sys.argv[1]).read_text("utf-8")))
