"""How indicators, figures and comparators look where nobody knows their kind. `keys` are refs: "<holder's key>/<key>".

A reader without a seat sees a figure that is public, or that the gate lets pass.
"""

from goldenthread.foundation.room import Reference
from goldenthread.rooms.dataset import measures
from goldenthread.rooms.dataset.models import Figure
from goldenthread.rooms.dataset.queries import arranging, reading, remarks


def _url(viewer, thing):
    return reading.address(viewer, thing) if viewer.seats and viewer.slug else ""


def indicators(viewer, keys):
    rows = reading.indicators(viewer).by_refs(keys)
    return {row.ref: Reference("indicator", row.ref, row.title, _url(viewer, row), hint=row.section) for row in rows}


def figures(viewer, keys):
    rows = list(_figures(viewer).by_refs(keys))
    if not reading.reads_all(viewer):
        gate = reading.decision({row.holder_id for row in rows})
        rows = [row for row in rows if gate.passes(row)]
    every = reading.reads_all(viewer)
    return {
        row.ref: _figure_card(viewer, row, remarks.of_figure(row) if every or remarks.is_free(row) else [])
        for row in rows
    }


def _figures(viewer):
    if reading.reads_all(viewer) or viewer.seats:
        return reading.figures(viewer)
    return Figure.objects.filter(holder_id=viewer.partnership_id).select_related(
        "holder", "indicator__holder", "area", "part_of"
    )


def _figure_card(viewer, figure, said_of_it):
    part = f", {arranging.part_name(figure)}" if figure.category else ""
    where = f", {figure.area.name}" if figure.area_id else ""
    said = measures.said(figure)
    return Reference(
        "figure",
        figure.ref,
        f"{figure.indicator.title}{where}{part}: {said}",
        _url(viewer, figure),
        "Published" if figure.public else "",
        " ".join([*_defined(figure.indicator), *said_of_it, *_from(figure)]),
    )


def _defined(indicator):
    return [remarks.sentence(indicator.definition)] if indicator.definition else []


def _from(figure):
    where = figure.citation if figure.public else figure.indicator.section
    return [remarks.sentence(where)] if where else []


def comparators(viewer, keys):
    return {
        row.ref: Reference(
            "comparator",
            row.ref,
            f"{row.indicator.title}, {row.place}, {row.period}: {arranging.value_of(row)}",
            _url(viewer, row.indicator),
            hint=" ".join([*remarks.of_comparator(row), remarks.sentence(row.citation or row.vintage)]),
        )
        for row in reading.comparators(viewer).by_refs(keys)
    }


def told(viewer, figure):
    """What the page of a withdrawn figure tells of it."""
    return [
        ("Figure", _figure_card(viewer, figure, []).title),
        ("When", measures.period(figure)),
        ("Where it comes from", figure.source),
        ("Supplied by", figure.supplied_by.name if figure.supplied_by else ""),
        ("Published in", figure.citation),
    ]
