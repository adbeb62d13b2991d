"""What the tests of the whole house walk in Today and the five other places: see tests/house/answers.py."""

from tests.house.answers import ANYBODY, SEATS

PAGES = [
    ("/west/", ANYBODY),
    ("/west/thread/all/", SEATS),
    ("/west/work/", SEATS),
    ("/west/who/", SEATS),
]
