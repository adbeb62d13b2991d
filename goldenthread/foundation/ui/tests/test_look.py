"""The look keeps its promises: contrast in light and dark, gold for the thread alone, nothing fetched from
elsewhere.
"""

import re
from pathlib import Path

import pytest

STATIC = Path(__file__).resolve().parents[1] / "static" / "ui"
SHEET = (STATIC / "house.css").read_text()
TOKEN = re.compile(r"(--gt-[\w-]+): (#[0-9a-f]{6});")


def _tokens(start):
    """The tokens of the block that starts with this text."""
    at = SHEET.index(start)
    return dict(TOKEN.findall(SHEET[at : SHEET.index("}", at)]))


LIGHT = _tokens(":root {\n  color-scheme: light")
DARK = _tokens(':root[data-theme="dark"]')
DARK_BY_DEVICE = _tokens(':root:not([data-theme="light"])')
TAGS = ["grey", "green", "teal", "blue", "purple", "magenta", "red", "orange", "yellow"]
GROUNDS = ["paper", "sheet", "tint"]
TEXT = [
    *((ink, ground) for ink in ("ink", "ink-soft", "link", "link-hover", "visited") for ground in GROUNDS),
    *((ink, ground) for ink in ("alert", "alert-deep", "ok") for ground in ("paper", "sheet")),
    ("ink", "alert-tint"),
    ("alert", "alert-tint"),
    ("alert-deep", "alert-tint"),
    ("ink", "ok-tint"),
    ("ok", "ok-tint"),
    ("ink-soft", "ok-tint"),
    ("on-brand", "brand"),
    ("on-brand", "brand-deep"),
    ("on-button", "button"),
    ("on-button", "button-deep"),
    ("on-alert", "alert"),
    ("on-alert", "alert-deep"),
    ("on-focus", "focus"),
    ("paper", "edge"),
    *((f"on-tag-{colour}", f"tag-{colour}") for colour in TAGS),
]
SHAPES = [
    ("edge", "paper"),
    ("edge", "sheet"),
    ("thread", "paper"),
    ("thread", "sheet"),
    ("thread-on-brand", "brand"),
    *((f"series-{n}", ground) for n in range(1, 7) for ground in ("paper", "sheet")),
]


def luminance(colour):
    """Relative luminance of WCAG 2.2 for "#rrggbb"."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_the_formula_gives_the_published_extremes():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize(("name", "tokens"), [("light", LIGHT), ("dark", DARK)])
def test_text_can_be_read(name, tokens):
    pairs = [(ink, ground, contrast(tokens[f"--gt-{ink}"], tokens[f"--gt-{ground}"])) for ink, ground in TEXT]
    assert [pair for pair in pairs if pair[2] < 4.5] == []


@pytest.mark.parametrize(("name", "tokens"), [("light", LIGHT), ("dark", DARK)])
def test_edges_threads_and_bars_can_be_seen(name, tokens):
    pairs = [(shape, ground, contrast(tokens[f"--gt-{shape}"], tokens[f"--gt-{ground}"])) for shape, ground in SHAPES]
    assert [pair for pair in pairs if pair[2] < 3] == []


def test_dark_by_choice_and_by_device_are_one_and_complete():
    assert DARK == DARK_BY_DEVICE
    assert DARK.keys() == LIGHT.keys()


def test_gold_marks_only_the_thread():
    rules = re.findall(r"([^{}]+)\{([^{}]*)\}", SHEET)
    golden = {
        part.strip().removeprefix("*/").strip()
        for selector, body in rules
        if re.search(
            r"var\(--gt-thread", re.sub(r"--[\w-]*thread[\w-]*:[^;]*;", "", body)
        )  # a name for it is no use of it
        for part in selector.split("*/")[-1].split(",")
    }
    assert golden
    assert [selector for selector in golden if not re.match(r"\.gt-(knot|mark__thread|chart-thread)", selector)] == []


def test_every_token_that_is_used_exists():
    used = set(re.findall(r"var\((--gt-[\w-]+)", SHEET))
    assert used <= LIGHT.keys()


def test_nothing_is_fetched_from_elsewhere_and_no_foreign_mark_is_left():
    for path in STATIC.rglob("*.css"):
        text = path.read_text()
        assert "@font-face" not in text
        assert "@import" not in text
        assert "sourceMappingURL" not in text
        assert "crest" not in text
        assert re.findall(r"url\((?!assets/|\"data:)", text) == []
    for path in STATIC.rglob("*.js"):
        assert "sourceMappingURL" not in path.read_text()
        assert re.findall(r"(?:fetch|import)\(\s*[\"']https?:", path.read_text()) == []
