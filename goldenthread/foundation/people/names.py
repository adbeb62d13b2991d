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


def as_called_on(things: Iterable[Any], day: datetime.date) -> None:
    """Let bodies, or groups, that were read to be told of say the name that held on `day`. One query for all of one
    kind; nothing is written.
    """
    things = [thing for thing in things if thing is not None]
    for table, owner in ((BodyName, "body"), (GroupName, "group")):
        kind = table._meta.get_field(owner).related_model
        own = [thing for thing in things if isinstance(thing, kind)]
        if not own:
            continue
        rows = table.objects.filter(**{f"{owner}__in": {thing.pk for thing in own}}, until__gte=day)
        held = {}
        for row in rows.order_by("until"):
            held.setdefault(getattr(row, f"{owner}_id"), row)
        for thing in own:
            if row := held.get(thing.pk):
                thing.name, thing.short_name = row.name, row.short_name
