"""Which figures are owed: of the last whole period, by the agency that answers for the indicator, and not there yet."""

import datetime
from dataclasses import dataclass

from goldenthread.foundation.access.queries import can
from goldenthread.foundation.access.viewer import Viewer
from goldenthread.foundation.ui.words import day
from goldenthread.rooms.dataset import measures
from goldenthread.rooms.dataset.models import Figure, Indicator
from goldenthread.rooms.dataset.queries import reading

# The house's own default, not a statutory limit: six weeks after a period ends its figure is late.
WEEKS_TO_RETURN = datetime.timedelta(weeks=6)
Every = Indicator.Every


@dataclass(frozen=True)
class Owed:
    """One figure that is owed: of which indicator, for which days, and by when."""

    indicator: Indicator
    starts: datetime.date
    ends: datetime.date

    @property
    def due(self) -> datetime.date:
        return self.ends + WEEKS_TO_RETURN

    def late(self, today: datetime.date) -> bool:
        return self.due < today

    def sentence(self, viewer: Viewer) -> str:
        """ "“Children on a plan” for June 2026 is owed by your agency by 11 August 2026"."""
        whose = "your agency" if self.indicator.agency_id in viewer.agency_ids else self.indicator.agency.short
        text = f"“{self.indicator.title}” for {measures.span(self.starts, self.ends)} is owed by {whose}"
        return f"{text}: it was due by {day(self.due)}" if self.late(viewer.today) else f"{text} by {day(self.due)}"


def last_period(every: str, today: datetime.date) -> tuple[datetime.date, datetime.date]:
    """First and last day of the last whole month, quarter or year to 31 March before `today`."""
    if every == Every.YEAR:
        starts = datetime.date(today.year - (today.month < 4), 4, 1)
        return starts.replace(year=starts.year - 1), starts - datetime.timedelta(1)
    size = 3 if every == Every.QUARTER else 1
    first_of_this = datetime.date(today.year, today.month - (today.month - 1) % size, 1)
    ends = first_of_this - datetime.timedelta(1)
    return datetime.date(ends.year, ends.month - size + 1, 1), ends


def missing(viewer: Viewer) -> list:
    """What the viewer may supply and nobody has yet, the earliest due first. Two queries."""
    if "dataset.supply" not in viewer.permissions:
        return []
    scheduled = (
        reading.indicators(viewer).filter(holder_id=viewer.partnership_id, agency__isnull=False).exclude(owed="")
    )
    mine = [one for one in scheduled.order_by("agency__name", "title") if can(viewer, "dataset.supply", one)]
    return without_a_figure(mine, viewer.today)


def of(viewer: Viewer, indicator: Indicator) -> Owed | None:
    """What is owed of one indicator now, for its page and its form; None when nothing is."""
    if not indicator.owed or not indicator.agency_id or indicator.holder_id != viewer.partnership_id:
        return None
    return next(iter(without_a_figure([indicator], viewer.today)), None)


def lines(viewer: Viewer) -> list:
    """The same for a list on a page: each a sentence, the indicator's title, and the form's address."""
    return [
        {
            "sentence": one.sentence(viewer),
            "title": one.indicator.title,
            "url": reading.address(viewer, one.indicator, "add_figure"),
        }
        for one in missing(viewer)
    ]


def without_a_figure(indicators: list[Indicator], today: datetime.date) -> list[Owed]:
    """What is owed of these, of the last whole period before `today`, the earliest due first. One query."""
    given = (
        set(Figure.objects.filter(indicator__in=indicators).values_list("indicator_id", "ends"))
        if indicators
        else set()
    )
    owed = [Owed(one, *last_period(one.owed, today)) for one in indicators]
    found = [
        one for one in owed if not any(pk == one.indicator.pk and one.starts <= ends <= one.ends for pk, ends in given)
    ]
    return sorted(found, key=lambda one: one.due)
