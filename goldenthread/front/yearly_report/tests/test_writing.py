"""Whose word each paragraph is, what the checklist accepts, what the chapters draw on."""

import datetime

import pytest
from django.db.models import QuerySet

from goldenthread.foundation import room
from goldenthread.foundation.access.queries import Forbidden
from goldenthread.foundation.access.viewer import public_reader
from goldenthread.foundation.papers.blocks import Claim, Months, Paragraph, plain
from goldenthread.foundation.papers.text import pieces, pieces_of
from goldenthread.foundation.room import Chapter, Conflict, Refused
from goldenthread.front.yearly_report import assembly, candidates, operations, queries
from goldenthread.front.yearly_report.checklist import edition_on
from goldenthread.front.yearly_report.models import ChecklistItem, Report, Section
from goldenthread.front.yearly_report.proof_page import thread_behind
from goldenthread.rooms.business_plan import operations as plans
from goldenthread.thread import operations as thread
from goldenthread.thread.queries import candidates as of_thread


def _kinds(desk, chapter):
    return [
        whose.kind for whose in queries.whose_words(desk.section(chapter), public_reader(desk.cast.west, desk.cast.now))
    ]


def test_a_paragraph_without_a_record_or_a_person_blocks_closing(ready):
    ready.write("next_steps", "Neglect has fallen by half.")
    assert _kinds(ready, "next_steps") == ["nobody"]
    with pytest.raises(Refused, match="whose word is this"):
        ready.close()


def test_a_record_stands_behind_a_paragraph(ready):
    source = ready.work()
    ready.write("next_steps", f"We read [ten files](record:source/{source.ref}).")
    assert _kinds(ready, "next_steps") == ["record"]
    assert ready.close().number == 1


def test_a_record_that_the_public_may_not_see_stands_behind_nothing(ready):
    source = ready.work(public=False)
    ready.write("next_steps", f"We read [ten files](record:source/{source.ref}).")
    assert _kinds(ready, "next_steps") == ["hidden"]
    with pytest.raises(Refused, match="may not see"):
        ready.close()


def test_a_made_up_record_stands_behind_nothing(ready):
    ready.write("next_steps", "We read [ten files](record:source/west/never-was).")
    assert _kinds(ready, "next_steps") == ["hidden"]


def test_a_named_person_stands_behind_a_paragraph_until_it_changes(ready):
    section = ready.write("next_steps", "We shall listen more.")
    digest = queries.whose_words(section, ready.manager)[0].piece.digest
    operations.stand_behind(section=section, paragraph=digest, name="The chair", **ready.given)
    assert _kinds(ready, "next_steps") == ["person"]
    ready.write("next_steps", "We shall listen more, and sooner.")
    assert _kinds(ready, "next_steps") == ["nobody"]


def test_a_foreword_is_its_signatorys_word_and_says_whose(ready):
    ready.write("foreword", "It was a hard year.")
    with pytest.raises(Refused, match="whose word"):
        ready.close()
    ready.write("foreword", "It was a hard year.", speaker="The chair")
    assert ready.close()


def test_an_unmet_item_of_the_checklist_blocks_closing(desk):
    with pytest.raises(Refused, match="checklist asks"):
        desk.close()


def test_records_meet_an_item_and_a_tick_does_not(desk):
    def item():
        assembled = assembly.assemble(desk.report, desk.cast.now)
        return next(i for i in queries.checklist(desk.report, assembled) if i.row.number == "1")

    assert not item().met
    desk.work()
    assert item().met_by == "records"


def test_not_applicable_needs_a_sentence_and_a_name(desk):
    with pytest.raises(Refused, match="Say in a sentence"):
        operations.answer_item(report=desk.report, number="13", not_applicable=" ", name="x", **desk.given)
    with pytest.raises(Refused, match="who has decided"):
        operations.answer_item(
            report=desk.report, number="13", not_applicable="No such place here.", name="", **desk.given
        )


