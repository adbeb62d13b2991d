"""Figures as they leave the house in the yearly report, with what the gate decided of them."""

from django.db.models import Prefetch

from goldenthread.rooms.dataset import disclosure
from goldenthread.rooms.dataset.models import Figure, Indicator


def leaving(reader, body):
    """All figures of one body, and what the gate withholds of them: (rows, decision). Two chapters of a report share them.

    The gate looks at everything that the body holds, whoever reads: that is what makes it safe.
    """
    return reader.once(("figures that leave", body.pk), lambda: _read(body))


def _read(body):
    indicators = Prefetch("indicator", Indicator.objects.select_related("holder"))
    rows = list(Figure.objects.filter(holder=body).select_related("area").prefetch_related(indicators))
    for row in rows:
        row.holder = body
    return rows, disclosure.decide(rows)
