import datetime

import pytest

from goldenthread.foundation.access.queries import Forbidden
from goldenthread.foundation.access.viewer import System
from goldenthread.foundation.clock import LONDON
from goldenthread.foundation.diary import dates, operations, queries, rules
from goldenthread.foundation.diary.models import Due, Rule
from goldenthread.foundation.history.models import Line
from goldenthread.foundation.room import Conflict, Refused
from goldenthread.foundation.writing import WrittenOutside

D = datetime.date
SECOND_OF_NOVEMBER = D(2026, 11, 2)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rulebook")]


@pytest.fixture
def start(cast, now):
    def begin(rule="rr.complete", on=SECOND_OF_NOVEMBER, key="R-1", **given):
        given = {"group": cast.root, **given}
        return operations.start_clock(by=cast.viewer(), now=now, rule=rule, noun="source", key=key, on=on, **given)

    return begin


def test_a_clock_keeps_rule_edition_day_and_what_was_counted(start, cast):
    due = start()
    assert (due.due_on, due.rule.edition, due.body_id) == (D(2026, 11, 23), "WT26", cast.west.pk)
    assert [(day.counted, day.due_on) for day in due.days.all()] == [("15 working days", D(2026, 11, 23))]
    line = Line.objects.get(verb="diary.clock_started")
    assert (line.noun, line.key, line.chain.body, line.on) == ("clock", due.key, cast.west, D(2026, 11, 2))


def test_a_clock_keeps_the_edition_of_its_trigger_when_it_is_recorded_later(start):
    due = start(on=D(2026, 3, 17))
    assert due.rule.edition == "WT23"


def test_a_clock_with_two_sources_alerts_on_the_earlier_and_shows_both(start):
    due = start("lcspr.copy_to_sos_panel", on=D(2027, 4, 2))
    assert due.due_on == D(2027, 3, 22)
    assert {day.rule.edition: day.due_on for day in due.days.all()} == {"WT26": D(2027, 3, 22), "SI789": D(2027, 3, 26)}


def test_the_same_clock_runs_once_for_a_thing(start, cast, now):
    due = start()
    with pytest.raises(Refused, match="already runs"):
        start()
    start(key="R-2")
    operations.meet_clock(by=cast.viewer(), now=now, due=due, on=D(2026, 11, 19))
    assert start().pk != due.pk


def test_a_clock_is_met_on_a_day_that_can_be_true(start, cast, now):
    due = start()
    with pytest.raises(Refused, match="today or earlier"):
        operations.meet_clock(by=cast.viewer(), now=now, due=due, on=D(2026, 11, 21))
    with pytest.raises(Refused, match="before the clock started"):
        operations.meet_clock(by=cast.viewer(), now=now, due=due, on=D(2026, 11, 1))
    operations.meet_clock(by=cast.viewer(), now=now, due=due, on=D(2026, 11, 19))
    assert queries.state_of(due, now) == "Met in time"
    with pytest.raises(Refused, match="met already"):
        operations.end_clock(by=cast.viewer(), now=now, due=due, why="Withdrawn")


def test_a_delay_is_explained_and_the_clock_goes_on(start, cast, now):
    due = start()
    given = {"by": cast.viewer(), "now": now, "due": due}
    with pytest.raises(Refused, match="Give the reason"):
        operations.record_delay(reason=" ", expected_on=None, version=1, **given)
    changed = operations.record_delay(reason="An inquest", expected_on=D(2027, 1, 15), version=1, **given)
    assert (changed.due_on, changed.runs, changed.version) == (D(2026, 11, 23), True, 2)
    with pytest.raises(Conflict) as met:
        operations.record_delay(reason="Another reason", expected_on=None, version=1, **given)
    assert met.value.saved["delay_reason"] == "An inquest"


def test_only_those_who_keep_clocks_do_it_by_hand(start, cast, now):
    due = start()
    with pytest.raises(Forbidden):
        operations.record_delay(by=cast.viewer("lay_member"), now=now, due=due, reason="x", expected_on=None, version=1)
    with pytest.raises(Forbidden):
        operations.start_clock_by_hand(
            by=cast.viewer("scrutineer"), now=now, rule="masa.review", group=cast.root, on=D(2026, 1, 5)
        )
    with pytest.raises(Refused, match="today or earlier"):
        operations.start_clock_by_hand(
            by=cast.viewer(), now=now, rule="masa.review", group=cast.root, on=D(2026, 11, 21)
        )
    with pytest.raises(Refused, match="your partnership leads"):
        operations.start_clock_by_hand(
            by=cast.viewer(), now=now, rule="masa.review", group=cast.east.led_groups.get(kind="root"), on=D(2026, 1, 5)
        )


def test_nothing_is_written_past_the_door(start):
    due = start()
    with pytest.raises(WrittenOutside):
        Due.objects.filter(pk=due.pk).update(due_on=D(2030, 1, 1))
    with pytest.raises(WrittenOutside):
        Rule.objects.all().delete()


def test_who_sees_a_clock(start, cast):
    start(key="R-1")
    start(key="R-2", group=cast.quality, audience="group")
    start(key="R-3", audience="named", people=[cast.person("delegated_partner")])
    start(key="R-4", audience="agency", agency=cast.agencies["council"])

    def seen(viewer):
        return set(queries.running(viewer).values_list("thing_key", flat=True))

    assert seen(cast.viewer("lay_member")) == {"R-1"}
    assert seen(cast.viewer("group_member")) == {"R-1", "R-2", "R-4"}
    assert seen(cast.viewer("agency_lead_health")) == {"R-1"}
    assert seen(cast.viewer("delegated_partner")) == {"R-1", "R-2", "R-3", "R-4"}
    assert seen(cast.viewer("delegated_partner", second_factor=False)) == {"R-1", "R-2", "R-4"}
    assert seen(cast.viewer("business_manager")) == {"R-1", "R-2", "R-4"}
    assert seen(cast.viewer("house_administrator")) == set()
    assert seen(cast.viewer("east_manager", partnership=cast.east)) == set()
    assert seen(cast.stranger) == set()


