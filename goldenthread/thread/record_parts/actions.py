"""What somebody owes, and the evidence that it was done."""

from goldenthread.foundation.records.shapes import (
    WITHDRAWN,
    Choice,
    Day,
    Each,
    LongText,
    Ref,
    Refs,
    Shape,
    Text,
    When,
    readers_of,
    without_readers,
)
from goldenthread.thread.models import Action, Evidence
from goldenthread.thread.record_parts.shared_fields import CIRCLE, PERSON, reads_whole, released, two_texts
from goldenthread.thread.states import ActionState


def _action_check(values):
    if "first_due_on" in values and "due_on" not in values:
        return [("first_due_on", "A first due date without a due date. Write due_on also.")]
    if values.get("not_independent") and values.get("state") != "assured":
        return [("not_independent", "Only an assurance can be not independent. Leave the field out, or write assured.")]
    return two_texts(values) + _assured_after_report(values)


def _assured_after_report(values):
    """Nothing is assured before it was reported done."""
    days = {
        state: [
            one["on"]
            for one in values.get("steps", ())
            if one.get("after") == state != one.get("before") and "on" in one
        ]
        for state in ("reported_done", "assured")
    }
    reported, assured = max(days["reported_done"], default=None), max(days["assured"], default=None)
    if reported is None or values.get("state") != "assured":
        return []
    expected = (
        f"It was reported done on {reported}, so it cannot have been assured on {{}}. Expected that day or a later one."
    )
    if assured is not None and assured < reported:
        return [("steps", expected.format(assured))]
    if "state_on" in values and values["state_on"] < reported:
        return [("state_on", expected.format(values["state_on"]))]
    return []


def _action_tidy(values, holder):
    """The first due date is said only where the date was moved."""
    if values.get("first_due_on") == values.get("due_on"):
        values.pop("first_due_on", None)


def _action_in(values, columns, record):
    """A due date that never moved is also the first."""
    if columns["first_due_on"] is None:
        columns["first_due_on"] = columns["due_on"]
    return columns


ACTION = Shape.of(
    Action,
    sentence="A step that somebody owes, or has taken. What the text says was done stands as reported_done, with what "
    "shows it as evidence.",
    says={
        "text": "What is to be done or was done.",
        "measure": "How one shall know that it made a difference.",
        "recommendation": "The recommendation that it mainly answers; left out when none.",
        "also_answers": Refs(
            name="also_answers",
            part="recommendations",
            through="thread.AlsoAnswers",
            own="action",
            other="recommendation",
            sentence="Further recommendations that it answers, also of other sources.",
        ),
        "findings": Refs(
            name="findings",
            part="findings",
            through="thread.ActionFinding",
            own="action",
            other="finding",
            sentence="The findings that it answers directly, where the text names no recommendation in between.",
        ),
        "owner": "The body that owes it; left out when the text does not say.",
        "owner_person": PERSON,
        "priority": "The priority to which it belongs.",
        "state": Choice(
            name="state",
            values=ActionState,
            sentence="Where it stands at the end of what the text tells.",
            required=True,
        ),
        "state_on": "Since when.",
        "not_independent": "Whether it was assured by somebody who had a hand in it, without a second person.",
        "due_on": ("By when, as it stands now.", {"required_when": "beside `first_due_on`"}),
        "first_due_on": "By when at first, where the date was moved.",
        "steps": Each(
            name="steps",
            model="thread.ActionStep",
            own="action",
            sentence="Its changes of state and its dated notes of progress, where the text tells them. A note of "
            "progress has before and after alike.",
            fields=(
                Choice(name="before", values=ActionState, sentence="The state before; left out for the first."),
                Choice(name="after", values=ActionState, sentence="The state after.", required=True),
                Day(name="on", sentence="On which day.", required=True),
                LongText(name="text", sentence="The reason or the progress."),
                Text(name="by_name", sentence="Who, by post."),
                Ref(name="person", part="people", sentence=PERSON),
                Ref(name="agency", part="bodies", sentence="For which agency."),
                Ref(name="second", part="people", sentence="Who looked at the evidence too, of an assurance."),
            ),
            sort_by="on",
        ),
        "due_changes": Each(
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
        "readers": readers_of("actions", "action"),
        **{field.name: field for field in CIRCLE},
        **WITHDRAWN,
    },
    inside="sources",
    parent="source",
    ordered=True,
    check=_action_check,
    tidy=_action_tidy,
    inward=_action_in,
    reads_whole=reads_whole,
    left_out=("readers.noun", "readers.key"),
    within=without_readers,
    released=released(Action),
)

EVIDENCE = Shape.of(
    Evidence,
    sentence="What shows that the action was done. It is read by whoever may read the action.",
    says={
        "kind": "What kind of evidence.",
        "text": "What it shows.",
        "on": When(name="on", sentence="Its date.", required=True),
        "document": "The document, where the record holds it.",
        "given_by": "Who gave it, by post.",
        "person": PERSON,
        "corrected_on": "When it was last corrected, where it was.",
        "corrected_by": "Who corrected it last.",
    },
    inside="actions",
    parent="action",
)
