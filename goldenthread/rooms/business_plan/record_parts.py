"""The record file's lists of the business plan."""

from goldenthread.foundation.papers.markdown import parse
from goldenthread.foundation.records.deriving import fields_of
from goldenthread.foundation.records.shapes import Each, Shape
from goldenthread.rooms.business_plan.models import Milestone, MilestoneNote, Plan, PlannedPriority

MARKDOWN = {"parse": parse}  # read as its page reads it, so that a text which no page can show is refused

PLAN = Shape.of(
    Plan,
    sentence="A business plan or strategy over some years.",
    says={
        "title": "Its title.",
        "starts": "Its first day.",
        "ends": "Its last day.",
        "summary": ("What it is about.", MARKDOWN),
        "agreed_on": "When it was agreed.",
    },
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


PLANNED = Shape.of(
    PlannedPriority,
    sentence="A priority as one plan treats it: aim, reason, wanted outcomes, what was done, what changed; or a part "
    "of it.",
    says={
        "plan": "The plan.",
        "priority": "The priority.",
        "part_of": "Of a part: the planned priority to which it belongs.",
        "title": "Of a part: its own title.",
        "group": "The group that carries it.",
        "lead": "The agency that leads it.",
        "theme": "The theme that it is about.",
        "aim": ("What it aims at.", MARKDOWN),
        "rationale": ("Why it was chosen.", MARKDOWN),
        "outcomes": ("The outcomes that are wanted; a list is written with a hyphen a line.", MARKDOWN),
        "done": ("What was done in the period.", MARKDOWN),
        "impact": ("What changed for children, as the text says it.", MARKDOWN),
        "order": "Its place: 1, 2, 3 …",
        "published": "Whether it may stand in the yearly report. yes for what was published.",
    },
    whole=_one_level,
    audience=lambda planned: "public" if planned.published else "partnership",
)

MILESTONE = Shape.of(
    Milestone,
    sentence="A step on the way of a planned priority, with the day by which, and its ratings.",
    says={
        "planned": "The planned priority.",
        "text": "What will be reached.",
        "due_on": "By when.",
        "owner": "Who carries it.",
        "order": "Its place.",
        "notes": Each(
            name="notes",
            model="business_plan.MilestoneNote",
            own="milestone",
            sentence="Where it stood on a day, and why. Never overwritten: a later note is a new entry.",
            fields=fields_of(
                MilestoneNote,
                {
                    "rating": "How it stood.",
                    "text": "Where it stands, and why.",
                    "on": "On which day.",
                    "by_name": "Who said so, by post.",
                    "person": "The person, where the text names one.",
                },
            ),
            sort_by="on",
        ),
    },
)
