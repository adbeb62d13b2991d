"""Signing in with a work account, against a pretend provider: whose address counts, and what else must fit."""

import html
import re

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from tests import work_accounts
from tests.words import words

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
TENANT = "5f1b8a3e-0000-4000-8000-000000000001"
START = "/account/oidc/work/login/"


@pytest.fixture
def provider(settings, cast):
    with work_accounts.provider() as made:
        work_accounts.use(made, settings)
        made.claims = {"email": "scrutineer@example.org", "email_verified": True, "name": "Somebody"}
        yield made


def set_out(client):
    """The page of the provider to which the house sends somebody."""
    page = client.post(START)
    assert page.status_code == 200
    found = re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', page.content.decode())[1]
    return html.unescape(found)


def come_back(client, address):
    back = requests.get(address, allow_redirects=False, timeout=10).headers["Location"]
    return client.get("/" + back.split("/", 3)[3])


def sign_in(client=None):
    client = client or Client()
    return come_back(client, set_out(client)), client


def opened(cast, client):
    return client.session.get("_auth_user_id") == str(cast.person("scrutineer").user_id)


def test_a_work_account_opens_the_account_with_its_address(provider, cast):
    answer, client = sign_in()
    assert (answer.status_code, opened(cast, client)) == (302, True)
    assert SocialAccount.objects.get().user == cast.person("scrutineer").user
    again, client = sign_in()
    assert opened(cast, client)


def test_the_code_is_bound_to_this_browser_and_the_token_to_this_sign_in(provider):
    client = Client()
    come_back(client, set_out(client))
    assert provider.asked["code_challenge_method"] == "S256" and len(provider.asked["nonce"]) > 20


def test_whoever_asks_cannot_choose_what_is_asked_of_the_provider(provider):
    client = Client()
    page = client.post(START + "?auth_params=nonce%3Dmine%26prompt%3Dnone&scope=everything").content.decode()
    address = html.unescape(re.search(r'content="0; url=([^"]+)"', page)[1])
    assert "nonce=mine" not in address and "prompt" not in address and "everything" not in address


@pytest.mark.parametrize("wrong", [{"nonce": "of-another-sign-in"}, {"nonce": None}, {"sub": "somebody-else"}])
def test_a_token_of_another_sign_in_or_person_opens_nothing(provider, cast, wrong):
    provider.token_claims = wrong
    answer, client = sign_in()
    assert (answer.status_code, opened(cast, client)) == (403, False)
    assert "could not be checked" in words(answer)


def test_a_code_without_its_verifier_opens_nothing(provider, cast):
    client, other = Client(), Client()
    set_out(other)
    theirs = set_out(client)
    answer = come_back(other, theirs)
    assert answer.status_code == 401 and not opened(cast, other)


@pytest.mark.parametrize("said", ["false", "true", "True", 1, False, None, "", [True]])
def test_only_the_boolean_true_is_true(provider, cast, settings, said):
    settings.WORK_ACCOUNT_DOMAINS = {"example.org"}  # no list helps against what the provider itself says
    provider.claims["email_verified"] = said
    answer, client = sign_in()
    assert (answer.status_code, opened(cast, client)) == (403, False)
    assert "does not vouch for its address scrutineer@example.org" in words(answer)


@pytest.mark.parametrize(
    ("tenants", "domains", "opens"),
    [
        (set(), set(), False),
        ({TENANT}, set(), True),
        ({"5f1b8a3e-0000-4000-8000-000000000002"}, set(), False),
        (set(), {"example.org"}, True),
        (set(), {"example.com"}, False),
        ({TENANT}, {"example.com"}, False),
        ({TENANT}, {"example.org"}, True),
    ],
)
def test_a_provider_that_says_nothing_is_believed_for_listed_tenants_and_domains(
    provider, cast, settings, tenants, domains, opens
):
    """As Entra ID does: no `email_verified`, and the tenant in the token."""
    del provider.claims["email_verified"]
    provider.token_claims = {"tid": TENANT.upper()}
    settings.WORK_ACCOUNT_TENANTS, settings.WORK_ACCOUNT_DOMAINS = tenants, domains
    answer, client = sign_in()
    assert opened(cast, client) is opens


def test_the_tenant_is_read_from_the_signed_token_alone(provider, cast, settings):
    del provider.claims["email_verified"]
    settings.WORK_ACCOUNT_TENANTS = {TENANT}
    provider.claims["tid"] = TENANT
    provider.token_claims = {"tid": "5f1b8a3e-0000-4000-8000-000000000009"}
    assert not opened(cast, sign_in()[1])


def test_what_is_verified_of_one_address_is_not_of_another(provider, cast):
    provider.token_claims = {"email": "somebody@example.com"}
    assert not opened(cast, sign_in()[1])


def test_without_an_address_the_page_says_what_is_missing(provider, cast):
    del provider.claims["email"]
    answer, client = sign_in()
    assert answer.status_code == 403 and "told no e-mail address" in words(answer)


def test_nobody_gets_an_account_by_signing_in(provider, cast):
    provider.claims["email"] = "nobody@example.org"
    answer, client = sign_in()
    assert "_auth_user_id" not in client.session and "Accounts are given, not taken" in words(answer)
    assert not SocialAccount.objects.exists()


def test_a_closed_account_stays_closed(provider, cast):
    user = cast.person("scrutineer").user
    user.is_active = False
    user.save()
    answer, client = sign_in()
    assert not opened(cast, client)
