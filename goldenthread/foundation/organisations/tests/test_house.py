"""The house administrator: partnerships and accounts, and no record."""

import pytest
from django.core.management import CommandError, call_command
from django.db.models import QuerySet
from django.test import Client

from goldenthread.foundation.access.queries import Forbidden
from goldenthread.foundation.access.viewer import System
from goldenthread.foundation.diary.models import Due
from goldenthread.foundation.organisations import operations
from goldenthread.foundation.organisations.models import AccountEvent
from goldenthread.foundation.people.models import Body, Seat, User
from goldenthread.foundation.room import Refused
from tests.words import words


@pytest.mark.parametrize(
    "role,expected", [("business_manager", 404), ("lay_member", 404), ("house_administrator", 200)]
)
def test_only_a_house_administrator_opens_it(cast, client, role, expected):
    assert client.get("/house/").status_code == 302
    assert cast.sign_in(client, role).get("/house/").status_code == expected


def test_starting_a_partnership_gives_it_a_manager_who_can_go_on(cast, client):
    cast.sign_in(client, "house_administrator")
    given = {
        "key": "north-vale",
        "name": "North Vale Partnership",
        "short_name": "NVSCP",
        "manager": "manager@example.org",
    }
    assert client.post("/house/add/", given).status_code == 302
    seat = Seat.objects.get(partnership__key="north-vale")
    assert (seat.role, seat.person.user.email) == ("business_manager", "manager@example.org")
    again = client.post("/house/add/", given | {"manager": "other@example.org"})
    assert again.status_code == 422
    assert "is taken" in again.content.decode()


@pytest.mark.parametrize("key", ["house", "Account", "a b", "static"])
def test_a_key_that_would_hide_another_address_is_refused(cast, client, key):
    cast.sign_in(client, "house_administrator")
    answer = client.post("/house/add/", {"key": key, "name": "X", "manager": "x@example.org"})
    assert answer.status_code == 422
    assert not Body.objects.filter(name="X").exists()


def test_a_closed_account_no_longer_signs_in(cast, client):
    cast.sign_in(client, "house_administrator")
    user, other = cast.person("analyst").user, cast.sign_in(Client(), "analyst")
    page = f"/house/people/{user.person.key}/"
    assert client.post(f"{page}close/").status_code == 422  # nobody said that they are sure
    assert other.get("/west/").status_code == 200
    assert client.post(f"{page}close/", {"sure": "on"}).status_code == 302
    assert not User.objects.get(pk=user.pk).is_active
    assert other.get("/west/work/").status_code == 302
    assert client.get(f"{page}close/").status_code == 404
    assert client.post(f"{page}open/").status_code == 302
    assert User.objects.get(pk=user.pk).is_active
    own = cast.person("house_administrator").user
    assert client.post(f"/house/people/{own.person.key}/close/", {"sure": "on"}).status_code == 422
    assert User.objects.get(pk=own.pk).is_active
    assert set(AccountEvent.objects.filter(user=user).values_list("kind", flat=True)) == {"closed", "opened"}


def test_closing_an_account_says_first_what_stands_in_its_name(cast, client, things):
    QuerySet(Due).filter(pk=things.clock.pk).update(person=cast.person("scrutineer"))
    cast.sign_in(client, "house_administrator")
    asked = words(client.get(f"/house/people/{cast.person('scrutineer').key}/close/"))
    assert "Independent scrutineer, West Partnership" in asked
    assert "1 thing that is due in West Partnership" in asked
    assert "A listed reader of 6 things" in asked
    assert things.clock.title not in asked


def test_the_last_manager_keeps_their_account_until_there_is_a_successor(cast, client):
    cast.sign_in(client, "house_administrator")
    page = f"/house/people/{cast.person('business_manager').key}/close/"
    refused = client.post(page, {"sure": "on"})
    assert refused.status_code == 422
    assert "is the last business manager of West Partnership who can sign in" in words(refused)
    assert "Give the seat to a successor first" in words(refused)
    given = {"by": System("a test"), "now": cast.now, "starts": cast.now.date()}
    operations.give_seat(person=cast.person("analyst"), role="business_manager", partnership=cast.west, **given)
    assert client.post(page, {"sure": "on"}).status_code == 302


def test_nobody_closes_their_own_account_nor_anybodys_without_the_office(cast):
    seat = {"by": System("a test"), "now": cast.now, "starts": cast.now.date(), "partnership": cast.west}
    operations.give_seat(person=cast.person("analyst"), role="house_administrator", **seat)  # so nobody is the last
    own = {"user": cast.person("house_administrator").user, "now": cast.now, "active": False}
    with pytest.raises(Refused, match="your own account"):
        operations.set_account(by=cast.viewer("house_administrator"), **own)
    for name in ("business_manager", "unit_officer"):
        with pytest.raises(Forbidden):
            operations.set_account(by=cast.viewer(name), **own)


def test_the_command_starts_an_empty_house(db):
    call_command(
        "start_partnership",
        "vale",
        "Vale Partnership",
        "--manager",
        "m@example.org",
        "--administrator",
        "a@example.org",
        verbosity=0,
    )
    assert set(Seat.objects.values_list("role", flat=True)) == {"business_manager", "house_administrator"}
    with pytest.raises(CommandError, match="taken"):
        call_command("start_partnership", "vale", "Vale Partnership", "--manager", "n@example.org")


def test_a_partnership_that_was_loaded_gets_its_first_people(cast, client):
    """A record file gives nobody an account; the command gives the partnership its business manager."""
    bare = operations.add_partnership(by=System("a test"), now=cast.now, key="loaded", name="Loaded Partnership")
    call_command("start_partnership", "loaded", "Another name", "--manager", "first@example.org", verbosity=0)
    assert Seat.objects.get(partnership=bare).person.user.email == "first@example.org"
    bare.refresh_from_db()
    assert bare.name == "Loaded Partnership"
    with pytest.raises(CommandError, match="people work there already"):
        call_command("start_partnership", "loaded", "Another name", "--manager", "second@example.org")
