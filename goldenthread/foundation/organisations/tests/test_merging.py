"""Two agencies or groups become one: all that passes on is shown, passes in one step, and a neighbour loses nothing."""

import datetime

import pytest
from django.test import Client

from goldenthread.foundation.notices.models import Message
from goldenthread.foundation.organisations import operations
from goldenthread.foundation.people.models import Body, Delegation, Group, Membership, Seat, Succession
from goldenthread.foundation.room import Refused
from tests.house.test_two_people import fields_of
from tests.words import words

pytestmark = pytest.mark.django_db
YESTERDAY = datetime.date(2026, 11, 19)
TODAY = "2026-11-20"


@pytest.fixture
def manager(cast):
    return cast.sign_in(Client())


def page_of(body):
    return f"/west/who/agencies/{body.key}/merge/"


def merge(client, address, **typed):
    shown = fields_of(client.get(address).content.decode(), "reason") or {}
    shown = {name: value for name, value in shown.items() if not name.startswith("on_")}
    return client.post(address, shown | {"on": TODAY, "reason": "One trust.", "sure": "on"} | typed)


def acting(agency, day):
    rows = Seat.objects.on(day)
    own = rows.filter(membership__agency=agency) | rows.filter(acting_for=agency)
    return {(seat.person.name, seat.role) for seat in own.select_related("person")}


def test_seats_pass_to_the_other_agency_and_signing_ones_wait_for_a_second_person(cast, manager, now):
    health, council = cast.agencies["health"], cast.agencies["council"]
    since = datetime.date(2024, 1, 1)
    operations.add_delegation(
        by=cast.viewer(), now=now, group=cast.quality, agency=health, role="Named nurse", starts=since
    )
    page = words(manager.get(page_of(health)))
    assert "The agency lead health: Agency lead (West Integrated Care Board)" in page
    assert "Quality and performance group: Named nurse" in page
    assert merge(manager, page_of(health), into=council.pk).status_code == 302
    row = Membership.objects.get(agency=health, partnership=cast.west)
    assert (row.ends, row.passed_to) == (YESTERDAY, council)
    assert acting(health, now.date()) == set()
    assert ("The agency lead health", "agency_lead") in acting(council, now.date())
    waiting = Seat.objects.get(person=cast.person("lead_partner_health"), membership__agency=council)
    assert waiting.state == "proposed"
    sent = Delegation.objects.get(group=cast.quality, agency=council)
    assert sent.role == "Named nurse" and str(sent.starts) == TODAY
    link = Succession.objects.get(before=health)
    assert (link.after, str(link.on), link.kind) == (council, TODAY, "merges")
    assert Body.objects.get(pk=health.pk).ends == YESTERDAY
    assert "merged into West Council" in words(manager.get("/west/who/agencies/"))
    assert Message.objects.filter(to=cast.person("agency_lead_health")).exists()


def test_into_a_new_agency(cast, manager, now):
    school = cast.agencies["school"]
    assert merge(manager, page_of(school), name="All Schools", capacity="education").status_code == 302
    new = Membership.objects.get(agency__name="All Schools")
    assert (str(new.starts), new.capacity) == (TODAY, "education")
    ahead = merge(manager, page_of(cast.agencies["health"]), name="New trust", on="2026-12-24")
    assert ahead.status_code == 422 and "on the day from which it holds" in words(ahead)
    assert not Body.objects.filter(name="New trust").exists()


def test_what_is_missing_is_asked_and_nothing_happens(cast, manager):
    health = cast.agencies["health"]
    for typed, said in (
        ({"into": ""}, "Choose an agency, or name the new one"),
        ({"into": cast.agencies["council"].pk, "name": "Both"}, "not both"),
        ({"into": cast.agencies["council"].pk, "sure": ""}, "Tick the box"),
        ({"into": cast.agencies["council"].pk, "reason": ""}, "why do they come together"),
    ):
        answer = merge(manager, page_of(health), **typed)
        assert answer.status_code == 422 and said in words(answer)
    assert Membership.objects.get(agency=health).ends is None


