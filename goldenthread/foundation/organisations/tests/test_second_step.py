"""A stolen password opens nothing that is kept to listed people: which second step counts, and when it falls back."""

import datetime
import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core import mail
from django.core.cache import cache
from django.db import transaction
from django.test import Client

from goldenthread.foundation import clock as house_clock
from goldenthread.foundation.notices import operations as notices
from goldenthread.foundation.organisations.models import AccountEvent, AccountLink
from goldenthread.foundation.people.models import User
from tests.words import words

pytestmark = pytest.mark.one_database

PASSWORD = "teapot-lantern-gravel"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
BY_CODE = "/account/reauthenticate/by-code/"


@pytest.fixture
def manager(cast, settings, monkeypatch):
    """The account of the business manager, who is listed as a reader of `things.named`; it has a password."""
    settings.ACCOUNT_RATE_LIMITS = False
    monkeypatch.setattr(transaction, "on_commit", lambda do, **_: do())
    user = User.objects.get(pk=cast.person("business_manager").user_id)
    user.set_password(PASSWORD)
    user.save()
    return user


def code():
    cache.clear()  # each code counts once, and this one is wanted again
    return format_hotp_value(hotp_value(SECRET, int(house_clock.now().timestamp()) // 30))


def enter(user, with_code=False):
    client = Client()
    client.post("/account/login/", {"login": user.email, "password": PASSWORD})
    if with_code:
        client.post("/account/authenticate/", {"code": code()})
    return client


def set_up(client, monkeypatch):
    """Codes from an app, as somebody does who has the password."""
    monkeypatch.setattr("allauth.mfa.totp.internal.auth.get_totp_secret", lambda regenerate=False: SECRET)
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    return client.post("/account/totp/activate/", {"code": code()})


def link_sent(now):
    notices.deliver_outbox(now=now + datetime.timedelta(minutes=1))
    sent = next(one for one in reversed(mail.outbox) if "confirm your second step" in one.subject)
    return "/" + re.search(r"http\S+", sent.body).group().split("/", 3)[3]


def reads(client, things):
    return client.get(f"/west/thread/work/{things.named.ref}/").status_code


def test_whoever_has_the_password_alone_sets_up_a_step_and_reads_nothing_by_it(manager, things, cast, monkeypatch):
    thief = enter(manager)
    assert set_up(thief, monkeypatch).status_code == 302
    thief = enter(manager, with_code=True)
    assert thief.get("/west/").status_code == 200 and reads(thief, things) == 403
    assert "does not count yet" in words(thief.get("/account/"))
    # What was sent to the owner helps nobody who cannot read the owner's e-mail, nor another who can.
    path = link_sent(cast.now)
    assert cast.sign_in(Client(), "scrutineer").get(path).status_code == 404
    assert Client().get(path).url.startswith("/account/login/")
    assert reads(thief, things) == 403


def test_the_owner_opens_the_link_with_a_code_and_the_step_counts(manager, things, cast, monkeypatch):
    owner = enter(manager)
    set_up(owner, monkeypatch)
    path = link_sent(cast.now)
    asked = owner.get(path)
    assert asked.url.startswith(BY_CODE)
    assert owner.post(path).url.startswith(BY_CODE) and reads(owner, things) == 403
    owner.post(asked.url, {"code": code()})
    assert "gave a code or key" in words(owner.get(path))
    assert reads(owner, things) == 403  # opening is not enough: a program that looks at links does that too
    assert owner.post(path).url == "/account/"
    assert reads(owner, things) == 200
    assert owner.get(path).status_code == 410
    assert AccountEvent.objects.filter(user=manager, kind="second_step_counts").exists()


def test_the_link_is_sent_again_and_an_old_one_ends(manager, cast, monkeypatch, clock):
    owner = enter(manager)
    assert owner.post("/account/second-step/send/").status_code == 302
    assert not AccountLink.objects.exists()  # there is no step
    set_up(owner, monkeypatch)
    old = link_sent(cast.now)
    owner.post("/account/second-step/send/")
    new = link_sent(cast.now)
    assert old != new and owner.get(old).status_code == 410
    clock.shift(4 * 86400)
    assert enter(manager, with_code=True).get(new).status_code == 410


@pytest.fixture
def two_sessions(manager, cast, things):
    """Two sessions that were opened with a code of a step that counts, and one that is older than the step."""
    older = enter(manager)
    TOTP.activate(manager, SECRET)
    User.objects.filter(pk=manager.pk).update(second_step_counts_from=cast.now)
    sessions = [enter(manager, with_code=True) for _ in range(2)]
    assert [reads(client, things) for client in sessions] == [200, 200]
    return older, *sessions


def test_every_session_falls_back_when_the_step_is_removed(two_sessions, manager, things):
    _, one, other = two_sessions
    one.post(BY_CODE, {"code": code()})
    assert one.post("/account/totp/deactivate/").status_code == 302
    assert not Authenticator.objects.filter(user=manager).exists()
    assert [reads(client, things) for client in (one, other)] == [403, 403]
    assert User.objects.get(pk=manager.pk).second_step_counts_from is None


def test_a_step_set_up_after_another_was_removed_is_confirmed_again(two_sessions, manager, things, cast, monkeypatch):
    _, one, _ = two_sessions
    one.post(BY_CODE, {"code": code()})
    one.post("/account/totp/deactivate/")
    set_up(one, monkeypatch)
    assert reads(enter(manager, with_code=True), things) == 403
    assert AccountLink.objects.filter(user=manager, kind="second_step", ended_at=None).exists()


def test_what_was_confirmed_once_counts_for_no_later_step_however_the_first_went(manager, things, cast, monkeypatch):
    """As when whoever runs the installation takes steps away by a statement."""
    User.objects.filter(pk=manager.pk).update(second_step_counts_from=cast.now)
    set_up(enter(manager), monkeypatch)
    assert reads(enter(manager, with_code=True), things) == 403


@pytest.mark.parametrize(
    "page",
    ["totp/deactivate/", "webauthn/add/", "recovery-codes/generate/", "email/"],
)
def test_the_password_alone_takes_no_step_away_and_adds_none(two_sessions, manager, page):
    """In a session that is older than the step."""
    older, _, _ = two_sessions
    older.post("/account/reauthenticate/", {"password": PASSWORD})
    answer = older.post(f"/account/{page}", {"action_add": "", "email": "mine@example.org"})
    assert answer.status_code == 302 and answer.url.startswith(BY_CODE), answer
    assert Authenticator.objects.filter(user=manager).exists()


def test_a_key_on_the_other_hand_keeps_what_the_codes_opened(two_sessions, manager, things):
    """One of two steps is removed: the sessions of the other stay."""
    _, one, _ = two_sessions
    Authenticator.objects.create(user=manager, type="webauthn", data={"name": "Desk", "credential": {}})
    Authenticator.objects.get(user=manager, type="webauthn").delete()
    assert reads(one, things) == 200


def test_a_session_falls_back_with_the_step_that_opened_it_though_another_stays(two_sessions, manager, things):
    _, one, _ = two_sessions
    Authenticator.objects.create(user=manager, type="webauthn", data={"name": "Desk", "credential": {}})
    Authenticator.objects.get(user=manager, type="totp").delete()
    assert User.objects.get(pk=manager.pk).second_step_counts_from is not None
    assert reads(one, things) == 403
