"""What was found, what was recommended, and how each body answered."""

from goldenthread.foundation.records.shapes import (
    WITHDRAWN,
    Choice,
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
from goldenthread.thread.models import Acceptance, Finding, Recommendation
from goldenthread.thread.record_parts.shared_fields import CIRCLE, PERSON, needs, reads_whole, released, two_texts


def _finding_check(values):
    found = two_texts(values)
    if values.get("cases", 0) > values.get("opportunities", 2**40):
        found.append(("cases", f"Expected at most the number of opportunities, {values['opportunities']}."))
    three = ("no_step_reason", "no_step_by", "no_step_on")
    if any(name in values for name in three):
        for name in three:
            found += needs(
                values,
                name,
                True,
                "Why nothing further follows, who decided that and when belong together. Leave all three out where "
                "the text does not say them.",
            )
    return found


FINDING = Shape.of(
    Finding,
    sentence="Something that the work found: a strength or an area for development.",
    says={
        "kind": "Which of the two.",
        "text": "What was found.",
        "cases": "Where it counts cases: in how many, as 5 in “5 of 6 children”.",
        "opportunities": "Of how many, as 6 in “5 of 6 children”.",
        "themes": Refs(
            name="themes",
            part="themes",
            through="thread.FindingTheme",
            own="finding",
            other="theme",
            sentence="What it is about.",
        ),
        "no_step_reason": (
            "Why nothing further follows, where the text says so.",
            {"required_when": "with `no_step_by` or `no_step_on`"},
        ),
        "no_step_by": ("Who decided that.", {"required_when": "with `no_step_reason`"}),
        "no_step_on": ("When that was decided.", {"required_when": "with `no_step_reason`"}),
        "readers": readers_of("findings", "finding"),
        **{field.name: field for field in CIRCLE},
        **WITHDRAWN,
    },
    inside="sources",
    parent="source",
    ordered=True,
    check=_finding_check,
    reads_whole=reads_whole,
    left_out=("readers.noun", "readers.key"),
    within=without_readers,
    released=released(Finding),
)

RECOMMENDATION = Shape.of(
    Recommendation,
    sentence="What should change.",
    says={
        "text": "What is recommended; where the text only says that there were recommendations, say that.",
        "addressed_to": "To whom it is addressed, in the words of the text, where it says so.",
        "addressees": Refs(
            name="addressees",
            part="bodies",
            through="thread.Addressee",
            own="recommendation",
            other="body",
            sentence="The bodies that owe an answer to it: only where the text names them as such.",
        ),
        "state": "Where it stands now.",
        "state_on": "Since when.",
        "state_reason": "Why it was withdrawn or opened again.",
        "findings": Refs(
            name="findings",
            part="findings",
            through="thread.RecommendationFinding",
            own="recommendation",
            other="finding",
            sentence="The findings that it answers, of this source or another.",
        ),
        "priority": "The priority to which it belongs.",
        "acceptances": Each(
            name="acceptances",
            model="thread.Acceptance",
            own="recommendation",
            sentence="How each body answered it. A later answer is a new entry; the latest counts.",
            fields=(
                Ref(name="body", part="bodies", sentence="Who answered.", required=True),
                Choice(name="answer", values=Acceptance.Answer, sentence="The answer.", required=True),
                When(name="on", sentence="When.", required=True),
                LongText(
                    name="reason",
                    required_when="unless `answer: accepted`",
                    sentence="Why it was not accepted in full.",
                ),
                Text(name="given_by", sentence="Who said it, by post."),
                Ref(name="person", part="people", sentence=PERSON),
            ),
            sort_by="on",
            check=lambda values: needs(
                values,
                "reason",
                values.get("answer") in ("partly", "rejected"),
                "An answer other than accepted says why.",
            ),
        ),
        "readers": readers_of("recommendations", "recommendation"),
        **{field.name: field for field in CIRCLE},
        **WITHDRAWN,
    },
    inside="sources",
    parent="source",
    ordered=True,
    check=two_texts,
    reads_whole=reads_whole,
    left_out=("acceptances.version", "readers.noun", "readers.key"),
    within=without_readers,
    released=released(Recommendation),
)
