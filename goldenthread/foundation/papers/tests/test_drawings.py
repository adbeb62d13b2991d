import xml.etree.ElementTree as ElementTree

import pytest

from goldenthread.foundation.papers import charts, drawing, thread_picture, village
from goldenthread.foundation.papers.blocks import Gap, Series, Specification, Stage, VillageItem, plain
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
