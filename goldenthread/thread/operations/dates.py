"""An agreed action's due date is kept in the diary, so that whoever owes it is reminded; rooms show it themselves."""

from goldenthread.foundation.clock import day_of
from goldenthread.foundation.diary import operations as diary
from goldenthread.foundation.diary.queries import agreed_date
from goldenthread.foundation.people.models import Person, Seat
from goldenthread.thread.states import ActionState

TITLE = "An action is due"  # reveals nothing: it may be read over a shoulder


def follow(action, *, by, now):
    """Bring the diary to what the action says now: a date while it is agreed, met once reported, ended when
    withdrawn.
    """
    if action.state == ActionState.AGREED and action.due_on is not None:
        diary.keep_date(
            by=by,
            now=now,
            noun="action",
            key=action.ref,
            group=action.source.group,
            due_on=action.due_on,
            title=TITLE,
            audience="named",
            people=_whom(action, now),
        )
        return
    due = agreed_date("action", action.ref)
    if due is None:
        return
    if action.state == ActionState.WITHDRAWN:
        diary.end_clock(by=by, now=now, due=due, why="The action was withdrawn.")
    elif action.state in (ActionState.REPORTED_DONE, ActionState.ASSURED):
        diary.meet_clock(by=by, now=now, due=due, on=max(action.state_on, due.on))


def _whom(action, now):
    """The person who owes it and, for their agency, its leads in the partnership that holds it."""
    wanted = {action.owner_person} - {None}
    if action.owner_id is not None:
        leads = Seat.objects.on(day_of(now)).filter(
            role="agency_lead", membership__agency_id=action.owner_id, membership__partnership_id=action.holder_id
        )
        wanted |= set(Person.objects.filter(pk__in=leads.values("person_id")))
    return sorted(wanted, key=lambda person: person.pk)
