"""What changed, what children and practitioners said, and what rooms propose to each other."""

from goldenthread.foundation.records.shapes import WITHDRAWN, Shape, When, readers_of, without_readers
from goldenthread.thread.models import Audience, Impact, Proposal, Voice
from goldenthread.thread.queries.by_reference import MODELS
from goldenthread.thread.record_parts.shared_fields import CIRCLE, PERSON, needs, reads_whole, released, two_texts


def _impact_check(values):
    found = two_texts(values)
    if "action" in values and "recommendation" in values:
        found.append(
            (
                "recommendation",
                "An impact is of one action, or of one recommendation, or (neither named) of the piece of work. Name "
                "one.",
            )
        )
    if values.get("judgement") == "not_said" and values.get("origin", "as_published") != "as_published":
        found.append(
            (
                "judgement",
                "Only what is taken over from a published text can stand without a judgement. Say how it was judged.",
            )
        )
    published = values.get("origin", "as_published") == "as_published"
    found += needs(
        values,
        "judging_words",
        published and values.get("judgement", "not_said") != "not_said",
        "What is taken over from a published text is judged only where the text judges. Quote the words in which it "
        "does, or write judgement: not_said.",
    )
    late = values.get("judgement") == "too_early" and values.get("origin") == "recorded"
    return found + needs(values, "look_again_on", late, "“Too early to say” says when somebody will look again.")


IMPACT = Shape.of(
    Impact,
    sentence="A judgement of what an action, a recommendation or the whole piece of work changed. Several over time; "
    "the latest counts.",
    says={
        "action": "Of which action.",
        "recommendation": "Of which recommendation. Neither: of the piece of work.",
        "judgement": "Whether the impact was the one intended, as the text judges it; `not_said` where it does not.",
        "judging_words": (
            "The words in which the text judges, quoted: “the training had the effect that we hoped for”. Where they "
            "stand, `citation` says.",
            {"required_when": "beside a `judgement` other than `not_said` of what is `as_published`"},
        ),
        "level": "What kind of change.",
        "text": "What changed. What a report calls “safeguarding impact” stands here.",
        "differently": "What would have been done differently.",
        "method": "How it was judged; left out when the text does not say.",
        "on": When(
            name="on",
            sentence="When it was judged; the period of the report where the text says no more.",
            required=True,
        ),
        "judged_by": "Who judged, by post; left out when the text does not say.",
        "person": PERSON,
        "look_again_on": (
            "Of “too early to say”: when somebody will look again.",
            {"required_when": "when `judgement: too_early` and `origin: recorded`"},
        ),
        "readers": readers_of("impacts", "impact"),
        **{field.name: field for field in CIRCLE},
        **WITHDRAWN,
    },
    inside="sources",
    parent="source",
    ordered=True,
    check=_impact_check,
    reads_whole=reads_whole,
    left_out=("readers.noun", "readers.key"),
    within=without_readers,
    released=released(Impact),
)

VOICE = Shape.of(
    Voice,
    sentence="The words of a child, a family member or a practitioner. Nothing by which a child could be known.",
    says={
        "who": "Whose words.",
        "text": "The words.",
        "attribution": "How the text describes them: “young person, 15”.",
        "on": When(
            name="on",
            sentence="When they were said; the period of the report where the text says no more.",
            required=True,
        ),
        "consent_on": "When consent to publish was given.",
        "consent_note": "What was agreed, and with whom.",
        "withdrawn_on": "When consent was withdrawn.",
        "withdrawn_note": "What was said about that.",
        "readers": readers_of("voices", "voice"),
        **{field.name: field for field in CIRCLE},
        **WITHDRAWN,
    },
    inside="sources",
    parent="source",
    ordered=True,
    check=two_texts,
    reads_whole=reads_whole,
    left_out=("readers.noun", "readers.key"),
    within=without_readers,
    released=released(Voice),
)


def _circle(row):
    """That of the text from which it came, and never wider than the partnership."""
    model = MODELS.get(row.from_noun)
    thing = model.objects.by_refs([row.from_key]).first() if model else None
    circle = (thing.text_audience if thing.public_text else thing.audience) if thing else Audience.PARTNERSHIP
    return circle if circle != Audience.PUBLIC else Audience.PARTNERSHIP


def _keep(values, there):
    """A proposal goes without what it came from, where that is not taken out."""
    if values.get("from_noun") in MODELS and not there(values["from_noun"], values.get("from_key", "")):
        values.pop("from_noun", None)
        values.pop("from_key", None)


PROPOSAL = Shape.of(
    Proposal,
    sentence="Further work that somebody proposed, and what became of that. A file made from a published text rarely "
    "has any.",
    says={
        "kind": "The kind of work proposed.",
        "title": "What is proposed.",
        "text": "Why.",
        "from_noun": "What it came from: the kind of thing, such as `source` or `finding`.",
        "from_key": "What it came from: the key of its partnership, a slash, and its own key.",
        "state": "What became of it.",
        "state_on": "Since when.",
        "state_reason": ("Why it was declined.", {"required_when": "when `state: declined`"}),
        "state_by": "Who decided, by post.",
        "became": "The piece of work that it became.",
        "proposed_by": "Who proposed it.",
        "on": "When.",
    },
    audience=_circle,
    keep=_keep,
    year_by=("on",),
    check=lambda values: needs(
        values, "state_reason", values.get("state") == "declined", "What was declined says why."
    ),
)
