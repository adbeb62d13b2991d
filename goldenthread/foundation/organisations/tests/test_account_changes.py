"""Another address for somebody, and a lost second step: who asks, who confirms, and who is told."""

import contextlib
import datetime

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.core.management import CommandError, call_command
from django.db.models import QuerySet

from goldenthread.foundation.access.queries import Forbidden
from goldenthread.foundation.access.roles import roles
from goldenthread.foundation.access.viewer import System, viewer_for
from goldenthread.foundation.history.models import Line
from goldenthread.foundation.notices import operations as notices
from goldenthread.foundation.notices.models import Message
from goldenthread.foundation.organisations import account_queries, account_rules, operations
from goldenthread.foundation.organisations.models import AccountChange, AccountEvent, AccountLink
from goldenthread.foundation.organisations.operations import links
from goldenthread.foundation.people.models import Person, Seat, User
from goldenthread.foundation.room import Refused
from tests.words import words

pytestmark = pytest.mark.one_database

TODAY = datetime.date(2026, 11, 20)
DAY = datetime.timedelta(days=1)
WHY = "Rung back at the council."
HOUSE = System("the tests")


@pytest.fixture
def change(cast):
    """Another address, asked for by the unit officer of west unless another is said."""

    def change_address(name, email="new@example.org", by="unit_officer", **more):
        partnership = more.pop("partnership", cast.west)
        viewer = by if isinstance(by, System) else cast.viewer(by, partnership=partnership or cast.west)
        given = {"by": viewer, "now": cast.now, "partnership": partnership, "reason": WHY} | more
        return operations.change_address(person=cast.person(name), email=email, **given)

    return change_address


def email_of(cast, name):
    return User.objects.get(person=cast.person(name)).email


def decide(cast, change, name="lead_partner", **more):
    viewer = more.pop("by", None) or cast.viewer(name)
    return operations.confirm_account_change(by=viewer, now=cast.now, change=change, version=change.version)


def test_the_unit_changes_the_address_of_whoever_signs_nothing_and_both_are_told(cast, client):
    cast.sign_in(client, "unit_officer")
    user = cast.person("lay_member").user
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    SocialAccount.objects.create(user=user, provider="work", uid="1")
    address = f"/west/who/people/{cast.person('lay_member').key}/address/"
    assert client.post(address, {"email": "New@Example.org"}).status_code == 422  # how do you know?
    assert client.post(address, {"email": "New@Example.org", "reason": WHY}).status_code == 302
    assert email_of(cast, "lay_member") == "new@example.org"
    assert [row.email for row in EmailAddress.objects.filter(user=user)] == ["new@example.org"]
    assert not SocialAccount.objects.filter(user=user).exists()
    notices.deliver_outbox(now=cast.now + datetime.timedelta(minutes=1))
    told = [sent.to[0] for sent in mail.outbox if "was changed" in sent.subject]
    assert told == ["lay_member@example.org", "new@example.org"]
    assert AccountEvent.objects.filter(user=user, kind="address_changed").exists()
    line = Line.objects.get(noun="person", verb="people.address_changed", chain__body=cast.west)
    assert line.seat and not hasattr(line, "values")  # no address stands in history


@pytest.mark.parametrize("name", ["lead_partner", "business_manager", "partnership_chair"])
def test_an_address_that_opens_a_weighty_seat_waits_for_a_second_person(cast, change, name):
    asked = change(name)
    assert asked.state == "asked" and email_of(cast, name) == f"{name}@example.org"
    for refused in ("unit_officer", "scrutineer", name):
        with pytest.raises(Forbidden):
            decide(cast, asked, refused)
    with pytest.raises(Forbidden):
        decide(cast, asked, by=cast.viewer("east_manager", partnership=cast.east))
    with pytest.raises(Refused, match="waits for a second person already"):
        change(name, "other@example.org")
    decide(cast, asked, "lead_partner_health")
    assert email_of(cast, name) == "new@example.org"
    with pytest.raises(Refused, match="decided already"):
        decide(cast, asked, "lead_partner_police")


