"""Fields that name things and point to them, and smaller lists."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from goldenthread.foundation.records.fields.base import ABSENT, Field, Unfit
from goldenthread.foundation.records.parsing import Sequence
from goldenthread.foundation.records.writing_out import Word

KEY = re.compile(r"[a-z0-9]+([_-]+[a-z0-9]+)*")
REFERENCE = re.compile(rf"({KEY.pattern}/)?{KEY.pattern}")


def _as_key(text):
    """“ Write …” with the text in the letters of a key, or nothing where there is no such key."""
    near = re.sub(r"[^a-z0-9/]+", "-", text.strip().lower()).strip("-")
    return f" Keys are in small letters: did you mean “{near}”?" if REFERENCE.fullmatch(near) and near != text else ""


@dataclass(frozen=True, kw_only=True)
class Key(Field):
    """The permanent name of a thing."""

    name: str = "key"
    sentence: str = "Its permanent key: never changed, never used again for something else."
    required: bool = True
    max: int = 80

    def fit(self, text):
        if len(text) > self.max or not KEY.fullmatch(text):
            raise Unfit(f"Expected {self.expects()}, for instance “neglect-audit-2023”.")
        return Word(text)

    def outward(self, kept):
        return Word(kept)

    def expects(self):
        return f"a key: small letters, digits and hyphens, at most {self.max} characters"


@dataclass(frozen=True, kw_only=True)
class Hash(Field):
    """A SHA-256 of something that need not be at hand."""

    empty: str = ""

    def fit(self, text):
        if not re.fullmatch(r"[0-9a-f]{64}", text):
            raise Unfit(f"Expected {self.expects()}.")
        return Word(text)

    def outward(self, kept):
        return Word(kept)

    def expects(self):
        return "a SHA-256: 64 small letters a to f and digits"


@dataclass(frozen=True, kw_only=True)
class Digest(Field):
    """Names a file in documents/ by its SHA-256."""

    name: str = "sha256"
    required: bool = True
    empty: str = ""

    def fit(self, text):
        if not re.fullmatch(r"[0-9a-f]{64}", text):
            raise Unfit("Expected a SHA-256: 64 small letters a to f and digits, the name of a file in documents/.")
        return Word(text)

    def outward(self, kept):
        return Word(kept)

    def expects(self):
        return "the SHA-256 of a file in documents/"


@dataclass(frozen=True, kw_only=True)
class Ref(Field):
    """Points to one thing of another list by its key."""

    part: str

    def fit(self, text):
        if not REFERENCE.fullmatch(text):
            raise Unfit(f"Expected {self.expects()}, not “{text}”.{_as_key(text)}")
        return Word(text)

    def columns(self, value, links):
        return {f"{self.column}_id": None if value is ABSENT else links.pk(self.part, value)} if self.column else {}

    def of_row(self, row, links):
        pk = getattr(row, f"{self.column}_id") if self.column else None
        return ABSENT if pk is None else links.reference(self.part, pk)

    def targets(self, value):
        return [value]

    def expects(self):
        return f"the key of one of {self.part}"


@dataclass(frozen=True, kw_only=True)
class Holder(Ref):
    """Names the partnership that leads the thing; the record's own when left out. The shape says which column."""

    part: str = "bodies"
    to: str = ""

    def expects(self):
        return "the key of a partnership in bodies; this record's own when left out"


@dataclass(frozen=True, kw_only=True)
class Refs(Field):
    """Points to several things of one list, kept as rows of `through` (own column, other column)."""

    part: str
    through: str
    own: str
    other: str

    def read(self, node):
        if not isinstance(node, Sequence):
            raise Unfit(f"Expected a list of keys, for instance [one-key, another-key], of {self.part}.")
        one = Ref(name=self.name, sentence="", part=self.part)
        keys = [one.read(item) for item in node.items]
        if len(set(keys)) < len(keys):
            raise Unfit("The same key stands here twice. Keep one.")
        return sorted(keys) or ABSENT

    def columns(self, value, links):
        return {}

    def targets(self, value):
        return value

    def expects(self):
        return f"a list of keys of {self.part}"


@dataclass(frozen=True, kw_only=True)
class Each(Field):
    """A list of smaller things without keys of their own: rows of `model` whose column `own` points to this thing.

    `sort_by` names the day by which they stand; without it their order means nothing. An entry that is a plain text
    stands for one with nothing but the field `shorthand`. `inward(values, columns, record)`
    gives columns that the fields alone cannot say.
    """

    model: str
    own: str
    fields: tuple = ()
    sort_by: str = ""
    shorthand: str = ""
    check: object = field(default=None, compare=False)
    inward: object = field(default=None, compare=False)

    def columns(self, value, links):
        return {}

    def expects(self):
        return "a list of the fields below"

    def wanted(self):
        return f"a list, each entry with {', '.join(one.name for one in self.fields)}"


@dataclass(frozen=True, kw_only=True)
class Readers(Each):
    """Who is listed as a reader of the thing, or left out: rows of the one table of readers, which names things by noun
    and key. `of` is the part in which this stands. Files of before this was so list keys of people: still read.
    """

    of: str
    noun: str
    model: str = "access.Reader"
    own: str = ""
    shorthand: str = "person"
