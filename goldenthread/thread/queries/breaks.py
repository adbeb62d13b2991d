"""Where the thread breaks: each stage and each gap is one set of rows, counted for the picture and opened as a list.

Whether something follows from a thing is asked of the whole record, not of what the viewer may see: otherwise the
picture would find a break where the answer is merely closed to them. What is counted and listed is only what they see.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Value

from goldenthread.foundation.access.viewer import Viewer
from goldenthread.foundation.papers.blocks import Table
from goldenthread.foundation.prepared import among, prepared
from goldenthread.thread import blocks
from goldenthread.thread.blocks import Gap, Stage
from goldenthread.thread.models import (
    Acceptance,
    Action,
    Addressee,
    AlsoAnswers,
    Evidence,
    Finding,
    Impact,
    Recommendation,
    RecommendationFinding,
    Source,
)
from goldenthread.thread.queries.filters import ThreadFilter
from goldenthread.thread.queries.placing import by_work
from goldenthread.thread.states import FINISHED_ACTION_STATES, OPEN_ACTION_STATES, ActionState, RecommendationState


@dataclass(frozen=True)
class Place:
    """A stage (`after` is "") or a gap after a stage. `rows(base, today)` narrows what the viewer sees of `model`."""

    code: str
    label: str
    singular: str
    explains: str
    model: type
    rows: Callable[[QuerySet, object], QuerySet]
    after: str = ""

    def named(self, count: int) -> str:
        """One finding, two findings."""
        return self.singular[:1].upper() + self.singular[1:] if count == 1 else self.label


def _all(base: QuerySet, today: datetime.date) -> QuerySet:
    return base


def _answering() -> Q:
    """Actions, withdrawn ones left out, that answer the recommendation of the outer row."""
    live = Action.objects.exclude(state=ActionState.WITHDRAWN)
    main = live.filter(recommendation=OuterRef("pk"))
    also = AlsoAnswers.objects.filter(recommendation=OuterRef("pk")).exclude(action__state=ActionState.WITHDRAWN)
    return Exists(main) | Exists(also)


def _led_nowhere(base: QuerySet[Finding], today: datetime.date) -> QuerySet[Finding]:
    follows = RecommendationFinding.objects.filter(finding=OuterRef("pk"))
    return base.filter(~Exists(follows), kind=Finding.Kind.DEVELOPMENT, no_step_reason="")


def owes_an_answer(agencies: set[int] | None = None) -> Exists:
    """Whether an addressee of the recommendation of the outer row has not answered it: any, or one of `agencies`."""
    answered = Acceptance.objects.filter(recommendation=OuterRef("recommendation"), body=OuterRef("body"))
    asked = Addressee.objects.filter(~Exists(answered), recommendation=OuterRef("pk"))
    return Exists(asked if agencies is None else asked.filter(body__in=among(agencies)))


def _unanswered(base: QuerySet[Recommendation], today: datetime.date) -> QuerySet[Recommendation]:
    """An addressee owes its answer, or nobody was asked and nobody answered; and nobody has accepted it or acted.

    Addressed to A and B, declined by A: B owes its answer. Addressed to nobody, and A declined it: it is answered.
    """
    answers = Acceptance.objects.filter(recommendation=OuterRef("pk"))
    addressees = Addressee.objects.filter(recommendation=OuterRef("pk"))
    nobody = ~Exists(addressees) & ~Exists(answers)
    return base.filter(owes_an_answer() | nobody, ~_accepted(), ~_answering(), state=RecommendationState.OPEN)


def _accepted() -> Exists:
    """Whether the latest answer of some body to the recommendation of the outer row accepts it, at least in part."""
    later = Acceptance.objects.filter(recommendation=OuterRef("recommendation"), body=OuterRef("body")).filter(
        Q(on__gt=OuterRef("on")) | Q(on=OuterRef("on"), pk__gt=OuterRef("pk"))
    )
    standing = Acceptance.objects.filter(
        ~Exists(later), recommendation=OuterRef("pk"), answer__in=["accepted", "partly"]
    )
    return Exists(standing)


def _accepted_without_action(base: QuerySet[Recommendation], today: datetime.date) -> QuerySet[Recommendation]:
    return base.filter(_accepted(), ~_answering()).exclude(state=RecommendationState.WITHDRAWN)


def _with_evidence(base: QuerySet[Action], today: datetime.date) -> QuerySet[Action]:
    return base.filter(Exists(Evidence.objects.filter(action=OuterRef("pk"))))


def _done_without_evidence(base: QuerySet[Action], today: datetime.date) -> QuerySet[Action]:
    return base.filter(~Exists(Evidence.objects.filter(action=OuterRef("pk"))), state__in=FINISHED_ACTION_STATES)


def _assured_unjudged(base: QuerySet[Action], today: datetime.date) -> QuerySet[Action]:
    """Neither the action nor a recommendation that it answers, as its own or also, has been judged."""
    also = AlsoAnswers.objects.filter(action=OuterRef("pk"), recommendation__impacts__isnull=False)
    return base.filter(
        ~Exists(Impact.objects.filter(action=OuterRef("pk"))),
        ~Exists(Impact.objects.filter(recommendation=OuterRef("recommendation"))),
        ~Exists(also),
        state=ActionState.ASSURED,
    )


def latest(base: QuerySet[Impact]) -> QuerySet[Impact]:
    """One impact of each thing, the one that counts: as `models.impacts.newest` has it, for many things at once.

    An action judged on 1 March, told of without a judgement on 1 June, and judged on 1 May: the one of 1 May counts.
    What is only told of gives way to every judgement; among judgements, and where there is none, the newest counts.
    """
    told = Q(judgement=Impact.Judgement.NOT_SAID)
    newer = Impact.objects.filter(Q(on__gt=OuterRef("on")) | Q(on=OuterRef("on"), pk__gt=OuterRef("pk")))
    return base.filter(
        _none_of_the_same(newer.filter(~told | Q(judgement=OuterRef("judgement")))),
        ~told | _none_of_the_same(Impact.objects.filter(~told)),
    )


def _none_of_the_same(impacts: QuerySet[Impact]) -> Q:
    """None of these impacts is of the same thing as the outer row."""
    of_source = impacts.filter(action=None, recommendation=None, source=OuterRef("source"))
    return (  # a database must not look for judgements of no action at all, of which there are many
        (Q(action=None) | ~Exists(impacts.filter(action=OuterRef("action"))))
        & (Q(recommendation=None) | ~Exists(impacts.filter(recommendation=OuterRef("recommendation"))))
        & (Q(action__isnull=False) | Q(recommendation__isnull=False) | ~Exists(of_source))
    )


def _latest(base: QuerySet[Impact], today: datetime.date) -> QuerySet[Impact]:
    return latest(base)


def _without_effect(base: QuerySet[Impact], today: datetime.date) -> QuerySet[Impact]:
    """No impact, or worse, and since then no other action for the same recommendation (or, without one, source).

    An action answers a recommendation and was judged on 1 May to have changed nothing. A second action for that
    recommendation that is still open follows it, whenever it was added; one that was done on 3 June follows it too, one
    that was done on 3 April does not, and a withdrawn one never does. A judgement of the recommendation is followed by
    any such action for it, a judgement of the whole work by any such action of the work.
    """
    since = Action.objects.exclude(state=ActionState.WITHDRAWN).filter(
        Q(state__in=OPEN_ACTION_STATES) | Q(state_on__gt=OuterRef("on"))
    )
    others = since.exclude(pk=OuterRef("action_id"))
    also = AlsoAnswers.objects.exclude(action__state=ActionState.WITHDRAWN).filter(
        Q(action__state__in=OPEN_ACTION_STATES) | Q(action__state_on__gt=OuterRef("on"))
    )
    follows_action = (
        Exists(others.filter(recommendation=OuterRef("action__recommendation")))
        | Exists(also.filter(recommendation=OuterRef("action__recommendation")).exclude(action=OuterRef("action_id")))
        | Q(action__recommendation=None) & Exists(others.filter(source=OuterRef("source")))
    )
    follows_recommendation = Exists(since.filter(recommendation=OuterRef("recommendation"))) | Exists(
        also.filter(recommendation=OuterRef("recommendation"))
    )
    follows_source = Exists(since.filter(source=OuterRef("source")))
    return latest(base).filter(
        Q(action__isnull=False) & ~follows_action
        | Q(recommendation__isnull=False) & ~follows_recommendation
        | Q(action=None, recommendation=None) & ~follows_source,
        judgement__in=[Impact.Judgement.NONE, Impact.Judgement.WORSE],
    )


def _look_again(base: QuerySet[Impact], today: datetime.date) -> QuerySet[Impact]:
    return latest(base).filter(judgement=Impact.Judgement.TOO_EARLY, look_again_on__lt=today)


STAGES = (
    Place(
        "sources",
        "Pieces of work",
        "piece of work",
        "Reviews, audits, meetings and other work that found something.",
        Source,
        _all,
    ),
    Place(
        "findings", "Findings", "finding", "What that work found: strengths, and areas for development.", Finding, _all
    ),
    Place("recommendations", "Recommendations", "recommendation", "What should change.", Recommendation, _all),
    Place("actions", "Actions", "action", "What somebody owes.", Action, _all),
    Place(
        "evidence",
        "Actions with evidence",
        "action with evidence",
        "Actions for which something shows what was done.",
        Action,
        _with_evidence,
    ),
    Place(
        "impact",
        "Judged impacts",
        "judged impact",
        "What changed for children: the latest judgement of each thing, or what a published text says of it without "
        "judging.",
        Impact,
        _latest,
    ),
)

GAPS = (
    Place(
        "led_nowhere",
        "Findings that led to nothing, and nobody said why",
        "finding that led to nothing, and nobody said why",
        "Each is an area for development without a recommendation. Add what should follow, or say why nothing does, "
        "who decided and when.",
        Finding,
        _led_nowhere,
        "findings",
    ),
    Place(
        "unanswered",
        "Recommendations without an answer or an action",
        "recommendation without an answer or an action",
        "Nobody has accepted them, nobody has acted, and an agency that was asked has not answered, or none was asked. "
        "Say to whom each is addressed, and ask for the answer.",
        Recommendation,
        _unanswered,
        "recommendations",
    ),
    Place(
        "without_action",
        "Recommendations accepted without an action",
        "recommendation accepted without an action",
        "Somebody accepted them, and nobody owes anything for them. Add the action that answers each.",
        Recommendation,
        _accepted_without_action,
        "recommendations",
    ),
    Place(
        "without_evidence",
        "Actions reported done without evidence",
        "action reported done without evidence",
        "Their owners say that they are done; nothing shows it. Give evidence, or send them back.",
        Action,
        _done_without_evidence,
        "actions",
    ),
    Place(
        "unjudged",
        "Assured actions whose impact nobody has judged",
        "assured action whose impact nobody has judged",
        "They were done. Whether they changed anything for children has not been asked.",
        Action,
        _assured_unjudged,
        "evidence",
    ),
    Place(
        "without_effect",
        "Impact judged as none or worse, with nothing following",
        "impact judged as none or worse, with nothing following",
        "Somebody looked and found no change, and no other action has followed. Add one, or judge it again.",
        Impact,
        _without_effect,
        "impact",
    ),
    Place(
        "look_again",
        "Too early to say, and the day to look again has passed",
        "impact too early to say, whose day to look again has passed",
        "Somebody promised to look again by a day that has gone by.",
        Impact,
        _look_again,
        "impact",
    ),
)
BY_CODE = {place.code: place for place in (*STAGES, *GAPS)}


def rows(viewer: Viewer, place: Place, narrow: ThreadFilter) -> QuerySet:
    """The one set of rows that is counted and listed."""
    return place.rows(narrow.of(viewer, place.model.objects.visible_to(viewer)), viewer.today)


def in_order(viewer: Viewer, rows: QuerySet) -> QuerySet:
    """The list behind a place: newest work first, judgements by their own day."""
    if rows.model is Source:
        return rows.order_by("-on", "title", "key")
    return rows.order_by("on", "key") if rows.model is Impact else by_work(viewer, rows, newest=True)


def counts(viewer: Viewer, narrow: ThreadFilter) -> dict[str, int]:
    """How many rows each stage and gap has, by its code, in one query."""
    found = {row["place"]: row["size"] for row in _counts(viewer, narrow)}
    return {code: found.get(code, 0) for code in BY_CODE}


@prepared
def _counts(viewer: Viewer, narrow: ThreadFilter) -> QuerySet:
    counted = [
        rows(viewer, place, narrow)
        .order_by()
        .annotate(place=Value(place.code))
        .values("place")
        .annotate(size=Count("pk"))
        for place in BY_CODE.values()
    ]
    return counted[0].union(*counted[1:], all=True)


@dataclass(frozen=True)
class Picture:
    """Everything that the page and the chapter say, from one set of counts."""

    stages: tuple[Stage, ...]
    gaps: tuple[Gap, ...]
    counts: dict[str, int]

    @property
    def sentence(self) -> str:
        return blocks.sentence(self.stages, self.gaps)

    @property
    def table(self) -> Table:
        return blocks.table(self.stages, self.gaps)

    def headline(self, of: str = "") -> str:
        """The one sentence to read first; `of` says in words what was chosen."""
        ways, total = self.broken
        chosen = f" ({of})" if of else ""
        if not sum(stage.count for stage in self.stages):
            return f"Nothing is recorded{chosen} yet."
        if not total:
            return f"No thread ends early{chosen}: every step has its next one, or says why not."
        times = f"{total} threads end" if total > 1 else "1 thread ends"
        return f"{times} early{chosen}, in {ways} of {len(GAPS)} ways." if ways > 1 else f"{times} early{chosen}."

    @property
    def broken(self) -> tuple[int, int]:
        """How many places, and how many things, end early."""
        return sum(1 for gap in self.gaps if gap.count), sum(gap.count for gap in self.gaps)


def picture(viewer: Viewer, narrow: ThreadFilter) -> Picture:
    found = counts(viewer, narrow)
    stages = tuple(Stage(place.code, place.named(found[place.code]), found[place.code]) for place in STAGES)
    gaps = tuple(Gap(place.after, place.named(found[place.code]), found[place.code], place.code) for place in GAPS)
    return Picture(stages, gaps, found)
