"""The record file's lists of the thread: themes, priorities, and pieces of work with all that came of them."""

import datetime
import hashlib

from goldenthread.foundation.access.queries import visible
from goldenthread.foundation.access.viewer import shared_groups
from goldenthread.foundation.records.shapes import (
    Choice,
    Day,
    Each,
    Inherited,
    Key,
    LongText,
    Ref,
    Refs,
    Shape,
    Text,
    When,
    Whole,
)
from goldenthread.foundation.room import RecordPart
from goldenthread.thread import kinds
from goldenthread.thread.models import (
    Acceptance,
    Action,
    Audience,
    Evidence,
    Finding,
    Impact,
    Priority,
    Proposal,
    Recommendation,
    Source,
    Theme,
    Voice,
)
from goldenthread.thread.models.audience import Origin
from goldenthread.thread.states import ActionState, ProposalState, RecommendationState

AUDIENCE = Inherited(name="audience", values=Audience, sentence="Who may read it. What stands in a published report is public.")
PUBLIC_TEXT = LongText(name="public_text", sentence="A second text, made for the public, where the first is not for it.")
RELEASED_ON = Day(name="released_on", sentence="When it was released to a wider circle of readers.")
ORIGIN = Choice(
    name="origin",
    values=Origin,
    empty="as_published",
    sentence="as_published for what is taken over from a published text; recorded for what was recorded here as it happened.",
)
CITATION = Text(name="citation", max=300, sentence="Where it stands in the published text: the document and the page or line.")
CIRCLE = (AUDIENCE, PUBLIC_TEXT, RELEASED_ON, ORIGIN, CITATION)
PERSON = "The person, where the text names an office holder."


def _needs(values, name, when, expected):
    return [(name, expected)] if when and name not in values else []


THEME = Shape(
    part="themes",
    noun="theme",
    model="thread.Theme",
    sentence="What learning is about. Things of the whole house, so that recurrence can be seen across years and partnerships: use a theme that is there before you make one.",
    fields=(
        Key(),
        Text(name="name", sentence="Its name.", required=True, max=120),
        LongText(name="description", sentence="What belongs to it."),
    ),
    pulled=True,
    audience="public",
)

PRIORITY = Shape(
    part="priorities",
    noun="priority",
    model="thread.Priority",
    sentence="Something that the partnership resolved to put first. Its aims, outcomes and milestones stand in the business plan.",
    fields=(
        Key(),
        Text(name="title", sentence="Its title.", required=True),
        Day(name="starts", sentence="From which day it held; left out when not known."),
        Day(name="ends", sentence="Its last day; left out when it still holds or is not known."),
        Whole(name="order", sentence="Its place among the priorities: 1, 2, 3 …", empty=0, most=999),
    ),
    holder="holder",
    audience="public",
    check=lambda values: [("ends", "Expected a day on or after the first.")] if values.get("ends", "9999") < values.get("starts", "") else [],
)


def _source_check(values):
    return _needs(values, "kept_to", values.get("audience") == "agency", "What one agency may read says which: expected the key of a body.")


def _source_stand_in(row, record):
    """What stands for a closed piece of work beside its released part: no name, and only its year."""
    mark = hashlib.sha256(f"{row.holder_id}/{row.key}".encode()).hexdigest()[:10]
    year = row.on.year
    return {
        "key": f"withheld-{mark}",
        "kind": "other",
        "title": row.public_label or "A confidential piece of work",
        "group": record.links.reference("groups", row.group_id),
        "on": f"{datetime.date(year, 1, 1)}/{datetime.date(year, 12, 31)}",
        "audience": "public",
    }


SOURCE = Shape(
    part="sources",
    noun="source",
    model="thread.Source",
    sentence=(
        "A piece of work that finds something: a review, an audit, an inspection, a meeting, a consultation, a training event. "
        "Its findings, recommendations, actions, impacts and voices are written inside it."
    ),
    fields=(
        Key(),
        Choice(name="kind", values=kinds.CHOICES, sentence="What kind of work it was.", required=True),
        Text(name="title", sentence="Its title.", required=True, max=250),
        Text(name="public_label", sentence="What it is called where it may not be named.", max=250),
        Ref(name="group", part="groups", sentence="The group that holds it; the root group when the text names none.", required=True),
        When(
            name="on",
            sentence="When it was: as exactly as the text says, and no more. A month where only the month is known; the period of the report where the text has lost even that.",
            required=True,
        ),
        LongText(name="summary", sentence="What was done, in your own words."),
        Refs(name="areas", part="areas", through="thread.SourceArea", own="source", other="area", sentence="The areas concerned; left out when all are."),
        Ref(name="priority", part="priorities", sentence="The priority to which it belongs."),
        AUDIENCE,
        Ref(name="kept_to", part="bodies", sentence="Of the audience agency: which agency."),
        Refs(name="readers", part="people", through="thread.NamedReader", own="source", other="person", sentence="Of the audience named: who."),
        *CIRCLE[1:],
    ),
    holder="holder",
    held_by="group",
    year_by=("on",),
    check=_source_check,
    stand_in=_source_stand_in,
)


