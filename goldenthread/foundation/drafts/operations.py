"""Keeping, clearing and throwing away drafts.

These are no operations in the sense of `writing`: a draft is the person's own, changes nothing that anybody relies on,
and would fill the history with typing.
"""

import datetime
import json

from goldenthread.foundation.drafts.models import Draft
from goldenthread.foundation.room import Refused

KEPT_FOR = datetime.timedelta(days=30)
MAX_CHARACTERS = 200_000
NEVER_KEPT = ("csrfmiddlewaretoken", "password")


def keep(*, by, now, address: str, fields: dict[str, list[str]]) -> Draft:
    """Keep what `by` has typed into the form at `address`; replaces what was kept there. Raises Refused when too
    long.
    """
    wanted = {name: values for name, values in fields.items() if not name.startswith(NEVER_KEPT)}
    text = json.dumps(wanted, ensure_ascii=False)
    if len(text) > MAX_CHARACTERS:
        raise Refused("This is too long to be kept as a draft: save it, then go on.")
    if not address.startswith("/") or len(address) > 300:
        raise Refused("A draft is kept for a page of this site.")
    draft, _ = Draft.objects.update_or_create(
        person_id=by.person_id, address=address, defaults={"fields": text, "kept_at": now}
    )
    return draft


def clear(*, by, address: str) -> None:
    """Forget the draft once its form is saved. Call it within the operation that saves, so that both stand or
    neither.
    """
    if by.person_id is not None:
        Draft.objects.filter(person_id=by.person_id, address=address).delete()


def discard_old(*, now) -> int:
    """Throw away drafts that nobody has touched for thirty days; returns how many."""
    return Draft.objects.filter(kept_at__lt=now - KEPT_FOR).delete()[0]
