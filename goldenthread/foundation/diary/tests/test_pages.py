"""The six questions: it works; another team is refused; a reader may not write; a bad key is explained; the wrong
method is refused; a stranger learns nothing."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from goldenthread.foundation.diary import operations
from goldenthread.foundation.diary.models import Confirmation, Due, LocalValue
from tests.words import words

D = datetime.date
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rulebook"), pytest.mark.one_database]


@pytest.fixture
def due(cast, now):
    return operations.start_clock(
        by=cast.viewer(), now=now, rule="rr.complete", noun="", key="", group=cast.root, on=D(2026, 11, 2)
    )


def _url(name, *args):
    return reverse(f"diary:{name}", args=["west", *args])


def _page(client, url):
    answer = client.get(url)
    assert answer.status_code == 200, url
    return words(answer)


def test_every_page_works_for_the_business_manager(client, cast, due):
    cast.sign_in(client)
    assert "Rapid review" in _page(client, _url("clocks")) or "rapid review" in _page(client, _url("clocks"))
    assert "15 working days" in _page(client, _url("clock", due.key))
    page = _page(client, _url("rules"))
    assert "Local default, check" in page and "Not verified, check" in page and "Does not compute yet" in page
    assert "National: locked" in _page(client, _url("rule", "rr.complete"))
    assert "Working Together to Safeguard Children 2023" in _page(client, _url("rule", "rr.complete"))
    assert "Kept for reference" in _page(client, _url("rule", "escal.*"))
    for name in ("meet", "delay", "end"):
        _page(client, _url(name, due.key))
    for name, args in (("start", []), ("number", ["masa.review"]), ("confirm", ["rr.complete", "WT26"])):
        _page(client, _url(name, *args))


def test_a_clock_is_started_explained_met(client, cast):
    cast.sign_in(client)
    answer = client.post(_url("start"), {"rule": "masa.review", "on": "2026-01-05", "group": cast.root.pk})
    due = Due.objects.get()
    assert answer.url == _url("clock", due.key) and due.due_on == D(2027, 1, 5)
    client.post(
        _url("delay", due.key), {"reason": "Waits for the new guidance", "expected_on": "2027-03-01", "version": 1}
    )
    assert "Waits for the new guidance" in _page(client, _url("clock", due.key))
    client.post(_url("meet", due.key), {"on": "2026-11-19", "version": 2})
    assert "Met in time" in _page(client, _url("clock", due.key))
    assert "Met in time" not in _page(client, _url("clocks"))
    assert "Met in time" in _page(client, _url("clocks") + "?all=1")


def test_a_refusal_stands_beside_its_field_and_keeps_what_was_typed(client, cast, due):
    cast.sign_in(client)
    page = client.post(_url("delay", due.key), {"reason": "", "expected_on_day": "1", "version": 1}).content.decode()
    assert "There is a problem" in page and "Give an answer" in page
    page = client.post(
        _url("start"), {"rule": "rr.complete", "on": "2012-01-05", "group": cast.root.pk}
    ).content.decode()
    assert "No edition of this rule that the house knows held on 5 January 2012" in page


def test_the_second_of_two_sees_both_texts(client, cast, due):
    cast.sign_in(client)
    client.post(_url("delay", due.key), {"reason": "The first reason", "version": 1})
    page = client.post(_url("delay", due.key), {"reason": "The second reason", "version": 1}).content.decode()
    assert "The first reason" in page and "The second reason" in page and "The business manager" in page
    assert 'name="version" value="2"' in page
    client.post(_url("delay", due.key), {"reason": "Both reasons", "version": 2})
    assert Due.objects.get().delay_reason == "Both reasons"


def test_a_local_number_is_set_and_a_conflict_shown(client, cast):
    cast.sign_in(client)
    given = {"starts": "2026-11-01", "why": "Agreed by the executive"}
    assert client.post(_url("number", "masa.review"), {"number": 18, "version": 0, **given}).status_code == 302
    page = client.post(_url("number", "masa.review"), {"number": 24, "version": 0, **given}).content.decode()
    assert "Compare what you typed" in page
    assert LocalValue.objects.get().number == 18
    assert "18 months: your partnership" in _page(client, _url("rule", "masa.review"))
    refused = client.post(_url("number", "rr.complete"), {"number": 24, "version": 0, **given}).content.decode()
    assert "national and locked" in refused


def test_a_rule_is_confirmed(client, cast):
    cast.sign_in(client)
    client.post(_url("confirm", "rr.complete", "WT26"), {"read": "Chapter 5"})
    assert Confirmation.objects.get().rule.edition == "WT26"
    assert client.get(_url("confirm", "rr.complete", "WT23")).status_code == 404


@pytest.mark.parametrize("name", ["meet", "delay", "end"])
def test_a_reader_may_not_write(client, cast, due, name):
    cast.sign_in(client, "lay_member")
    assert client.get(_url("clock", due.key)).status_code == 200
    assert client.post(_url(name, due.key), {"version": 1}).status_code == 403


def test_a_reader_may_set_no_number_and_start_nothing(client, cast):
    cast.sign_in(client, "scrutineer")
    for name, args in (("start", []), ("number", ["masa.review"]), ("confirm", ["rr.complete", "WT26"])):
        assert client.get(_url(name, *args)).status_code == 403


def test_another_team_and_a_stranger_learn_nothing(client, cast, due):
    for name, args in (("clocks", []), ("clock", [due.key]), ("rules", []), ("rule", ["rr.complete"]), ("start", [])):
        assert client.get(_url(name, *args)).status_code == 302  # to the sign-in page
    cast.sign_in(client, "east_manager")
    for name, args in (("clocks", []), ("clock", [due.key]), ("rules", []), ("rule", ["rr.complete"]), ("start", [])):
        assert client.get(_url(name, *args)).status_code == 404
    assert client.get(reverse("diary:clock", args=["east", due.key])).status_code == 404
    cast.sign_in(client, "house_administrator")
    assert client.get(_url("clocks")).status_code == 403


def test_a_bad_key_and_a_wrong_method(client, cast, due):
    cast.sign_in(client)
    assert client.get(_url("clock", "nothing-here")).status_code == 404
    assert client.get(_url("rule", "no.such_rule")).status_code == 404
    assert client.post(_url("clocks")).status_code == 405
    assert client.put(_url("meet", due.key)).status_code == 405


def test_the_list_takes_as_many_queries_for_many_clocks_as_for_one(client, cast, now, due):
    cast.sign_in(client)
    client.get(_url("clocks"))
    with CaptureQueriesContext(connection) as few:
        client.get(_url("clocks"))
    for number in range(10):
        operations.start_clock(
            by=cast.viewer(),
            now=now,
            rule="rr.complete",
            noun="source",
            key=f"R-{number}",
            group=cast.root,
            on=D(2026, 11, 2),
        )
    with CaptureQueriesContext(connection) as many:
        client.get(_url("clocks"))
    assert len(many) == len(few)


def test_the_history_of_a_clock_and_of_a_rule_is_told_to_those_who_may_read_it(client, cast, due):
    cast.sign_in(client)
    client.post(_url("delay", due.key), {"reason": "An inquest", "expected_on": "2026-12-15", "version": 1})
    page = _page(client, _url("clock", due.key))
    assert (
        "2 lines of history" in page and "The business manager explained the delay" in page and "“An inquest”" in page
    )
    client.post(_url("confirm", "rr.complete", "WT26"), {"read": "Chapter 5"})
    client.post(_url("number", "masa.review"), {"number": 18, "version": 0, "starts": "2026-11-01", "why": "Agreed"})
    assert "confirmed this rule" in _page(client, _url("rule", "rr.complete"))
    assert "set the partnership" in _page(client, _url("rule", "masa.review"))
    cast.sign_in(client, "lay_member")
    assert "line of history" not in _page(client, _url("clock", due.key)).replace("lines", "line")


def test_what_nobody_has_checked_is_marked_on_every_page_that_shows_it(client, cast, due):
    cast.sign_in(client)
    start = _url("start")
    pages = [_url("rules"), _url("rule", "rr.complete"), _url("clock", due.key), _url("clocks"), start, "/west/"]
    for address in pages:
        assert "not verified, check" in _page(client, address).lower(), address
    assert "Local default, check" in _page(client, _url("number", "rr.scoping_return"))
    assert "Official text, read on 30 November 2026" in _page(client, _url("rule", "pf.revisit"))
    client.post(_url("confirm", "rr.complete", "WT26"), {"read": "Chapter 5"})
    for address in (_url("clock", due.key), _url("clocks"), "/west/"):
        assert "not verified, check" not in _page(client, address).lower(), address


def test_a_partnership_lets_its_number_count_from_the_next_working_day(client, cast):
    cast.sign_in(client)
    given = {
        "number": 4,
        "version": 0,
        "starts": "2026-11-01",
        "why": "The unit works on weekdays",
        "from_next_working_day": "on",
    }
    assert client.post(_url("number", "rr.scoping_return"), given).status_code == 302
    assert "counts from the next working day" in _page(client, _url("rule", "rr.scoping_return"))
    assert "from_next_working_day" in _page(client, _url("number", "rr.scoping_return"))
    assert "from_next_working_day" not in _page(client, _url("number", "masa.review"))  # counted in months


def test_a_clock_of_working_days_says_how_many_are_left_and_how_many_it_took(client, cast, due):
    cast.sign_in(client)
    assert "(1 working day left)" in _page(client, _url("clock", due.key))
    client.post(_url("meet", due.key), {"on": "2026-11-19", "version": 1})
    assert "19 November 2026, 13 working days after it started" in _page(client, _url("clock", due.key))