def _finding_check(values):
    found = []
    if values.get("cases", 0) > values.get("opportunities", 2**40):
        found.append(("cases", f"Expected at most the number of opportunities, {values['opportunities']}."))
    three = ("no_step_reason", "no_step_by", "no_step_on")
    if any(name in values for name in three):
        for name in three:
            found += _needs(values, name, True, "Why nothing further follows, who decided that and when belong together. Leave all three out where the text does not say them.")
    return found


FINDING = Shape(
    part="findings",
    noun="finding",
    model="thread.Finding",
    sentence="Something that the work found: a strength or an area for development.",
    fields=(
        Key(),
        Choice(name="kind", values=Finding.Kind, sentence="Which of the two.", required=True),
        LongText(name="text", sentence="What was found.", required=True),
        Whole(name="cases", sentence="Where it counts cases: in how many, as 5 in “5 of 6 children”."),
        Whole(name="opportunities", sentence="Of how many, as 6 in “5 of 6 children”."),
        Refs(name="themes", part="themes", through="thread.FindingTheme", own="finding", other="theme", sentence="What it is about."),
        LongText(name="no_step_reason", sentence="Why nothing further follows, where the text says so."),
        Text(name="no_step_by", sentence="Who decided that."),
        Day(name="no_step_on", sentence="When that was decided."),
        *CIRCLE,
    ),
    holder="holder",
    inside="sources",
    parent="source",
    ordered=True,
    check=_finding_check,
    released=("key", "kind", "text", "themes"),
)

RECOMMENDATION = Shape(
    part="recommendations",
    noun="recommendation",
    model="thread.Recommendation",
    sentence="What should change.",
    fields=(
        Key(),
        LongText(name="text", sentence="What is recommended; where the text only says that there were recommendations, say that.", required=True),
        Choice(name="state", values=RecommendationState, empty="open", sentence="Where it stands now."),
        Day(name="state_on", sentence="Since when."),
        LongText(name="state_reason", sentence="Why it was withdrawn or opened again."),
        Refs(
            name="findings",
            part="findings",
            through="thread.RecommendationFinding",
            own="recommendation",
            other="finding",
            sentence="The findings that it answers, of this source or another.",
        ),
        Ref(name="priority", part="priorities", sentence="The priority to which it belongs."),
        Each(
            name="acceptances",
            model="thread.Acceptance",
            own="recommendation",
            sentence="How each body answered it. A later answer is a new entry; the latest counts.",
            fields=(
                Ref(name="body", part="bodies", sentence="Who answered.", required=True),
                Choice(name="answer", values=Acceptance.Answer, sentence="The answer.", required=True),
                When(name="on", sentence="When.", required=True),
                LongText(name="reason", sentence="Why; required where it was not accepted in full."),
                Text(name="given_by", sentence="Who said it, by post."),
                Ref(name="person", part="people", sentence=PERSON),
            ),
            sort_by="on",
            check=lambda values: _needs(values, "reason", values.get("answer") in ("partly", "rejected"), "An answer other than accepted says why."),
        ),
        *CIRCLE,
    ),
    holder="holder",
    inside="sources",
    parent="source",
    ordered=True,
    released=("key", "text", "state", "state_on"),
)


def _action_check(values):
    if "first_due_on" in values and "due_on" not in values:
        return [("first_due_on", "A first due date without a due date. Write due_on also.")]
    if values.get("first_due_on") == values.get("due_on"):
        values.pop("first_due_on", None)  # the due date never moved
    return []


def _action_in(values, columns, record):
    """A due date that never moved is also the first."""
    if columns["first_due_on"] is None:
        columns["first_due_on"] = columns["due_on"]
    return columns


def _actions_out(rows, values, record):
    for value in values:
        if value.get("first_due_on") == value.get("due_on"):
            value.pop("first_due_on", None)


