"""What bodies and groups were called before. The name that holds stands with the thing itself."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.db import models

from goldenthread.foundation.writing import Guarded


class EarlierName(Guarded):
    """Abstract: a name that held until a day, that day included."""

    WRITTEN_BY = "organisations"

    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=60, blank=True)
    until = models.DateField("last day on which it held")

    class Meta:
        abstract = True
        ordering = ["until"]

    def __str__(self):
        return self.name


class BodyName(EarlierName):
    """What a body was called before."""

    body = models.ForeignKey("people.Body", models.PROTECT, related_name="earlier_names")
    PRIVACY = {"*": "public"}

    class Meta(EarlierName.Meta):
        constraints = [models.UniqueConstraint(fields=["body", "until"], name="one_name_of_a_body_ends_a_day")]


class GroupName(EarlierName):
    """What a group was called before."""

    group = models.ForeignKey("people.Group", models.PROTECT, related_name="earlier_names")
    PRIVACY = {"*": "public"}

    class Meta(EarlierName.Meta):
        constraints = [models.UniqueConstraint(fields=["group", "until"], name="one_name_of_a_group_ends_a_day")]


def as_called_on(things: Iterable[Any], day: datetime.date, reader: Any = None) -> None:
    """Let bodies, or groups, that were read to be told of say the name that held on `day`; nothing is written.

    Two queries for all of them; with a reader who remembers what was read (`once`), two for all that one build tells.
    """
    once = getattr(reader, "once", None)
    held = once(("names", day), lambda: _held_on(day)) if once else _held_on(day)
    for thing in things:
        if thing is not None and (row := held.get((thing._meta.model_name, thing.pk))):
            thing.name, thing.short_name = row.name, row.short_name


def _held_on(day: datetime.date) -> dict[tuple[str, int], EarlierName]:
    """{(body or group, its number): the name that held on a day and holds no more}. There are few in a whole house."""
    held: dict[tuple[str, int], EarlierName] = {}
    for table, owner in ((BodyName, "body"), (GroupName, "group")):
        for row in table.objects.filter(until__gte=day).order_by("until"):
            held.setdefault((owner, getattr(row, f"{owner}_id")), row)
    return held
