"""Dates, numbers and names in words, as people in Britain write them. Templates have most as a filter of the same name.

It is the one place that knows how a plural, a possessive, a list and a label inside a sentence are written.
"""

import calendar
import datetime
from collections.abc import Iterable

from goldenthread.foundation.clock import LONDON

# First words that keep their capital inside a sentence. Names of two words and abbreviations show it by themselves.
_NAMES = {
    *calendar.month_name,
    *calendar.day_name,
    *("I", "England", "English", "Wales", "Britain", "British", "London", "Ofsted", "Tees", "Teesside", "Census"),
    *("Christmas", "Easter"),
}
_UNUSUAL = {"children": "child", "people": "person", "families": "family", "enquiries": "enquiry"}
_AFTER_THE_NOUN = {"of", "in", "on", "at", "by", "to", "for", "from", "with", "without", "who", "that", "aged", "under"}
_FIGURES_OF = {
    "national": "the national figure of",
    "national average": "the national average of",
    "regional": "the regional figure of",
    "statistical neighbours": "the statistical neighbours’",
}
_WITH_ARTICLE = {"North", "South", "East", "West", "Midlands"}


def _as_day(value):
    """The day in London of a date or a moment; None for anything else."""
    if isinstance(value, datetime.datetime):
        return value.astimezone(LONDON).date() if value.tzinfo else value.date()
    return value if isinstance(value, datetime.date) else None


def _written(value, pattern):
    day = _as_day(value)
    if day is None:
        return "" if value is None else value
    return f"{day.day} {day:{pattern}}"


def day(value):
    """31 March 2024. Words pass through, so that "unknown" stays."""
    return _written(value, "%B %Y")


def short_day(value):
    """31 Mar 2024, for narrow columns."""
    return _written(value, "%b %Y")


def month(value):
    """March 2024."""
    found = _as_day(value)
    return f"{found:%B %Y}" if found else ("" if value is None else value)


def moment(value):
    """20 November 2026 at 14:03, in London."""
    if not isinstance(value, datetime.datetime):
        return day(value)
    local = value.astimezone(LONDON) if value.tzinfo else value
    return f"{day(local)} at {local:%H:%M}"


def second(value):
    """14:03:20, in London."""
    return f"{value.astimezone(LONDON):%H:%M:%S}"


def how_far(value, today):
    """How far a day lies from today: "in 3 days", "4 days ago"."""
    apart = (_as_day(value) - _as_day(today)).days
    if apart in (-1, 0, 1):
        return {-1: "yesterday", 0: "today", 1: "tomorrow"}[apart]
    return f"in {apart} days" if apart > 0 else f"{-apart} days ago"


def nouns(noun):
    """The singular and plural of "action" or of "child,children"."""
    one, _, many = noun.partition(",")
    return one, many or one + "s"


def plural(value, noun):
    """3 actions, 1 child, no actions."""
    one, many = nouns(noun)
    count = len(value) if hasattr(value, "__len__") else value
    return f"{number(count) if count else 'no'} {one if count == 1 else many}"


def singular(many: str) -> str:
    """What is counted, written down for many, as it is said of one: "care leaver in work" of "care leavers in work"."""
    words = many.split(" ")
    for place, word in enumerate(words):
        if word in _AFTER_THE_NOUN:
            break
        ends_in_s = word.endswith("s") and not word.endswith(("ss", "us", "is"))
        if word in _UNUSUAL or ends_in_s:
            words[place] = _UNUSUAL.get(word, word[:-1])
            break
    return " ".join(words)


def possessive(name):
    """Kestrel Vale Council’s, Harrowmere schools’."""
    return f"{name}’" if str(name).endswith("s") else f"{name}’s"


def number_of_place(place: str) -> str:
    """What stands before a place's number: "England’s", "the North East’s", "the national figure"."""
    if place.lower() in _FIGURES_OF:
        return _FIGURES_OF[place.lower()]
    words = place.split(" ")
    article = "the " if set(words) <= _WITH_ARTICLE and len(words) > 1 else ""
    return article + possessive(place)


_DIGITS = frozenset("0123456789")


def lower_first(words: str) -> str:
    """A label inside a sentence: "date of birth"; "DBS check", "Q1", "Kestrel Vale", "January", "I agree" keep it."""
    first, _, rest = words.partition(" ")
    joined = rest[:1].isupper() and not rest.startswith("I ") or rest[:1] == "&"
    named = first.strip(",.;:’'").split("’")[0] in _NAMES
    short = any(letter.isupper() or letter in _DIGITS for letter in first[1:])
    return words if named or joined or short else words[:1].lower() + words[1:]


def listed(words: Iterable[str], last: str = "and") -> str:
    """One, "one and two", "one, two and three"; "" of nothing."""
    found = list(words)
    return f" {last} ".join([", ".join(found[:-1]), found[-1]] if len(found) > 1 else found)


def in_unit(value, unit):
    """1 year, 5 working days; the unit is named in its plural. `value` is an int or its digits."""
    return f"{value} {unit[:-1] if str(value) == '1' else unit}"


def number(value):
    """12,345. Decimals stay as they were given."""
    if isinstance(value, bool) or not isinstance(value, int | float) and not hasattr(value, "as_tuple"):
        return "" if value is None else value
    return f"{value:,}"


def file_size(value):
    """The size of a file, from its bytes: 340 KB, 2.1 MB."""
    if value < 1000:
        return f"{value} bytes"
    if value < 1_000_000:
        return f"{value / 1000:.0f} KB"
    return f"{value / 1_000_000:.1f} MB"


def count_in_words(count, noun, *parts):
    """34 actions, 6 overdue, 2 of them ours. Parts are pairs of a number and words; none of a kind is left out."""
    sentence = plural(count, noun)
    pairs = zip(parts[::2], parts[1::2], strict=True)
    sentence = ", ".join([sentence, *(f"{number(size)} {words}" for size, words in pairs if size)])
    return sentence[0].upper() + sentence[1:]
