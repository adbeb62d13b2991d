"""What a page says, for tests: how its template is laid out over lines is nobody's concern."""

import re
from html import unescape


def words(answer) -> str:
    """The text of an answer, or of a piece of HTML, with each run of white space as one space."""
    text = answer if isinstance(answer, str) else answer.content.decode()
    return " ".join(text.split())


# Nouns that pages and reports count, as they are said of one.
_NOUNS = (
    "action agency area audit case challenge chapter child clock comparator consultation death document family figure "
    "finding group impact indicator line meeting member paragraph person piece place priority recommendation report "
    "review seat student voice year"
)
COUNTED = _NOUNS.split()
_UNLIKE = {"child": "children", "person": "people", "family": "families", "agency": "agencies"}
_ONE, _MANY = "|".join(COUNTED), "|".join(_UNLIKE.get(one, f"{one}s") for one in COUNTED)
_MONTHS = "january|february|april|june|july|august|september|october|november|december"
_DAYS = "monday|tuesday|wednesday|thursday|friday|saturday|sunday"
DISAGREE = {
    "many of one": rf"(?<![\w.,/-])1 (?:{_MANY})\b",
    "one of many": rf"(?<![\w.,/-])(?:[2-9]|[1-9][\d,]*\d) (?:\w+ed )?(?:{_ONE})\b(?![’'-]| [a-z-]+s\b)",
    "a name without its capital": rf"\b(?:{_MONTHS}|{_DAYS}|england|ofsted)\b",
    "a possessive": r"\b(?:National|Regional|national|regional)[’']s \d|\b[a-z]+s[’']s\b",
    "a word twice": r"(?i)\b(the|a|an|of|in|and|to|is|was|for) \1\b",
    "points": r"(?<!\.)\.\.(?!\.)|\w [,;:.](?:[ \n]|$)|,,|;;|[“”]{2}",
    "a label inside a sentence": r"[a-z,] (?:No date given|Not said|Not given)\b",
}
_NO_COUNT = re.compile(r"(section|sections|level|item|line|measure) (?:\d+ (and|or) )?$", re.I)  # before "11 audit"


def shown(html: str) -> str:
    """What a page says to its reader: without its tags, scripts and drawings, each block a text by itself."""
    body = re.sub(r"(?s)<(head|script|style|svg|textarea|option)\b.*?</\1>", " ", html)
    body = " ".join(re.sub(r"</?(a|strong|em|span|b|abbr|time)\b[^>]*>", "", body).split())
    return unescape(re.sub(r"\s*(<[^>]+>\s*)+", "\n", body))


def disagreements(text: str) -> list[str]:
    """What does not agree in a text: "2 impact judged", "january 2022", "National’s 27%", "1 children", "the the".

    Each line is a text by itself.
    """
    text = re.sub(r"[^\S\n]+", " ", text)
    return [
        f"{what}: {text[max(0, found.start() - 40) : found.end() + 30]}"
        for what, pattern in DISAGREE.items()
        for found in re.finditer(pattern, text)
        if what != "one of many" or _counts(text, found)
    ]


def _counts(text: str, found: re.Match) -> bool:
    """Not the number of a section or the year before a noun: "Section 11 audit", "the June 2024 meeting"."""
    year = re.match(r"(19|20)\d\d ", found[0])
    return not year and not _NO_COUNT.search(text[max(0, found.start() - 40) : found.start()])
