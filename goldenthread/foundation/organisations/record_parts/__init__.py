"""The record file's lists of areas, bodies, people, groups, seats and reporting periods."""

from django.db.models import Q

from goldenthread.foundation.organisations.record_parts.bodies import AREA, BODY, PERIOD
from goldenthread.foundation.organisations.record_parts.people import GROUP, PERSON, SEAT, member_agencies
from goldenthread.foundation.people.models import Area, Body, BodyArea, Group, Person, ReportingPeriod, Seat

__all__ = ["AREA", "BODY", "GROUP", "PERIOD", "PERSON", "SEAT", "member_agencies"]


def areas(viewer, body):
    return Area.objects.filter(pk__in=BodyArea.objects.filter(body=body).values("area"))


def bodies(viewer, body):
    """The body itself; those that it or its record names are pulled in."""
    return Body.objects.filter(pk=body.pk)


def people(viewer, body):
    return Person.objects.none()


def groups(viewer, body):
    return Group.objects.filter(Q(lead=body) | Q(group_memberships__partnership=body)).distinct()


def seats(viewer, body):
    """Those that are or were held: what was proposed and never confirmed is no part of the record."""
    return Seat.objects.filter(state=Seat.State.HELD).filter(
        Q(partnership=body) | Q(membership__partnership=body) | Q(group__in=groups(viewer, body))
    )


def periods(viewer, body):
    return ReportingPeriod.objects.filter(body=body)
