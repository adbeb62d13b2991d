"""Undo within the minute: what somebody did a moment ago and may take back with one click.

Kept in the session of whoever did it, so that nobody else can, and gone with it. What undoing means is for
`withdrawals`; here it is noted, and the pages that follow offer it until the minute is over.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from secrets import token_hex

from django.db.models import Model
from django.http import HttpRequest

from goldenthread.foundation.room import noun_of, offered

MINUTE = datetime.timedelta(seconds=60)
KEPT = "undo"
MOST = 5
ADDED, WITHDRAWN = "added", "withdrawn"


@dataclass(frozen=True)
class Undo:
    """`things` are [noun, key, version] as they stood when it was done; `rests` [noun, key, noun, key] of what was made
    to rest on something else by it.
    """

    code: str
    what: str
    partnership: str
    at: datetime.datetime
    things: tuple[tuple[str, str, int], ...]
    rests: tuple[tuple[str, str, str, str], ...] = ()

    def is_open(self, now: datetime.datetime) -> bool:
        """Whether the minute runs: its last second counts."""
        return datetime.timedelta(0) <= now - self.at <= MINUTE

    @property
    def until(self) -> datetime.datetime:
        return self.at + MINUTE


def note(request: HttpRequest, what: str, things: list[tuple[str, str, int]], rests: Iterable = ()) -> None:
    """Offer on the pages that follow to undo what was done to these things at `request.now`."""
    kept = request.session.get(KEPT, [])
    new = {
        "code": token_hex(8),
        "what": what,
        "partnership": request.viewer.slug,
        "at": request.now.isoformat(),
        "things": [list(thing) for thing in things],
        "rests": [list(rest) for rest in rests],
    }
    request.session[KEPT] = [*kept, new][-MOST:]


def note_added(request: HttpRequest, added: object) -> None:
    """The same of what a form added, where it is of a kind that can be withdrawn."""
    kinds = {item.noun for item in offered("withdrawals")}
    rows = added if isinstance(added, list | tuple) else [added]
    things = [thing for thing in rows if isinstance(thing, Model) and hasattr(thing, "withdrawn_at")]
    named = [(noun_of(type(thing)), getattr(thing, "ref", None) or thing.key, thing.version) for thing in things]
    if named and all(noun in kinds for noun, _, _ in named):
        note(request, ADDED, named)


def found(request: HttpRequest, code: str) -> Undo | None:
    """What was done under this code in the partnership at hand, also when its minute is over."""
    return next((one for one in _all(request) if one.code == code and one.partnership == request.viewer.slug), None)


def open_now(request: HttpRequest) -> Undo | None:
    """The newest that can be undone now, for the page that is about to be shown."""
    viewer = getattr(request, "viewer", None)
    if viewer is None or not viewer.signed_in or not viewer.slug or KEPT not in request.session:
        return None
    mine = [one for one in _all(request) if one.partnership == viewer.slug and one.is_open(request.now)]
    return mine[-1] if mine else None


def forget(request: HttpRequest, code: str) -> None:
    request.session[KEPT] = [kept for kept in request.session.get(KEPT, []) if kept["code"] != code]


def _all(request) -> list[Undo]:
    return [
        Undo(
            kept["code"],
            kept["what"],
            kept["partnership"],
            datetime.datetime.fromisoformat(kept["at"]),
            tuple(tuple(thing) for thing in kept["things"]),
            tuple(tuple(rest) for rest in kept["rests"]),
        )
        for kept in request.session.get(KEPT, [])
    ]
