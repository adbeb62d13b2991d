"""What happens next: one sentence, and at most one main button for the person who looks."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db.models import Model

from goldenthread.foundation.access.queries import can
from goldenthread.foundation.access.viewer import Viewer
from goldenthread.foundation.room import claimed_kinds
from goldenthread.foundation.ui.words import day, plural
from goldenthread.thread.models import Action, Evidence, Finding, Impact, Recommendation, Source, newest
from goldenthread.thread.queries import addresses
from goldenthread.thread.queries.choices import short
from goldenthread.thread.queries.reading import Projection
from goldenthread.thread.queries.story import Story
from goldenthread.thread.queries.story_words import (
    NO_ACTION_IN_TEXT,
    NO_ANSWER_IN_TEXT,
    NO_EVIDENCE_IN_TEXT,
    NO_IMPACT_IN_TEXT,
    NOTHING_FOLLOWS,
    answers_seen,
    in_text,
    standing_answers,
)
from goldenthread.thread.states import ActionState, RecommendationState


@dataclass(frozen=True)
class Next:
    """`label` and `url` are "" when this person has nothing to do."""

    sentence: str
    label: str = ""
    url: str = ""


def for_action(
    viewer: Viewer,
    action: Projection,
    *,
    evidence: list[Evidence],
    impacts: list[Impact],
    left_to_others: frozenset | set[int] = frozenset(),
) -> Next:
    """By its state: who does what by when; the button only for somebody who may.

    Whoever reads only the text made for others is told the state, and nothing of evidence and judgements.
    `left_to_others` holds the ids of actions in which this person had a hand, so that somebody else assures them.
    """
    thing = action.thing
    owner = action.owner.short if action.owner else "Its owner"

    def step(sentence, permission, label, page, *more):
        if can(viewer, permission, thing):
            return Next(sentence, label, addresses.of(viewer, thing, page, *more))
        return Next(sentence)

    if action.state == ActionState.WITHDRAWN:
        return Next("It was withdrawn. Nothing further happens here.")
    if action.state == ActionState.PROPOSED:
        if action.owner_id is None or action.due_on is None:
            return step(
                "It needs an owner and a due date before it can be agreed.",
                "thread.add_action",
                "Give it both",
                "edit_action",
            )
        return step(
            f"It is proposed. {owner} owes it once it is agreed.",
            "thread.agree_action",
            "Agree this action",
            "step_action",
            "agree",
        )
    if action.state == ActionState.AGREED:
        late = action.is_overdue(viewer.today)
        sentence = (
            f"{owner} was due to do this by {day(action.due_on)}."
            if late
            else f"{owner} does this by {day(action.due_on)}."
        )
        if action.due_on is None:
            sentence = f"{owner} does this. No due date is known."
        if can(viewer, "thread.progress", thing) and not evidence:
            return Next(sentence, "Update it", addresses.of(viewer, thing, "progress"))
        return step(sentence, "thread.report_done", "Report it done", "step_action", "report_done")
    if not action.whole:
        if action.state == ActionState.REPORTED_DONE:
            return Next(f"{owner} reported it done.")
        by = "somebody who had a hand in it" if action.not_independent else "somebody"
        return Next(f"It was done, and {by} assured it.")
    if action.state == ActionState.REPORTED_DONE:
        return _reported(viewer, action, owner, evidence, thing.pk in left_to_others, step)
    return _judging(viewer, thing, impacts, step)


def _reported(
    viewer: Viewer, action: Projection, owner: str, evidence: list[Evidence], left_to_others: bool, step: Callable
) -> Next:
    if not evidence:
        sentence = _known(action.thing, f"{owner} reported it done, and nothing shows it yet.", NO_EVIDENCE_IN_TEXT)
        return step(sentence, "thread.progress", "Give evidence", "evidence")
    if action.owner_id in viewer.agencies_everywhere:
        return Next(
            f"{owner} reported it done. Somebody from another agency looks at the evidence and assures it, or sends it "
            "back."
        )
    if left_to_others:
        return Next("It was reported done, with evidence. Somebody who had no hand in it looks and assures it.")
    sentence = f"{owner} reported it done, with evidence. Somebody else must look at it."
    return step(sentence, "thread.assure", "Look and assure", "step_action", "assure")


def _known(thing: Model, sentence: str, sentence_in_text: str) -> str:
    """What is said of what was recorded here, or of what was taken over as published and leaves it open."""
    return sentence_in_text if in_text(thing) else sentence


def _judging(viewer: Viewer, thing: Action | Recommendation, impacts: list[Impact], step: Callable) -> Next:
    if not impacts:
        return step(
            _known(thing, "It was done. Nobody has judged yet what it changed for children.", NO_IMPACT_IN_TEXT),
            "thread.judge",
            "Judge its impact",
            f"judge_{type(thing)._meta.model_name}",
        )
    last = newest(impacts)
    if not last.is_judged:
        return step(
            "The source says what changed, and does not judge it.",
            "thread.judge",
            "Judge its impact",
            f"judge_{type(thing)._meta.model_name}",
        )
    if last.judgement == Impact.Judgement.TOO_EARLY:
        sentence = (
            f"It was too early to say what it changed. Look again on {day(last.look_again_on)}."
            if last.look_again_on
            else "It was too early to say what it changed."
        )
        return step(sentence, "thread.judge", "Judge it again", f"judge_{type(thing)._meta.model_name}")
    said = f"Its impact was judged, {last.when}: {last.get_judgement_display().lower()}."
    if last.judgement in (Impact.Judgement.NONE, Impact.Judgement.WORSE) and can(viewer, "thread.add_action", thing):
        return Next(f"{said} What follows from that?", "Add another action", _another(viewer, thing))
    return Next(said)


def _another(viewer: Viewer, thing: Model) -> str:
    answers = thing if isinstance(thing, Recommendation) else getattr(thing, "recommendation", None)
    return (
        addresses.of(viewer, answers, "add_action_to_recommendation")
        if answers
        else addresses.of_work(viewer, thing, "add_action")
    )


def for_recommendation(
    viewer: Viewer, recommendation: Projection, *, actions: list[Action], impacts: list[Impact]
) -> Next:
    """By its state, its actions and `impacts`: its own and those of its actions, which both allow it to be closed."""

    def step(sentence, permission, label, page, *more, thing=recommendation.thing):
        if can(viewer, permission, thing):
            return Next(sentence, label, addresses.of(viewer, recommendation.thing, page, *more))
        return Next(sentence)

    if recommendation.state == RecommendationState.WITHDRAWN:
        return Next("It was withdrawn. Nothing further happens here.")
    if recommendation.state == RecommendationState.CLOSED:
        return Next("It is closed: its impact was judged, and nothing more is owed.")
    live = [action for action in actions if action.state != ActionState.WITHDRAWN]
    if not recommendation.whole:
        return _outside(viewer, recommendation, live, step)
    answers = standing_answers(recommendation.thing)
    if not answers and not live:
        said = _known(recommendation.thing, "No agency has answered it yet.", NO_ANSWER_IN_TEXT)
        return step(said, "thread.answer", "Record an answer", "answer", thing=None)
    if not live:
        if all(row.answer == "rejected" for row in answers):
            return step(
                "It was not accepted.",
                "thread.close_recommendation",
                "Withdraw it, with a reason",
                "step_recommendation",
                "withdraw",
            )
        return step(
            _known(recommendation.thing, "It was accepted, and nobody owes an action for it.", NO_ACTION_IN_TEXT),
            "thread.add_action",
            "Add an action",
            "add_action_to_recommendation",
        )
    unfinished = [action for action in live if action.state != ActionState.ASSURED]
    if unfinished:
        return Next(
            f"{len(unfinished)} of its {len(live)} actions must still be done and assured."
            if len(live) > 1
            else "Its action must still be done and assured."
        )
    last = newest(impacts)
    if last is None or not last.is_judged or last.judgement == Impact.Judgement.TOO_EARLY:
        return _judging(viewer, recommendation.thing, impacts, step)
    return step(
        "Its impact has been judged, so it can be closed.",
        "thread.close_recommendation",
        "Close it",
        "step_recommendation",
        "close",
    )


def _outside(viewer: Viewer, recommendation: Projection, live: list[Action], step: Callable[..., Next]) -> Next:
    """For whoever reads only the text made for others: what they may see of it, and their own agency's answer."""
    if viewer.agency_ids and not live and not answers_seen(viewer, recommendation):
        return step("Your agency has not answered it yet.", "thread.answer", "Record an answer", "answer", thing=None)
    return Next("It is open." if live else "It is open. No action that you may see answers it yet.")


