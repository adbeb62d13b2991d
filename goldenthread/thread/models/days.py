"""When something was, as exactly as it is known."""

import datetime

from django.db import models

from goldenthread.foundation.writing import Guarded


class Known(models.TextChoices):
    DAY = "day", "The day is known"
    MONTH = "month", "Only the month is known"
    PERIOD = "period", "Only the period is known"


def told(on: datetime.date, starts: datetime.date | None, known: str) -> str:
    """“31 March 2024”, “March 2024” or “1 April 2023 to 31 March 2024”."""
    if known == Known.MONTH:
        return f"{on:%B %Y}"
    if starts and starts != on:
        return f"{_day(starts)} to {_day(on)}"
    return _day(on)


def _day(day):
    return f"{day.day} {day:%B %Y}"


class RoughlyDated(Guarded):
    """Beside a column `on`: the day, or the last day of the month or period in which it was; `known` says which."""

    starts = models.DateField("first day, where only a period is known", null=True, blank=True, editable=False)
    known = models.CharField(
        "how exactly the date is known", max_length=6, choices=Known, default=Known.DAY, editable=False
    )

    class Meta:
        abstract = True

    @property
    def when(self) -> str:
        return told(self.on, self.starts, self.known)