def test_what_is_at_risk(start, cast):
    start(key="R-1", on=D(2026, 11, 2))  # due in one working day
    start("rr.panel_reply", key="R-1", on=D(2026, 10, 1))  # information is never a breach
    start("lcspr.publish", key="R-2", on=D(2026, 11, 2))  # months ahead
    start("lcspr.available", key="R-3", on=D(2025, 11, 1))  # a shortest time that is over
    start("masa.review", key="", on=D(2025, 11, 1))  # local
    viewer = cast.viewer()
    assert [due.rule_key for due in queries.at_risk(viewer)] == ["rr.complete"]
    found = dates.owed(viewer)
    (line,) = found.clocks
    assert (line.due, line.overdue) == (D(2026, 11, 23), False)
    assert line.why == "Statutory guidance: Working Together to Safeguard Children 2026. Not verified, check"
    assert [(due.item.due, due.item.overdue) for due in found.coming] == [(D(2026, 11, 1), True)]
    assert dates.owed(cast.viewer("house_administrator")) == dates.Owed()


@pytest.mark.parametrize(
    ("today", "step"),
    [
        (D(2026, 12, 10), None),
        (D(2026, 12, 11), "before-10"),
        (D(2026, 12, 21), "before-10"),
        (D(2026, 12, 22), "before-3"),
        (D(2026, 12, 28), "before-3"),
        (D(2026, 12, 29), "on-the-day"),
        (D(2026, 12, 30), "overdue"),
        (D(2027, 1, 4), "overdue"),
        (D(2027, 1, 5), "overdue-1"),
        (D(2027, 2, 1), "overdue-4"),
    ],
)
def test_the_latest_step_that_has_fallen_due(today, step):
    """Due on 29 December 2026; 25 and 28 December are bank holidays."""
    due = Due(due_on=D(2026, 12, 29))
    assert rules.step_of(due, datetime.datetime.combine(today, datetime.time(7), LONDON)) == step


@pytest.mark.parametrize(
    ("due_on", "before_10", "before_3", "on_the_day"),
    [
        # 29 March 2026, a Sunday on which the clocks go forward at one in the morning.
        (D(2026, 3, 29), "2026-03-16 07:00", "2026-03-25 07:00", "2026-03-29 06:00"),
        # 25 October 2026, a Sunday on which they go back.
        (D(2026, 10, 25), "2026-10-12 06:00", "2026-10-21 06:00", "2026-10-25 07:00"),
        (D(2028, 2, 29), "2028-02-15 07:00", "2028-02-24 07:00", "2028-02-29 07:00"),
        (D(2027, 3, 1), "2027-02-15 07:00", "2027-02-24 07:00", "2027-03-01 07:00"),
        (D(2026, 12, 31), "2026-12-15 07:00", "2026-12-24 07:00", "2026-12-31 07:00"),
        (D(2040, 1, 31), "2040-01-17 07:00", "2040-01-26 07:00", "2040-01-31 07:00"),
    ],
)
def test_each_step_falls_at_seven_in_london_whatever_the_day(due_on, before_10, before_3, on_the_day):
    due, moment = Due(due_on=due_on), datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    for step, expected in (("before-10", before_10), ("before-3", before_3), ("on-the-day", on_the_day)):
        moment = rules.next_step_at(due, moment)
        assert moment == datetime.datetime.fromisoformat(expected).replace(tzinfo=datetime.UTC)
        assert rules.step_of(due, moment) == step
        assert rules.step_of(due, moment - datetime.timedelta(minutes=1)) != step


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (D(2027, 3, 1), D(2028, 2, 29)),
        (D(2028, 2, 29), D(2029, 2, 28)),
        (D(2028, 12, 31), D(2029, 2, 28)),
    ],
)
def test_a_day_that_not_every_year_has(on, expected):
    assert rules._next_date("29 February", on) == expected


def test_confirming_a_rule_that_was_not_verified(cast, now):
    rule = queries.edition_on("rr.complete", D(2026, 11, 20))
    given = {"by": cast.viewer(), "now": now, "body": cast.west, "rule": rule}
    with pytest.raises(Refused, match="Say what you read"):
        operations.confirm_rule(read="", **given)
    operations.confirm_rule(read="Chapter 5, paragraph 35", **given)
    with pytest.raises(Refused, match="verified already"):
        operations.confirm_rule(read="again", **given)
    row = next(row for row in queries.rule_table(cast.viewer(), cast.west) if row["rule"] == rule)
    assert row["confirmed"].read == "Chapter 5, paragraph 35"
    assert next(r for r in queries.rule_table(cast.viewer(), cast.east) if r["rule"] == rule)["confirmed"] is None
    with pytest.raises(Forbidden):
        operations.confirm_rule(read="x", **{**given, "by": cast.viewer("unit_officer")})


def test_the_system_starts_clocks_too(cast, now):
    due = operations.start_clock(
        by=System("the record file"),
        now=now,
        rule="yr.publish_by",
        noun="report",
        key="Y-1",
        group=cast.root,
        on=D(2026, 3, 31),
    )
    assert due.due_on == D(2026, 9, 30)
    assert queries.references(cast.viewer(), {due.key})[due.key].state == "Overdue"
