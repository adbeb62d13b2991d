"""Statutory clocks and those started by hand: begun, met, ended, passed on."""

import datetime

from django.db.models import QuerySet

from goldenthread.foundation.access.circles import Audience
from goldenthread.foundation.access.operations import set_readers
from goldenthread.foundation.access.queries import require
from goldenthread.foundation.access.viewer import Actor
from goldenthread.foundation.clock import day_of
from goldenthread.foundation.diary import queries, rules
from goldenthread.foundation.diary.models import Due, DueDay, DuePerson
from goldenthread.foundation.diary.operations.kept_dates import first_step_at
from goldenthread.foundation.history import operations as history
from goldenthread.foundation.people.models import Body, Group, Person
from goldenthread.foundation.room import Refused
from goldenthread.foundation.writing import lock, new_key, operation, save_changes


@operation
def start_clock(
    *,
    by: Actor,
    now: datetime.datetime,
    rule: str,
    noun: str,
    key: str,
    group: Group,
    on: datetime.date,
    at: datetime.datetime | None = None,
    title: str = "",
    audience: Audience | str = "partnership",
    agency: Body | None = None,
    people: QuerySet[Person] | list[Person] | tuple = (),
) -> Due:
    """Start the clock of `rule` (a key) for one thing; returns the Due.

    For the operations of rooms, which have asked their own permission. `group` holds the thing; `on` is the day of the
    trigger and chooses the edition; `title` must reveal nothing (left out: what the rule asks for, in general words);
    `people` are reminded, and alone see it when the audience is "named". Raises Refused when no edition held on that
    day, when the rule has no day, or when the same clock already runs for the thing.
    """
    lock(group)
    if key and Due.objects.filter(rule_key=rule, noun=noun, thing_key=key, met_on=None, ended_on=None).exists():
        raise Refused("This clock already runs here: meet it or end it before you start it again.")
    counted = queries.days_of(rule, group.lead_id, on, at=at)
    first = counted[0]
    due = Due(
        key=new_key("clock"),
        group=group,
        agency=agency,
        audience=audience,
        rule_key=rule,
        rule=first.rule,
        noun=noun,
        thing_key=key,
        title=title or first.rule.outcome,
        on=on,
        at=at,
        due_on=first.due_on,
        due_at=first.moment,
    )
    due.next_step_at = first_step_at(due, now)
    due.save()
    DueDay.objects.bulk_create([DueDay(due=due, rule=c.rule, counted=c.words, due_on=c.due_on) for c in counted])
    _people(by, now, due, people)
    history.record(
        due,
        "diary.clock_started",
        by=by,
        now=now,
        on=on,
        changes={"due_on": (None, due.due_on), "rule": (None, str(first.rule))},
    )
    return due


@operation
def start_clock_by_hand(
    *, by: Actor, now: datetime.datetime, rule: str, group: Group, on: datetime.date, title: str = ""
) -> Due:
    """A clock that belongs to no thing in the record yet. Needs diary.keep_clocks."""
    require(by, "diary.keep_clocks")
    if group.lead_id != by.partnership_id:
        raise Refused("Choose a group that your partnership leads.", "group")
    rules.not_later_than_today(on, day_of(now)) if queries.looks_back(rule) else None
    return start_clock(by=by, now=now, rule=rule, noun="", key="", group=group, on=on, title=title)


@operation
def meet_clock(*, by: Actor, now: datetime.datetime, due: Due, on: datetime.date, version: int | None = None) -> Due:
    """What was due was done on day `on`. For the operations of rooms; by hand with the `version` that was seen."""
    lock(due)
    rules.may_run_on(due)
    rules.not_later_than_today(on, day_of(now))
    if on < due.on and (due.rule is None or due.rule.direction != "before"):
        raise Refused("It cannot have been done before the clock started: check the day.", "on")
    changes = save_changes(due, version=due.version if version is None else version, values={"met_on": on})
    history.record(due, "diary.clock_met", by=by, now=now, on=on, changes=changes)
    return due


