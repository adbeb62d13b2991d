"""What the dataset puts on the page Today: figures of the last period that an agency owes."""

import datetime

from goldenthread.foundation.access.queries import can
from goldenthread.foundation.room import Line
from goldenthread.foundation.ui.words import day
from goldenthread.rooms.dataset import measures
from goldenthread.rooms.dataset.models import Figure, Indicator
from goldenthread.rooms.dataset.queries import reading

MOST = 30
# The house's own default, not a statutory limit: six weeks after a period ends its figure is late.
WEEKS_TO_RETURN = datetime.timedelta(weeks=6)
Every = Indicator.Every


def last_period(every: str, today: datetime.date) -> tuple[datetime.date, datetime.date]:
    """First and last day of the last whole month, quarter or year to 31 March before `today`."""
    if every == Every.YEAR:
        starts = datetime.date(today.year - (today.month < 4), 4, 1)
        return starts.replace(year=starts.year - 1), starts - datetime.timedelta(1)
    size = 3 if every == Every.QUARTER else 1
    first_of_this = datetime.date(today.year, today.month - (today.month - 1) % size, 1)
    ends = first_of_this - datetime.timedelta(1)
    return datetime.date(ends.year, ends.month - size + 1, 1), ends


def missing(viewer):
    """Lines for whoever answers for the agency, and for whoever keeps the figures."""
    keeps = can(viewer, "dataset.edit")
    owed = reading.indicators(viewer).filter(holder_id=viewer.partnership_id, agency__isnull=False).exclude(owed="").order_by("agency__name", "title")
    if not keeps:
        owed = owed.filter(agency__in=viewer.agency_ids)
    owed = list(owed)
    given = set(Figure.objects.filter(indicator__in=owed).values_list("indicator_id", "ends")) if owed else set()
    lines = []
    for indicator in owed:
        starts, ends = last_period(indicator.owed, viewer.today)
        if not any(pk == indicator.pk and starts <= day_given <= ends for pk, day_given in given):
            lines.append(_line(viewer, indicator, starts, ends, keeps))
    return sorted(lines, key=lambda line: line.due)[:MOST]


def _line(viewer, indicator, starts, ends, keeps):
    due = ends + WEEKS_TO_RETURN
    late = due < viewer.today
    whose = "your agency" if indicator.agency_id in viewer.agency_ids else indicator.agency.short
    sentence = f"“{indicator.title}” for {measures.span(starts, ends)} is owed by {whose}"
    return Line(
        f"{sentence}: it was due by {day(due)}" if late else f"{sentence} by {day(due)}",
        reading.address(viewer, indicator, "add_figure" if keeps else "indicator"),
        due=due, overdue=late, why=indicator.section, kind="Return",
    )  # fmt: skip
