"""Signing in as a made-up person by one click: only with the setting, on loopback, in a database that ./run made."""

import pytest
from django.db import connection
from django.urls import reverse

from goldenthread.foundation.organisations import operations
from goldenthread.foundation.people.models import Person, User


@pytest.fixture
def trial(settings, tmp_path, cast):
    """Everything as ./run leaves it."""
    settings.EXAMPLE_SIGN_IN = True
    settings.HOME = tmp_path
    settings.ALLOWED_HOSTS = ["localhost", "127.0.0.1", "trial.example"]
    (tmp_path / "made-by-run").write_text(str(connection.settings_dict["NAME"]))
    return {"HTTP_HOST": "localhost:8000", "REMOTE_ADDR": "127.0.0.1"}


def _post(client, cast, **how):
    return client.post(reverse("examples"), {"person": cast.person("business_manager").key}, **how)


def test_one_click_signs_in_in_a_trial(client, cast, trial):
    assert "The business manager" in client.get(reverse("examples"), **trial).content.decode()
    answer = _post(client, cast, **trial)
    assert answer.status_code == 302
    assert client.session["_auth_user_id"] == str(cast.person("business_manager").user_id)


@pytest.mark.parametrize(
    "broken",
    [
        "setting",
        "address",
        "HTTP_X_FORWARDED_FOR",
        "HTTP_X_FORWARDED_PROTO",
        "HTTP_X_REAL_IP",
        "HTTP_FORWARDED",
        "HTTP_VIA",
        "a proxy that adds nothing",
        "a number",
        "name",
        "mark",
        "another database",
    ],
)
def test_without_any_one_of_the_conditions_the_page_does_not_exist(client, cast, trial, settings, tmp_path, broken):
    if broken == "setting":
        settings.EXAMPLE_SIGN_IN = False
    if broken == "address":
        trial["REMOTE_ADDR"] = "10.0.0.7"
    if broken.startswith("HTTP_"):
        trial[broken] = "10.0.0.7"
    if broken == "a proxy that adds nothing":
        trial["SERVER_PROTOCOL"] = "HTTP/1.0"
    if broken == "a number":
        trial["HTTP_HOST"] = "127.0.0.1:8000"
    if broken == "name":
        trial["HTTP_HOST"] = "trial.example"
    if broken == "mark":
        (tmp_path / "made-by-run").unlink()
    if broken == "another database":
        (tmp_path / "made-by-run").write_text("somewhere/else.sqlite3")
    assert client.get(reverse("examples"), **trial).status_code == 404
    assert _post(client, cast, **trial).status_code == 404
    assert "_auth_user_id" not in client.session


def test_only_made_up_people_can_be_chosen(client, cast, trial):
    real = operations.add_person(
        by=cast.viewer(), now=cast.now, partnership=cast.west, name="Somebody", email="somebody@example.org"
    )
    assert client.post(reverse("examples"), {"person": real.key}, **trial).status_code == 404


def test_nobody_registers_themselves(client, db):
    answer = client.post(
        reverse("account_signup"),
        {"email": "new@example.org", "password1": "a long password 1", "password2": "a long password 1"},
    )
    assert answer.status_code in (200, 302, 404)
    assert not User.objects.filter(email="new@example.org").exists()


def test_an_account_without_a_seat_sees_only_the_door(client, cast):
    person = Person.objects.get(pk=cast.person("analyst").pk)
    seat = person.seats.get()
    operations.edit_seat(
        by=cast.viewer("unit_officer"),
        now=cast.now,
        seat=seat,
        version=seat.version,
        ends=cast.now.date().replace(year=2025),
    )
    cast.sign_in(client, "analyst")
    assert "You hold no seat yet" in client.get("/").content.decode()
    assert client.get("/west/work/").status_code == 404


def test_no_card_leads_the_house_administrator_to_pages_that_are_closed_to_them(client, cast):
    cast.sign_in(client, "house_administrator")
    door = client.get("/").content.decode()
    assert "You administer the house" in door and 'href="/west/"' in door
    opened = client.get("/west/")  # what anybody reads of a partnership
    assert opened.status_code == 200 and 'href="/west/work/"' not in opened.content.decode()
    reports = client.get("/west/report/")  # public, and headed by a link to the first page
    assert reports.status_code == 200 and 'href="/west/work/"' not in reports.content.decode()


def test_in_a_trial_an_unknown_name_is_answered_and_is_no_fault(client, trial):
    client.raise_request_exception = False
    assert client.get("/", **(trial | {"HTTP_HOST": "unknown.example"})).status_code == 400