def test_the_neighbour_keeps_the_agency_as_it_was(cast, manager, now):
    health = cast.agencies["health"]
    there = operations.add_agency(
        by=cast.viewer("east_manager", partnership=cast.east),
        now=now,
        partnership=cast.east,
        name="",
        capacity="statutory",
        agency=health,
    )
    assert "East Partnership has West Integrated Care Board too. There it stays as it is" in words(
        manager.get(page_of(health))
    )
    assert merge(manager, page_of(health), into=cast.agencies["council"].pk).status_code == 302
    there.refresh_from_db()
    assert (there.ends, there.passed_to) == (None, None)
    assert Body.objects.get(pk=health.pk).ends is None and not Succession.objects.filter(before=health).exists()


def test_an_agency_is_merged_once(cast, now):
    row, given = cast.memberships["school"], {"by": cast.viewer(), "now": now, "on": now.date(), "reason": "One."}
    operations.merge_agency(membership=row, into=cast.agencies["council"], **given)
    with pytest.raises(Refused, match="already"):
        operations.merge_agency(membership=row, into=cast.agencies["health"], **given)
    with pytest.raises(Refused, match="Choose an agency that is in the partnership"):
        operations.merge_agency(membership=cast.memberships["health"], into=cast.agencies["school"], **given)


def group_page(group):
    return f"/west/who/groups/{group.ref}/end/"


def test_a_group_is_merged_into_another_with_its_seats_and_whom_agencies_send(cast, manager, now):
    school, given = cast.agencies["school"], {"by": cast.viewer(), "now": now}
    operations.add_delegation(group=cast.quality, agency=school, role="Head", **given)
    below = operations.add_group(lead=cast.west, kind="task", name="Below", parent=cast.quality, **given)
    sitting = {seat.person for seat in Seat.objects.on(now.date()).filter(group=cast.quality)}
    assert sitting
    assert "Below" in words(manager.get(group_page(cast.quality)))
    assert merge(manager, group_page(cast.quality), into=cast.learning.pk, on=str(YESTERDAY)).status_code == 302
    group = Group.objects.get(pk=cast.quality.pk)
    assert (group.ends, group.passed_to) == (YESTERDAY, cast.learning)
    assert not Seat.objects.on(now.date()).filter(group=cast.quality).exists()
    assert sitting <= {seat.person for seat in Seat.objects.on(now.date()).filter(group=cast.learning)}
    assert Delegation.objects.filter(group=cast.learning, agency=school, role="Head").exists()
    assert Group.objects.get(pk=below.pk).parent == cast.learning
    assert "merged into Learning group" in words(manager.get(f"/west/who/groups/{cast.quality.ref}/"))


def test_a_group_of_two_partnerships_is_not_merged_where_the_neighbour_has_no_part(cast, manager):
    Message.objects.all().delete()
    answer = merge(manager, group_page(cast.shared), into=cast.learning.pk)
    assert answer.status_code == 422 and "ESCP takes part in Shared exploitation group" in words(answer)
    assert merge(manager, group_page(cast.shared)).status_code == 302
    assert cast.person("east_manager") in [message.to for message in Message.objects.all()]
    neighbour = cast.sign_in(Client(), "east_manager")
    assert neighbour.get(f"/east/who/groups/{cast.shared.ref}/").status_code == 200
    assert neighbour.get(f"/east/who/groups/{cast.shared.ref}/end/").status_code == 403


def test_the_whole_partnership_does_not_end_as_a_group(cast, manager, now):
    assert manager.get(group_page(cast.root)).status_code == 302
    with pytest.raises(Refused, match="stands for the whole partnership"):
        operations.end_group(by=cast.viewer(), now=now, group=cast.root, version=cast.root.version, on=now.date())
