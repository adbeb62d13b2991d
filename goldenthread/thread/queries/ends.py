"""The rows behind each width and each end of the thread: `(what the viewer sees, today) -> those that are meant`.

Whether something follows from a thing is asked of the whole record, not of what the viewer may see: otherwise the
picture would find a break where the answer is merely closed to them.
"""

import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from goldenthread.foundation.access.kept import Origin
from goldenthread.foundation.prepared import among
from goldenthread.thread.models import (
    Acceptance,
    Action,
    ActionFinding,
    Addressee,
    AlsoAnswers,
    Evidence,
    Finding,
    Impact,
    Recommendation,
    RecommendationFinding,
)
from goldenthread.thread.states import FINISHED_ACTION_STATES, OPEN_ACTION_STATES, ActionState, RecommendationState


def all_of(base: QuerySet, today: datetime.date) -> QuerySet:
    return base


def _answering() -> Q:
    """Actions, withdrawn ones left out, that answer the recommendation of the outer row."""
    live = Action.objects.exclude(state=ActionState.WITHDRAWN)
    main = live.filter(recommendation=OuterRef("pk"))
    also = AlsoAnswers.objects.filter(recommendation=OuterRef("pk")).exclude(action__state=ActionState.WITHDRAWN)
    return Exists(main) | Exists(also)


def led_nowhere(base: QuerySet[Finding], today: datetime.date) -> QuerySet[Finding]:
    """No recommendation rests on it, and no action that was not withdrawn answers it directly.

    A published text that tells what its whole work changed ("challenge: too few officers; outcome: more of their time")
    says by that what followed.
    """
    rests = RecommendationFinding.objects.filter(finding=OuterRef("pk"))
    answers = ActionFinding.objects.filter(finding=OuterRef("pk")).exclude(action__state=ActionState.WITHDRAWN)
    outcome = Impact.objects.filter(source=OuterRef("source"), action=None, recommendation=None)
    told = Q(origin=Origin.AS_PUBLISHED) & Exists(outcome)
    return base.filter(~told, ~Exists(rests), ~Exists(answers), kind=Finding.Kind.DEVELOPMENT, no_step_reason="")


def owes_an_answer(agencies: set[int] | None = None) -> Exists:
    """Whether an addressee of the recommendation of the outer row has not answered it: any, or one of `agencies`."""
    answered = Acceptance.objects.filter(recommendation=OuterRef("recommendation"), body=OuterRef("body"))
    asked = Addressee.objects.filter(~Exists(answered), recommendation=OuterRef("pk"))
    return Exists(asked if agencies is None else asked.filter(body__in=among(agencies)))


def unanswered(base: QuerySet[Recommendation], today: datetime.date) -> QuerySet[Recommendation]:
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


def accepted_without_action(base: QuerySet[Recommendation], today: datetime.date) -> QuerySet[Recommendation]:
    return base.filter(_accepted(), ~_answering()).exclude(state=RecommendationState.WITHDRAWN)


def with_evidence(base: QuerySet[Action], today: datetime.date) -> QuerySet[Action]:
    return base.filter(Exists(Evidence.objects.filter(action=OuterRef("pk"))))


def done_without_evidence(base: QuerySet[Action], today: datetime.date) -> QuerySet[Action]:
    return base.filter(~Exists(Evidence.objects.filter(action=OuterRef("pk"))), state__in=FINISHED_ACTION_STATES)


def assured_unjudged(base: QuerySet[Action], today: datetime.date) -> QuerySet[Action]:
    """Neither the action nor a recommendation that it answers, as its own or also, has been judged."""
    judged = {"recommendation__impacts__isnull": False, "recommendation__impacts__withdrawn_at": None}
    also = AlsoAnswers.objects.filter(action=OuterRef("pk"), **judged)
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


def latest_of_each(base: QuerySet[Impact], today: datetime.date) -> QuerySet[Impact]:
    return latest(base)


def without_effect(base: QuerySet[Impact], today: datetime.date) -> QuerySet[Impact]:
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


def look_again(base: QuerySet[Impact], today: datetime.date) -> QuerySet[Impact]:
    return latest(base).filter(judgement=Impact.Judgement.TOO_EARLY, look_again_on__lt=today)