def test_whoever_reads_what_is_kept_to_listed_people_is_guarded_alike(cast, change, things):
    assert change("scrutineer").state == "asked"  # listed for six things, by a seat that signs nothing
    assert change("analyst", "other@example.org").state == "done"


def test_who_can_confirm_is_told_and_whose_account_it_is(cast, change, client):
    asked = change("lead_partner")
    to = set(Message.objects.values_list("to__name", flat=True))
    assert {"The lead partner", "The business manager", "The lead partner health"} <= to
    assert not to & {"The unit officer", "The scrutineer", "The house administrator"}
    page = f"/west/who/account-changes/{asked.key}/"
    assert Message.objects.filter(text__contains=page).exists()
    assert asked.key in cast.sign_in(client, "lead_partner_health").get("/west/who/people/").content.decode()
    for name in ("lay_member", "scrutineer", "lead_partner"):
        assert asked.key not in cast.sign_in(client, name).get("/west/who/people/").content.decode(), name
        assert client.get(page).status_code in (403, 404), name
    cast.sign_in(client, "lead_partner_health")
    assert "new@example.org in place of lead_partner@example.org" in words(client.get(page))
    assert client.post(page, {"answer": "no", "version": "1"}).status_code == 422
    assert client.post(page, {"answer": "no", "reason": "Not them.", "version": "1"}).status_code == 302
    assert email_of(cast, "lead_partner") == "lead_partner@example.org"
    assert AccountChange.objects.get().state == "declined"


def test_whoever_asked_takes_it_back_and_confirms_nothing(cast, change, client):
    asked = change("lead_partner")
    page = f"/west/who/account-changes/{asked.key}/"
    cast.sign_in(client, "unit_officer")
    assert client.post(page, {"answer": "yes", "version": "1"}).status_code == 422
    assert client.post(page, {"answer": "no", "reason": "A mistake.", "version": "1"}).status_code == 302
    assert email_of(cast, "lead_partner") == "lead_partner@example.org"


def test_an_account_that_is_used_elsewhere_too_is_the_administrators_to_confirm(cast, change):
    seat = {"role": "analyst", "starts": TODAY, "by": HOUSE, "now": cast.now}
    operations.give_seat(person=cast.person("lay_member"), partnership=cast.east, **seat)
    for name, email in (("lay_member", "new@example.org"), ("shared_member", "other@example.org")):
        asked = change(name, email)
        assert asked.state == "asked", name
        with pytest.raises(Forbidden):
            decide(cast, asked, "lead_partner")
        decide(cast, asked, "house_administrator")
        assert email_of(cast, name) == email


def test_a_partnership_changes_nobody_who_sits_elsewhere_alone(cast, client, change):
    with pytest.raises(Forbidden):
        change("analyst", by="east_manager", partnership=cast.east)
    key = cast.person("analyst").key
    cast.sign_in(client, "east_manager")
    for page in ("address", "second-step", "invite"):
        assert client.post(f"/east/who/people/{key}/{page}/", {"email": "a@b.org", "reason": WHY}).status_code in (
            404,
            405,
        )
    assert email_of(cast, "analyst") == "analyst@example.org"


def test_an_address_of_somebody_elsewhere_is_refused_and_nothing_else_is_told(cast, change):
    with pytest.raises(Refused) as refused:
        change("lay_member", "EAST_manager@example.org")
    assert "already" not in refused.value.sentence and "east" not in refused.value.sentence.lower()
    asked = change("lead_partner", "taken@example.org")
    User.objects.create_user("taken@example.org")
    with pytest.raises(Refused, match="cannot be given"):
        decide(cast, asked, "lead_partner_health")
    assert AccountChange.objects.get(pk=asked.pk).state == "asked"


def test_an_address_that_was_taken_meanwhile_makes_no_account(cast, change):
    given = {"by": cast.viewer(), "now": cast.now}
    cast.people["signer"] = signer = operations.add_person(partnership=cast.west, name="Signer", **given)
    seat = {"role": "lead_partner", "membership": cast.memberships["police"], "starts": TODAY}
    operations.give_seat(person=signer, by=HOUSE, now=cast.now, **seat)
    asked = change("signer", "taken@example.org")
    User.objects.create_user("taken@example.org")
    with pytest.raises(Refused, match="cannot be given"):
        decide(cast, asked, "lead_partner_health")