ACTION = Shape(
    part="actions",
    noun="action",
    model="thread.Action",
    sentence="A step that somebody owes, or has taken. What the text says was done stands as reported_done, with what shows it as evidence.",
    fields=(
        Key(),
        LongText(name="text", sentence="What is to be done or was done.", required=True),
        LongText(name="measure", sentence="How one shall know that it made a difference."),
        Ref(name="recommendation", part="recommendations", sentence="The recommendation that it mainly answers; left out when none."),
        Refs(
            name="also_answers",
            part="recommendations",
            through="thread.AlsoAnswers",
            own="action",
            other="recommendation",
            sentence="Further recommendations that it answers, also of other sources.",
        ),
        Ref(name="owner", part="bodies", sentence="The body that owes it; left out when the text does not say."),
        Ref(name="owner_person", part="people", sentence=PERSON),
        Ref(name="priority", part="priorities", sentence="The priority to which it belongs."),
        Choice(name="state", values=ActionState, sentence="Where it stands at the end of what the text tells.", required=True),
        Day(name="state_on", sentence="Since when."),
        Day(name="due_on", sentence="By when, as it stands now."),
        Day(name="first_due_on", sentence="By when at first, where the date was moved."),
        Each(
            name="steps",
            model="thread.ActionStep",
            own="action",
            sentence="Its changes of state and its dated notes of progress, where the text tells them. A note of progress has before and after alike.",
            fields=(
                Choice(name="before", values=ActionState, sentence="The state before; left out for the first."),
                Choice(name="after", values=ActionState, sentence="The state after.", required=True),
                Day(name="on", sentence="On which day.", required=True),
                LongText(name="text", sentence="The reason or the progress."),
                Text(name="by_name", sentence="Who, by post."),
                Ref(name="person", part="people", sentence=PERSON),
                Ref(name="agency", part="bodies", sentence="For which agency."),
            ),
            sort_by="on",
        ),
        Each(
            name="due_changes",
            model="thread.DueChange",
            own="action",
            sentence="Each move of the due date.",
            fields=(
                Day(name="before", sentence="The date before.", required=True),
                Day(name="after", sentence="The date after.", required=True),
                Day(name="on", sentence="When it was moved.", required=True),
                LongText(name="reason", sentence="Why.", required=True),
                Text(name="by_name", sentence="Who moved it.", required=True),
            ),
            sort_by="on",
        ),
        *CIRCLE,
    ),
    holder="holder",
    inside="sources",
    parent="source",
    ordered=True,
    check=_action_check,
    inward=_action_in,
    outward=_actions_out,
    released=("key", "text", "owner", "state", "state_on", "due_on", "first_due_on"),
)

EVIDENCE = Shape(
    part="evidence",
    noun="evidence",
    model="thread.Evidence",
    sentence="What shows that the action was done. It is read by whoever may read the action.",
    fields=(
        Key(),
        Choice(name="kind", values=Evidence.Kind, sentence="What kind of evidence.", required=True),
        LongText(name="text", sentence="What it shows.", required=True),
        When(name="on", sentence="Its date.", required=True),
        Ref(name="document", part="documents", sentence="The document, where the record holds it."),
        Text(name="given_by", sentence="Who gave it, by post."),
        Ref(name="person", part="people", sentence=PERSON),
        ORIGIN,
    ),
    holder="holder",
    inside="actions",
    parent="action",
)


def _impact_check(values):
    found = []
    if "action" in values and "recommendation" in values:
        found.append(("recommendation", "An impact is of one action, or of one recommendation, or (neither named) of the piece of work. Name one."))
    late = values.get("judgement") == "too_early" and values.get("origin") == "recorded"
    return found + _needs(values, "look_again_on", late, "“Too early to say” says when somebody will look again.")


IMPACT = Shape(
    part="impacts",
    noun="impact",
    model="thread.Impact",
    sentence="A judgement of what an action, a recommendation or the whole piece of work changed. Several over time; the latest counts.",
    fields=(
        Key(),
        Ref(name="action", part="actions", sentence="Of which action."),
        Ref(name="recommendation", part="recommendations", sentence="Of which recommendation. Neither: of the piece of work."),
        Choice(name="judgement", values=Impact.Judgement, sentence="Whether the impact was the one intended, as the text judges it.", required=True),
        Choice(name="level", values=Impact.Level, empty="child", sentence="What kind of change."),
        LongText(name="text", sentence="What changed. What a report calls “safeguarding impact” stands here.", required=True),
        LongText(name="differently", sentence="What would have been done differently."),
        LongText(name="method", sentence="How it was judged; left out when the text does not say."),
        When(name="on", sentence="When it was judged; the period of the report where the text says no more.", required=True),
        Text(name="judged_by", sentence="Who judged, by post; left out when the text does not say."),
        Ref(name="person", part="people", sentence=PERSON),
        Day(name="look_again_on", sentence="Of “too early to say”: when somebody will look again."),
        *CIRCLE,
    ),
    holder="holder",
    inside="sources",
    parent="source",
    ordered=True,
    check=_impact_check,
    released=("key", "judgement", "level", "text", "on"),
)

