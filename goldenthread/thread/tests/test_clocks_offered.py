"""Recording a kind of work that has time limits offers its clocks in the same step, without a script."""

import datetime
import re

import pytest

from goldenthread.foundation.access.viewer import System
from goldenthread.foundation.diary import operations as diary
from goldenthread.foundation.diary.models import Due
from goldenthread.foundation.diary.queries import rule_table
from goldenthread.foundation.room import Refused
from goldenthread.thread import kinds, operations
from goldenthread.thread.models import Source
from goldenthread.thread.queries import addresses, choices
from tests.words import words


@pytest.fixture(autouse=True)
def rulebook(cast, now):
    diary.load_rules(by=System("set-up"), now=now)


@pytest.fixture
def page(cast, client):
    cast.sign_in(client)
    return addresses.page(cast.viewer(), "add_source")


def typed(cast, **more):
    day = {"on_day": "18", "on_month": "11", "on_year": "2026"}
    values = {"title": "A notification", "kind": "serious_incident", "group": cast.root.pk, "known": "day"}
    return values | day | {"audience": "partnership"} | more


def test_every_clock_that_a_kind_names_stands_in_the_rule_book(cast):
    rules = {row["rule"].key: row["rule"] for row in rule_table(cast.viewer(), cast.west)}
    for kind in kinds.KINDS:
        for key in kind.clocks:
            assert rules[key].counts_days, key
        assert len(choices.clocks_of_kind(cast.viewer(), kind.code)) == len(kind.clocks)


def test_the_page_offers_the_clocks_of_the_kind_in_its_address(cast, client, page):
    shown = words(client.get(f"{page}?kind=serious_incident"))
    assert "The local authority submits the notification" in shown
    assert "Counted from: The local authority becomes aware that the incident occurred." in shown
    assert "Working Together to Safeguard Children 2026" in shown
    assert "submits the notification" not in words(client.get(page))
    assert "submits the notification" not in words(client.get(f"{page}?kind=meeting"))


def test_who_chooses_the_kind_on_the_page_is_asked_once_with_the_day_filled_in(cast, client, page):
    answer = client.post(page, typed(cast))
    assert answer.status_code == 422 and not Source.objects.exists()
    assert "Time limits go with this kind of work." in words(answer)
    shown = answer.content.decode()
    assert re.search(r'name="clock_0_on_day"[^>]*value="18"|value="18"[^>]*name="clock_0_on_day"', shown)
    again = typed(cast, clocks_of="serious_incident", clock_0="on")
    again |= {"clock_0_on_day": "18", "clock_0_on_month": "11", "clock_0_on_year": "2026"}
    assert client.post(page, again).status_code == 302
    source, due = Source.objects.get(), Due.objects.get()
    assert (due.noun, due.thing_key, due.rule_key, due.on) == (
        "source",
        source.ref,
        "sin.notify_panel",
        datetime.date(2026, 11, 18),
    )
    assert due.due_on == datetime.date(2026, 11, 25)


def test_none_ticked_records_the_work_without_a_clock(cast, client, page):
    assert client.post(page, typed(cast, clocks_of="serious_incident")).status_code == 302
    assert Source.objects.exists() and not Due.objects.exists()


def test_a_clock_without_its_day_is_asked_for_it(cast, client, page):
    answer = client.post(page, typed(cast, clocks_of="serious_incident", clock_1="on"))
    assert answer.status_code == 422 and "Enter the day on which this clock started." in words(answer)


def test_another_kind_chosen_meanwhile_offers_its_own(cast, client, page):
    answer = client.post(page, typed(cast, kind="rapid_review", clocks_of="serious_incident", clock_0="on"))
    assert answer.status_code == 422 and "The rapid review meeting is held" in words(answer)
    assert not Source.objects.exists()


def test_all_is_recorded_or_nothing(cast, now):
    given = {"by": cast.viewer(), "now": now, "group": cast.root, "kind": "serious_incident", "title": "A notification"}
    day = datetime.date(2026, 11, 18)
    with pytest.raises(Refused):
        operations.add_source(
            on=day, clocks=[("sin.notify_panel", day), ("sin.tell_partners", datetime.date(2026, 12, 1))], **given
        )
    assert not Source.objects.exists() and not Due.objects.exists()


def test_the_clock_is_read_by_who_reads_the_work_and_says_nothing_of_it(cast, now):
    day = datetime.date(2026, 11, 18)
    operations.add_source(
        by=cast.viewer(),
        now=now,
        group=cast.root,
        kind="serious_incident",
        title="A secret",
        on=day,
        audience="named",
        clocks=[("sin.notify_panel", day)],
    )
    due = Due.objects.get()
    assert due.audience == "named" and [row.person for row in due.people.all()] == [cast.person("business_manager")]
    assert "A secret" not in due.title
