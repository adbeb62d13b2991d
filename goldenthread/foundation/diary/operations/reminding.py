"""Who is reminded of a clock in somebody's place."""

import datetime

from goldenthread.foundation.access.operations import list_reader
from goldenthread.foundation.access.queries import require, visible
from goldenthread.foundation.access.viewer import Actor, viewer_for
from goldenthread.foundation.diary import rules
from goldenthread.foundation.diary.models import Due, DuePerson
from goldenthread.foundation.history import operations as history
from goldenthread.foundation.people.models import Body, Person
from goldenthread.foundation.room import Refused
from goldenthread.foundation.writing import lock, operation


@operation
def pass_reminders_on(
    *, by: Actor, now: datetime.datetime, keys: list[str], before: Body, after: Person, reason: str
) -> list[Due]:
    """Somebody else is reminded of clocks in place of those who acted for an agency. Needs diary.keep_clocks.

    `keys` are "clock/person", as `reminded.of_agency` gives them. Of a clock that is kept to listed people `after` is
    listed as a reader. Raises Refused for one who may not open a clock, since nobody is reminded of what they cannot
    read. Returns the clocks.
    """
    if not reason.strip():
        raise Refused("Say why somebody else is reminded.", "reason")
    passed = []
    for key in keys:
        clock, _, person = key.partition("/")
        link = DuePerson.objects.select_related("due__group__lead", "person").get(due__key=clock, person__key=person)
        due = link.due
        require(by, "diary.keep_clocks", due)
        lock(due)
        rules.may_run_on(due)
        if due.audience == Due.Audience.LISTED:
            list_reader(by=by, now=now, thing=due, person=after, permission="diary.keep_clocks", why=reason)
        elif not _can_open(after, due, now):
            raise Refused(f"{after} may not open this clock, so would not be reminded. Choose somebody else.", key)
        link.delete()
        if not DuePerson.objects.filter(due=due, person=after).exists():
            DuePerson(due=due, person=after).save()
        changes = {"person": (person, after.key), "reason": ("", reason)}
        history.record(due, "diary.reminder_handed_over", by=by, now=now, changes=changes)
        passed.append(due)
    return passed


def _can_open(person: Person, due: Due, now: datetime.datetime) -> bool:
    reader = viewer_for(person, due.group.lead, now, second_factor=True)
    return visible(reader, Due.objects.filter(pk=due.pk)).exists()
