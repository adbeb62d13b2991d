"""Who is looking: found out in few questions, and never wider for it."""

import datetime

import pytest
from django.db import connection, models
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from goldenthread.foundation.access.middleware import AccessMiddleware, partnership_at
from goldenthread.foundation.access.viewer import System, public_beside, public_reader, shared_groups
from goldenthread.foundation.organisations import operations as organisations
from goldenthread.foundation.people.models import Body, Membership, Seat, Succession, User


@pytest.mark.parametrize("name", ["business_manager", "lead_partner"])
def test_every_page_finds_out_who_looks_in_four_questions(cast, client, monkeypatch, name):
    """Session, account with person, seats with partnership, groups."""
    cast.sign_in(client, name)
    asked, process = [], AccessMiddleware.process_view
    with CaptureQueriesContext(connection) as queries:

        def counted(self, *given):
            answer = process(self, *given)
            asked.append(len(queries))
            return answer

        monkeypatch.setattr(AccessMiddleware, "process_view", counted)
        assert client.get(reverse("organisations:people", args=["west"])).status_code == 200
    assert asked == [4]


def _came(**values):
    return Body(pk=1, key="here", **values)


@pytest.mark.parametrize(
    "way", [lambda body: Seat(partnership=body), lambda body: Seat(membership=Membership(partnership=body))]
)
def test_a_partnership_comes_with_a_seat_and_must_keep_a_record_all_the_same(db, way):
    found = _came(kind=Body.Kind.PARTNERSHIP)
    assert partnership_at("here", [way(found)]) is found
    assert partnership_at("elsewhere", [way(found)]) is None
    assert partnership_at("here", [way(_came(kind=Body.Kind.AGENCY))]) is None
    assert partnership_at("here", [way(_came(kind=Body.Kind.PARTNERSHIP, stub=True))]) is None


def test_a_partnership_that_did_not_come_with_a_seat_is_looked_up(cast):
    assert partnership_at("east", [cast.seats["business_manager"]]) == cast.east
    assert partnership_at(cast.agencies["police"].key, []) is None


@pytest.mark.parametrize("places", [["north"], ["south"], ["north", "south"]])
def test_the_public_beside_somebody_reads_what_the_public_reads(cast, places):
    """The groups of a body before this one are read by its seats, never by its public; at the first or the last place
    alike.
    """
    given = {"by": System("a test"), "now": cast.now}
    for key in places:
        before = organisations.add_partnership(key=key, name=key.title(), **given)
        organisations.succeed(before=before, after=cast.west, on=datetime.date(2020, 1, 1), kind="succeeds", **given)
    viewer, reader = cast.viewer(), public_reader(cast.west, cast.now)
    assert len(viewer.groups) == len(reader.groups) + len(places)
    assert public_beside(viewer) == reader


def test_a_partnership_without_groups_still_sees_what_the_body_before_it_kept(cast):
    given = {"by": System("a test"), "now": cast.now}
    organisations.succeed(before=cast.east, after=cast.west, on=datetime.date(2020, 1, 1), kind="succeeds", **given)
    bare = cast.agencies["police"]  # any body that takes part in no group
    organisations.succeed(before=cast.west, after=bare, on=datetime.date(2024, 1, 1), kind="succeeds", **given)
    seen = {shared.group_id for shared in cast.viewer(partnership=bare).groups}
    assert {cast.root.pk, cast.east.led_groups.get(kind="root").pk} <= seen


def test_an_account_comes_with_its_person_and_is_locked_alone(cast, django_assert_num_queries):
    person = cast.person("business_manager")
    with django_assert_num_queries(1):
        assert User.objects.get(pk=person.user_id).person == person
    # A database refuses to lock a row that an outer join may not find.
    assert User.objects.select_for_update().query.select_for_update_of == ("self",)
    assert User.objects.filter(pk=person.user_id).select_for_update().query.select_for_update_of == ("self",)


def test_what_was_read_once_is_read_once_by_one_reader_only(cast):
    reads = []
    reader, other = public_reader(cast.west, cast.now), public_reader(cast.west, cast.now)
    assert [reader.once(("a",), lambda: reads.append(1) or len(reads)) for _ in range(2)] == [1, 1]
    assert reader.once(("b",), lambda: reads.append(1) or len(reads)) == 2
    assert other.once(("a",), lambda: reads.append(1) or len(reads)) == 3


def test_a_body_that_comes_before_itself_is_read_once(cast):
    """No file and no operation makes such a circle; a page opens all the same when one is stored."""
    rows = [(cast.west, cast.east), (cast.east, cast.west)]
    models.QuerySet(Succession).bulk_create(
        [Succession(before=before, after=after, on=cast.now.date(), kind="succeeds") for before, after in rows]
    )
    groups = [shared.group_id for shared in shared_groups(cast.west.pk)]
    assert cast.root.pk in groups and len(groups) < 20
    assert cast.east.pk in cast.viewer("business_manager").inherited
