"""A second factor, set up and used in a browser: codes from an app, and a passkey of an authenticator of its own."""

import re

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.core.cache import cache

from goldenthread.foundation import clock
from goldenthread.foundation.notices import operations as notices

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "a long walk by the river"
SECONDS_OF_A_CODE = 30
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def scrutineer(sit_down, cast):
    """The scrutineer, signed in with a password, on the page of their account."""
    user = cast.person("scrutineer").user
    user.set_password(PASSWORD)
    user.save()
    walker = sit_down()
    walker.email = user.email
    enter(walker)
    walker.heading("Today")
    to_account(walker)
    return walker


def enter(walker):
    walker.go("/account/login/")
    walker.fill("E-mail address", walker.email)
    walker.fill("Password", PASSWORD)
    walker.press("Sign in")


def menu(walker):
    walker.page.locator("summary", has_text="The scrutineer").click()


def to_account(walker):
    menu(walker)
    walker.follow("Your account")
    walker.heading("Your account")


def leave(walker):
    menu(walker)
    walker.press("Sign out")
    walker.reads("Sign in")


def confirm(walker):
    """The password once more, before the way into an account is changed."""
    walker.heading("Is it you?")
    walker.look("is-it-you")
    walker.fill("Password", PASSWORD)
    walker.press("Continue")


def code_of_now(secret):
    """The code that an app would show. Each counts once, so the server forgets which it has seen."""
    cache.clear()
    return format_hotp_value(hotp_value(secret, int(clock.now().timestamp()) // SECONDS_OF_A_CODE))


def link_sent():
    """The path of the link by which the second step is confirmed, as the e-mail has it."""
    notices.deliver_outbox(now=clock.now())
    sent = next(one for one in mail.outbox if "confirm your second step" in one.subject)
    return "/" + re.search(r"http\S+", sent.body).group().split("/", 3)[3]


def test_a_code_from_an_app(scrutineer):
    scrutineer.look("account")
    scrutineer.follow("Set up codes from an app")
    confirm(scrutineer)
    scrutineer.look("codes-set-up")
    secret = scrutineer.page.locator(".gt-key").inner_text()
    scrutineer.fill("Code from the app", code_of_now(secret))
    scrutineer.press("Start using codes")
    scrutineer.heading("Recovery codes")
    scrutineer.look("recovery-codes")
    leave(scrutineer)
    enter(scrutineer)
    scrutineer.heading("Your second step")
    scrutineer.look("second-step")
    scrutineer.fill("Code", "000000")
    scrutineer.press("Sign in")
    scrutineer.reads("There is a problem")
    scrutineer.fill("Code", code_of_now(secret))
    scrutineer.press("Sign in")
    scrutineer.heading("Today")
    to_account(scrutineer)
    scrutineer.reads("does not count yet")
    scrutineer.look("account-to-confirm")
    scrutineer.go(link_sent())
    scrutineer.heading("Confirm your second step")
    scrutineer.look("confirm-second-step")
    scrutineer.press("Confirm")
    scrutineer.reads("Your second step counts")


def test_a_passkey(scrutineer):
    devices = scrutineer.page.context.new_cdp_session(scrutineer.page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    scrutineer.follow("Add a passkey or security key")
    confirm(scrutineer)
    scrutineer.look("passkey-add")
    scrutineer.tick("Sign in with this key alone")
    scrutineer.press("Add this key")
    scrutineer.go("/account/webauthn/")
    scrutineer.look("passkeys")
    scrutineer.reads("Signs in alone.")
    leave(scrutineer)
    scrutineer.go("/account/login/")
    scrutineer.press("Sign in with a passkey")
    scrutineer.heading("Today")
