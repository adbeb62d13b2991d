"""A drawing as a picture to take: which there are, what is in the file, and where the page leads."""

import re
import xml.etree.ElementTree as ElementTree

import pytest

from goldenthread.foundation.papers import blocks as b
from goldenthread.foundation.papers import html, taking
from goldenthread.foundation.papers.tests.examples import example

SHOWN = b.Chart(
    "Contacts & referrals", b.Specification("bar", ["a", "b"], [b.Series("x", ["1", "2"])]), "Twice as many.", "Up."
)


def links(page):
    return re.findall(r'href="\?picture=([0-9a-f]{16})&amp;as=(svg|png)" download="([a-z-]+)\.\2"', page)


def test_a_page_leads_to_its_pictures_where_it_is_asked_to():
    paper = b.Paper("Report", [SHOWN])
    assert links(html.write(paper)) == []
    (svg, png) = links(html.write(paper, taken=True))
    assert svg[0] == png[0] and svg[1:] == ("svg", "contacts-referrals") and png[1] == "png"
    assert taking.find(paper.blocks, svg[0]).title == SHOWN.title


def test_every_picture_that_stands_alone_can_be_taken_and_no_other():
    paper = example()
    taken = [name for name, kind, _ in links(html.write(paper, taken=True)) if kind == "png"]
    assert len(taken) == len(set(taken)) >= 3
    assert "Northmoor as a village of 100 children" not in {taking.find(paper.blocks, name).title for name in taken}


def test_the_files_are_pictures_in_the_issuers_colours_that_say_what_they_show():
    drawn = taking.find([SHOWN], links(html.write(b.Paper("Report", [SHOWN]), taken=True))[0][0])
    svg = taking.as_file(drawn, "svg", b.Colours(brand="#123456"))
    told = ElementTree.fromstring(svg)
    assert told.find("{http://www.w3.org/2000/svg}desc").text == "Contacts & referrals. Twice as many."
    assert b"#123456" in svg and b"var(" not in svg
    assert taking.as_file(drawn, "png", b.Colours())[:8] == b"\x89PNG\r\n\x1a\n"


@pytest.mark.parametrize("name", ["", "0" * 16, "../../etc"])
def test_what_no_drawing_is_called_is_not_found(name):
    assert taking.find([SHOWN, b.Paragraph("Words.")], name) is None
