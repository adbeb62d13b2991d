"""How somebody wants to be told."""

import datetime

from goldenthread.foundation.access.viewer import Viewer
from goldenthread.foundation.history.operations import record
from goldenthread.foundation.notices import queries
from goldenthread.foundation.notices.models import Choice, Rhythm
from goldenthread.foundation.room import Refused
from goldenthread.foundation.writing import operation


@operation
def choose(*, by: Viewer, now: datetime.datetime, urgent: str, other: str) -> Choice:
    """A person says how they want to be told, for themself. Raises Refused for anything but the three rhythms."""
    for field, value in (("urgent", urgent), ("other", other)):
        if value not in Rhythm.values:
            raise Refused("Choose one of the three.", field)
    before = queries.choice_of(by.person_id)
    person = queries.person(by.person_id)
    choice, _ = Choice.objects.update_or_create(person=person, defaults={"urgent": urgent, "other": other})
    record(
        by=by,
        now=now,
        verb="notices.chosen",
        noun="person",
        key=person.key,
        body_id=None,
        changes={"urgent": (before.urgent, urgent), "other": (before.other, other)},
    )
    return choice
