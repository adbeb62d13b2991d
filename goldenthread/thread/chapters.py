"""The thread's chapters of the yearly report, built with the rights of the public reader and nothing else.

Each says only what was released or is public: a released thing by its public text, under the work's own name or its
neutral label. Every sentence that states something names its record as a claim.
"""

from collections import Counter
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Model, Q

from goldenthread.foundation.access.kept import by_holder, held_in
from goldenthread.foundation.papers.blocks import (
    Claim,
    Column,
    Heading,
    List,
    Pair,
    Paragraph,
    Quotation,
    Summary,
    Table,
    Text,
)
from goldenthread.foundation.prepared import Fixed, prepared
from goldenthread.foundation.ui.words import lower_first, plural
from goldenthread.thread import kinds
from goldenthread.thread.blocks import ThreadPicture
from goldenthread.thread.models import Action, Finding, FindingTheme, Impact, Recommendation, Source, Voice
from goldenthread.thread.queries import breaks
from goldenthread.thread.queries.filters import ThreadFilter
from goldenthread.thread.queries.placing import known_day, place
from goldenthread.thread.queries.reading import Reading

OUTSIDE = " (outside the period)"


@dataclass(frozen=True)
class Drawn:
    """How a chapter draws on one kind of thing. `day`: the column that says whether it is of a period; "" for the day
    of the work, as the reader may know it.
    """

    model: type[Model]
    day: str = ""
    beside: tuple[str, ...] = ("source__group", "holder")
    order: tuple[str, ...] = ()


WORKS = Drawn(Source, beside=("group", "holder"), order=("on", "title", "key"))
FINDINGS, RECOMMENDATIONS = Drawn(Finding), Drawn(Recommendation)
ACTIONS = Drawn(Action, beside=("source__group", "holder", "owner"))
IMPACTS, VOICES = Drawn(Impact, "on"), Drawn(Voice, "on", order=("on", "key"))


def _inside(reader, drawn: Drawn, span) -> list:
    """What the reader sees of the work of a period and what was put in, without what was left out; of judgements of one
    thing the latest.
    """
    put_in, left_out = _refs(drawn.model, span.put_in), _refs(drawn.model, span.left_out)
    period = ThreadFilter(period=(span.starts, span.ends))
    return _rows_inside(reader, drawn, period, Fixed(len(put_in)), *put_in, *left_out)


def _refs(model, chosen):
    """Those of a model among chosen records, as `of_holders` takes them."""
    return by_holder(ref for noun, ref in chosen if noun == model._meta.model_name)


@prepared
def _rows_inside(reader, drawn, narrow, put_in, *chosen):
    seen = drawn.model.objects.visible_to(reader)
    inside = seen.filter(**{f"{drawn.day}__range": narrow.period}) if drawn.day else narrow.of(reader, seen)
    within = Q(pk__in=inside.order_by().values("pk"))
    rows = seen.filter(within | held_in(chosen[:put_in])).exclude(held_in(chosen[put_in:]))
    rows = breaks.latest(rows) if drawn is IMPACTS else rows
    return rows.order_by(*drawn.order).select_related(*drawn.beside)


@prepared
def _themes_of(findings):
    rows = FindingTheme.objects.filter(finding__in=findings).order_by("pk")
    return rows.values_list("theme__name", flat=True)


def _in_order(reading, rows):
    """Parts in the order of the work behind them, as far as the reader may know it."""
    return sorted(rows, key=lambda row: place(reading.for_page(row)))


def works(reader, span) -> list:
    """The pieces of work that a chapter draws on. Several chapters of one build share them."""
    return reader.once(("works", span), lambda: _inside(reader, WORKS, span))


def _mark(span, on):
    return OUTSIDE if span.lies_outside(on) else ""


def _mark_work(reading, span, part):
    return _mark(span, known_day(reading.for_page(part)))


def _claim(reading, thing):
    return Claim(reading.for_page(thing).text, type(thing)._meta.model_name, thing.ref)


def _by_work(reading, rows):
    """(name of the work, its things), works that may not be named under their neutral label."""
    return [(name, list(own)) for name, own in groupby(rows, key=lambda row: reading.for_page(row).work)]


