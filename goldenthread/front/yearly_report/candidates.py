"""Records that a chapter could draw on, as its editor may see them: of the period and of other periods, by the page.

Nothing is cut: a list says how many there are and goes on to its next page. What the public sees stands first, by day.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Case, F, Q, Value, When

from goldenthread.foundation import room
from goldenthread.foundation.room import DrawsOn, Span
from goldenthread.front.yearly_report.assembly import chapter_of, span_of
from goldenthread.front.yearly_report.models import Section
from goldenthread.thread.queries import candidates as of_thread

PER_PAGE = 50
# What the sections that people write may stand on; a chapter that a room offers says so itself.
OWN = {"scrutiny": (of_thread.SOURCES, of_thread.RECOMMENDATIONS)}


@dataclass(frozen=True)
class Candidate:
    """`state`: in the report, put in, left out, not drawn on, not public."""

    noun: str
    label: str
    ref: str
    words: str
    on: datetime.date | None
    state: str
    url: str
    outside: bool


@dataclass(frozen=True)
class Asked:
    """What of all of them is asked for: one kind, of the period or of others, with these words in it."""

    noun: str = ""
    outside: bool = False
    words: str = ""


def kinds_of(section: Section) -> tuple[DrawsOn, ...]:
    """The kinds that this section may draw on, the likeliest first."""
    chapter = chapter_of(section.chapter)
    return (chapter.draws_on if chapter else OWN.get(section.chapter)) or (of_thread.SOURCES,)


def kind_of(section: Section, noun: str) -> DrawsOn | None:
    return next((kind for kind in kinds_of(section) if kind.noun == noun), None)


def page_of(viewer, section: Section, claims: set, asked: Asked, number: object = 1) -> Page:
    """One page of candidates. `claims` are the (noun, reference) of all that the section prints now."""
    kind, span = kind_of(section, asked.noun) or kinds_of(section)[0], span_of(section)
    rows = _rows(viewer, section, kind, span, asked.outside)
    if asked.words:
        rows = _with_words(rows, kind.words(viewer), asked.words)
    page = Paginator(rows, PER_PAGE).get_page(number)
    page.object_list = _as_candidates(viewer, kind, list(page.object_list), span, claims)
    return page


def public_of_period(viewer, section: Section, claims: set) -> tuple[list[Candidate], int]:
    """What a writer may link to at once: the first page of each kind of the period, and how many there are in all."""
    span, first, whole = span_of(section), [], 0
    for kind in kinds_of(section):
        rows = _rows(viewer, section, kind, span, False).filter(kind.public)
        whole += rows.count()
        first += _as_candidates(viewer, kind, list(rows[:PER_PAGE]), span, claims)
    return first[:PER_PAGE], whole


def is_one(viewer, section: Section, noun: str, ref: str) -> bool:
    """Whether this editor may put this record into the section, or leave it out."""
    kind = kind_of(section, noun)
    return kind is not None and kind.rows(viewer, section.report.body).filter(kind.named(ref)).exists()


def _rows(viewer, section, kind: DrawsOn, span: Span, outside: bool):
    inside = kind.inside(span.starts, span.ends)
    rows = kind.rows(viewer, section.report.body).filter(~inside if outside else inside)
    first = [Case(When(kind.public, then=Value(0)), default=Value(1))]
    if outside and kind.fills:
        fills = kind.fills(section.report.body, span.starts, span.ends)
        first = [Case(When(fills, then=Value(0)), default=Value(1)), *first]
    day = F(kind.day).desc(nulls_last=True) if outside else F(kind.day).asc(nulls_last=True)
    return rows.order_by(*first, day, "key")


def that_fill(viewer, section: Section) -> list[tuple[str, str]]:
    """(noun, reference) of the newest public records before the period in each place of which it holds nothing, and
    of which nobody has chosen yet whether they stand in the report.
    """
    span, body = span_of(section), section.report.body
    chosen = span.put_in | span.left_out
    found = []
    for kind in (kind for kind in kinds_of(section) if kind.fills):
        rows = kind.rows(viewer, body).filter(kind.fills(body, span.starts, span.ends) & kind.public)
        found += [(kind.noun, row.ref) for row in rows.order_by("key")]
    return [row for row in found if row not in chosen]


def _with_words(rows, words_of, wanted: str) -> list:
    """By what this editor reads of each, and nothing else: a column would also find what was not released to them."""
    wanted = wanted.casefold().split()
    return [row for row in rows if all(word in words_of(row).casefold() for word in wanted)]


def _as_candidates(viewer, kind: DrawsOn, things: list, span: Span, claims: set) -> list[Candidate]:
    words, noun = kind.words(viewer), room.noun(kind.noun)
    references = room.references(viewer, {kind.noun: {thing.ref for thing in things}})
    public = set(
        type(things[0])
        ._base_manager.filter(kind.public & Q(pk__in=[thing.pk for thing in things]))
        .values_list("pk", flat=True)
        if things
        else []
    )
    found = []
    for thing in things:
        on = _day(thing, kind.day)
        reference = references.get((kind.noun, thing.ref))
        found.append(
            Candidate(
                kind.noun,
                noun.label,
                thing.ref,
                words(thing),
                on,
                _state((kind.noun, thing.ref), span, claims, thing.pk in public),
                reference.url if reference else "",
                on is not None and span.lies_outside(on),
            )
        )
    return found


def _day(thing, path: str):
    for name in path.split("__"):
        thing = getattr(thing, name)
    return thing


def _state(name: tuple[str, str], span: Span, claims: set, public: bool) -> str:
    if name in span.left_out:
        return "left out"
    if not public:
        return "not public"
    if name in span.put_in:
        return "put in"
    return "in the report" if name in claims else "not drawn on"
