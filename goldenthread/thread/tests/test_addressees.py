"""Only the bodies that a recommendation is addressed to owe an answer; its words stay as the work says them."""

import datetime
import re
from importlib import import_module

import pytest
from django.apps import apps

from goldenthread.foundation.history import operations as history
from goldenthread.foundation.room import Refused
from goldenthread.foundation.writing import operation
from goldenthread.thread import operations, today
from goldenthread.thread.models import Acceptance, Recommendation
from goldenthread.thread.queries import addresses, breaks, plan
from goldenthread.thread.queries.filters import ThreadFilter
from tests.words import words

DAY = datetime.date(2026, 11, 2)


def says(answer) -> str:
    """What a person reads of a page, without its tags."""
    return words(re.sub(r"<[^>]+>", " ", words(answer)))


@pytest.fixture
def work(make):
    return make.source()


def texts(viewer):
    return [row.text for row in plan.to_answer(viewer)]


def test_only_an_addressee_owes_an_answer_until_it_gives_one(cast, make, work):
    for_police = make.recommendation(work, text="Train officers.", addressees=[cast.agencies["police"]])
    make.recommendation(work, text="Train everybody.", addressed_to="All who work with children")
    assert texts(cast.viewer("lead_partner_police")) == ["Train officers."]
    assert texts(cast.viewer("agency_lead_health")) == []
    assert texts(cast.viewer()) == ["Train officers."]  # the unit records what agencies said
    assert texts(cast.viewer("lay_member")) == []
    operations.answer(
        by=cast.viewer("lead_partner_police"),
        now=cast.now,
        recommendation=for_police,
        body=cast.agencies["police"],
        answer="accepted",
        on=DAY,
    )
    assert texts(cast.viewer("lead_partner_police")) == texts(cast.viewer()) == []


def test_each_of_several_addressees_owes_its_own(cast, make, work):
    both = make.recommendation(
        work, text="Work together.", addressees=[cast.agencies["police"], cast.agencies["health"]]
    )
    make.accept(both)  # by health
    assert texts(cast.viewer("agency_lead_health")) == []
    assert texts(cast.viewer("lead_partner_police")) == texts(cast.viewer()) == ["Work together."]


def test_nobody_outside_the_partnership_can_be_addressed(cast, make, work):
    with pytest.raises(Refused, match="Choose agencies of the partnership"):
        make.recommendation(work, addressees=[cast.east])


def test_true_numbers_on_today_and_pages_of_fifty_on_what_is_mine(cast, client, make, work):
    for number in range(53):
        make.recommendation(work, text=f"Recommendation {number}.", addressees=[cast.agencies["health"]])
    cast.sign_in(client, "agency_lead_health")
    page = says(client.get("/west/"))
    assert "What you owe 53" in page and "8 of 53 are here. All of them: Waits for my answer" in page
    assert "What is mine (53)" in page
    mine = says(client.get(addresses.page(cast.viewer("agency_lead_health"), "mine")))
    assert "Waits for my answer (53)" in mine and "50 of 53 are here." in mine and "Recommendation 52." not in mine
    last = words(client.get("/west/thread/mine/?list=to_answer&page=2"))
    assert "Recommendation 52." in last and "Recommendation 3." not in last


def test_the_form_ticks_agencies_or_all_partners(cast, client, make, work):
    cast.sign_in(client)
    url = addresses.of(cast.viewer(), work, "add_recommendation")
    assert "Which agencies owe an answer?" in words(client.get(url))
    police = cast.agencies["police"]
    client.post(url, {"text": "One.", "addressed_to": "The constabulary", "addressees": [police.pk]})
    client.post(url, {"text": "All.", "all_partners": "on"})
    one, everybody = Recommendation.objects.order_by("pk")
    assert (one.addressed_to, list(one.addressees.all())) == ("The constabulary", [police])
    assert set(everybody.addressees.all()) == set(cast.agencies.values())
    edit = addresses.of(cast.viewer(), one, "edit_recommendation")
    form = client.get(edit).context["form"]
    assert form.initial["addressees"] == [police]
    client.post(edit, {"text": "One.", "addressed_to": "The constabulary", "version": one.version})
    assert not one.addressees.exists()


