"""Actions: agreed, moved, reported, assured."""

import datetime
from collections.abc import Sequence
from typing import Any

from goldenthread.foundation.access.viewer import Actor, System
from goldenthread.foundation.clock import day_of, happened_by_today
from goldenthread.foundation.history import operations as history
from goldenthread.foundation.notices import operations as notices
from goldenthread.foundation.people.models import Body, Person
from goldenthread.foundation.room import Conflict, Refused
from goldenthread.foundation.writing import new_key, operation, save_changes
from goldenthread.thread import rules
from goldenthread.thread.models import (
    Action,
    ActionStep,
    DueChange,
    Finding,
    Priority,
    Recommendation,
    Source,
)
from goldenthread.thread.operations import answering
from goldenthread.thread.operations.dates import follow
from goldenthread.thread.operations.findings import next_place, part_of
from goldenthread.thread.operations.saving import allow
from goldenthread.thread.operations.telling import agency_of, named
from goldenthread.thread.queries import assurers
from goldenthread.thread.states import ACTION_STEPS, ActionState, step


def _can_be_agreed(action: Action) -> bool:
    return action.state == ActionState.PROPOSED and action.owner_id is not None and action.due_on is not None


def _ask_to_agree(action: Action, before: bool, *, by: Actor, now: datetime.datetime) -> None:
    """Tell those who may agree it, once it says who will owe it and by when."""
    if not before and _can_be_agreed(action):
        notices.wait(action, "thread.agreement_asked", by=by, now=now)


@operation
def add_action(
    *,
    by: Actor,
    now: datetime.datetime,
    source: Source,
    text: str,
    recommendation: Recommendation | None = None,
    also_answers: Sequence[Recommendation] = (),
    findings: Sequence[Finding] = (),
    owner: Body | None = None,
    owner_person: Person | None = None,
    due_on: datetime.date | None = None,
    measure: str = "",
    priority: Priority | None = None,
    shown_to_owner: bool = False,
) -> Action:
    """Propose an action. Nobody owes it until it is agreed. `findings` are those that it answers directly."""
    allow(by, "thread.add_action", source)
    answering.reads(by, [item for item in (recommendation, *also_answers) if item is not None], "recommendation")
    answering.reads(by, findings, "findings")
    if recommendation is not None and recommendation in also_answers:
        raise Refused("The main recommendation need not be named again among the others.", "also_answers")
    action = Action(
        key=new_key("action"),
        text=text,
        recommendation=recommendation,
        owner=owner,
        owner_person=owner_person,
        due_on=due_on,
        first_due_on=due_on,
        measure=measure,
        priority=priority,
        state_on=day_of(now),
        order=next_place(source.actions),
        **part_of(source),
    )
    rules.owner_is_shown(action, action.audience, owner, owner_person, by=by, shown=shown_to_owner)
    answering.of_one_holder(action, findings)
    action.save()
    if also_answers:
        answering.also(action, also_answers)
    if findings:
        answering.directly(action, findings)
    history.record(action, "thread.action_added", by=by, now=now, changes={"text": ("", text), "due_on": ("", due_on)})
    _ask_to_agree(action, False, by=by, now=now)
    return action


@operation
def edit_action(
    *,
    by: Actor,
    now: datetime.datetime,
    action: Action,
    version: int,
    also_answers: list[Recommendation] | None = None,
    findings: list[Finding] | None = None,
    shown_to_owner: bool = False,
    **values: Any,
) -> Action:
    """Change the text, measure, owner, priority or what it answers. A due date is moved by `move_due`."""
    allow(by, "thread.add_action", action, whole=True)
    rules.may_edit(action)
    before = _can_be_agreed(action)
    if "due_on" in values and action.due_on is None:
        values["first_due_on"] = values["due_on"]
    elif values.get("due_on", action.due_on) != action.due_on:
        raise Refused("Move the due date by its own step, so that the reason is kept.", "due_on")
    if values.get("recommendation") is not None and values["recommendation"] != action.recommendation:
        answering.reads(by, [values["recommendation"]], "recommendation")
    owner, person = values.get("owner", action.owner), values.get("owner_person", action.owner_person)
    rules.owner_is_shown(action, action.audience, owner, person, by=by, shown=shown_to_owner)
    links = {}
    if also_answers is not None:
        saved = list(action.also_answers.all())
        answering.reads(by, set(also_answers) - set(saved), "also_answers")
        links["also_answers"] = (saved, list(also_answers), lambda wanted: answering.also(action, wanted))
    if findings is not None:
        before_these = list(action.findings.all())
        answering.reads(by, set(findings) - set(before_these), "findings")
        answering.of_one_holder(action, findings)
        links["findings"] = (before_these, list(findings), lambda wanted: answering.directly(action, wanted))
    changes = save_changes(action, version=version, values=values, links=links)
    history.record(action, "thread.action_changed", by=by, now=now, changes=changes)
    follow(action, by=by, now=now)
    _ask_to_agree(action, before, by=by, now=now)
    return action