def learning(reader, body, span):
    """What was found and recommended, work by work; themes as a table."""
    reading = Reading(reader)
    findings, recommendations = _inside(reader, FINDINGS, span), _inside(reader, RECOMMENDATIONS, span)
    blocks = _works(reading, works(reader, span))
    for name, own in _by_work(reading, _in_order(reading, findings + recommendations)):
        blocks.append(Heading(3, name))
        for kind, words in (("strength", "Strengths"), ("development", "To be developed")):
            found = [row for row in own if isinstance(row, Finding) and row.kind == kind]
            if found:
                blocks += [
                    Paragraph(f"{words}:"),
                    List(
                        [
                            (
                                _claim(reading, row),
                                Text(_counted(reading.for_page(row)) + _mark_work(reading, span, row)),
                            )
                            for row in found
                        ]
                    ),
                ]
        advised = [row for row in own if isinstance(row, Recommendation)]
        if advised:
            blocks += [
                Paragraph("Recommendations:"),
                List([(_claim(reading, row), Text(_mark_work(reading, span, row))) for row in advised]),
            ]
    return blocks + _themes(findings)


def _counted(finding):
    """How often, where that was not kept back: a number goes with no release."""
    return f" ({finding.cases} of {finding.opportunities})" if finding.cases is not None else ""


def _works(reading, sources):
    """How much work of which kind, and what it was."""
    if not sources:
        return []
    sizes = Counter(row.kind for row in sources)
    said = "; ".join(f"{count} {_kind(kind, count)}" for kind, count in sizes.most_common())
    blocks = [
        Paragraph(
            f"The record of this year holds {plural(len(sources), 'piece,pieces')} of work that the public may read: "
            f"{said}."
        )
    ]
    pairs = [Pair(reading.for_page(row).work, (_claim(reading, row),)) for row in sources if reading.for_page(row).text]
    return blocks + ([Summary(pairs)] if pairs else [])


def _kind(code, count):
    kind = kinds.BY_CODE[code]
    return lower_first(kind.label if count == 1 else kind.plural)


def _themes(findings):
    sizes = Counter(_themes_of([row.pk for row in findings]))
    if not sizes:
        return []
    rows = [[name, str(count)] for name, count in sorted(sizes.items(), key=lambda pair: (-pair[1], pair[0]))]
    return [
        Heading(3, "What keeps coming back"),
        Table("Findings of the year by theme", [Column("Theme"), Column("Findings", "right")], rows),
    ]


def actions_and_impact(reader, body, span):
    """What was done, by work, with its state in words; then each judgement of impact."""
    reading = Reading(reader)
    actions, impacts = _inside(reader, ACTIONS, span), _in_order(reading, _inside(reader, IMPACTS, span))
    blocks = []
    for name, own in _by_work(reading, _in_order(reading, actions)):
        blocks.append(Heading(3, name))
        blocks.append(
            List(
                [
                    (_claim(reading, row), Text(_standing(reading.for_page(row)) + _mark_work(reading, span, row)))
                    for row in own
                ]
            )
        )
    for level, words in Impact.Level.choices:
        judged = [row for row in impacts if row.level == level]
        if judged:
            blocks.append(Heading(3, words))
            blocks += [
                Paragraph((_claim(reading, row), Text(f" {_judged_as(reading.for_page(row))}{_mark(span, row.on)}.")))
                for row in judged
            ]
    return blocks


def _judged_as(impact):
    return (
        f"Judged as: {lower_first(impact.get_judgement_display())}"
        if impact.is_judged
        else "The source does not say whether that was the impact intended"
    )


def _standing(action):
    who = f"{action.owner.short}: " if action.owner else ""
    return f" ({who}{lower_first(action.get_state_display())})"


def voices(reader, body, span):
    """Words whose publication somebody agreed to, as they were released."""
    reading = Reading(reader)
    return [
        Quotation((_claim(reading, row),), _described(reading.for_page(row)) + _mark(span, row.on))
        for row in _inside(reader, VOICES, span)
        if row.may_be_published
    ]


def _described(voice):
    return voice.attribution or voice.get_who_display()


def thread(reader, body, span):
    """The picture of the thread, with where it breaks."""
    picture = breaks.picture(reader, ThreadFilter(period=(span.starts, span.ends)))
    if not picture.counts["sources"] + sum(picture.counts[stage.code] for stage in picture.stages):
        return []
    return [ThreadPicture("From pieces of work to impact on children", picture.stages, picture.gaps, picture.sentence)]
