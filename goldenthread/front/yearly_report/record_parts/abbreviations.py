"""The record file's list of abbreviations."""

from goldenthread.foundation.records.shapes import Shape
from goldenthread.front.yearly_report.models import Abbreviation

ABBREVIATION = Shape.of(
    Abbreviation,
    sentence="An abbreviation that the partnership uses. A report explains each where it first stands, and lists all "
    "that stand in it.",
    says={"short": "The abbreviation: CSPR.", "words": "What it stands for: child safeguarding practice review."},
    audience="public",
)


def abbreviations(viewer, body):
    return Abbreviation.objects.filter(holder=body)
