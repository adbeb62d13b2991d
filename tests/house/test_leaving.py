"""An agency leaves: what it owes in every room is shown, passes to whoever is chosen, and its seats end."""

import datetime
import re

import pytest
from django.test import Client

from goldenthread.foundation import room
from goldenthread.foundation.access.viewer import System
from goldenthread.foundation.comments import operations as comments
from goldenthread.foundation.diary import operations as diary
from goldenthread.foundation.history.models import Line
from goldenthread.foundation.notices import operations as notices
from goldenthread.foundation.notices.models import Message
from goldenthread.foundation.organisations import leaving
from goldenthread.foundation.organisations import operations as organisations
from goldenthread.foundation.people.models import Seat
from goldenthread.foundation.room import Refused
from goldenthread.rooms.business_plan import operations as plan
from goldenthread.rooms.dataset import operations as dataset
from goldenthread.thread import operations as thread
from goldenthread.thread.models import Action
from tests.house.test_two_people import fields_of
from tests.words import words

pytestmark = pytest.mark.django_db
LATER = datetime.date(2027, 6, 1)
PAGE = "/west/who/agencies/{}/end/"


@pytest.fixture
def owing(cast, things):
    """{code of a kind: the thing of that kind which the police owe}."""
    police, given = cast.agencies["police"], things.given
    action = thread.add_action(
        source=things.source,
        text="Write the tool.",
        owner=police,
        owner_person=cast.person("lead_partner_police"),
        due_on=LATER,
        **given,
    )
    asked = thread.add_recommendation(source=things.source, text="Ask fathers.", addressees=[police], **given)
    plan.edit_planned(planned=things.planned, version=things.planned.version, lead=police, **given)
    plan.edit_milestone(milestone=things.milestone, version=things.milestone.version, owner=police, **given)
    dataset.edit_indicator(indicator=things.indicator, version=things.indicator.version, agency=police, **given)
    clock = diary.start_clock(
        rule="rr.complete", noun="", key="", group=cast.root, on=LATER.replace(year=2026), agency=police, **given
    )
    return {
        "action": thread.agree(action=action, version=action.version, **given),
        "answer": asked,
        "question": comments.comment_on(thing=asked, text="By when?", asks=police, **given),
        "planned_priority": things.planned,
        "milestone": things.milestone,
        "indicator": things.indicator,
        "clock": clock,
    }


def owner_of(thing):
    """The agency that owes a thing now; of a recommendation all that it is addressed to."""
    now = type(thing).objects.get(pk=thing.pk)
    if hasattr(now, "addressees"):
        return [body.key for body in now.addressees.all()]
    return next(getattr(now, name) for name in ("for_agency", "owner", "lead", "agency") if hasattr(now, name)).key


def names(owing):
    return {
        code: f"take-{code}-{(getattr(row, 'ref', '') or row.key).replace('/', '-')}" for code, row in owing.items()
    }


@pytest.fixture
def manager(cast):
    return cast.sign_in(Client())


def test_every_room_that_has_what_agencies_owe_is_walked(owing):
    assert {kind.code for kind in room.offered("hand_overs") if not kind.takers} == set(owing)


def test_the_page_shows_all_that_is_owed_and_what_ends(cast, owing, manager):
    page = words(manager.get(PAGE.format(cast.agencies["police"].key)))
    for kind in room.offered("hand_overs"):
        assert (f"{kind.label} (1)" in page) == (kind.takers is None)
    assert "still owes 7 things" in page
    assert "The lead partner police: Lead safeguarding partner (West Police)" in page


def test_one_agency_takes_all_but_one_thing_that_another_takes(cast, owing, manager, now):
    police, council, health = (cast.agencies[name] for name in ("police", "council", "health"))
    address, named = PAGE.format(police.key), names(owing)
    shown = fields_of(manager.get(address).content.decode(), "all_to")
    assert set(named.values()) < set(shown)
    answer = manager.post(
        address,
        shown | {"on": "2026-11-20", "all_to": council.key, "reason": "Merged.", named["action"]: health.key},
    )
    assert answer.status_code == 302
    assert {code: owner_of(row) for code, row in owing.items()} == {
        "action": health.key,
        "answer": [council.key],
        "question": council.key,
        "planned_priority": council.key,
        "milestone": council.key,
        "indicator": council.key,
        "clock": council.key,
    }
    action = Action.objects.get(pk=owing["action"].pk)
    assert action.owner_person is None
    told = Line.objects.filter(verb__contains="handed_over")
    assert told.count() == len(owing)
    assert all('"Merged."' in line.kept_values.data for line in told)
    assert not Seat.objects.on(now.date() + datetime.timedelta(days=1)).filter(membership__agency=police).exists()
    notices.send_notices(by=System("reminders"), now=now + datetime.timedelta(days=3))
    reached = {message.to.name for message in Message.objects.filter(subject__contains="wait")} | {
        message.to.name for message in Message.objects.filter(subject__contains="passed")
    }
    assert {cast.person("agency_lead").name, cast.person("agency_lead_health").name} <= reached


