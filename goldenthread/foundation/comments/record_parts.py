"""The record file's list of comments. They leave with the thing that they are about, in the circle that reads the whole
of it, and never to the public.
"""

from goldenthread.foundation.access.circles import Audience, Audienced
from goldenthread.foundation.comments import queries
from goldenthread.foundation.comments.models import MOST_WORDS, Comment
from goldenthread.foundation.records.shapes import Choice, LongText, Ref, Shape, Text


def _check(values):
    found = []
    if "for_agency" in values and "for_person" in values:
        found.append(("for_person", "A question is for one agency, or for one person. Name one of the two."))
    asked = "for_agency" in values or "for_person" in values
    if "first" in values and asked:
        found.append(("first", "A reply asks nobody: a question begins a conversation. Take one of the two out."))
    if ("settled" in values) != ("settled_at" in values):
        found.append(("settled_at", "How a question ended and when belong together: write both, or neither."))
    if "settled" in values and not asked:
        found.append(("settled", "Only a question is settled. Say for whom it was, or leave this out."))
    if ("hidden_at" in values) != ("hidden_why" in values):
        found.append(("hidden_why", "When a comment was hidden and why belong together: write both, or neither."))
    if ("text" in values) == ("withdrawn_at" in values):
        found.append(("text", "A comment has its words, or was withdrawn and has none: write one of the two."))
    return found


def _whole(items, record):
    """A reply belongs to a conversation about the same thing."""
    by_key = {(item.holder, item.key): item for item in items}
    for item in items:
        holder, _, key = item.values.get("first", "").rpartition("/")
        first = by_key.get((holder or item.holder, key))
        if first is None:
            continue
        if "first" in first.values:
            yield item, "first", "This is itself a reply. Name the comment that began the conversation."
        elif any(first.values.get(name) != item.values.get(name) for name in ("noun", "thing")):
            yield item, "thing", "A reply is about the same thing as what it replies to."


COMMENT = Shape.of(
    Comment,
    sentence="What somebody said of a thing of the record, or asked. A file made from a published text has none.",
    says={
        "noun": Choice(
            name="noun",
            values=lambda: sorted((code, code) for code in queries.discussed()),
            sentence="What it is about: the kind of thing.",
            required=True,
        ),
        "thing": Text(
            name="thing",
            to="thing_key",
            sentence="The key of that, with its partnership's: `north-haven/action-12`.",
            required=True,
            max=170,
        ),
        "first": Ref(name="first", part="comments", sentence="Of a reply: the comment that began the conversation."),
        "text": LongText(
            name="text",
            sentence="The words; a comment that was withdrawn has none.",
            max=MOST_WORDS,
            required_when="unless `withdrawn_at` stands there",
        ),
        "at": "When it was said.",
        "by_name": "Who said it.",
        "person": "The person, where they stand in people.",
        "agency": "For which agency they spoke.",
        "for_agency": "Of a question: the agency that is asked.",
        "for_person": "Of a question: the person who is asked.",
        "settled": "Of a question: how it ended.",
        "settled_at": ("When it ended.", {"required_when": "with `settled`"}),
        "corrected_at": "When its words were last corrected.",
        "withdrawn_at": "When it was withdrawn.",
        "hidden_at": "When the business unit hid it.",
        "hidden_why": ("Why it is hidden.", {"required_when": "with `hidden_at`"}),
    },
    year_by=("at",),
    audience=lambda row: row.circle,
    check=_check,
    whole=_whole,
)


def comments(viewer, body):
    """Those on what the viewer reads whole, each with the circle in which it leaves."""
    rows = list(Comment.objects.filter(holder=body).select_related("holder"))
    named = queries.by_noun(row.thing for row in rows)
    seen = queries.read_whole(viewer, named)
    circles = {
        (noun, thing.ref): _circle(thing) for noun, refs in named.items() for thing in queries.things(noun, refs)
    }
    for row in rows:
        row.circle = circles.get(row.thing, Audience.LISTED)
    return [row for row in rows if row.thing in seen]


def _circle(thing):
    """That of the thing's own text, and never wider than the partnership."""
    if not isinstance(thing, Audienced):
        return Audience.PARTNERSHIP
    circle = thing.text_audience if thing.public_text else thing.audience
    return circle if circle != Audience.PUBLIC else Audience.PARTNERSHIP
