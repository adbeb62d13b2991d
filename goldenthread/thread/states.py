"""States as tables: from, to, who may, whether a reason is owed, and what history says. Drawn into docs/generated/."""

from dataclasses import dataclass

from django.db import models


class ActionState(models.TextChoices):
    PROPOSED = "proposed", "Proposed"
    AGREED = "agreed", "Agreed"
    REPORTED_DONE = "reported_done", "Reported done"
    ASSURED = "assured", "Assured"
    WITHDRAWN = "withdrawn", "Withdrawn"


class RecommendationState(models.TextChoices):
    OPEN = "open", "Open"
    CLOSED = "closed", "Closed"
    WITHDRAWN = "withdrawn", "Withdrawn"


class ProposalState(models.TextChoices):
    WAITING = "waiting", "Waiting"
    TAKEN_UP = "taken_up", "Taken up"
    DECLINED = "declined", "Declined"


@dataclass(frozen=True)
class Step:
    """One way from a state to the next. `label` is what the button says."""

    code: str
    before: tuple[str, ...]
    after: str
    permission: str
    verb: str
    label: str
    reason: bool = False


ACTION_STEPS = (
    Step(
        "agree",
        (ActionState.PROPOSED,),
        ActionState.AGREED,
        "thread.agree_action",
        "thread.action_agreed",
        "Agree this action",
    ),
    Step(
        "report_done",
        (ActionState.AGREED,),
        ActionState.REPORTED_DONE,
        "thread.report_done",
        "thread.action_reported_done",
        "Report it done",
    ),
    Step(
        "assure",
        (ActionState.REPORTED_DONE,),
        ActionState.ASSURED,
        "thread.assure",
        "thread.action_assured",
        "Assure it",
    ),
    Step(
        "send_back",
        (ActionState.REPORTED_DONE,),
        ActionState.AGREED,
        "thread.assure",
        "thread.action_sent_back",
        "Send it back",
        reason=True,
    ),
    Step(
        "withdraw",
        (ActionState.PROPOSED, ActionState.AGREED, ActionState.REPORTED_DONE),
        ActionState.WITHDRAWN,
        "thread.agree_action",
        "thread.action_withdrawn",
        "Withdraw it",
        reason=True,
    ),
)

RECOMMENDATION_STEPS = (
    Step(
        "close",
        (RecommendationState.OPEN,),
        RecommendationState.CLOSED,
        "thread.close_recommendation",
        "thread.recommendation_closed",
        "Close this recommendation",
    ),
    Step(
        "withdraw",
        (RecommendationState.OPEN,),
        RecommendationState.WITHDRAWN,
        "thread.close_recommendation",
        "thread.recommendation_withdrawn",
        "Withdraw it",
        reason=True,
    ),
    Step(
        "reopen",
        (RecommendationState.CLOSED,),
        RecommendationState.OPEN,
        "thread.close_recommendation",
        "thread.recommendation_reopened",
        "Open it again",
        reason=True,
    ),
)

PROPOSAL_STEPS = (
    Step(
        "take_up",
        (ProposalState.WAITING,),
        ProposalState.TAKEN_UP,
        "thread.decide_proposal",
        "thread.proposal_taken_up",
        "Take it up",
    ),
    Step(
        "decline",
        (ProposalState.WAITING,),
        ProposalState.DECLINED,
        "thread.decide_proposal",
        "thread.proposal_declined",
        "Decline it",
        reason=True,
    ),
)

OPEN_ACTION_STATES = (ActionState.PROPOSED, ActionState.AGREED)
FINISHED_ACTION_STATES = (ActionState.REPORTED_DONE, ActionState.ASSURED)
# In these states nothing new is said of a thing. What an assured action changed is still talked about.
NOTHING_NEW_SAID = {
    "action": (ActionState.WITHDRAWN,),
    "recommendation": (RecommendationState.CLOSED, RecommendationState.WITHDRAWN),
}
MACHINES = {
    "Action": (ActionState, ACTION_STEPS),
    "Recommendation": (RecommendationState, RECOMMENDATION_STEPS),
    "Proposal": (ProposalState, PROPOSAL_STEPS),
}


def step(steps, code) -> Step:
    return next(item for item in steps if item.code == code)
