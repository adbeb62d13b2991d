"""Nothing that people read about their account is the library's sentence: not a page, a flash message, an error, an
e-mail.
"""

import re
from functools import cache
from pathlib import Path

import allauth
import django
import pytest
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.core import mail
from django.core.cache import cache as kept
from django.db import transaction
from django.template.loader import get_template

from goldenthread.foundation import clock
from goldenthread.foundation.organisations.sign_in import adapters
from goldenthread.foundation.people.models import User

pytestmark = pytest.mark.one_database

PASSWORD = "teapot-lantern-gravel"
SECONDS_OF_A_CODE = 30
LIBRARY = Path(allauth.__file__).parent
DJANGO = Path(django.__file__).parent
# What the library has and nobody here can reach: codes by e-mail or telephone, passkey sign-up, trusted browsers.
NOT_REACHED = {
    "confirm_email_verification_code",
    "confirm_login_code",
    "confirm_password_reset_code",
    "confirm_phone_verification_code",
    "phone_change",
    "request_login_code",
    "signup",
    "signup_by_passkey",
    "login_code",
    "password_reset_code",
    "trust",
    "signup_form",
    "email",
    "login_code_sent",
    "phone_verification_sent",
    "phone_verified",
    "already_logged_in",
    "warn_no_email",
    "login_extra",
}


def _pages_and_messages():
    root = LIBRARY / "templates"
    for path in sorted(root.rglob("*.*")):
        name = path.relative_to(root).as_posix()
        stem = path.stem.removesuffix("_message").removesuffix("_subject")
        if (
            name.split("/")[0] not in {"account", "mfa", "socialaccount"}
            or stem in NOT_REACHED
            or name == "socialaccount/signup.html"
        ):
            continue
        if re.search("{% *(block)?trans", path.read_text()) and stem not in {
            "base_reauthenticate",
            "base_confirm_code",
        }:
            yield name


@pytest.mark.parametrize("name", sorted(_pages_and_messages()))
def test_each_page_message_and_e_mail_of_the_library_has_one_of_ours_in_its_place(name):
    assert "goldenthread" in get_template(name).origin.name


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (adapters.AccountAdapter, DefaultAccountAdapter),
        (adapters.SecondStepAdapter, DefaultMFAAdapter),
        (adapters.WorkAccountAdapter, DefaultSocialAccountAdapter),
    ],
)
def test_every_fault_that_the_library_can_name_is_said_in_our_words(ours, theirs):
    assert set(ours.error_messages) == set(theirs.error_messages)
    assert not set(map(str, ours.error_messages.values())) & set(map(str, theirs.error_messages.values()))


@cache
def _sentences():
    """Every sentence of three words or more that the libraries keep for their translators, as a pattern."""
    found = set()
    for path in (LIBRARY / "locale", DJANGO / "contrib" / "auth" / "locale", DJANGO / "conf" / "locale"):
        text = (path / "de" / "LC_MESSAGES" / "django.po").read_text()
        for quoted in re.findall(r'^msgid ((?:"(?:[^"\\]|\\.)*"\n)+)', text, re.M):
            sentence = " ".join("".join(re.findall(r'"((?:[^"\\]|\\.)*)"', quoted)).replace("\\n", " ").split())
            if len(sentence.split()) >= 3 and re.match("[A-Z]", sentence):
                found.add(re.sub(r"%\\?\(\w+\\?\)[sd]|%s|\\{\w+\\}", ".{1,60}?", re.escape(sentence)))
    assert len(found) > 200
    return re.compile("|".join(sorted(found)))


def speaks_as_we_do(text):
    plain = " ".join(re.sub("<[^>]*>", " ", text.replace("&#x27;", "'")).split())
    spoken = _sentences().search(plain)
    assert spoken is None, spoken


@pytest.fixture
def manager(cast):
    user = User.objects.get(pk=cast.person("business_manager").user_id)
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def browser(client, manager, settings, monkeypatch):
    """A client whose every answer and e-mail is read for sentences that are not ours."""
    settings.ACCOUNT_RATE_LIMITS = False
    # A test never commits, and the library's messages need the request that is over by then.
    monkeypatch.setattr(transaction, "on_commit", lambda do, **_: do())
    kept.clear()
    return Reader(client, manager)


