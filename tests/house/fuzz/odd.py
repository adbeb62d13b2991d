"""What people paste, programs write and attackers send, made by chance."""

import random

# Texts that went wrong somewhere once, or stand for a kind of those. A person's browser can send each of them.
TEXTS = (
    "",
    " \t\n ",
    "\x00",
    "before\x00after",
    "half \ud83d a character",
    "\u202eright to left\u202c",
    "\u061c\u200fعربي \u05e2\u05d1\u05e8\u05d9\u05ea",
    "\u200b",
    "Neg\u200blect",
    "\u2060\ufeff",
    "\uf0b7 one\n\uf0b7 two",
    "👨\u200d👩\u200d👧\ufe0f 🏴\U000e0067\U000e0062\U000e007f",
    "\u0301e\u0301",
    "\x07\x1b[31m\x7f",
    "one\r\ntwo\rthree\u2028four\x0b",
    "²",
    "٣",
    "-1",
    "0",
    "1e309",
    "1e9",
    "NaN",
    "Infinity",
    "1_000",
    "1,204",
    "12%",
    "2147483648",
    "9" * 5000,
    "0." + "1" * 40,
    "true",
    "None",
    "null",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "]]> <!-- --> <?php ?> </textarea></title></script>",
    "{{ 7*7 }}{% include 'x' %}{# #}",
    "%s %(name)s %d {0} {name} $name \\1 \\",
    "' OR 1=1 -- \" ; DROP TABLE",
    '=HYPERLINK("x")',
    "../../etc/passwd",
    "var(--paper-x, y)",
    "[a link](javascript:alert(1)) [](https://a.example) [x](ftp://a.example) [r](record:none) [y](record:source:a/b)",
    "![a picture](https://a.example/p.png)",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    "# Heading\n####### Deep\n> quoted\n```\ncode\n```\n- a\n  - b\n      - c\n1. d\n***\n**bold *both_ __",
    "[" * 400 + "](" * 400,
    "> " * 300 + "deep",
    "*" * 2000,
    "&amp;&#0;&#xD800;&nbsp;&lt;",
    "a" * 300,
    "word " * 20_000,
    "W" * 100_000,
    "Ünïcödé ﷽ ﬁ ｆｕｌｌ 漢字 \U0001f469",
    "https://example.org/" + "a" * 3000,
    "name@example.org\nBcc: other@example.org",
    "a@b",
    '"odd name"@example.org',
)
DAYS = (
    ("31", "2", "2026"),
    ("29", "2", "2025"),
    ("1", "1", "0001"),
    ("31", "12", "9999"),
    ("1", "1", "1899"),
    ("31", "12", "2009"),
    ("1", "1", "2036"),
    ("31", "12", "2100"),
    ("0", "0", "0"),
    ("٣", "²", "２０２６"),
    ("9" * 5000, "march", "2026"),
    ("", "4", ""),
    ("-1", "dec", "2025"),
    ("1\x00", "1", "2026"),
)
PERIODS = ("2026-02-31", "0001-01", "9999-99", "2026-13", "2026-Q5", "2009", "2036", "2025-26", "9" * 5000)


def text(chance: random.Random) -> str:
    """One of the known ones, mostly; or two of them one after the other; or any characters."""
    kind = chance.random()
    if kind < 0.7:
        return chance.choice(TEXTS)
    if kind < 0.85:
        return chance.choice(TEXTS[:20]) + chance.choice(TEXTS)
    if kind < 0.9:
        return chance.choice(PERIODS)
    return "".join(chr(chance.choice((chance.randrange(0x250), chance.randrange(0x110000)))) for _ in range(12))


def day(chance: random.Random) -> tuple[str, str, str]:
    """A day, a month and a year, as they are typed into three boxes."""
    if chance.random() < 0.3:
        return tuple(text(chance) for _ in range(3))
    return chance.choice(DAYS)


def encoded(text: str) -> bytes:
    """As a program would send it, half a character too; a browser never does."""
    return text.encode("utf-8", "surrogatepass")
