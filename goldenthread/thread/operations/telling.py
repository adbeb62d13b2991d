"""Who did something to a thing of the thread, as its own rows keep it."""

from goldenthread.foundation.access.viewer import Actor
from goldenthread.foundation.history.operations import record as tell  # noqa: F401 - the old name, until nobody says it
from goldenthread.foundation.writing import acting_seat


def named(by: Actor) -> dict:
    """Who did it, as the thread's own rows keep it: a person when there is one, and always a name."""
    return {"person_id": by.person_id}


def agency_of(by: Actor) -> int | None:
    """The agency of the seat in which somebody acts in the running operation, or None."""
    seat = acting_seat(by)
    return seat.agency_id if seat is not None else None
