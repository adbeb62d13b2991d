"""The partnership's list of abbreviations and its reports."""

import pytest

from goldenthread.foundation.papers.text import pieces
from goldenthread.foundation.room import Refused
from goldenthread.front.yearly_report import assembly, operations, queries


@pytest.fixture
def lado(ready):
    words = "local authority designated officer"
    return operations.add_abbreviation(body=ready.cast.west, short="LADO", words=words, **ready.given)


def _printed(desk):
    assembled = assembly.assemble(desk.fresh(), desk.cast.now)
    return pieces(assembly.paper_of(desk.report, assembled, status="Draft", date=desk.cast.now.date()))


def test_a_report_explains_it_once_and_lists_it_at_the_end(ready, lado):
    ready.write("next_steps", "The LADO will report. The LADO agreed.")
    printed = _printed(ready)
    assert "The LADO (local authority designated officer) will report. The LADO agreed." in printed
    assert printed[printed.index("Abbreviations") :][:3] == ["Abbreviations", "LADO", lado.words]


def test_a_foreword_keeps_its_writers_words(ready, lado):
    ready.write("foreword", "I thank the LADO.", speaker="Example Chair")
    assert "I thank the LADO." in _printed(ready)


def test_what_the_draft_uses_and_nobody_explained_is_shown_on_the_page(ready, client):
    ready.write("next_steps", "The VEMT met.")
    ready.cast.sign_in(client)
    page = client.get("/west/report/abbreviations/").content.decode()
    assert "?short=VEMT" in page
    operations.add_abbreviation(body=ready.cast.west, short="VEMT", words="vulnerable and missing", **ready.given)
    assert queries.not_explained(ready.cast.west, ready.cast.now) == []


def test_one_abbreviation_stands_in_the_list_once(ready, lado):
    with pytest.raises(Refused, match="LADO stands in the list"):
        operations.add_abbreviation(body=ready.cast.west, short=" LADO", words="Another", **ready.given)