def test_what_is_not_answered_is_asked_again_and_nothing_is_lost(cast, owing, manager):
    police, council = cast.agencies["police"], cast.agencies["council"]
    address, named = PAGE.format(police.key), names(owing)
    shown = fields_of(manager.get(address).content.decode(), "all_to")
    typed = {"on": "2026-11-20", "reason": "A long reason.", named["action"]: council.key}
    answer = manager.post(address, shown | typed)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert page.count("Say who takes this over, or that it stays: ") == 2 * (
        len(owing) - 1
    )  # beside it, and at the top
    kept = fields_of(page, "all_to")
    assert (kept[named["action"]], kept["reason"], kept["on_year"]) == (council.key, "A long reason.", "2026")
    assert owner_of(owing["action"]) == police.key

    del shown[named["clock"]]  # it came in while the page stood open
    answer = manager.post(address, shown | typed | {"all_to": council.key})
    assert answer.status_code == 422
    assert "This came in since the page was shown" in words(answer)
    assert owner_of(owing["action"]) == police.key


def test_what_stays_is_still_shown_once_the_agency_has_left(cast, owing, manager):
    police, council = cast.agencies["police"], cast.agencies["council"]
    ended = manager.post(
        PAGE.format(police.key),
        {"on": "2026-11-19", "all_to": "stays", **dict.fromkeys(names(owing).values(), "all")},
    )
    assert ended.status_code == 302
    assert owner_of(owing["action"]) == police.key
    assert "What it still owes" in words(manager.get("/west/who/agencies/"))
    again = manager.get(PAGE.format(police.key))
    assert again.status_code == 302
    page = manager.get(again.url)
    assert "still owes 7 things" in words(page)
    shown = fields_of(page.content.decode(), "all_to")
    nothing = manager.post(again.url, shown | {"all_to": "stays"})
    assert nothing.status_code == 422
    assert "Nothing passes to another agency yet" in words(nothing)
    assert manager.post(again.url, shown | {"all_to": council.key, "reason": "It closed."}).status_code == 302
    assert owner_of(owing["action"]) == council.key


def test_the_operation_itself_asks_who_takes_each(cast, owing, now):
    row, manager = cast.memberships["police"], cast.viewer()
    with pytest.raises(Refused, match="Say who takes this"):
        organisations.end_membership(by=manager, now=now, membership=row, on=now.date())
    everything = dict.fromkeys(names(owing).values(), cast.agencies["council"])
    with pytest.raises(Refused, match="Say why"):
        organisations.end_membership(by=manager, now=now, membership=row, on=now.date(), takes=everything)
    left = dict.fromkeys(
        names(owing).values(), Seat.objects.get(person=cast.person("agency_left"), group=None).membership.agency
    )
    with pytest.raises(Refused, match="cannot take this over"):
        organisations.end_membership(
            by=manager, now=now, membership=row, on=now.date(), takes=left, reason="They said so."
        )
    assert Seat.objects.on(now.date()).filter(membership=row).exists()


def test_an_agency_leaves_once(cast, things, now):
    row, given = cast.memberships["school"], {"by": cast.viewer(), "now": now}
    organisations.end_membership(membership=row, on=now.date(), takes={}, **given)
    with pytest.raises(Refused, match="leaves or left on 20 November 2026 already"):
        organisations.end_membership(membership=row, on=now.date(), takes={}, **given)


def test_what_is_kept_to_a_narrower_circle_passes_only_knowingly(cast, things, manager):
    police, school = cast.agencies["police"], cast.agencies["school"]
    work = things.work(title="A closed audit", audience="group", group=cast.quality)
    action = thread.add_action(source=work, text="Mend it.", owner=police, due_on=LATER, **things.given)
    asked = thread.add_recommendation(source=work, text="Close the gap.", addressees=[police], **things.given)
    address = PAGE.format(police.key)
    page = manager.get(address)
    assert "Whoever takes it over will read the whole of this action" in words(page)
    posted = fields_of(page.content.decode(), "all_to")
    posted |= {"on": "2026-11-20", "all_to": school.key, "reason": "They can."}
    answer = manager.post(address, posted)
    assert answer.status_code == 422
    assert "kept to a narrower circle" in words(answer)
    assert owner_of(action) == police.key
    # An answer goes to nobody who could not read the recommendation: both stay as they are.
    answer = manager.post(address, posted | {"shown": "on"})
    assert answer.status_code == 422
    assert re.search("Nobody who acts for West School can read this", words(answer))
    assert (owner_of(action), owner_of(asked)) == (police.key, [police.key])
    name = f"take-answer-{asked.ref.replace('/', '-')}"
    assert manager.post(address, posted | {"shown": "on", name: "stays"}).status_code == 302
    assert owner_of(action) == school.key


def test_what_the_manager_may_not_see_is_neither_told_nor_passed(cast, things, now):
    police = cast.agencies["police"]
    closed = thread.add_action(source=things.named, text="A secret step.", owner=police, due_on=LATER, **things.given)
    without_code = cast.viewer(second_factor=False)
    assert closed.ref not in str(leaving.owed_by(without_code, police))
    assert closed.ref in str(leaving.owed_by(cast.viewer(), police))
    # A reader of the list is told no more than on every list.
    assert "A secret step" not in str(leaving.owed_by(cast.viewer(), police))
