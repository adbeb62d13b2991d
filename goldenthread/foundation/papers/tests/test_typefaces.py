"""What the vendored typefaces draw, what they lack, and that the PDF agrees with both."""

import pytest

from goldenthread.foundation.papers import blocks as b
from goldenthread.foundation.papers import charts, pdf, typefaces, word
from goldenthread.foundation.papers.markdown import parse
from goldenthread.foundation.papers.text import printed
from goldenthread.rooms.dataset.blocks import Village, VillageItem

DRAWN = {
    "emoji": "😊 👍🏽 👨‍👩‍👧 🇬🇧 ❤️",
    "Arabic": "مرحبا بالعالم",
    "Hebrew": "שלום",
    "Bengali": "বাংলা",
    "Punjabi": "ਪੰਜਾਬੀ",
    "Tigrinya": "ትግርኛ",
    "Polish": "Łódź",
    "signs": "✓ ☐ ➢ → ■ ≥ ²",
}


def _paper(text):
    chart = b.Chart("Chart", b.Specification("bar", (f"a {text}", "b"), (b.Series("s", ("1", "2")),)), "Two.", "Two.")
    village = Village("Village", (VillageItem(4, f"say {text}"),), "Four.")
    return b.Paper("T", (b.Heading(1, text), b.Paragraph(text), b.Table("", ("A",), ((text,),)), chart, village))


@pytest.mark.parametrize("text", DRAWN.values(), ids=DRAWN)
def test_text_of_other_scripts_and_signs_is_written_in_words_and_drawings(text):
    assert typefaces.lacking(text) == []
    assert pdf.write(_paper(text)).startswith(b"%PDF")
    assert word.write(_paper(text)).startswith(b"PK")


@pytest.mark.parametrize("text,named", [("你好", ["你", "好"]), ("\U00013000", ["\U00013000"]), ("\uf0ff", ["\uf0ff"])])
def test_what_no_typeface_has_is_named_and_the_pdf_cannot_be_made(text, named):
    assert typefaces.lacking(f"We said {text} twice: {text}") == named
    with pytest.raises(Exception, match="could not be displayed"):
        pdf.write(b.Paper("T", (b.Heading(1, "H"), b.Paragraph(text))))


def test_every_character_that_is_said_to_be_drawn_is_drawn():
    """16,000 of them in one paper, each after a letter, since a mark alone stands on nothing."""
    letters = [letter for letter in map(chr, range(0x20, 0x110000)) if not 0xD800 <= ord(letter) < 0xE000]
    drawn = [letter for letter in letters if b.Text(letter).text and not typefaces.lacking(letter)]
    assert len(drawn) > 16_000
    pdf.write(b.Paper("T", (b.Heading(1, "H"), b.Paragraph(" ".join(f"x{letter}" for letter in drawn)))))


def test_a_character_is_named_so_that_somebody_can_find_it():
    assert typefaces.name_of("你") == "“你” (U+4F60)"
    assert typefaces.name_of("\U00013000") == "“𓀀” (U+13000, egyptian hieroglyph a001)"
    assert typefaces.name_of("\uf0ff") == "U+F0FF"


def test_bullets_that_word_keeps_in_its_own_typefaces_become_bullets():
    assert b.Text("\uf0b7 one \uf0a7 two \uf0fc done").text == "• one • two ✓ done"
    assert parse("We will:\n\uf0b7 listen\n\uf0a7\tact\n• tell") == (
        b.Paragraph("We will:"),
        b.List(["listen", "act", "tell"]),
    )


def test_a_bullet_inside_a_line_stays_in_the_line():
    assert parse("one • two") == (b.Paragraph("one • two"),)


def test_a_null_is_left_out_as_everything_that_hides():
    assert b.Text("a\0b").text == "ab"


def test_what_a_drawing_writes_is_looked_at_though_its_table_says_otherwise():
    shown = b.Specification("bar", ("你", "b"), (b.Series("s", ("1", "2")),))
    chart = b.Chart("Chart", shown, "Two.", "Two.", b.Table("", ("A",), (("x",),)))
    assert "你" in printed((chart,))


@pytest.mark.parametrize("kind", b.CHART_KINDS)
@pytest.mark.parametrize("narrow", [True, False])
def test_a_long_label_of_emoji_is_cut_between_characters(kind, narrow):
    long = "😊👍🏽" * 30
    series = (b.Series(long, ("1", "2")), b.Series("b", ("1", "2")))
    shown = b.Specification(kind, (long, f"{long} too"), series, unit=long, category_title=long)
    assert "…" in charts.draw(shown, "Chart", narrow=narrow)