def test_answers_of_several_agencies_are_recorded_in_one_step(cast, client, make, work):
    council, police = cast.agencies["council"], cast.agencies["police"]
    thing = make.recommendation(work, addressees=[council, police])
    cast.sign_in(client)
    url = addresses.of(cast.viewer(), thing, "answers")
    page = words(client.get(url))
    assert council.name in page and police.name in page and cast.agencies["health"].name not in page
    day = {"on_day": "2", "on_month": "11", "on_year": "2026"}
    by_council, by_police = operations.cell(thing, council), operations.cell(thing, police)
    wrong = {f"answer_{by_council}": "accepted", f"answer_{by_police}": "rejected", **day}
    refused = client.post(url, wrong)
    assert refused.status_code == 422 and "Say why it is not accepted in full." in words(refused)
    assert not Acceptance.objects.exists()  # both or neither
    assert client.post(url, wrong | {f"reason_{by_police}": "We do it already."}).status_code == 302
    given = {row.body: (row.answer, row.reason, row.on) for row in Acceptance.objects.all()}
    assert given == {council: ("accepted", "", DAY), police: ("rejected", "We do it already.", DAY)}
    assert client.post(url, day).status_code == 422  # none given


def test_a_lead_records_the_answer_of_their_own_agency_alone(cast, client, make, work):
    thing = make.recommendation(work, addressees=[cast.agencies["health"], cast.agencies["police"]])
    cast.sign_in(client, "agency_lead_health")
    form = client.get(addresses.of(cast.viewer("agency_lead_health"), thing, "answers")).context["form"]
    assert [body for _, body, _ in form.cells] == [cast.agencies["health"]]
    other = make.recommendation(work, addressees=[cast.agencies["police"]])
    assert client.get(addresses.of(cast.viewer("agency_lead_health"), other, "answers")).status_code == 403


def gap(viewer):
    return list(breaks.rows(viewer, breaks.BY_CODE["unanswered"], ThreadFilter()))


def test_where_the_thread_breaks_it_counts_what_addressees_owe(cast, make, work):
    """Declined by one and silent by the other: the other owes it. Declined where nobody was asked: it is answered."""
    health, police = cast.agencies["health"], cast.agencies["police"]
    silent = make.recommendation(work, text="To two.", addressees=[health, police])
    nobody = make.recommendation(work, text="To nobody.")
    for thing in (silent, nobody):
        operations.answer(
            by=cast.viewer(), now=cast.now, recommendation=thing, body=health, answer="rejected", on=DAY, reason="No."
        )
    asked = make.recommendation(work, text="Nobody was asked.")
    assert gap(cast.viewer()) == [silent, asked]


def test_words_that_name_a_body_exactly_address_it_and_others_accuse_nobody(cast, make, work):
    exact = make.recommendation(work, addressed_to=" west police ")
    short = make.recommendation(work, addressed_to="Health")
    loose = make.recommendation(work, addressed_to="West Police and partners")
    module = import_module("goldenthread.thread.migrations.0011_addressees_by_their_names")

    @operation
    def migrate(*, by, now):
        module.address(apps, None)
        history.record(exact, "thread.recommendation_changed", by=by, now=now)

    migrate(by=cast.viewer(), now=cast.now)
    found = {thing: list(thing.addressees.all()) for thing in (exact, short, loose)}
    assert found == {exact: [cast.agencies["police"]], short: [cast.agencies["health"]], loose: []}


def test_today_says_the_same_as_the_list(cast, make, work):
    make.recommendation(work, text="Answer me.", addressees=[cast.agencies["health"]])
    found = today.answers(cast.viewer("agency_lead_health"))
    assert found.total == plan.mine_counts(cast.viewer("agency_lead_health"))["to_answer"] == 1
