"""The house administrator: partnerships and accounts, and no record."""

import pytest
from django.core.management import CommandError, call_command

from goldenthread.foundation.access.viewer import System
from goldenthread.foundation.organisations import operations
from goldenthread.foundation.people.models import Body, Seat, User


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
    user = cast.person("analyst").user
    assert client.post(f"/house/accounts/{user.person.key}/").status_code == 302
    assert not User.objects.get(pk=user.pk).is_active
    own = cast.person("house_administrator").user
    client.post(f"/house/accounts/{own.person.key}/")
    assert User.objects.get(pk=own.pk).is_active


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
