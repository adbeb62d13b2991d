"""Every form that changes what another may be changing too, and what each of two people types into it.

(address, what the first types, what the second types, what becomes of the second). The second has had the page open
since before the first saved. They stand in each app's own tests/pages.py and are gathered here
(tests/house/answers.py).
"""

from tests.house.answers import ADDED, BOTH, ONE, TWO, gathered, posted, tables

__all__ = ["ADDED", "ALONE", "BOTH", "EDITS", "NO_FORM", "ONE", "TWO", "posted"]

EDITS = gathered("EDITS")
ALONE = frozenset(gathered("ALONE"))

# Tables whose rows carry a version though no form of a page changes them, each with its reason.
NO_FORM = {name: reason for module in tables() for name, reason in getattr(module, "NO_FORM", {}).items()}
