"""The kinds of field that a shape is made of. Each reads a node, explains itself, and turns into columns and back.

A value is held as a file would hold it: text (also for a day, a number, a reference), True or False, or a list. Absent
means unknown and is never None.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from goldenthread.foundation.records.faults import meant
from goldenthread.foundation.records.parsing import Scalar, Sequence
from goldenthread.foundation.records.writing_out import Word

KEY = re.compile(r"[a-z0-9]+([_-]+[a-z0-9]+)*")
REFERENCE = re.compile(rf"({KEY.pattern}/)?{KEY.pattern}")
_CANNOT_BE_KEPT = re.compile("[\x00\ud800-\udfff]")
ABSENT = object()


class Unfit(Exception):
    """The value is not what the field holds. The text is the sentence for the writer."""


@dataclass(frozen=True, kw_only=True)
class Field:
    """One field. `to` is the model's attribute (the name when not said); "" for one that a hook turns into columns."""

    name: str
    sentence: str
    required: bool = False
    to: str | None = None
    empty: object = None

    @property
    def column(self):
        return self.name if self.to is None else self.to

    def read(self, node):
        """The value, or ABSENT. Raises Unfit."""
        if not isinstance(node, Scalar):
            raise Unfit(f"Expected {self.expects()}, not a list.")
        text = node.text
        if node.plain and text in ("", "~", "null", "Null", "NULL"):
            raise Unfit("The value is empty. Leave the field out when it is not known.")
        if _CANNOT_BE_KEPT.search(text):
            raise Unfit("The text holds a character that cannot be kept (NUL or half a character). Take it out.")
        return self.fit(text)

    def fit(self, text):
        raise NotImplementedError

    def expects(self) -> str:
        raise NotImplementedError

    def columns(self, value, links) -> dict:
        """{attribute: value} for the model; `value` may be ABSENT."""
        return {self.column: self.empty if value is ABSENT else self.inward(value)} if self.column else {}

    def inward(self, value):
        return value

    def of_row(self, row, links):
        """The value that a row holds, or ABSENT."""
        kept = getattr(row, self.column)
        return ABSENT if kept == self.empty or kept is None else self.outward(kept)

    def outward(self, kept):
        return kept


@dataclass(frozen=True, kw_only=True)
class Text(Field):
    """One line."""

    max: int = 200
    empty: str = ""

    def fit(self, text):
        if "\n" in text.strip() or "\r" in text.strip():
            raise Unfit("Expected text on one line. Take the line breaks out.")
        text = _one_line(text)
        if len(text) > self.max:
            raise Unfit(f"Expected at most {self.max} characters; this has {len(text)}.")
        return text or ABSENT

    def outward(self, kept):
        return _one_line(kept) or ABSENT

    def expects(self):
        return f"text on one line, at most {self.max} characters"


def _one_line(text):
    return " ".join(text.splitlines()).strip()


@dataclass(frozen=True, kw_only=True)
class LongText(Field):
    """Any number of lines of light Markdown. Blanks at its end are not kept."""

    max: int = 200_000
    empty: str = ""

    def fit(self, text):
        text = _lines(text)
        if len(text) > self.max:
            raise Unfit(f"Expected at most {self.max} characters; this has {len(text)}.")
        return text or ABSENT

    def outward(self, kept):
        return _lines(kept) or ABSENT

    def expects(self):
        return "text of any number of lines, light Markdown"


def _lines(text):
    return text.replace("\r\n", "\n").replace("\r", "\n").rstrip()


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
class Day(Field):
    def fit(self, text):
        return Word(_day(text).isoformat())

    def inward(self, value):
        return datetime.date.fromisoformat(value)

    def outward(self, kept):
        return Word(kept.isoformat())

    def expects(self):
        return "a day, written 2024-03-31"


def _day(text) -> datetime.date:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        raise Unfit(f"Expected a day written year-month-day, for instance 2024-03-31, not “{text}”.")
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise Unfit(f"There is no such day as {text}.") from None