def test_a_marked_paragraph_meets_an_item_until_it_changes(desk):
    section = desk.write("money", "It cost what it cost.")
    digest = queries.whose_words(section, desk.manager)[0].piece.digest
    operations.answer_item(report=desk.report, number="9", section=section, paragraph=digest, **desk.given)

    def met():
        items = queries.checklist(desk.report, assembly.assemble(desk.report, desk.cast.now))
        return next(i for i in items if i.row.number == "9").met_by

    assert met() == "paragraph"
    desk.write("money", "It cost more.")
    assert met() == ""


@pytest.mark.parametrize(
    "day,edition",
    [
        ((2015, 3, 31), "before 2018"),
        ((2019, 3, 31), "WT18"),
        ((2023, 12, 14), "WT18"),
        ((2023, 12, 15), "WT23"),
        ((2026, 3, 17), "WT23"),
        ((2026, 3, 31), "WT26"),
    ],
)
def test_the_edition_is_the_one_in_force_on_the_last_day(day, edition):
    assert edition_on(datetime.date(*day)) == edition


def test_what_is_carried_forward_is_marked_unverified(db):
    def how_sure(edition, number):
        return ChecklistItem.objects.get(edition=edition, number=number).how_sure

    assert how_sure("WT26", "9") == how_sure("WT23", "9") == "Not verified: check before you rely on it"
    assert how_sure("WT26", "1") == "Official text, read on 20 November 2026"
    assert how_sure("WT23", "6") == "Quoted by an official body, read on 30 November 2026"
    assert how_sure("WT26", "6").startswith("Not verified")


def test_months_hold_public_work_with_its_words_for_the_public_only(desk):
    desk.work()
    desk.work("A closed review", public=False)
    text = str(assembly.assemble(desk.report, desk.cast.now))
    assert "September 2025" in text
    assert "Ten files were read." in text
    assert "A closed review" not in text
    assert "Kept inside." not in text


def test_what_a_chapter_prints_stands_behind_a_paragraph_and_what_is_closed_does_not(desk):
    """Read together, as the page of chapters reads them: what is printed is not looked up, everything else is."""
    printed, unprinted, closed = (
        desk.work(),
        desk.work("An earlier audit", on=datetime.date(2024, 5, 5)),
        desk.work("Closed", public=False),
    )
    desk.write(
        "next_steps", "\n\n".join(f"We read [this](record:source/{row.ref})." for row in (printed, unprinted, closed))
    )
    found = queries.examine(desk.report, desk.cast.now)
    assert [whose.kind for whose in found.words["next_steps"]] == ["record", "record", "hidden"]


def test_chapters_of_one_build_keep_their_own_choice(desk):
    inside, outside = desk.work(), desk.work("An earlier audit", on=datetime.date(2024, 5, 5))
    operations.choose(section=desk.section("months"), noun="source", key=outside.ref, put_in=True, **desk.given)
    drawn = {
        part.section.chapter: {key for noun, key in part.claims if noun == "source"}
        for part in assembly.assemble(desk.report, desk.cast.now)
    }
    assert drawn["months"] == {inside.ref, outside.ref} and drawn["learning"] == {inside.ref}


def test_a_record_left_out_is_not_in_its_chapter_and_one_outside_can_be_put_in(desk):
    inside, outside = desk.work(), desk.work("An earlier audit", on=datetime.date(2024, 5, 5))

    def drawn():
        part = assembly.assemble_section(desk.section("months"), public_reader(desk.cast.west, desk.cast.now))
        return {key for noun, key in part.claims if noun == "source"}

    assert drawn() == {inside.ref}
    operations.choose(section=desk.section("months"), noun="source", key=inside.ref, put_in=False, **desk.given)
    operations.choose(section=desk.section("months"), noun="source", key=outside.ref, put_in=True, **desk.given)
    assert drawn() == {outside.ref}
    operations.unchoose(section=desk.section("months"), noun="source", key=inside.ref, **desk.given)
    assert drawn() == {inside.ref, outside.ref}


def test_the_scrutineer_writes_the_statement_and_nothing_else(desk):
    scrutineer = {"by": desk.cast.viewer("scrutineer"), "now": desk.cast.now}
    section = desk.section("scrutiny")
    operations.write_section(
        section=section, version=section.version, text="I looked.", speaker="The scrutineer", **scrutineer
    )
    other = desk.section("foreword")
    with pytest.raises(Forbidden):
        operations.write_section(section=other, version=other.version, text="x", **scrutineer)


