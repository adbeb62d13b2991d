"""Every address of the house and what each kind of person is answered there.

The columns are the kinds of people in their order: signed out; somebody of another partnership; the house
administrator; a lay member; the lead of an agency (the council); the business manager. Names in brackets are filled
from tests/cast_things.py. What an app has stands in its own tests/pages.py, and is gathered here
(tests/house/answers.py); what belongs to none of them stands below. 302 for somebody signed out is the way to the
sign-in page.
"""

from tests.house.answers import ANYBODY, KINDS, NOBODY, gathered

__all__ = ["KINDS", "PAGES", "POSTS"]

PAGES = [
    ("/?choose", ANYBODY),
    ("/accessibility", ANYBODY),
    ("/about", ANYBODY),
    ("/sign-in-as-an-example/", NOBODY),
    *gathered("PAGES"),
]

# Addresses that only take something in: (address, what is posted, who is answered what).
POSTS = gathered("POSTS")
