"""Every page of the house in a browser: axe finds nothing, and nothing runs out of the narrowest phone."""

import pytest

from tests.browser.walker import DESKTOP, NARROWEST, PHONE
from tests.cast_things import Things
from tests.house.page_table import PAGES

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Answers that are no page of ours: files, and what a script reads. A published text of the things is no real one; the
# journey looks at a real one.
NO_PAGES = ("/read/", ".xlsx", ".csv", ".pdf", ".docx", "/1/", "/drafts/state/")
PARTS = 3


def pages_of(person):
    """Addresses that answer this person with a page, as the table of the house says."""
    place = {"business_manager": 5, "house_administrator": 2}[person]
    return [
        address
        for address, answers in PAGES
        if answers.split()[place] == "200" and not address.split("?")[0].endswith(NO_PAGES)
    ]


def hold(walker, address):
    """One address at three widths, in light and dark; what is found goes to the walker's list."""
    assert walker.go(address) == 200, address
    for width, theme, rules in (
        (NARROWEST, "light", None),
        (PHONE, "light", ()),
        (DESKTOP, "dark", ["color-contrast"]),
    ):
        walker.page.set_viewport_size({"width": width, "height": 900})
        walker.page.emulate_media(color_scheme=theme)
        found = walker.too_wide() + (walker.axe(rules) if rules != () else [])
        walker.page.faults += [f"{address} at {width} in {theme}: {fault}" for fault in found]


@pytest.mark.parametrize("part", range(PARTS))
def test_every_page_that_the_manager_opens(sit_down, cast, part):
    names = Things(cast).names
    manager = sit_down("business_manager")
    for address in pages_of("business_manager")[part::PARTS]:
        hold(manager, address.format(**names))


def test_pages_of_the_administrator_of_the_account_and_of_faults(sit_down, cast):
    administrator = sit_down("house_administrator")
    for address in ("/house/", "/house/add/", "/account/", "/account/password/change/"):
        hold(administrator, address)
    nobody = sit_down()
    for address in ("/account/login/", "/account/password/reset/"):
        hold(nobody, address)
    nobody.expects = {404}
    assert nobody.go("/west/nothing-here/") == 404
    nobody.look("not-found")
    administrator.expects = {403}
    assert administrator.go("/west/work/") == 403
    administrator.look("not-allowed")


def test_at_twice_the_size_nothing_is_lost(sit_down, cast):
    """200 % zoom of a window 1,280 wide: half as many pixels of layout, each twice as large."""
    names = Things(cast).names
    manager = sit_down("business_manager", viewport={"width": 640, "height": 450}, device_scale_factor=2)
    for address in (
        "/west/",
        "/west/thread/breaks/",
        "/west/thread/actions/",
        "/west/thread/work/{source}/",
        "/west/report/{draft}/",
        "/west/figures/",
    ):
        assert manager.go(address.format(**names)) == 200
        assert not manager.too_wide(), address
        for place in ("Today", "The thread", "Work", "Figures", "Yearly report", "Who we are"):
            assert (
                manager.page.get_by_role("navigation", name="Places")
                .get_by_role("link", name=place, exact=True)
                .is_visible()
            )
