"""Fields of text, and of choices."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from goldenthread.foundation import values
from goldenthread.foundation.records.faults import meant
from goldenthread.foundation.records.fields.base import ABSENT, Field, Unfit
from goldenthread.foundation.records.parsing import Sequence
from goldenthread.foundation.records.writing_out import Word


@dataclass(frozen=True, kw_only=True)
class Text(Field):
    """One line."""

    max: int = 200
    empty: str = ""

    def fit(self, text):
        text = values.text(text)
        if "\n" in text:
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
    return " ".join(values.without_blank_ends(values.as_read(text)).splitlines()).strip()


@dataclass(frozen=True, kw_only=True)
class LongText(Field):
    """Any number of lines of light Markdown. Blanks at its end are not kept.

    `parse` reads the text as its page will, and raises a ValueError whose text is a sentence when it cannot.
    """

    max: int = 200_000
    empty: str = ""
    parse: Callable[[str], object] | None = field(default=None, compare=False)

    def fit(self, text):
        text = _lines(text)
        if len(text) > self.max:
            raise Unfit(f"Expected at most {self.max} characters; this has {len(text)}.")
        if self.parse is not None:
            try:
                self.parse(text)
            except ValueError as fault:
                raise Unfit(str(fault)) from None
        return text or ABSENT

    def outward(self, kept):
        return _lines(kept) or ABSENT

    def expects(self):
        return "text of any number of lines, light Markdown"


def _lines(text):
    """Read like every text, but the blanks before its first line stay: they are somebody's indentation."""
    read = values.as_read(text)
    seen = values.without_blank_ends(read)
    return read[: len(read) - len(read.lstrip(" "))] + seen if seen else ""


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
class Url(Field):
    empty: str = ""
    max: int = 200

    def fit(self, text):
        text = text.strip()
        if not re.fullmatch(r"https?://[^\s/]+\.[^\s]+", text) or len(text) > self.max:
            shown = values.shortened(text)
            raise Unfit(f"Expected an address that begins with http:// or https://, not “{shown}”.")
        return text

    def expects(self):
        return "an address that begins with https:// or http://"


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

    def wanted(self):
        return f"one of {', '.join(self.pairs)}"


@dataclass(frozen=True, kw_only=True)
class Inherited(Choice):
    """A choice that is the one of the thing in which this stands, when left out."""

    def columns(self, value, links):
        return {self.column: self.empty if value is ABSENT else str(value)}

    def fit(self, text):
        return Word(super().fit(text))

    def expects(self):
        return "one of the values below" + (
            "" if self.required else "; as for the thing in which it stands when left out"
        )