VOICE = Shape(
    part="voices",
    noun="voice",
    model="thread.Voice",
    sentence="The words of a child, a family member or a practitioner. Nothing by which a child could be known.",
    fields=(
        Key(),
        Choice(name="who", values=Voice.Who, sentence="Whose words.", required=True),
        LongText(name="text", sentence="The words.", required=True),
        Text(name="attribution", sentence="How the text describes them: “young person, 15”."),
        When(name="on", sentence="When they were said; the period of the report where the text says no more.", required=True),
        Day(name="consent_on", sentence="When consent to publish was given."),
        LongText(name="consent_note", sentence="What was agreed, and with whom."),
        Day(name="withdrawn_on", sentence="When consent was withdrawn."),
        LongText(name="withdrawn_note", sentence="What was said about that."),
        *CIRCLE,
    ),
    holder="holder",
    inside="sources",
    parent="source",
    ordered=True,
    released=("key", "who", "text", "on"),
)

PROPOSAL = Shape(
    part="proposals",
    noun="proposal",
    model="thread.Proposal",
    sentence="Work that one room proposes to another. Written by the product; a file made from a published text has none.",
    fields=(
        Key(),
        Choice(name="kind", values=kinds.CHOICES, sentence="The kind of work proposed.", required=True),
        Text(name="title", sentence="What is proposed.", required=True, max=250),
        LongText(name="text", sentence="Why."),
        Text(name="from_noun", sentence="What it came from: the kind of thing.", max=40),
        Text(name="from_key", sentence="What it came from: its key.", max=120),
        Choice(name="state", values=ProposalState, empty="waiting", sentence="What became of it."),
        Day(name="state_on", sentence="Since when."),
        LongText(name="state_reason", sentence="Why it was declined."),
        Ref(name="became", part="sources", sentence="The piece of work that it became."),
        Ref(name="proposed_by", part="people", sentence="Who proposed it."),
        Day(name="on", sentence="When.", required=True),
    ),
    holder="holder",
    audience="partnership",
    year_by=("on",),
)


def themes(viewer, body):
    """Those that the record names are pulled in."""
    return Theme.objects.none()


def priorities(viewer, body):
    return Priority.objects.filter(holder=body)


def sources(viewer, body):
    """What the groups did in which the body takes part; what a board before it did is in that board's own record."""
    groups = [shared.group_id for shared in shared_groups(body.pk, with_predecessors=False)]
    return visible(viewer, Source.objects.filter(group__in=groups))


def _of_sources(model, viewer, body):
    groups = [shared.group_id for shared in shared_groups(body.pk, with_predecessors=False)]
    return visible(viewer, model.objects.filter(source__group__in=groups))


def findings(viewer, body):
    return _of_sources(Finding, viewer, body)


def recommendations(viewer, body):
    return _of_sources(Recommendation, viewer, body)


def actions(viewer, body):
    return _of_sources(Action, viewer, body)


def evidence(viewer, body):
    return Evidence.objects.filter(action__in=actions(viewer, body))


def impacts(viewer, body):
    return _of_sources(Impact, viewer, body)


def voices(viewer, body):
    return _of_sources(Voice, viewer, body)


def proposals(viewer, body):
    return Proposal.objects.filter(holder=body)


_HERE = "goldenthread.thread"
PARTS = tuple(
    RecordPart(name, f"{_HERE}.record_parts:{shape}", f"{_HERE}.loading:load", f"{_HERE}.record_parts:{name}", order)
    for order, (name, shape) in enumerate(
        (
            ("themes", "THEME"),
            ("priorities", "PRIORITY"),
            ("sources", "SOURCE"),
            ("findings", "FINDING"),
            ("recommendations", "RECOMMENDATION"),
            ("actions", "ACTION"),
            ("evidence", "EVIDENCE"),
            ("impacts", "IMPACT"),
            ("voices", "VOICE"),
            ("proposals", "PROPOSAL"),
        ),
        start=20,
    )
)
