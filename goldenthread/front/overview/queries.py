"""What needs a person today, what changed, and which ways lead on: read from what rooms offer."""

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse

from goldenthread.foundation import room
from goldenthread.foundation.access.queries import can
from goldenthread.foundation.access.viewer import Viewer, public_reader
from goldenthread.foundation.diary import dates
from goldenthread.foundation.history.models import Line
from goldenthread.foundation.history.models import Line as HistoryLine
from goldenthread.foundation.people.models import Body
from goldenthread.foundation.prepared import Fixed, prepared
from goldenthread.foundation.room import Menu, PublicLine, Reference, TodayItem, TodayList
from goldenthread.thread.queries import addresses, plan

# Ordered by consequence, not by room (pages.md): clocks, overdue and mine, my decision, what I owe, what I am asked.
HEADINGS = {
    "clock": "Statutory clocks at risk",
    "overdue": "Overdue and yours",
    "decision": "Waiting for your decision",
    "owed": "What you owe",
    "asked": "You are asked what you think",
    "published": "Published lately",
}
# Headings that tell, and ask for nothing.
TOLD = ("published",)
SHOWN = 8
CHANGES = 12
# Lines of history read at once to find the changes that somebody may see: few, then more, and never the whole history.
READINGS = (40, 80, 120, 160, 200)


@dataclass(frozen=True)
class Part:
    """One heading: the first of its lines, how many there are in all, and where all of them stand."""

    heading: str
    lines: tuple[TodayItem, ...]
    total: int
    pages: tuple[tuple[str, str], ...]
    asks: bool = True

    @property
    def cut(self) -> bool:
        return self.total > len(self.lines)


def public_parts(body: Body, now: datetime.datetime) -> list[tuple[str, list[PublicLine]]]:
    """[(heading, lines)] of the page that anybody reads of a partnership; parts without a line are left out."""
    reader = public_reader(body, now)
    named = frozenset().union(*(published(body, now) for published in room.offered("published")))
    parts = [(part.heading, part.lines(reader, body, named)) for part in room.offered("public_parts")]
    return [part for part in parts if part[1]]


def needs(viewer: Viewer) -> list[Part]:
    """Every line that needs this person, under its heading, soonest first; empty headings are left out.

    What is due comes from the diary's one table, everything else from what rooms offer. A heading shows its first
    lines, and says how many there are and where all of them stand.
    """
    lines, totals, pages = defaultdict(list), Counter(), defaultdict(dict)

    def add(code, items, total, page):
        lines[code] += items
        totals[code] += total
        if page and total:
            pages[code][page] = None

    owed = dates.owed(viewer)
    clocks = ("Clocks and rules", reverse("diary:clocks", args=[viewer.slug]))
    add("clock", owed.clocks, len(owed.clocks), clocks)
    for code, found in (("overdue", owed.overdue), ("owed", owed.coming)):
        add(code, [due.item for due in found], len(found), None)
        pages[code] |= dict.fromkeys(due.page for due in found)
    for offer in room.offered("today"):
        found = offer.lines(viewer)
        if isinstance(found, TodayList):
            add(offer.under, found.items, found.total, found.page)
        else:
            add(offer.under, found, len(found), None)
    return [
        Part(
            heading,
            tuple(sorted(lines[code], key=lambda line: (not line.overdue, str(line.due or "9999"))))[:SHOWN],
            totals[code],
            tuple(pages[code]),
            code not in TOLD,
        )
        for code, heading in HEADINGS.items()
        if lines[code]
    ]


def mine(viewer: Viewer) -> tuple[int, str] | None:
    """How many things stand on the page "What is mine", and its address; None for who may not read the thread."""
    if not can(viewer, "thread.read"):
        return None
    return sum(plan.mine_counts(viewer).values()), addresses.page(viewer, "mine")


@dataclass(frozen=True)
class Change:
    """One thing that changed: when, by whom (for those who read history), what was done, and to what."""

    at: datetime.datetime
    by_name: str
    sentence: str
    reference: Reference


def changes(viewer: Viewer) -> list[Change]:
    """The last things that changed here, newest first, of what this viewer may read whole.

    Readings, messages and lists taken out are no changes: they are left out before anything is counted, so that a
    morning of reminders pushes nothing off the page. Who did it is for those who may read history, and so is what was
    done to somebody's account.
    """
    names, sentences = can(viewer, "history.read"), room.verb_sentences()
    hidden = set() if names else {verb.code for verb in room.offered("verbs") if verb.only_history}
    found, before = [], None
    for most in READINGS:
        some = _lines(viewer.partnership_id, before, Fixed(most))
        found += [
            Change(line.recorded_at, line.by_name if names else "", sentences.get(line.verb, line.verb), reference)
            for line, reference in _seen(viewer, some)
            if line.verb not in hidden
        ]
        if len(found) >= CHANGES or len(some) < most:
            break
        before = some[-1].number
    # Lines are read as they were written; what was written down with an earlier moment stands where it belongs.
    return sorted(found[:CHANGES], key=lambda change: change.at, reverse=True)


@prepared
def _lines(body_id: int, before: int | None, most: int) -> QuerySet:
    """The last lines about things, of that body; those before a number."""
    readings = [verb.code for verb in room.offered("verbs") if verb.only_read]
    nouns = [noun.code for noun in room.offered("nouns")]
    rows = HistoryLine.objects.filter(chain__body_id=body_id, noun__in=nouns).exclude(verb__in=readings)
    rows = rows if before is None else rows.filter(number__lt=before)
    return rows.order_by("-number")[:most]


def _seen(viewer: Viewer, lines: list[Line]) -> Iterator:
    """(line, reference) of those whose thing the viewer reads whole; one question a noun."""
    wanted = defaultdict(set)
    for line in lines:
        wanted[line.noun].add(line.key)
    references = room.references(viewer, wanted)
    for line in lines:
        reference = references.get((line.noun, line.key))
        if reference and reference.whole:
            yield line, reference


def menu(viewer: Viewer, place: str) -> list[tuple[Menu, str]]:
    """The entries of one place that this viewer may use, with their addresses."""
    return [
        (entry, reverse(entry.url_name, kwargs={"partnership": viewer.slug}))
        for entry in room.offered("menu")
        if entry.place == place and can(viewer, entry.permission)
    ]
