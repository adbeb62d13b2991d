"""A page asks the database as often for ten rows as for a hundred, and never more than thirty times."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from goldenthread.thread.tests.test_pages import at
from tests.kept import kept

pytestmark = pytest.mark.one_database
LISTS = ("sources", "actions", "themes", "mine", "breaks", "proposals")


def grow(make, told, size):
    kept(f"{size} more of each", lambda: _grow(make, told, size))


def grow_sources(make, told, size):
    kept(f"{size} more sources", lambda: _grow_sources(make, told, size))


def _grow(make, told, size):
    for _ in range(size):
        finding = make.finding(told.source, themes=[told.theme])
        recommendation = make.recommendation(told.source, findings=[finding])
        make.accept(recommendation)
        action = make.agreed(told.source, recommendation=recommendation)
        make.evidence(action)
        make.impact(told.source, action=action)
        make.voice(told.source)
        make.proposal(finding)


def _grow_sources(make, told, size):
    for place in range(size):
        source = make.source(title=f"Audit {place}")
        make.action(source)
        make.proposal(make.finding(source, themes=[told.theme]))
        make.proposal(source)


def asked(client, address):
    client.get(address)  # what is kept for the process is kept now
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(address).status_code == 200
    return [query["sql"] for query in queries]


@pytest.mark.parametrize("name", LISTS)
def test_lists(client, cast, told, make, name):
    cast.sign_in(client)
    grow_sources(make, told, 9)
    few = asked(client, at(cast, name))
    grow_sources(make, told, 40)
    many = asked(client, at(cast, name))
    assert len(few) == len(many) <= 30, "\n".join(many)


@pytest.mark.parametrize("name", ["business_manager", "agency_lead_health"])
def test_today(client, cast, told, make, name):
    """What is owed, asked and changed; the same however much it is. Two questions more than a page else, since each
    room says what waits.
    """
    cast.sign_in(client, name)
    address = reverse("overview:today", args=[cast.west.key])
    grow(make, told, 9)
    few = asked(client, address)
    grow(make, told, 20)
    many = asked(client, address)
    assert len(few) == len(many) <= 32, "\n".join(many)


@pytest.mark.parametrize("code", ["sources", "findings", "recommendations", "actions", "impact", "led_nowhere"])
def test_lists_behind_the_picture(client, cast, told, make, code):
    cast.sign_in(client)
    grow(make, told, 9)
    few = asked(client, at(cast, "break_list", code))
    grow(make, told, 20)
    many = asked(client, at(cast, "break_list", code))
    assert len(few) == len(many) <= 30, "\n".join(many)


@pytest.mark.parametrize(
    "noun", ["source", "finding", "recommendation", "action", "impact", "voice", "theme", "proposal"]
)
def test_pages_of_one_thing(client, cast, told, make, noun):
    cast.sign_in(client)
    thing = getattr(told, noun)
    address = at(cast, "theme", thing.key) if noun == "theme" else at(cast, noun, "west", thing.key)
    grow(make, told, 9)
    few = asked(client, address)
    grow(make, told, 20)
    for _ in range(10):
        make.accept(told.recommendation, body="police")
        make.action(told.source, recommendation=told.recommendation)
    many = asked(client, address)
    assert len(few) == len(many) <= 30, "\n".join(many)


@pytest.mark.parametrize(
    ("noun", "name"),
    [
        ("source", "add_recommendation"),
        ("action", "progress"),
        ("source", "add_action"),
        ("source", "edit_source"),
        ("finding", "edit_finding"),
    ],
)
def test_forms(client, cast, told, make, noun, name):
    cast.sign_in(client)
    thing = make.agreed(told.source) if noun == "action" else getattr(told, noun)
    address = at(cast, name, "west", thing.key)
    grow(make, told, 9)
    few = asked(client, address)
    grow(make, told, 20)
    many = asked(client, address)
    assert len(few) == len(many) <= 30, "\n".join(many)
