"""Who is invited to their account, how long the link opens it, and what the pages of people and accounts show."""

import datetime
import re

import pytest
from django.core import mail
from django.test import Client

from goldenthread.foundation.access.viewer import System
from goldenthread.foundation.notices import operations as notices
from goldenthread.foundation.notices.models import Message
from goldenthread.foundation.organisations import account_queries, operations
from goldenthread.foundation.organisations.models import AccountEvent, AccountLink
from goldenthread.foundation.organisations.operations import links
from goldenthread.foundation.people.models import Person, User
from goldenthread.foundation.room import Refused
from tests.words import words

PASSWORD = "teapot-lantern-gravel"
DAY = datetime.timedelta(days=1)
NEW = {"name": "A new analyst", "post": "Analyst", "email": "new@example.org", "role": "analyst"}
STARTS = {"starts_day": "20", "starts_month": "11", "starts_year": "2026"}


@pytest.fixture
def added(cast, client):
    """Somebody new, added by the business manager on the page."""
    assert cast.sign_in(client).post("/west/who/people/add/", NEW | STARTS).status_code == 302
    return Person.objects.get(user__email="new@example.org")


def delivered(now):
    """The path of the link in the last invitation that went out."""
    notices.deliver_outbox(now=now + datetime.timedelta(minutes=1))
    sent = next(one for one in reversed(mail.outbox) if one.subject == "Golden Thread: your account")
    return "/" + re.search(r"http\S+", sent.body).group().split("/", 3)[3]


def test_somebody_new_is_invited_and_chooses_a_password(cast, client, added):
    path = delivered(cast.now)
    assert [sent.to for sent in mail.outbox] == [["new@example.org"]]
    stranger = Client()
    assert "new@example.org" in words(stranger.get(path))
    assert "first opened on" in words(client.get(f"/west/who/people/{added.key}/"))
    weak = stranger.post(path, {"password1": "password1234", "password2": "password1234"})
    assert weak.status_code == 422
    chosen = {"password1": PASSWORD, "password2": PASSWORD}
    assert stranger.post(path, chosen).url == "/account/login/"
    assert stranger.post("/account/login/", {"login": "new@example.org", "password": PASSWORD}).status_code == 302
    assert stranger.get("/west/").status_code == 200
    assert Client().get(path).status_code == 410  # it opens once
    kinds = AccountEvent.objects.filter(user=added.user).values_list("kind", flat=True)
    assert {"invited", "invitation_opened", "password_set", "signed_in"} <= set(kinds)


def test_no_link_that_works_lies_in_the_database(cast, added):
    [message] = Message.objects.filter(to=added)  # the invitation alone: they cannot sign in to read of their seat
    path = delivered(cast.now)
    assert path not in message.text and message.private_path in message.text
    link = AccountLink.objects.get()
    assert links.path_of(link) == message.private_path
    for other in ("x", path.rstrip("/").rsplit("/", 1)[1] + "x"):
        assert Client().get(f"{message.private_path}{other}/").status_code == 404
    elsewhere = path.replace("invitation", "second-step")
    assert cast.sign_in(Client(), "analyst").get(elsewhere).status_code == 404


def test_an_invitation_opens_for_a_fortnight_and_a_new_one_ends_the_old(cast, client, added, clock):
    old = delivered(cast.now)
    client.post(f"/west/who/people/{added.key}/invite/")
    new = delivered(cast.now)
    assert Client().get(old).status_code == 410
    clock.move_to(cast.now + 14 * DAY - datetime.timedelta(minutes=1))
    assert Client().get(new).status_code == 200
    clock.move_to(cast.now + 14 * DAY + datetime.timedelta(minutes=1))
    assert Client().get(new).status_code == 410
    assert "can no longer be used" in account_queries.account_of(added, cast.now + 15 * DAY).invitation


def test_an_invitation_resets_no_password(cast, client, added):
    path = delivered(cast.now)
    added.user.set_password(PASSWORD)
    added.user.save()
    assert Client().get(path).status_code == 410
    with pytest.raises(Refused, match="opened their account already"):
        operations.invite(by=cast.viewer(), now=cast.now, person=added, partnership=cast.west)
    page = words(client.get(f"/west/who/people/{added.key}/"))
    assert "Send an invitation" not in page


def test_of_two_who_use_one_invitation_at_once_the_second_is_refused(cast, added):
    link = AccountLink.objects.get(user=added.user)
    stale = AccountLink.objects.get(pk=link.pk)
    form = type("Form", (), {"save": lambda self: saved.append(1)})
    saved = []
    links.use_invitation(link=link, form=form(), now=cast.now, address="")
    with pytest.raises(Refused, match="has been used"):
        links.use_invitation(link=stale, form=form(), now=cast.now, address="")
    assert saved == [1]


def test_somebody_in_the_house_already_is_not_invited_and_a_closed_account_is_not_opened(cast, client, added):
    before = AccountLink.objects.count()
    posted = NEW | STARTS | {"email": "east_manager@example.org"}
    assert cast.sign_in(client).post("/west/who/people/add/", posted).status_code == 302
    assert AccountLink.objects.count() == before
    path = delivered(cast.now)
    operations.set_account(by=cast.viewer("house_administrator"), now=cast.now, user=added.user, active=False)
    assert Client().get(path).status_code == 410


