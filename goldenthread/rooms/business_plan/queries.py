"""Reading the business plan. People with a seat in the partnership read it; the public reads what may be published."""

import datetime
from collections.abc import Callable, Set
from functools import partial

from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery

from goldenthread.foundation.access.addresses import address
from goldenthread.foundation.access.kept import Kept
from goldenthread.foundation.access.queries import can
from goldenthread.foundation.access.viewer import System, Viewer
from goldenthread.foundation.organisations.queries import agencies_answered_for
from goldenthread.foundation.people.models import Body
from goldenthread.foundation.room import DrawsOn, OwedThing, Proof, PublicLine
from goldenthread.foundation.ui.words import day
from goldenthread.rooms.business_plan.models import Milestone, MilestoneNote, Plan, PlannedPriority, Rating

# What a plan says of a priority: field, label.
TEXTS = (
    ("aim", "Aim"),
    ("rationale", "Why we chose it"),
    ("outcomes", "What we wanted to change"),
    ("done", "What we did"),
    ("impact", "What changed for children"),
)
A_YEAR = datetime.timedelta(days=366)


def _seen(viewer: Viewer, model: type[Kept], published: dict) -> QuerySet:
    """The rows that this viewer may read; without a seat that reads plans, those that `published` says."""
    rows = model.objects.select_related("holder")
    if isinstance(viewer, System):
        return rows
    rows = rows.filter(holder_id__in=_bodies(viewer))
    return rows if can(viewer, "plan.read") else rows.filter(**published).distinct()


def _bodies(viewer: Viewer) -> set[int]:
    """The partnership itself and, for its seats, the bodies whose whole place it took, however long ago.

    A plan names no areas. When a body gave one of its areas away, its plans stay its own.
    """
    before = {pk for pk, areas in viewer.inherited.items() if areas is None} if viewer.seats else set()
    return {viewer.partnership_id} | before


def plans(viewer: Viewer) -> QuerySet[Plan]:
    return _seen(viewer, Plan, {"priorities__published": True})


def planned(viewer: Viewer) -> QuerySet[PlannedPriority]:
    return _seen(viewer, PlannedPriority, {"published": True}).select_related("priority", "plan__holder", "holder")


def in_words(viewer: Viewer) -> Callable[[PlannedPriority], str]:
    return lambda row: f"{row} ({row.plan})"


def running(path: str, starts: datetime.date, ends: datetime.date) -> Q:
    """That a plan runs on a day of a period; `path` leads from a row to its plan."""
    return Q(**{f"{path}starts__lte": ends, f"{path}ends__gte": starts})


def following(path: str, starts: datetime.date, ends: datetime.date) -> Q:
    """That a plan begins in the year after a period."""
    return Q(**{f"{path}starts__gt": ends, f"{path}starts__lte": ends + A_YEAR})


def as_candidates(time: Callable[[str, datetime.date, datetime.date], Q] = running) -> tuple[DrawsOn, ...]:
    """What a chapter draws on of one partnership’s own plans of some time, priorities first: a plan is left out or
    put in with all of them.
    """

    def drawn_on(noun: str, rows: Callable, path: str, day: str, public: Q, words: Callable) -> DrawsOn:
        def own(viewer: Viewer, body: Body) -> QuerySet:
            return rows(viewer).filter(holder=body)

        return DrawsOn(noun, own, words, day, public, partial(time, path))

    with_public_ones = Q(pk__in=PlannedPriority.objects.filter(published=True).values("plan"))
    return (
        drawn_on("planned_priority", planned, "plan__", "plan__starts", Q(published=True), in_words),
        drawn_on("milestone", milestones, "planned__plan__", "due_on", Q(planned__published=True), lambda viewer: str),
        drawn_on("plan", plans, "", "starts", with_public_ones, lambda viewer: str),
    )


def milestones(viewer: Viewer) -> QuerySet[Milestone]:
    return _seen(viewer, Milestone, {"planned__published": True}).select_related("planned__plan__holder")


def led_by(viewer: Viewer, agency: Body) -> list[OwedThing]:
    """Priorities of plans that have not ended, which an agency leads."""
    rows = planned(viewer).filter(holder=viewer.partnership_id, lead=agency, plan__ends__gte=viewer.today)
    return [OwedThing(row.ref, in_words(viewer)(row), place(viewer, row)) for row in rows]


def owned_by(viewer: Viewer, agency: Body) -> list[OwedThing]:
    """Milestones of plans that have not ended, which an agency owns and whose last note does not say that they are
    done.
    """
    last = MilestoneNote.objects.filter(milestone=OuterRef("pk")).order_by("-on", "-pk").values("rating")[:1]
    rows = milestones(viewer).filter(holder=viewer.partnership_id, owner=agency, planned__plan__ends__gte=viewer.today)
    rows = rows.annotate(rated=Subquery(last)).filter(Q(rated=None) | ~Q(rated=Rating.DONE))
    return [
        OwedThing(row.ref, f"{row} (by {day(row.due_on)})" if row.due_on else str(row), place(viewer, row))
        for row in rows
    ]


