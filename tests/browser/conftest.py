"""A real Chromium before a real server: who sits at it, and what every page is held to."""

import os
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.test import Client
from playwright.sync_api import expect, sync_playwright

from tests.browser.walker import Walker
from tests.cast import Cast

FLAGS = (
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
SECONDS_FOR_A_PAGE = 20
WIDE = {"width": 1280, "height": 900}


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, tmp_path_factory):
    """A database in a file: server and browser work in several threads, which cannot share one connection in memory."""
    given = connections["default"].settings_dict
    if given["ENGINE"].endswith("sqlite3"):
        given["TEST"]["NAME"] = str(tmp_path_factory.mktemp("browser") / "test.sqlite3")
        given["OPTIONS"]["init_command"] = given["OPTIONS"]["init_command"].replace(
            "synchronous=FULL", "synchronous=OFF"
        )


def browser_program() -> Path:
    return Path(os.environ.get("GOLDENTHREAD_BROWSER") or "/usr/bin/chromium")


@pytest.fixture(scope="session")
def chromium():
    # Playwright's loop makes Django believe that it runs in one.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    program = browser_program()
    if not program.exists():
        pytest.fail(
            f"There is no Chromium at {program}. Name one in GOLDENTHREAD_BROWSER, or leave these tests out with -m "
            "'not browser'."
        )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(program), args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def cast(live_server, now):
    """The cast of all tests, at their moment: the server, which runs in this process, reads it as well."""
    _load_checklist()
    return Cast(now)


def _load_checklist():
    """Emptying the tables after each test also takes away what a migration has put in."""
    step = ("yearly_report", "0004_how_sure")
    loader = MigrationLoader(connections["default"])
    apps = loader.project_state(step).apps
    if not apps.get_model("yearly_report", "ChecklistItem").objects.exists():
        loader.get_migration(*step).operations[-1].code(apps, None)


@pytest.fixture
def sit_down(chromium, live_server, cast):
    """`sit_down(role)` opens a browser in which that person is signed in; without a role nobody is. Returns a
    Walker.
    """
    open_ones = []

    def sit(role=None, *, second_factor=False, **options):
        context = chromium.new_context(base_url=live_server.url, **({"viewport": WIDE} | options))
        context.set_default_timeout(SECONDS_FOR_A_PAGE * 1000)
        open_ones.append(context)
        if role:
            client = cast.sign_in(Client(), role, second_factor=second_factor)
            cookie = client.cookies[settings.SESSION_COOKIE_NAME]
            context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
        return Walker(context.new_page(), role or "nobody")

    yield sit
    faults = [fault for context in open_ones for page in context.pages for fault in getattr(page, "faults", ())]
    for context in open_ones:
        context.close()
    assert not faults, "\n".join(faults)


expect.set_options(timeout=SECONDS_FOR_A_PAGE * 1000)
