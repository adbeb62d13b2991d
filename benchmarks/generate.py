"""Fills an empty house to a national size. Everything is made up and says so; the same size gives the same house."""

import datetime
import itertools
import random
from dataclasses import dataclass

from benchmarks.people import manager_of
from goldenthread.foundation import writing
from goldenthread.foundation.access.viewer import System
from goldenthread.foundation.diary import operations as diary
from goldenthread.foundation.diary.models import Due
from goldenthread.foundation.history import operations as history
from goldenthread.foundation.organisations import operations as organisations
from goldenthread.foundation.people.models import Area, Body
from goldenthread.front.yearly_report import operations as yearly_report
from goldenthread.rooms.dataset.models import Figure, Indicator
from goldenthread.thread import operations as thread
from goldenthread.thread.kinds import KINDS
from goldenthread.thread.models import (
    Acceptance,
    Action,
    ActionStep,
    DueChange,
    Evidence,
    Finding,
    FindingTheme,
    Impact,
    Recommendation,
    RecommendationFinding,
    Source,
    Theme,
)

LONG_AGO = datetime.date(2019, 9, 29)
FIRST_DAY, LAST_DAY = datetime.date(2021, 4, 1), datetime.date(2026, 3, 31)
NOW = datetime.datetime(2026, 5, 20, 9, 30, tzinfo=datetime.UTC)
TODAY = NOW.date()
BY = System("the generator of made-up records", NOW)
AGENCIES = (
    ("Council", "statutory"),
    ("Integrated Care Board", "statutory"),
    ("Police", "statutory"),
    ("Hospital Trust", "relevant"),
    ("Mental Health Trust", "relevant"),
    ("Probation", "relevant"),
    ("Youth Justice Service", "relevant"),
    ("Schools", "education"),
)
GROUPS = (
    "Executive",
    "Quality and performance",
    "Learning and improvement",
    "Exploitation",
    "Training",
    "Policy and procedures",
)
THEMES = (
    "Neglect",
    "Exploitation",
    "Domestic abuse",
    "Voice of the child",
    "Information sharing",
    "Supervision",
    "Thresholds",
    "Non-accidental injury",
    "Parental mental health",
    "Substance misuse",
    "Escalation",
    "Fathers and male carers",
    "Missing children",
    "Online harm",
    "Disabled children",
    "Elective home education",
    "Transition to adulthood",
    "Recording",
    "Strategy discussions",
    "Pre-birth assessment",
)
WORDS = [
    "practitioners",
    "children",
    "families",
    "the",
    "assessment",
    "the",
    "plan",
    "the",
    "chronology",
    "home",
    "visits",
    "the",
    "school",
    "health",
    "visitor",
    "the",
    "police",
    "multi-agency",
    "meetings",
    "record",
    "ask",
    "share",
    "review",
    "agree",
    "explain",
    "challenge",
    "listen",
    "to",
    "early",
    "consistently",
    "before",
    "the",
    "next",
    "meeting",
    "with",
    "their",
    "manager",
    "in",
    "writing",
    "each",
    "time",
]


@dataclass(frozen=True)
class Size:
    """How much: partnerships, and in each of them pieces of work with eight actions each, and indicators."""

    partnerships: int
    works: int
    indicators: int


NATIONAL = Size(139, 90, 20)
QUICK = Size(6, 90, 20)


def within(app, function):
    """An operation of an app of the house: the guard lets it write that app's tables, in bulk."""
    function.__module__ = f"goldenthread.{app}"
    return writing.operation(function)


def fill(size: Size, say=print) -> str:
    """Fill the house; returns the key of the partnership whose pages are measured, one in the middle."""
    for name in THEMES:
        thread.add_theme(by=BY, now=NOW, name=name, key=name.lower().replace(" ", "-"))
    themes = list(Theme.objects.all())
    for number in range(1, size.partnerships + 1):
        chance = random.Random(number)
        made = _people(by=BY, now=NOW, number=number, chance=chance)
        _thread(by=BY, now=NOW, made=made, size=size, themes=themes, chance=chance)
        _figures(by=BY, now=NOW, made=made, size=size, chance=chance)
        _clocks(by=BY, now=NOW, made=made, chance=chance)
        if number % 20 == 0 or number == size.partnerships:
            say(f"  {number} of {size.partnerships} partnerships filled", flush=True)
    diary.keep_all_dates(by=BY, now=NOW)  # what is due stands in one table, as ./run keeps it
    middle = f"made-up-{(size.partnerships + 1) // 2:03}"
    _report(middle)
    return middle