def taken_over(viewer: Viewer, keys: list[str]) -> dict[str, str]:
    """Milestones and priorities that passed to an agency for which the viewer answers."""
    agencies = agencies_answered_for(viewer)
    rows = [*milestones(viewer).filter(owner__in=agencies).by_refs(keys)]
    rows += planned(viewer).filter(lead__in=agencies).by_refs(keys)
    return {row.ref: place(viewer, row) for row in rows}


def place(viewer: Viewer, thing: Plan | PlannedPriority | Milestone) -> str:
    """The address of a plan, or the place of a priority or milestone on the page of its plan; "" for who reads
    no plan, such as a member of a shared group who sees that a public milestone changed.
    """
    if not can(viewer, "plan.read"):
        return ""
    if isinstance(thing, Milestone):
        return address(viewer, "business_plan:plan", thing.planned.plan, anchor=f"m{thing.pk}")
    if isinstance(thing, PlannedPriority):
        return address(viewer, "business_plan:plan", thing.plan, anchor=f"p{thing.pk}")
    return address(viewer, "business_plan:plan", thing)


def proof_of_plan(viewer: Viewer, ref: str) -> Proof | None:
    row = plans(viewer).by_refs({ref}).first()
    if row is None:
        return None
    facts = (
        ("When", f"{day(row.starts)} to {day(row.ends)}"),
        ("Agreed on", day(row.agreed_on) if row.agreed_on else ""),
    )
    around = tuple(("planned_priority", one.ref) for one in planned(viewer).filter(plan=row).order_by("order", "pk"))
    return Proof(row.summary, facts, citation=row.citation, around=around)


def proof_of_planned(viewer: Viewer, ref: str) -> Proof | None:
    """All that the plan says of one priority."""
    row = planned(viewer).by_refs({ref}).select_related("lead", "group", "part_of__priority").first()
    if row is None:
        return None
    texts = [f"**{label}**\n\n{getattr(row, field)}" for field, label in TEXTS if getattr(row, field)]
    steps = milestones(viewer).filter(planned=row).order_by("order", "due_on", "pk")
    facts = (
        ("Plan", f"{row.plan}, {day(row.plan.starts)} to {day(row.plan.ends)}"),
        ("Part of", str(row.part_of) if row.part_of else ""),
        ("Led by", row.lead.name if row.lead else ""),
        ("Group", row.group.name if row.group else ""),
    )
    around = (("priority", row.priority.ref), *(("milestone", step.ref) for step in steps))
    return Proof("\n\n".join(texts), facts, _readers(row.published), row.citation, around)


def proof_of_milestone(viewer: Viewer, ref: str) -> Proof | None:
    """What will be reached; for those inside also each note on how it stood."""
    row = milestones(viewer).by_refs({ref}).select_related("owner").first()
    if row is None:
        return None
    notes = row.notes.order_by("on", "pk") if viewer.seats else ()  # the public reads how it stood in the report
    facts = (
        ("Priority", f"{row.planned} ({row.planned.plan})"),
        ("By", day(row.due_on) if row.due_on else ""),
        ("Owner", row.owner.name if row.owner else ""),
        *((f"On {day(note.on)}", f"{note.get_rating_display()}. {note.text}") for note in notes),
    )
    return Proof(row.text, facts, _readers(row.planned.published))


def public_lines(reader: Viewer, body: Body, named: Set[tuple[str, str]]) -> list[PublicLine]:
    """The priorities of the newest plan of which a published report names any, with their aims."""
    rows = [row for row in planned(reader).filter(holder=body, part_of=None) if ("planned_priority", row.ref) in named]
    newest = max((row.plan for row in rows), key=lambda plan: (plan.starts, plan.pk), default=None)
    of_newest = sorted((row for row in rows if row.plan == newest), key=lambda row: (row.order, row.pk))
    return [PublicLine(str(row), under=row.aim) for row in of_newest]


def _readers(published: bool) -> str:
    return "Public" if published else "The partnership"


def priorities_of(viewer: Viewer, plans: QuerySet[Plan] | list[Plan]) -> list[PlannedPriority]:
    """Whole priorities of these plans, the earlier plan first, in their order, each with `.all_parts`; all of them with
    `.all_milestones` (with `.all_notes`): three queries."""
    notes = Prefetch("notes", MilestoneNote.objects.order_by("-on", "-pk"), to_attr="all_notes")
    steps = Prefetch(
        "milestones",
        milestones(viewer).select_related("owner").prefetch_related(notes),
        to_attr="all_milestones",
    )
    rows = planned(viewer).filter(plan__in=plans).select_related("lead", "group").prefetch_related(steps)
    found, wholes = list(rows.order_by("plan__starts", "plan_id", "order", "pk")), {}
    for row in found:
        if row.part_of_id is None:
            row.all_parts = []
            wholes[row.pk] = row
    for row in found:
        if row.part_of_id in wholes:
            wholes[row.part_of_id].all_parts.append(row)
    return list(wholes.values())
