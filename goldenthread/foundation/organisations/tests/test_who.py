"""Who we are: what may be changed by whom, and what the pages show."""

import datetime

import pytest
from django.urls import reverse

from goldenthread.foundation.access.queries import Forbidden
from goldenthread.foundation.access.viewer import viewer_for
from goldenthread.foundation.history.models import Line
from goldenthread.foundation.organisations import operations, queries
from goldenthread.foundation.people.models import Area, Body, Group
from goldenthread.foundation.room import Refused
from tests.words import words

DAY = datetime.date(2026, 11, 1)


def _url(name, **more):
    return reverse(f"organisations:{name}", kwargs={"partnership": "west", **more})


PAGES = ["people", "agencies", "groups", "arrangements"]
EDITS = ["add_person", "add_agency", "add_group", "edit_body", "add_period"]


@pytest.mark.parametrize("name", PAGES)
def test_pages_open_for_the_partnership_and_for_nobody_else(cast, client, name):
    assert client.get(_url(name)).status_code == 302
    assert cast.sign_in(client, "lay_member").get(_url(name)).status_code == 200
    assert client.post(_url(name)).status_code == 405
    assert cast.sign_in(client, "east_manager").get(_url(name)).status_code == 404
    assert cast.sign_in(client, "house_administrator").get(_url(name)).status_code == 403


@pytest.mark.parametrize("name", EDITS)
def test_only_the_business_unit_changes_them(cast, client, name):
    assert cast.sign_in(client, "lay_member").get(_url(name)).status_code == 403
    assert cast.sign_in(client, "unit_officer").get(_url(name)).status_code == 200


def test_adding_a_person_and_giving_a_seat_by_page(cast, client):
    cast.sign_in(client)
    answer = client.post(
        _url("add_person"),
        {
            "name": "A new officer",
            "post": "Officer",
            "email": "officer@example.org",
            "role": "agency_lead",
            "membership": cast.memberships["school"].pk,
            "starts_day": "1",
            "starts_month": "11",
            "starts_year": "2026",
        },
    )
    assert answer.status_code == 302
    assert "A new officer" in client.get(_url("people")).content.decode()


def test_a_seat_has_exactly_the_scope_that_its_role_allows(cast):
    person = operations.add_person(by=cast.viewer(), now=cast.now, partnership=cast.west, name="X")
    with pytest.raises(Refused, match="for an agency"):
        operations.give_seat(
            by=cast.viewer(), now=cast.now, person=person, role="lead_partner", starts=DAY, partnership=cast.west
        )
    with pytest.raises(Refused, match="exactly one place"):
        operations.give_seat(by=cast.viewer(), now=cast.now, person=person, role="lead_partner", starts=DAY)


def test_nobody_makes_a_house_administrator_but_one(cast):
    person = operations.add_person(by=cast.viewer(), now=cast.now, partnership=cast.west, name="X")
    with pytest.raises(Forbidden):
        operations.give_seat(
            by=cast.viewer(), now=cast.now, person=person, role="house_administrator", starts=DAY, partnership=cast.west
        )


def test_an_agency_that_leaves_takes_its_seats_with_it(cast):
    operations.end_membership(by=cast.viewer(), now=cast.now, membership=cast.memberships["council"], on=DAY)
    later = cast.now + datetime.timedelta(days=1)
    assert viewer_for(cast.person("lead_partner"), cast.west, later).seats == ()


def test_two_bodies_cannot_succeed_each_other(cast):
    admin = cast.viewer("house_administrator")
    operations.succeed(by=admin, now=cast.now, before=cast.east, after=cast.west, on=DAY, kind="merges")
    with pytest.raises(Refused, match="cannot succeed each other"):
        operations.succeed(by=admin, now=cast.now, before=cast.west, after=cast.east, on=DAY, kind="merges")


def test_a_group_of_another_partnership_is_not_found(cast, client):
    other = Group.objects.get(lead=cast.east, kind="root")
    assert cast.sign_in(client).get(_url("group", holder="east", key=other.key)).status_code == 404
    assert client.get(_url("group", holder="west", key=cast.shared.key)).status_code == 200


def test_a_successor_reads_and_writes_nothing(cast):
    from goldenthread.thread import operations as thread
    from goldenthread.thread.models import Source

    root = Group.objects.get(lead=cast.east, kind="root")
    manager = cast.viewer("east_manager", partnership=cast.east)
    source = thread.add_source(
        by=manager, now=cast.now, group=root, kind="meeting", title="Of the board before", on=DAY
    )
    assert not Source.objects.visible_to(cast.viewer()).filter(pk=source.pk).exists()
    operations.succeed(
        by=cast.viewer("house_administrator"), now=cast.now, before=cast.east, after=cast.west, on=DAY, kind="merges"
    )
    assert Source.objects.visible_to(cast.viewer()).filter(pk=source.pk).exists()
    with pytest.raises(Forbidden):
        thread.edit_source(by=cast.viewer(), now=cast.now, source=source, version=source.version, title="Rewritten")


