import re
import xml.etree.ElementTree as ElementTree

import pytest

from goldenthread.foundation.papers import charts, drawing, thread_picture, village
from goldenthread.foundation.papers.blocks import Gap, Series, Specification, Stage, VillageItem, plain, spoken_value
from goldenthread.foundation.papers.tests import examples

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


def _numbers(svg):
    return [element.text for element in _root(svg).iter(f"{SVG}text")]


@pytest.mark.parametrize("upright", [False, True])
def test_the_thread_shows_every_count_and_gap(upright):
    written = thread_picture.draw(examples.stages(), examples.gaps(), upright=upright)
    shown = _numbers(written)
    for one in (*examples.stages(), *examples.gaps()):
        assert str(one.count) in shown


def test_the_width_of_a_stage_is_by_its_count():
    sizes = thread_picture._sizes(examples.stages(), examples.gaps(), 100)
    wholes = [whole for whole, _, _ in sizes]
    assert wholes[1] == 100
    assert wholes[0] == pytest.approx(100 * 12 / 41)
    whole, goes_on, ends = sizes[3]
    assert whole - goes_on == pytest.approx(sum(width for _, width in ends)) == pytest.approx(100 * 11 / 41)


def test_links_lead_from_each_width_and_the_inside_is_then_open_to_readers():
    links = {"findings": "/f?x=1&y=2", "withdrawn": "/w"}
    root = _root(thread_picture.draw(examples.stages(), examples.gaps(), links))
    assert [element.get("href") for element in root.iter(f"{SVG}a")] == ["/f?x=1&y=2", "/w"]
    assert root.get("role") == "group"
    assert _root(thread_picture.draw(examples.stages(), examples.gaps())).get("role") == "img"


def test_an_empty_thread_can_be_drawn_and_said():
    stages = [Stage("sources", "Sources", 0), Stage("findings", "Findings", 0)]
    _root(thread_picture.draw(stages, [Gap("sources", "Sources without a finding", 0)]))
    assert thread_picture.sentence(stages, []).endswith("No thread ends early.")


def test_one_thing_in_two_gaps_does_not_overflow_its_stage():
    gaps = [Gap("sources", "a", 3, "a"), Gap("sources", "b", 3, "b")]
    ((whole, goes_on, ends),) = thread_picture._sizes([Stage("sources", "Sources", 4)], gaps, 80)
    assert goes_on == pytest.approx(0)
    assert sum(width for _, width in ends) == pytest.approx(whole)


@pytest.mark.parametrize("count", [0, 1, 57, 100])
def test_a_village_has_a_hundred_children(count):
    root = _root(village.draw_item(VillageItem(count, "live in poverty")))
    figures = {path.get("fill"): path.get("d").count("a2.6") // 2 for path in root.iter(f"{SVG}path")}
    assert figures.get(drawing.colour("brand"), 0) == count
    assert sum(figures.values()) == 100


def test_tables_repeat_the_figures():
    rows = thread_picture.table(examples.stages(), examples.gaps()).rows
    assert [plain(cell) for cell in rows[3]] == [
        "Actions",
        "35",
        "9 actions reported done without evidence\n2 actions withdrawn",
    ]


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
