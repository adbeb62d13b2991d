"""Which seats open something on a day. Every read of seats begins here."""

import datetime

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, QuerySet


def runs_on(day: datetime.date, path: str = "") -> Q:
    """Rows, or what they point to by `path`, whose two days hold `day`. An unknown start counts as long ago."""
    starts, ends = f"{path}starts", f"{path}ends"
    return (Q(**{starts: None}) | Q(**{f"{starts}__lte": day})) & (Q(**{ends: None}) | Q(**{f"{ends}__gte": day}))


def of_runs(day: datetime.date) -> Q:
    """Seats whose group or membership runs on `day`, and whose agency has not left where they act for it.

    A seat never outlives either, whatever its own last day says: an agency that left on Monday has no seat on Tuesday.
    """
    memberships = _of_agency_here()
    left = Exists(memberships) & ~Exists(memberships.filter(runs_on(day)))
    return (Q(group=None) | runs_on(day, "group__")) & (Q(membership=None) | runs_on(day, "membership__")) & ~Q(left)


def _of_agency_here() -> QuerySet:
    """The memberships of the agency that a seat of a group or of the partnership acts for, where it acts."""
    here = Q(partnership=OuterRef("partnership")) | Q(partnership__group_memberships__group=OuterRef("group"))
    return apps.get_model("people.Membership").objects.filter(here, agency=OuterRef("acting_for"))


def memberships_acting(scope: dict, agency) -> QuerySet:
    """The memberships of an agency by which a seat of this scope may act for it: in its partnership, or in those of
    its group.
    """
    partnership, group = scope["partnership"], scope["group"]
    here = apps.get_model("people.Membership").objects.filter(agency=agency)
    if group is not None:
        takes_part = apps.get_model("people.GroupMembership").objects.filter(group=group)
        return here.filter(partnership__in=takes_part.values("partnership"))
    return here.filter(partnership=partnership) if partnership is not None else here.none()