@dataclass(frozen=True)
class Made:
    body: object
    area: object
    groups: list
    agencies: list
    people: list
    periods: list


def _people_of(*, by, now, number, chance):
    """A partnership with its area, agencies, groups, years and some thirty people with seats."""
    name = f"Made-up {number:03}"
    given = {"by": by, "now": now}
    area = Area(key=f"made-up-area-{number:03}", name=name, starts=LONG_AGO)
    area.save()
    body = organisations.add_partnership(
        key=f"made-up-{number:03}",
        name=f"{name} Safeguarding Children Partnership",
        short_name=f"{name} SCP",
        areas=[area],
        provenance="Made up by ./bench to measure speed.",
        **given,
    )
    memberships = [
        organisations.add_agency(partnership=body, name=f"{name} {title}", capacity=capacity, starts=LONG_AGO, **given)
        for title, capacity in AGENCIES
    ]
    groups = [body.led_groups.get(kind="root")]
    groups += [
        organisations.add_group(lead=body, kind="subgroup", name=f"{title} group", starts=LONG_AGO, **given)
        for title in GROUPS
    ]
    periods = [
        organisations.add_period(
            body=body,
            label=f"{year}-{year - 1999}",
            starts=datetime.date(year, 4, 1),
            ends=datetime.date(year + 1, 3, 31),
            **given,
        )
        for year in range(2021, 2026)
    ]
    seats = [
        ("business_manager", {"partnership": body}),
        ("unit_officer", {"partnership": body}),
        ("scrutineer", {"partnership": body}),
        ("lay_member", {"partnership": body}),
        ("analyst", {"partnership": body}),
    ]
    seats += [(role, {"membership": row}) for row in memberships[:3] for role in ("lead_partner", "delegated_partner")]
    seats += [("agency_lead", {"membership": row}) for row in memberships]
    seats += [("group_chair", {"group": group}) for group in groups[1:]]
    seats += [
        ("group_member", {"group": group, "acting_for": chance.choice(memberships).agency}) for group in groups[1:]
    ]
    people = []
    for place, (role, scope) in enumerate(seats):
        person = organisations.add_person(
            partnership=body,
            name=f"The {role.replace('_', ' ')} {place} of {name}",
            email=f"{role}.{place}@{body.key}.example.org",
            invented=True,
            **given,
        )
        organisations.give_seat(person=person, role=role, starts=LONG_AGO, **scope, **given)
        people.append(person)
    return Made(body, area, groups, [row.agency for row in memberships], people, periods)


_people = within("foundation.organisations", _people_of)


class Bulk:
    """Rows gathered by table, written once in the order in which they point to each other."""

    ORDER = (
        Source,
        Finding,
        FindingTheme,
        Recommendation,
        RecommendationFinding,
        Acceptance,
        Action,
        ActionStep,
        DueChange,
        Evidence,
        Impact,
    )

    def __init__(self, made, chance):
        self.made, self.chance = made, chance
        self.rows = {model: [] for model in self.ORDER}
        self.numbers = itertools.count(1)

    def add(self, model, **values):
        row = model(**values)
        self.rows[model].append(row)
        return row

    def part(self, model, prefix, source, **values):
        """A row of the thread with key, holder and circle, and its line of history."""
        key = f"{prefix}-{next(self.numbers)}"
        row = self.add(model, key=key, holder=self.made.body, source=source, audience=source.audience, **values)
        self.tell(f"thread.{prefix}_added", prefix, key, row)
        return row

    def tell(self, verb, noun, key, row, on=None):
        history.record(
            by=BY,
            now=NOW,
            verb=verb,
            noun=noun,
            key=f"{self.made.body.key}/{key}",
            body_id=self.made.body.pk,
            on=on,
            changes={"text": ("", getattr(row, "text", ""))},
        )

    def write(self):
        for model in self.ORDER:
            model.objects.bulk_create(self.rows[model], batch_size=400)

    def text(self, words):
        return " ".join(self.chance.choices(WORDS, k=words)).capitalize() + "."

    def day(self, first, last):
        return first + datetime.timedelta(days=self.chance.randrange(max(1, (last - first).days)))

    def often(self, share):
        return self.chance.random() < share


