"""Reading the diary: which edition held, what runs, what is at risk, of what to remind."""

import datetime
from collections import defaultdict
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.urls import reverse

from goldenthread.foundation.access.queries import can, visible
from goldenthread.foundation.access.viewer import Viewer
from goldenthread.foundation.clock import day_of
from goldenthread.foundation.diary import rulebook, rules, working_days
from goldenthread.foundation.diary.models import Confirmation, Due, DueDay, LocalValue, Rule
from goldenthread.foundation.people.models import Body, Group
from goldenthread.foundation.room import OwedThing, Reference, Refused, TodayItem
from goldenthread.foundation.ui.words import day as in_words


def editions_on(rule_key: str, day: datetime.date) -> list[Rule]:
    """The rows of a rule in force on `day`: one, or several where it stands in sources that differ.

    Raises LookupError for a key that no row has, Refused when no edition held on that day.
    """
    every = Rule.objects.filter(key=rule_key)
    found = list(every.on(day))
    if not found:
        if not every.exists():
            raise LookupError(f"no rule has the key {rule_key!r}; are the rules loaded?")
        raise Refused(f"No edition of this rule that the house knows held on {day:%-d %B %Y}.", "on")
    return found


def edition_on(rule_key: str, day: datetime.date) -> Rule:
    """The row in force on `day`; where several are, the guidance rather than the regulations that it explains."""
    return min(editions_on(rule_key, day), key=lambda rule: rule.status != Rule.Status.GUIDANCE)


def local_value(body_id: int, rule_key: str, day: datetime.date) -> LocalValue | None:
    """The partnership's own number that held on `day`."""
    return (
        LocalValue.objects.filter(body_id=body_id, rule_key=rule_key, starts__lte=day)
        .order_by("-starts", "-version")
        .first()
    )


def as_set(value: LocalValue) -> dict:
    """What stands in a form about the partnership's own number."""
    return {name: getattr(value, name) for name in ("number", "from_next_working_day", "starts", "why")}


def days_of(
    rule_key: str, body_id: int, on: datetime.date, *, at: datetime.datetime | None = None
) -> list[rules.Counted]:
    """The days that a rule gives for a trigger on `on`, by every edition in force that day, earliest first."""
    own = local_value(body_id, rule_key, on)
    counted = [rules.count(rule, on, at=at, own=own if rule.local else None) for rule in editions_on(rule_key, on)]
    return sorted(counted, key=lambda one: one.due_on)


def looks_back(rule_key: str) -> bool:
    """Whether a rule's trigger is past when its clock starts; one that counts back from a planned day is not."""
    return not Rule.objects.filter(key=rule_key, direction=Rule.Direction.BEFORE).exists()


def clocks(viewer: Viewer) -> QuerySet[Due]:
    """Every clock that the viewer may see, with its rule and its days. The dates of rooms' things stand with those."""
    return (
        visible(viewer, Due.objects.clocks())
        .select_related("rule", "group", "group__lead")
        .prefetch_related(Prefetch("days", DueDay.objects.select_related("rule")))
    )


def running(viewer: Viewer) -> QuerySet[Due]:
    """Clocks that run, soonest first."""
    return clocks(viewer).filter(met_on=None, ended_on=None)


def at_risk(viewer: Viewer) -> QuerySet[Due]:
    """Running clocks of statute and guidance that are overdue or due within ten working days."""
    return soon(viewer).filter(rule__status__in=[Rule.Status.STATUTE, Rule.Status.GUIDANCE])


def soon(viewer: Viewer, until: datetime.date | None = None) -> QuerySet[Due]:
    """Running clocks that are overdue or due within ten working days, of every rule that somebody must keep.

    `until` is the last of these days, where it is known.
    """
    return (
        running(viewer)
        .filter(due_on__lte=until or rules.at_risk_until(viewer.today), rule__isnull=False)
        .exclude(rule__direction=Rule.Direction.UNTIL)
        .exclude(rule__status=Rule.Status.INFORMATION)
    )