@operation
def meet_clock_by_hand(*, by: Actor, now: datetime.datetime, due: Due, on: datetime.date, version: int) -> Due:
    """The same from the clock's own page. Needs diary.keep_clocks; `version` is the one that the person saw."""
    require(by, "diary.keep_clocks", due)
    return meet_clock(by=by, now=now, due=due, on=on, version=version)


@operation
def end_clock(*, by: Actor, now: datetime.datetime, due: Due, why: str, version: int | None = None) -> Due:
    """End a clock that will not be met, for instance because a notification was withdrawn. For rooms; by hand with
    the `version` that was seen.
    """
    if version is not None:
        require(by, "diary.keep_clocks", due)
    lock(due)
    rules.may_run_on(due)
    if not why.strip():
        raise Refused("Say why the clock ends.", "why")
    values = {"ended_on": day_of(now), "ended_why": why.strip()}
    changes = save_changes(due, version=due.version if version is None else version, values=values)
    history.record(due, "diary.clock_ended", by=by, now=now, changes=changes)
    return due


@operation
def pass_clocks_on(
    *, by: Actor, now: datetime.datetime, keys: list[str], before: Body, after: Body, reason: str
) -> list[Due]:
    """Clocks of one agency pass to another. Needs diary.keep_clocks; returns them."""
    if not reason.strip():
        raise Refused("Say why these clocks pass to another agency.", "reason")
    rows = list(Due.objects.clocks().filter(key__in=keys, agency=before).select_related("group__lead"))
    for due in rows:
        require(by, "diary.keep_clocks", due)
        rules.may_run_on(due)
        changes = save_changes(due, version=due.version, values={"agency": after})
        history.record(due, "diary.clock_handed_over", by=by, now=now, changes=changes | {"reason": ("", reason)})
    return rows


@operation
def record_delay(
    *, by: Actor, now: datetime.datetime, due: Due, reason: str, expected_on: datetime.date | None, version: int
) -> Due:
    """Say why it is late or will be. The clock goes on: no national rule pauses one. Needs diary.keep_clocks."""
    require(by, "diary.keep_clocks", due)
    lock(due)
    rules.may_run_on(due)
    if not reason.strip():
        raise Refused("Give the reason for the delay.", "reason")
    values = {"delay_reason": reason.strip(), "expected_on": expected_on}
    history.record(
        due, "diary.delay_recorded", by=by, now=now, changes=save_changes(due, version=version, values=values)
    )
    return due


@operation
def reach_step(*, by: Actor, now: datetime.datetime, due: Due) -> tuple[Due, bool]:
    """Note that a clock has come to a step of reminding; returns it as it stands, and whether the step is a new one.

    The clock's row is locked, so that a second run waits and then finds the step noted. Called within the operation
    that puts out the reminder: both stand or neither. Raises Refused where another run was first.
    """
    due = Due.objects.select_for_update(of=("self",)).select_related("group__lead", "rule").get(pk=due.pk)
    if not due.runs or (due.next_step_at is not None and due.next_step_at > now):
        raise Refused("This step has been noted already.")
    step = rules.step_of(due, now) or ""
    new = step not in ("", due.step)
    # Not a new version of the clock: whoever changes it meanwhile is not in the way of a reminder.
    Due.objects.filter(pk=due.pk).update(step=step, next_step_at=rules.next_step_at(due, now))
    history.record(due, "diary.reminded", by=by, now=now, changes={"step": ("", step)})
    return due, new


def _people(by: Actor, now: datetime.datetime, due: Due, people: QuerySet[Person] | list[Person] | tuple) -> None:
    """Who is reminded; of a date that is kept to listed people they are its readers also."""
    if due.audience == Due.Audience.LISTED:
        set_readers(by=by, now=now, thing=due, people=people)
    known = set(DuePerson.objects.filter(due=due).values_list("person_id", flat=True))
    DuePerson.objects.bulk_create([DuePerson(due=due, person=person) for person in people if person.pk not in known])
