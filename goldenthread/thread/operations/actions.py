"""Actions: agreed, moved, reported, evidenced, assured."""

from goldenthread.foundation.access.queries import require
from goldenthread.foundation.access.viewer import day_of
from goldenthread.foundation.room import Refused
from goldenthread.foundation.writing import new_key, operation, save_changes
from goldenthread.thread import rules
from goldenthread.thread.models import Action, ActionStep, AlsoAnswers, DueChange, Evidence
from goldenthread.thread.operations.findings import next_place, part_of
from goldenthread.thread.operations.telling import agency_of, named, tell
from goldenthread.thread.states import ACTION_STEPS, step


def _also(action, recommendations):
    AlsoAnswers.objects.bulk_create([AlsoAnswers(action=action, recommendation=item) for item in recommendations])


@operation
def add_action(
    *, by, now, source, text, recommendation=None, also_answers=(), owner=None, owner_person=None, due_on=None,
    measure="", priority=None,
) -> Action:  # fmt: skip
    """Propose an action. Nobody owes it until it is agreed."""
    require(by, "thread.add_action", source)
    if recommendation is not None and recommendation in also_answers:
        raise Refused("The main recommendation need not be named again among the others.", "also_answers")
    action = Action(
        key=new_key("action"), text=text, recommendation=recommendation, owner=owner, owner_person=owner_person,
        due_on=due_on, first_due_on=due_on, measure=measure, priority=priority, state_on=day_of(now),
        order=next_place(source.actions), **part_of(source),
    )  # fmt: skip
    action.save()
    _also(action, also_answers)
    tell(action, "thread.action_added", by=by, now=now, changes={"text": ("", text), "due_on": ("", due_on)})
    return action


@operation
def edit_action(*, by, now, action, version, also_answers=None, **values) -> Action:
    """Change the text, measure, owner, priority or recommendations. A due date is moved by `move_due`."""
    require(by, "thread.add_action", action)
    rules.may_edit(action)
    if "due_on" in values and action.due_on is None:
        values["first_due_on"] = values["due_on"]
    elif values.get("due_on", action.due_on) != action.due_on:
        raise Refused("Move the due date by its own step, so that the reason is kept.", "due_on")
    changes = save_changes(action, version=version, values=values)
    if also_answers is not None:
        before = set(action.also_links.values_list("recommendation_id", flat=True))
        if before != {item.pk for item in also_answers}:
            action.also_links.all().delete()
            _also(action, also_answers)
            changes["also_answers"] = (str(len(before)), str(len(also_answers)))
    tell(action, "thread.action_changed", by=by, now=now, changes=changes)
    return action


@operation
def move_due(*, by, now, action, version, due_on, reason) -> Action:
    """Move the due date. The first date is kept, and each move is a row with its reason."""
    require(by, "thread.add_action", action)
    rules.may_move_due(action, due_on, reason)
    before = action.due_on
    values = {"due_on": due_on} if before else {"due_on": due_on, "first_due_on": due_on}
    changes = save_changes(action, version=version, values=values)
    if before:
        DueChange(action=action, before=before, after=due_on, on=day_of(now), reason=reason, by_name=by.name).save()
    tell(action, "thread.action_due_moved", by=by, now=now, changes=changes | {"reason": ("", reason)})
    return action


def _move(action, code, *, by, now, version, on=None, text=""):
    """Take one step of the table: allowed, open from this state, with its reason; kept as a row and told."""
    way = step(ACTION_STEPS, code)
    require(by, way.permission, action)
    rules.may_step(action, way)
    rules.has_reason(way, text)
    on = on or day_of(now)
    rules.happened_by_today(on, now)
    before = action.state
    changes = save_changes(action, version=version, values={"state": way.after, "state_on": on})
    ActionStep(
        action=action, before=before, after=way.after, on=on, text=text, by_name=by.name, agency_id=agency_of(by), **named(by)
    ).save()
    tell(action, way.verb, by=by, now=now, on=on, changes=changes | ({"text": ("", text)} if text else {}))
    return action


@operation
def agree(*, by, now, action, version, on=None) -> Action:
    rules.may_be_agreed(action)
    return _move(action, "agree", by=by, now=now, version=version, on=on)


@operation
def report_done(*, by, now, action, version, text="", on=None) -> Action:
    """The owner says that it is done. That is a report, not yet assurance."""
    return _move(action, "report_done", by=by, now=now, version=version, on=on, text=text)


@operation
def assure(*, by, now, action, version, text="", on=None) -> Action:
    """Somebody who does not own it has looked at the evidence."""
    require(by, "thread.assure", action)
    rules.may_step(action, step(ACTION_STEPS, "assure"))
    rules.may_be_assured(action, by)
    return _move(action, "assure", by=by, now=now, version=version, on=on, text=text)


@operation
def send_back(*, by, now, action, version, reason) -> Action:
    return _move(action, "send_back", by=by, now=now, version=version, text=reason)


@operation
def withdraw_action(*, by, now, action, version, reason) -> Action:
    return _move(action, "withdraw", by=by, now=now, version=version, text=reason)


@operation
def report_progress(*, by, now, action, text, on=None) -> ActionStep:
    """A dated note of where it stands; the state stays."""
    require(by, "thread.progress", action)
    if not text.strip():
        raise Refused("Write what has happened since the last note.", "text")
    on = on or day_of(now)
    rules.happened_by_today(on, now)
    note = ActionStep(
        action=action, before=action.state, after=action.state, on=on, text=text, by_name=by.name, agency_id=agency_of(by), **named(by)
    )
    note.save()
    tell(action, "thread.action_progress", by=by, now=now, on=on, changes={"text": ("", text)})
    return note


@operation
def give_evidence(*, by, now, action, kind, text, on, document=None) -> Evidence:
    require(by, "thread.progress", action)
    rules.happened_by_today(on, now)
    evidence = Evidence(
        key=new_key("evidence"), holder=action.holder, action=action, kind=kind, text=text, on=on, document=document,
        given_by=by.name, **named(by),
    )  # fmt: skip
    evidence.save()
    tell(action, "thread.evidence_added", by=by, now=now, on=on, changes={"evidence": ("", text)})
    return evidence


@operation
def hand_over(*, by, now, actions, owner, owner_person=None, reason) -> int:
    """Open actions pass to another agency or person, for instance when a body succeeds another. Returns how many."""
    if not reason.strip():
        raise Refused("Say why these actions pass to somebody else.", "reason")
    for action in actions:
        require(by, "thread.add_action", action)
        rules.may_edit(action)
        changes = save_changes(action, version=action.version, values={"owner": owner, "owner_person": owner_person})
        tell(action, "thread.action_handed_over", by=by, now=now, changes=changes | {"reason": ("", reason)})
    return len(actions)
