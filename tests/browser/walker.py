"""One person at one browser: what they click and type, and what every page that they meet is held to."""

import os
import re
from pathlib import Path

from playwright.sync_api import Page, expect

AXE = (Path(__file__).parent / "axe.min.js").read_text()
# A folder in which a picture of each page is kept, for looking at. Nothing is kept without it.
PICTURES = os.environ.get("GOLDENTHREAD_PICTURES", "")
PHONE, NARROWEST, DESKTOP = 360, 320, 1280
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
FAULTS = """async (rules) => (await axe.run(
  document, {resultTypes: ["violations"], ...(rules ? {runOnly: rules} : {})})).violations.map(
  fault => fault.id + ": " + fault.help + " " +
    fault.nodes.slice(0, 3).map(node => node.html.slice(0, 200)).join(" | "))"""


class Walker:
    """`page` is Playwright's; every method does one thing that a person would do."""

    def __init__(self, page: Page, who: str):
        self.page, self.who = page, who
        self.expects: set[int] = {422}  # a form with faults is answered so on purpose
        page.faults = []
        page.on("pageerror", lambda fault: page.faults.append(f"{page.url}: {fault}"))
        page.on("console", self._note)

    def _note(self, line):
        """What the browser complains of, but for answers that are expected."""
        if line.type == "error" and not any(f"status of {status}" in line.text for status in self.expects):
            self.page.faults.append(f"{self.page.url}: {line.text}")

    def go(self, address: str) -> int:
        return self.page.goto(address).status

    def follow(self, words: str, *, more=False, row=""):
        """Click the first link that says exactly this, also one that looks like a button.

        With `more` it may say more after it; with `row` it stands in the row of a table that says this.
        """
        among = self.page.get_by_role("row").filter(has_text=row) if row else self.page
        name = re.compile(f"^{re.escape(words)}") if more else re.compile(f"^{re.escape(words)}$")
        link = among.get_by_role("link", name=name).or_(among.get_by_role("button", name=name))
        with self.page.expect_navigation():
            link.first.click()

    def press(self, words: str):
        """Click the button that says exactly this and wait for the page that comes."""
        button = self.page.get_by_role("button", name=words, exact=True)
        with self.page.expect_navigation():
            button.click()

    def fill(self, label: str, text: str):
        self.page.get_by_label(re.compile(f"^{re.escape(label)}")).first.fill(text)

    def choose(self, label: str, option: str):
        self.page.get_by_label(re.compile(f"^{re.escape(label)}")).first.select_option(label=option)

    def tick(self, label: str):
        self.page.get_by_label(re.compile(f"^{re.escape(label)}")).first.check()

    def day(self, question: str, day):
        """Type a date into its three boxes."""
        group = self.page.get_by_role("group", name=re.compile(f"^{re.escape(question)}"))
        for part, number in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
            group.get_by_label(part, exact=True).fill(str(number))

    def reads(self, words: str):
        """The page says this where it can be seen."""
        expect(self.page.get_by_text(words).first).to_be_visible()

    def heading(self, words: str):
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(words)

    def look(self, name: str):
        """Hold this page to what every page is held to: axe finds nothing in light and dark, and nothing runs out of a
        phone.

        What is found is told together when the person leaves (the fixture `sit_down`), so that one walk shows all of
        it.
        """
        found = []
        for width in (DESKTOP, PHONE):
            self.page.set_viewport_size({"width": width, "height": 900})
            found += self.too_wide()
            for theme in ("light", "dark"):
                self.page.emulate_media(color_scheme=theme)
                self._keep_picture(name, width, theme)
                if theme == "light":
                    found += [f"{width} {theme}: {fault}" for fault in self.axe()]
                elif width == DESKTOP:  # the dark theme changes colours and nothing else
                    found += [f"{width} {theme}: {fault}" for fault in self.axe(["color-contrast"])]
        self.page.emulate_media(color_scheme="light")
        self.page.set_viewport_size({"width": DESKTOP, "height": 900})
        self.page.faults += [f"{name} ({self.page.url}): {fault}" for fault in found]

    def too_wide(self) -> list[str]:
        """Whether the page runs out of its window to the right."""
        over = self.page.evaluate(TOO_WIDE)
        return [f"{over} pixels wider than the window"] if over else []

    def axe(self, rules=None) -> list[str]:
        """What axe-core finds on this page now, by all of its rules or by some."""
        if not self.page.evaluate("typeof window.axe === 'object'"):
            self.page.evaluate(AXE)
        return self.page.evaluate(FAULTS, rules)

    def _keep_picture(self, name, width, theme):
        if PICTURES:
            Path(PICTURES).mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=f"{PICTURES}/{name}-{width}-{theme}.png", full_page=True)