def test_after_a_split_a_successor_reads_its_own_areas_only(cast):
    from goldenthread.foundation.writing import operation
    from goldenthread.thread import operations as thread
    from goldenthread.thread.models import Source

    def areas(*, by, now):
        from goldenthread.foundation.history import operations as history

        history.record(by=by, now=now, verb="people.body_added", noun="area", key="north", body_id=None)
        return [Area.objects.create(key=key, name=key.title()) for key in ("north", "south")]

    areas.__module__ = operations.__name__
    north, south = operation(areas)(by=cast.viewer(), now=cast.now)
    root = Group.objects.get(lead=cast.east, kind="root")
    manager = cast.viewer("east_manager", partnership=cast.east)
    given = {"by": manager, "now": cast.now, "group": root, "kind": "meeting", "on": DAY}
    mine = thread.add_source(title="Of the north", areas=[north], **given)
    other = thread.add_source(title="Of the south", areas=[south], **given)
    operations.succeed(
        by=cast.viewer("house_administrator"),
        now=cast.now,
        before=cast.east,
        after=cast.west,
        on=DAY,
        kind="splits",
        areas=[north],
    )
    seen = set(Source.objects.visible_to(cast.viewer()).values_list("pk", flat=True))
    assert mine.pk in seen
    assert other.pk not in seen


def test_a_body_edited_by_two_shows_both_texts(cast, client):
    cast.sign_in(client)
    operations.edit_body(by=cast.viewer("unit_officer"), now=cast.now, body=cast.west, version=1, vision="Theirs")
    answer = client.post(
        _url("edit_body"), {"version": "1", "name": "West Partnership", "short_name": "WSCP", "vision": "Mine"}
    )
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Mine" in page
    assert "Theirs" in page
    assert Body.objects.get(pk=cast.west.pk).vision == "Theirs"


def test_who_chairs_a_group_follows_from_the_seats_of_the_day(cast, client):
    group = Group.objects.get(pk=cast.seats["group_chair"].group_id)
    operations.edit_group(
        by=cast.viewer(), now=cast.now, group=group, version=group.version, chaired_by="Director of Public Health"
    )
    address = _url("group", holder="west", key=group.key)

    def page():
        return cast.sign_in(client).get(address).content.decode().split("gt-timeline")[0]

    assert cast.person("group_chair").name in page() and "Director of Public Health" not in page()
    assert f"chaired by {cast.person('group_chair').name}" in words(client.get(_url("groups")))
    seat = cast.seats["group_chair"]
    operations.edit_seat(by=cast.viewer(), now=cast.now, seat=seat, version=seat.version, ends=DAY)
    assert "Director of Public Health" in page()
    assert "chaired by Director of Public Health" in words(client.get(_url("groups")))
    assert queries.chairs_on([group], DAY) == {group.pk: [seat]}
    assert queries.chairs_on([group], DAY + datetime.timedelta(days=1)) == {}


def test_the_chair_of_the_partnership_chairs_the_whole(cast):
    [seat] = queries.chairs_on([cast.root], cast.now.date())[cast.root.pk]
    assert seat.role == "partnership_chair"


def test_ending_a_seat_is_told_as_what_it_is(cast, client):
    seat = cast.seats["lay_member"]
    operations.edit_seat(by=cast.viewer(), now=cast.now, seat=seat, version=seat.version, title="Lay member of schools")
    operations.edit_seat(by=cast.viewer(), now=cast.now, seat=seat, version=seat.version, ends=DAY)
    assert list(Line.objects.filter(noun="seat", key=seat.key).order_by("number").values_list("verb", "on"))[-2:] == [
        ("people.seat_changed", None),
        ("people.seat_ended", DAY),
    ]


def test_a_post_that_names_its_agency_says_so_once(cast):
    [seat] = queries.chairs_on([cast.root], cast.now.date())[cast.root.pk]
    seat.acting_for = Body(name="Redcar and Cleveland Council", kind="agency")
    seat.person.title = "Managing Director, Redcar & Cleveland Council"
    assert queries.post_of_chair(seat) == "Managing Director, Redcar & Cleveland Council"
    seat.person.title = "Managing Director"
    assert queries.post_of_chair(seat) == "Managing Director, Redcar and Cleveland Council"
