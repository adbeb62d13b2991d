"""The dataset's chapters of the yearly report: what was published as it was quoted, everything else through the gate.

Every number that is printed names its figure as a claim.
"""

from collections import defaultdict
from itertools import groupby

from goldenthread.foundation.papers.blocks import Chart, Claim, Column, Heading, Note, Paragraph, Table, Text
from goldenthread.foundation.ui.words import day, lower_first
from goldenthread.rooms.dataset import disclosure, measures
from goldenthread.rooms.dataset.queries import arranging, reading, scorecard
from goldenthread.rooms.dataset.queries import indicator as one_indicator
from goldenthread.rooms.dataset.queries.leaving import leaving

WITHHELD = (
    "Where a number is withheld it counts from one to four people, or would give such a number away. "
    "Numbers that were published already stand as they were quoted."
)


def _taken(reader, body, span):
    rows, gate = leaving(reader, body)
    return [row for row in rows if span.takes("figure", row.ref, row.ends)], gate


def _in_order(rows):
    return sorted(
        rows, key=lambda one: (one.indicator.section, one.indicator.order, one.indicator.title, one.indicator_id)
    )


def figures(reader, body, span):
    """The area in figures: by part of the dataset, each indicator as a sentence, a chart and a table."""
    rows, gate = _taken(reader, body, span)
    rows = [row for row in rows if not row.indicator.village]
    comparators = defaultdict(list)
    for row in reading.comparators(reader).filter(holder=body):
        comparators[row.indicator_id].append(row)
    blocks = []
    for section, in_section in groupby(_in_order(rows), key=lambda one: one.indicator.section or "Other figures"):
        blocks.append(Heading(2, section))
        for _, own in groupby(in_section, key=lambda one: one.indicator_id):
            own = list(own)
            blocks += _indicator(own, comparators[own[0].indicator_id], gate, span)
    if any(not gate.passes(row) for row in rows):
        blocks.append(Note("withheld", WITHHELD))
    return blocks


def _leaves(figure, gate):
    return gate.passes(figure) or (figure.public and figure.quoted)


def _indicator(own, comparators, gate, span):
    indicator = own[0].indicator
    blocks = [Heading(3, indicator.title)]
    free = [row for row in own if _leaves(row, gate)]
    newest = {name: figure for name, (figure, _) in arranging.latest(free).items()}
    # Of the whole the sentence, of its areas the table: both name the record.
    said = [newest[arranging.WHOLE]] if arranging.WHOLE in newest else list(newest.values())
    blocks += [Paragraph(_sentence(figure, comparators, gate, span)) for figure in said]
    drawn = [row for row in free if gate.passes(row) and not (row.public and row.quoted)]
    charts = one_indicator.charts(indicator, drawn, comparators)
    told = _table(own, gate)
    if charts:
        first, *others = charts
        blocks.append(Chart(first.title, first.specification, first.sentence, first.alternative, told))
        blocks += others
    elif len(own) > len(said):
        blocks.append(told)
    blocks += [Paragraph(sentence) for sentence in arranging.warnings(drawn)]
    blocks += _where_from(free, comparators)
    return blocks


def _sentence(figure, comparators, gate, span):
    said = arranging.with_place(figure, _outside(figure, gate, comparators)) + "."
    mark = "" if span.starts <= figure.ends <= span.ends else f" (Of {day(figure.ends)}, outside the reporting period.)"
    return (Claim(said, "figure", figure.ref), *((Text(mark),) if mark else ()))


def _outside(figure, gate, comparators):
    """A figure as it is said outside: what was printed where that differs, and today's value only if it may leave."""
    if not (figure.public and figure.quoted):
        return arranging.sentence(figure, comparators, most=2)
    text = f"{figure.quoted} {measures.when(figure)}, as it was published"
    return f"{text}; today’s value is {measures.short_amount(figure)}" if gate.passes(figure) else text


def _table(own, gate):
    """Every figure of the indicator, withheld ones included: a reader sees that something stands there."""
    shows = one_indicator.columns(own[0].indicator, own)
    columns = [Column("Period"), Column("Area")]
    columns += [Column("Of whom")] if shows["category"] else []
    columns += [Column("Value", "right")]
    columns += [Column("Count", "right")] if shows["count"] else []
    columns += (
        [Column((own[0].indicator.also_counts or "Second count").capitalize(), "right")] if shows["second"] else []
    )
    return Table("", columns, [_row(row, gate, shows) for row in _oldest_first(own)])


def _oldest_first(own):
    return sorted(
        own,
        key=lambda one: (
            one.ends,
            one.starts or one.ends,
            arranging.whole_first(one),
            one.breakdown,
            one.category,
            one.pk,
        ),
    )


def _row(figure, gate, shows):
    free = gate.passes(figure)
    cells = [measures.period(figure), arranging.area_name(figure)]
    if shows["category"]:
        cells.append(figure.category or "all")
    if figure.public and figure.quoted:
        cells.append((Claim(f"{figure.quoted} (as published)", "figure", figure.ref),))
    else:
        cells.append((Claim(measures.short_amount(figure), "figure", figure.ref),) if free else disclosure.WITHHELD)
    if shows["count"]:
        cells.append(one_indicator.counts(figure) if free else disclosure.WITHHELD)
    if shows["second"]:
        cells.append(
            (measures.plain(figure.second) if figure.second is not None else "") if free else disclosure.WITHHELD
        )
    return cells


def _where_from(free, comparators):
    """Citations of what was published, sources of the rest, each once."""
    shown = {row.pk for row in free}
    beside = [one for one in comparators if one.beside_id in shown or one.beside_id is None]
    said = {row.citation if row.public else row.source for row in free} | {
        one.citation or one.vintage for one in beside
    }
    said = sorted(text for text in said if text)
    return [Paragraph("Where from: " + "; ".join(said) + ".")] if said else []


def village(reader, body, span):
    """If each area were a village of 100 children, with the record behind every line of it."""
    rows, gate = _taken(reader, body, span)
    pairs = defaultdict(list)
    for row in _in_order(row for row in rows if row.indicator.village and gate.passes(row)):
        pairs[row.indicator].append(row)
    blocks = []
    for _, picture, own in scorecard.villages(pairs.items()):
        blocks += [picture, _records_of(picture, own)]
    sources = sorted({row.citation if row.public else row.source for row in rows if row.indicator.village} - {""})
    return blocks + ([Paragraph("Where from: " + "; ".join(sources) + ".")] if blocks and sources else [])


def _records_of(picture, own):
    runs = [Text("Each line leads to its record: ")]
    for place, (item, figure) in enumerate(zip(picture.items, own, strict=True)):
        runs += [Text("; ")] if place else []
        runs.append(Claim(f"{item.count} {lower_first(item.label)}", "figure", figure.ref))
    return Paragraph((*runs, Text(".")))
