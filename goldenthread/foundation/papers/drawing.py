"""What our own drawings share: colour tokens, text that wraps, numbers that print the same everywhere."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape

# The colours of drawings. On pages they are CSS variables, so that dark mode and a brand can change them; the
# fallback is what paper gets. Gold is the thread and nothing else.
TOKENS = {
    "thread": "#a87407",
    "thread-soft": "#ead9b0",
    "ink": "#17262b",
    "muted": "#4a585c",
    "line": "#c9d1d4",
    "brand": "#0b4a4f",
    "soft": "#d3dfdf",
    "series-1": "#0b4a4f",
    "series-2": "#3d8f96",
    "series-3": "#8a5a83",
    "series-4": "#6b7f2a",
    "series-5": "#a2543a",
    "series-6": "#5b6b75",
}
FONT = "Source Sans 3"
FAMILIES = f"'{FONT}', system-ui, sans-serif"
# A colour of ours as an attribute of a tag: words that look like one stay words.
_TAG = re.compile(r"<[^<>]*>")
_VAR = re.compile(r"""(?<=[a-z]=")var\(--paper-([a-z0-9-]+),\s*#[0-9a-f]{6}\)(?=")""")
_JOINED = re.compile("[\u200d\ufe00-\ufe0f\u20e3\U0001f3fb-\U0001f3ff\U000e0000-\U000e0fff]+|[\U0001f1e6-\U0001f1ff]+")


def colour(token: str) -> str:
    """A colour that a page may change and paper takes as it is."""
    return f"var(--paper-{token}, {TOKENS[token]})"


def concrete(svg: str, colours: Mapping[str, str] | None = None) -> str:
    """The same drawing with plain colours and plain characters, for Typst and PNG.

    CSS variables would be painted black there, and Typst refuses in a drawing what is made of several characters:
    a family of three is drawn as its three people, a hand without its tone of skin, a flag as its letters. The table
    under the drawing says it as it was written.
    """
    palette = {**TOKENS, **(colours or {})}

    def painted(tag: re.Match) -> str:
        return _VAR.sub(lambda found: palette.get(found.group(1), found.group()), tag.group())

    return _TAG.sub(painted, _JOINED.sub(_apart, svg))


def _apart(found: re.Match) -> str:
    """Regional indicators as the letters that they stand for; joiners, selectors, tones and tags are left out."""
    return "".join(
        chr(ord(sign) - 0x1F1E6 + ord("A")) for sign in found.group() if "\U0001f1e6" <= sign <= "\U0001f1ff"
    )


def number(value: float) -> str:
    """A coordinate with at most one place after the point."""
    return f"{value:.1f}".removesuffix(".0")


def wrapped(text: str, width: int) -> list[str]:
    """Lines of at most `width` characters where words allow it."""
    lines: list[str] = []
    for word in text.split():
        if lines and len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def words(x: float, y: float, text: str, *, size: int, token: str = "ink", bold: bool = False) -> str:
    weight = ' font-weight="600"' if bold else ""
    return (
        f'<text x="{number(x)}" y="{number(y)}" font-size="{size}"{weight} fill="{colour(token)}">{escape(text)}</text>'
    )


def svg(width: float, height: float, title: str, inside: str, *, role: str = "img", classes: str = "") -> str:
    """The outer element: named by its title, as wide as its place allows."""
    named = escape(title, quote=True)
    css = f' class="{escape(classes, quote=True)}"' if classes else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {number(width)} {number(height)}" '
        f'width="{number(width)}" height="{number(height)}" role="{role}" aria-label="{named}"{css} '
        f'font-family="{FAMILIES}"><title>{escape(title)}</title>{inside}</svg>'
    )


def mark(width: float, height: float, inside: str) -> str:
    """A small drawing beside words that say the same: hidden from aids to reading."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {number(width)} {number(height)}" '
        f'width="{number(width)}" height="{number(height)}" aria-hidden="true" focusable="false" '
        f'class="papers-mark">{inside}</svg>'
    )


def linked(inside: str, href: str | None) -> str:
    return f'<a href="{escape(href, quote=True)}">{inside}</a>' if href else inside
