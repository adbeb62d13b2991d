import re
import xml.etree.ElementTree as ElementTree

import pytest

from goldenthread.foundation.papers import charts, drawing
from goldenthread.foundation.papers.blocks import Series, Specification, spoken_value

SVG = "{http://www.w3.org/2000/svg}"


def _root(svg):
    return ElementTree.fromstring(svg)


@pytest.mark.parametrize("kind", ["bar", "row", "grouped", "stacked", "line"])
@pytest.mark.parametrize("narrow", [False, True])
def test_every_kind_of_chart_is_drawn_with_tokens_and_a_title(kind, narrow):
    spec = Specification(kind, ["a & b", "c"], [Series("One", ["1", "~2"]), Series("Two", ["", ">4"])], unit="children")
    root = _root(charts.draw(spec, "Figures <of> the year", narrow=narrow))
    assert root.find(f"{SVG}title").text == "Figures <of> the year"
    written = charts.draw(spec, "x", narrow=narrow)
    assert "var(--paper-" in written
    assert "var(" not in drawing.concrete(written)
    assert float(root.get("width")) <= (charts.NARROW if narrow else charts.WIDE)


def test_what_is_not_exact_says_so_in_the_chart():
    written = charts.draw(Specification("bar", ["a", "b", "c"], [Series("s", ["~2", ">4", ""])]), "x")
    assert ">about 2<" in written
    assert ">over 4<" in written
    assert ">not known<" in written


def test_a_chart_is_drawn_once(monkeypatch):
    spec = Specification("bar", ["a"], [Series("drawn once", ["1"])])
    first = charts.draw(spec, "x")
    monkeypatch.setattr(charts, "_drawn", lambda *args: pytest.fail("drawn again"))
    assert charts.draw(spec, "x") == first


def _words_of(svg):
    """(text, left, top, right, bottom) of every text of a drawing, as it stands; widths are taken a little too wide."""
    found = []

    def walk(node, x, y):
        shift = re.search(r"translate\(([-\d.]+)[, ]+([-\d.]+)\)", node.get("transform", ""))
        if shift:
            x, y = x + float(shift[1]), y + float(shift[2])
        if node.tag.endswith("}text"):
            size = float(node.get("font-size", "14px").removesuffix("px"))
            for line, said in enumerate("".join(part.itertext()) for part in (list(node) or [node])):
                wide = len(said) * size * 0.6
                left = x - {"middle": wide / 2, "end": wide}.get(node.get("text-anchor"), 0)
                found.append((said, left, y - size * 0.8 + line * size, left + wide, y + size * 0.2 + line * size))
        for inner in node:
            if not node.tag.endswith("}text"):
                walk(inner, x, y)

    walk(ElementTree.fromstring(svg), 0, 0)
    return found


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("kind", ["grouped", "line", "bar"])
@pytest.mark.parametrize("most", ["100", "250", "~99.9", "5"])
def test_the_words_over_the_tallest_stand_clear_of_the_legend_and_the_unit(kind, most, narrow):
    """The tallest value ends where the scale would end, which is where its words are nearest to the legend."""
    series = (
        [Series("Northbank", [most, "4"]), Series("Southbank", [most, "3"])]
        if kind != "bar"
        else [Series("All", [most, "4"])]
    )
    drawn = charts.draw(
        Specification(kind, ["2024-25", "2025-26"], series, "Children aged 0 to 17", "Period"), "A chart", narrow=narrow
    )
    words = _words_of(drawn)
    above = [one for one in words if one[0] in ("Northbank", "Southbank", "Children aged 0 to 17")]
    over = [one for one in words if one[0] in (spoken_value(most), "~" + most.lstrip("~"), "4", "3")]
    assert len(above) >= (1 if kind == "bar" else 3) and over
    apart = [
        (top_words, label)
        for top_words in above
        for label in over
        if label[2] < top_words[4] + 2 and label[1] < top_words[3] and top_words[1] < label[3]
    ]
    assert apart == [], "words over a bar or a point reach into what stands above the drawing"
