"""The thread's chapters of the yearly report, built with the rights of the public reader and nothing else.

Each says only what was released or is public: a released thing by its public text, under the work's own name or its
neutral label. Every sentence that states something names its record as a claim, and stands in one chapter alone.
"""

from collections import Counter

from goldenthread.foundation.papers.blocks import Column, Heading, List, Paragraph, Quotation, Strong, Table
from goldenthread.foundation.papers.claiming import as_claims
from goldenthread.foundation.papers.markdown import parse_runs, unquoted
from goldenthread.foundation.ui.words import plural
from goldenthread.thread import kinds
from goldenthread.thread.blocks import ThreadPicture
from goldenthread.thread.chapters.drawing import (
    ACTIONS,
    FINDINGS,
    IMPACTS,
    RECOMMENDATIONS,
    VOICES,
    in_order,
    inside,
    mark,
    themes_of,
    works,
)
from goldenthread.thread.chapters.told import blocks_of, in_words, item, told
from goldenthread.thread.models import Finding, Impact, Voice
from goldenthread.thread.queries import breaks
from goldenthread.thread.queries.filters import ThreadFilter
from goldenthread.thread.queries.reading import Reading

_NAMED = 4  # so many kinds of work are counted by name: the headings below name them all

__all__ = ["changed", "learning", "thread", "voices", "works"]


def changed(reader, body, span):
    """What changed for children: each judgement in full, by how it was judged, with the work that it came from."""
    reading = Reading(reader)
    rows = [row for row in in_order(reading, inside(reader, IMPACTS, span)) if row.level == Impact.Level.CHILD]
    blocks = []
    for level, words in Impact.Judgement.choices:
        items = [
            item(reading, row, f"{in_words(seen)} ({seen.work}){mark(span, row)}")
            for row in rows
            for seen in [reading.for_page(row)]
            if row.judgement == level
        ]
        if items:
            lead = [] if level == Impact.Judgement.NOT_SAID else [Paragraph((Strong((f"{words}:",)),))]
            blocks += [*lead, List(items)]
    return blocks


def learning(reader, body, span):
    """Each piece of work told once, from what it found to what it changed; then what keeps coming back."""
    reading = Reading(reader)
    sources = works(reader, span)
    parts = [row for drawn in (FINDINGS, RECOMMENDATIONS, ACTIONS, IMPACTS) for row in inside(reader, drawn, span)]
    findings = [row for row in parts if isinstance(row, Finding)]
    return [*_how_much(sources), *blocks_of(reading, told(reading, sources, parts, span), span), *_themes(findings)]


def _how_much(sources):
    """How much work of which kind."""
    if not sources:
        return []
    sizes = Counter(row.kind for row in sources)
    said = [kinds.BY_CODE[kind].counted(count) for kind, count in sizes.most_common(_NAMED)]
    rest = len(sources) - sum(count for _, count in sizes.most_common(_NAMED))
    said += [f"{rest} of other kinds"] if rest else []
    return [
        Paragraph(
            f"The record of this year holds {plural(len(sources), 'piece,pieces')} of work that the public may read: "
            f"{'; '.join(said)}. Each is told once, from what it found to what it changed."
        )
    ]


def _themes(findings):
    """Themes of two findings or more: one alone has not come back."""
    sizes = Counter(themes_of([row.pk for row in findings]))
    rows = sorted(((name, count) for name, count in sizes.items() if count > 1), key=lambda pair: (-pair[1], pair[0]))
    if not rows:
        return []
    return [
        Heading(2, "What keeps coming back"),
        Table(
            "Themes of two findings or more",
            [Column("Theme"), Column("Findings", "right")],
            [[name, str(count)] for name, count in rows],
        ),
    ]


def voices(reader, body, span):
    """Words whose publication somebody agreed to, as they were released: children's first, then their families', then
    others'; each as the work and its text have them.
    """
    reading = Reading(reader)
    rows = sorted(in_order(reading, inside(reader, VOICES, span)), key=lambda row: Voice.Who.values.index(row.who))
    return [
        Quotation(_own_words(reading, row), _described(reading.for_page(row)) + mark(span, row))
        for row in rows
        if row.may_be_published
    ]


def _own_words(reading, voice) -> tuple:
    """Somebody's words without the marks that they were typed in: a quotation draws its own."""
    return as_claims(unquoted(parse_runs(reading.for_page(voice).text)), "voice", voice.ref)


def _described(voice):
    return voice.attribution or voice.get_who_display()


def thread(reader, body, span):
    """The picture of the thread, with where it breaks."""
    picture = breaks.picture(reader, ThreadFilter(period=(span.starts, span.ends)))
    if not picture.counts["sources"] + sum(picture.counts[stage.code] for stage in picture.stages):
        return []
    return [ThreadPicture("From pieces of work to impact on children", picture.stages, picture.gaps, picture.sentence)]
