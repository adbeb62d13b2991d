"""What every agency answered to every recommendation of a piece of work is recorded on one page."""

import datetime

import pytest

from goldenthread.foundation.room import Refused
from goldenthread.thread import operations
from goldenthread.thread.models import Acceptance
from goldenthread.thread.queries import addresses
from goldenthread.thread.views import answers as view
from tests.words import words

DAY = datetime.date(2026, 11, 2)
ON_THE_DAY = {"on_day": "2", "on_month": "11", "on_year": "2026"}


@pytest.fixture
def asked(cast, make):
    """Two recommendations, the first asked of the council and the police, the second of health, and one of nobody."""
    council, police, health = (cast.agencies[name] for name in ("council", "police", "health"))
    source = make.source()
    first = make.recommendation(source, text="Train officers.", addressees=[council, police])
    second = make.recommendation(source, text="Share chronologies.", addressees=[health])
    make.recommendation(source, text="Nobody is asked.")
    names = {
        "council": operations.cell(first, council),
        "police": operations.cell(first, police),
        "health": operations.cell(second, health),
    }
    return source, names


def page_of(cast, source, person="business_manager"):
    return addresses.of(cast.viewer(person), source, "answers_of_work")


def recorded():
    return {row.body: (row.answer, row.reason, row.on) for row in Acceptance.objects.select_related("body")}


def test_only_the_cells_that_are_filled_in_are_saved(cast, client, asked):
    source, names = asked
    cast.sign_in(client)
    assert page_of(cast, source) in words(client.get(addresses.of(cast.viewer(), source)))
    page = words(client.get(page_of(cast, source)))
    assert "Train officers." in page and "Share chronologies." in page and "Nobody is asked." not in page
    typed = {
        f"answer_{names['council']}": "accepted",
        f"answer_{names['health']}": "partly",
        f"reason_{names['health']}": "The wards first.",
        f"on_{names['health']}_day": "30",
        f"on_{names['health']}_month": "10",
        f"on_{names['health']}_year": "2026",
        **ON_THE_DAY,
    }
    answer = client.post(page_of(cast, source), typed, follow=True)
    assert "Recorded: 2 answers." in words(answer)
    council, health = cast.agencies["council"], cast.agencies["health"]
    assert recorded() == {
        council: ("accepted", "", DAY),
        health: ("partly", "The wards first.", datetime.date(2026, 10, 30)),
    }
    assert "Now: accepted in part, 30 October 2026." in words(client.get(page_of(cast, source)))


def test_what_was_typed_stays_and_every_cell_says_what_it_lacks(cast, client, asked):
    source, names = asked
    cast.sign_in(client)
    typed = {
        f"answer_{names['council']}": "rejected",
        f"answer_{names['health']}": "partly",
        f"reason_{names['police']}": "They wrote to us.",
    }
    refused = client.post(page_of(cast, source), typed)
    errors = refused.context["form"].errors
    assert refused.status_code == 422 and not Acceptance.objects.exists()
    assert set(errors) == {"on", f"answer_{names['police']}"} | {
        f"reason_{names[body]}" for body in ("council", "health")
    }
    assert "They wrote to us." in words(refused) and '<option value="rejected" selected>' in words(refused)


def test_a_recommendation_closed_meanwhile_is_told_and_nothing_is_saved(cast, client, asked, given):
    source, names = asked
    cast.sign_in(client)
    second = source.recommendations.get(text="Share chronologies.")
    operations.withdraw_recommendation(**given, recommendation=second, version=second.version, reason="Made twice.")
    typed = {f"answer_{names['council']}": "accepted", f"answer_{names['health']}": "accepted", **ON_THE_DAY}
    refused = client.post(page_of(cast, source), typed)
    assert refused.status_code == 422 and "no longer asked of an agency" in words(refused)
    assert not Acceptance.objects.exists()


def test_a_lead_records_the_answers_of_their_own_agency_alone(cast, client, asked, make):
    source, names = asked
    health = cast.agencies["health"]
    third = make.recommendation(source, text="Meet.", addressees=[cast.agencies["police"], health])
    cast.sign_in(client, "agency_lead_health")
    page = client.get(page_of(cast, source, "agency_lead_health"))
    assert [name for _, _, name in page.context["form"].cells] == [
        names["health"],
        operations.cell(third, health),
    ]


def test_all_or_nothing_and_the_fault_stands_beside_its_cell(asked, given, cast):
    source, names = asked
    first, second = source.recommendations.filter(addressees__isnull=False).distinct()
    good = operations.Given(first, cast.agencies["council"], "accepted", "", DAY)
    late = operations.Given(second, cast.agencies["health"], "accepted", "", DAY + datetime.timedelta(days=900))
    with pytest.raises(Refused) as refused:
        operations.record_answers(**given, answers=[good, late])
    assert refused.value.field == f"on_{names['health']}" and not Acceptance.objects.exists()


def test_a_long_sheet_is_split_between_recommendations(cast, client, asked, monkeypatch):
    monkeypatch.setattr(view, "MOST_CELLS", 2)
    source, names = asked
    cast.sign_in(client)
    first = client.get(page_of(cast, source))
    assert "Part 1 of 2" in words(first) and [name for _, _, name in first.context["form"].cells] == [
        names["council"],
        names["police"],
    ]
    saved = client.post(page_of(cast, source), {f"answer_{names['council']}": "accepted", **ON_THE_DAY})
    assert saved.url == page_of(cast, source) + "?part=2"
    assert "Share chronologies." in words(client.get(saved.url))
