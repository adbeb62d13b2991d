"""What the tests of the whole house walk in drafts: see tests/house/answers.py."""

from tests.house.answers import ANYBODY

PAGES = [
    ("/drafts/state/", ANYBODY),
]
POSTS = [
    ("/drafts/keep/?address=/west/thread/work/add/", {"title": "A"}, "401 200 200 200 200 200"),
    ("/drafts/discard/?address=/west/thread/work/add/", {}, "302 302 302 302 302 302"),
]