def for_finding(
    viewer: Viewer, finding: Projection, recommendations: list[Recommendation], actions: list[Action]
) -> Next:
    """`actions` are the live ones that answer it directly."""
    if finding.no_step_reason:
        return Next(f"Nothing further follows: {finding.no_step_by} decided so on {day(finding.no_step_on)}.")
    if recommendations:
        return Next(
            f"{len(recommendations)} recommendations follow from it."
            if len(recommendations) > 1
            else "One recommendation follows from it."
        )
    if actions:
        return Next(f"{plural(len(actions), 'action').capitalize()} {'answers' if len(actions) == 1 else 'answer'} it.")
    if finding.kind == Finding.Kind.STRENGTH:
        return Next("It is a strength. Nothing has to follow from it.")
    if not finding.whole:
        return Next("No recommendation that you may see rests on it.")
    url = addresses.of_work(viewer, finding.thing, "add_recommendation") + f"?finding={finding.key}"
    return _if(
        viewer,
        "thread.write",
        finding.thing,
        _known(finding.thing, "Nothing follows from it yet, and nobody has said why.", NOTHING_FOLLOWS[1]),
        "Add a recommendation",
        url,
    )


def for_source(viewer: Viewer, story: Story) -> Next:
    """The first thing in the thread's order that this person can do; else the first that waits for somebody."""
    waiting = list(_waiting(viewer, story))
    mine = next((step for step in waiting if step.url), None)
    return mine or next(iter(waiting), Next("Everything that it found has been followed to its end."))


