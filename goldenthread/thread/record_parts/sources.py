"""Themes, priorities and pieces of work."""

import hashlib
from dataclasses import replace

from goldenthread.foundation.records.shapes import Key, Refs, Shape, When, readers_of, without_readers
from goldenthread.thread.models import Priority, Source, Theme
from goldenthread.thread.queries.years import year_of
from goldenthread.thread.record_parts.shared_fields import AUDIENCE, CIRCLE, needs, reads_whole, released, two_texts

THEME = Shape.of(
    Theme,
    sentence="What learning is about. Things of the whole house, so that recurrence can be seen across years and "
    "partnerships: use a theme that is there before you make one.",
    says={
        "key": Key(),
        "name": "Its name.",
        "description": "What belongs to it.",
    },
    pulled=True,
    audience="public",
)

PRIORITY = Shape.of(
    Priority,
    sentence="Something that the partnership resolved to put first. Its aims, outcomes and milestones stand in the "
    "business plan.",
    says={
        "title": "Its title.",
        "starts": "From which day it held; left out when not known.",
        "ends": "Its last day; left out when it still holds or is not known.",
        "order": ("Its place among the priorities: 1, 2, 3 …", {"most": 999}),
    },
    audience="public",
    check=lambda values: (
        [("ends", "Expected a day on or after the first.")]
        if values.get("ends", "9999") < values.get("starts", "")
        else []
    ),
)


def _source_check(values):
    agency = "agency" in (values.get("audience"), values.get("text_audience"))
    return two_texts(values) + needs(
        values, "kept_to", agency, "What one agency may read says which: expected the key of a body."
    )


class SourceShape(Shape):
    def stand_in(self, row, record):
        """What stands for closed work beside its released part: no name, and only its year, April to March."""
        mark = hashlib.sha256(f"{row.holder_id}/{row.key}".encode()).hexdigest()[:10]
        first, last = year_of(row.on)
        return {
            "key": f"withheld-{mark}",
            "kind": "other",
            "title": row.public_label or "A confidential piece of work",
            "group": record.links.reference("groups", row.group_id),
            "on": f"{first}/{last}",
            "audience": "public",
        }

    def shown_outside(self, row, values):
        """Who reads only the text made for them also reads only the name made for them."""
        return values | {"title": row.public_label or row.title}


SOURCE = SourceShape.of(
    Source,
    sentence="A piece of work that finds something: a review, an audit, an inspection, a meeting, a consultation, a "
    "training event. "
    "Its findings, recommendations, actions, impacts and voices are written inside it.",
    says={
        "kind": "What kind of work it was.",
        "title": "Its title.",
        "public_label": "What it is called where it may not be named.",
        "group": "The group that holds it; the root group when the text names none.",
        "on": When(
            name="on",
            sentence="When it was: as exactly as the text says, and no more. A month where only the month is known; "
            "the period of the report where the text has lost even that.",
            required=True,
        ),
        "summary": "What was done, in your own words.",
        "carried_out_by": "Who did the work, where that was not the group: a reviewer, a university, the inspectorate.",
        "areas": Refs(
            name="areas",
            part="areas",
            through="thread.SourceArea",
            own="source",
            other="area",
            sentence="The areas concerned; left out when all are.",
        ),
        "priority": "The priority to which it belongs.",
        "audience": replace(AUDIENCE, required=True),
        "kept_to": (
            "Of the audience agency: which agency.",
            {"required_when": "when `audience` or `text_audience` is `agency`"},
        ),
        "readers": readers_of("sources", "source"),
        **{field.name: field for field in CIRCLE[1:]},
    },
    held_by="group",
    year_by=("on",),
    check=_source_check,
    left_out=("readers.noun", "readers.key"),
    within=without_readers,
    released=("title", "areas", *released(Source)),
    reads_whole=reads_whole,
)
