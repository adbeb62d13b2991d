"""The combined action plan, and what is mine."""

from collections.abc import Iterator

from django.db.models import Count, Exists, F, Model, OuterRef, Q, QuerySet, Subquery, Value

from goldenthread.foundation.access.queries import reached
from goldenthread.foundation.access.roles import Reach
from goldenthread.foundation.access.viewer import Viewer
from goldenthread.foundation.prepared import Fixed, among, prepared
from goldenthread.thread.models import Action, Addressee, Evidence, Impact, Recommendation, Source
from goldenthread.thread.queries import assurers, breaks, ends, of_agency
from goldenthread.thread.queries.choices import agencies_that_answer, short
from goldenthread.thread.queries.filters import ThreadFilter
from goldenthread.thread.queries.placing import among_equals, by_work
from goldenthread.thread.queries.reading import Projection, Reading
from goldenthread.thread.states import OPEN_ACTION_STATES, ActionState


def actions(viewer: Viewer, narrow: ThreadFilter, *, state: str = "open", overdue: bool = False) -> QuerySet[Action]:
    """The plan: open ones unless another state is asked for ("all" for every one), soonest first."""
    rows = narrow.of(viewer, Action.objects.visible_to(viewer))
    if state == "open":
        rows = rows.filter(state__in=OPEN_ACTION_STATES)
    elif state in ActionState.values:
        rows = rows.filter(state=state)
    if overdue:
        rows = rows.overdue(viewer.today)
    return rows.select_related(
        "source__group", "source__priority", "holder", "owner", "owner_person", "priority", "recommendation__priority"
    ).order_by(F("due_on").asc(nulls_last=True), *among_equals(viewer))


def to_hand_over(viewer: Viewer, rows: QuerySet[Action]) -> QuerySet[Action]:
    """Of a plan, those that are not over and that the viewer may give to another owner."""
    return rows_reached(viewer, "thread.add_action", rows.filter(state__in=of_agency.NOT_OVER))


def ours(viewer: Viewer) -> Q:
    """Owned by an agency for which the viewer acts, or by the viewer in person."""
    return (
        Q(owner__in=among(viewer.agency_ids)) | Q(owner_person=viewer.person_id)
        if viewer.person_id
        else Q(owner__in=among(viewer.agency_ids))
    )


def in_numbers(viewer: Viewer, rows: QuerySet[Action]) -> tuple[int, ...]:
    """(all, overdue, ours) of a plan, in one query."""
    late = Q(state=ActionState.AGREED, due_on__lt=viewer.today)
    found = rows.order_by().aggregate(
        all=Count("pk"), overdue=Count("pk", filter=late), ours=Count("pk", filter=ours(viewer))
    )
    return found["all"], found["overdue"], found["ours"]


COLUMNS = (
    "Reference",
    "Action",
    "Owner",
    "Named person",
    "Due",
    "First due",
    "State",
    "Overdue",
    "State since",
    "Piece of work",
    "Kind",
    "Group",
    "Priority",
    "How we shall know",
    "As published",
)


def as_table(viewer: Viewer, rows: QuerySet[Action]) -> Iterator:
    """The plan as rows of a sheet. What is kept to listed people stays behind."""
    reading = Reading(viewer)
    for row in rows:
        seen = reading.for_list(row)
        priority = priority_of(reading, seen)
        yield [
            seen.ref,
            seen.title,
            seen.owner.name if seen.owner else "",
            seen.owner_person.name if seen.owner_person else "",
            seen.due_on,
            seen.first_due_on,
            seen.get_state_display(),
            "yes" if seen.is_overdue(viewer.today) else "no",
            seen.state_on,
            seen.work,
            seen.work_kind,
            seen.held_by,
            priority.title if priority else "",
            seen.measure,
            "yes" if seen.origin == "as_published" else "no",
        ]


def priority_of(reading: Reading, action: Projection) -> None:
    """Its own, or that of its recommendation, or that of its source, as far as each is read whole: as the filter
    finds it.
    """
    if not action.whole:
        return None
    thing, above = action.thing, None
    if thing.priority is None and thing.recommendation and reading.may_see_whole(thing.recommendation):
        above = thing.recommendation.priority
    own = thing.source.priority if reading.may_see_whole(thing.source) else None
    return thing.priority or above or own


def _near(viewer: Viewer, rows: QuerySet[Action]) -> QuerySet[Action]:
    return rows.select_related("source__group", "holder", "owner", "owner_person").order_by(
        F("due_on").asc(nulls_last=True), "key"
    )


def owed(viewer: Viewer) -> QuerySet[Action]:
    """Agreed actions of an agency of the viewer or in their name. Nobody owes what is only proposed."""
    return _near(viewer, Action.objects.visible_to(viewer).filter(ours(viewer), state=ActionState.AGREED))


def to_agree(viewer: Viewer) -> QuerySet[Action]:
    rows = Action.objects.visible_to(viewer).filter(
        state=ActionState.PROPOSED, owner__isnull=False, due_on__isnull=False
    )
    return _near(viewer, rows_reached(viewer, "thread.agree_action", rows))


def to_assure(viewer: Viewer, left: list | set | None = None) -> QuerySet[Action]:
    """Reported done with evidence, not of an agency for which the viewer acts, and not left to others: those are
    `left`, where they are known.
    """
    rows = _reported(viewer).exclude(pk__in=left_to_others(viewer) if left is None else left)
    rows = rows.exclude(owner__in=among(viewer.agencies_everywhere))
    return _near(viewer, rows_reached(viewer, "thread.assure", rows))


