"""No seat outlives what it is in: held against every row, each night and by the command "verify"."""

from django.db.models import Exists, F, OuterRef, Q

from goldenthread.foundation.people.models import GroupMembership, Membership, Seat
from goldenthread.foundation.room import Verified


def _longer_than(path: str) -> Q:
    """Seats that end after the thing at `path`. One that began before it opened nothing until then."""
    ends = f"{path}__ends"
    return Q(**{f"{ends}__isnull": False}) & (Q(ends=None) | Q(ends__gt=F(ends)))


def _longer_than_the_agency() -> Q:
    """Seats of a group or of the whole partnership that end after the last membership of their agency there."""
    takes_part = GroupMembership.objects.filter(group=OuterRef(OuterRef("group"))).values("partnership")
    here = Q(partnership=OuterRef("partnership")) | Q(partnership__in=takes_part)
    rows = Membership.objects.filter(here, agency=OuterRef("acting_for"))
    stays = Q(ends=None) | Q(ends__gte=OuterRef("ends"))
    return Q(Exists(rows)) & ~Q(Exists(rows.filter(stays)))


def verify() -> Verified:
    """Every seat that is held or proposed by people who can sign in; those of others, read somewhere, open nothing."""
    rows = Seat.objects.exclude(state=Seat.State.DECLINED).filter(person__user__isnull=False)
    wrong = rows.filter(_longer_than("membership") | _longer_than("group") | _longer_than_the_agency())
    keys = wrong.order_by("pk").values_list("key", flat=True)
    sentence = "The seat {} runs longer than the group or the membership that it is in: end it on the last day of that."
    return Verified(rows.count(), tuple(sentence.format(key) for key in keys))
