"""Makes the pictures of README and user guide from a running trial with the made-up partnership.

Start the trial with ./run, then, with the environment of ./test (which brings Playwright) and a Chromium:

    .venv/bin/python docs/pictures/take.py [http://localhost:8000]

Each picture is a window 1280 pixels wide, light, as the made-up business manager sees it; none may be over 250 kB.
"""

import os
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

FOLDER = Path(__file__).resolve().parent
PARTNERSHIP, MANAGER = "harrowmere-kestrel-vale", "hkv-business-manager"
# Name of the picture, address, how tall it is.
PICTURES = (
    ("today", "", 820),
    ("where-the-thread-breaks", "thread/breaks/", 1000),
    ("one-piece-of-work", "thread/work/harrowmere-kestrel-vale/meeting-november-2026/", 1240),
    ("figures", "figures/", 900),
    ("yearly-report-chapters", "report/yearly-report-2025-26/", 1080),
    ("yearly-report-published", "report/yearly-report-2024-25/read/", 1080),
)
MOST_BYTES = 250_000


def main() -> int:
    """Write every picture; returns the exit status."""
    house = sys.argv[1] if len(sys.argv) > 1 else "http://localhost:8000"
    FOLDER.mkdir(parents=True, exist_ok=True)
    program = os.environ.get("GOLDENTHREAD_BROWSER") or "/usr/bin/chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-dev-shm-usage"])
        page = browser.new_page(base_url=house, color_scheme="light", viewport={"width": 1280, "height": 900})
        page.goto("/sign-in-as-an-example/")
        with page.expect_navigation():
            page.locator(f"button[value={MANAGER}]").first.click()
        too_large = [name for name, address, height in PICTURES if _take(page, name, address, height) > MOST_BYTES]
        browser.close()
    if too_large:
        print(f"Larger than {MOST_BYTES} bytes: {', '.join(too_large)}. Make them less tall.")
    return 1 if too_large else 0


def _take(page, name: str, address: str, height: int) -> int:
    """One picture; returns its size in bytes. Raises SystemExit when the page is not there."""
    page.set_viewport_size({"width": 1280, "height": height})
    answer = page.goto(f"/{PARTNERSHIP}/{address}")
    if answer.status != 200:
        raise SystemExit(f"{answer.url} answers {answer.status}: is the made-up partnership loaded in this trial?")
    return len(page.screenshot(path=FOLDER / f"{name}.png"))


if __name__ == "__main__":
    raise SystemExit(main())
