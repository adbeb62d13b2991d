"""The dataset's chapters of the yearly report: what was published as it was quoted, everything else through the gate.

Every number that is printed names its figure as a claim.
"""

from collections import defaultdict
from functools import partial
from itertools import groupby

from goldenthread.foundation.papers.blocks import Chart, Claim, Column, Heading, List, Note, Paragraph, Table, Text
from goldenthread.foundation.papers.claiming import item_of
from goldenthread.rooms.dataset import measures
from goldenthread.rooms.dataset.blocks import VillageGroup, VillageInGroups, VillageLine
from goldenthread.rooms.dataset.queries import arranging, reading, remarks, scorecard, snapshot, telling
from goldenthread.rooms.dataset.queries.leaving import leaving

WITHHELD = (
    "Where a number is withheld it counts from one to four people, or would give such a number away. "
    "Numbers that were published already stand as they were quoted."
)


def _taken(reader, body, span):
    rows, gate = leaving(reader, body)
    return [row for row in rows if span.takes("figure", row.ref, row.ends)], gate


def figures(reader, body, span):
    """The area in figures: a snapshot of every indicator, then what moved over the year, and the parts of a whole."""
    rows, gate = _taken(reader, body, span)
    rows = arranging.in_order(row for row in rows if not row.indicator.village)
    if not rows:
        return []
    comparators = defaultdict(list)
    for row in reading.comparators(reader).filter(holder=body):
        comparators[row.indicator_id].append(row)
    told = [
        telling.tell(list(own), partial(snapshot.printed, gate=gate))
        for _, own in groupby(rows, key=lambda one: one.indicator_id)
    ]
    blocks = [*snapshot.table(told, comparators, gate, span), *_in_detail(told, gate)]
    blocks += snapshot.others(told, gate, span)
    blocks += _again(told)
    drawn = [row for row in rows if _drawn(row, gate)]
    blocks += [
        Paragraph(sentence)
        for _, own in groupby(drawn, key=lambda one: one.indicator_id)
        for sentence in arranging.not_adding_up(list(own))
    ]
    shown = [row for row in rows if snapshot.printed(row, gate)]
    blocks += _remarks(shown, comparators) + _where_from(shown, comparators)
    if any(not gate.passes(row) for row in rows):
        blocks.append(Note("withheld", WITHHELD))
    return blocks


def _drawn(figure, gate):
    return gate.passes(figure) and not (figure.public and figure.quoted)


def _in_detail(told, gate):
    """By part of the dataset: what is drawn over time or broken down, each with its table."""
    blocks = []
    for section, in_section in groupby(told, key=lambda one: one.indicator.section or "Other figures"):
        own = [block for one in in_section for block in _details(one, gate)]
        blocks += [Heading(2, section), *own] if own else []
    return blocks


def _details(told, gate):
    def drawn(figure):
        return _drawn(figure, gate)

    for grid in told.over_time:
        chart = telling.specification_over_time(told.indicator, grid, drawn)
        yield _drawing(grid, chart, telling.movement(grid, drawn), gate)
    for grid in told.parts:
        chart = telling.specification_of_parts(told.indicator, grid, drawn)
        sentence = telling.movement_of_whole(grid, drawn) + telling.largest(grid)
        yield _drawing(grid, chart, sentence, gate)


def _drawing(grid, chart, sentence, gate):
    """The numbers stand in the table; the sentence says what they show, and who cannot see the picture hears both."""
    columns = [Column(grid.head), *(Column(column, "right") for column in grid.columns)]
    rows = [
        [
            row,
            *(
                snapshot.cell(grid.cells[row, column], gate) if (row, column) in grid.cells else ""
                for column in grid.columns
            ),
        ]
        for row in grid.rows
    ]
    if chart is None:
        return Table(grid.title, columns, rows)
    return Chart(
        grid.title, chart, sentence, f"{grid.title}. {sentence} The table gives each number.", Table("", columns, rows)
    )


def _again(told):
    """What a text prints twice, with one number: it stands above, and its other place is named here."""
    again = [
        Claim(f"{one.indicator.title}, {measures.period(figure)}", "figure", figure.ref)
        for one in told
        for figure in one.again
    ]
    runs = [run for claim in again for run in (Text("; "), claim)][1:]
    return [Paragraph((Text("The same number is given once more: "), *runs, Text(".")))] if again else []


def _remarks(shown, comparators):
    """How the figures are defined, and what their texts and those who took them over say of them."""
    by_indicator = groupby(shown, key=lambda one: one.indicator_id)
    said = remarks.of_many((list(own), comparators[pk]) for pk, own in by_indicator)
    return [Heading(2, "What to know about these figures"), List([item_of(one) for one in said])] if said else []


def _beside(shown, comparators):
    """What the figures are held beside."""
    keys, indicators = {row.pk for row in shown}, {row.indicator_id for row in shown}
    return [
        one
        for indicator, own in comparators.items()
        if indicator in indicators
        for one in own
        if one.beside_id in keys or one.beside_id is None
    ]


def _where_from(shown, comparators):
    """Citations of what was published, sources of the rest, in one line."""
    said = [row.citation if row.public else row.source for row in shown] + [
        one.citation or one.vintage for one in _beside(shown, comparators)
    ]
    told = arranging.citations(said)
    return [Paragraph(f"Where from: {told}.")] if told else []


def village(reader, body, span):
    """If each area were a village of 100 children: grouped as the dataset groups its lines, each number its record."""
    rows, gate = _taken(reader, body, span)
    rows = arranging.in_order(row for row in rows if row.indicator.village and gate.passes(row))
    by_indicator = [(indicator, list(own)) for indicator, own in groupby(rows, key=lambda row: row.indicator)]
    blocks = []
    for name, lines in scorecard.village_lines(by_indicator):
        blocks.append(_village(name, lines))
        sources = {row.citation if row.public else row.source for _, row in lines}
        if told := arranging.citations(sources):
            blocks.append(Paragraph(f"Where from: {told}."))
    return blocks


def _village(name, lines):
    groups = [
        (title, [VillageLine(item.count, item.label, figure.ref) for item, figure in own])
        for title, own in groupby(lines, key=lambda line: line[1].indicator.section)
    ]
    groups = [VillageGroup(title if len(groups) > 1 else "", own) for title, own in groups]
    place = "the area" if name == arranging.WHOLE else name
    title = f"{place[:1].upper()}{place[1:]} as a village of 100 children"
    return VillageInGroups(title, groups, f"If {place} were a village of 100 children, so many of them would be these.")