def _waiting(viewer: Viewer, story: Story) -> Iterator:
    source, where = story.source, addresses.of
    claimed = claimed_kinds().get(source.kind)
    if claimed and claimed.steps:
        yield from claimed.steps(viewer, source)
    if not story.findings and not story.recommendations and not story.actions:
        yield _if(
            viewer,
            "thread.write",
            source,
            "Nothing is recorded yet of what this work found.",
            "Add a finding",
            where(viewer, source, "add_finding"),
        )
        return
    for finding in story.findings:
        unexplained = finding.kind == Finding.Kind.DEVELOPMENT and not finding.no_step_reason and not in_text(finding)
        if unexplained and story.seen(finding).whole and not story.follows(finding):
            yield _if(
                viewer,
                "thread.write",
                finding,
                f"Nothing follows yet from the finding “{short(story.says(finding), 70).rstrip('.')}”.",
                "Say what follows",
                where(viewer, finding),
            )
    for recommendation in story.recommendations:
        found = for_recommendation(
            viewer,
            story.seen(recommendation),
            actions=story.answering(recommendation),
            impacts=story.closing(recommendation),
        )
        if recommendation.state == RecommendationState.OPEN:
            yield _named("Recommendation", story.says(recommendation), found)
    for action in story.actions:
        impacts = story.impacts("action", action)
        done = action.state == ActionState.WITHDRAWN or (
            action.state == ActionState.ASSURED and (impacts or _judged_above(story, action))
        )
        if not done:
            yield _named(
                "Action",
                story.says(action),
                for_action(
                    viewer,
                    story.seen(action),
                    evidence=story.evidence[action.pk],
                    impacts=impacts,
                    left_to_others=story.left_to_others,
                ),
            )


def _judged_above(story: Story, action: Action) -> bool:
    answered = {action.recommendation_id} | {link.recommendation_id for link in action.also_links.all()}
    return any(story.impacts("recommendation", row) for row in story.recommendations if row.pk in answered)


def _named(kind: str, text: str, step: Next) -> Next:
    first = step.sentence[0]
    if step.sentence.startswith(("It ", "Its ", "No ", "Nobody", "The published ")):
        first = first.lower()
    return Next(f"{kind} “{short(text, 70)}”: {first}{step.sentence[1:]}", step.label, step.url)


def _if(viewer: Viewer, permission: str, thing: Finding | Source, sentence: str, label: str, url: str) -> Next:
    return Next(sentence, label, url) if can(viewer, permission, thing) else Next(sentence)
