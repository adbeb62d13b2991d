"""The business plan: what it keeps, who may write it, what nobody overwrites."""

import datetime
import re
from types import SimpleNamespace

import pytest
from django.urls import reverse

from goldenthread.foundation import room
from goldenthread.foundation.access.queries import Forbidden
from goldenthread.foundation.access.viewer import System, public_reader
from goldenthread.foundation.diary import operations as diary
from goldenthread.foundation.documents import operations as documents
from goldenthread.foundation.history import operations as history
from goldenthread.foundation.organisations import operations as organisations
from goldenthread.foundation.papers.text import pieces_of
from goldenthread.foundation.people.models import Area
from goldenthread.foundation.room import Refused, Span
from goldenthread.foundation.writing import operation
from goldenthread.rooms.business_plan import chapters, operations, queries
from goldenthread.rooms.business_plan.models import PlannedPriority
from goldenthread.rooms.business_plan.record_parts import PLANNED
from goldenthread.thread import operations as thread
from tests.words import words

START, END = datetime.date(2025, 4, 1), datetime.date(2028, 3, 31)
SPAN = Span(datetime.date(2025, 4, 1), datetime.date(2026, 3, 31), "2025-26")


@pytest.fixture
def plan(cast):
    return operations.add_plan(
        by=cast.viewer(), now=cast.now, holder=cast.west, title="Plan 2025-28", starts=START, ends=END
    )


@pytest.fixture
def planned(cast, plan):
    return operations.plan_priority(
        by=cast.viewer(), now=cast.now, plan=plan, title="Neglect", aim="Less of it.", published=True
    )


def _milestone(cast, planned):
    return operations.add_milestone(
        by=cast.viewer(), now=cast.now, planned=planned, text="A tool in use", due_on=datetime.date(2026, 1, 31)
    )


def _rate(cast, milestone, rating, on, text="Because it is so."):
    return operations.rate_milestone(
        by=cast.viewer(), now=cast.now, milestone=milestone, rating=rating, text=text, on=on
    )


def test_a_new_priority_stands_in_the_thread_too(cast, planned):
    assert planned.priority.title == "Neglect"
    assert planned.priority.holder == cast.west


def test_a_later_note_never_overwrites_an_earlier_one(cast, planned):
    milestone = _milestone(cast, planned)
    _rate(cast, milestone, "on_track", datetime.date(2025, 6, 1))
    _rate(cast, milestone, "off_track", datetime.date(2025, 9, 1))
    assert [note.rating for note in milestone.notes.all()] == ["on_track", "off_track"]


def test_a_note_says_why_and_is_not_of_tomorrow(cast, planned):
    milestone = _milestone(cast, planned)
    with pytest.raises(Refused, match="why it stands so"):
        _rate(cast, milestone, "done", datetime.date(2025, 6, 1), text=" ")
    with pytest.raises(Refused, match="future"):
        _rate(cast, milestone, "done", datetime.date(2030, 1, 1))


def test_parts_go_one_level_deep(cast, plan, planned):
    part = operations.plan_priority(by=cast.viewer(), now=cast.now, plan=plan, part_of=planned, title="Babies")
    with pytest.raises(Refused, match="cannot have parts"):
        operations.plan_priority(by=cast.viewer(), now=cast.now, plan=plan, part_of=part, title="Deeper")


@pytest.mark.parametrize(
    "role", ["lead_partner", "scrutineer", "agency_lead", "lay_member", "analyst", "house_administrator"]
)
def test_only_the_business_unit_writes_it(cast, plan, role):
    with pytest.raises(Forbidden):
        operations.edit_plan(by=cast.viewer(role), now=cast.now, plan=plan, version=plan.version, title="Mine")


def test_the_chapter_shows_what_may_be_published_as_it_stood_at_the_end_of_the_period(cast, plan, planned):
    hidden = operations.plan_priority(by=cast.viewer(), now=cast.now, plan=plan, title="Not yet public")
    milestone = _milestone(cast, planned)
    _rate(cast, milestone, "on_track", datetime.date(2026, 3, 1))
    _rate(cast, milestone, "done", datetime.date(2026, 6, 1))
    said = str(chapters.priorities(public_reader(cast.west, cast.now), cast.west, SPAN))
    assert "Neglect" in said
    assert "On track" in said
    assert "Complete" not in said
    assert hidden.priority.title not in said


