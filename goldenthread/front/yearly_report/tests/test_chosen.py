"""What can be put into a chapter and left out of it: every noun that it shows, and no other."""

import datetime

import pytest
from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse

from goldenthread.foundation import room
from goldenthread.foundation.access.viewer import System, public_reader
from goldenthread.foundation.organisations import operations as who
from goldenthread.foundation.papers.blocks import Heading, written_out
from goldenthread.foundation.papers.text import printed
from goldenthread.foundation.people.models import Area, BodyArea, GroupMembership
from goldenthread.foundation.room import Refused
from goldenthread.front.yearly_report import assembly, candidates, operations
from goldenthread.front.yearly_report.models import Report
from goldenthread.front.yearly_report.record_parts import checks
from goldenthread.rooms.business_plan import operations as plans
from goldenthread.rooms.dataset import operations as dataset
from goldenthread.thread import operations as thread

EARLIER = {"starts": datetime.date(2020, 4, 1), "ends": datetime.date(2021, 3, 31)}


def _choose(desk, chapter, noun, key, put_in):
    section = assembly.section_of(desk.report, chapter)
    return operations.choose(section=section, noun=noun, key=key, put_in=put_in, **desk.given)


def _part(desk, chapter):
    return assembly.assemble_section(
        assembly.section_of(desk.report, chapter), public_reader(desk.cast.west, desk.cast.now)
    )


def _words(desk, chapter):
    return " ".join(printed(_part(desk, chapter).built))


def _states(desk, chapter, noun, outside=False):
    """{reference: state} of what the page of a chapter lists."""
    part, asked = _part(desk, chapter), candidates.Asked(noun, outside)
    return {row.ref: row.state for row in candidates.page_of(desk.manager, part.section, part.claims, asked)}


@pytest.fixture
def plan(desk):
    """A plan that has ended, with one priority that the public may read and one milestone."""
    of_west = {"holder": desk.cast.west, **desk.given}
    priority = thread.add_priority(title="Neglect", starts=EARLIER["starts"], **of_west)
    plan = plans.add_plan(title="Plan 2020", **EARLIER, **of_west)
    planned = plans.plan_priority(plan=plan, priority=priority, aim="To see it early.", published=True, **desk.given)
    step = plans.add_milestone(planned=planned, text="A tool is used.", **desk.given)
    return plan, planned, step


def test_an_agency_and_a_group_are_left_out_and_put_back(desk):
    agency, group = desk.cast.agencies["police"], desk.cast.quality
    assert _states(desk, "who_we_are", "body")[agency.key] == "in the report"
    assert _states(desk, "who_we_are", "group")[group.ref] == "in the report"
    for noun, ref in (("body", agency.key), ("group", group.ref)):
        assert candidates.is_one(desk.manager, assembly.section_of(desk.report, "who_we_are"), noun, ref)
        _choose(desk, "who_we_are", noun, ref, False)
    said = _words(desk, "who_we_are")
    assert agency.name not in said and group.name not in said
    assert _states(desk, "who_we_are", "body")[agency.key] == "left out"


def test_an_agency_that_had_left_is_put_in_with_its_own_days(desk):
    since = {"partnership": desk.cast.west, "capacity": "relevant", "starts": EARLIER["starts"]}
    membership = who.add_agency(name="The probation company", **since, **desk.given)
    who.end_membership(membership=membership, on=EARLIER["ends"], by=System("a test"), now=desk.cast.now)
    agency = membership.agency
    assert agency.name not in _words(desk, "who_we_are")
    assert _states(desk, "who_we_are", "body", outside=True) == {agency.key: "not drawn on"}
    _choose(desk, "who_we_are", "body", agency.key, True)
    marked = f"{agency.name} (from 1 April 2020 to 31 March 2021, outside the period)"
    assert marked in _words(desk, "who_we_are")


def test_a_plan_is_put_in_whole_and_one_priority_of_it_left_out(desk, plan):
    whole, planned, _ = plan
    assert _states(desk, "priorities", "plan", outside=True) == {whole.ref: "not drawn on"}
    _choose(desk, "priorities", "plan", whole.ref, True)
    said = _words(desk, "priorities")
    assert "Neglect (plan of 1 April 2020 to 31 March 2021, outside the period)" in said and "A tool is used." in said
    _choose(desk, "priorities", "planned_priority", planned.ref, False)
    assert _words(desk, "priorities") == ""