def test_two_people_write_one_section_and_the_second_is_told(desk):
    stale = desk.section("next_steps")
    desk.write("next_steps", "First.")
    with pytest.raises(Conflict) as told:
        operations.write_section(section=stale, version=stale.version, text="Second.", **desk.given)
    assert told.value.saved["text"] == "First."


def test_a_link_that_leads_elsewhere_is_refused_beside_the_field(desk):
    with pytest.raises(Refused) as refused:
        desk.write("next_steps", "[x](javascript:alert(1))")
    assert refused.value.field == "text"


def test_what_no_typeface_has_is_named_with_its_chapter_and_paragraph_before_closing(ready):
    ready.write("foreword", "It was a hard year.\n\nWe say 你 to all. 😊 مرحبا", speaker="The chair")
    (problem,) = queries.examine(ready.report, ready.cast.now).problems
    assert problem.sentence.startswith(
        "Foreword, paragraph 2: no typeface of the house has “你” (U+4F60), in “We say 你"
    )
    assert problem.section.chapter == "foreword"
    with pytest.raises(Refused, match="cannot be closed yet"):
        ready.close()
    ready.write("foreword", "It was a hard year.\n\nWe say hello to all. 😊 مرحبا \uf0b7 שלום", speaker="The chair")
    assert ready.close()


@pytest.mark.parametrize("where", ["record", "title", "speaker", "chapter"])
def test_what_no_typeface_has_is_named_wherever_it_stands(ready, where):
    if where == "record":
        ready.work(title="Audit with 家人")
    elif where == "title":
        ready.report.title = "Yearly report 年"
    elif where == "speaker":
        ready.write("foreword", "It was a hard year.", speaker="The chair 李")
    else:
        ready.write("foreword", "It was a hard year.", speaker="The chair", title="Foreword 序")
    problems = [problem.sentence for problem in queries.examine(ready.report, ready.cast.now).problems]
    assert problems and all("no typeface of the house has" in sentence for sentence in problems)


def test_a_priority_of_an_earlier_plan_is_put_in_marked_and_left_out_like_any_record(desk):
    plan_room = {"holder": desk.cast.west, **desk.given}
    priority = thread.add_priority(title="Neglect", starts=datetime.date(2020, 4, 1), **plan_room)
    earlier = plans.add_plan(
        title="Plan 2020", starts=datetime.date(2020, 4, 1), ends=datetime.date(2021, 3, 31), **plan_room
    )
    planned = plans.plan_priority(
        plan=earlier, priority=priority, aim="To see it earlier.", published=True, **desk.given
    )
    section = desk.section("priorities")

    def printed():
        return str(assembly.assemble_section(desk.section("priorities"), public_reader(desk.cast.west, desk.cast.now)))

    asked = candidates.Asked(outside=True)
    (row,) = candidates.page_of(desk.manager, section, set(), asked)
    assert (row.ref, row.state, row.outside) == (planned.ref, "not drawn on", True)
    assert "To see it earlier." not in printed()
    operations.choose(section=section, noun="planned_priority", key=planned.ref, put_in=True, **desk.given)
    assert "Neglect (plan of 1 April 2020 to 31 March 2021, outside the period)" in printed()
    assert "To see it earlier." in printed()


def test_every_kind_that_a_chapter_draws_on_is_listed(desk):
    """Each offered kind can be read for both times, whatever room it comes from."""
    for section in desk.report.sections.all():
        for kind in candidates.kinds_of(section):
            for outside in (False, True):
                candidates.page_of(desk.manager, section, set(), candidates.Asked(kind.noun, outside, "x"))


def test_items_may_be_met_in_one_edition_and_not_in_another():
    chapter = Chapter("new", "New", {"WT26": ("5",)}, None)
    assert chapter.met_in("WT26") == ("5",) and chapter.met_in("WT23") == ()
    assert Chapter("old", "Old", ("5",), None).met_in("WT23") == ("5",)