def test_the_page_asks_the_same_number_of_queries_for_more_rows(
    cast, client, plan, planned, django_assert_max_num_queries
):
    cast.sign_in(client)
    url = reverse("business_plan:plan", args=["west", "west", plan.key])
    counts = []
    for _ in range(2):
        for _ in range(9):
            milestone = _milestone(cast, planned)
            _rate(cast, milestone, "on_track", datetime.date(2025, 6, 1))
        with django_assert_max_num_queries(30) as seen:
            assert client.get(url).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_the_page_of_a_plan_shows_what_the_house_knows_of_it(cast, client, plan, things):
    given = {"by": System("test"), "now": cast.now}
    diary.start_clock(**given, rule="rr.complete", noun="plan", key=plan.ref, group=cast.root, on=START)
    documents.attach(**given, document=things.document, noun="plan", key=plan.ref)
    thread.propose(
        **given,
        holder=cast.west,
        kind="challenge",
        title="Is it enough?",
        text="So it is.",
        from_noun="plan",
        from_key=plan.ref,
    )
    cast.sign_in(client)
    page = words(client.get(queries.place(cast.viewer(), plan)))
    for said in (">Minutes<", ">Clocks<", "Is it enough?", "The business manager added this plan"):
        assert said in page, said


def test_two_people_edit_a_priority_and_the_second_sees_both_texts(cast, client, planned):
    cast.sign_in(client)
    url = reverse("business_plan:edit_planned", args=["west", "west", planned.key])
    operations.edit_planned(
        by=cast.viewer("unit_officer"), now=cast.now, planned=planned, version=planned.version, aim="Theirs"
    )
    answer = client.post(url, {"version": "1", "aim": "Mine", "published": "on"})
    assert answer.status_code == 422
    assert "Mine" in answer.content.decode()
    assert "Theirs" in answer.content.decode()
    assert PlannedPriority.objects.get(pk=planned.pk).aim == "Theirs"


def test_pages_answer_each_kind_of_person(cast, client, plan, planned):
    url = reverse("business_plan:plan", args=["west", "west", plan.key])
    edit = reverse("business_plan:edit_plan", args=["west", "west", plan.key])
    assert client.get(url).status_code == 302
    cast.sign_in(client, "lay_member")
    assert client.get(url).status_code == 200
    assert client.get(edit).status_code == 403
    assert client.post(url).status_code == 405
    assert client.get(reverse("business_plan:plan", args=["west", "west", "plan-of-nobody"])).status_code == 404
    cast.sign_in(client, "east_manager")
    assert client.get(url).status_code == 404


def test_another_partnership_reads_nothing(cast, plan, planned):
    assert not queries.plans(cast.viewer("east_manager", partnership=cast.east)).exists()


def make_area(cast):
    """An area, by an operation of the app that writes the tables of people."""

    def write(*, by, now):
        area = Area(key="north", name="North")
        area.save()
        history.record(area, "people.body_added", by=by, now=now, body_id=None)
        return area

    write.__module__ = "goldenthread.foundation.organisations.operations"
    return operation(write)(by=System("test"), now=cast.now)


@pytest.fixture
def succeed(cast, plan):
    """Make `before` (by its key) the body whose place the next one took, down to the one that keeps the plan."""

    def link(before, after, *areas):
        organisations.succeed(
            by=System("test"), now=cast.now, before=before, after=after, on=START, kind="succeeds", areas=areas
        )

    return link


def test_plans_follow_bodies_that_took_each_others_place_however_long_ago(cast, plan, planned, succeed):
    between = organisations.add_partnership(by=System("test"), now=cast.now, key="between", name="Between")
    succeed(cast.west, between)
    succeed(between, cast.east)
    east = cast.viewer("east_manager", partnership=cast.east)
    assert list(queries.plans(east)) == [plan]
    assert list(room.references(east, {"planned_priority": {planned.ref}})) == [("planned_priority", planned.ref)]


def test_a_body_that_gave_an_area_away_keeps_its_plans(cast, plan, succeed):
    north = make_area(cast)
    succeed(cast.west, cast.east, north)
    assert not queries.plans(cast.viewer("east_manager", partnership=cast.east)).exists()


