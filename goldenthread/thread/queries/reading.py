"""What a viewer reads of a thing of the thread that they may see: what it is called, its own text or the one made for
others, and the work behind it.
"""

import datetime

from django.db.models import Model

from goldenthread.foundation.access import circles
from goldenthread.foundation.access.circles import KEPT, kept_to_listed
from goldenthread.thread.models import Audience, Source
from goldenthread.thread.queries.years import year_label, year_of

__all__ = ["KEPT", "KEPT_WORK", "NEUTRAL", "Projection", "Reading", "kept_to_listed"]

KEPT_WORK = "Work kept to listed people"
NEUTRAL = "a confidential piece of work"


class Projection(circles.Projection):
    """Of a part also what may be told of the work behind it.

    `title` is what the thing is called in a list: a piece of work by its name, a part by its text. `work` is the name
    of the work, `sees_work` whether its own page opens.
    """

    work: str = ""
    sees_work: bool = False

    @property
    def title(self) -> str:
        return self.work if self.thing.source is self.thing and self.text != KEPT else self.text

    @property
    def work_when(self) -> str:
        """The day of the work; where the work stays closed, only its year, April to March."""
        return self.thing.source.when if self.sees_work else year_label(year_of(self.thing.source.on)[0])

    @property
    def work_on(self) -> datetime.date | None:
        return self.thing.source.on if self.sees_work else None

    @property
    def work_kind(self) -> str:
        return self.thing.source.kind_label if self.sees_work else ""

    @property
    def held_by(self) -> str:
        """Who holds it. A release says so, whatever becomes of the work's own name."""
        return self.thing.source.group.name


class Reading(circles.Reading):
    projection = Projection

    def _project(self, thing: Model, whole: bool, *, for_list: bool, kept: bool = False) -> Projection:
        seen = super()._project(thing, whole, for_list=for_list, kept=kept)
        seen.sees_work = self.in_circle(thing.source.audience, thing.source)
        seen.work = self._name(thing.source, seen.sees_work, for_list)
        return seen

    def _name(self, source: Source, sees_work: bool, for_list: bool) -> str:
        """What the work behind a thing is called for this viewer."""
        if not sees_work:
            return source.public_label or NEUTRAL
        if for_list and source.audience == Audience.LISTED:
            return KEPT_WORK
        return source.title if self.reads_whole(source) else source.public_label or source.title
