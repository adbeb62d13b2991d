"""What a chapter on who a partnership is may draw on: its agencies and its groups, as they stood on a day."""

import datetime
from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import DateField, Exists, OuterRef, Q, QuerySet, Subquery, Value

from goldenthread.foundation.access.viewer import Viewer
from goldenthread.foundation.organisations.proof import ran
from goldenthread.foundation.people.models import Body, Group, GroupMembership, Membership
from goldenthread.foundation.people.seat_filters import runs_on
from goldenthread.foundation.room import DrawsOn, Span

EVERYBODY = Q(pk__isnull=False)


def agencies(viewer: Viewer, body: Body) -> QuerySet[Body]:
    """Every agency that belongs or belonged to the partnership."""
    last = Membership.objects.filter(agency=OuterRef("pk"), partnership=body).order_by("-starts", "-pk")
    of_body = Membership.objects.filter(partnership=body)
    return Body.objects.filter(pk__in=of_body.values("agency")).annotate(
        of_body=Value(body.pk), joined=Subquery(last.values("starts")[:1], output_field=DateField())
    )


def _member_on(starts: datetime.date, ends: datetime.date) -> Q:
    on_the_day = Membership.objects.on(ends).filter(agency=OuterRef("pk"), partnership=OuterRef("of_body"))
    return Q(Exists(on_the_day))


def groups_and_the_whole(body: Body) -> QuerySet[Group]:
    """Every group that the partnership takes or took part in, and the one that stands for the whole of it."""
    taking_part = GroupMembership.objects.filter(partnership=body)
    rows = Group.objects.filter(pk__in=taking_part.values("group"))
    return rows.select_related("lead").annotate(of_body=Value(body.pk))


def groups(viewer: Viewer, body: Body) -> QuerySet[Group]:
    """The same but the whole."""
    return groups_and_the_whole(body).exclude(kind=Group.Kind.ROOT)


def _met_on(starts: datetime.date, ends: datetime.date) -> Q:
    """It met on the day, and the partnership took part."""
    part = GroupMembership.objects.on(ends).filter(group=OuterRef("pk"), partnership=OuterRef("of_body"))
    return runs_on(ends) & Q(Exists(part))


def takes_part(body: Body, day: datetime.date) -> Exists:
    """Of a group: whether a partnership takes part in it on a day."""
    return Exists(GroupMembership.objects.on(day).filter(partnership=body, group=OuterRef("pk")))


def _in_words(viewer: Viewer) -> Callable:
    return str


AGENCIES = DrawsOn("body", agencies, _in_words, "joined", EVERYBODY, _member_on, holder="")
GROUPS = DrawsOn("group", groups, _in_words, "starts", EVERYBODY, _met_on, holder="lead__key")


def is_earlier(row: Any, span: Span) -> bool:
    """Whether its text names it as of a day before the period, and none says that it still holds."""
    return row.as_of is not None and row.as_of < span.starts


def earlier(rows: Iterable, span: Span, noun: str, ref: Callable[[Any], str]) -> list:
    """Those that may still have run on the last day, for all that their text of an earlier day says."""
    here = (row for row in rows if row.runs_on(span.ends) and is_earlier(row, span))
    return [row for row in here if (noun, ref(row)) not in span.left_out | span.put_in]


def told(
    rows: Iterable, span: Span, noun: str, ref: Callable[[Any], str], holds: Callable[[Any], bool] = lambda row: True
) -> list[tuple[Any, str]]:
    """(row, mark) of rows with `starts` and `ends`: those that ran on the last day and were not left out, and those of
    other times that were put in, the newest of each, marked with their own days. What is known only as of an earlier
    day is of another time.
    """
    rows = [row for row in rows if (noun, ref(row)) not in span.left_out]
    running = [row for row in rows if row.runs_on(span.ends) and holds(row) and not is_earlier(row, span)]
    here = {ref(row) for row in running}
    others = {}
    for row in sorted(rows, key=lambda row: row.starts or datetime.date.min):
        if (noun, ref(row)) in span.put_in and ref(row) not in here:
            others[ref(row)] = row
    return [(row, "") for row in running] + [(row, span.mark(ran(row) or "at another time")) for row in others.values()]
