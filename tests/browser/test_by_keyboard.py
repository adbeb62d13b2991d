"""With the keyboard alone: past the head of a page, seeing where one is, through a form."""

import pytest
from playwright.sync_api import expect

from tests.cast_things import Things

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

STOPS = 25
# What the eye can tell of the thing that has the focus, and of the same thing without it.
LOOKS = """() => {
  const thing = document.activeElement, label = thing.nextElementSibling;
  const seen = (of, part) => {
    const s = getComputedStyle(of, part);
    return [s.outlineStyle + s.outlineWidth, s.boxShadow, s.backgroundColor, s.borderColor].join(" ");
  };
  const both = () => seen(thing) + (label && label.tagName === "LABEL" ? seen(label, "::before") : "");
  const focused = both(); thing.blur(); const without = both(); thing.focus();
  const box = thing.getBoundingClientRect();
  return {name: thing.outerHTML.slice(0, 120), told: focused !== without, shown: box.width > 0 && box.height > 0};
}"""


def test_the_skip_link_comes_first_and_leads_past_the_head(sit_down, cast):
    page = sit_down("business_manager").page
    page.goto("/west/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the main content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_one_always_sees_where_one_is(sit_down, cast):
    names = Things(cast).names
    page = sit_down("business_manager").page
    for address in ("/west/thread/work/{source}/", "/west/thread/actions/", "/west/thread/work/add/"):
        page.goto(address.format(**names))
        for _ in range(STOPS):
            page.keyboard.press("Tab")
            seen = page.evaluate(LOOKS)
            assert seen["told"] and seen["shown"], f"{address}: {seen['name']}"


def test_a_form_is_filled_and_sent(sit_down, cast):
    page = sit_down("business_manager").page
    page.goto("/west/thread/themes/add/")
    name = page.get_by_label("What is the theme called?")
    for _ in range(STOPS):
        page.keyboard.press("Tab")
        if name.evaluate("box => box === document.activeElement"):
            break
    page.keyboard.type("Neglect")
    page.keyboard.press("Tab")
    page.keyboard.type("What children go without.")
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Neglect")).to_be_visible()
