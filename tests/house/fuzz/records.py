"""A good record file with odd values: it is read with findings, never with an exception, and what loads is drawn."""

import json
import random
import re
import shutil
import tempfile
import traceback
from dataclasses import dataclass
from pathlib import Path

from django.test import Client
from django.urls import Resolver404, resolve

from goldenthread.foundation.access.viewer import System
from goldenthread.foundation.organisations import operations as organisations
from goldenthread.foundation.people.models import Body
from goldenthread.foundation.records.faults import Different, Faulty
from goldenthread.foundation.records.operations import load
from goldenthread.foundation.records.reading import read
from tests.cast import LONG_AGO
from tests.house.fuzz import odd

GOOD = Path(__file__).parents[2] / "records" / "good"
FIELD = re.compile(r"(\s*(?:- )*)([a-z_]+): +(\S.*)\Z")
NEVER_ODD = {"format", "partnership", "key"}
BY = System("the fuzz")
DAYS = ("0001-01-01", "9999-12-31", "2026-02-31", "2009-12-31", "2036-01-01", "1899-12-31", "2100-12-31", "2023-13")


@dataclass
class Piece:
    """One field with its value, or one line that holds none; `new` stands in its place when it went odd."""

    old: str
    lead: str = ""
    name: str = ""
    new: str | None = None

    @property
    def is_words(self):
        return "\n" in self.old or " " in self.old.partition(": ")[2]

    @property
    def text(self):
        return self.old if self.new is None else self.new


def pieces(text: str) -> list[Piece]:
    """The lines of a file; those of a text below a bar belong to its field."""
    found, depth = [], None
    for line in text.split("\n"):
        indent = len(line) - len(line.lstrip())
        if depth is not None and (not line.strip() or indent > depth):
            found[-1].old += f"\n{line}"
            continue
        field = FIELD.match(line)
        found.append(Piece(line, field.group(1), field.group(2)) if field else Piece(line))
        depth = len(field.group(1)) if field and field.group(3)[0] in "|>" else None
    return found


def odd_value(chance: random.Random) -> str:
    """A value as YAML writes it: a text in quotes, a day, a bare word, a list, a mapping."""
    how = chance.random()
    if how < 0.6:
        return _quoted(odd.text(chance)[: chance.choice((40, 400, 6000))])
    if how < 0.8:
        return chance.choice(DAYS + odd.PERIODS)
    return chance.choice(("yes", "12", "-1", "0", "9" * 400, "٣", "[]", "[a, b]", "{a: b}", "[[[]]]", "~", "1e309"))


def _quoted(text):
    escaped = json.dumps(text, ensure_ascii=False)
    return re.sub(
        "[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]", lambda one: f"\\u{ord(one.group()):04x}", escaped
    )


