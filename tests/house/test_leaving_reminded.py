"""An agency leaves: of which clocks its people are reminded by name is shown, and who is reminded instead is asked."""

import datetime
import html

import pytest
from django.test import Client

from goldenthread.foundation.access import readers
from goldenthread.foundation.access.viewer import System
from goldenthread.foundation.diary import operations as diary
from goldenthread.foundation.history.models import Line
from goldenthread.foundation.notices import operations as notices
from goldenthread.foundation.notices.models import Message
from goldenthread.foundation.organisations import leaving
from goldenthread.foundation.organisations import operations as organisations
from tests.house.test_two_people import fields_of
from tests.words import words

pytestmark = pytest.mark.django_db
LATER = datetime.date(2026, 6, 1)
PAGE = "/west/who/agencies/{}/end/"
TITLE = "A rapid review is due"


@pytest.fixture
def start(cast, things, now):
    """Starts a clock of the police, of which these people are reminded."""

    def begin(*people, **more):
        named = [cast.person(name) for name in people]
        given = {"rule": "rr.complete", "noun": "", "key": "", "group": cast.root, "on": LATER, "title": TITLE}
        return diary.start_clock(**given | more, people=named, **things.given)

    return begin


@pytest.fixture
def page(cast):
    return PAGE.format(cast.agencies["police"].key)


@pytest.fixture
def manager(cast):
    return cast.sign_in(Client(), second_factor=True)


def reminded(clock):
    return {link.person for link in clock.people.select_related("person")}


def field_of(clock, person):
    return f"take-reminded-{clock.key}-{person.key}"


def answer(client, page, **typed):
    shown = fields_of(client.get(page).content.decode(), "on_day")
    return client.post(page, shown | {"on": "2026-11-20", "reason": "They leave."} | typed)


def test_who_is_reminded_instead_is_asked_told_and_kept_in_the_history(cast, start, page, manager, now):
    leaves, other = cast.person("lead_partner_police"), cast.person("agency_lead")
    clock = start("lead_partner_police")
    shown = words(manager.get(page))
    assert f"{TITLE} (due " in shown and f"{leaves.name} is reminded" in html.unescape(shown)
    asked = answer(manager, page)
    assert asked.status_code == 422 and "Say who takes this over, or that it stays: A rapid review" in words(asked)
    assert reminded(clock) == {leaves}

    assert answer(manager, page, **{field_of(clock, leaves): other.key}).status_code == 302
    assert reminded(clock) == {other}
    line = Line.objects.get(verb="diary.reminder_handed_over")
    assert '"They leave."' in line.kept_values.data and other.key in line.kept_values.data
    notices.send_notices(by=System("reminders"), now=now + datetime.timedelta(days=3))
    told = {row.to for row in Message.objects.filter(subject__contains="who is reminded has changed")}
    told |= {row.to for row in Message.objects.filter(subject__contains="wait")}
    assert other in told


def test_that_nobody_is_named_instead_may_be_said(cast, start, page, manager):
    clock = start("lead_partner_police")
    typed = {field_of(clock, cast.person("lead_partner_police")): "stays"}
    assert "Nobody by name: those who keep the group’s clocks are reminded" in words(manager.get(page))
    assert answer(manager, page, **typed).status_code == 302
    assert reminded(clock) == {cast.person("lead_partner_police")}


def test_whoever_sits_for_something_else_stays_reminded_and_is_not_asked_about(cast, start):
    given = {"role": "agency_lead", "starts": LATER, "by": System("the tests"), "now": cast.now}
    organisations.give_seat(person=cast.person("agency_lead"), membership=cast.memberships["police"], **given)
    start("lead_partner_police", "agency_lead", "business_manager")
    owed = leaving.owed_by(cast.viewer(), cast.agencies["police"])
    assert [[thing.key.split("/")[1] for thing in one.things] for one in owed] == [
        [cast.person("lead_partner_police").key]
    ]


def test_nobody_is_named_who_may_not_open_the_clock(cast, start, page, manager):
    clock, leaves = start("lead_partner_police", group=cast.quality, audience="group"), "lead_partner_police"
    lay = cast.person("lay_member")
    refused = answer(manager, page, **{field_of(clock, cast.person(leaves)): lay.key})
    assert refused.status_code == 422 and "may not open this clock" in words(refused)
    assert reminded(clock) == {cast.person(leaves)}


def test_of_a_clock_kept_to_listed_people_the_other_is_knowingly_listed(cast, start, page, manager):
    leaves, other = cast.person("lead_partner_police"), cast.person("agency_lead")
    clock = start("lead_partner_police", "business_manager", audience="named")
    typed = {field_of(clock, leaves): other.key}
    assert answer(manager, page, **typed).status_code == 422  # it was not said that they may read it
    assert not readers.of_thing(clock).filter(person=other).exists()
    assert answer(manager, page, **typed, shown="on").status_code == 302
    assert readers.of_thing(clock).filter(person=other, excluded=False).exists() and other in reminded(clock)


def test_what_the_manager_may_not_open_is_not_told(cast, start):
    start("lead_partner_police", audience="named")
    assert leaving.owed_by(cast.viewer(), cast.agencies["police"]) == []
