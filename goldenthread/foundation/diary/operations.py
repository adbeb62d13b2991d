"""Every write of the diary."""

import datetime
from collections import Counter

from goldenthread.foundation.access.operations import set_readers
from goldenthread.foundation.access.queries import require
from goldenthread.foundation.access.viewer import System, Viewer
from goldenthread.foundation.clock import day_of
from goldenthread.foundation.diary import dates, queries, rulebook, rules
from goldenthread.foundation.diary.models import Confirmation, Due, DueDay, DuePerson, LocalValue, Rule
from goldenthread.foundation.history import operations as history
from goldenthread.foundation.people.models import Body, Group
from goldenthread.foundation.room import Conflict, Refused, Unchanged
from goldenthread.foundation.writing import lock, new_key, operation, save_changes

AT_ONCE = 500  # rows in one transaction: other writers wait for it


@operation
def load_rules(*, by: Viewer | System, now: datetime.datetime) -> tuple[int, int]:
    """Bring the table of rules to what rules.yaml says. Returns (added, changed).

    A row that the file no longer has is removed, or, where clocks or confirmations rest on it, held until yesterday.
    """
    standing = {(rule.key, rule.edition): rule for rule in Rule.objects.all()}
    added, changed = [], {}
    for row in rulebook.rows():
        rule = standing.get((row["key"], row["edition"]))
        if rule is None:
            added.append(Rule(**row))
            continue
        differs = {name: (getattr(rule, name), value) for name, value in row.items() if getattr(rule, name) != value}
        if differs:
            Rule.objects.filter(pk=rule.pk).update(**{name: new for name, (_, new) in differs.items()})
            changed[str(rule)] = differs
    Rule.objects.bulk_create(added)
    changed |= _retire(standing, now)
    history.record(
        None,
        "diary.rules_loaded",
        by=by,
        now=now,
        noun="rule",
        key="rules",
        body_id=None,
        changes={"added": (0, len(added)), **{name: ("", str(sorted(what))) for name, what in changed.items()}},
    )
    return len(added), len(changed)


def _retire(standing: dict[tuple[str, str], Rule], now: datetime.datetime) -> dict[str, dict]:
    """Take rows that the file no longer has out of force; returns {rule: what changed} for history."""
    changed, yesterday = {}, day_of(now) - datetime.timedelta(days=1)
    for place in set(standing) - {(row["key"], row["edition"]) for row in rulebook.rows()}:
        rule = standing[place]
        if not queries.is_relied_on(rule):
            Rule.objects.filter(pk=rule.pk).delete()
            changed[str(rule)] = {"removed": (rule.value, "")}
        elif rule.valid_to is None or rule.valid_to > yesterday:
            Rule.objects.filter(pk=rule.pk).update(valid_to=yesterday)
            changed[str(rule)] = {"valid_to": (rule.valid_to, yesterday)}
    return changed


@operation
def start_clock(
    *, by, now, rule, noun, key, group, on, at=None, title="", audience="partnership", agency=None, people=()
):
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
    due.next_step_at = _first_step_at(due, now)
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
def keep_dates(*, by, now, noun, keys=None) -> int:
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


def _date_of(noun, expected, now):
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
    due.next_step_at = _first_step_at(due, now)
    return due


def _record_dates(by, now, noun, found):
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
def follow_loaded(*, by, now) -> None:
    """What a record file brought is due by its day as if it had been recorded here."""
    for noun in dates.kinds():
        keep_dates(by=by, now=now, noun=noun)


def keep_all_dates(*, by, now) -> int:
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


@operation
def start_clock_by_hand(*, by, now, rule, group, on, title=""):
    """A clock that belongs to no thing in the record yet. Needs diary.keep_clocks."""
    require(by, "diary.keep_clocks")
    if group.lead_id != by.partnership_id:
        raise Refused("Choose a group that your partnership leads.", "group")
    rules.not_later_than_today(on, day_of(now)) if queries.looks_back(rule) else None
    return start_clock(by=by, now=now, rule=rule, noun="", key="", group=group, on=on, title=title)


