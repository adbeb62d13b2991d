"""The day on which something ends: what a seat still opens, and what it counts for. Rows are put there as no operation
would, so that each guard is seen by itself.
"""

import datetime

import pytest
from django.db.models import QuerySet

from goldenthread.foundation.organisations import operations, queries
from goldenthread.foundation.people.models import Membership, Seat
from goldenthread.foundation.room import Refused

TODAY = datetime.date(2026, 11, 20)
DAY = datetime.timedelta(days=1)


def agency_leaves_yesterday(membership):
    QuerySet(Membership).filter(pk=membership.pk).update(ends=TODAY - DAY)


def test_a_seat_in_a_group_opens_nothing_once_the_agency_it_acts_for_has_left(cast):
    assert [seat.role.code for seat in cast.viewer("group_member").seats] == ["group_member"]
    agency_leaves_yesterday(cast.memberships["council"])
    assert cast.viewer("group_member").seats == ()
    assert [seat.role.code for seat in cast.viewer("group_chair").seats] == ["group_chair"]  # acts for no agency


def test_a_seat_is_not_confirmed_once_its_agency_has_left(cast):
    given = {"person": cast.person("lay_member"), "membership": cast.memberships["police"], "starts": TODAY}
    seat = operations.give_seat(role="lead_partner", by=cast.viewer(), now=cast.now, **given)
    agency_leaves_yesterday(cast.memberships["police"])
    with pytest.raises(Refused, match="no longer than that"):
        operations.confirm_seat(by=cast.viewer("lead_partner"), now=cast.now, seat=seat, version=1)


def test_a_seat_that_ended_in_the_day_counts_for_conflicts_alone(cast):
    seat = cast.seats["lead_partner"]
    operations.edit_seat(by=cast.viewer(), now=cast.now, seat=seat, version=1, at_once=True)
    assert seat not in Seat.objects.on(TODAY) and seat in Seat.objects.at_some_time_on(TODAY)
    assert seat.person not in {row.person for row in queries.seats_of(cast.viewer())}