def _thread_of(*, by, now, made, size, themes, chance):
    """Five years of work: each piece with findings, recommendations, answers, eight actions, evidence and
    judgements.
    """
    bulk = Bulk(made, chance)
    for number in range(size.works):
        kind = KINDS[number % len(KINDS)]
        on = bulk.day(FIRST_DAY, LAST_DAY)
        audience = chance.choices(("partnership", "group", "public"), (80, 15, 5))[0]
        source = bulk.add(
            Source,
            key=f"work-{number}",
            kind=kind.code,
            title=f"{kind.label} {number}: {bulk.text(4)}",
            group=chance.choice(made.groups),
            holder=made.body,
            on=on,
            summary=bulk.text(40),
            audience=audience,
        )
        bulk.tell("thread.source_added", "source", source.key, source, on)
        findings = [_finding(bulk, source, order, themes) for order in range(6)]
        recommendations = [_recommendation(bulk, source, order, findings) for order in range(4)]
        for order in range(8):
            _action(bulk, source, order, recommendations)
    bulk.write()


_thread = within("thread", _thread_of)


def _finding(bulk, source, order, themes):
    strength = bulk.often(0.35)
    finding = bulk.part(
        Finding,
        "finding",
        source,
        order=order,
        text=bulk.text(30),
        kind="strength" if strength else "development",
        cases=bulk.chance.randrange(1, 6) if bulk.often(0.3) else None,
        opportunities=6,
    )
    for theme in bulk.chance.sample(themes, bulk.chance.choice((1, 1, 2))):
        bulk.add(FindingTheme, finding=finding, theme=theme)
    return finding


def _recommendation(bulk, source, order, findings):
    recommendation = bulk.part(Recommendation, "recommendation", source, order=order, text=bulk.text(25))
    for finding in bulk.chance.sample(findings, 2):
        bulk.add(RecommendationFinding, recommendation=recommendation, finding=finding)
    if bulk.often(0.9):
        for agency in bulk.chance.sample(bulk.made.agencies, bulk.chance.choice((1, 2))):
            bulk.add(
                Acceptance,
                recommendation=recommendation,
                body=agency,
                answer="accepted",
                on=source.on,
                given_by="Somebody made up",
            )
    return recommendation


def _action(bulk, source, order, recommendations):
    agreed = source.on + datetime.timedelta(days=14)
    due = agreed + datetime.timedelta(days=bulk.chance.randrange(60, 300))
    # Of what is past its day most was done; of what is not, little.
    state = bulk.chance.choices(
        ("assured", "reported_done", "agreed", "withdrawn"), (74, 12, 10, 4) if due < TODAY else (15, 10, 75, 0)
    )[0]
    action = bulk.part(
        Action,
        "action",
        source,
        order=order,
        text=bulk.text(25),
        measure=bulk.text(12),
        due_on=due,
        first_due_on=due,
        recommendation=bulk.chance.choice(recommendations) if bulk.often(0.9) else None,
        owner=bulk.chance.choice(bulk.made.agencies),
        owner_person=bulk.chance.choice(bulk.made.people) if bulk.often(0.3) else None,
        state=state,
        state_on=min(due, TODAY),
    )
    path = {
        "agreed": ("agreed",),
        "withdrawn": ("agreed", "withdrawn"),
        "reported_done": ("agreed", "reported_done"),
        "assured": ("agreed", "reported_done", "assured"),
    }[state]
    before = "proposed"
    for after in path:
        on = agreed if after == "agreed" else min(due, TODAY)
        bulk.add(ActionStep, action=action, before=before, after=after, on=on, text="", by_name="Somebody made up")
        bulk.tell(f"thread.action_{after}", "action", action.key, action, on)
        before = after
    if bulk.often(0.2):
        bulk.add(
            DueChange,
            action=action,
            before=due - datetime.timedelta(days=30),
            after=due,
            on=agreed,
            reason=bulk.text(8),
            by_name="Somebody made up",
        )
    _outcome(bulk, source, action)


