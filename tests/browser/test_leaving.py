"""Somebody signs out at a shared computer, and the next person presses Back."""

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from tests.browser.conftest import FLAGS, browser_program

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def remembering(chromium):
    """A Chromium that keeps whole pages for Back, as people's own do; that of the other tests keeps none."""
    kept = ["--disable-back-forward-cache"]
    browser = chromium.browser_type.launch(
        executable_path=str(browser_program()), args=list(FLAGS), ignore_default_args=kept
    )
    yield browser
    browser.close()


def test_back_shows_nothing_after_signing_out(remembering, live_server, cast):
    context = remembering.new_context(base_url=live_server.url)
    cookie = cast.sign_in(Client(), "business_manager").cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    page = context.new_page()
    page.goto("/west/who/people/")
    page.locator("summary", has_text="The business manager").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Sign out").click()
    page.go_back()
    expect(page.get_by_label("E-mail address")).to_be_visible()
    assert "The lay member" not in page.content()
