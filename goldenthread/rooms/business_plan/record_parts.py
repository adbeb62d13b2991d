"""The record file's lists of the business plan."""

from goldenthread.foundation.papers.markdown import parse
from goldenthread.foundation.records.shapes import Choice, Day, Each, Key, LongText, Ref, Shape, Text, Whole, YesNo
from goldenthread.rooms.business_plan.models import Milestone, Plan, PlannedPriority, Rating
from goldenthread.thread.record_parts import CITATION, ORIGIN

PLAN = Shape(
    part="plans",
    noun="plan",
    model="business_plan.Plan",
    sentence="A business plan or strategy over some years.",
    fields=(
        Key(),
        Text(name="title", sentence="Its title.", required=True),
        Day(name="starts", sentence="Its first day.", required=True),
        Day(name="ends", sentence="Its last day.", required=True),
        LongText(name="summary", parse=parse, sentence="What it is about."),
        Day(name="agreed_on", sentence="When it was agreed."),
        ORIGIN,
        CITATION,
    ),
    holder="holder",
    year_by=("starts",),
    audience="public",
    check=lambda values: (
        [("ends", "Expected a day on or after the first.")]
        if values.get("ends", "9999") < values.get("starts", "")
        else []
    ),
)


def _one_level(items, record):
    parts = {item.key for item in items if item.values.get("part_of", item.key) != item.key}
    return [
        (item, "part_of", "A part cannot have parts of its own. Name the priority itself.")
        for item in items
        if item.values.get("part_of") in parts - {item.key}
    ]


PLANNED = Shape(
    part="planned_priorities",
    noun="planned_priority",
    model="business_plan.PlannedPriority",
    sentence="A priority as one plan treats it: aim, reason, wanted outcomes, what was done, what changed; or a part "
    "of it.",
    fields=(
        Key(),
        Ref(name="plan", part="plans", sentence="The plan.", required=True),
        Ref(name="priority", part="priorities", sentence="The priority.", required=True),
        Ref(name="part_of", part="planned_priorities", sentence="Of a part: the planned priority to which it belongs."),
        Text(name="title", sentence="Of a part: its own title."),
        Ref(name="group", part="groups", sentence="The group that carries it."),
        Ref(name="lead", part="bodies", sentence="The agency that leads it."),
        Ref(name="theme", part="themes", sentence="The theme that it is about."),
        LongText(name="aim", parse=parse, sentence="What it aims at."),
        LongText(name="rationale", parse=parse, sentence="Why it was chosen."),
        LongText(
            name="outcomes",
            parse=parse,
            sentence="The outcomes that are wanted; a list is written with a hyphen a line.",
        ),
        LongText(name="done", parse=parse, sentence="What was done in the period."),
        LongText(name="impact", parse=parse, sentence="What changed for children, as the text says it."),
        Whole(name="order", sentence="Its place: 1, 2, 3 …", empty=0, most=9999),
        YesNo(name="published", sentence="Whether it may stand in the yearly report. yes for what was published."),
        ORIGIN,
        CITATION,
    ),
    holder="holder",
    whole=_one_level,
    audience=lambda planned: "public" if planned.published else "partnership",
)

MILESTONE = Shape(
    part="milestones",
    noun="milestone",
    model="business_plan.Milestone",
    sentence="A step on the way of a planned priority, with the day by which, and its ratings.",
    fields=(
        Key(),
        Ref(name="planned", part="planned_priorities", sentence="The planned priority.", required=True),
        LongText(name="text", sentence="What will be reached.", required=True),
        Day(name="due_on", sentence="By when."),
        Ref(name="owner", part="bodies", sentence="Who carries it."),
        Whole(name="order", sentence="Its place.", empty=0, most=9999),
        Each(
            name="notes",
            model="business_plan.MilestoneNote",
            own="milestone",
            sentence="Where it stood on a day, and why. Never overwritten: a later note is a new entry.",
            fields=(
                Choice(name="rating", values=Rating, sentence="How it stood.", required=True),
                LongText(name="text", sentence="Where it stands, and why.", required=True),
                Day(name="on", sentence="On which day.", required=True),
                Text(name="by_name", sentence="Who said so, by post."),
                Ref(name="person", part="people", sentence="The person, where the text names one."),
            ),
            sort_by="on",
        ),
        ORIGIN,
    ),
    holder="holder",
)


def plans(viewer, body):
    return Plan.objects.filter(holder=body)


def planned_priorities(viewer, body):
    return PlannedPriority.objects.filter(holder=body)


def milestones(viewer, body):
    return Milestone.objects.filter(holder=body)
