"""Days on which what rooms hold is due, kept as the rooms say."""

import datetime
from collections import Counter

from goldenthread.foundation.access.viewer import Actor
from goldenthread.foundation.clock import day_of
from goldenthread.foundation.diary import dates, rules
from goldenthread.foundation.diary.dates import Differences, Expected
from goldenthread.foundation.diary.models import Due
from goldenthread.foundation.history import operations as history
from goldenthread.foundation.people.models import Group
from goldenthread.foundation.writing import new_key, operation, save_changes

AT_ONCE = 500  # rows in one transaction: other writers wait for it


@operation
def keep_dates(*, by: Actor, now: datetime.datetime, noun: str, keys: list[str] | None = None) -> int:
    """Bring the dates of one noun to what its room says is due; returns how many rows changed. `keys`: of these things
    alone.

    For the operations of rooms, in the same transaction as the change that they follow: a thing has one running date.
    Another day ends the old row and starts a new one; another agency or person changes the row; what was done is met.
    """
    kind = dates.kinds()[noun]
    found = dates.differences(kind, now, keys)
    new, today = list(found.new), day_of(now)
    done = kind.met(now, {due.thing_key for due in found.gone}) if found.gone else {}
    for due in found.gone:
        if due.thing_key in done:
            values = {"met_on": max(done[due.thing_key], due.on)}
        else:
            values = {"ended_on": today, "ended_why": "It is not owed any longer."}
        save_changes(due, version=due.version, values=values)
    for due, expected in found.changed:
        values = expected.differs(due)
        if "due_on" in values:
            values = {"ended_on": today, "ended_why": "Another day was agreed."}
            new.append(expected)
        save_changes(due, version=due.version, values=values)
    Due.objects.bulk_create(_date_of(noun, expected, now) for expected in new)
    _record_dates(by, now, noun, found)
    return len(found.keys())


def _date_of(noun: str, expected: Expected, now: datetime.datetime) -> Due:
    due = Due(
        key=new_key("date"),
        noun=noun,
        thing_key=expected.key,
        group_id=expected.group_id,
        agency_id=expected.agency_id,
        person_id=expected.person_id,
        audience=Due.Audience.LISTED,
        title=expected.title,
        on=day_of(now),
        due_on=expected.due_on,
    )
    due.next_step_at = first_step_at(due, now)
    return due


def _record_dates(by: Actor, now: datetime.datetime, noun: str, found: Differences) -> None:
    """One line in the chain of each body that holds some of the things: how many dates came, moved and went."""
    groups = [expected.group_id for expected in found.new] + [due.group_id for due, _ in found.changed]
    groups = Counter(groups + [due.group_id for due in found.gone])
    leads = dict(Group.objects.filter(pk__in=groups).values_list("pk", "lead_id"))
    numbers = Counter()
    for group_id, number in groups.items():
        numbers[leads[group_id]] += number
    for body_id, number in sorted(numbers.items()):
        history.record(
            None,
            "diary.dates_kept",
            by=by,
            now=now,
            noun="clock",
            key=f"dates of {noun}",
            body_id=body_id,
            changes={"dates": ("", number)},
        )


@operation
def follow_loaded(*, by: Actor, now: datetime.datetime) -> None:
    """What a record file brought is due by its day as if it had been recorded here."""
    for noun in dates.kinds():
        keep_dates(by=by, now=now, noun=noun)


def keep_all_dates(*, by: Actor, now: datetime.datetime) -> int:
    """The dates of every room brought to what the rooms say; returns how many rows changed.

    Operations of rooms keep them as they go. What only the calendar changes, such as the figure of a new quarter, and
    what stood before this table did, comes in here: a job does it every day, and the start of the house.
    """
    changed = 0
    for noun, kind in dates.kinds().items():
        keys = dates.differences(kind, now).keys()
        for start in range(0, len(keys), AT_ONCE):
            changed += keep_dates(by=by, now=now, noun=noun, keys=keys[start : start + AT_ONCE])
    return changed


def first_step_at(due: Due, now: datetime.datetime) -> datetime.datetime | None:
    """None where a step has been reached already when it starts: the job looks at once."""
    return None if rules.step_of(due, now) else rules.next_step_at(due, now)
