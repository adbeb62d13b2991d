"""Leaving a line of history about a thing of the thread."""

from goldenthread.foundation.history import operations as history

NOUNS = {
    "Source": "source",
    "Finding": "finding",
    "Recommendation": "recommendation",
    "Action": "action",
    "Evidence": "evidence",
    "Impact": "impact",
    "Voice": "voice",
    "Priority": "priority",
    "Proposal": "proposal",
}


def tell(thing, verb, *, by, now, on=None, changes=None):
    """One line in the chain of the thing's holder."""
    history.record(
        by=by,
        now=now,
        verb=verb,
        noun=NOUNS[type(thing).__name__],
        key=f"{thing.holder.key}/{thing.key}",
        body_id=thing.holder_id,
        on=on,
        changes=changes,
    )


def named(by) -> dict:
    """Who did it, as the thread's own rows keep it: a person when there is one, and always a name."""
    return {"person_id": by.person_id}


def agency_of(by):
    """The agency for which somebody acts, or None."""
    return next((seat.agency_id for seat in getattr(by, "seats", ()) if seat.agency_id), None)