@dataclass(frozen=True, kw_only=True)
class When(Field):
    """A day, a month or a period: three columns, the last day, the first, and how exactly it is known."""

    day_column: str = "on"
    starts_column: str = "starts"
    known_column: str = "known"

    def fit(self, text):
        self._columns(text)
        return Word(text)

    @staticmethod
    def _columns(text):
        if re.fullmatch(r"\d{4}-\d{2}", text):
            try:
                first = datetime.date.fromisoformat(text + "-01")
            except ValueError:
                raise Unfit(f"There is no such month as {text}.") from None
            return last_of_month(first), first, "month"
        if "/" in text:
            first, last = (_day(part) for part in text.split("/", 1))
            if last < first:
                raise Unfit("The period ends before it begins.")
            return last, first, "period"
        return _day(text), None, "day"

    def columns(self, value, links):
        on, starts, known = self._columns(value)
        return {self.day_column: on, self.starts_column: starts, self.known_column: known}

    def of_row(self, row, links):
        on, starts, known = (getattr(row, c) for c in (self.day_column, self.starts_column, self.known_column))
        if on is None:
            return ABSENT
        if known == "month" and (starts is None or starts == on.replace(day=1)):
            return Word(f"{on:%Y-%m}")
        return Word(f"{starts.isoformat()}/{on.isoformat()}" if starts else on.isoformat())

    def expects(self):
        return "a day (2024-03-31), a month (2024-03) or a period (2023-04-01/2024-03-31)"


def last_of_month(first: datetime.date) -> datetime.date:
    later = (first.replace(day=28) + datetime.timedelta(days=4)).replace(day=1)
    return later - datetime.timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Moment(Field):
    """A day and time with its zone, to the second."""

    def fit(self, text):
        try:
            moment = datetime.datetime.fromisoformat(text)
        except ValueError:
            moment = None
        if moment is None or moment.tzinfo is None:
            raise Unfit(f"Expected {self.expects()}, not “{text}”.")
        return self.outward(moment)

    def inward(self, value):
        return datetime.datetime.fromisoformat(value)

    def outward(self, kept):
        return Word(kept.astimezone(datetime.UTC).isoformat().replace("+00:00", "Z"))

    def expects(self):
        return "a moment with its zone, written 2024-03-31T16:30:00Z"


@dataclass(frozen=True, kw_only=True)
class Whole(Field):
    least: int = 0
    most: int = 2_147_483_647

    def fit(self, text):
        if not re.fullmatch(r"-?\d{1,12}", text) or not self.least <= int(text) <= self.most:
            raise Unfit(f"Expected {self.expects()}, written in digits without commas, not “{text}”.")
        return ABSENT if int(text) == self.empty else int(text)

    def of_row(self, row, links):
        kept = getattr(row, self.column)
        return ABSENT if kept is None or kept == self.empty else kept

    def expects(self):
        said = f"a whole number from {self.least}" + ("" if self.most > 2_000_000_000 else f" to {self.most}")
        return said if self.empty is None else f"{said}; {self.empty} when left out"


@dataclass(frozen=True, kw_only=True)
class Number(Field):
    """A number with decimals. As it was published when the column holds text; without closing noughts otherwise."""

    exact: bool = False

    def fit(self, text):
        if not re.fullmatch(r"-?\d{1,15}(\.\d{1,10})?", text):
            raise Unfit(f"Expected a number such as 92.6, in digits without commas or a per cent sign, not “{text}”.")
        return Word(text) if self.exact else self.outward(Decimal(text))

    def inward(self, value):
        return str(value) if self.exact else Decimal(value)

    def columns(self, value, links):
        return {self.column: ("" if self.exact else None) if value is ABSENT else self.inward(value)}

    def of_row(self, row, links):
        kept = getattr(row, self.column)
        return ABSENT if kept is None or kept == "" else self.outward(kept)

    def outward(self, kept):
        if self.exact:
            return Word(kept)
        plain = f"{Decimal(kept):f}"
        plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
        return Word("0" if plain in ("-0", "") else plain)

    def expects(self):
        return "a number, for instance 92.6" + (" (kept digit for digit)" if self.exact else "")