class OddRecord:
    """A copy of the good record in a folder of its own, some of its fields gone odd."""

    def __init__(self, folder: Path, chance: random.Random):
        self.folder, self.chance = folder, chance
        self.files = {path.name: pieces(path.read_text("utf-8")) for path in sorted(GOOD.glob("*.yaml"))}

    def spoil(self, share: float) -> None:
        """Each field that holds words goes odd by this chance; keys, days and codes, which refuse more, less often."""
        for found in self.files.values():
            for piece in found:
                likely = share if piece.is_words else share / 3
                if piece.name and piece.name not in NEVER_ODD and self.chance.random() < likely:
                    piece.new = f"{piece.lead}{piece.name}: {odd_value(self.chance)}"

    def write(self) -> None:
        for name, found in self.files.items():
            (self.folder / name).write_text("\n".join(piece.text for piece in found), "utf-8", newline="\n")

    @property
    def spoilt(self) -> list[Piece]:
        return [piece for found in self.files.values() for piece in found if piece.new is not None]

    def mend(self, faults) -> None:
        """Put back what stands where a fault was found; some of what is odd by chance where that is nothing."""
        at_fault = [piece for fault in faults if (piece := self._at(fault.file, fault.line)) and piece.new is not None]
        named = {(fault.file, fault.field.rpartition(".")[2]) for fault in faults}
        at_fault = at_fault or [
            one
            for file, some in self.files.items()
            for one in some
            if one.new is not None and (file, one.name) in named
        ]
        left = self.spoilt
        for piece in at_fault or self.chance.sample(left, (len(left) + 2) // 3):
            piece.new = None

    def _at(self, file, line):
        for piece in self.files.get(file, ()):
            line -= piece.text.count("\n") + 1
            if line <= 0:
                return piece
        return None

    def __str__(self):
        return "; ".join(f"{piece.text.strip():.300}" for piece in self.spoilt)


def load_odd_record(cast, chance: random.Random, share: float, most: int) -> tuple[list[str], int]:
    """Load the good record with as many odd values as are taken, and draw the pages after, `most` of each kind.

    Gives the faults, and how many odd values were taken.
    """
    folder = Path(tempfile.mkdtemp())
    try:
        record = OddRecord(folder, chance)
        record.spoil(share)
        while True:
            record.write()
            try:
                load(by=BY, now=cast.now, folder=folder)
                break
            except (Faulty, Different) as wrong:
                if not record.spoilt:
                    raise
                record.mend(getattr(wrong, "faults", ()))
            except Exception:
                return [f"the loader fails: {traceback.format_exc()[-2500:]}\n{record!s:.4000}"], 0
        faults = draw_everything(cast, Body.objects.get(key="tidewater"), most)
        return [f"{fault}\nafter a record with {record!s:.6000}" for fault in faults], len(record.spoilt)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def read_damaged(chance: random.Random, times: int) -> list[str]:
    """Read the good record with lines lost, doubled, moved or of other bytes: findings, or a record."""
    faults, folder = [], Path(tempfile.mkdtemp())
    try:
        for _ in range(times):
            for path in GOOD.glob("*.yaml"):
                shutil.copy(path, folder)
            path = folder / chance.choice(sorted(one.name for one in GOOD.glob("*.yaml")))
            path.write_bytes(what := _damaged(path.read_bytes(), chance))
            try:
                read(folder)
            except Faulty:
                continue
            except Exception:
                faults.append(f"the reader fails: {traceback.format_exc()[-2000:]}\n{path.name}: {what!r:.3000}")
        return faults
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _damaged(data, chance):
    lines = data.split(b"\n")
    place, how = chance.randrange(len(lines)), chance.randrange(6)
    if how == 0:
        del lines[place : place + chance.choice((1, 1, 5))]
    elif how == 1:
        lines.insert(chance.randrange(len(lines)), lines[place])
    elif how == 2:
        lines[place] = b" " * chance.randrange(9) + lines[place].lstrip()
    elif how == 3:
        lines[place] = lines[place][: len(lines[place]) // 2] + odd.encoded(odd.text(chance)[:200])
    elif how == 4:
        lines[place] = lines[place].replace(b": ", b":\n" + b" - " * chance.choice((1, 40, 3000)))
    else:
        lines[place] += chance.randbytes(3)
    return b"\n".join(lines)


def draw_everything(cast, body, most: int) -> list[str]:
    """Open what can be reached from the first page of a body, so many addresses of each kind; what failed."""
    person = organisations.add_person(
        by=BY, now=cast.now, partnership=body, name="A reader", email="reader@example.org", invented=True
    )
    organisations.give_seat(
        by=BY, now=cast.now, person=person, role="business_manager", starts=LONG_AGO, partnership=body
    )
    client = Client(raise_request_exception=False)
    client.force_login(person.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    left, seen, of_kind, faults = [f"/{body.key}/"], set(), {}, []
    while left:
        address = left.pop(0)
        answer = client.get(address)
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        if answer.status_code >= 500:
            where = traceback.format_exception(*answer.exc_info)[-4:] if answer.exc_info else []
            faults.append(f"{answer.status_code}: {address}\n{''.join(where)}")
        if not answer["Content-Type"].startswith("text/html"):
            continue
        for link in re.findall(rf'href="(/{body.key}/[^"#]*)', content.decode()):
            link = link.replace("&amp;", "&")
            kind = _kind(link)
            if link not in seen and kind and of_kind.get(kind, 0) < most:
                seen.add(link)
                of_kind[kind] = of_kind.get(kind, 0) + 1
                left.append(link)
    return faults


def _kind(link):
    try:
        return resolve(link.partition("?")[0]).view_name
    except Resolver404:
        return None
