"""The rules of time limits: loaded, counted by a partnership's own number, confirmed."""

import datetime

from goldenthread.foundation.access.queries import require
from goldenthread.foundation.access.viewer import Actor, System, Viewer
from goldenthread.foundation.clock import day_of
from goldenthread.foundation.diary import queries, rulebook, rules
from goldenthread.foundation.diary.models import Confirmation, LocalValue, Rule
from goldenthread.foundation.history import operations as history
from goldenthread.foundation.people.models import Body
from goldenthread.foundation.room import Conflict, Refused, Unchanged
from goldenthread.foundation.writing import lock, operation


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
def set_local_value(
    *,
    by: Actor,
    now: datetime.datetime,
    body: Body,
    rule: str,
    number: int,
    starts: datetime.date,
    why: str,
    version: int,
    from_next_working_day: bool = False,
) -> LocalValue:
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
def confirm_rule(*, by: Actor, now: datetime.datetime, body: Body, rule: Rule, read: str) -> Confirmation:
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


def _own(by: Actor, body: Body) -> None:
    if getattr(by, "partnership_id", body.pk) != body.pk:
        raise Refused("Only the partnership itself sets this.")
