"""Fields that many things of the thread have."""

from goldenthread.foundation.records.deriving import CITATION, ORIGIN
from goldenthread.foundation.records.shapes import Choice, Day, Inherited, LongText, Ref, withdrawal_says_why
from goldenthread.thread.models import Audience

AUDIENCE = Inherited(
    name="audience",
    values=Audience,
    sentence="Who may know of it, and read it. What stands in a published report is public.",
)
PUBLIC_TEXT = LongText(
    name="public_text", sentence="A second text, made for a wider circle, where the first is not for it."
)
TEXT_AUDIENCE = Choice(
    name="text_audience",
    required_when="beside `public_text`",
    values=Audience,
    sentence="Beside a public_text: who may read the first text.",
)
RELEASED_ON = Day(name="released_on", sentence="When it was released to a wider circle of readers.")
RELEASED_BY = Ref(name="released_by", part="people", sentence="By whom.")
CIRCLE = (AUDIENCE, PUBLIC_TEXT, TEXT_AUDIENCE, RELEASED_ON, RELEASED_BY, ORIGIN, CITATION)
PERSON = "The person, where the text names an office holder."


def needs(values, name, when, expected):
    """A fault of `name` when it is missing though `when` holds."""
    return [(name, expected)] if when and name not in values else []


def two_texts(values):
    """Whatever has a text for a wider circle says who may read the first."""
    return withdrawal_says_why(values) + needs(
        values,
        "text_audience",
        "public_text" in values,
        "Beside a public_text stands who may read the first text: expected a circle of readers.",
    )


def reads_whole(viewer, rows):
    """The numbers of those rows whose own text the viewer reads."""
    return set(rows.read_whole_by(viewer).values_list("pk", flat=True))


def released(model) -> tuple[str, ...]:
    """The fields that go with the text made for others: one list for pages, chapters and files."""
    return ("key", model.TEXT, *model.RELEASED, *model.LINKS)
