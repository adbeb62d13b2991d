"""How often somebody may fail to sign in, and whom a stranger can shut out: nobody who works here."""

import datetime

import pytest
from django.core.cache import cache
from django.db import OperationalError
from django.test import Client, RequestFactory

from goldenthread.foundation.organisations import account_log
from goldenthread.foundation.organisations.models import AccountEvent
from goldenthread.foundation.organisations.sign_in.limits import client_address
from tests.words import words

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
PASSWORD = "teapot-lantern-gravel"
HERE, ELSEWHERE = "203.0.113.5", "198.51.100.9"


@pytest.fixture(autouse=True)
def limits(settings):
    settings.SIGN_IN_LIMITS = {"account_here": "5/5m/key", "here": "10/m/key", "account": "100/h/key"}
    settings.ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": "5/5m/key"}
    settings.PROXIES = 1
    cache.clear()


@pytest.fixture
def colleague(cast):
    user = cast.person("scrutineer").user
    user.set_password(PASSWORD)
    user.save()
    return user.email


def enter(email, address, password=PASSWORD):
    """Whether somebody who comes through the proxy from this address gets in."""
    sent = {"login": email, "password": password}
    answer = Client().post(
        "/account/login/", sent, HTTP_X_FORWARDED_FOR=f"10.9.9.9, {address}", REMOTE_ADDR="127.0.0.1"
    )
    assert answer.status_code in (200, 302)
    if answer.status_code == 200:
        assert "There is a problem" in words(answer)
    return answer.status_code == 302


def fail(email, address, times):
    for number in range(times):
        assert not enter(email.replace("#", str(number)), address, "not this one at all")


def test_a_stranger_who_fails_without_end_shuts_nobody_else_out(colleague):
    fail("nobody#@example.org", ELSEWHERE, 40)
    assert enter(colleague, HERE)


def test_a_stranger_cannot_lock_a_known_account_from_another_address(colleague):
    fail(colleague, ELSEWHERE, 12)
    assert not enter(colleague, ELSEWHERE)
    assert enter(colleague, HERE)


def test_nor_from_many_addresses_once_it_was_opened_from_here(colleague):
    assert enter(colleague, HERE)
    for number in range(30):
        fail(colleague, f"198.51.100.{number}", 4)
    assert not enter(colleague, "192.0.2.77")  # a hundred an hour, from wherever
    assert enter(colleague, HERE)


def test_nor_from_the_same_address_by_failing_for_others(colleague):
    """All of an office behind one router, or a house whose proxy is not counted."""
    assert enter(colleague, HERE)
    fail("nobody#@example.org", HERE, 40)
    assert enter(colleague, HERE)


def test_one_account_is_guessed_five_times_and_no_more(colleague):
    fail(colleague, HERE, 5)
    assert not enter(colleague, HERE)
    assert AccountEvent.objects.get(kind="too_often").user.email == colleague


def test_what_was_right_does_not_count(colleague):
    for _ in range(20):
        assert enter(colleague, HERE)


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "198.51.100.9", "10.0.0.1"),  # whoever asks directly says what they like
        (1, "", "10.0.0.1"),
        (1, "203.0.113.5", "203.0.113.5"),
        (1, "1.1.1.1, 203.0.113.5", "203.0.113.5"),  # what stands before it the browser has made up
        (2, "1.1.1.1, 203.0.113.5, 10.0.0.2", "203.0.113.5"),
        (2, "203.0.113.5", "10.0.0.1"),  # it did not come through both
        (1, "2001:db8::7", "2001:db8::7"),
        (1, "nonsense", "10.0.0.1"),
        (1, ",,", "10.0.0.1"),
    ],
)
def test_the_address_of_the_visitor(settings, proxies, forwarded, expected):
    settings.PROXIES = proxies
    request = RequestFactory().get("/", HTTP_X_FORWARDED_FOR=forwarded, REMOTE_ADDR="10.0.0.1")
    assert client_address(request) == expected


def test_signing_in_failing_and_changing_leave_a_line(colleague, cast):
    fail(colleague, HERE, 2)
    assert enter(colleague, HERE)
    client = Client()
    client.post("/account/login/", {"login": colleague, "password": PASSWORD}, REMOTE_ADDR=HERE)
    new = "kettle-meadow-granite"
    client.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    events = account_log.events_of(cast.person("scrutineer").user)
    counted = {(event.kind, event.address): event.times for event in events}
    assert counted == {("failed", HERE): 2, ("signed_in", HERE): 2, ("password_changed", "127.0.0.1"): 1}


def test_strangers_cannot_fill_the_log(colleague, now):
    for number in range(60):
        for email in (colleague, f"nobody{number}@example.org"):
            enter(email, f"198.51.100.{number}", "not this one at all")
    failed = AccountEvent.objects.filter(kind="failed")
    assert failed.filter(user=None).count() == failed.exclude(user=None).count() == account_log.MOST_ADDRESSES + 1
    assert sum(failed.filter(user=None).values_list("times", flat=True)) == 60


def test_the_log_is_thrown_away_after_a_year(colleague, now):
    enter(colleague, HERE)
    assert account_log.forget_old(now=now + datetime.timedelta(days=366)) == 0
    assert account_log.forget_old(now=now + datetime.timedelta(days=367)) == 1


def test_nobody_is_kept_out_because_the_log_cannot_be_written(colleague, monkeypatch):
    def full(*_):
        raise OperationalError("database or disk is full")

    monkeypatch.setattr(account_log, "_count", full)
    assert enter(colleague, HERE)
