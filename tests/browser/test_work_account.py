"""Signing in with a work account in a real browser, which holds forms to our content policy."""

import pytest

from tests import work_accounts

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_work_account_signs_in(sit_down, cast, settings):
    with work_accounts.provider() as provider:
        work_accounts.use(provider, settings)
        provider.claims = {"email": cast.person("scrutineer").user.email, "email_verified": True}
        scrutineer = sit_down()
        scrutineer.go("/account/login/")
        scrutineer.look("sign-in-with-work-account")
        scrutineer.follow("Sign in with your work account")
        scrutineer.press("Continue")
        scrutineer.heading("Today")
        provider.claims = {
            "sub": "another-person",
            "email": cast.person("lay_member").user.email,
            "email_verified": "false",
        }
        other = sit_down()
        other.expects |= {403}
        other.go("/account/oidc/work/login/")
        other.press("Continue")
        other.heading("Your work account opens nothing here")
        other.look("work-account-opens-nothing")
