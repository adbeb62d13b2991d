"""The village of 100 children as it is drawn."""

import xml.etree.ElementTree as ElementTree

import pytest

from goldenthread.foundation.papers import drawing
from goldenthread.rooms.dataset.blocks import VillageItem, draw_item

SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("count", [0, 1, 57, 100])
def test_a_village_has_a_hundred_children(count):
    root = ElementTree.fromstring(draw_item(VillageItem(count, "live in poverty")))
    figures = {path.get("fill"): path.get("d").count("a2.6") // 2 for path in root.iter(f"{SVG}path")}
    assert figures.get(drawing.colour("brand"), 0) == count
    assert sum(figures.values()) == 100