def test_what_came_before_a_split_is_read_for_no_more_areas_than_passed(cast, succeed):
    """Old took nobody's place; west took old's, whole; then west gave its north to east."""
    old = organisations.add_partnership(by=System("test"), now=cast.now, key="old", name="Old board")
    north = make_area(cast)
    succeed(old, cast.west)
    succeed(cast.west, cast.east, north)
    east = cast.viewer("east_manager", partnership=cast.east)
    assert east.inherited == {cast.west.pk: frozenset({north.pk}), old.pk: frozenset({north.pk})}


def test_a_reference_leads_to_the_place_on_the_page_of_the_plan(cast, plan, planned):
    milestone = _milestone(cast, planned)
    wanted = {"plan": {plan.ref}, "planned_priority": {planned.ref, "west/none"}, "milestone": {milestone.ref, "none"}}
    seen = room.references(cast.viewer(), wanted)
    assert {key[0]: (row.title, row.url) for key, row in seen.items()} == {
        "plan": ("Plan 2025-28", f"/west/plan/west/{plan.key}/"),
        "planned_priority": ("Neglect", f"/west/plan/west/{plan.key}/#p{planned.pk}"),
        "milestone": ("A tool in use", f"/west/plan/west/{plan.key}/#m{milestone.pk}"),
    }
    outside = room.references(public_reader(cast.west, cast.now), wanted)
    assert {row.url for row in outside.values()} == {""}


def test_a_record_file_with_a_part_of_a_part_is_a_fault():
    items = [
        SimpleNamespace(key=key, values={"key": key, **({"part_of": of} if of else {})})
        for key, of in (("neglect", ""), ("babies", "neglect"), ("sleep", "babies"))
    ]
    assert [(item.values["key"], field) for item, field, _ in PLANNED.whole(items, None)] == [("sleep", "part_of")]


@pytest.mark.parametrize(("name", "where"), [("business_manager", "/rate/"), ("agency_lead", "#m")])
def test_a_milestone_that_is_due_stands_on_today_and_leads_to_a_page(client, cast, planned, name, where):
    operations.add_milestone(
        by=cast.viewer(),
        now=cast.now,
        planned=planned,
        text="A tool in use",
        due_on=datetime.date(2026, 11, 27),
        owner=cast.agencies["council"],
    )
    page = cast.sign_in(client, name).get("/west/").content.decode()
    (url,) = set(re.findall(rf'href="(/west/plan/[^"]*{where}[^"]*)"', page))
    assert client.get(url).status_code == 200


def test_next_steps_show_the_plan_that_follows_with_parts_and_aims_and_not_what_it_reached_later(cast, plan, planned):
    given = {"by": cast.viewer(), "now": cast.now}
    values = {"aim": "Seen early.\n\n- by health\n  - and by midwives", "done": "Later work.", "published": True}
    part = operations.plan_priority(
        plan=plan, priority=planned.priority, part_of=planned, title="Babies", **values, **given
    )
    operations.plan_priority(plan=plan, title="Not yet public", aim="Kept.", **given)
    _milestone(cast, planned)
    reader = public_reader(cast.west, cast.now)
    before = Span(datetime.date(2024, 4, 1), datetime.date(2025, 3, 31), "2024-25")

    def told(span):
        return pieces_of(tuple(chapters.next_steps(reader, cast.west, span)))

    said = told(before)
    assert said[:2] == ["Plan 2025-28", "From 1 April 2025 to 31 March 2028."]
    assert said[2:4] == ["Neglect", "Aim: Less of it."]
    assert said[said.index("Babies") :] == ["Babies", "Aim: Seen early.", "by health", "and by midwives"]
    assert said[said.index("A tool in use") :][:2] == ["A tool in use", "31 January 2026"]
    assert "Later work." not in str(said) and "Kept." not in str(said)
    assert told(SPAN) == [] == told(Span(datetime.date(2022, 4, 1), datetime.date(2023, 3, 31), "2022-23"))
    without = Span(before.starts, before.ends, "", left_out=frozenset({("planned_priority", part.ref)}))
    assert "Babies" not in told(without)
    put_in = Span(SPAN.starts, SPAN.ends, "", put_in=frozenset({("planned_priority", planned.ref)}))
    assert "Neglect (plan of 1 April 2025 to 31 March 2028, outside the period)" in told(put_in)