def test_nobody_is_asked_to_change_an_account_without_saying_how_they_know(cast, change):
    cast.second_step("scrutineer")
    for ask in (lambda: change("lay_member", reason=" "), lambda: reset(cast, reason=" ")):
        with pytest.raises(Refused, match="Say how you know"):
            ask()


def test_no_link_that_was_sent_to_the_old_address_opens_once_it_changed(cast, change):
    """Also of an account that was closed by a statement and is opened again."""
    user = cast.person("lay_member").user
    link = links.new_link(user=user, kind=AccountLink.Kind.INVITATION, now=cast.now)
    user.is_active = False
    user.save()
    assert change("lay_member").state == "done"
    assert not AccountLink.objects.get(pk=link.pk).is_open_at(cast.now)


def test_whoever_has_a_closed_account_is_no_second_person(cast, change):
    confirming = [row for row in cast.seats.values() if roles()[row.role].confirms]
    others = {row.person_id for row in [*confirming, *Seat.objects.filter(person=cast.person("two_seats"))]}
    others -= {cast.person("business_manager").pk}
    User.objects.filter(person__in=others).update(is_active=False)
    with pytest.raises(Refused, match="Nobody else in the house"):
        change("unit_officer", by="business_manager")


def test_an_account_for_somebody_who_had_none(cast, change):
    given = {"by": cast.viewer(), "now": cast.now}
    cast.people["bare"] = operations.add_person(partnership=cast.west, name="Bare", **given)
    assert change("bare").state == "done"
    assert AccountLink.objects.get(user__person=cast.person("bare")).kind == "invitation"
    cast.people["signer"] = signer = operations.add_person(partnership=cast.west, name="Signer", **given)
    seat = {"role": "lead_partner", "membership": cast.memberships["police"], "starts": TODAY}
    operations.give_seat(person=signer, by=HOUSE, now=cast.now, **seat)
    asked = change("signer", "signer@example.org")
    assert asked.state == "asked" and Person.objects.get(pk=signer.pk).user is None
    decide(cast, asked, "lead_partner_health")
    assert Person.objects.get(pk=signer.pk).user.email == "signer@example.org"


def test_nobody_changes_their_own_so_and_everybody_else_needs_the_right(cast, change, client):
    with pytest.raises(Refused, match="your own account"):
        change("unit_officer")
    for name in ("lay_member", "lead_partner", "scrutineer"):
        with pytest.raises(Forbidden):
            change("analyst", by=name)


def test_the_administrator_mends_a_mistyped_first_manager_alone_and_takes_over_no_account(cast, change):
    admin = cast.viewer("house_administrator")
    body = operations.start_partnership(
        by=HOUSE, now=cast.now, key="vale", name="Vale Partnership", manager="mistyped@example.org"
    )
    person = Person.objects.get(user__email="mistyped@example.org")
    given = {"by": admin, "now": cast.now, "person": person, "reason": WHY}
    assert operations.change_address(email="right@example.org", **given).state == "done"
    assert AccountLink.objects.filter(user=person.user, ended_at=None).count() == 1  # invited there
    User.objects.filter(pk=person.user_id).update(last_login=cast.now)
    given["person"] = Person.objects.get(pk=person.pk)
    for row in Seat.objects.filter(role="house_administrator").exclude(person_id=admin.person_id):
        QuerySet(Seat).filter(pk=row.pk).update(ends=TODAY - DAY)
    with pytest.raises(Refused, match="Nobody else in the house can confirm"):
        operations.change_address(email="mine@example.org", **given)
    call_command("change_address", "right@example.org", "really@example.org", "--reason", WHY)
    assert User.objects.get(pk=person.user_id).email == "really@example.org"
    with pytest.raises(CommandError, match="No account"):
        call_command("change_address", "right@example.org", "really@example.org", "--reason", WHY)
    assert body.key == "vale"