@pytest.fixture
def new_chapter(monkeypatch, desk):
    """A room that offers a chapter after the report of the desk was begun. It prints each record that it is told of."""

    def build(reader, body, span):
        drawn = [Claim(("Work that was put in",), *record) for record in sorted(span.put_in)]
        return [Paragraph(("It is offered now. ", *drawn))]

    chapter = Chapter("new_room", "A new room", ("5",), build, 46, draws_on=(of_thread.SOURCES,))
    offered = room.offered

    def with_it(kind):
        found = offered(kind)
        return sorted([*found, chapter], key=lambda one: one.order) if kind == "chapters" else found

    monkeypatch.setattr(room, "offered", with_it)
    return chapter


def _titles(desk):
    return [part.section.title for part in assembly.assemble(desk.report, desk.cast.now)]


def test_a_chapter_that_a_room_offers_later_stands_in_drafts_and_corrections_begun_before(ready, request):
    ready.publish(ready.sign_all(ready.close()))
    request.getfixturevalue("new_chapter")
    ready.fresh()
    assert "A new room" not in _titles(ready)
    operations.begin_correction(report=ready.report, version=ready.report.version, reason="A figure.", **ready.given)
    ready.fresh()
    titles = _titles(ready)
    assert titles.index("A new room") == titles.index("How we used and shared information") + 1
    assert "It is offered now." in ready.close().text


def test_what_is_done_to_a_chapter_without_a_row_gives_it_one_once(desk, new_chapter):
    before = desk.report.sections.count()
    first, second = (assembly.section_of(desk.report, "new_room") for _ in range(2))
    source = desk.work()
    operations.choose(section=first, noun="source", key=source.ref, put_in=True, **desk.given)
    operations.comment(section=second, text="Say how.", **desk.given)
    late = assembly.section_of(desk.report, "new_room")
    operations.write_section(section=late, version=1, text="We began.", speaker="The chair", **desk.given)
    assert desk.report.sections.count() == before + 1
    with pytest.raises(Conflict):
        operations.write_section(section=second, version=1, text="We began twice.", **desk.given)
    (part,) = [one for one in assembly.assemble(desk.report, desk.cast.now) if one.section.chapter == "new_room"]
    assert ("source", source.ref) in part.claims and part.section.comments.count() == 1


def test_a_chapter_is_left_out_with_a_reason_and_taken_in_again(desk, new_chapter):
    section = assembly.section_of(desk.report, "new_room")
    with pytest.raises(Refused, match="Say why") as refused:
        operations.leave_out(section=section, version=1, left_out_why=" ", **desk.given)
    assert refused.value.field == "left_out_why"
    section = assembly.section_of(desk.report, "new_room")
    operations.leave_out(section=section, version=1, left_out_why="The room has only just begun.", **desk.given)
    assert "A new room" not in _titles(desk)
    section = assembly.section_of(desk.report, "new_room")
    operations.take_in(section=section, version=section.version, **desk.given)
    assert "A new room" in _titles(desk)


def _published_elsewhere(desk):
    QuerySet(Report).filter(pk=desk.report.pk).update(
        state="published_elsewhere", published_elsewhere="Its own website"
    )
    return desk.fresh()


def test_a_loaded_report_holds_every_chapter_that_its_record_fills_and_no_empty_one_that_people_write(desk):
    """As a record file brings it: it names the chapters in which somebody wrote, and no other."""
    desk.work()
    desk.write("foreword", "It was a hard year.", speaker="The chair")
    QuerySet(Section).filter(report=desk.report).exclude(chapter="foreword").delete()
    report = _published_elsewhere(desk)
    parts = {part.section.chapter: part for part in assembly.assemble(report, desk.cast.now)}
    assert {"months", "learning", "who_we_are"} <= {code for code, part in parts.items() if not part.empty}
    assert "money" not in parts and [*parts][0] == "foreword"


def test_of_a_loaded_report_what_the_record_fills_is_left_out_and_its_own_text_is_not(desk):
    desk.write("foreword", "It was a hard year.", speaker="The chair")
    report = _published_elsewhere(desk)
    section = assembly.section_of(report, "foreword")
    with pytest.raises(Refused, match="kept as it was published"):
        operations.leave_out(section=section, version=section.version, left_out_why="Too long.", **desk.given)
    section = assembly.section_of(report, "thread")
    operations.leave_out(section=section, version=section.version, left_out_why="Told elsewhere.", **desk.given)
    assert "thread" not in {part.section.chapter for part in assembly.assemble(report, desk.cast.now)}