def owed_by(viewer: Viewer, agency: Body) -> list[OwedThing]:
    """Running clocks that an agency owes the viewer's partnership, as far as the viewer may keep them."""
    rows = running(viewer).filter(agency=agency, group__lead=viewer.partnership_id).prefetch_related("people")
    shows = "It is kept to the agency that owes it: whoever takes it over reads it, and the present agency no more."
    return [
        OwedThing(
            due.key,
            f"{due.title} (due {in_words(due.due_on)})",
            reverse("diary:clock", args=[viewer.slug, due.key]),
            shows if due.audience == Due.Audience.AGENCY else "",
        )
        for due in rows
        if can(viewer, "diary.keep_clocks", due)
    ]


def taken_over(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """Clocks that passed to an agency for which the viewer acts, with the address of each that they may open."""
    rows = running(viewer).filter(agency__in=viewer.agency_ids, key__in=set(keys)) if viewer.agency_ids else ()
    return {due.key: reverse("diary:clock", args=[viewer.slug, due.key]) for due in rows}


def of_thing(viewer: Viewer, noun: str, key: str) -> QuerySet[Due]:
    """All clocks of one thing, ended ones too."""
    return clocks(viewer).filter(noun=noun, thing_key=key)


def working_days_of(due: Due, today: datetime.date) -> str:
    """How many working days a clock that counts them took, or has left, in words; "" for every other clock."""
    if (
        due.rule is None
        or due.rule.unit != "working days"
        or due.rule.direction != Rule.Direction.AFTER
        or due.ended_on
    ):
        return ""
    if due.met_on:
        return f"{_working_days(due.on, due.met_on)} after it started"
    return f"{_working_days(today, due.due_on)} left" if today < due.due_on else ""


def reckoned(due: Due, today: datetime.date) -> str:
    """A sentence when working days of this clock lie where bank holidays are reckoned by rule; "" otherwise."""
    if not any(counted.rule.unit == "working days" for counted in due.days.all()):
        return ""
    return working_days.reckoned(due.on, due.due_on, *([today] if due.runs else []))


def _working_days(earlier: datetime.date, later: datetime.date) -> str:
    number = working_days.working_days_between(earlier, later)
    return f"{number} working {'day' if number == 1 else 'days'}"


def items(viewer: Viewer, dues: list[Due]) -> dict[str, TodayItem]:
    """What Today says of clocks that the viewer sees, by the clock's key."""
    checked = confirmed_rules(viewer.partnership_id) if dues else set()
    return {
        due.key: TodayItem(
            sentence=due.title,
            url=reverse("diary:clock", args=[viewer.slug, due.key]),
            due=due.due_on,
            overdue=is_overdue(due, viewer.now),
            why=f"{due.rule.whose}. {'Confirmed here' if due.rule_id in checked else due.rule.how_sure}",
            kind="clock",
        )
        for due in dues
    }


def rule_table(viewer: Viewer, body: Body | None) -> list[dict]:
    """Every rule once, in the order of the reference, as it holds for `body` on the viewer's day.

    Each: rule (the row in force), others (rows of other editions), own (LocalValue or None), confirmed (or None).
    """
    rows, own, confirmed = defaultdict(list), {}, {}
    for rule in Rule.objects.order_by("position"):
        rows[rule.key].append(rule)
    if body:
        for value in LocalValue.objects.filter(body=body, starts__lte=viewer.today).order_by("starts", "version"):
            own[value.rule_key] = value
        confirmed = {row.rule_id: row for row in Confirmation.objects.filter(body=body)}
    return [_row_of(editions, own.get(key), confirmed, viewer.today) for key, editions in rows.items()]


def _row_of(editions: list[Rule], own: str | None, confirmed: dict, today: datetime.date) -> dict[str, Any]:
    held = [
        r for r in editions if (not r.valid_from or r.valid_from <= today) and (not r.valid_to or r.valid_to >= today)
    ]
    now = min(held or editions, key=lambda rule: rule.status != Rule.Status.GUIDANCE)
    return {
        "rule": now,
        "held": held,
        "others": [r for r in editions if r not in held],
        "own": own,
        "confirmed": confirmed.get(now.pk),
    }


def confirmed_rules(body_id: int) -> set[int]:
    """Ids of the rows that somebody of the partnership has checked against their source."""
    return set(Confirmation.objects.filter(body=body_id).values_list("rule_id", flat=True))


def to_remind(now: datetime.datetime) -> QuerySet[Due]:
    """What runs, of every body, and has come to its next step of reminding: each row once for each step.

    A row that was loaded or stood here before has no next step yet, and is looked at once to find it.
    """
    return (
        Due.objects.running()
        .filter(Q(next_step_at=None) | Q(next_step_at__lte=now))
        .filter(Q(rule=None) | ~Q(rule__status=Rule.Status.INFORMATION) & ~Q(rule__direction=Rule.Direction.UNTIL))
        .select_related("group__lead", "rule")
        .order_by("pk")
    )


def references(viewer: Viewer, keys: set[str]) -> dict[str, Reference]:
    """Cards of clocks, for lists that know nothing of them."""
    return {
        due.key: Reference(
            "clock",
            due.key,
            due.title,
            reverse("diary:clock", args=[viewer.slug, due.key]),
            state_of(due, viewer.now),
        )
        for due in clocks(viewer).filter(key__in=keys)
    }


def is_overdue(due: Due, now: datetime.datetime) -> bool:
    """Whether its time has passed: the moment of a clock of hours, or the whole of the day."""
    return now > due.due_at if due.due_at else day_of(now) > due.due_on


def state_of(due: Due, now: datetime.datetime) -> str:
    """The clock's state in words."""
    today = day_of(now)
    if due.met_on:
        return "Met late" if due.met_on > due.due_on else "Met in time"
    if due.ended_on:
        return "Ended"
    if due.rule and due.rule.direction == Rule.Direction.UNTIL:
        return "Holds" if today <= due.due_on else "Over"
    if is_overdue(due, now):
        return "Late" if due.rule and due.rule.status == Rule.Status.INFORMATION else "Overdue"
    return "Due today" if today == due.due_on else "Running"


def rules_are_loaded(today: datetime.date) -> bool:
    """Whether the rules in force are what rules.yaml says, and no other."""
    names = list(rulebook.rows()[0])
    standing = {(row["key"], row["edition"]): row for row in Rule.objects.values(*names)}
    wanted = {(row["key"], row["edition"]): row for row in rulebook.rows()}
    gone = [row for place, row in standing.items() if place not in wanted]
    in_force = [row for row in gone if row["valid_to"] is None or row["valid_to"] >= today]
    return not in_force and all(standing.get(place) == row for place, row in wanted.items())


def is_relied_on(rule: Rule) -> bool:
    """Whether a clock was counted by it, or a partnership confirmed it."""
    return rule.clocks.exists() or rule.confirmations.exists() or DueDay.objects.filter(rule=rule).exists()


SECTIONS = {
    "1A": "Serious incidents, rapid reviews and child safeguarding practice reviews",
    "1B": "Running the partnership",
    "1C": "Front door and child protection",
    "1D": "Looked-after children",
    "1E": "Child death review",
    "1F": "Information governance",
}


def by_section(rows: list[dict]) -> list[dict]:
    """The rows of `rule_table` under the headings of the reference."""
    return [
        {"code": code, "title": title, "rows": [row for row in rows if row["rule"].section == code]}
        for code, title in SECTIONS.items()
    ]


def local_values(body: Body, rule_key: str) -> list[LocalValue]:
    """Every number that the partnership has set for a rule, newest first."""
    return list(LocalValue.objects.filter(body=body, rule_key=rule_key).order_by("-version"))


def root_group(viewer: Viewer) -> Group | None:
    """The group of the whole partnership."""
    return Group.objects.filter(lead_id=viewer.partnership_id, kind=Group.Kind.ROOT).first()
