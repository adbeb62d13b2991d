"""What a wider circle will see of a released thing: by the same projection that shows it to them afterwards."""

from __future__ import annotations

import copy
from dataclasses import dataclass

from django.db import models
from django.db.models import QuerySet

from goldenthread.foundation.ui.words import day
from goldenthread.thread.models import Action, Finding, Impact, Recommendation, Source
from goldenthread.thread.models.audience import Audienced
from goldenthread.thread.queries.choices import short
from goldenthread.thread.queries.reading import Projection, Reading
from goldenthread.thread.rules import WIDTH

LABELS = {"when": "Date", "source_areas": "Areas", "released_by": "Released by"}
# Told together by `when`, or said already by another of the released fields.
SAID_OTHERWISE = ("on", "starts", "known", "kind_label", "public_label", "is_overdue", "is_judged")
COUNTED = {
    Finding: "whether a recommendation rests on it, an action answers it, or somebody said why nothing follows",
    Recommendation: "whether somebody answered it or acted on it",
    Action: "whether evidence shows it, and whether its impact was judged",
    Impact: "whether another action followed",
}


class _Outside(Reading):
    """Reads as somebody who belongs to one circle and to none that is narrower."""

    def __init__(self, audience: str):
        super().__init__(None)
        self.audience = audience

    def in_circle(self, circle: str, thing: Audienced) -> bool:
        return WIDTH[circle] >= WIDTH[self.audience]


@dataclass(frozen=True)
class Leaving:
    """Everything that leaves: `work` is the name under which it is shown, `facts` are (what, words), `beside` the
    things that stand beside it as the same readers see them, `counted` what a count tells of it, "" for nothing.
    """

    work: str
    text: str
    facts: list[tuple[str, str]]
    beside: list[tuple[str, str]]
    counted: str


def what_leaves(
    thing: Audienced, *, audience: str, public_text: str, public_label: str = "", by_name: str = ""
) -> Leaving:
    """`thing` as it will be read in the circle `audience`, before anything is saved."""
    outside = _Outside(audience)
    seen = outside.for_page(_released(thing, audience, public_text.strip(), public_label.strip()))
    facts = [("What it is", seen.thing._meta.verbose_name)] if thing.source is not thing else []
    facts += [(_label(seen.thing, name), words) for name in _told(thing) if (words := _words(seen, name))]
    if thing.source is not thing:
        facts += [("Kind of work", seen.work_kind)] if seen.work_kind else []
        facts.append(("Date of the work" if seen.sees_work else "Year of the work", seen.work_when))
    facts += [("Held by", seen.held_by), ("Reference", thing.ref), ("Released by", by_name)]
    return Leaving(seen.work, seen.text, facts, _beside(outside, thing), COUNTED.get(type(thing), ""))


def _released(thing: Finding, audience: str, public_text: str, public_label: str) -> Finding:
    """A copy of the row as the release will leave it."""
    later = copy.copy(thing)
    later.text_audience = thing.text_audience if thing.public_text else thing.audience
    later.audience, later.public_text = audience, public_text
    if thing.source is thing:
        later.public_label = public_label
    elif public_label:
        later.source = copy.copy(thing.source)
        later.source.public_label = public_label
    return later


def _told(thing: Finding) -> list[str]:
    return [name for name in thing.RELEASED if name not in SAID_OTHERWISE and name != "group"]


def _label(thing: Finding, name: str) -> str:
    if name in LABELS:
        return LABELS[name]
    words = str(thing._meta.get_field(name).verbose_name)
    return words[:1].upper() + words[1:]


def _words(seen: Projection, name: str) -> str:
    """A released field in words, "" where it is empty."""
    value = getattr(seen, name)
    if hasattr(value, "all"):
        return ", ".join(str(row) for row in value.all())
    if value is None or value == "":
        return ""
    if name != "when" and getattr(seen.thing._meta.get_field(name), "choices", None):
        return getattr(seen, f"get_{name}_display")()
    if isinstance(value, models.Model):
        return getattr(value, "name", str(value))
    return day(value) if hasattr(value, "year") else str(value)


def _beside(outside: _Outside, thing: Finding) -> list[tuple[str, str]]:
    """(what, words) of the things tied to it that the same readers see: a tie is told to whoever sees both its ends."""
    found = []
    for label, rows in _tied(thing):
        for row in rows:
            if WIDTH[row.audience] >= WIDTH[outside.audience]:
                found.append((label, short(outside.for_list(row).title, 160)))
    return found


def _tied(thing: Finding) -> list[tuple[str, QuerySet[Recommendation]]]:
    if isinstance(thing, Source):
        return []
    if isinstance(thing, Finding):
        return [
            ("Recommendation that rests on it", thing.recommendations.select_related("source")),
            ("Action that answers it directly", thing.actions.select_related("source")),
        ]
    if isinstance(thing, Recommendation):
        answering = Action.objects.filter(models.Q(recommendation=thing) | models.Q(also_links__recommendation=thing))
        return [
            ("Finding on which it rests", thing.findings.select_related("source")),
            ("Action that answers it", answering.distinct().select_related("source")),
            ("Impact", thing.impacts.select_related("source")),
        ]
    if isinstance(thing, Action):
        answers = models.Q(pk=thing.recommendation_id) | models.Q(also_links__action=thing)
        return [
            (
                "Recommendation that it answers",
                Recommendation.objects.filter(answers).distinct().select_related("source"),
            ),
            ("Finding that it answers directly", thing.findings.select_related("source")),
            ("Impact", thing.impacts.select_related("source")),
        ]
    if isinstance(thing, Impact) and thing.of is not thing.source:
        return [("Impact of", [thing.of])]
    return []