def test_an_item_of_the_checklist_names_the_chapters_that_could_meet_it_and_those_left_out(desk):
    def item(number):
        return next(i for i in queries.examine(desk.fresh(), desk.cast.now).items if i.row.number == number)

    assert [section.chapter for section in item("9").sections] == ["money"] and not item("13").sections
    section = desk.section("money")
    operations.leave_out(section=section, version=section.version, left_out_why="Not yet known.", **desk.given)
    assert not item("9").sections and [section.chapter for section in item("9").left_out] == ["money"]


def test_a_refusal_leaves_no_row(desk, new_chapter):
    section = assembly.section_of(desk.report, "new_room")
    with pytest.raises(Refused):
        operations.write_section(section=section, version=1, text="[x](ftp://example.org)", **desk.given)
    assert not desk.report.sections.filter(chapter="new_room").exists()


def test_a_chapter_of_its_own_stands_where_it_was_put(desk):
    after = desk.section("partners")
    made = operations.add_section(report=desk.report, title="Our youth board", order=after.order, **desk.given)
    titles = [section.title for section in assembly.sections_of(desk.report)]
    assert titles.index("Our youth board") == titles.index(after.title) + 1
    assert made.chapter.startswith("chapter-")


def test_the_thread_behind_a_claim_is_told_whole(desk):
    source = desk.work()
    for number in range(42):
        thread.add_finding(source=source, kind="strength", text=f"Strength {number}", **desk.given)
    told = thread_behind(desk.manager, "source", source.ref)
    assert len([row for row in told if row[0] == "finding"]) == 42


def test_words_told_by_somebody_else_say_whose_they_are_and_nobody_signs_them(ready):
    ready.write("foreword", "It was a hard year.", speaker="Example Chair", speaker_post="Chair")
    signed = _blocks(ready, "foreword")
    assert signed == ["Foreword", "It was a hard year.", "Example Chair, Chair"]
    ready.write("foreword", "The chair found it a hard year.", in_other_words=True)
    assert _blocks(ready, "foreword")[1:] == [
        "After Example Chair, Chair, in other words.",
        "The chair found it a hard year.",
    ]


def test_a_remark_of_whoever_wrote_it_down_stands_apart_and_names_no_closed_record(ready):
    source = ready.work(public=False)
    ready.write("next_steps", "", remark="# Lost\n\nThe picture is lost.")
    assert _blocks(ready, "next_steps")[1:] == [assembly.REMARK, "Lost", "The picture is lost."]
    ready.write("next_steps", "", remark=f"See [that audit](record:source/{source.ref}).")
    with pytest.raises(Refused, match="may not see"):
        ready.close()


def _blocks(desk, chapter):
    assembled = assembly.assemble(desk.fresh(), desk.cast.now)
    return pieces_of(next(part for part in assembled if part.section.chapter == chapter).blocks)


def test_where_the_record_comes_from_is_told_once_and_last(ready):
    ready.cast.west.provenance = "Made from a published text."
    ready.report.body = ready.cast.west
    paper = assembly.paper_of(
        ready.report, assembly.assemble(ready.report, ready.cast.now), status="Draft", date=ready.cast.now.date()
    )
    assert [piece for piece in pieces(paper) if "published text" in piece] == ["Made from a published text."]
    assert pieces(paper)[-1] == "Made from a published text."


def test_a_month_names_its_work_in_a_line_and_what_has_no_month_stands_as_the_text_has_it(ready):
    ready.work("Audit of strategy meetings")
    lines = [plain(item.what) for block in _months(ready) for month in block.months for item in month.items]
    assert lines == ["Audit of strategy meetings (multi-agency case file audit)"]


def _months(desk):
    built = assembly.chapter_of("months").build(
        public_reader(desk.cast.west, desk.cast.now), desk.cast.west, assembly.span_of(desk.section("months"))
    )
    return [block for block in built if isinstance(block, Months)]
