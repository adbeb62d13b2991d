"""The state tables: every state with every step, open or refused."""

import datetime

import pytest

from goldenthread.foundation.history.models import Line
from goldenthread.foundation.room import Conflict, Refused
from goldenthread.thread import operations
from goldenthread.thread.models import Action, Proposal, Recommendation
from goldenthread.thread.states import ACTION_STEPS, MACHINES, PROPOSAL_STEPS, RECOMMENDATION_STEPS, ActionState

DAY = datetime.date(2026, 3, 2)
DOORS = {
    "agree": lambda given, action: operations.agree(**given, action=action, version=action.version, on=DAY),
    "report_done": lambda given, action: operations.report_done(**given, action=action, version=action.version, on=DAY),
    "assure": lambda given, action: operations.assure(**given, action=action, version=action.version, on=DAY),
    "send_back": lambda given, action: operations.send_back(
        **given, action=action, version=action.version, reason="Not yet."
    ),
    "withdraw": lambda given, action: operations.withdraw_action(
        **given, action=action, version=action.version, reason="Out of date."
    ),
}


def in_state(make, source, given, state):
    """An action of a state, reached by its steps; with evidence, so that nothing but the state decides."""
    action = make.action(source)
    make.evidence(action)
    path = {
        "proposed": [],
        "agreed": ["agree"],
        "reported_done": ["agree", "report_done"],
        "assured": ["agree", "report_done", "assure"],
        "withdrawn": ["withdraw"],
    }
    for code in path[state]:
        action = DOORS[code](given, action)
    return action


@pytest.mark.parametrize("state", ActionState.values)
@pytest.mark.parametrize("step", ACTION_STEPS, ids=lambda step: step.code)
def test_every_state_of_an_action_with_every_step(make, given, state, step):
    action = in_state(make, make.source(), given, state)
    if state in step.before:
        DOORS[step.code](given, action)
        saved = Action.objects.get(pk=action.pk)
        assert saved.state == step.after
        assert saved.steps.last().after == step.after and saved.steps.last().before == state
        assert Line.objects.filter(verb=step.verb, key=action.ref).exists()
    else:
        with pytest.raises(Refused, match="no longer open"):
            DOORS[step.code](given, action)
        assert Action.objects.get(pk=action.pk).state == state


def recommendation_in(make, given, state):
    source = make.source()
    recommendation = make.recommendation(source)
    make.impact(source, recommendation=recommendation)
    if state == "closed":
        operations.close_recommendation(**given, recommendation=recommendation, version=recommendation.version)
    if state == "withdrawn":
        operations.withdraw_recommendation(
            **given, recommendation=recommendation, version=recommendation.version, reason="Doubled."
        )
    return recommendation


@pytest.mark.parametrize("state", MACHINES["Recommendation"][0].values)
@pytest.mark.parametrize("step", RECOMMENDATION_STEPS, ids=lambda step: step.code)
def test_every_state_of_a_recommendation_with_every_step(make, given, state, step):
    recommendation = recommendation_in(make, given, state)
    values = {"recommendation": recommendation, "version": recommendation.version} | (
        {"reason": "Because."} if step.reason else {}
    )
    door = getattr(operations, f"{step.code}_recommendation")
    if state in step.before:
        door(**given, **values)
        assert Recommendation.objects.get(pk=recommendation.pk).state == step.after
    else:
        with pytest.raises(Refused, match="no longer open"):
            door(**given, **values)
        assert Recommendation.objects.get(pk=recommendation.pk).state == state


@pytest.mark.parametrize("state", MACHINES["Proposal"][0].values)
@pytest.mark.parametrize("step", PROPOSAL_STEPS, ids=lambda step: step.code)
def test_every_state_of_a_proposal_with_every_step(cast, make, given, state, step):
    source = make.source()
    proposal = operations.propose(
        **given, holder=cast.west, kind=source.kind, title="Attendance falls", text="Three meetings in a row."
    )
    if state == "taken_up":
        operations.take_up(**given, proposal=proposal, version=1, became=source)
    if state == "declined":
        operations.decline(**given, proposal=proposal, version=1, reason="Known.")
    values = {"became": source} if step.code == "take_up" else {"reason": "Known."}
    if state in step.before:
        getattr(operations, step.code)(**given, proposal=proposal, version=proposal.version, **values)
        assert Proposal.objects.get(pk=proposal.pk).state == step.after
    else:
        with pytest.raises(Refused):
            getattr(operations, step.code)(**given, proposal=proposal, version=proposal.version, **values)


@pytest.mark.parametrize("step", [step for step in ACTION_STEPS if step.reason], ids=lambda step: step.code)
def test_a_step_that_owes_a_reason_is_refused_without_one(make, given, step):
    action = in_state(make, make.source(), given, step.before[0])
    door = {"send_back": operations.send_back, "withdraw": operations.withdraw_action}[step.code]
    with pytest.raises(Refused, match="Say why"):
        door(**given, action=action, version=action.version, reason="  ")


def test_a_step_on_an_old_version_is_a_conflict(make, given):
    action = make.action(make.source())
    operations.edit_action(**given, action=action, version=1, text="Train every team twice.")
    with pytest.raises(Conflict):
        operations.agree(**given, action=Action.objects.get(pk=action.pk), version=1, on=DAY)