@operation
def meet_clock(*, by, now, due, on, version: int | None = None) -> Due:
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
def meet_clock_by_hand(*, by, now, due, on, version: int) -> Due:
    """The same from the clock's own page. Needs diary.keep_clocks; `version` is the one that the person saw."""
    require(by, "diary.keep_clocks", due)
    return meet_clock(by=by, now=now, due=due, on=on, version=version)


@operation
def end_clock(*, by, now, due, why, version: int | None = None) -> Due:
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
def pass_clocks_on(*, by, now, keys: list[str], before: Body, after: Body, reason: str) -> list[Due]:
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
def record_delay(*, by, now, due, reason, expected_on, version: int) -> Due:
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
def set_local_value(*, by, now, body, rule, number, starts, why, version, from_next_working_day=False):
    """Set the partnership's own number for a local rule from a day on; clocks that run keep theirs. With
    `from_next_working_day` an event on a weekend or a bank holiday counts from the next working day, which is day 0.

    `rule` is a key; `version` that of the value that the person saw (0: none). Raises Refused for a national
    rule, Conflict when somebody set another meanwhile.
    """
    require(by, "diary.set_local_value")
    _own(by, body)
    lock(body)
    row = Rule.objects.filter(key=rule).order_by("-valid_from").first()
    rules.may_set_locally(row)
    rules.may_move_its_start(row, from_next_working_day)
    if not why.strip():
        raise Refused("Say why your partnership uses this number.", "why")
    if number < 1:
        raise Refused("The number must be 1 or more.", "number")
    latest = LocalValue.objects.select_for_update().filter(body=body, rule_key=rule).order_by("-version").first()
    if (latest.version if latest else 0) != version:
        raise Conflict(queries.as_set(latest), version=latest.version if latest else 0)
    stands = {"number": number, "from_next_working_day": from_next_working_day, "starts": starts, "why": why.strip()}
    if latest and queries.as_set(latest) == stands:
        raise Unchanged("Nothing was changed. Change something and save, or go back.")
    value = LocalValue(
        body=body,
        rule_key=rule,
        number=number,
        from_next_working_day=from_next_working_day,
        starts=starts,
        why=why.strip(),
        version=version + 1,
    )
    value.save()
    history.record(
        None,
        "diary.local_value_set",
        by=by,
        now=now,
        noun="rule",
        key=rule,
        body_id=body.pk,
        on=starts,
        changes={
            "number": (latest and latest.number, number),
            "why": (latest.why if latest else "", why),
            "from_next_working_day": (bool(latest and latest.from_next_working_day), from_next_working_day),
        },
    )
    return value


@operation
def confirm_rule(*, by, now, body, rule, read):
    """A person who read the source confirms a row that was loaded as not verified. Needs diary.set_local_value."""
    require(by, "diary.set_local_value")
    _own(by, body)
    lock(body)
    if rule.verified or Confirmation.objects.filter(body=body, rule=rule).exists():
        raise Refused("This rule has been verified already.")
    if not read.strip():
        raise Refused("Say what you read: the document and its paragraph.", "read")
    confirmed = Confirmation(body=body, rule=rule, on=day_of(now), read=read.strip())
    confirmed.save()
    history.record(
        None,
        "diary.rule_confirmed",
        by=by,
        now=now,
        noun="rule",
        key=str(rule),
        body_id=body.pk,
        on=day_of(now),
        changes={"read": ("", read)},
    )
    return confirmed


@operation
def reach_step(*, by, now, due) -> tuple[Due, bool]:
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


def _first_step_at(due, now):
    """None where a step has been reached already when it starts: the job looks at once."""
    return None if rules.step_of(due, now) else rules.next_step_at(due, now)


def _people(by, now, due, people):
    """Who is reminded; of a date that is kept to listed people they are its readers also."""
    if due.audience == Due.Audience.LISTED:
        set_readers(by=by, now=now, thing=due, people=people)
    known = set(DuePerson.objects.filter(due=due).values_list("person_id", flat=True))
    DuePerson.objects.bulk_create([DuePerson(due=due, person=person) for person in people if person.pk not in known])


def _own(by, body):
    if getattr(by, "partnership_id", body.pk) != body.pk:
        raise Refused("Only the partnership itself sets this.")
