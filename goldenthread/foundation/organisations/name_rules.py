"""What a body or a group may be called, from when, and who has a word in it."""

import datetime

from django.db.models import Q, QuerySet

from goldenthread.foundation.access.queries import Forbidden
from goldenthread.foundation.organisations import queries
from goldenthread.foundation.organisations.models import NameChange
from goldenthread.foundation.people.models import Body, Group, Membership
from goldenthread.foundation.room import Refused
from goldenthread.foundation.ui.words import day, listed
from goldenthread.foundation.values import comparable

Named = Body | Group


def partnerships_with(body: Body, today: datetime.date) -> QuerySet[Body]:
    """The partnerships to which an agency belongs today or from a later day on."""
    rows = Membership.objects.filter(Q(ends=None) | Q(ends__gte=today), agency=body)
    return Body.objects.filter(pk__in=rows.values("partnership")).order_by("pk")


def asked_beside(body: Body, own: Body, today: datetime.date) -> list[Body]:
    """The other partnerships that have the agency and a unit that can answer (ADR 29)."""
    others = partnerships_with(body, today).exclude(pk=own.pk)
    return [other for other in others if queries.managers_of(other, today).exists()]


def still_asked(change: NameChange, today: datetime.date) -> list[Body]:
    """Whose agreement is still wanted."""
    agreed = set(change.agreements.values_list("partnership_id", flat=True))
    return [body for body in asked_beside(change.body, change.asked_in, today) if body.pk not in agreed]


def starts_after_what_held(thing: Named, starts: datetime.date | None, today: datetime.date) -> None:
    """A name holds from a day up to today, after the first day of the name before it. Raises Refused."""
    if starts is None:
        return
    if starts > today:
        raise Refused(
            "Record a new name on the day from which it holds, or later. Until then the old one is right.", "starts"
        )
    last = thing.earlier_names.order_by("-until").first()
    if last is not None and starts <= last.until + datetime.timedelta(days=1):
        raise Refused(
            f"It was called {last.name} until {day(last.until)}: the next name begins after that day.", "starts"
        )
    if thing.starts is not None and starts <= thing.starts:
        raise Refused(f"It began on {day(thing.starts)}: a new name begins after that day.", "starts")


def name_differs(thing: Named, name: str, short_name: str) -> None:
    """Raises Refused."""
    if (thing.name, thing.short_name) == (name, short_name):
        raise Refused("That is what it is called already. Change a name, or go back.", "name")


def agency_name_is_free(body: Body, name: str, partnerships: list[Body]) -> None:
    """No other agency of these partnerships is called so. Raises Refused."""
    rows = Membership.objects.filter(partnership__in=partnerships, ends=None).exclude(agency=body)
    for other in rows.values_list("agency__name", flat=True):
        if comparable(other).casefold() == comparable(name).casefold():
            raise Refused(
                f"There is an agency called “{name.strip()}” already. If the two are one, merge them.", "name"
            )


def group_name_is_free(group: Group, name: str) -> None:
    """Raises Refused."""
    same = Group.objects.filter(lead=group.lead_id, ends=None, name__iexact=name.strip()).exclude(pk=group.pk)
    if same.exists():
        raise Refused(f"There is a group called “{name.strip()}” here already. If the two are one, merge them.", "name")


def nothing_waits(body: Body) -> None:
    """Raises Refused."""
    change = NameChange.objects.filter(body=body, state=NameChange.State.ASKED).first()
    if change is not None:
        raise Refused(
            f"Another name waits for an answer already: {change.name}. Answer it or take it back first.", "name"
        )


def is_open(change: NameChange) -> None:
    """Raises Refused."""
    if change.state != NameChange.State.ASKED:
        raise Refused("This name was decided already. Look at the agency again.")


def may_answer(change: NameChange, partnership: Body, today: datetime.date) -> None:
    """Raises Forbidden for a partnership that is not asked, or has answered."""
    if partnership.pk not in {body.pk for body in still_asked(change, today)}:
        raise Forbidden("Your partnership is not asked about this name, or has agreed to it already.")


def waits_for(change: NameChange, today: datetime.date) -> str:
    """The partnerships whose answer is wanted, in words."""
    return listed(body.short for body in still_asked(change, today))