def _outcome(bulk, source, action):
    if action.state == "assured" or (action.state == "reported_done" and bulk.often(0.6)):
        bulk.add(
            Evidence,
            key=f"evidence-{next(bulk.numbers)}",
            holder=bulk.made.body,
            action=action,
            kind="audit",
            text=bulk.text(20),
            on=action.state_on,
            given_by="Somebody made up",
        )
    if action.state == "assured" and bulk.often(0.6):
        judgement = bulk.chance.choices(("as_intended", "partly", "none", "too_early"), (55, 25, 8, 12))[0]
        again = action.state_on + datetime.timedelta(days=120) if judgement == "too_early" else None
        bulk.part(
            Impact,
            "impact",
            source,
            judgement=judgement,
            text=bulk.text(25),
            method=bulk.text(10),
            on=action.state_on,
            judged_by="Somebody made up",
            look_again_on=again,
            **_of(bulk, action),
        )


def _of(bulk, action):
    """What is judged: mostly the action, now and then its recommendation or the whole piece of work."""
    if bulk.often(0.85):
        return {"action": action}
    return {"recommendation": action.recommendation} if bulk.often(0.7) else {}


def _figures_of(*, by, now, made, size, chance):
    """Each indicator every quarter of five years."""
    indicators = [
        Indicator(
            key=f"indicator-{number}",
            holder=made.body,
            title=f"Indicator {number} of made-up children",
            section=f"Part {number // 5 + 1}",
            counts="children",
            agency=chance.choice(made.agencies),
            order=number,
        )
        for number in range(size.indicators)
    ]
    Indicator.objects.bulk_create(indicators)
    figures = []
    for indicator, year, quarter in itertools.product(indicators, range(2021, 2026), range(4)):
        starts = datetime.date(year + quarter // 3, (4, 7, 10, 1)[quarter], 1)
        ends = datetime.date(year + quarter // 3, (6, 9, 12, 3)[quarter], (30, 30, 31, 31)[quarter])
        figures.append(
            Figure(
                key=f"{indicator.key}-{year}-{quarter + 1}",
                holder=made.body,
                indicator=indicator,
                area=made.area,
                starts=starts,
                ends=ends,
                value=chance.randrange(20, 400),
                source="Made up",
            )
        )
    Figure.objects.bulk_create(figures, batch_size=400)
    history.record(
        by=by,
        now=now,
        verb="dataset.figure_added",
        noun="figure",
        key=f"{made.body.key}/{figures[-1].key}",
        body_id=made.body.pk,
    )


_figures = within("rooms.dataset", _figures_of)


def _clocks_of(*, by, now, made, chance):
    """What runs and what was met."""
    clocks = []
    for number in range(40):
        on = FIRST_DAY + datetime.timedelta(days=number * 46)
        due = on + datetime.timedelta(days=90)
        clocks.append(
            Due(
                key=f"{made.body.key}-clock-{number}",
                group=chance.choice(made.groups),
                title=f"Return {number}",
                on=on,
                due_on=due,
                met_on=due if due < TODAY and number % 9 else None,
            )
        )
    Due.objects.bulk_create(clocks)
    history.record(by=by, now=now, verb="diary.clock_started", noun="due", key=clocks[-1].key, body_id=made.body.pk)


_clocks = within("foundation.diary", _clocks_of)


def _report(key):
    """A yearly report in the making, on the last full year."""
    viewer, body = manager_of(key, NOW), Body.objects.get(key=key)
    yearly_report.begin_report(
        by=viewer, now=NOW, body=body, period=body.periods.get(label="2025-26"), title="Yearly report 2025-26"
    )
