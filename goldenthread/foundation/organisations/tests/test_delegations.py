"""Which agency sends whom to a group: by page and by operation, and when an agency leaves."""

import datetime

import pytest
from django.urls import reverse

from goldenthread.foundation.access.queries import Forbidden
from goldenthread.foundation.history.models import Line
from goldenthread.foundation.organisations import operations, queries
from goldenthread.foundation.people.models import Delegation
from goldenthread.foundation.room import Refused
from tests.words import words

DAY = datetime.date(2026, 11, 1)


def _send(cast, **more):
    given = {"group": cast.quality, "agency": cast.agencies["police"], "role": "Detective inspector"} | more
    return operations.add_delegation(by=cast.viewer(), now=cast.now, **given)


def _url(cast, name, **more):
    return reverse(
        f"organisations:{name}", kwargs={"partnership": "west", "holder": "west", "key": cast.quality.key, **more}
    )


def test_an_agency_and_whom_it_sends_are_added_changed_and_ended_by_page(cast, client):
    cast.sign_in(client)
    police = cast.agencies["police"]
    answer = client.post(_url(cast, "add_delegation"), {"agency": police.pk, "role": "Detective inspector"})
    assert answer.status_code == 302
    (row,) = Delegation.objects.all()
    assert "West Police: Detective inspector" in words(client.get(_url(cast, "group")))
    day = {"ends_day": "1", "ends_month": "11", "ends_year": "2026"}
    changed = client.post(_url(cast, "edit_delegation", pk=row.pk), {"version": 1, "role": "Superintendent", **day})
    assert changed.status_code == 302
    assert "West Police: Superintendent, until 1 November 2026" in words(client.get(_url(cast, "group")))
    assert Line.objects.filter(verb__startswith="people.delegation").count() == 2


def test_the_same_role_stands_once_at_a_time(cast):
    _send(cast, ends=DAY)
    with pytest.raises(Refused, match="stands there already"):
        _send(cast, role="detective INSPECTOR")
    _send(cast, starts=DAY + datetime.timedelta(days=1))
    _send(cast, role="Custody sergeant")
    with pytest.raises(Refused, match="before the first"):
        _send(cast, role="Other", starts=DAY, ends=DAY - datetime.timedelta(days=1))


def test_only_the_unit_of_the_partnership_that_leads_says_who_is_sent(cast):
    with pytest.raises(Forbidden):
        operations.add_delegation(
            by=cast.viewer("lay_member"), now=cast.now, group=cast.quality, agency=cast.agencies["police"]
        )
    with pytest.raises(Forbidden):
        operations.add_delegation(
            by=cast.viewer("east_manager", partnership=cast.east),
            now=cast.now,
            group=cast.shared,
            agency=cast.agencies["police"],
        )


def test_an_agency_that_leaves_sends_nobody_any_more(cast):
    from goldenthread.foundation.access.viewer import System

    _send(cast)
    _send(cast, role="Long gone", ends=DAY - datetime.timedelta(days=9))
    operations.end_membership(by=System("test", cast.now), now=cast.now, membership=cast.memberships["police"], on=DAY)
    assert {row.role: row.ends for row in queries.delegations_of(cast.quality)} == {
        "Detective inspector": DAY,
        "Long gone": DAY - datetime.timedelta(days=9),
    }
