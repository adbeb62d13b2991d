"""The vendored typefaces, and which characters none of them draws.

Source Sans 3 is the house's own. What it lacks (other scripts, symbols, emoji) is drawn in Noto, kept in `fonts/wider/`
in one weight. The PDF standard forbids a character without a drawing, so a text is asked here before it is closed.
"""

from __future__ import annotations

import struct
import unicodedata
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "fonts"
FOLDERS = (FOLDER, FOLDER / "wider")
# Asked in this order. Letters before symbols: many symbols stand in several, and the first that has one draws it.
FAMILIES = (
    "Source Sans 3",
    "Noto Sans",
    "Noto Sans Arabic",
    "Noto Sans Hebrew",
    "Noto Sans Armenian",
    "Noto Sans Bengali",
    "Noto Sans Devanagari",
    "Noto Sans Ethiopic",
    "Noto Sans Georgian",
    "Noto Sans Gujarati",
    "Noto Sans Gurmukhi",
    "Noto Sans Sinhala",
    "Noto Sans Tamil",
    "Noto Sans Thai",
    "Noto Sans Symbols",
    "Noto Sans Math",
    "Noto Sans Symbols2",
    "Noto Emoji",
)
# What a text engine lets pass without drawing it: line feed, joiners, marks of direction, selectors of a variant, tags
# of a flag.
_NEEDS_NO_DRAWING = frozenset(
    [
        0x0A,
        0x034F,
        0x061C,
        *range(0x180B, 0x1810),
        *range(0x200B, 0x2010),
        *range(0x202A, 0x202F),
        *range(0x2060, 0x2070),
        *range(0xFE00, 0xFE10),
        0xFEFF,
        *range(0xE0000, 0xE1000),
    ]
)


def files() -> list[Path]:
    """Every vendored typeface, the house's own first."""
    return [path for folder in FOLDERS for path in sorted(folder.glob("*.ttf"))]


def lacking(text: str) -> list[str]:
    """The characters of a text that no vendored typeface draws, each once, in their order."""
    composed = unicodedata.normalize("NFC", text)
    missing = set(composed) - _covered()  # in C: a report of 200,000 letters takes some milliseconds
    return list(dict.fromkeys(letter for letter in composed if letter in missing)) if missing else []


def name_of(letter: str) -> str:
    """A character as somebody can find it again: itself where it shows, its number and its name.

    >>> name_of("你")
    '“你” (U+4F60)'
    """
    number = f"U+{ord(letter):04X}"
    name = unicodedata.name(letter, "")
    words = f"{number}, {name.lower()}" if name and not name.endswith(number[2:]) else number
    return f"“{letter}” ({words})" if letter.isprintable() else words


@cache
def _covered() -> frozenset[str]:
    """Every character that some typeface draws, or that needs no drawing."""
    return frozenset(map(chr, _NEEDS_NO_DRAWING.union(*(code_points(path) for path in files()))))


def code_points(path: Path) -> set[int]:
    """The code points that a TrueType file has a glyph for, from its table `cmap` (formats 4 and 12).

    The format is described in the OpenType specification, "cmap: Character to Glyph Index Mapping Table".
    """
    data = path.read_bytes()
    (tables,) = struct.unpack_from(">H", data, 4)
    directory = {data[at : at + 4]: at for at in range(12, 12 + 16 * tables, 16)}
    (start,) = struct.unpack_from(">I", data, directory[b"cmap"] + 8)
    (subtables,) = struct.unpack_from(">H", data, start + 2)
    covered: set[int] = set()
    for place in range(subtables):
        (offset,) = struct.unpack_from(">I", data, start + 4 + 8 * place + 4)
        (form,) = struct.unpack_from(">H", data, start + offset)
        reader = {4: _segments, 12: _groups}.get(form)
        if reader:
            covered |= reader(data, start + offset)
    return covered


def _segments(data: bytes, at: int) -> set[int]:
    """Format 4: segments of the first 65,536 code points, by their last and their first."""
    (doubled,) = struct.unpack_from(">H", data, at + 6)
    count = doubled // 2
    lasts = struct.unpack_from(f">{count}H", data, at + 14)
    firsts = struct.unpack_from(f">{count}H", data, at + 16 + doubled)
    deltas = struct.unpack_from(f">{count}H", data, at + 16 + 2 * doubled)
    ranges_at = at + 16 + 3 * doubled
    ranges = struct.unpack_from(f">{count}H", data, ranges_at)
    covered = set()
    for place in range(count):
        for code in range(firsts[place], lasts[place] + 1):
            glyph = code
            if ranges[place]:  # an index into the array of glyphs that follows, counted from this very field
                where = ranges_at + 2 * place + ranges[place] + 2 * (code - firsts[place])
                (glyph,) = struct.unpack_from(">H", data, where)
                if not glyph:
                    continue
            if (glyph + deltas[place]) % 0x10000 and code != 0xFFFF:
                covered.add(code)
    return covered


def _groups(data: bytes, at: int) -> set[int]:
    """Format 12: groups of (first code point, last, first glyph)."""
    (count,) = struct.unpack_from(">I", data, at + 12)
    covered = set()
    for place in range(count):
        first, last, glyph = struct.unpack_from(">3I", data, at + 16 + 12 * place)
        covered.update(range(first if glyph else first + 1, last + 1))
    return covered