def test_an_invitation_to_a_closed_account_opens_nothing_ever(cast, added):
    """Neither while it is closed, also by a statement, nor when it is opened again."""
    path = delivered(cast.now)
    User.objects.filter(pk=added.user_id).update(is_active=False)
    assert Client().get(path).status_code == 410
    User.objects.filter(pk=added.user_id).update(is_active=True)
    for active in (False, True):
        user = User.objects.get(pk=added.user_id)
        operations.set_account(by=cast.viewer("house_administrator"), now=cast.now, user=user, active=active)
    assert Client().get(path).status_code == 410


def test_who_manages_accounts_sees_how_they_stand_and_nobody_else(cast, client):
    cast.second_step("scrutineer")
    User.objects.filter(pk=cast.person("scrutineer").user_id).update(last_login=cast.now - DAY)
    address = f"/west/who/people/{cast.person('scrutineer').key}/"
    shown = words(cast.sign_in(client, "unit_officer").get(address))
    assert "scrutineer@example.org" in shown and "19 November 2026 at 10:00" in shown
    assert "Set up, and confirmed" in shown
    for name in ("lay_member", "lead_partner"):
        told = words(cast.sign_in(client, name).get(address))
        assert "scrutineer@example.org" not in told and "Last signed in" not in told, name


def test_nobody_learns_how_an_account_of_another_partnership_stands(cast, client):
    """Of somebody who sat here and sits elsewhere now, the name and the last day alone."""
    gone = cast.person("seat_ended")
    User.objects.filter(pk=gone.user_id).update(last_login=cast.now - DAY)
    moment, page = "19 November 2026 at 10:00", f"/west/who/people/{gone.key}/"
    cast.sign_in(client, "unit_officer")
    assert moment in words(client.get(page)) and moment in words(client.get("/west/who/people/without-seat/"))
    given = {"role": "analyst", "partnership": cast.east, "starts": cast.now.date(), "now": cast.now}
    operations.give_seat(person=gone, by=System("a test"), **given)
    told = words(client.get("/west/who/people/without-seat/"))
    assert gone.name in told and moment not in told
    assert moment not in words(client.get(page)) and "seat_ended@" not in words(client.get(page))


def test_people_without_a_seat_are_listed_where_they_sat(cast, client):
    operations.add_person(by=cast.viewer(), now=cast.now, partnership=cast.west, name="Never given one")
    operations.add_person(
        by=cast.viewer("east_manager", partnership=cast.east), now=cast.now, partnership=cast.east, name="Of the east"
    )
    listed = {person.name: last for person, last, _ in account_queries.without_a_seat(cast.viewer())}
    yesterday = cast.now.date() - DAY
    assert listed == {"The agency left": yesterday, "The seat ended": yesterday, "Never given one": None}
    assert "Never held one" in words(cast.sign_in(client).get("/west/who/people/without-seat/"))
    shown = words(cast.sign_in(client, "house_administrator").get("/house/people/?show=no-seat"))
    assert "Of the east" in shown and "The seat ended" in shown and "The scrutineer" not in shown


def found(client, query):
    return set(re.findall(r"The [a-z ]+?(?= <|<)", client.get(f"/west/who/people/?q={query}").content.decode()))


def test_people_are_found_by_name_and_by_exact_address_within_what_one_sees(cast, client):
    cast.sign_in(client)
    assert "The scrutineer" in found(client, "SCRUT") and "The analyst" not in found(client, "SCRUT")
    assert "The scrutineer" in found(client, "Scrutineer@example.org")
    assert "The scrutineer" not in found(client, "scrutineer@example")  # an address is given whole
    assert "The east manager" not in found(client, "east") | found(client, "east_manager@example.org")
    assert "Nobody who holds a seat is called so" in words(client.get("/west/who/people/?q=nobody"))
    cast.sign_in(client, "lay_member")
    assert "The scrutineer" in found(client, "scrut")
    assert "The scrutineer" not in found(client, "scrutineer@example.org")
    cast.sign_in(client, "house_administrator")
    assert "The east manager" in words(client.get("/house/people/?q=east_manager@example.org"))


def test_each_sees_their_own_sign_ins_and_the_administrator_all(cast, client):
    for name in ("analyst", "scrutineer"):
        user = cast.person(name).user
        AccountEvent.objects.create(
            user=user, kind="failed", address="203.0.113.5", day=cast.now.date(), first_at=cast.now, last_at=cast.now
        )
    own = words(cast.sign_in(client, "analyst").get("/account/sign-ins/"))
    assert "1 line" in own and "Failed to sign in" in own and "203.0.113.5" in own
    assert client.get("/house/sign-ins/").status_code == 404
    cast.sign_in(client, "house_administrator")
    assert "2 lines" in words(client.get("/house/sign-ins/?kind=failed"))
    assert "1 line" in words(client.get("/house/sign-ins/?q=scrutineer@example.org&kind=failed"))
    assert "Nothing matches" in words(client.get("/house/sign-ins/?kind=wrong_code"))