class Reader:
    def __init__(self, client, user):
        self.client, self.user, self.read = client, user, 0

    def get(self, address):
        return self._check(self.client.get(address, follow=True))

    def post(self, address, **typed):
        return self._check(self.client.post(address, typed, follow=True))

    def _check(self, answer):
        assert answer.status_code in (200, 401), answer.status_code  # 401: the work account could not be read
        text = answer.content.decode()
        speaks_as_we_do(re.sub("Sign in with a passkey", "", text))  # which nobody could say otherwise
        for message in mail.outbox[self.read :]:
            speaks_as_we_do(f"{message.subject}\n{message.body}")
            assert message.subject.startswith("Golden Thread: ")
        self.read = len(mail.outbox)
        return text

    def sign_in(self):
        return self.post("/account/login/", login=self.user.email, password=PASSWORD)

    def give_code(self, cast):
        """As whoever has just typed a code of a second step that counts."""
        session, step = self.client.session, cast.second_step("business_manager")
        given = {"method": "mfa", "type": "totp", "at": clock.now().timestamp(), "id": step.pk, "reauthenticated": True}
        session["account_authentication_methods"] = [given]
        session.save()

    def confirm(self, address):
        """What is asked again before anything changes how the account is opened."""
        assert "Is it you?" in self.get(address)
        return self.post("/account/reauthenticate/", password=PASSWORD, next=address)


def test_the_check_knows_the_librarys_sentences():
    with pytest.raises(AssertionError):
        speaks_as_we_do("<p>The email address and/or password you specified are not correct.</p>")
    with pytest.raises(AssertionError):
        speaks_as_we_do("This field is required.")


def test_signing_in(browser):
    assert "E-mail address" in browser.get("/account/login/")
    assert "Type your password." in browser.post("/account/login/")
    assert "looks like name@example.gov.uk" in browser.post("/account/login/", login="nobody", password="x")
    wrong = browser.post("/account/login/", login=browser.user.email, password="not this one")
    assert "The e-mail address or the password is not right" in wrong
    browser.sign_in()
    browser.get("/account/logout/")
    assert "You are signed out." in browser.post("/account/logout/")
    assert "Accounts are given, not taken" in browser.get("/account/signup/")


def test_a_closed_account(browser):
    User.objects.filter(pk=browser.user.pk).update(is_active=False)
    assert "This account is closed" in browser.get("/account/inactive/")
    browser.sign_in()


def test_too_many_tries_are_told_to_wait(browser, settings):
    settings.SIGN_IN_LIMITS = {"account_here": "1/m/key"}
    for _ in range(3):
        answer = browser.post("/account/login/", login=browser.user.email, password="not this one")
    assert "too often" in answer or "wrong too often" in answer


def test_a_forgotten_password(browser):
    assert "looks like name@" in browser.post("/account/password/reset/", email="nobody")
    assert "Look at your e-mail" in browser.post("/account/password/reset/", email="nobody@example.org")
    browser.post("/account/password/reset/", email=browser.user.email)
    link = re.search(r"http\S+", mail.outbox[-1].body).group()
    path = "/" + link.split("/", 3)[3]
    assert "Choose a new password" in browser.get(path)
    place = re.sub(r"(key/\w+)-.*", r"\1-set-password/", path)
    assert "too short" in browser.post(place, password1="short", password2="short")
    assert "Type the new password twice" in browser.post(place, password1=PASSWORD + "1", password2=PASSWORD + "2")
    assert "easily guessed" in browser.post(place, password1="password1234", password2="password1234")
    assert "too much like" in browser.post(place, password1=browser.user.email, password2=browser.user.email)
    assert "Your password is changed" in browser.post(place, password1=PASSWORD + "9", password2=PASSWORD + "9")
    assert "This link no longer works" in browser.get(path)


def test_changing_the_password(browser):
    browser.sign_in()
    browser.get("/account/password/change/")
    answer = browser.post("/account/password/change/", oldpassword="x", password1="a", password2="b")
    assert "not your password of now" in answer
    assert "Type the password that you use now" in browser.post("/account/password/change/")
    browser.post("/account/password/change/", oldpassword=PASSWORD, password1=PASSWORD + "7", password2=PASSWORD + "7")
    assert mail.outbox[-1].subject == "Golden Thread: your password was changed"


def test_choosing_a_first_password(browser):
    browser.user.set_unusable_password()
    browser.user.save()
    browser.client.force_login(browser.user)
    assert "Choose a password" in browser.get("/account/password/set/")
    assert "twice" in browser.post("/account/password/set/", password1=PASSWORD, password2=PASSWORD + "1")
    browser.post("/account/password/set/", password1=PASSWORD, password2=PASSWORD)


