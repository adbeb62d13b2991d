"""When is it due? Which reminder has fallen due? May this number be changed? Pure questions."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from goldenthread.foundation.clock import LONDON
from goldenthread.foundation.diary import working_days
from goldenthread.foundation.room import Refused
from goldenthread.foundation.ui.words import day as in_words
from goldenthread.foundation.ui.words import in_unit

AT_RISK_WORKING_DAYS = 10
STEPS_BEFORE = (10, 3)
HOURS_BEFORE = (24, 6, 1)
MORNING = datetime.time(7, 0)


@dataclass(frozen=True)
class Counted:
    """A day by one rule; `moment` only for a clock of hours. `words` say what was counted, as "15 working days"."""

    rule: object
    due_on: datetime.date
    words: str
    moment: datetime.datetime | None = None


def count(rule, on: datetime.date, *, at: datetime.datetime | None = None, own=None) -> Counted:
    """The day that a rule gives for a trigger on `on`. `own` is the partnership's LocalValue, where it has set one: its
    number, and whether an event on a day off counts from the next working day.

    Raises Refused for a rule that does not compute, has no day, or still wants a local number.
    """
    if not rule.computes:
        raise Refused(
            f"The clock “{rule.outcome}” is kept for reference and does not compute yet: work out its day by hand."
        )
    if rule.direction == "standing":
        raise Refused(f"“{rule.outcome}” is a duty without a day: record how it is met instead of starting a clock.")
    try:
        return _counted(rule, on, at, own)
    except (ValueError, OverflowError) as fault:
        raise Refused(f"The day cannot be counted from {in_words(on)}: enter another day.") from fault


def _counted(rule, on, at, own) -> Counted:
    if rule.unit == "date":
        return Counted(rule, _next_date(rule.value, on), rule.value)
    number = rule.number if own is None else own.number
    moves = (rule if own is None else own).from_next_working_day
    if number is None:
        raise Refused(f"No number is set for “{rule.outcome}”: set your partnership's own number first.")
    words = in_unit(number, rule.unit)
    if rule.unit == "hours":
        return _hours(rule, at, number, words)
    return Counted(rule, _day(on, -number if rule.direction == "before" else number, rule.unit, moves), words)


def _day(on, number, unit, moves):
    if unit == "working days" and number < 0:
        return working_days.subtract_working_days(on, -number)
    if unit == "working days":
        return working_days.add_working_days(on, number, late_start_moves=moves)
    if unit in {"days", "weeks"}:
        return working_days.add_calendar_days(on, number * (7 if unit == "weeks" else 1))
    if unit in {"months", "years"}:
        return working_days.add_months(on, number * (12 if unit == "years" else 1))
    raise ValueError(f"Nothing is known about counting in “{unit}”.")


def _hours(rule, at, number, words):
    if at is None:
        raise Refused("This clock counts hours: give the moment at which it starts.")
    moment = working_days.add_hours(at, number)
    return Counted(rule, moment.astimezone(at.tzinfo).date(), words, moment)


def _next_date(value, on):
    """The next such day and month after `on`: "30 September" after 31 March 2024 is 30 September 2024; 29 February is
    28 February in a year without one.
    """
    named = datetime.datetime.strptime(f"{value} 2000", "%d %B %Y").date()
    months = (on.year - named.year) * 12
    this_year = working_days.add_months(named, months)
    return this_year if this_year > on else working_days.add_months(named, months + 12)


def step_of(due, now: datetime.datetime) -> str | None:
    """The latest reminder step of a clock that has fallen due at `now`, or None when it is too early for any.

    A job that runs late finds the latest step only, so that nobody gets a burst of stale reminders.
    """
    reached = None
    for moment, step in _steps(due):
        if moment > now:
            break
        reached = step
    return reached


def next_step_at(due, now: datetime.datetime) -> datetime.datetime | None:
    """The moment of the first reminder step after `now`; None for a clock that reminds nobody."""
    if not reminds(due):
        return None
    return next(moment for moment, _ in _steps(due) if moment > now)


def reminds(due) -> bool:
    """Whether anybody is reminded of a clock: not of what is for information, nor of what holds until a day."""
    return due.rule is None or not (due.rule.status == "I" or due.rule.direction == "until")


def _steps(due) -> Iterator[tuple[datetime.datetime, str]]:
    """Every step of reminding with its moment, in their order, for ever once a week.

    Of a day: ten working days before, three before, on the day, the day after, then weekly, each at seven in the
    morning in London, when people can read of it. Due on Tuesday 29 December 2026: 11 December, 22 December, 29 and 30
    December, 5 January and so on. Of a moment: 24, 6 and one hour before, at the moment, then weekly.
    """
    if due.due_at is None:
        for days in STEPS_BEFORE:
            yield _morning(working_days.subtract_working_days(due.due_on, days)), f"before-{days}"
        yield _morning(due.due_on), "on-the-day"
        first, weekly = _morning(due.due_on + datetime.timedelta(days=1)), lambda n: _morning(due.due_on + n)
    else:
        for hours in HOURS_BEFORE:
            yield due.due_at - datetime.timedelta(hours=hours), f"hours-{hours}"
        first, weekly = due.due_at, lambda n: due.due_at + n
    yield first, "overdue"
    weeks = 0
    while True:
        weeks += 1
        yield weekly(datetime.timedelta(weeks=weeks)), f"overdue-{weeks}"


def _morning(day: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(day, MORNING, LONDON)


def at_risk_until(today: datetime.date) -> datetime.date:
    """Clocks due up to this day are at risk."""
    return working_days.add_working_days(today, AT_RISK_WORKING_DAYS)


def may_set_locally(rule) -> None:
    """Raises Refused for a rule whose number only a new edition of its source changes."""
    if rule.national:
        raise Refused("This number is national and locked: it changes only with a new edition of its source.")
    if rule.direction == "standing" or rule.unit in {"", "date"}:
        raise Refused("This rule has no number that could be set.")


def may_move_its_start(rule, moves: bool) -> None:
    """Raises Refused where a later start is asked for and the rule does not count working days after an event."""
    if moves and not moves_its_start(rule):
        raise Refused(
            "Only a rule that counts working days after an event can count from the next working day.",
            "from_next_working_day",
        )


def moves_its_start(rule) -> bool:
    """Whether an event on a day off could count from the next working day: only forward, and in working days."""
    return rule.unit == "working days" and rule.direction in {"after", "until"}


def may_run_on(due) -> None:
    """Raises Refused for a clock that was met or has ended."""
    if due.met_on:
        raise Refused("This clock has been met already; start a new one if the work begins again.")
    if due.ended_on:
        raise Refused("This clock has ended; start a new one if the work begins again.")


def not_later_than_today(on: datetime.date, today: datetime.date, field: str = "on") -> None:
    if on > today:
        raise Refused("The day must be today or earlier.", field)