def test_a_milestone_is_put_in_alone_and_left_out_of_its_priority(desk, plan):
    _, planned, step = plan
    _choose(desk, "priorities", "milestone", step.ref, True)
    said = _words(desk, "priorities")
    assert "A tool is used." in said and "To see it early." not in said
    assert [block.text[:7] for block in written_out(_part(desk, "priorities").built) if isinstance(block, Heading)] == [
        "Neglect"
    ]
    _choose(desk, "priorities", "milestone", step.ref, False)
    _choose(desk, "priorities", "planned_priority", planned.ref, True)
    said = _words(desk, "priorities")
    assert "A tool is used." not in said and "To see it early." in said


def test_what_is_put_in_is_marked_with_its_own_day(desk):
    outside = desk.work("An earlier audit", on=datetime.date(2024, 5, 5))
    finding = thread.add_finding(source=outside, kind="strength", text="Files were full.", **desk.given)
    thread.release(
        thing=finding, version=finding.version, audience="public", public_text="Files were full.", **desk.given
    )
    _choose(desk, "learning", "finding", finding.ref, True)
    assert "Files were full. (5 May 2024, outside the period)" in _words(desk, "learning")


REFUSED = [
    ("voices", "action", "“What children and practitioners told us” draws on voices, and not on actions"),
    ("who_we_are", "priority", "“Who we are” draws on bodies and groups, and not on priorities"),
    ("thread", "source", "“The golden thread” is made of all that the period holds"),
    ("foreword", "source", "People write “Foreword”, so no record is put into it"),
]


@pytest.mark.parametrize("chapter,noun,sentence", REFUSED)
def test_what_a_chapter_does_not_show_is_refused_by_name(desk, chapter, noun, sentence):
    with pytest.raises(Refused, match=sentence):
        _choose(desk, chapter, noun, "west/any", True)
    assert not desk.report.sections.filter(chosen__isnull=False).exists()


@pytest.mark.parametrize("chapter,noun,sentence", REFUSED)
def test_a_record_file_is_told_the_same(desk, chapter, noun, sentence):
    title = assembly.section_of(desk.report, chapter).title
    one = {"noun": noun, "thing": "west/any", "put_in": True}
    ((field, told),) = checks.section({"chapter": chapter, "title": title, "chosen": [one, one]})
    assert field == "chosen" and told.startswith(sentence)


def test_every_noun_of_every_chapter_can_be_put_in_and_left_out(desk, things_of_chapters):
    """Whatever a chapter says that it draws on, it really leaves out: nothing is chosen in vain."""
    for chapter in room.offered("chapters"):
        for noun, ref in things_of_chapters(chapter):
            _choose(desk, chapter.code, noun, ref, False)
            assert (noun, ref) not in _part(desk, chapter.code).claims, (chapter.code, noun)
            operations.unchoose(
                section=assembly.section_of(desk.report, chapter.code), noun=noun, key=ref, **desk.given
            )


@pytest.fixture
def things_of_chapters(desk, plan):
    """What each chapter shows of a record with one of most kinds, of the nouns that it draws on."""
    desk.work()
    _choose(desk, "priorities", "plan", plan[0].ref, True)

    def of(chapter):
        nouns = {kind.noun for kind in chapter.draws_on}
        return sorted(claim for claim in _part(desk, chapter.code).claims if claim[0] in nouns)

    return of


@pytest.fixture
def figures(desk):
    """Referrals of two areas: one has a figure of the period, the other only of the two years before."""
    of_west = {"holder": desk.cast.west, **desk.given}
    areas = QuerySet(Area).bulk_create([Area(key=name.lower(), name=name) for name in ("Northtown", "Southtown")])
    QuerySet(BodyArea).bulk_create([BodyArea(body=desk.cast.west, area=area) for area in areas])
    counted = dataset.add_indicator(title="Referrals", counts="referrals", people=False, **of_west)
    made = {}
    for place, year in ((areas[0], 2026), (areas[0], 2025), (areas[1], 2025), (areas[1], 2024)):
        made[place.name, year] = dataset.add_figure(
            indicator=counted, area=place, ends=datetime.date(year, 3, 31), value=300 + year - 2020, **desk.given
        )
    return made


