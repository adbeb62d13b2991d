"""What the tests of the whole house walk in the pages of the house itself: see tests/house/answers.py."""

from tests.house.answers import ANYBODY, NOBODY

PAGES = [
    ("/preferences", ANYBODY),
    ("/catalogue", NOBODY),
]
