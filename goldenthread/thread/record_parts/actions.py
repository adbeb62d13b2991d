"""What somebody owes, and the evidence that it was done."""

from goldenthread.foundation.records.shapes import Choice, Day, Each, Key, LongText, Ref, Refs, Shape, Text, When
from goldenthread.thread.models import Evidence
from goldenthread.thread.record_parts.shared_fields import CIRCLE, ORIGIN, PERSON, reads_whole, two_texts
from goldenthread.thread.states import ActionState


def _action_check(values):
    if "first_due_on" in values and "due_on" not in values:
        return [("first_due_on", "A first due date without a due date. Write due_on also.")]
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


ACTION = Shape(
    part="actions",
    noun="action",
    model="thread.Action",
    sentence="A step that somebody owes, or has taken. What the text says was done stands as reported_done, with what "
    "shows it as evidence.",
    fields=(
        Key(),
        LongText(name="text", sentence="What is to be done or was done.", required=True),
        LongText(name="measure", sentence="How one shall know that it made a difference."),
        Ref(
            name="recommendation",
            part="recommendations",
            sentence="The recommendation that it mainly answers; left out when none.",
        ),
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
        Choice(
            name="state",
            values=ActionState,
            sentence="Where it stands at the end of what the text tells.",
            required=True,
        ),
        Day(name="state_on", sentence="Since when."),
        Day(name="due_on", required_when="beside `first_due_on`", sentence="By when, as it stands now."),
        Day(name="first_due_on", sentence="By when at first, where the date was moved."),
        Each(
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
    tidy=_action_tidy,
    inward=_action_in,
    reads_whole=reads_whole,
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
        Day(name="corrected_on", sentence="When it was last corrected, where it was."),
        ORIGIN,
    ),
    holder="holder",
    inside="actions",
    parent="action",
)
