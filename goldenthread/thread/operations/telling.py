"""Who did something to a thing of the thread, as its own rows keep it."""

from goldenthread.foundation.history.operations import record as tell  # noqa: F401 - the old name, until nobody says it


def named(by) -> dict:
    """Who did it, as the thread's own rows keep it: a person when there is one, and always a name."""
    return {"person_id": by.person_id}


def agency_of(by):
    """The agency for which somebody acts, or None."""
    return next((seat.agency_id for seat in getattr(by, "seats", ()) if seat.agency_id), None)
