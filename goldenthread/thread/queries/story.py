"""Everything that came of one piece of work, as an indented story; in as many queries for one finding as for a
hundred.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Model

from goldenthread.foundation.access.queries import can
from goldenthread.foundation.access.viewer import Viewer
from goldenthread.foundation.papers.markdown import words
from goldenthread.foundation.ui.words import day
from goldenthread.thread.models import Action, Evidence, Finding, Impact, Recommendation, Source, Voice
from goldenthread.thread.queries import addresses
from goldenthread.thread.queries.assurers import left_to_others
from goldenthread.thread.queries.reading import Projection, Reading, kept_to_listed
from goldenthread.thread.queries.story_parts import (
    actions_of,
    evidence_of,
    findings_of,
    impacts_of,
    open_documents,
    recommendations_of,
)
from goldenthread.thread.queries.story_words import (
    NOTHING_FOLLOWS,
    about_action,
    about_finding,
    about_impact,
    addressed,
    answers_in_words,
    answers_seen,
    consent,
    end_of_action,
    end_of_recommendation,
    given,
    left_open,
)
from goldenthread.thread.states import ActionState, RecommendationState

ACTION_COLOURS = {
    "proposed": "grey",
    "agreed": "blue",
    "reported_done": "yellow",
    "assured": "green",
    "withdrawn": "grey",
}
RECOMMENDATION_COLOURS = {"open": "blue", "closed": "green", "withdrawn": "grey"}
JUDGEMENT_COLOURS = {
    "as_intended": "green",
    "partly": "teal",
    "none": "orange",
    "worse": "red",
    "too_early": "grey",
    "not_said": "grey",
}


@dataclass
class Knot:
    """One step of the story, ready to be drawn."""

    kind: str
    title: str
    url: str = ""
    depth: int = 0
    state: str = ""
    colour: str = "grey"
    end: str = ""
    says: list = field(default_factory=list)
    adds: list = field(default_factory=list)


class Story:
    """The parts of the thread that hang on some findings, recommendations and actions, as one viewer sees them."""

    def __init__(
        self,
        viewer: Viewer,
        *,
        source: Source | None = None,
        finding: Finding | None = None,
        recommendation: Recommendation | None = None,
        action: Action | None = None,
    ):
        self.viewer, self.reading = viewer, Reading(viewer)
        self.source, self.only_finding, self.only_recommendation, self.only_action = (
            source,
            finding,
            recommendation,
            action,
        )
        self.start = source or finding or recommendation or action
        # What is kept to listed people is read where its reading is recorded: on the page of a thing kept to them.
        self.recorded = kept_to_listed(self.start)

    def seen(self, thing: Model) -> Projection:
        return self.reading.for_page(thing) if self.recorded else self.reading.for_list(thing)

    def says(self, thing: Model) -> str:
        """Its words on one line."""
        return words(self.seen(thing).text)

    @cached_property
    def findings(self) -> list[Finding]:
        if self.source is None:
            return []
        return findings_of(self.viewer, self.source.pk)

    @cached_property
    def recommendations(self) -> list[Recommendation]:
        if self.only_action is not None:
            return []
        starts = (self.only_recommendation, self.only_finding, self.source)
        return recommendations_of(self.viewer, *(start and start.pk for start in starts))

    @cached_property
    def actions(self) -> list[Action]:
        if self.only_action is not None:
            return [self.only_action]
        findings = [self.only_finding] if self.only_finding is not None else self.findings
        recommended, found = ([row.pk for row in rows] for rows in (self.recommendations, findings))
        return actions_of(self.viewer, recommended, found, self.source and self.source.pk)

    @cached_property
    def evidence(self) -> dict[int, list[Evidence]]:
        found = defaultdict(list)
        whole = [
            row.pk for row in self.actions if self.reading.reads_whole(row)
        ]  # what `Evidence.visible_to` asks of an action that is seen
        rows = evidence_of(whole)
        hide_closed_documents(self.viewer, rows)
        for row in rows:
            found[row.action_id].append(row)
        return found

    @cached_property
    def left_to_others(self) -> frozenset[int] | set[int]:
        """The ids of reported actions that this person would assure, were it not for their own hand in them."""
        waiting = [row.pk for row in self.actions if row.state == ActionState.REPORTED_DONE and self.evidence[row.pk]]
        if not waiting or not self._may("thread.assure"):
            return frozenset()
        return left_to_others(self.viewer, Action.objects.filter(pk__in=waiting))

    @cached_property
    def _impacts(self) -> dict[tuple[str, int], list[Impact]]:
        rows = impacts_of(
            self.viewer,
            [row.pk for row in self.actions],
            [row.pk for row in self.recommendations],
            self.source and self.source.pk,
        )
        found = defaultdict(list)
        for row in rows:
            of = ("action", row.action_id) if row.action_id else ("recommendation", row.recommendation_id)
            found[of if of[1] else ("source", row.source_id)].append(row)
        return found

    def impacts(self, noun: str, thing: Model) -> list[Impact]:
        """Judgements of a thing, oldest first."""
        return self._impacts[noun, thing.pk]

    @cached_property
    def voices(self) -> list[Voice]:
        rows = Voice.objects.visible_to(self.viewer).filter(source=self.source)
        return list(rows.select_related("source", "holder"))

    @property
    def spoken(self) -> list[dict[str, str]]:
        """Voices with what may be done with them."""
        return [
            {
                "who": seen.attribution or seen.get_who_display(),
                "text": seen.text,
                "url": addresses.of(self.viewer, seen.thing),
                "consent": consent(seen),
            }
            for seen in map(self.seen, self.voices)
        ]

    def answering(self, recommendation: Recommendation) -> list[Action]:
        """Actions that answer it, its own first."""
        main = [row for row in self.actions if row.recommendation_id == recommendation.pk]
        also = [
            row
            for row in self.actions
            if any(link.recommendation_id == recommendation.pk for link in row.also_links.all())
        ]
        return main + also

    def closing(self, recommendation: Recommendation) -> list[Impact]:
        """What was judged of a recommendation and of the actions that answer it."""
        of_actions = [row for action in self.answering(recommendation) for row in self.impacts("action", action)]
        return self.impacts("recommendation", recommendation) + of_actions

    def resting_on(self, finding: Finding) -> list[Recommendation]:
        return [
            row
            for row in self.recommendations
            if any(link.finding_id == finding.pk for link in row.finding_links.all())
        ]

    def directly(self, finding: Finding) -> list[Action]:
        """Actions that answer it without a recommendation in between."""
        return [row for row in self.actions if any(link.finding_id == finding.pk for link in row.finding_links.all())]

    def follows(self, finding: Finding) -> list[Recommendation | Action]:
        """What came of it: recommendations that rest on it, and live actions that answer it directly."""
        live = [row for row in self.directly(finding) if row.state != ActionState.WITHDRAWN]
        return [*self.resting_on(finding), *live]

    @cached_property
    def knots(self) -> list[Knot]:
        """The whole of a source: findings with all that follows, then what stands by itself."""
        told, found = set(), []
        for finding in self.findings:
            found += self._finding(finding, told)
        for recommendation in self.recommendations:
            if recommendation.pk not in told:
                found += self._recommendation(recommendation, 0, told)
        for action in self.actions:
            if ("action", action.pk) not in told:
                found += self._action(action, 0, told)
        found += [self._impact(row, 0, "of the whole work") for row in self.impacts("source", self.source)]
        return found

    def knots_of_finding(self) -> list[Knot]:
        """What follows from one finding."""
        told, found = set(), []
        for recommendation in self.recommendations:
            found += self._recommendation(recommendation, 0, told)
        for action in self.directly(self.only_finding):
            found += self._action(action, 0, told)
        return found

    def knots_of_recommendation(self) -> list[Knot]:
        """What answers one recommendation, without the recommendation itself."""
        return self._recommendation(self.recommendations[0], 0, set())[1:]

    def knots_of_action(self) -> list[Knot]:
        """What shows that one action was done, and what it changed."""
        return self._action(self.only_action, 0, set())[1:]

    def _finding(self, finding: Finding, told: set) -> list[Knot]:
        follows, seen = self.follows(finding), self.seen(finding)
        knot = Knot(
            f"Finding: {seen.get_kind_display().lower()}",
            seen.text,
            addresses.of(self.viewer, finding),
            says=about_finding(seen),
        )
        if seen.no_step_reason:
            knot.says.append(
                f"Nothing further follows: {seen.no_step_reason} Decided by {seen.no_step_by}, {day(seen.no_step_on)}."
            )
        elif seen.whole and not follows and seen.kind == Finding.Kind.DEVELOPMENT:
            left_open(knot, finding, *NOTHING_FOLLOWS)
        if seen.whole and self._may("thread.write", finding):
            if not finding.no_step_reason or follows:
                knot.adds.append(
                    (
                        "Add a recommendation",
                        addresses.of_work(self.viewer, finding, "add_recommendation") + f"?finding={finding.key}",
                    )
                )
            if not follows and not finding.no_step_reason and finding.kind == Finding.Kind.DEVELOPMENT:
                knot.adds.append(("Say why nothing follows", addresses.of(self.viewer, finding, "lead_nowhere")))
        found = [knot]
        for recommendation in self.resting_on(finding):
            found += self._recommendation(recommendation, 1, told)
        for action in self.directly(finding):
            found += self._action(action, 1, told)
        return found

    def _recommendation(self, recommendation: Recommendation, depth: int, told: set) -> list[Knot]:
        url = addresses.of(self.viewer, recommendation)
        if recommendation.pk in told:
            return [Knot("Recommendation, told above", self.says(recommendation), url, depth)]
        told.add(recommendation.pk)
        actions, impacts = self.answering(recommendation), self.impacts("recommendation", recommendation)
        seen = self.seen(recommendation)
        knot = Knot(
            "Recommendation" + self._elsewhere(recommendation),
            seen.text,
            url,
            depth,
            seen.get_state_display(),
            RECOMMENDATION_COLOURS[seen.state],
            says=addressed(seen) + answers_in_words(answers_seen(self.viewer, seen)),
        )
        left_open(knot, recommendation, *end_of_recommendation(seen, actions, impacts))
        is_open = recommendation.state == RecommendationState.OPEN
        if is_open and self._may("thread.answer"):
            knot.adds.append(("Record an answer", addresses.of(self.viewer, recommendation, "answer")))
        if is_open and self._may("thread.add_action", recommendation):
            knot.adds.append(
                ("Add an action", addresses.of(self.viewer, recommendation, "add_action_to_recommendation"))
            )
        if self._may("thread.judge", recommendation):
            knot.adds.append(("Judge its impact", addresses.of(self.viewer, recommendation, "judge_recommendation")))
        found = [knot]
        for action in actions:
            found += self._action(action, depth + 1, told)
        return found + [self._impact(row, depth + 1, "of this recommendation") for row in impacts]

    def _action(self, action: Action, depth: int, told: set) -> list[Knot]:
        viewer, url = self.viewer, addresses.of(self.viewer, action)
        if ("action", action.pk) in told:
            return [Knot("Action, told above", self.says(action), url, depth)]
        told.add(("action", action.pk))
        evidence, impacts = self.evidence[action.pk], self.impacts("action", action)
        seen = self.seen(action)
        late = seen.is_overdue(viewer.today)
        knot = Knot(
            "Action" + self._elsewhere(action),
            seen.text,
            url,
            depth,
            "Overdue" if late else seen.get_state_display(),
            "red" if late else ACTION_COLOURS[seen.state],
            says=about_action(seen),
        )
        left_open(knot, action, *end_of_action(seen, evidence, impacts))
        knot.adds = self._adds_of_action(action)
        shown = [
            Knot(
                f"Evidence: {row.get_kind_display().lower()}",
                row.text,
                depth=depth + 1,
                says=given(row),
                adds=self._adds_of_evidence(action, row),
            )
            for row in evidence
        ]
        told_of = [self._impact(row, depth + 1, "of this action") for row in impacts]
        for row, judged in zip(impacts, told_of, strict=True):
            if any(one.corrected_on and one.corrected_on >= row.on for one in evidence):
                judged.says.append("Evidence has changed since.")
        return [knot, *shown, *told_of]

    def _adds_of_evidence(self, action: Action, evidence: Evidence) -> list[tuple[str, str]]:
        """Evidence is corrected from its action's own page."""
        finished = action.state in (ActionState.ASSURED, ActionState.WITHDRAWN)
        if self.only_action is None or finished or not self._may("thread.progress", action):
            return []
        return [("Correct it", addresses.of_evidence(self.viewer, action, evidence))]

    def _adds_of_action(self, action: Action) -> list[tuple[str, str]]:
        viewer, adds = self.viewer, []
        if action.state == ActionState.AGREED and self._may("thread.progress", action):
            adds.append(("Report progress", addresses.of(viewer, action, "progress")))
        if action.state not in (ActionState.ASSURED, ActionState.WITHDRAWN) and self._may("thread.progress", action):
            adds.append(("Give evidence", addresses.of(viewer, action, "evidence")))
        if action.state in (ActionState.REPORTED_DONE, ActionState.ASSURED) and self._may("thread.judge", action):
            adds.append(("Judge its impact", addresses.of(viewer, action, "judge_action")))
        return adds

    def _impact(self, impact: Impact, depth: int, of: str) -> Knot:
        seen = self.seen(impact)
        return Knot(
            f"Impact {of}",
            seen.text,
            addresses.of(self.viewer, impact),
            depth,
            seen.get_judgement_display(),
            JUDGEMENT_COLOURS[seen.judgement],
            says=about_impact(seen),
        )

    def _may(self, permission: str, thing: Model | None = None) -> bool:
        return can(self.viewer, permission, thing)

    def _elsewhere(self, thing: Model) -> str:
        here = self.start.source
        return "" if thing.source_id == here.pk else f" of {self.reading.for_list(thing).work}"


def findings_under(viewer: Viewer, recommendation: Recommendation) -> list[dict[str, str]]:
    """(words, address, work) of the findings on which it rests, as far as the viewer sees them."""
    reading = Reading(viewer)
    rows = Finding.objects.visible_to(viewer).filter(recommendation_links__recommendation=recommendation)
    show = reading.for_page if kept_to_listed(recommendation) else reading.for_list
    return [
        {"text": show(row).text, "url": addresses.of(viewer, row), "work": reading.for_list(row).work}
        for row in rows.select_related("source", "holder")
    ]


def hide_closed_documents(viewer: Viewer, evidence: list[Evidence]) -> None:
    """Of evidence that is read, a document is told only to whoever may open it: its title may say all."""
    cited = {row.document_id for row in evidence if row.document_id}
    open_ones = set(open_documents(viewer, cited)) if cited else ()
    for row in evidence:
        if row.document_id and row.document_id not in open_ones:
            row.document = None  # of this copy of the row, which is only shown
