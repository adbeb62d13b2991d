"""The table of a period to be filled in, which is read back as it was given out."""

from typing import Any

from goldenthread.foundation.access.queries import can
from goldenthread.foundation.access.viewer import Viewer
from goldenthread.rooms.dataset.disclosure import WITHHELD
from goldenthread.rooms.dataset.queries import arranging, period, reading

STANDS = "What stands"
COLUMNS = ("Code", "Indicator", "Area", "Period", "Value", "Numerator", "Denominator", "Note")


def rows(viewer: Viewer, **chosen: Any) -> tuple[tuple[str, ...], list[list[str | None]], int]:
    """(headings, rows, how many are withheld) of the indicators whose figures the viewer may give. What stands leaves
    through the gate, and only with whoever may take figures out.
    """
    told = [row for _, own in period.rows(viewer, **chosen) for row in own]
    with_values = can(viewer, "dataset.export")
    gate = reading.decision({viewer.partnership_id}) if with_values else None
    columns = (*COLUMNS[:4], STANDS, *COLUMNS[4:]) if with_values else COLUMNS
    found, withheld = [], 0
    for row in told:
        place = row.area.name if row.area else arranging.WHOLE
        line = [row.indicator.key, row.indicator.title, place, row.time]
        if gate is not None:
            free = row.figure is None or gate.passes(row.figure)
            withheld += not free
            line.append(_stands(row) if free else WITHHELD)
        found.append([*line, None, None, None, None])
    return columns, found, withheld


def _stands(row: period.Row) -> str:
    """In words that may leave: nobody can check the words of a source for small numbers."""
    if row.figure is None or (row.figure.words and row.indicator.people and not row.figure.public):
        return ""
    return row.stands
