"""A partnership's two colours, made safe to read: contrast after WCAG 2.2 (1.4.3 and 1.4.11)."""

from __future__ import annotations

from goldenthread.foundation.papers.blocks import Colours

WHITE, INK, NIGHT = "#ffffff", "#17262b", "#11191b"


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _light(colour: str) -> float:
    """Relative luminance, 0 to 1."""
    linear = [
        part / 255 / 12.92 if part / 255 <= 0.04045 else ((part / 255 + 0.055) / 1.055) ** 2.4
        for part in _parts(colour)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """1 to 21."""
    bright, dark = sorted((_light(one), _light(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def mixed(colour: str, other: str, share: float) -> str:
    """`share` (0 to 1) of `other` in `colour`."""
    pairs = zip(_parts(colour), _parts(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def readable(colour: str, on: str, least: float = 4.5) -> str:
    """The nearest shade of `colour` with contrast `least` on `on`: darker on light paper, lighter on dark."""
    towards = "#000000" if _light(on) > 0.18 else WHITE
    for step in range(21):
        shade = mixed(colour, towards, step / 20)
        if contrast(shade, on) >= least:
            return shade
    return towards


def light(colours: Colours) -> dict[str, str]:
    """Tokens on light paper. `cover` is the brand itself, `on-cover` what can be read on it."""
    brand = readable(colours.brand, WHITE)
    cover = colours.brand if contrast(colours.brand, INK) >= 4.5 else brand  # a middling grey carries neither
    return {
        "cover": cover,
        "on-cover": WHITE if contrast(cover, WHITE) >= 4.5 else INK,
        "cover-rule": readable(colours.accent, cover, 3),
        "brand": brand,
        "accent": readable(colours.accent, WHITE, 3),
        "tint": mixed(brand, WHITE, 0.92),
        "soft": mixed(brand, WHITE, 0.8),
        "series-1": brand,
    }


def dark(colours: Colours) -> dict[str, str]:
    """Tokens on dark paper."""
    brand = readable(colours.brand, NIGHT, 7)
    return {
        "cover": readable(colours.brand, WHITE) if _light(colours.brand) < 0.3 else mixed(colours.brand, NIGHT, 0.75),
        "on-cover": WHITE,
        "cover-rule": readable(colours.accent, NIGHT, 3),
        "brand": brand,
        "accent": readable(colours.accent, NIGHT, 3),
        "tint": mixed(NIGHT, brand, 0.1),
        "soft": mixed(NIGHT, brand, 0.28),
        "series-1": brand,
    }


def css(colours: Colours) -> str:
    """Custom properties for `.papers`, to be served as a style sheet of its own or in a `<style>` with a nonce.

    Without it a page has the house's colours. Safe to put in a page: colours have been checked to be #rrggbb. Dark
    follows the house: the device's wish, unless the person chose by `data-theme`.
    """

    def block(chosen: str, tokens: dict[str, str]) -> str:
        return f"{chosen}{{" + "".join(f"--paper-{name}:{value};" for name, value in tokens.items()) + "}\n"

    night = dark(colours)
    wished = block(':root:not([data-theme="light"]) .papers', night)
    return (
        block(".papers", light(colours))
        + f"@media screen and (prefers-color-scheme: dark){{{wished}}}\n"
        + "@media screen{"
        + block(':root[data-theme="dark"] .papers', night)
        + "}\n"
    )
