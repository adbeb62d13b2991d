"""What somebody types is not lost when the session ends or the page is left at once, and nobody else finds it."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from goldenthread.foundation.drafts.models import Draft
from goldenthread.thread import operations as thread
from goldenthread.thread.models import Finding

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "a long walk by the river"
BEFORE, AFTER = "Health was absent from five meetings.", " Nobody had asked them."
OWN_NAMES = "Object.keys(localStorage).filter(name => name.startsWith('gt-draft:'))"


@pytest.fixture
def form(cast):
    """The address of the form of a new finding; its writer has a password."""
    user = cast.person("business_manager").user
    user.set_password(PASSWORD)
    user.save()
    source = thread.add_source(
        by=cast.viewer(), now=cast.now, group=cast.root, kind="case_file_audit", title="An audit", on=cast.now.date()
    )
    return f"/west/thread/work/{source.ref}/finding/"


def type_on(walker, text):
    walker.page.get_by_label("What was found?").press_sequentially(text)


def typed(walker):
    return walker.page.get_by_label("What was found?")


def sign_in(walker, cast):
    walker.fill("E-mail address", cast.person("business_manager").user.email)
    walker.fill("Password", PASSWORD)
    walker.press("Sign in")


def kept_in_the_browser(walker):
    return walker.page.evaluate(OWN_NAMES)


def test_a_session_that_ends_while_somebody_types_loses_nothing(sit_down, cast, form):
    manager = sit_down("business_manager")
    manager.expects |= {401, 403}
    manager.go(form)
    manager.tick("An area for development")
    type_on(manager, BEFORE)
    manager.reads("Draft kept at")
    assert kept_in_the_browser(manager) == []
    Session.objects.all().delete()
    type_on(manager, AFTER)
    manager.reads("You are signed out. What you typed is kept in this browser")
    manager.look("draft-signed-out")
    manager.press("Add this finding")
    sign_in(manager, cast)
    expect(typed(manager)).to_have_value(BEFORE + AFTER)
    assert manager.page.get_by_label("An area for development").is_checked()
    manager.press("Add this finding")
    manager.heading("An audit")
    assert Finding.objects.get().text == BEFORE + AFTER
    manager.page.wait_for_function(f"{OWN_NAMES}.length === 0")
    assert not Draft.objects.exists()


def test_saving_after_the_session_ended_loses_nothing_either(sit_down, cast, form):
    """Whoever saves within two seconds of the last word has nothing kept by the house."""
    manager = sit_down("business_manager")
    manager.expects |= {401, 403}
    manager.go(form)
    Session.objects.all().delete()
    type_on(manager, BEFORE)
    manager.press("Add this finding")
    sign_in(manager, cast)
    expect(typed(manager)).to_have_value(BEFORE)


def test_what_was_typed_in_the_last_two_seconds_is_kept_when_the_page_is_left(sit_down, form):
    manager = sit_down("business_manager")
    manager.go(form)
    type_on(manager, BEFORE)
    manager.follow("Cancel")
    manager.heading("An audit")
    assert BEFORE in Draft.objects.get().fields
    manager.go(form)
    expect(typed(manager)).to_have_value(BEFORE)
    manager.page.wait_for_function(f"{OWN_NAMES}.length === 0")


def test_after_signing_in_again_in_another_window_the_first_goes_on(sit_down, cast, form):
    manager = sit_down("business_manager")
    manager.expects |= {401, 403}
    manager.go(form)
    other = manager.page.context.new_page()
    other.goto("/account/logout/")
    with other.expect_navigation():
        other.get_by_role("main").get_by_role("button", name="Sign out").click()
    type_on(manager, BEFORE)
    manager.reads("You are signed out.")
    with other.expect_navigation():
        other.goto("/account/login/")
    other.get_by_label("E-mail address").fill(cast.person("business_manager").user.email)
    other.get_by_label("Password").fill(PASSWORD)
    with other.expect_navigation():
        other.get_by_role("button", name="Sign in", exact=True).click()
    type_on(manager, AFTER)
    manager.reads("Draft kept at")
    manager.tick("An area for development")
    manager.press("Add this finding")
    assert Finding.objects.get().text == BEFORE + AFTER


def test_somebody_else_who_signs_in_finds_nothing(sit_down, cast, form, live_server):
    manager = sit_down("business_manager")
    manager.expects |= {401, 403}
    manager.go(form)
    Session.objects.all().delete()
    type_on(manager, BEFORE)
    manager.reads("You are signed out.")
    assert len(kept_in_the_browser(manager)) == 1
    officer = cast.person("unit_officer").user
    officer.set_password(PASSWORD)
    officer.save()
    manager.go("/account/login/")
    manager.fill("E-mail address", officer.email)
    manager.fill("Password", PASSWORD)
    manager.press("Sign in")
    manager.heading("Today")
    assert kept_in_the_browser(manager) == []
