"""What the tests of the whole house walk in the diary: see tests/house/answers.py."""

from tests.house.answers import BOTH, LATE, SEATS, UNIT, text

DAY = "2025-11-04"

PAGES = [
    ("/west/diary/", SEATS),
    ("/west/diary/start/", UNIT),
    ("/west/diary/clocks/{clock}/", SEATS),
    ("/west/diary/clocks/{clock}/met/", UNIT),
    ("/west/diary/clocks/{clock}/delay/", UNIT),
    ("/west/diary/clocks/{clock}/end/", UNIT),
    ("/west/diary/rules/", SEATS),
    ("/west/diary/rules/rr.complete/", SEATS),
    ("/west/diary/rules/masa.review/number/", UNIT),
    ("/west/diary/rules/rr.complete/WT26/confirm/", UNIT),
]
EDITS = [
    ("/west/diary/clocks/{clock}/met/", {"on": "2025-11-05"}, {"on": "2025-11-06"}, LATE),
    ("/west/diary/clocks/{clock}/delay/", *text("reason"), BOTH),
    ("/west/diary/clocks/{clock}/end/", *text("why"), LATE),
    ("/west/diary/rules/masa.review/number/", *text("why", number="2", starts=DAY), BOTH),
]