@operation
def move_due(
    *, by: Actor, now: datetime.datetime, action: Action, version: int, due_on: datetime.date, reason: str
) -> Action:
    """Move the due date. The first date is kept, and each move is a row with its reason."""
    allow(by, "thread.add_action", action)
    rules.has_open_due(action)
    if version != action.version:
        raise Conflict(_due_now(action), version=action.version)
    rules.may_move_due(action, due_on, reason)
    before = action.due_on
    values = {"due_on": due_on} if before else {"due_on": due_on, "first_due_on": due_on}
    try:
        changes = save_changes(action, version=version, values=values)
    except Conflict as conflict:
        raise Conflict(_due_now(Action.objects.get(pk=action.pk)), version=conflict.version) from None
    if before:
        DueChange(action=action, before=before, after=due_on, on=day_of(now), reason=reason, by_name=by.name).save()
    history.record(action, "thread.action_due_moved", by=by, now=now, changes=changes | {"reason": ("", reason)})
    follow(action, by=by, now=now)
    _ask_to_agree(action, before is not None, by=by, now=now)
    return action


def _due_now(action: Action) -> dict[str, datetime.date | str]:
    """The due date as it stands, with the reason of the move that set it: both are for whoever wanted to move it
    too.
    """
    last = action.due_changes.last()
    return {"due_on": action.due_on, "reason": last.reason if last and last.after == action.due_on else ""}


def _move(
    action: Action,
    code: str,
    *,
    by: Actor,
    now: datetime.datetime,
    version: int,
    on: datetime.date | None = None,
    text: str = "",
    second: Person | None = None,
    not_independent: bool = False,
) -> Action:
    """Take one step of the table: allowed, open from this state, with its reason; kept as a row and told."""
    way = step(ACTION_STEPS, code)
    allow(by, way.permission, action)
    rules.may_step(action, way)
    rules.has_reason(way, text)
    on = on or day_of(now)
    happened_by_today(on, now)
    before = action.state
    values = {"state": way.after, "state_on": on} | ({"not_independent": True} if not_independent else {})
    changes = save_changes(action, version=version, values=values)
    ActionStep(
        action=action,
        before=before,
        after=way.after,
        on=on,
        text=text,
        by_name=by.name,
        agency_id=agency_of(by),
        second=second,
        **named(by),
    ).save()
    changes |= ({"note": ("", text)} if text else {}) | ({"second person": ("", second.name)} if second else {})
    history.record(action, way.verb, by=by, now=now, on=on, changes=changes)
    follow(action, by=by, now=now)
    return action


@operation
def agree(
    *, by: Actor, now: datetime.datetime, action: Action, version: int, on: datetime.date | None = None
) -> Action:
    """Somebody owes it from now on."""
    allow(by, "thread.agree_action", action)
    rules.may_step(action, step(ACTION_STEPS, "agree"))
    rules.may_be_agreed(action)
    return _move(action, "agree", by=by, now=now, version=version, on=on)


@operation
def report_done(
    *, by: Actor, now: datetime.datetime, action: Action, version: int, text: str = "", on: datetime.date | None = None
) -> Action:
    """The owner says that it is done. That is a report, not yet assurance."""
    action = _move(action, "report_done", by=by, now=now, version=version, on=on, text=text)
    if action.evidence.exists():
        notices.wait(action, "thread.assurance_asked", by=by, now=now)
    return action


@operation
def assure(
    *,
    by: Actor,
    now: datetime.datetime,
    action: Action,
    version: int,
    text: str = "",
    on: datetime.date | None = None,
    second: Person | None = None,
) -> Action:
    """Somebody who does not own it, and had no hand in it, has looked at the evidence.

    Where nobody else could, whoever had a hand in it names a `second` person who looked at it too, and who is told; or
    the assurance is marked as not independent for good.
    """
    allow(by, "thread.assure", action)
    rules.may_step(action, step(ACTION_STEPS, "assure"))
    on = on or day_of(now)
    rules.may_be_assured(action, by, on)
    rules.assured_after_report(action, on)
    own_hand = not isinstance(by, System) and assurers.has_own_hand(by, action)
    if own_hand:
        rules.who_had_no_hand_assures(bool(assurers.left_to_others(by, Action.objects.filter(pk=action.pk))))
        rules.second_had_no_hand(second, assurers.possible_seconds(by, action))
    second = second if own_hand else None
    _move(
        action,
        "assure",
        by=by,
        now=now,
        version=version,
        on=on,
        text=text,
        second=second,
        not_independent=own_hand and second is None,
    )
    if second is not None:
        path = f"/{action.holder.key}/thread/action/{action.ref}/"
        notices.send(by=by, now=now, to=second, body=action.holder, template="second", path=path)
    return action


@operation
def send_back(*, by: Actor, now: datetime.datetime, action: Action, version: int, reason: str) -> Action:
    action = _move(action, "send_back", by=by, now=now, version=version, text=reason)
    notices.wait(action, "thread.came_back", by=by, now=now)
    return action


@operation
def withdraw_action(*, by: Actor, now: datetime.datetime, action: Action, version: int, reason: str) -> Action:
    return _move(action, "withdraw", by=by, now=now, version=version, text=reason)


@operation
def report_progress(
    *, by: Actor, now: datetime.datetime, action: Action, text: str, on: datetime.date | None = None
) -> ActionStep:
    """A dated note of where it stands; the state stays."""
    allow(by, "thread.progress", action)
    if not text.strip():
        raise Refused("Write what has happened since the last note.", "text")
    on = on or day_of(now)
    happened_by_today(on, now)
    note = ActionStep(
        action=action,
        before=action.state,
        after=action.state,
        on=on,
        text=text,
        by_name=by.name,
        agency_id=agency_of(by),
        **named(by),
    )
    note.save()
    history.record(action, "thread.action_progress", by=by, now=now, on=on, changes={"note": ("", text)})
    return note