def test_a_change_by_the_administrator_is_confirmed_where_the_person_sits(cast, change, client):
    asked = change("lead_partner", by="house_administrator", partnership=None)
    assert asked.state == "asked"
    with pytest.raises(Forbidden):
        decide(cast, asked, by=cast.viewer("east_manager", partnership=cast.east))
    page = f"/west/who/account-changes/{asked.key}/"
    assert cast.sign_in(client).post(page, {"answer": "yes", "version": "1"}).status_code == 302
    assert email_of(cast, "lead_partner") == "new@example.org"


# A lost second step


def reset(cast, name="scrutineer", by=None, **more):
    given = {"now": cast.now, "reason": WHY, "partnership": cast.west} | more
    return operations.ask_for_reset(by=by or cast.viewer("unit_officer"), person=cast.person(name), **given)


def test_a_lost_second_step_is_reset_by_two_and_every_session_falls_back(cast, client, things):
    address = f"/west/thread/work/{things.named.ref}/"
    cast.sign_in(client, second_factor=True)
    assert client.get(address).status_code == 200
    asked = reset(cast, "business_manager")
    assert client.get(address).status_code == 200  # nothing before the second person
    with pytest.raises(Forbidden):
        decide(cast, asked, "unit_officer")
    decide(cast, asked, "lead_partner")
    assert client.get(address).status_code == 403
    user = cast.person("business_manager").user
    assert not Authenticator.objects.filter(user=user).exists()
    assert User.objects.get(pk=user.pk).second_step_counts_from is None
    assert AccountEvent.objects.filter(user=user, kind="second_step_reset").exists()
    assert Message.objects.filter(to=cast.person("business_manager"), subject__contains="was reset").exists()
    assert Line.objects.filter(verb="people.second_step_reset", key=cast.person("business_manager").key).exists()


def test_a_reset_is_asked_for_where_there_is_a_step_and_by_somebody_else(cast, client):
    with pytest.raises(Refused, match="no second step"):
        reset(cast)
    cast.second_step("scrutineer")
    cast.second_step("unit_officer")
    with pytest.raises(Refused, match="your own account"):
        reset(cast, "unit_officer")
    with pytest.raises(Forbidden):
        reset(cast, by=viewer_for(cast.person("lay_member"), cast.west, cast.now))
    page = f"/west/who/people/{cast.person('scrutineer').key}/second-step/"
    assert cast.sign_in(client).post(page, {"reason": WHY}).status_code == 302
    asked = AccountChange.objects.get()
    cast.sign_in(client, "house_administrator")
    posted = {"answer": "yes", "version": "1"}
    assert client.post(f"/house/account-changes/{asked.key}/", posted).status_code == 302
    assert not Authenticator.objects.exclude(user=cast.person("unit_officer").user).exists()


def test_a_command_resets_where_nobody_could_confirm(cast, capsys):
    cast.second_step("scrutineer")
    call_command("reset_second_step", "scrutineer@example.org", "--reason", WHY)
    assert "password alone" in capsys.readouterr().out
    assert not Authenticator.objects.exists()
    with pytest.raises(CommandError, match="no second step"):
        call_command("reset_second_step", "scrutineer@example.org", "--reason", WHY)


# Who may decide, or object


def test_today_offers_a_change_to_exactly_those_who_may_decide_it(cast, change, client):
    """One answer of the rule and of Today, for everybody of the cast; and its own to whose account it is."""
    asked = change("lead_partner")
    may = set()
    for name in cast.people:
        viewer = cast.viewer(name)
        with contextlib.suppress(Refused):
            account_rules.is_second_person(viewer, asked, cast.now)
            may.add(name)
        assert (asked in account_queries.waiting_before(viewer)[1]) == (name in may), name
    assert {"business_manager", "lead_partner_health", "house_administrator"} <= may
    assert not may & {"unit_officer", "lead_partner", "east_manager", "scrutineer"}
    page = f"/west/who/account-changes/{asked.key}/"
    for name in ("lead_partner_police", "unit_officer", "lay_member"):
        shown = cast.sign_in(client, name).get("/west/").content.decode()
        assert (page in shown) == (name in may), name
    own = cast.sign_in(client, "lead_partner").get("/west/").content.decode()
    assert page not in own and f"/account/changes/{asked.key}/" in own
    decide(cast, asked, "lead_partner_health")
    assert page not in cast.sign_in(client, "lead_partner_police").get("/west/").content.decode()


