"""How a text or a number that somebody typed, pasted or loaded is read: once, for forms, files, addresses and records.

A reader gives the value, or raises `Unfit` with a sentence that says what is wrong and how to mend it. It never fails
in another way, whatever it is given.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from decimal import Decimal

# What a column of whole numbers holds on either database (four bytes with a sign).
MOST_WHOLE = 2_147_483_647
# The days that a partnership's record can hold: older ones are slips of the keyboard, such as 1026 for 2026.
FIRST_DAY, LAST_DAY = datetime.date(1900, 1, 1), datetime.date(2100, 12, 31)

# NUL ends a text in PostgreSQL, and half a character (a surrogate) is none: where they stand, something was lost.
_CANNOT_BE_KEPT = re.compile("[\x00\ud800-\udfff]")
# What ends a line in one program or another: Word's line break, a new page, NEL, and Unicode's two separators.
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# Not part of what is read: control characters (a tab and a line feed are none here), characters that are none, and
# the invisible ones that hide text, turn its direction or break a word. Papers print none of them either.
UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    "\u00ad\u200b\u202a-\u202e\u2066-\u2069\ufeff]"
)
# Letters without a width. Inside a word some of them join an emoji or a letter of another script, so they are kept
# there; at an end, or between two texts that are compared, they mean nothing.
_WITHOUT_WIDTH = "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
_WITHOUT_WIDTH += "\u2800\u3164\ufe00-\ufe0e\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff"
_INVISIBLE = re.compile(f"[{_WITHOUT_WIDTH}\ufe0f]")
_AT_AN_END = re.compile(rf"\A[\s{_WITHOUT_WIDTH}\ufe0f]+|[\s{_WITHOUT_WIDTH}]+\Z")

_BLANKS = "\u0020\u00a0\u2009\u202f"
_GROUPED = re.compile(
    rf"-?\d{{1,3}}(?:,\d{{3}})+(?!\d|,)|-?\d{{1,3}}(?:[{_BLANKS}]\d{{3}})+(?![\d{_BLANKS}])", re.ASCII
)
_WHOLE = re.compile(r"-?[0-9]{1,15}\Z")
_DECIMAL = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,10})?\Z")


class Unfit(ValueError):
    """The value is not what was asked for. The text is a sentence for whoever wrote it."""


def text(value: object) -> str:
    """What somebody wrote, as it is kept: in Unicode's composed form, each line ended by a line feed, nothing in it
    that cannot be seen or printed, and neither blanks nor invisible letters at its ends.

    Raises Unfit for NUL and for half a character: where they stand, part of the text was lost on its way.

        "Neglect\\u200b "  gives  "Neglect"        "one\\r\\ntwo\\u2028three"  gives  "one\\ntwo\\nthree"
    """
    said = str(value)
    if not can_be_kept(said):
        raise Unfit("There is a character in this text that cannot be kept. Type it again, or paste it as plain text.")
    return without_blank_ends(as_read(said))


def can_be_kept(value: str) -> bool:
    """Whether every character is one: no NUL, no half of one."""
    return not _CANNOT_BE_KEPT.search(value)


def as_read(value: str) -> str:
    """The same text as people read it: line ends alike, composed, without what cannot be printed. Never raises."""
    return unicodedata.normalize("NFC", UNPRINTABLE.sub("", _LINE_ENDS.sub("\n", value)))


def without_blank_ends(value: str) -> str:
    """Without blanks and invisible letters at both ends; "" for a text in which nothing can be seen."""
    return _AT_AN_END.sub("", value)


def comparable(value: str) -> str:
    """Two texts that look the same give the same: without invisible letters, blanks of any kind and number as one."""
    return " ".join(unicodedata.normalize("NFC", _INVISIBLE.sub("", as_read(value))).split())


def whole(value: object, *, least: int = 0, most: int = MOST_WHOLE) -> int:
    """A whole number in the digits 0 to 9, "1,204" and "1 204" as 1204. Raises Unfit for anything else, such as "²",
    "1_000", "1.5" or five thousand digits."""
    written = _ungrouped(value)
    if not _WHOLE.match(written):
        raise Unfit("Type a whole number, such as 12")
    number = int(written)
    if number < least:
        raise Unfit(f"Type {least:,} or more")
    if number > most:
        raise Unfit(f"Type {most:,} or less")
    return number


def decimal(value: object, *, digits: int = 16, places: int = 4, percent: bool = False) -> Decimal:
    """A number with at most `digits` digits, of which at most `places` stand after the point: "1,204.5" and "-5".

    With `percent` the sign % may follow. Raises Unfit for anything else, such as "1,20", "1e9" or "NaN".
    """
    written = _ungrouped(value)
    if written.endswith("%"):
        if not percent:
            raise Unfit("Type the number without the sign %")
        written = written[:-1].rstrip()
    if not _DECIMAL.match(written):
        if re.fullmatch(r"-?[0-9]+,[0-9]+", written):
            raise Unfit("A comma stands before each three digits, such as 1,204; before decimals write a point: 43.2")
        raise Unfit("Type a number, such as 43.2 or 1,204")
    before, _, after = written.removeprefix("-").partition(".")
    if len(after) > places:
        raise Unfit(f"Type at most {places} decimals")
    if len(before.lstrip("0")) > digits - places:
        raise Unfit(f"Type at most {digits - places} digits before the point")
    return Decimal(written)


def _ungrouped(value):
    """As typed, with a plain minus sign and without what stands between three digits and three digits."""
    written = without_blank_ends(str(value)[:200]).replace("\u2212", "-")
    return _GROUPED.sub(lambda found: re.sub(rf"[,{_BLANKS}]", "", found.group()), written, count=1)


def version(value: object) -> int:
    """The version of a thing that a form was shown with; 0, which no thing has, for what is none."""
    try:
        return whole(value)
    except Unfit:
        return 0


def day(value: str) -> datetime.date:
    """A day written 2024-03-31. Raises Unfit with a sentence."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        raise Unfit(f"Expected a day written year-month-day, for instance 2024-03-31, not “{shortened(value)}”.")
    try:
        found = datetime.date.fromisoformat(value)
    except ValueError:
        raise Unfit(f"There is no such day as {value}.") from None
    return within(found)


def within(found: datetime.date) -> datetime.date:
    """The same day, when a record can be of it. Raises Unfit for one such as 31 March 1026."""
    if not FIRST_DAY <= found <= LAST_DAY:
        raise Unfit(f"The year {found.year:04} is not between {FIRST_DAY.year} and {LAST_DAY.year}: check it.")
    return found


def small(value: str, most: int) -> int | None:
    """A number of one or two digits from 1 to `most`, as days and months are typed; None for anything else."""
    if not re.fullmatch(r"[0-9]{1,2}", value):
        return None
    return int(value) if 1 <= int(value) <= most else None


def shortened(value: str, most: int = 80) -> str:
    """A text as a sentence quotes it: on one line, not longer than a line."""
    line = " ".join(as_read(value).split())
    return line if len(line) <= most else f"{line[: most - 2]} …"
