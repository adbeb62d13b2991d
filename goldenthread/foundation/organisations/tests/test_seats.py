"""Who gives which seat, who confirms it, and when it ends."""

import contextlib
import datetime
import re

import pytest
from django.core.management import CommandError, call_command
from django.db.models import QuerySet

from goldenthread.foundation.access.queries import Forbidden
from goldenthread.foundation.access.roles import roles
from goldenthread.foundation.access.viewer import System, viewer_for
from goldenthread.foundation.notices.models import Message
from goldenthread.foundation.organisations import integrity, operations, queries, rules
from goldenthread.foundation.people.models import Group, Membership, Person, Seat, User
from goldenthread.foundation.room import Refused
from tests.words import words

TODAY = datetime.date(2026, 11, 20)
DAY = datetime.timedelta(days=1)
STARTS = {"starts_day": "20", "starts_month": "11", "starts_year": "2026"}
HOUSE = System("the tests")


@pytest.fixture
def lay(cast):
    return cast.person("lay_member")


@pytest.fixture
def give(cast, lay):
    """A seat given today to the lay member, by the business manager unless another is said."""

    def give_seat(role="lead_partner", by=None, **more):
        scope = {"partnership": cast.west} if "partnership" in roles()[role].scopes else {}
        scope = scope or {"membership": cast.memberships["police"]}
        values = {"person": lay, "starts": TODAY} | scope | more
        return operations.give_seat(role=role, by=by or cast.viewer(), now=cast.now, **values)

    return give_seat


def seats_in(cast, person, now=None):
    return {seat.key for seat in viewer_for(person, cast.west, now or cast.now).seats}


def test_a_unit_officer_alone_signs_and_publishes_nothing(cast, client, lay):
    """Step by step what somebody tried: give herself the seats of four partners and of a manager, or make up people
    who hold them.
    """
    cast.sign_in(client, "unit_officer")
    own = cast.person("unit_officer")
    before = Seat.objects.count()
    for role in roles():
        answer = client.post(f"/west/who/people/{own.key}/seat/", {"role": role, "group": cast.quality.pk, **STARTS})
        assert answer.status_code == 422, role
    for role in ("business_manager", "lead_partner", "delegated_partner", "partnership_chair", "unit_officer"):
        made_up = {"name": "Made up", "email": f"{role.replace('_', '')}@example.org", "role": role, **STARTS}
        made_up["membership"] = cast.memberships["police"].pk
        assert client.post("/west/who/people/add/", made_up).status_code == 422, role
    assert Seat.objects.count() == before
    assert client.post("/west/who/people/add/", {"name": "X", "role": "analyst", **STARTS}).status_code == 302


def test_nobody_gives_themself_a_seat_and_each_gives_what_the_page_of_roles_says(cast, give, lay):
    for name in ("business_manager", "unit_officer"):
        with pytest.raises(Refused, match="Nobody gives themself a seat"):
            give("analyst", by=cast.viewer(name), person=cast.person(name))
    with pytest.raises(Refused, match="that is for the business manager"):
        give("scrutineer", by=cast.viewer("unit_officer"))
    with pytest.raises(Forbidden):
        give("analyst", by=cast.viewer("east_manager", partnership=cast.east))
    assert give("analyst", by=cast.viewer("unit_officer")).state == "held"


def test_a_manager_alone_makes_no_partner(cast, give, lay):
    seat = give()
    assert seat.state == "proposed" and seat.key not in seats_in(cast, lay)
    for viewer in (cast.viewer(), viewer_for(lay, cast.west, cast.now)):
        with pytest.raises(Forbidden, match="second person"):
            operations.confirm_seat(by=viewer, now=cast.now, seat=seat, version=seat.version)
    for name in ("unit_officer", "scrutineer", "agency_lead"):
        with pytest.raises(Forbidden, match="Only a statutory partner"):
            operations.confirm_seat(by=cast.viewer(name), now=cast.now, seat=seat, version=seat.version)
    with pytest.raises(Forbidden):
        east = cast.viewer("east_manager", partnership=cast.east)
        operations.confirm_seat(by=east, now=cast.now, seat=seat, version=seat.version)