def test_where_an_area_has_nothing_of_the_period_the_newest_before_it_is_offered_first(desk, figures):
    asked = candidates.Asked("figure", outside=True)
    section = assembly.section_of(desk.report, "figures")
    listed = [row.ref for row in candidates.page_of(desk.manager, section, set(), asked)]
    newest = figures["Southtown", 2025]
    assert listed[0] == newest.ref and set(listed) == {
        figures[name].ref for name in (("Northtown", 2025), ("Southtown", 2025), ("Southtown", 2024))
    }
    assert candidates.that_fill(desk.manager, section) == [("figure", newest.ref)]


def test_areas_of_different_years_stand_in_one_report_each_with_its_own(desk, figures):
    section = assembly.section_of(desk.report, "figures")
    operations.put_in_all(section=section, records=candidates.that_fill(desk.manager, section), **desk.given)
    said = _words(desk, "figures")
    assert "Northtown" in said and "Southtown" in said and "31 March 2025" in said
    section = assembly.section_of(desk.report, "figures")
    assert candidates.that_fill(desk.manager, section) == []
    with pytest.raises(Refused, match="already"):
        operations.put_in_all(section=section, records=[("figure", figures["Southtown", 2025].ref)], **desk.given)


def test_into_a_report_published_elsewhere_records_are_put_as_well_and_into_a_closed_one_not(desk, figures):
    section = assembly.section_of(desk.report, "figures")
    ref = figures["Southtown", 2025].ref
    for state, open_to in (("published_elsewhere", True), ("closed", False)):
        QuerySet(Report).filter(pk=desk.report.pk).update(state=state, published_elsewhere="Its website")
        if open_to:
            operations.choose(section=section, noun="figure", key=ref, put_in=True, **desk.given)
            assert assembly.section_of(desk.report, "figures").chosen.count() == 1
        else:
            with pytest.raises(Refused, match="closed for signature"):
                operations.unchoose(section=section, noun="figure", key=ref, **desk.given)


def test_the_page_offers_them_in_one_step(desk, figures, client):
    desk.cast.sign_in(client)
    here = {"partnership": "west", "key": desk.report.key, "chapter": "figures"}
    page = client.get(reverse("yearly_report:section", kwargs=here)).content.decode()
    assert "1 figure" in page and reverse("yearly_report:put_in_all", kwargs=here) in page
    client.post(reverse("yearly_report:put_in_all", kwargs=here))
    page = client.get(reverse("yearly_report:section", kwargs=here)).content.decode()
    assert reverse("yearly_report:put_in_all", kwargs=here) not in page and "Southtown" in page


def test_the_documents_of_the_record_file_name_what_each_chapter_draws_on():
    text = (settings.REPOSITORY / "docs" / "record-file.md").read_text("utf-8")
    for chapter in room.offered("chapters"):
        nouns = ", ".join(f"`{kind.noun}`" for kind in chapter.draws_on) or "none"
        assert f"`{chapter.code}`: {nouns}" in text


def test_what_a_text_of_an_earlier_day_names_is_told_as_of_that_day(desk):
    """Not under a heading that says what holds now; and a group that the partnership left is not among its own."""
    west, then = desk.cast.west, datetime.date(2019, 7, 1)
    membership = who.add_agency(name="The probation company", partnership=west, capacity="relevant", **desk.given)
    group = who.add_group(name="Leadership group", lead=west, kind="leaders", **desk.given)
    before = _words(desk, "who_we_are")
    assert "The probation company" in before and "Named as of" not in before
    for row in (membership, group):
        QuerySet(type(row)).filter(pk=row.pk).update(as_of=then)
    said = _words(desk, "who_we_are")
    now, _, earlier = said.partition("Named as of 1 July 2019")
    assert "The probation company" not in now and "Leadership group" not in now
    assert "Agencies: The probation company." in earlier and "Groups: Leadership group." in earlier
    assert "do not say whether they still held on" in earlier
    shared = desk.cast.shared
    assert shared.name in now
    QuerySet(GroupMembership).filter(group=shared, partnership=west).update(ends=EARLIER["ends"])
    assert shared.name not in _words(desk, "who_we_are")
