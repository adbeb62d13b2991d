"""What stands behind a claim: the record as its reader may see it, the thread around it, and where reports name it."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from goldenthread.foundation import room
from goldenthread.foundation.access.viewer import Viewer, public_reader
from goldenthread.foundation.access.withdrawn import withdrawn_too
from goldenthread.foundation.papers import html
from goldenthread.foundation.papers.markdown import parse_stored
from goldenthread.foundation.people.models import Body
from goldenthread.foundation.withdrawals import queries as withdrawals
from goldenthread.front.yearly_report.models import Report
from goldenthread.front.yearly_report.named import names_in_reports
from goldenthread.front.yearly_report.proof import link_for
from goldenthread.thread.models import Action, Finding, Impact, Recommendation, Source, Voice
from goldenthread.thread.queries.reading import Reading

MODELS = {
    "source": Source,
    "finding": Finding,
    "recommendation": Recommendation,
    "action": Action,
    "impact": Impact,
    "voice": Voice,
}


@dataclass(frozen=True)
class Back:
    """Where a report names the record: its words, and the way to them."""

    title: str
    url: str
    words: str = ""


@withdrawn_too()
def of_claim(viewer: Viewer, body: Body, noun: str, ref: str, draft: Report | None = None) -> dict | None:
    """The page of one record; None where this reader may not know of it. `draft` is the report that they came from.

    What a published report says stays proved after its record was withdrawn, and the page says that it was.
    """
    outside = public_reader(body, viewer.now)
    card = room.references(outside, {noun: {ref}}).get((noun, ref))
    names = names_in_reports(body, viewer.now) if card else []
    naming = [one for one in names if (noun, ref) in one.sentences]
    reads = any(seat.role.reads_partnership or seat.group_id for seat in viewer.seats)
    inside = room.references(viewer, {noun: {ref}}).get((noun, ref)) if reads else None
    if not naming and inside is None:
        return None
    item, reader = room.noun(noun), outside if naming else viewer
    told = item.proof(reader, ref) if item.proof else None
    named = frozenset().union(*(one.sentences for one in names)) if naming else None
    around = _around(reader, body, told.around, named) if told else []
    text = told.text.strip() if told else ""
    return {
        "card": card if naming else inside,
        "public": bool(naming),
        "inside": inside,
        "noun": item,
        "told": told,
        "text": html.fragment(parse_stored(text)) if text and text != (card or inside).title else "",
        "where": [
            Back(one.report.title, _place(body, "read", one.report, noun, ref), one.sentences[noun, ref])
            for one in naming
        ],
        "draft": Back(draft.title, _place(body, "preview", draft, noun, ref)) if draft else None,
        "around": around,
        "withdrawn": withdrawals.row(noun, ref) if withdrawals.was_withdrawn(noun, ref) else None,
        "thread": [row for row in thread_behind(outside, noun, ref) if (row[0], row[3]) in named] if naming else [],
    }


def _place(body, name, report, noun, ref):
    page = reverse(f"yearly_report:{name}", kwargs={"partnership": body.key, "key": report.key})
    return f"{page}#{html.anchor_of(noun, ref)}"


def _around(reader, body, wanted, named):
    """[(title, address of its proof)] of what belongs to the record; for the public what a published report names."""
    by_noun = {}
    for noun, ref in wanted:
        if named is None or (noun, ref) in named:
            by_noun.setdefault(noun, set()).add(ref)
    cards, address = room.references(reader, by_noun), link_for(body.key, set(by_noun))
    return [(cards[one].title, address(*one)) for one in wanted if one in cards]


def thread_behind(reader, noun, ref):
    """The public part of the thread around a record: [(noun label, words, ref)] from its source to impact."""
    model = MODELS.get(noun)
    if model is None:
        return []
    thing = (
        model.objects.visible_to(reader)
        .filter(holder__key=ref.split("/")[0], key=ref.split("/")[-1])
        .select_related("holder")
        .first()
    )
    if thing is None:
        return []
    source = thing if noun == "source" else thing.source
    reading = Reading(reader)
    found = (
        [("source", "Piece of work", reading.for_page(thing).work, source.ref)]
        if reading.for_page(thing).sees_work
        else []
    )
    for code, label in (
        ("finding", "Finding"),
        ("recommendation", "Recommendation"),
        ("action", "Action"),
        ("impact", "Impact"),
        ("voice", "Voice"),
    ):
        rows = MODELS[code].objects.visible_to(reader).filter(source=source).select_related("holder", "source__holder")
        found += [(code, label, reading.for_page(row).text, row.ref) for row in rows]
    return found
