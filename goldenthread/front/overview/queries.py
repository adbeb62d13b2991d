"""What needs a person today, what changed, and which ways lead on: read from what rooms offer."""

from dataclasses import dataclass

from goldenthread.foundation import room
from goldenthread.foundation.access.queries import can
from goldenthread.foundation.history.models import Line as HistoryLine

# Ordered by consequence, not by room (pages.md): clocks, overdue and mine, my decision, what I owe.
HEADINGS = {
    "clock": "Statutory clocks at risk",
    "overdue": "Overdue and yours",
    "decision": "Waiting for your decision",
    "owed": "What you owe",
}
CHANGES = 12


@dataclass(frozen=True)
class Part:
    heading: str
    lines: tuple


def needs(viewer) -> list[Part]:
    """Every line that rooms say needs this person, under the four headings, soonest first; empty headings left out."""
    found = {code: [] for code in HEADINGS}
    for need in room.offered("today"):
        found[need.under] += need.lines(viewer)
    return [
        Part(HEADINGS[code], tuple(sorted(lines, key=lambda line: (not line.overdue, str(line.due or "9999")))))
        for code, lines in found.items()
        if lines
    ]


def changes(viewer):
    """The last things that happened here that this viewer may see: [(line, sentence, card)]."""
    if not can(viewer, "history.read"):
        return []
    lines = list(HistoryLine.objects.filter(chain__body_id=viewer.partnership_id).order_by("-number")[: CHANGES * 6])
    known = {noun.code for noun in room.offered("nouns")}
    wanted = {}
    for line in lines:
        if line.noun in known:
            wanted.setdefault(line.noun, set()).add(line.key)
    cards = room.references(viewer, wanted)
    sentences = room.verb_sentences()
    shown = [
        (line, sentences.get(line.verb, line.verb), cards[line.noun, line.key])
        for line in lines
        if (line.noun, line.key) in cards
    ]
    return shown[:CHANGES]


def menu(viewer, place):
    """The entries of one place that this viewer may use, with their addresses."""
    from django.urls import reverse

    return [
        (entry, reverse(entry.url_name, kwargs={"partnership": viewer.slug}))
        for entry in room.offered("menu")
        if entry.place == place and can(viewer, entry.permission)
    ]