def test_what_no_partnership_may_decide_stands_on_nobodys_today(cast, change):
    asked = change("shared_member", "other@example.org")  # who sits in two
    offered = {name for name in cast.people if asked in account_queries.waiting_before(cast.viewer(name))[1]}
    assert offered == {"house_administrator"}


def test_whose_account_it_is_objects_and_those_who_decide_are_told_and_nobody_else(cast, change, client):
    asked = change("lead_partner")
    page = f"/account/changes/{asked.key}/"
    mailed = Message.objects.get(to=cast.person("lead_partner"))
    assert page in mailed.text and "new@example.org" not in mailed.text
    before = set(Message.objects.values_list("pk", flat=True))
    for name in ("business_manager", "unit_officer", "lead_partner_health", "house_administrator"):
        assert cast.sign_in(client, name).get(page).status_code == 404, name
    cast.sign_in(client, "lead_partner")
    assert "new@example.org" in words(client.get(page)) and WHY not in words(client.get(page))
    assert client.post(page, {"version": "1"}).status_code == 422
    assert client.post(page, {"version": "1", "objection": "I asked nobody for this."}).status_code == 302

    told = Message.objects.exclude(pk__in=before)
    deciding = {row.name for row in account_queries.second_people(frozenset({cast.west.pk}), cast.now, set())}
    assert {row.to.name for row in told} == deciding - {"The lead partner"} | {"The unit officer"}
    assert len(told) == len({row.to for row in told}) and all("lead partner" not in row.text for row in told)
    assert Line.objects.filter(verb="people.account_change_objected", chain__body=cast.west).exists()

    cast.sign_in(client, "lead_partner_health")  # who decides reads it first, also with the page open since before
    decided = f"/west/who/account-changes/{asked.key}/"
    assert "did not ask for this" in words(client.get(decided)) and "I asked nobody" in words(client.get(decided))
    assert client.post(decided, {"answer": "yes", "version": "1"}).status_code == 422
    assert email_of(cast, "lead_partner") == "lead_partner@example.org"
    assert client.post(decided, {"answer": "no", "reason": "Not theirs.", "version": "2"}).status_code == 302
    assert "answered this already: not done" in words(client.get(decided, follow=True))
    assert "waits for nobody any more" in words(cast.sign_in(client, "lead_partner").get(page, follow=True))


def test_nobody_objects_for_another_nor_to_what_was_decided(cast, change):
    asked = change("lead_partner")
    given = {"now": cast.now, "change": asked, "version": 1, "objection": "Not theirs."}
    for by in (cast.viewer(), cast.viewer("unit_officer"), HOUSE):
        with pytest.raises(Forbidden, match="Only whose account"):
            operations.object_to_account_change(by=by, **given)
    decide(cast, asked, "lead_partner_health")
    with pytest.raises(Refused, match="decided already"):
        operations.object_to_account_change(by=cast.viewer("lead_partner"), **given)


def test_whoever_asked_hears_of_a_no(cast, change):
    asked = change("lead_partner")
    given = {"by": cast.viewer("lead_partner_health"), "now": cast.now, "change": asked, "version": 1}
    operations.decline_account_change(reason="Not them.", **given)
    page = f"/west/who/account-changes/{asked.key}/"
    assert Message.objects.filter(to=cast.person("unit_officer"), text__contains=page).exists()


def test_a_manager_who_also_administers_the_house_decides_as_either(cast, change):
    seat = {"role": "house_administrator", "starts": TODAY, "by": HOUSE, "now": cast.now}
    operations.give_seat(person=cast.person("business_manager"), partnership=cast.west, **seat)
    decide(cast, change("lead_partner"), "business_manager")
    decide(cast, change("shared_member", "other@example.org"), "business_manager")
    assert email_of(cast, "shared_member") == "other@example.org"