@pytest.mark.parametrize("name", ["lead_partner", "house_administrator"])
def test_a_second_person_confirms_and_the_seat_opens(cast, client, give, lay, name):
    seat = give()
    address = f"/house/seats/{seat.key}/confirm/" if name == "house_administrator" else ""
    cast.sign_in(client, name)
    answer = client.post(address or f"/west/who/seats/{seat.key}/confirm/", {"answer": "yes", "version": "1"})
    assert answer.status_code == 302 and seat.key in seats_in(cast, lay)
    if not address:  # a link in an e-mail that was opened too late leads to what now stands
        late = client.get(f"/west/who/seats/{seat.key}/confirm/", follow=True)
        assert "Somebody has answered this already" in words(late) and "Does this person" not in words(late)
    with pytest.raises(Refused, match="decided already"):
        operations.confirm_seat(
            by=cast.viewer("lead_partner"), now=cast.now, seat=Seat.objects.get(pk=seat.pk), version=2
        )


def test_a_seat_that_is_not_confirmed_says_why_and_never_opens(cast, client, give, lay):
    seat = give()
    cast.sign_in(client, "lead_partner_health")
    address = f"/west/who/seats/{seat.key}/confirm/"
    assert "The lay member: Lead safeguarding partner" in words(client.get(address))
    assert client.post(address, {"answer": "no", "version": "1"}).status_code == 422
    assert client.post(address, {"answer": "no", "reason": "Not known here.", "version": "1"}).status_code == 302
    assert Seat.objects.get(pk=seat.pk).state == "declined" and seat.key not in seats_in(cast, lay)
    other = give()
    cast.sign_in(client)  # whoever proposed it takes it back
    address = f"/west/who/seats/{other.key}/confirm/"
    assert client.post(address, {"answer": "yes", "version": "1"}).status_code == 422
    assert client.post(address, {"answer": "no", "reason": "A mistake.", "version": "1"}).status_code == 302


def test_everybody_concerned_is_told_with_a_link_and_no_content(cast, give, lay):
    seat = give()
    operations.confirm_seat(by=cast.viewer("lead_partner"), now=cast.now, seat=seat, version=1)
    messages = list(Message.objects.order_by("pk"))
    assert [row.to for row in messages] == [lay, cast.person("business_manager"), lay]
    for row in messages:
        said = (row.subject + row.text).lower().replace("your partnership", "")
        assert "http" in said
        assert not [word for word in (lay.name, "partner", "police") if word.lower() in said]


def test_where_nobody_else_could_confirm_the_house_administrator_is_told(cast, give):
    for name, seat in cast.seats.items():
        if roles()[seat.role].confirms and seat.role != "house_administrator" and name != "business_manager":
            QuerySet(Seat).filter(pk=seat.pk).update(ends=TODAY - DAY)
    QuerySet(Seat).filter(person=cast.person("two_seats")).update(ends=TODAY - DAY)
    give()
    assert Message.objects.filter(to=cast.person("house_administrator"), text__contains="/house/").exists()


def test_what_signs_releases_or_gives_wants_a_second_person():
    weighty = {"report.sign", "report.publish", "thread.release", "documents.release", "thread.list_readers"}
    for role in roles().values():
        weighs = bool(role.gives) or role.statutory or bool(weighty & set(role.grants))
        assert role.second_person == weighs, role.code
        assert set(role.gives) <= set(roles())
        assert not role.confirms or role.second_person
        assert ("group" in role.scopes) == bool(role.in_shared_group)


def test_the_last_manager_does_not_leave_without_a_successor(cast, give, lay):
    seat, given = cast.seats["business_manager"], {"by": cast.viewer(), "now": cast.now}
    for change in ({"ends": TODAY}, {"ends": TODAY + 30 * DAY}, {"at_once": True}):
        with pytest.raises(Refused, match="is the last business manager"):
            operations.edit_seat(seat=seat, version=1, **change, **given)
    proposed = give("business_manager")
    with pytest.raises(Refused, match="is the last business manager"):
        operations.edit_seat(seat=seat, version=1, ends=TODAY, **given)
    operations.confirm_seat(by=cast.viewer("lead_partner"), now=cast.now, seat=proposed, version=1)
    operations.edit_seat(seat=seat, version=1, ends=TODAY, **given)


def test_a_manager_who_cannot_sign_in_is_no_successor(cast, give):
    give("business_manager", by=HOUSE)
    User.objects.filter(person=cast.person("lay_member")).update(is_active=False)
    with pytest.raises(Refused, match="is the last business manager"):
        given = {"by": cast.viewer(), "now": cast.now, "version": 1}
        operations.edit_seat(seat=cast.seats["business_manager"], ends=TODAY, **given)


