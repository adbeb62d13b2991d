"""Where a thing stands in a list, by no more than this viewer may know of the work behind it.

Of work that stays closed only the year, April to March, goes with a released part. A part that stood among open work by
the exact day would tell that day by its neighbours; so it stands on the last day of its year, and among things of one
day by its own random key, not by the name of the work or the order in which things were written.
"""

from __future__ import annotations

import datetime
import re
from typing import Any

from django.db.models import Case, DateField, F, Func, IntegerField, Q, QuerySet, TextField, Value, When

from goldenthread.thread.models import Source
from goldenthread.thread.queries.reading import Projection
from goldenthread.thread.queries.years import year_of

_SEVERAL = re.compile(r"\b(line|page|paragraph|section|chapter)s\b")
_NUMBERS = re.compile(r"(\d+)")


class LastDayOfYear(Func):
    """The last day of the year, April to March, of a date: 31 March 2020 for 17 September 2019 and 31 March 2020.

    Three months earlier every day of such a year lies in one calendar year, which ends three months too early.
    """

    output_field = DateField()

    def as_sqlite(self, compiler: Any, connection: Any, **options: Any) -> tuple:
        template = "date(%(expressions)s, '-3 months', 'start of year', '+15 months', '-1 day')"
        return self.as_sql(compiler, connection, template=template, **options)

    def as_postgresql(self, compiler: Any, connection: Any, **options: Any) -> tuple:
        earlier = "date_trunc('year', %(expressions)s - interval '3 months')"
        template = f"({earlier} + interval '15 months' - interval '1 day')::date"
        return self.as_sql(compiler, connection, template=template, **options)


def day_of_work(viewer: Any) -> Case:
    """The day of the work behind a part, as this viewer may know it, for a column or an order."""
    return Case(When(_sees_work(viewer), then=F("source__on")), default=LastDayOfYear("source__on"))


def among_equals(viewer: Any) -> list:
    """The order of parts that nothing else tells apart: work by work where the work is seen, else by their keys."""
    seen = _sees_work(viewer)
    return [
        Case(When(seen, then=F("source__title")), default=Value(""), output_field=TextField()),
        Case(When(seen, then=F("source_id")), default=Value(0), output_field=IntegerField()),
        Case(When(seen, then=F("order")), default=Value(0), output_field=IntegerField()),
        "key",
    ]


def by_work(viewer: Any, rows: QuerySet, *, newest: bool = False) -> QuerySet:
    """Rows of one kind of part in the order of the work behind them."""
    day = day_of_work(viewer)
    return rows.order_by(day.desc() if newest else day.asc(), *among_equals(viewer))


def known_day(seen: Projection) -> datetime.date:
    """The same day of one thing that is at hand."""
    return seen.work_on or year_of(seen.thing.source.on)[1]


def place(seen: Projection) -> tuple:
    """The same order as `by_work` for things that are at hand, by the name that the viewer reads of the work; work that
    was taken over from a text stands as the text has it.
    """
    thing = seen.thing
    within = (thing.source_id, getattr(thing, "order", 0)) if seen.sees_work else (0, 0)
    in_text = in_order_of_text(thing.source.citation) if seen.sees_work else ()
    return known_day(seen), in_text, seen.work, within[0], thing._meta.model_name, within[1], thing.key


def in_order_of_text(citation: str) -> tuple[str | int, ...]:
    """A citation for sorting: "lines 54, 508" before "line 299", since its first number is the smaller."""
    words = _SEVERAL.sub(r"\1", citation.casefold())
    return tuple(int(part) if place % 2 else part for place, part in enumerate(_NUMBERS.split(words)))


def _sees_work(viewer: Any) -> Q:
    return Q(source__in=Source.objects.visible_to(viewer).order_by().values("pk"))
