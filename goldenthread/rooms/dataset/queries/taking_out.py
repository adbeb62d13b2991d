"""Exactly what a page shows, as a table that may leave the house: each figure has passed the gate."""

from django.db.models import QuerySet

from goldenthread.rooms.dataset import measures
from goldenthread.rooms.dataset.disclosure import WITHHELD
from goldenthread.rooms.dataset.models import Bound, Figure, Indicator
from goldenthread.rooms.dataset.queries import arranging, reading

COLUMNS = (
    "Section",
    "Indicator",
    "Area",
    "Period",
    "First day",
    "Last day",
    "Broken down by",
    "Category",
    "Known as",
    "Value",
    "Unit",
    "Count",
    "Of how many",
    "Second count",
    "As worded",
    "Why there is none",
    "As published",
    "Where from",
    "Published already",
    "Citation",
    "Figure",
)


def rows(figures: QuerySet[Figure]) -> tuple[list[list[str | None]], int]:
    """(rows, how many are withheld). `figures` are what the viewer sees; the gate looks at everything that is held."""
    figures = list(figures)
    decision = reading.decision({one.holder_id for one in figures})
    return [_row(one, decision.passes(one)) for one in figures], sum(not decision.passes(one) for one in figures)


def _row(figure: Figure, passes: bool) -> list[str | None]:
    indicator = figure.indicator
    place = [
        indicator.section,
        indicator.title,
        arranging.area_name(figure),
        measures.period(figure),
        figure.starts,
        figure.ends,
        figure.breakdown,
        arranging.part_name(figure),
    ]
    tail = [figure.source, figure.public, figure.citation if figure.public else "", figure.ref]
    if not passes:
        return [*place, WITHHELD, WITHHELD, _unit(indicator), WITHHELD, WITHHELD, WITHHELD, "", "", "", *tail]
    given = measures.number(figure)
    # Nobody can check words for small numbers: they leave only where they were published already, or count no people.
    free = figure.public or not indicator.people
    return [
        *place,
        Bound(figure.bound).label,
        given if given is not None else measures.short_amount(figure) if figure.value_to is not None else None,
        _unit(indicator),
        measures.count_of(figure) if figure.numerator_to or figure.numerator_bound != Bound.EXACT else figure.numerator,
        figure.denominator,
        figure.second,
        figure.words if free else "",
        figure.absent,
        figure.quoted if free else "",
        *tail,
    ]


def _unit(indicator: Indicator) -> str:
    return f"in every {indicator.factor:,}" if indicator.unit == "rate" else indicator.get_unit_display()
