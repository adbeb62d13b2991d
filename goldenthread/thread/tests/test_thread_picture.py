"""The picture of the thread as it is drawn, and as a block of a paper."""

import xml.etree.ElementTree as ElementTree

import pytest

from goldenthread.foundation.papers.blocks import plain
from goldenthread.foundation.papers.tests import examples
from goldenthread.thread import blocks
from goldenthread.thread.blocks import Gap, Stage

SVG = "{http://www.w3.org/2000/svg}"


def _root(svg):
    return ElementTree.fromstring(svg)


def _numbers(svg):
    return [element.text for element in _root(svg).iter(f"{SVG}text")]


@pytest.mark.parametrize("upright", [False, True])
def test_the_thread_shows_every_count_and_gap(upright):
    written = blocks.draw(examples.stages(), examples.gaps(), upright=upright)
    shown = _numbers(written)
    for one in (*examples.stages(), *examples.gaps()):
        assert str(one.count) in shown


def test_the_width_of_a_stage_is_by_its_count():
    sizes = blocks._sizes(examples.stages(), examples.gaps(), 100)
    wholes = [whole for whole, _, _ in sizes]
    assert wholes[1] == 100
    assert wholes[0] == pytest.approx(100 * 12 / 41)
    whole, goes_on, ends = sizes[3]
    assert whole - goes_on == pytest.approx(sum(width for _, width in ends)) == pytest.approx(100 * 11 / 41)


def test_links_lead_from_each_width_and_the_inside_is_then_open_to_readers():
    links = {"findings": "/f?x=1&y=2", "withdrawn": "/w"}
    root = _root(blocks.draw(examples.stages(), examples.gaps(), links))
    assert [element.get("href") for element in root.iter(f"{SVG}a")] == ["/f?x=1&y=2", "/w"]
    assert root.get("role") == "group"
    assert _root(blocks.draw(examples.stages(), examples.gaps())).get("role") == "img"


def test_an_empty_thread_can_be_drawn_and_said():
    stages = [Stage("sources", "Sources", 0), Stage("findings", "Findings", 0)]
    _root(blocks.draw(stages, [Gap("sources", "Sources without a finding", 0)]))
    assert blocks.sentence(stages, []).endswith("No thread ends early.")


def test_one_thing_in_two_gaps_does_not_overflow_its_stage():
    gaps = [Gap("sources", "a", 3, "a"), Gap("sources", "b", 3, "b")]
    ((whole, goes_on, ends),) = blocks._sizes([Stage("sources", "Sources", 4)], gaps, 80)
    assert goes_on == pytest.approx(0)
    assert sum(width for _, width in ends) == pytest.approx(whole)


def test_tables_repeat_the_figures():
    rows = blocks.table(examples.stages(), examples.gaps()).rows
    assert [plain(cell) for cell in rows[3]] == [
        "Actions",
        "35",
        "9 actions reported done without evidence\n2 actions withdrawn",
    ]
