"""The same action for several agencies in one step, and adding one thing after another."""

import datetime

import pytest

from goldenthread.foundation.room import Refused
from goldenthread.thread import operations
from goldenthread.thread.models import Action, Finding
from goldenthread.thread.queries import addresses
from tests.words import words

DUE = datetime.date(2027, 3, 1)
TYPED = {"text": "Train every team.", "due_on_day": "1", "due_on_month": "3", "due_on_year": "2027"}


def owned(source):
    return {action.owner.short: action for action in source.actions.select_related("owner")}


def test_each_ticked_agency_gets_an_action_of_its_own(cast, client, make):
    source = make.source()
    thing = make.recommendation(source)
    council, police, health = (cast.agencies[name] for name in ("council", "police", "health"))
    cast.sign_in(client)
    url = addresses.of(cast.viewer(), thing, "add_action_to_recommendation")
    person = cast.people["agency_lead_health"]
    ticked = {"owner": health.pk, "owner_person": person.pk, "other_owners": [council.pk, police.pk, health.pk]}
    page = client.post(url, TYPED | ticked | {"recommendation": thing.pk}, follow=True)
    actions = owned(source)
    assert set(actions) == {council.short, police.short, health.short} and source.actions.count() == 3
    assert {(row.text, row.due_on, row.recommendation, row.state) for row in actions.values()} == {
        ("Train every team.", DUE, thing, "proposed")
    }
    assert [row.owner_person for row in actions.values() if row.owner != health] == [None, None]
    assert actions[health.short].owner_person == person
    for row in actions.values():
        assert f'href="{addresses.of(cast.viewer(), row)}">Train every team. ({row.owner.short})</a>' in words(page)


def test_every_agency_outside_the_circle_is_named_before_any_action_is_kept(cast, client, make):
    source = make.source(audience="group")
    police, health = cast.agencies["police"], cast.agencies["health"]
    cast.sign_in(client)
    url = addresses.of(cast.viewer(), source, "add_action")
    typed = TYPED | {"other_owners": [police.pk, health.pk]}
    asked = client.post(url, typed)
    assert asked.status_code == 422 and not Action.objects.exists()
    assert f"{police.name} and {health.name} will see" in words(asked) and 'name="shown_to_owner"' in words(asked)
    client.post(url, typed | {"shown_to_owner": "on"})
    assert set(owned(source)) == {police.short, health.short}


def test_one_that_is_refused_leaves_none(cast, make, given):
    source, other = make.source(), make.source(title="Other work")
    thing = make.recommendation(other)
    with pytest.raises(Refused):
        operations.add_actions(
            **given,
            source=source,
            text="One.",
            other_owners=[cast.agencies["police"]],
            recommendation=thing,
            also_answers=[thing],
        )
    assert not Action.objects.exists()


def test_an_action_of_nobody_yet_is_still_one_action(make, given):
    source = make.source()
    assert len(operations.add_actions(**given, source=source, text="One.")) == 1


@pytest.mark.parametrize(
    "name, typed",
    [("add_finding", {"kind": "strength", "text": "Good <files>."}), ("add_recommendation", {"text": "Mend."})],
)
def test_the_second_button_keeps_it_and_opens_the_same_form_again(cast, client, make, name, typed):
    source = make.source()
    cast.sign_in(client)
    url = addresses.of(cast.viewer(), source, name)
    assert 'name="another"' in words(client.get(url))
    again = client.post(url + "?x=1", typed | {"another": "yes"})
    assert again.url == url + "?x=1"
    page = client.get(again.url)
    thing = (source.findings if name == "add_finding" else source.recommendations).get()
    said = typed["text"].replace("<", "&lt;").replace(">", "&gt;")
    assert f'Added: <a class="govuk-link" href="{addresses.of(cast.viewer(), thing)}">{said}</a>' in words(page)
    assert not page.context["form"].is_bound and not page.context["form"]["text"].value()
    assert client.post(url, typed).url == addresses.of(cast.viewer(), source)


def test_what_is_at_fault_is_shown_again_whichever_button_was_pressed(cast, client, make):
    source = make.source()
    cast.sign_in(client)
    refused = client.post(addresses.of(cast.viewer(), source, "add_finding"), {"text": "Good.", "another": "yes"})
    assert refused.status_code == 422 and "Good." in words(refused) and not Finding.objects.exists()
