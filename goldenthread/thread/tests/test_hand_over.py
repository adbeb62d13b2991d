"""Actions of one agency or person pass to another in one step, with what is opened by it said before."""

import pytest

from goldenthread.foundation.notices.models import Notice
from goldenthread.foundation.room import Refused
from goldenthread.thread import operations
from goldenthread.thread.models import Action
from goldenthread.thread.queries import addresses
from tests.words import words


def plan_page(cast, **narrow):
    return addresses.page(cast.viewer(), "hand_over", **narrow)


def owner_of(action):
    return Action.objects.get(pk=action.pk).owner


@pytest.fixture
def three(make):
    source = make.source()
    return [make.action(source, text=text) for text in ("Train teams.", "Train leads.", "Train schools.")]


def test_what_is_ticked_passes_with_its_reason_and_the_new_owner_is_told(cast, client, three):
    police, health = cast.agencies["police"], cast.agencies["health"]
    cast.sign_in(client)
    assert plan_page(cast, agency=health.pk) in words(
        client.get(addresses.page(cast.viewer(), "actions", agency=health.pk))
    )
    url = plan_page(cast, agency=health.pk)
    page = client.get(url)
    assert f"{health.short}: Train teams. (Proposed, due 1 June 2026)" in words(page) and "is told by e-mail" in words(
        page
    )
    typed = {"actions": [three[0].pk, three[1].pk], "owner": police.pk}
    refused = client.post(url, typed)
    assert refused.status_code == 422 and owner_of(three[0]) == health
    ticked = refused.context["form"]["actions"].value()
    assert ticked == [str(three[0].pk), str(three[1].pk)]
    Notice.objects.all().delete()
    saved = client.post(url, typed | {"reason": "Police lead on training now."}, follow=True)
    assert "Handed over: 2 actions." in words(saved)
    assert [owner_of(action) for action in three] == [police, police, health]
    told = Notice.objects.filter(code="thread.handed_over").values_list("thing_key", flat=True)
    assert sorted(told) == sorted(action.ref for action in three[:2])
    assert "Police lead on training now." in words(client.get(addresses.of(cast.viewer(), three[0])))


def test_what_is_kept_to_a_narrower_circle_is_asked_about_once_for_all(cast, client, make):
    closed = make.source(audience="group")
    actions = [make.action(closed, text=text) for text in ("One.", "Two.")]
    police = cast.agencies["police"]
    cast.sign_in(client)
    url = plan_page(cast)
    assert "Whoever takes it over will read the whole of this action" in words(client.get(url))
    typed = {"actions": [row.pk for row in actions], "owner": police.pk, "reason": "They lead."}
    asked = client.post(url, typed)
    assert f"{police.name} will read the whole of every action" in words(asked)
    assert 'name="shown_to_owner"' in words(asked) and owner_of(actions[0]) != police
    client.post(url, typed | {"shown_to_owner": "on"})
    assert [owner_of(row) for row in actions] == [police, police]


def test_what_belongs_to_them_already_is_left_as_it_is(cast, three, now):
    by = {"by": cast.viewer(), "now": now, "reason": "They lead."}
    police, health = cast.agencies["police"], cast.agencies["health"]
    operations.hand_over(**by, actions=[three[0]], owner=police)
    both = [Action.objects.select_related("source__group", "holder").get(pk=row.pk) for row in three[:2]]
    assert operations.hand_over(**by, actions=both, owner=police) == [three[1]]
    with pytest.raises(Refused, match="at least one action"):
        operations.hand_over(**by, actions=[three[2]], owner=health)


def test_only_what_the_filters_show_and_is_not_over_is_offered(cast, client, make, three, given):
    gone = three[2]
    operations.withdraw_action(**given, action=gone, version=gone.version, reason="Not needed.")
    make.action(gone.source, text="Of the council.", owner=cast.agencies["council"])
    cast.sign_in(client)
    form = client.get(plan_page(cast, agency=cast.agencies["health"].pk, state="all")).context["form"]
    assert {action.text for action in form.fields["actions"].things.values()} == {"Train teams.", "Train leads."}
