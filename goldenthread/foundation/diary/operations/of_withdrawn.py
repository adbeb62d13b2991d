"""What runs for a thing ends when the thing is withdrawn from the record, and runs on when it comes back."""

import datetime

from goldenthread.foundation.access.viewer import Actor
from goldenthread.foundation.clock import day_of
from goldenthread.foundation.diary import dates
from goldenthread.foundation.diary.models import Due
from goldenthread.foundation.diary.operations.kept_dates import keep_dates
from goldenthread.foundation.history import operations as history
from goldenthread.foundation.writing import operation, save_changes

WHY = "What it belongs to was withdrawn from the record."


@operation
def end_with(*, by: Actor, now: datetime.datetime, noun: str, key: str) -> None:
    """End every clock and date of a thing that was withdrawn. Its own rows are kept, so that they can run on."""
    for due in Due.objects.running().filter(noun=noun, thing_key=key):
        changes = save_changes(due, version=due.version, values={"ended_on": day_of(now), "ended_why": WHY})
        history.record(due, "diary.ended_with_thing", by=by, now=now, changes=changes)


@operation
def resume_with(*, by: Actor, now: datetime.datetime, noun: str, key: str) -> None:
    """What ended with the thing runs on as it stood, its steps of reminding too; then it says what the thing says."""
    for due in Due.objects.filter(noun=noun, thing_key=key, ended_why=WHY):
        changes = save_changes(due, version=due.version, values={"ended_on": None, "ended_why": ""})
        history.record(due, "diary.resumed_with_thing", by=by, now=now, changes=changes)
    if noun in dates.kinds():
        keep_dates(by=by, now=now, noun=noun, keys=[key])
