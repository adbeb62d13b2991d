"""What the tests of the whole house walk in messages: see tests/house/answers.py."""

from tests.house.answers import ACCOUNT, UNIT

PAGES = [
    ("/account/messages/", ACCOUNT),
    ("/west/notices/", UNIT),
]
POSTS = [
    ("/west/notices/{message}/again/", {}, "302 404 403 403 403 302"),
]
