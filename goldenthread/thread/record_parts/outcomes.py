"""What changed, what children and practitioners said, and what rooms propose to each other."""

from goldenthread.foundation.records.shapes import Choice, Day, Key, LongText, Ref, Shape, Text, When
from goldenthread.thread import kinds
from goldenthread.thread.models import Audience, Impact, Voice
from goldenthread.thread.queries.by_reference import MODELS
from goldenthread.thread.record_parts.shared_fields import CIRCLE, PERSON, needs, reads_whole, two_texts
from goldenthread.thread.states import ProposalState


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
    late = values.get("judgement") == "too_early" and values.get("origin") == "recorded"
    return found + needs(values, "look_again_on", late, "“Too early to say” says when somebody will look again.")


IMPACT = Shape(
    part="impacts",
    noun="impact",
    model="thread.Impact",
    sentence="A judgement of what an action, a recommendation or the whole piece of work changed. Several over time; "
    "the latest counts.",
    fields=(
        Key(),
        Ref(name="action", part="actions", sentence="Of which action."),
        Ref(
            name="recommendation",
            part="recommendations",
            sentence="Of which recommendation. Neither: of the piece of work.",
        ),
        Choice(
            name="judgement",
            values=Impact.Judgement,
            sentence="Whether the impact was the one intended, as the text judges it; `not_said` where it does not.",
            required=True,
        ),
        Choice(name="level", values=Impact.Level, empty="child", sentence="What kind of change."),
        LongText(
            name="text", sentence="What changed. What a report calls “safeguarding impact” stands here.", required=True
        ),
        LongText(name="differently", sentence="What would have been done differently."),
        LongText(name="method", sentence="How it was judged; left out when the text does not say."),
        When(
            name="on",
            sentence="When it was judged; the period of the report where the text says no more.",
            required=True,
        ),
        Text(name="judged_by", sentence="Who judged, by post; left out when the text does not say."),
        Ref(name="person", part="people", sentence=PERSON),
        Day(
            name="look_again_on",
            required_when="when `judgement: too_early` and `origin: recorded`",
            sentence="Of “too early to say”: when somebody will look again.",
        ),
        *CIRCLE,
    ),
    holder="holder",
    inside="sources",
    parent="source",
    ordered=True,
    check=_impact_check,
    reads_whole=reads_whole,
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
        When(
            name="on",
            sentence="When they were said; the period of the report where the text says no more.",
            required=True,
        ),
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
    check=two_texts,
    reads_whole=reads_whole,
    released=("key", "who", "text", "on"),
)


def _circle(row):
    """That of what it came from, and never wider than the partnership."""
    model = MODELS.get(row.from_noun)
    thing = model.objects.by_refs([row.from_key]).first() if model else None
    return thing.audience if thing and thing.audience != Audience.PUBLIC else Audience.PARTNERSHIP


def _keep(values, there):
    """A proposal goes without what it came from, where that is not taken out."""
    if values.get("from_noun") in MODELS and not there(values["from_noun"], values.get("from_key", "")):
        values.pop("from_noun", None)
        values.pop("from_key", None)


PROPOSAL = Shape(
    part="proposals",
    noun="proposal",
    model="thread.Proposal",
    sentence="Further work that somebody proposed, and what became of that. A file made from a published text rarely "
    "has any.",
    fields=(
        Key(),
        Choice(name="kind", values=kinds.CHOICES, sentence="The kind of work proposed.", required=True),
        Text(name="title", sentence="What is proposed.", required=True, max=250),
        LongText(name="text", sentence="Why."),
        Text(name="from_noun", sentence="What it came from: the kind of thing, such as `source` or `finding`.", max=40),
        Text(
            name="from_key",
            sentence="What it came from: the key of its partnership, a slash, and its own key.",
            max=170,
        ),
        Choice(name="state", values=ProposalState, empty="waiting", sentence="What became of it."),
        Day(name="state_on", sentence="Since when."),
        LongText(name="state_reason", required_when="when `state: declined`", sentence="Why it was declined."),
        Text(name="state_by", sentence="Who decided, by post."),
        Ref(name="became", part="sources", sentence="The piece of work that it became."),
        Ref(name="proposed_by", part="people", sentence="Who proposed it."),
        Day(name="on", sentence="When.", required=True),
    ),
    holder="holder",
    audience=_circle,
    keep=_keep,
    year_by=("on",),
    check=lambda values: needs(
        values, "state_reason", values.get("state") == "declined", "What was declined says why."
    ),
)