def test_a_seat_can_end_now(cast, client, lay):
    seat = cast.seats["lay_member"]
    cast.sign_in(client)
    answer = client.post(f"/west/who/seats/{seat.key}/", {"at_once": "on", "version": "1", "title": ""})
    assert answer.status_code == 302
    assert seats_in(cast, lay, cast.now + datetime.timedelta(minutes=5)) == set()
    assert cast.sign_in(client, "lay_member").get("/west/work/").status_code == 404
    again = Seat.objects.get(pk=seat.pk)
    with pytest.raises(Refused, match="has ended"):
        operations.edit_seat(by=cast.viewer(), now=cast.now, seat=again, version=again.version, ends=TODAY + DAY)


def test_who_acted_for_an_agency_in_the_morning_has_the_conflict_all_day(cast):
    seat = cast.seats["lead_partner"]
    operations.edit_seat(by=cast.viewer(), now=cast.now, seat=seat, version=1, at_once=True)
    later = viewer_for(cast.person("lead_partner"), cast.west, cast.now + datetime.timedelta(minutes=5))
    assert later.seats == () and later.agencies_everywhere == {cast.agencies["council"].pk}


def test_a_seat_is_ended_by_whoever_may_give_it_and_by_its_holder(cast):
    given = {"now": cast.now, "seat": cast.seats["lead_partner"], "version": 1, "ends": TODAY}
    with pytest.raises(Forbidden, match="that is for the business manager"):
        operations.edit_seat(by=cast.viewer("unit_officer"), **given)
    own = {"now": cast.now, "seat": cast.seats["unit_officer"], "version": 1, "ends": TODAY}
    assert operations.edit_seat(by=cast.viewer("unit_officer"), **own).ends == TODAY
    assert operations.edit_seat(by=cast.viewer(), **given).ends == TODAY


def test_nobody_lengthens_their_own_seat_or_revives_one(cast, give):
    seat = cast.seats["unit_officer"]
    given = {"by": cast.viewer(), "now": cast.now, "seat": seat}
    operations.edit_seat(version=1, ends=TODAY + 30 * DAY, **given)
    with pytest.raises(Refused, match="lengthens their own"):
        operations.edit_seat(**given | {"by": cast.viewer("unit_officer")}, version=2, ends=None)
    operations.edit_seat(version=2, ends=TODAY - DAY, **given)
    with pytest.raises(Refused, match="has ended"):
        operations.edit_seat(version=3, ends=None, **given)


def test_a_seat_never_outlives_what_it_is_in(cast, give, lay):
    """An agency leaves: its seats end, those with a later last day and those in groups too; nobody gives new ones."""
    police, given = cast.memberships["police"], {"by": HOUSE, "now": cast.now}
    long_one = operations.give_seat(
        person=lay, role="agency_lead", membership=police, starts=TODAY, ends=TODAY + 900 * DAY, **given
    )
    chair = operations.give_seat(
        person=lay, role="group_chair", group=cast.quality, acting_for=police.agency, starts=TODAY, **given
    )
    to_come = operations.give_seat(person=lay, role="action_owner", membership=police, starts=TODAY + 9 * DAY, **given)
    operations.end_membership(by=cast.viewer(), now=cast.now, membership=police, on=TODAY + DAY)
    assert {Seat.objects.get(pk=seat.pk).ends for seat in (long_one, chair)} == {TODAY + DAY}
    assert Seat.objects.get(pk=to_come.pk).state == "declined"
    with pytest.raises(Refused, match="no longer than that"):
        give("agency_lead", membership=police)
    with pytest.raises(Refused, match="not a member agency"):
        operations.give_seat(
            person=lay, role="group_chair", group=cast.quality, acting_for=police.agency, starts=TODAY, **given
        )
    seat = Seat.objects.get(pk=long_one.pk)
    with pytest.raises(Refused):
        operations.edit_seat(by=cast.viewer(), now=cast.now, seat=seat, version=seat.version, ends=TODAY + 9 * DAY)


def test_no_seat_opens_anything_past_its_group_or_membership_whatever_its_row_says(cast):
    """As if a record, a statement of SQL or a fault of ours had left the seats as they were."""
    QuerySet(Membership).filter(pk=cast.memberships["council"].pk).update(ends=TODAY - DAY)
    QuerySet(type(cast.quality)).filter(pk=cast.quality.pk).update(ends=TODAY - DAY)
    for name in ("lead_partner", "agency_lead", "group_chair", "group_member"):
        assert cast.viewer(name).seats == (), name
    assert [seat.role.code for seat in cast.viewer("two_seats").seats] == ["group_chair"]


