"""Figures as they leave the house in the yearly report, with what the gate decided of them."""

from django.db.models import QuerySet

from goldenthread.foundation.access.viewer import Viewer
from goldenthread.foundation.people.models import Body
from goldenthread.foundation.prepared import prepared
from goldenthread.rooms.dataset import disclosure
from goldenthread.rooms.dataset.disclosure import Decision
from goldenthread.rooms.dataset.models import Figure


def leaving(reader: Viewer, body: Body) -> tuple[list[Figure], Decision]:
    """All figures of one body, and what the gate withholds of them: (rows, decision). Two chapters of a report share
    them.

    The gate looks at everything that the body holds, whoever reads: that is what makes it safe.
    """
    return reader.once(("figures that leave", body.pk), lambda: _read(body))


def _read(body: Body) -> tuple[list[Figure], Decision]:
    rows = _figures(body.pk)
    for row in rows:  # an indicator and its figures have one holder
        row.holder = row.indicator.holder = body
    return rows, disclosure.decide(rows)


@prepared
def _figures(body_id: int) -> QuerySet:
    return Figure.objects.filter(holder=body_id).select_related("area", "indicator", "part_of__indicator")