def test_another_address_takes_the_place_of_the_old_once_its_link_is_opened(browser, cast):
    browser.sign_in()
    assert "Set up a second step first" in browser.post("/account/email/", action_add="", email="new@example.org")
    browser.give_code(cast)
    browser.get("/account/email/")
    assert "looks like" in browser.post("/account/email/", action_add="", email="nothing")
    assert "has already" in browser.post("/account/email/", action_add="", email=browser.user.email)
    answer = browser.post("/account/email/", action_add="", email="new@example.org")
    assert "on its way to new@example.org" in answer
    assert User.objects.get(pk=browser.user.pk).email == browser.user.email
    browser.post("/account/email/", action_send="", email="new@example.org")
    link = next(
        re.search(r"http\S+", sent.body).group() for sent in reversed(mail.outbox) if "confirm your new" in sent.subject
    )
    path = "/" + link.split("/", 3)[3]
    assert "Use this address" in browser.get(path)
    assert "new@example.org opens your account now" in browser.post(path)
    assert User.objects.get(pk=browser.user.pk).email == "new@example.org"
    assert [a.email for a in EmailAddress.objects.filter(user=browser.user)] == ["new@example.org"]
    assert "used or is too old" in browser.get("/account/confirm-email/nonsense/")
    browser.get("/account/confirm-email/")


def test_a_new_address_that_waits_can_be_taken_back(browser, cast):
    browser.sign_in()
    browser.give_code(cast)
    browser.post("/account/email/", action_add="", email="new@example.org")
    assert "stays as it was" in browser.post("/account/email/", action_remove="", email="new@example.org")


def _code(secret):
    kept.clear()
    return format_hotp_value(hotp_value(secret, int(clock.now().timestamp()) // SECONDS_OF_A_CODE))


def test_codes_from_an_app_from_set_up_to_end(browser):
    browser.sign_in()
    browser.get("/account/")
    browser.confirm("/account/totp/activate/")
    assert "not your password" in browser.post("/account/reauthenticate/", password="x")
    page = browser.get("/account/totp/activate/")
    secret = re.search(r'gt-key">([A-Z2-7]+)<', page).group(1)
    assert "Type the code that the app shows" in browser.post("/account/totp/activate/")
    assert "code is not right" in browser.post("/account/totp/activate/", code="000000")
    assert "now asked for when you sign in" in browser.post("/account/totp/activate/", code=_code(secret))
    assert "Type a code first" in browser.get("/account/recovery-codes/generate/")
    browser.post("/account/reauthenticate/by-code/", code=_code(secret))
    assert "new recovery codes" in browser.post("/account/recovery-codes/generate/")
    browser.get("/account/recovery-codes/")
    browser.post("/account/logout/")
    assert "Your second step" in browser.sign_in()
    assert "code is not right" in browser.post("/account/authenticate/", code="000000")
    browser.post("/account/authenticate/", code=_code(secret))
    assert "Type a code first" in browser.get("/account/reauthenticate/")  # the password alone no longer does
    assert "Type a code first" in browser.get("/account/reauthenticate/by-code/")
    assert "code is not right" in browser.post("/account/reauthenticate/by-code/", code="1")
    browser.post("/account/reauthenticate/by-code/", code=_code(secret))
    assert "Stop using codes from an app?" in browser.get("/account/totp/deactivate/")
    assert "no longer asked for" in browser.post("/account/totp/deactivate/")


def test_keys(browser, cast):
    browser.sign_in()
    page = browser.confirm("/account/webauthn/add/")
    assert "Name of the key" in page and "My key" in page and "Master key" not in page
    assert "The key did not answer" in browser.post("/account/webauthn/add/", name="x", credential="")
    key = Authenticator.objects.create(
        user=browser.user, type="webauthn", data={"name": "Desk", "passwordless": True, "credential": {}}
    )
    browser.give_code(cast)
    browser.get("/account/webauthn/")
    assert "Change the name of a key" in browser.get(f"/account/webauthn/keys/{key.pk}/edit/")
    assert "Give the key a name" in browser.post(f"/account/webauthn/keys/{key.pk}/edit/", name="")
    assert "Remove this key?" in browser.get(f"/account/webauthn/keys/{key.pk}/remove/")
    assert "The key was removed" in browser.post(f"/account/webauthn/keys/{key.pk}/remove/")


def test_pages_of_signing_in_by_a_work_account(browser):
    browser.get("/account/social/login/cancelled/")
    assert "could not be read" in browser.get("/account/social/login/error/")
    browser.get("/account/social/signup/")
    browser.sign_in()
    assert "None connected" in browser.get("/account/social/")