def test_the_administrator_mends_a_partnership_that_locked_itself_out(cast, client):
    QuerySet(Seat).filter(pk=cast.seats["business_manager"].pk).update(ends=TODAY - DAY)
    cast.sign_in(client, "house_administrator")
    posted = {"partnership": cast.west.pk, "role": "business_manager", "name": "Somebody", "email": "new@example.org"}
    assert client.post("/house/seats/give/", posted).status_code == 302
    new = Person.objects.get(user__email="new@example.org")
    assert [seat.state for seat in new.seats.all()] == ["held"] and seats_in(cast, new)
    # With a manager in place the next one waits for them.
    assert client.post("/house/seats/give/", posted | {"email": "next@example.org"}).status_code == 302
    assert Seat.objects.get(person__user__email="next@example.org").state == "proposed"


def test_the_office_of_house_administrator_is_passed_on(cast, client):
    cast.sign_in(client, "house_administrator")
    own = cast.seats["house_administrator"]
    posted = {"partnership": cast.west.pk, "role": "house_administrator", "name": "X", "email": "next@example.org"}
    assert client.post("/house/seats/give/", posted).status_code == 302
    seat = Seat.objects.get(person__user__email="next@example.org")
    end = {"ends_day": "20", "ends_month": "11", "ends_year": "2026", "version": "1"}
    assert client.post(f"/house/seats/{own.key}/end/", end).status_code == 422  # the last
    operations.confirm_seat(by=cast.viewer(), now=cast.now, seat=seat, version=1)
    assert client.post(f"/house/seats/{own.key}/end/", end).status_code == 302


def test_a_command_gives_the_seat_of_a_manager(cast, capsys):
    call_command("give_seat", "west", "east_manager@example.org")
    assert "The east manager is business manager of West Partnership" in capsys.readouterr().out
    assert cast.viewer("east_manager").seats[0].role.code == "business_manager"
    with pytest.raises(CommandError, match="no partnership"):
        call_command("give_seat", "nowhere", "east_manager@example.org")


def test_somebody_in_the_house_is_added_by_their_exact_address_and_nothing_else_is_told(cast, client):
    person = cast.person("east_manager")
    cast.sign_in(client)
    for page in ("", "edit/", "seat/"):
        assert client.get(f"/west/who/people/{person.key}/{page}").status_code == 404
    posted = {"name": "Typed here", "email": "East_Manager@example.org", "role": "analyst", **STARTS}
    answer = client.post("/west/who/people/add/", posted)
    assert answer.status_code == 302 and person.key not in answer["Location"]
    assert Person.objects.get(pk=person.pk).name == "The east manager"
    assert not Person.objects.filter(name="Typed here").exists()
    assert client.get(f"/west/who/people/{person.key}/").status_code == 200  # they sit here now


def test_a_person_is_renamed_where_they_sit_now_and_the_others_are_told(cast, client, lay):
    from goldenthread.foundation.history.models import Line

    given = {"now": cast.now, "person": cast.person("shared_member"), "version": 1, "name": "Renamed"}
    with pytest.raises(Forbidden, match="changed elsewhere"):
        operations.edit_person(by=cast.viewer("east_manager", partnership=cast.east), partnership=cast.east, **given)
    operations.give_seat(
        by=HOUSE, now=cast.now, person=given["person"], role="analyst", starts=TODAY, partnership=cast.east
    )
    operations.edit_person(by=cast.viewer("east_manager", partnership=cast.east), partnership=cast.east, **given)
    lines = Line.objects.filter(noun="person", key=given["person"].key, verb="people.person_changed")
    assert {line.chain.body for line in lines} == {cast.east, cast.west}
    ended = cast.person("seat_ended")  # held a seat in west until yesterday, and none anywhere now
    with pytest.raises(Forbidden):
        east = cast.viewer("east_manager", partnership=cast.east)
        operations.edit_person(by=east, partnership=cast.east, **given | {"person": ended})
    operations.edit_person(by=cast.viewer(), partnership=cast.west, **given | {"person": ended})


def test_no_address_of_who_we_are_counts_rows(cast, client):
    pages = ["people/", "agencies/", "groups/", f"people/{cast.person('lay_member').key}/"]
    cast.sign_in(client)
    shown = "".join(client.get(f"/west/who/{page}").content.decode() for page in pages)
    links = re.findall(r'href="(/west/who/[^"]*)', shown)
    assert len(links) > 20 and [link for link in links if re.search(r"/\d+/", link)] == []