def _reported(viewer: Viewer) -> QuerySet[Action]:
    """With evidence."""
    evidence = Evidence.objects.filter(action=OuterRef("pk"))
    return Action.objects.visible_to(viewer).filter(Exists(evidence), state=ActionState.REPORTED_DONE)


def left_to_others(viewer: Viewer) -> set[int]:
    """The ids of reported actions in which the viewer had a hand and which somebody else could assure."""
    return assurers.of_these_left_to_others(viewer, set(_by_own_hand(viewer)))


@prepared
def _by_own_hand(viewer: Viewer) -> QuerySet:
    rows = _reported(viewer).filter(assurers.by_own_hand(viewer.person_id))
    return rows.order_by().values_list("pk", flat=True)


def to_answer(viewer: Viewer) -> QuerySet[Recommendation]:
    """Open recommendations whose addressees owe an answer: those of the viewer's agencies; for the unit, which records
    what agencies said, any of them. A recommendation that names no agency is owed by nobody.
    """
    grants = [(seat.agency_id, seat.role.grants.get("thread.answer")) for seat in viewer.seats]
    if any(reach is Reach.ALL for _, reach in grants):
        return to_answer_for(viewer, None).filter(holder=viewer.partnership_id)
    return to_answer_for(viewer, {agency_id for agency_id, reach in grants if reach is Reach.AGENCY and agency_id})


def to_answer_for(viewer: Viewer, agencies: set[int] | None) -> QuerySet[Recommendation]:
    """Open recommendations that the viewer may see and that one of these agencies (None: any) has not answered."""
    rows = Recommendation.objects.visible_to(viewer).filter(ends.owes_an_answer(agencies), state="open")
    return by_work(viewer, rows.select_related("source__group", "holder"))


def to_answer_in(viewer: Viewer, source: Source) -> QuerySet[Recommendation]:
    """Open recommendations of a piece of work that name an agency for which the viewer answers, answered or not."""
    rows = Recommendation.objects.visible_to(viewer).filter(source=source, state="open")
    asked = Addressee.objects.filter(recommendation=OuterRef("pk"), body__in=agencies_that_answer(viewer))
    rows = rows.filter(Exists(asked)).select_related("source__group", "holder").order_by("order", "pk")
    return rows.prefetch_related("addressees", "acceptances__body")


def to_judge(viewer: Viewer) -> QuerySet[Action]:
    rows = breaks.rows(viewer, breaks.BY_CODE["unjudged"], ThreadFilter()).exclude(origin="as_published")
    return _near(viewer, rows_reached(viewer, "thread.judge", rows))


def look_again(viewer: Viewer) -> QuerySet[Impact]:
    rows = ends.latest(Impact.objects.visible_to(viewer)).filter(judgement="too_early", look_again_on__lte=viewer.today)
    found = rows_reached(viewer, "thread.judge", rows)
    return found.select_related("source__group", "holder").order_by("look_again_on", "key")


def rows_reached(viewer: Viewer, permission: str, rows: QuerySet) -> QuerySet:
    """Rows on which one of the viewer's seats could use a permission: the same as `can`, in SQL."""
    owned = {"agency": "owner_id", "person": "owner_person_id"}
    paths = owned if rows.model is Action else {"agency": "source__kept_to_id"}
    return rows.filter(reached(viewer, permission, **paths))


# What one person owes and decides: each list of the page "What is mine", soonest first, by its code.
MINE = {
    "owed": owed,
    "to_answer": to_answer,
    "to_agree": to_agree,
    "to_assure": to_assure,
    "to_judge": to_judge,
    "look_again": look_again,
}


def mine_counts(viewer: Viewer) -> dict[str, int]:
    """How many things stand in each list of what is mine, in one query."""
    found = {row["list"]: row["size"] for row in _mine_counts(viewer, left_to_others(viewer))}
    return {code: found.get(code, 0) for code in MINE}


@prepared
def _mine_counts(viewer: Viewer, left: list | set) -> QuerySet:
    counted = [
        _of_mine(viewer, code, left).order_by().annotate(list=Value(code)).values("list").annotate(size=Count("pk"))
        for code in MINE
    ]
    return counted[0].union(*counted[1:], all=True)


def _of_mine(viewer: Viewer, code: str, left: list | set | tuple) -> QuerySet:
    return to_assure(viewer, left) if code == "to_assure" else MINE[code](viewer)


def first_of_mine(viewer: Viewer, code: str, most: int) -> list:
    """The first rows of one list of what is mine, each with the `total` of all, in one query."""
    return _first_of_mine(viewer, Fixed(code), Fixed(most), left_to_others(viewer) if code == "to_assure" else ())


@prepared
def _first_of_mine(viewer: Viewer, code: str, most: int, left: list | set | tuple) -> QuerySet:
    rows = _of_mine(viewer, code, left)  # a window over them would carry every column of every row
    total = rows.order_by().annotate(one=Value(1)).values("one").annotate(size=Count("pk")).values("size")
    return rows.annotate(total=Subquery(total))[:most]


def title(reading: Reading, thing: Model) -> str:
    return short(reading.for_list(thing).title, 110)
