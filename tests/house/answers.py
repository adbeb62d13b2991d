"""The words in which an app's own `tests/pages.py` says what each of its addresses answers, and to whom.

An app keeps there, for the tests of the whole house, which gather them over `settings.FLOORS`:

PAGES   [(address, what each kind of person is answered)]: names in brackets are those of `things`
POSTS   [(address that only takes something in, what is posted, what each kind is answered)]
EDITS   [(address, what the first of two people types, what the second types, what becomes of the second)] of every form
        that carries a version
ALONE   the addresses of EDITS that one person alone may open, such as whoever wrote it: they do it in two windows
NO_FORM {table: reason}: tables whose rows carry a version though no form changes them
things(cast, made, given) -> {name: thing}: one of each kind that it keeps; `made` holds those of the floors below, and
        `given` is who makes them and when. An address has the thing's `ref` in the place of its name.

Each may be left out.
"""

from functools import cache
from importlib import import_module, util

from django.conf import settings

from goldenthread.foundation.documents.tests.files import upload

KINDS = ("signed out", "east_manager", "house_administrator", "lay_member", "agency_lead", "business_manager")

# What the kinds of people are answered, in their order. 302 for somebody signed out is the way to the sign-in page.
ANYBODY = "200 200 200 200 200 200"
NOBODY = "404 404 404 404 404 404"
SEATS = "302 404 403 200 200 200"  # who holds a seat that reads records
UNIT = "302 404 403 403 403 200"  # the business unit
AGENCY = "302 404 403 403 200 200"  # the agency that owns it, and the unit
PARTNERS = "302 404 403 403 403 403"  # the lead partners alone, who are none of the six
ADMINISTRATOR = "302 404 200 404 404 404"
ACCOUNT = "302 200 200 200 200 200"  # whoever has signed in
INSIDE = "404 404 404 200 200 200"  # for everybody else it does not exist

# What becomes of the second of two people. BOTH: the page shows both texts, keeps what the second typed, and saves it
# when they post again, knowing of both. LATE: the first has moved it on, so that this step is closed: the page says so
# and keeps what the second typed. ADDED: each adds a line of their own, so nothing is in the other's way.
BOTH, LATE, ADDED = "both texts", "too late", "both added"
ONE, TWO = "What the first wrote", "What the second wrote"


def text(field, /, **more):
    """Both type into one field."""
    return {field: ONE, **more}, {field: TWO, **more}


def posted(values):
    """What is typed, files made anew."""
    return {name: upload(*value) if isinstance(value, tuple) else value for name, value in values.items()}


@cache
def tables() -> list:
    """The `tests/pages.py` of every app that has one, low floors first."""
    names = [f"{app}.tests.pages" for floor in settings.FLOORS for app in floor]
    return [import_module(name) for name in names if util.find_spec(name.rpartition(".")[0]) and util.find_spec(name)]


def gathered(table: str) -> list:
    """All rows of one table of every app."""
    return [row for module in tables() for row in getattr(module, table, ())]