def test_the_seats_that_wait_are_asked_for_on_the_page_of_their_person(cast, client, give, lay):
    seat = give()
    confirm = f"/west/who/seats/{seat.key}/confirm/"
    page = f"/west/who/people/{lay.key}/"
    assert confirm in cast.sign_in(client, "lead_partner").get(page).content.decode()
    assert confirm not in cast.sign_in(client, "lay_member").get(page).content.decode()
    assert seat in queries.proposed_seats(cast.viewer())


@pytest.mark.django_db
def test_who_could_confirm_finds_it_on_today_with_a_true_number(cast, client, give):
    """And nobody else does: neither who gave it, nor who takes it, nor whoever confirms nothing."""
    given = [give("unit_officer"), give("lead_partner"), give("partnership_chair", partnership=cast.west)]
    for name in ("lead_partner_police", "lead_partner_health"):
        page = words(cast.sign_in(client, name).get("/west/"))
        assert page.count("A seat waits for a second person") == len(given)
        for seat in given:
            assert f"/west/who/seats/{seat.key}/confirm/" in page
        assert f"Waits for a second person ({len(given)})" in words(client.get("/west/who/people/"))
    for name in ("business_manager", "lay_member", "unit_officer", "partnership_chair", "agency_lead"):
        assert "A seat waits for a second person" not in words(cast.sign_in(client, name).get("/west/"))
    operations.confirm_seat(by=cast.viewer("lead_partner_police"), now=cast.now, seat=given[0], version=1)
    page = words(cast.sign_in(client, "lead_partner_health").get("/west/"))
    assert page.count("A seat waits for a second person") == len(given) - 1


@pytest.mark.django_db
def test_today_offers_a_seat_to_exactly_those_who_may_confirm_it(cast, give):
    """One answer in Python and SQL, for everybody of the cast."""
    seat = give("unit_officer")
    may = set()
    for name in cast.people:
        viewer = cast.viewer(name)
        with contextlib.suppress(Refused):
            rules.may_confirm(viewer, seat, cast.west)
            may.add(name)
        assert (seat in set(queries.seats_to_confirm_by(viewer))) == (name in may), name
    assert {"lead_partner", "lead_partner_police", "two_seats", "house_administrator"} <= may


@pytest.mark.django_db
def test_the_same_seat_is_not_given_twice(give, cast):
    give("agency_lead")
    with pytest.raises(Refused, match="holds this seat there already"):
        give("agency_lead")
    give("agency_lead", membership=cast.memberships["health"])


@pytest.mark.django_db
def test_the_page_of_roles_says_who_gives_and_who_confirms(cast, client):
    page = words(cast.sign_in(client, "lay_member").get("/west/who/roles/"))
    for role in roles().values():
        assert role.sentence.replace("'", "&#x27;") in page
    officer = page.split("Unit officer</h2>")[1].split("</dl>")[0]
    assert "Business manager" in officer
    assert "lead safeguarding partner" in officer
    assert "Read the rules and the clocks that run" in page.split("Group member</h2>")[1].split("</dl>")[0]


@pytest.mark.django_db
def test_a_seat_that_outlives_what_it_is_in_is_found_each_night(cast):
    """Rows that no operation writes: put there behind the guard."""
    assert integrity.verify().faults == ()
    assert integrity.verify().counted == Seat.objects.count()
    lead, member = cast.seats["agency_lead"], cast.seats["group_member"]  # of the council, and acting for it
    ends = TODAY + 30 * DAY
    wrong = {
        "group": (QuerySet(Group), cast.quality, {"ends": ends}, {member, cast.seats["group_chair"]}),
        "membership": (QuerySet(Membership), cast.memberships["council"], {"ends": ends}, {lead, member}),
    }
    for rows, thing, values, expected in wrong.values():
        stood = {name: getattr(thing, name) for name in values}
        rows.filter(pk=thing.pk).update(**values)
        told = " ".join(integrity.verify().faults)
        assert {seat for seat in expected if seat.key in told} == expected
        QuerySet(Seat).filter(ends=None).update(ends=ends)
        assert integrity.verify().faults == ()
        QuerySet(Seat).filter(ends=ends).update(ends=None)
        rows.filter(pk=thing.pk).update(**stood)
