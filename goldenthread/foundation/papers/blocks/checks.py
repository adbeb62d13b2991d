"""What every part of a paper checks when it is made."""

from __future__ import annotations

import re

from goldenthread.foundation import values
from goldenthread.foundation.room import Refused

HEX = re.compile(r"#[0-9a-f]{6}\Z")
ID = re.compile(r"[a-z][a-z0-9_-]*\Z")
CODE = re.compile(r"[a-z][a-z0-9_]*\Z")
KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:~/_-]*\Z")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
_HREF = re.compile(r"(https?://[^\s/]+\S*|mailto:[^\s@]+@\S+|#[a-z][a-z0-9_-]*)\Z", re.IGNORECASE)
VALUE = re.compile(r"[~<>]?-?[0-9]+(\.[0-9]+)?\Z")
# What stands where a record says nothing that can be seen: a paper is still made, and the gap can be found and mended.
NOTHING = "(nothing is written here)"
# What Word keeps of a bullet in the typefaces Symbol and Wingdings when its text is copied: the private-use number of a
# sign. What each looked like is written instead; any other of their numbers stays, and nothing can print it.
_BULLETS = dict.fromkeys([0xF02D, 0xF06C, 0xF06E, 0xF06F, 0xF071, 0xF075, 0xF076, 0xF077, 0xF09F, 0xF0A7, 0xF0A8], "•")
_BULLETS |= dict.fromkeys([0xF0B7, 0xF0BE, 0xF0C4, 0xF0D8], "•")
_PRIVATE_SIGNS = _BULLETS | {0xF0E0: "→", 0xF0FB: "✗", 0xF0FC: "✓", 0xF0FD: "☒", 0xF0FE: "☑", 0xF04A: "☺", 0xF04C: "☹"}


class PaperError(Refused, ValueError):
    """Something that cannot be part of a paper; the text says what and how to mend it."""


def clean(value: object, what: str, *, required: bool = False) -> str:
    """The text in Unicode's composed form (NFC), without characters that no writer can print or that hide.

    Marks that turn the reading direction are among them: what is signed must read as it is stored.
    A line feed is kept: it is a line break inside a paragraph. A private-use bullet of Word's becomes a bullet.
    Where text is required and none can be seen, NOTHING stands in its place: whatever is stored, a paper is made.
    """
    if not isinstance(value, str):
        raise PaperError(f"{what} must be text, not {type(value).__name__}.")
    text = values.as_read(value.replace("\t", " ").translate(_PRIVATE_SIGNS))
    return NOTHING if required and not values.without_blank_ends(text) else text


def told_apart(labels: list[str]) -> tuple[str, ...]:
    """The same labels; one that looks like another before it says which it is, so that a chart can show both."""
    seen: set[str] = set()
    done = []
    for label in labels:
        name, number = label, 1
        while values.comparable(name) in seen:
            number += 1
            name = f"{label} ({number})"
        seen.add(values.comparable(name))
        done.append(name)
    return tuple(done)


def good_address(href: object) -> bool:
    """True for what a link may lead to: http(s) addresses, e-mail addresses, and #places in the same paper."""
    return isinstance(href, str) and bool(_HREF.match(href)) and not values.UNPRINTABLE.search(href)


def put(node: object, **values: object) -> None:
    for name, value in values.items():
        object.__setattr__(node, name, value)


def one_of(value: object, allowed: tuple[str, ...], what: str) -> None:
    if value not in allowed:
        raise PaperError(f"{what} must be one of {', '.join(allowed)}; it is {value!r}.")


def whole(value: object, what: str) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise PaperError(f"{what} must be a whole number of 0 or more; it is {value!r}.")


def as_tuple(value: object, kinds: type | tuple[type, ...], what: str, *, required: bool = False) -> tuple:
    if isinstance(value, str) or not isinstance(value, (tuple, list)):
        raise PaperError(f"{what} must be a list.")
    for item in value:
        if not isinstance(item, kinds):
            raise PaperError(f"{what} cannot hold {type(item).__name__}.")
    if required and not value:
        raise PaperError(f"{what} must not be empty.")
    return tuple(value)
