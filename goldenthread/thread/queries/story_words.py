"""What a story says of each of its parts, in sentences: as much as the viewer reads of them."""

from typing import Any

from django.db.models import Model

from goldenthread.foundation.access.kept import Origin
from goldenthread.foundation.access.viewer import Viewer
from goldenthread.foundation.ui.words import day
from goldenthread.thread.models import Acceptance, Action, Evidence, Impact, Recommendation
from goldenthread.thread.queries.reading import Projection
from goldenthread.thread.states import ActionState, RecommendationState

NO_ANSWER_IN_TEXT = "The published text names no answer or action for it."
NO_ACTION_IN_TEXT = "The published text names no action for it."
NO_EVIDENCE_IN_TEXT = "The published text names no evidence for it."
NO_IMPACT_IN_TEXT = "The published text does not say what it changed for children."
NOTHING_FOLLOWS = (
    "Nothing follows from this finding, and nobody has said why.",
    "The published text names no recommendation or action for it.",
)


def about_finding(finding: Projection) -> list[str]:
    says = []
    if finding.cases is not None:
        says.append(f"In {finding.cases} of {finding.opportunities}.")
    themes = ", ".join(theme.name for theme in finding.themes.all())
    return says + ([f"Themes: {themes}"] if themes else [])


def addressed(recommendation: Projection) -> list[str]:
    """In the words of the work; without them by the bodies that were asked. For who reads the whole."""
    if not recommendation.whole:
        return []
    bodies = ", ".join(body.short for body in recommendation.thing.addressees.all())
    words = recommendation.addressed_to or bodies
    return [f"Addressed to {words}."] if words else []


def about_impact(impact: Projection) -> list[str]:
    if not impact.is_judged:
        says = [f"Told: {impact.when}."]
    elif impact.whole:
        says = [f"Judged by {impact.judged_by or 'an unnamed person'}, {impact.when}."]
    else:
        says = [f"Judged: {impact.when}."]
    if impact.judging_words:
        says.append(f"As the text judges it: “{impact.judging_words}”")
    if impact.differently:
        says.append(f"What would have been done differently: {impact.differently}")
    if impact.look_again_on:
        says.append(f"To be looked at again on {day(impact.look_again_on)}.")
    return says


def standing_answers(recommendation: Recommendation) -> list[Acceptance]:
    """The latest answer of each body, oldest first. Uses the prefetched ones."""
    by_body = {row.body_id: row for row in recommendation.acceptances.all()}
    return sorted(by_body.values(), key=lambda row: (row.on, row.pk))


def answers_seen(viewer: Viewer, recommendation: Projection) -> list:
    """The standing answers that the viewer reads: with the whole all of them, otherwise those of their own agency."""
    answers = standing_answers(recommendation.thing)
    return answers if recommendation.whole else [row for row in answers if row.body_id in viewer.agency_ids]


def answers_in_words(answers: list[Acceptance]) -> list[str]:
    return [
        f"{row.body.short}: {row.get_answer_display().lower()}, {row.when}." + (f" {row.reason}" if row.reason else "")
        for row in answers
    ]


def in_text(thing: Model) -> bool:
    """Whether it was taken over as it was published: what its text leaves open is nobody's fault in this record."""
    return thing.origin == Origin.AS_PUBLISHED


def left_open(knot: Any, thing: Model, ended: str = "", open_in_text: str = "") -> None:
    """Say where the thread ends: as its end of what was recorded here, as a plain fact of what a text left open."""
    if not in_text(thing):
        knot.end = ended
    elif open_in_text:
        knot.says.append(open_in_text)


def end_of_recommendation(recommendation: Projection, actions: list[Action], impacts: list[Impact]) -> tuple[str, ...]:
    """(of what was recorded here, of what was taken over as published), where its thread ends; () where it goes on."""
    if not recommendation.whole or recommendation.state != RecommendationState.OPEN or impacts:
        return ()
    if any(action.state != ActionState.WITHDRAWN for action in actions):
        return ()
    answers = standing_answers(recommendation.thing)
    if not answers:
        return "No agency has answered, and nobody has acted.", NO_ANSWER_IN_TEXT
    if any(row.answer != "rejected" for row in answers):
        return "It was accepted, and nobody owes an action for it.", NO_ACTION_IN_TEXT
    return ()


def about_action(action: Projection) -> list[str]:
    owner = action.owner.short if action.owner else "Nobody yet"
    if action.owner_person:
        owner += f" ({action.owner_person.title or action.owner_person.name})"
    due = f", due {day(action.due_on)}" if action.due_on else ", no due date"
    return [owner + due]


def end_of_action(action: Projection, evidence: list[Evidence], impacts: list[Impact]) -> tuple[str, ...]:
    """As `end_of_recommendation`."""
    if not action.whole:
        return ()
    if action.state in (ActionState.REPORTED_DONE, ActionState.ASSURED) and not evidence:
        return "It is reported done, and nothing shows it.", NO_EVIDENCE_IN_TEXT
    if action.state == ActionState.ASSURED and not impacts:
        return "It was done. Whether it changed anything for children has not been judged.", NO_IMPACT_IN_TEXT
    return ()


def consent(voice: Projection) -> str:
    """What may be done with the words; whoever reads those made for them is not told of what was agreed before."""
    if not voice.whole:
        return ""
    if voice.withdrawn_on:
        return f"Consent was withdrawn on {day(voice.withdrawn_on)}: not to be used."
    if voice.consent_on:
        return f"Consent to publish was given on {day(voice.consent_on)}."
    return "As published." if voice.origin == "as_published" else "No consent to publish."


def given(evidence: Evidence) -> list[str]:
    by = f"Given by {evidence.given_by}, {evidence.when}" if evidence.given_by else evidence.when
    said = [f"{by}. Document: {evidence.document.title}." if evidence.document else f"{by}."]
    return said + ([f"Corrected on {day(evidence.corrected_on)}."] if evidence.corrected_on else [])
