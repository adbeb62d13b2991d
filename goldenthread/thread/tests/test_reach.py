"""What a seat reaches: the same in SQL and in Python, and in a shared group that group's work alone."""

import datetime
from types import SimpleNamespace

import pytest
from django.db.models import QuerySet

from goldenthread.foundation.access.queries import Standing, can
from goldenthread.foundation.access.viewer import System, viewer_for
from goldenthread.foundation.organisations import operations as organisations
from goldenthread.foundation.people.models import GroupMembership
from goldenthread.thread import operations as thread
from goldenthread.thread.models import Action, Finding, Source
from goldenthread.thread.queries.plan import rows_reached
from goldenthread.thread.queries.reading import Reading

DAY = datetime.date(2026, 3, 2)
GIVEN = {"by": System("the tests")}
AUDIENCES = ("public", "partnership", "group", "agency")


@pytest.fixture
def works(cast, now):
    """A piece of work of every circle in every group of west, with a finding and an action of each owner."""
    given = GIVEN | {"now": now}
    for group in (cast.root, cast.quality, cast.shared):
        for audience in AUDIENCES:
            public, agency = audience == "public", audience == "agency"
            work = thread.add_source(
                group=group,
                kind="meeting",
                title=f"{group} {audience}",
                on=DAY,
                audience="partnership" if public else audience,
                kept_to=cast.agencies["police"] if agency else None,
                **given,
            )
            if public:
                texts = {"public_text": "A meeting.", "public_label": "a meeting"}
                thread.release(thing=work, version=work.version, audience="public", **texts, **given)
            thread.add_finding(source=work, kind="strength", text="A finding.", **given)
            for owner in (None, "council", "police"):
                person = cast.person("action_owner") if owner == "council" else None
                body = cast.agencies.get(owner)
                thread.add_action(source=work, text="An action.", owner=body, owner_person=person, **given)


def everybody(cast):
    return [(name, cast.viewer(name, partnership=body)) for name in cast.people for body in (cast.west, cast.east)]


def test_what_can_says_of_one_thing_is_what_sql_says_of_all(cast, works):
    wrong, reached = [], 0
    for name, viewer in everybody(cast):
        for permission in {code for seat in viewer.seats for code in seat.role.grants if code.startswith("thread.")}:
            for model in (Action, Finding):
                rows = model.objects.select_related("source")
                asked = {row.pk for row in rows if can(viewer, permission, row)}
                found = set(rows_reached(viewer, permission, rows).values_list("pk", flat=True))
                reached += len(found)
                if asked != found:
                    wrong.append((name, viewer.slug, permission, model.__name__))
    assert wrong == [] and reached > 100


def test_what_reading_says_of_one_thing_is_what_visible_says_of_all(cast, works):
    rows = list(Source.objects.all())
    for name, viewer in everybody(cast):
        reading, shared = Reading(viewer), {group.group_id for group in viewer.groups}
        read = {row.pk for row in rows if row.group_id in shared and reading.in_circle(row.audience, row)}
        assert read == set(Source.objects.visible_to(viewer).values_list("pk", flat=True)), (name, viewer.slug)


def test_a_seat_in_a_shared_group_reads_its_work_and_what_is_public_alone(cast, works):
    for body in (cast.west, cast.east):
        seen = {
            (row.group, row.audience)
            for row in Source.objects.visible_to(cast.viewer("shared_member", partnership=body))
        }
        of_group = {(cast.shared, circle) for circle in ("public", "partnership", "group")}
        public = {(group, "public") for group in (cast.root, cast.quality)} if body == cast.west else set()
        assert seen == of_group | public


def test_a_seat_in_a_shared_group_acts_for_its_agency_in_that_group_alone(cast, works, now):
    given = GIVEN | {"now": now}
    person = cast.person("shared_member")
    organisations.give_seat(
        person=person, role="group_member", group=cast.shared, acting_for=cast.agencies["police"], starts=DAY, **given
    )
    for body in (cast.west, cast.east):
        viewer = viewer_for(person, body, now, second_factor=True)
        reached = {row for row in Action.objects.all() if can(viewer, "thread.progress", row)}
        assert reached == set(Action.objects.filter(source__group=cast.shared, owner=cast.agencies["police"]))
        kept = Source.objects.visible_to(viewer).filter(audience="agency")
        assert [row.group for row in kept] == [cast.shared]


def test_a_seat_in_a_shared_group_counts_only_while_both_are_in_it(cast, works):
    link = QuerySet(GroupMembership).filter(group=cast.shared, partnership=cast.east)
    link.update(ends=datetime.date(2026, 11, 19))
    assert cast.viewer("shared_member", partnership=cast.east).seats == ()
    seat = cast.viewer("shared_member", partnership=cast.west).seats[0]
    assert seat.only_group  # that the neighbour left does not open the rest of west


def test_an_owner_answers_for_shared_work_only_while_both_are_in_the_group(cast, now):
    given = GIVEN | {"now": now}
    of_east = organisations.add_agency(
        partnership=cast.east, name="East Police", capacity="relevant", starts=DAY, **given
    )
    organisations.give_seat(person=cast.person("analyst"), role="agency_lead", membership=of_east, starts=DAY, **given)
    owed = Standing(cast.west.pk, cast.shared.pk, agency_ids=frozenset({of_east.agency_id}))

    def may():
        thing = SimpleNamespace(standing=lambda: owed)
        return can(cast.viewer("analyst", partnership=cast.east), "thread.progress", thing)

    assert may()
    link = QuerySet(GroupMembership).filter(group=cast.shared, partnership=cast.east)
    link.update(ends=datetime.date(2026, 11, 19))
    assert not may()
