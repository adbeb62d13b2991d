"""The year in ten lines: proposed by the record, taken, rewritten and ordered by people, at most ten."""

import pytest

from goldenthread.foundation.access.viewer import public_reader
from goldenthread.foundation.papers.text import pieces_of
from goldenthread.foundation.room import Refused
from goldenthread.front.yearly_report import assembly, operations, writing_page
from goldenthread.front.yearly_report.models import Line
from goldenthread.front.yearly_report.paragraphs import lines_in_order
from goldenthread.thread import operations as thread


@pytest.fixture
def section(ready):
    return ready.section("ten_lines")


@pytest.fixture
def add(ready, section):
    def line(text="Ask more.", part="asks", **more):
        named = {"name": "The chair", **more}
        return operations.add_line(section=section, part=part, text=text, **named, **ready.given)

    return line


@pytest.fixture
def judged(ready):
    """A public judgement that more children were heard, and one that nothing changed."""
    source = ready.work()

    def judge(judgement, text, **more):
        impact = thread.judge_impact(
            source=source, judgement=judgement, text=text, method="Re-audit", on=source.on, **more, **ready.given
        )
        return thread.release(
            thing=impact, version=impact.version, audience="public", public_text=text, public_label="x", **ready.given
        )

    return judge


def _printed(desk):
    (part,) = [part for part in assembly.assemble(desk.fresh(), desk.cast.now) if part.section.chapter == "ten_lines"]
    return pieces_of(part.blocks)


def _proposed(desk, section):
    return writing_page.proposals(section, public_reader(desk.cast.west, desk.cast.now))


def test_the_lines_stand_before_every_other_chapter_by_what_they_are(ready, add):
    add("Ask more.")
    add("Fewer waited.", "changed")
    add("Ask again.")
    assert _printed(ready) == [
        "The year in ten lines",
        "What changed",
        "Fewer waited.",
        "What we ask",
        "Ask more.",
        "Ask again.",
    ]
    assert next(part.section.chapter for part in assembly.assemble(ready.report, ready.cast.now)) == "ten_lines"


def test_there_are_at_most_ten(add):
    for number in range(10):
        add(f"Line {number}")
    with pytest.raises(Refused, match="10 lines already"):
        add("One too many")


def test_a_line_stands_on_its_record_or_on_a_person_or_closing_waits(ready, add, section):
    line = add(name="")
    with pytest.raises(Refused, match="whose word is this"):
        ready.close()
    operations.change_line(line=line, version=1, part="asks", text="Ask more.", name="The chair", **ready.given)
    assert "Ask more." in ready.close().text


def test_a_line_on_a_record_that_the_public_may_not_see_waits_for_its_release(ready, add):
    add(noun="source", key=ready.work(public=False).ref)
    with pytest.raises(Refused, match="may not see"):
        ready.close()


def test_the_record_proposes_what_it_holds_for_the_public(ready, judged, section):
    judged("as_intended", "More children were heard.")
    assert [(line.part, line.words) for line in _proposed(ready, section)] == [("changed", "More children were heard.")]


def test_what_did_not_change_is_proposed_as_a_worry(ready, judged, section):
    judged("none", "Nothing changed.")
    assert [(line.part, line.words) for line in _proposed(ready, section)] == [("worries", "Nothing changed.")]


def test_a_line_moves_up_among_its_own(ready, add, section):
    first, _, last = add("One"), add("A change", "changed"), add("Two")
    operations.move_line(line=last, **ready.given)
    assert [line.text for line in lines_in_order(section)] == ["A change", "Two", "One"]
    with pytest.raises(Refused, match="stands first"):
        operations.move_line(line=last, **ready.given)
    operations.remove_line(line=first, **ready.given)
    assert Line.objects.count() == 2


def test_the_page_takes_a_proposal_once(client, ready, judged, section):
    impact = judged("as_intended", "More children were heard.")
    ready.cast.sign_in(client)
    page = f"/west/report/{ready.report.key}/ten-lines/"
    assert "More children were heard." in client.get(page).content.decode()
    client.post(f"{page}take/", {"noun": "impact", "ref": impact.ref})
    shown = client.get(page).content.decode()
    assert "1 of at most 10 lines" in shown and "Take this line" not in shown
