"""Every write to the business plan."""

import datetime
from typing import Any

from django.db.models import Model, QuerySet

from goldenthread.foundation.access.queries import require
from goldenthread.foundation.access.viewer import Actor
from goldenthread.foundation.diary import operations as diary
from goldenthread.foundation.history import operations as history
from goldenthread.foundation.people.models import Body
from goldenthread.foundation.room import Refused
from goldenthread.foundation.writing import new_key, operation, save_changes
from goldenthread.rooms.business_plan import rules
from goldenthread.rooms.business_plan.models import Milestone, MilestoneNote, Plan, PlannedPriority
from goldenthread.thread import operations as thread


def _follow(milestones: QuerySet[Milestone] | list[Milestone], *, by: Actor, now: datetime.datetime) -> None:
    """Bring the diary to what these milestones say now."""
    diary.keep_dates(by=by, now=now, noun="milestone", keys=[row.ref for row in milestones])


@operation
def add_plan(
    *,
    by: Actor,
    now: datetime.datetime,
    holder: Body,
    title: str,
    starts: datetime.date,
    ends: datetime.date,
    summary: str = "",
    agreed_on: datetime.date | None = None,
) -> Plan:
    rules.days_in_order(starts, ends)
    plan = Plan(
        key=new_key("plan"), holder=holder, title=title, starts=starts, ends=ends, summary=summary, agreed_on=agreed_on
    )
    require(by, "plan.edit", plan)
    plan.save()
    history.record(plan, "plan.added", by=by, now=now, changes={"title": ("", title)})
    return plan


@operation
def edit_plan(*, by: Actor, now: datetime.datetime, plan: Plan, version: int, **values: Any) -> Plan:
    require(by, "plan.edit", plan)
    rules.days_in_order(values.get("starts", plan.starts), values.get("ends", plan.ends))
    history.record(plan, "plan.changed", by=by, now=now, changes=save_changes(plan, version=version, values=values))
    _follow(Milestone.objects.filter(planned__plan=plan).select_related("holder"), by=by, now=now)
    return plan


@operation
def plan_priority(
    *,
    by: Actor,
    now: datetime.datetime,
    plan: Plan,
    priority: Model | None = None,
    title: str = "",
    part_of: PlannedPriority | None = None,
    **words: Any,
) -> PlannedPriority:
    """Take a priority into the plan: one that exists, or a new one by its title. A part needs `part_of` and a title."""
    require(by, "plan.edit", plan)
    rules.part_fits(part_of, plan)
    order = plan.priorities.count() + 1
    if part_of is not None:
        priority = part_of.priority
    elif priority is None:
        priority = thread.add_priority(
            by=by, now=now, holder=plan.holder, title=title, starts=plan.starts, ends=plan.ends, order=order
        )
        title = ""
    planned = PlannedPriority(
        key=new_key("priority"),
        holder=plan.holder,
        plan=plan,
        priority=priority,
        part_of=part_of,
        title=title,
        order=order,
        **words,
    )
    planned.save()
    history.record(planned, "plan.priority_planned", by=by, now=now, changes={"title": ("", str(planned))})
    return planned


@operation
def edit_planned(
    *, by: Actor, now: datetime.datetime, planned: PlannedPriority, version: int, **values: Any
) -> PlannedPriority:
    require(by, "plan.edit", planned)
    history.record(
        planned, "plan.priority_changed", by=by, now=now, changes=save_changes(planned, version=version, values=values)
    )
    _follow(planned.milestones.select_related("holder"), by=by, now=now)
    return planned


@operation
def add_milestone(
    *,
    by: Actor,
    now: datetime.datetime,
    planned: PlannedPriority,
    text: str,
    due_on: datetime.date | None = None,
    owner: Body | None = None,
) -> Milestone:
    require(by, "plan.edit", planned)
    milestone = Milestone(
        key=new_key("milestone"),
        holder=planned.holder,
        planned=planned,
        text=text,
        due_on=due_on,
        owner=owner,
        order=planned.milestones.count() + 1,
    )
    milestone.save()
    history.record(milestone, "plan.milestone_added", by=by, now=now, changes={"text": ("", text)})
    _follow([milestone], by=by, now=now)
    return milestone


@operation
def edit_milestone(
    *, by: Actor, now: datetime.datetime, milestone: Milestone, version: int, **values: Any
) -> Milestone:
    require(by, "plan.edit", milestone)
    history.record(
        milestone,
        "plan.milestone_changed",
        by=by,
        now=now,
        changes=save_changes(milestone, version=version, values=values),
    )
    _follow([milestone], by=by, now=now)
    return milestone


@operation
def rate_milestone(
    *, by: Actor, now: datetime.datetime, milestone: Milestone, rating: str, text: str, on: datetime.date
) -> MilestoneNote:
    """Say where a milestone stands on a day. Earlier notes stay as they are."""
    require(by, "plan.edit", milestone)
    rules.note_says_something(text, on, now)
    note = MilestoneNote(milestone=milestone, rating=rating, text=text, on=on, by_name=by.name, person_id=by.person_id)
    note.save()
    history.record(
        milestone, "plan.milestone_rated", by=by, now=now, on=on, changes={"rating": ("", rating), "text": ("", text)}
    )
    _follow([milestone], by=by, now=now)
    return note


def _pass_on(
    rows: list[Model], column: str, verb: str, *, by: Actor, now: datetime.datetime, after: Body, reason: str
) -> list[Model]:
    """Each of these is owed by another agency from now on: a line of history with the reason."""
    if not reason.strip():
        raise Refused("Say why this passes to another agency.", "reason")
    for row in rows:
        require(by, "plan.edit", row)
        changes = save_changes(row, version=row.version, values={column: after})
        history.record(row, verb, by=by, now=now, changes=changes | {"reason": ("", reason)})
    return rows


@operation
def pass_milestones_on(
    *, by: Actor, now: datetime.datetime, keys: list[str], before: Body, after: Body, reason: str
) -> list[Milestone]:
    """Milestones that one agency owned pass to another. Returns them."""
    rows = list(Milestone.objects.by_refs(keys).select_related("holder", "planned"))
    _pass_on(rows, "owner", "plan.milestone_handed_over", by=by, now=now, after=after, reason=reason)
    _follow(rows, by=by, now=now)
    return rows


@operation
def pass_priorities_on(
    *, by: Actor, now: datetime.datetime, keys: list[str], before: Body, after: Body, reason: str
) -> list[PlannedPriority]:
    """Priorities of a plan that one agency led pass to another. Returns them."""
    rows = list(PlannedPriority.objects.by_refs(keys).select_related("holder"))
    return _pass_on(rows, "lead", "plan.priority_handed_over", by=by, now=now, after=after, reason=reason)