@dataclass(frozen=True, kw_only=True)
class YesNo(Field):
    """Absent means `empty`."""

    empty: bool = False

    def fit(self, text):
        if text not in ("yes", "no"):
            raise Unfit(f"Expected yes or no, not “{text}”.")
        value = text == "yes"
        return ABSENT if value == self.empty else value

    def expects(self):
        return f"yes or no; {'yes' if self.empty else 'no'} when left out"


@dataclass(frozen=True, kw_only=True)
class Choice(Field):
    """One of a list of codes: Django choices, pairs (code, label), or a function that gives pairs.

    `empty` is the code that an absent value means.
    """

    values: object = ()
    empty: str = ""

    @cached_property
    def pairs(self) -> dict:
        values = self.values
        values = getattr(values, "choices", values)
        return {str(code): str(label) for code, label in (values() if callable(values) else values)}

    def fit(self, text):
        if text not in self.pairs:
            raise Unfit(f"Expected one of {', '.join(self.pairs)}, not “{text}”.{meant(text, self.pairs)}")
        return ABSENT if text == self.empty else Word(text)

    def outward(self, kept):
        return Word(kept)

    def expects(self):
        said = "one of the values below"
        return f"{said}; {self.empty} when left out" if self.empty else said


@dataclass(frozen=True, kw_only=True)
class Colour(Field):
    empty: str = ""

    def fit(self, text):
        if not re.fullmatch(r"#[0-9a-fA-F]{6}", text):
            raise Unfit(f"Expected a colour such as “#1d70b8” (in quotes, since # begins a comment), not “{text}”.")
        return text.lower()

    def expects(self):
        return "a colour such as “#1d70b8”, in quotes"


@dataclass(frozen=True, kw_only=True)
class Url(Field):
    empty: str = ""
    max: int = 200

    def fit(self, text):
        text = text.strip()
        if not re.fullmatch(r"https?://[^\s/]+\.[^\s]+", text) or len(text) > self.max:
            raise Unfit(f"Expected an address that begins with http:// or https://, not “{text}”.")
        return text

    def expects(self):
        return "an address that begins with https:// or http://"


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
class Texts(Field):
    """A list of short texts, kept in their order in one JSON column."""

    max: int = 500
    empty: tuple = ()

    def read(self, node):
        if not isinstance(node, Sequence):
            raise Unfit("Expected a list: one line for each, each beginning with “- ”.")
        one = Text(name=self.name, sentence="", max=self.max)
        texts = [text for item in node.items if (text := one.read(item)) is not ABSENT]
        return texts or ABSENT

    def columns(self, value, links):
        return {self.column: [] if value is ABSENT else list(value)}

    def of_row(self, row, links):
        return list(getattr(row, self.column)) or ABSENT

    def expects(self):
        return "a list of short texts"


@dataclass(frozen=True, kw_only=True)
class Ref(Field):
    """Points to one thing of another list by its key."""

    part: str

    def fit(self, text):
        if not REFERENCE.fullmatch(text):
            raise Unfit(f"Expected {self.expects()}, not “{text}”.")
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

    `sort_by` names the day by which they stand; without it their order means nothing. `inward(values, columns, record)`
    gives columns that the fields alone cannot say.
    """

    model: str
    own: str
    fields: tuple = ()
    sort_by: str = ""
    check: object = field(default=None, compare=False)
    inward: object = field(default=None, compare=False)

    def columns(self, value, links):
        return {}

    def expects(self):
        return "a list of the fields below"


@dataclass(frozen=True, kw_only=True)
class Holder(Ref):
    """Names the partnership that leads the thing; the record's own when left out. The shape says which column."""

    part: str = "bodies"
    to: str = ""

    def expects(self):
        return "the key of a partnership in bodies; this record's own when left out"


@dataclass(frozen=True, kw_only=True)
class Inherited(Choice):
    """A choice that is the one of the thing in which this stands, when left out."""

    def columns(self, value, links):
        return {self.column: self.empty if value is ABSENT else str(value)}

    def fit(self, text):
        return Word(super().fit(text))

    def expects(self):
        return "one of the values below; as for the thing in which it stands when left out"
