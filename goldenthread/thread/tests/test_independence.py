"""Whoever reported an action done or gave its evidence does not assure it, or the assurance says so for good."""

import datetime
from importlib import import_module

import pytest
from django.db.migrations.loader import MigrationLoader
from django.db.models import QuerySet

from goldenthread.foundation.notices.models import Message
from goldenthread.foundation.people.models import Seat
from goldenthread.foundation.room import Refused
from goldenthread.thread import operations
from goldenthread.thread.models import Action, ActionStep
from goldenthread.thread.queries import plan
from goldenthread.thread.queries.next_steps import for_action
from goldenthread.thread.queries.reading import Projection
from goldenthread.thread.record_parts import ACTION
from tests.words import words

DAY = datetime.date(2026, 3, 2)
YESTERDAY = datetime.date(2026, 11, 19)
MARKS = import_module("goldenthread.thread.migrations.0012_an_assurance_says_whether_it_is_independent")
HANDS = ("evidence", "correction", "report")


@pytest.fixture
def done_by(cast, make, given, now):
    """An action reported done with evidence, in which one person had a hand in one of the three ways."""

    def action_done_by(name, hand, **more):
        by = {"by": cast.viewer(name), "now": now}
        action = make.agreed(make.source(**more))
        evidence = operations.give_evidence(
            **(by if hand == "evidence" else given), action=action, kind="audit", text="Twenty cases.", on=DAY
        )
        if hand == "correction":
            operations.edit_evidence(**by, evidence=evidence, version=1, text="Nineteen cases.")
        operations.report_done(**(by if hand == "report" else given), action=action, version=action.version, on=DAY)
        action.refresh_from_db()
        return action

    return action_done_by


@pytest.fixture
def alone(cast):
    """Of all who may assure, only the business manager still holds a seat."""
    stays = {cast.seats["business_manager"].pk, cast.seats["lay_member"].pk, cast.seats["unit_officer"].pk}
    QuerySet(Seat).exclude(pk__in=stays).exclude(person=cast.person("east_manager")).update(ends=YESTERDAY)


def at(action, page=""):
    return f"/west/thread/action/west/{action.key}/{page}"


@pytest.mark.parametrize("hand", HANDS)
def test_who_had_a_hand_in_it_leaves_the_assurance_to_others(cast, client, done_by, now, hand):
    action, manager = done_by("business_manager", hand), cast.viewer()
    with pytest.raises(Refused, match="somebody else looks at it"):
        operations.assure(by=manager, now=now, action=action, version=action.version)
    assert action not in plan.to_assure(manager)
    page = client_page(cast, client, action)
    assert "Somebody who had no hand in it looks and assures it" in page and "Assure it" not in page
    assert client.get(at(action, "step/assure/")).status_code == 403
    scrutineer = cast.viewer("scrutineer")
    assert action in plan.to_assure(scrutineer)
    operations.assure(by=scrutineer, now=now, action=action, version=action.version)
    assert Action.objects.get(pk=action.pk).get_state_display() == "Assured"


def client_page(cast, client, action):
    return words(cast.sign_in(client).get(at(action)))


def test_whoever_could_not_see_it_or_had_a_hand_themself_is_nobody_else(cast, make, given, done_by, now, alone):
    """The officer may assure nothing; the only lead partner left owns the action."""
    QuerySet(Seat).filter(pk=cast.seats["lead_partner_health"].pk).update(ends=None)
    action = done_by("business_manager", "report")  # owned by health
    assert action in plan.to_assure(cast.viewer())
    QuerySet(Seat).filter(pk=cast.seats["lead_partner_police"].pk).update(ends=None)
    assert action not in plan.to_assure(cast.viewer())


def test_alone_the_form_says_so_first_and_the_assurance_is_marked_wherever_it_is_shown(cast, client, done_by, alone):
    action = done_by("business_manager", "evidence")
    cast.sign_in(client)
    page = client.get(at(action, "step/assure/"))
    assert "it stands as “Assured, not independent”" in words(page)
    answer = client.post(at(action, "step/assure/"), {"version": action.version, "on": "2026-11-20"})
    assert answer.status_code == 302
    marked = "Assured, not independent"
    assert words(client.get(at(action))).count(marked) >= 2  # its state, and its life so far
    assert marked in words(client.get("/west/thread/actions/?state=all"))
    assert marked in words(client.get(f"/west/thread/work/west/{action.source.key}/"))
    assert marked.encode() in client.get("/west/thread/actions.csv?state=all").content


def test_a_second_person_is_named_told_and_had_no_hand_in_it(cast, client, done_by, now, alone):
    action, lay = done_by("business_manager", "report"), cast.person("lay_member")
    given = {"by": cast.viewer(), "now": now, "action": action, "version": action.version}
    for nobody in ("business_manager", "lead_partner_health", "east_manager"):
        with pytest.raises(Refused, match="Choose somebody from the list"):
            operations.assure(**given, second=cast.person(nobody))
    posted = {"version": action.version, "on": "2026-11-20", "second": lay.pk}
    assert cast.sign_in(client).post(at(action, "step/assure/"), posted).status_code == 302
    saved = Action.objects.get(pk=action.pk)
    assert saved.get_state_display() == "Assured" and saved.steps.last().second == lay
    assert "The lay member looked at it too" in words(client.get(at(action)))
    [message] = Message.objects.filter(to=lay, subject__contains="second person")
    assert "Twenty" not in message.text and at(action) in message.text


def test_a_release_to_the_public_keeps_the_mark(cast, done_by, now, alone):
    action = done_by("business_manager", "report")
    operations.assure(by=cast.viewer(), now=now, action=action, version=action.version)
    seen = Projection(Action.objects.get(pk=action.pk), whole=False, text="Something was done.")
    assert seen.get_state_display() == "Assured, not independent"
    assert "somebody who had a hand in it" in for_action(cast.viewer(), seen, evidence=[], impacts=[]).sentence
    assert "not_independent" in ACTION.released


@pytest.mark.parametrize("hand", ["evidence", "report"])
def test_earlier_assurances_are_marked_by_the_same_rule(cast, done_by, now, hand):
    """The other action of the same person, assured by somebody with no hand in it, stays as it was."""
    own, other = done_by("business_manager", hand), done_by("business_manager", hand)
    for action, name in ((own, "business_manager"), (other, "scrutineer")):
        assured = {"action": action, "before": "reported_done", "after": "assured", "on": DAY}
        QuerySet(ActionStep).bulk_create([ActionStep(**assured, person=cast.person(name))])
        # A note of the other person, written later, is no assurance.
        note = assured | {"before": "assured", "person": cast.person("business_manager")}
        QuerySet(ActionStep).bulk_create([ActionStep(**note)])
        QuerySet(Action).filter(pk=action.pk).update(state="assured")
    leaf = ("thread", MARKS.__name__.rpartition(".")[2])
    MARKS.mark_earlier_ones(MigrationLoader(None).project_state(leaf).apps, None)
    marked = Action.objects.filter(not_independent=True)
    assert list(marked) == [own]
