"""Telling that something kept is not as it was written."""

import datetime

from goldenthread.foundation.access.viewer import System
from goldenthread.foundation.history.operations import record
from goldenthread.foundation.notices.operations.outbox import send
from goldenthread.foundation.people.models import Body, Person
from goldenthread.foundation.writing import operation


@operation
def tell_of_misfits(*, by: System, now: datetime.datetime, people: list[tuple[Person, Body | None]]) -> None:
    """Write to people, each with a partnership of theirs."""
    record(verb="notices.misfit", by=by, now=now, noun="house", key="house", body_id=None)
    for person, body in people:
        send(by=by, now=now, to=person, body=body, template="misfit", path="/house/")
