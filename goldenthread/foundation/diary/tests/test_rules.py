"""Every rule loads; those of sections 1A and 1B compute, over a bank holiday, a year end and a change of edition."""

import datetime
from collections import Counter

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.utils.html import strip_tags

from goldenthread.foundation.access.viewer import System
from goldenthread.foundation.diary import operations, queries, rules
from goldenthread.foundation.diary.models import Rule
from goldenthread.foundation.room import Conflict, Refused
from tests.words import words as words_of

D = datetime.date
pytestmark = pytest.mark.django_db

EASTER, YEAR_END = D(2026, 4, 1), D(2025, 12, 22)
LAST_OF_WT23, FIRST_OF_WT26 = D(2026, 3, 17), D(2026, 3, 18)
TRIGGERS = (EASTER, YEAR_END, LAST_OF_WT23, FIRST_OF_WT26)

# Counted by hand on a calendar: (number, unit) to the due day for each of TRIGGERS.
BY_HAND = {
    "2 working days": (D(2026, 4, 7), D(2025, 12, 24), D(2026, 3, 19), D(2026, 3, 20)),
    "5 working days": (D(2026, 4, 10), D(2025, 12, 31), D(2026, 3, 24), D(2026, 3, 25)),
    "10 working days": (D(2026, 4, 17), D(2026, 1, 8), D(2026, 3, 31), D(2026, 4, 1)),
    "15 working days": (D(2026, 4, 24), D(2026, 1, 15), D(2026, 4, 9), D(2026, 4, 10)),
    "20 working days": (D(2026, 5, 1), D(2026, 1, 22), D(2026, 4, 16), D(2026, 4, 17)),
    "7 working days before": (D(2026, 3, 23), D(2025, 12, 11), D(2026, 3, 6), D(2026, 3, 9)),
    "0 days": TRIGGERS,
    "7 days": (D(2026, 4, 8), D(2025, 12, 29), D(2026, 3, 24), D(2026, 3, 25)),
    "1 month": (D(2026, 5, 1), D(2026, 1, 22), D(2026, 4, 17), D(2026, 4, 18)),
    "2 months": (D(2026, 6, 1), D(2026, 2, 22), D(2026, 5, 17), D(2026, 5, 18)),
    "6 months": (D(2026, 10, 1), D(2026, 6, 22), D(2026, 9, 17), D(2026, 9, 18)),
    "12 months": (D(2027, 4, 1), D(2026, 12, 22), D(2027, 3, 17), D(2027, 3, 18)),
    "24 months": (D(2028, 4, 1), D(2027, 12, 22), D(2028, 3, 17), D(2028, 3, 18)),
    "36 months": (D(2029, 4, 1), D(2028, 12, 22), D(2029, 3, 17), D(2029, 3, 18)),
    # From 1 April: 5 by 10 April, 24 by 8 May, 38 by 29 May, 68 by 10 July; two more are Tuesday 14 July.
    "70 working days": (D(2026, 7, 14), D(2026, 4, 2), D(2026, 6, 29), D(2026, 6, 30)),
}
COMPUTED = {
    "sin.notify_panel": "5 working days",
    "sin.tell_partners": "5 working days",
    "sin.cla_death": "5 working days",
    "sin.care_leaver": "5 working days",
    "sin.regulated_setting": "5 working days",
    "rr.complete": "15 working days",
    "rr.panel_reply": "20 working days",
    "lcspr.publish": "6 months",
    "lcspr.copy_to_sos_panel": "7 working days before",
    "lcspr.available": "12 months",
    "lcspr.monitor": "1 month",
    "lcspr.to_panel": "0 days",
    "nspcc.repository": "0 days",
    "sin.agency_referral": "2 working days",
    "rr.scoping_return": "5 working days",
    "yr.frequency": "12 months",
    "yr.publish_by": "6 months",
    "yr.copy": "7 days",
    "masa.review": "12 months",
    "masa.send_dfe": "0 days",
    "scrutiny.plan": "12 months",
    "lsp.meet": "6 months",
    "dsp.meet": "2 months",
    "chair.rotation": "24 months",
    "threshold.publish": "24 months",
    "budget.agree": "12 months",
    "info.request": "10 working days",
    "s11.cycle": "12 months",
    "s175.cycle": "12 months",
    "procedures.review": "24 months",
    "training.refresh": "36 months",
    "training.impact": "6 months",
    "jtai.notice": "10 working days",
    "jtai.statement": "70 working days",
}
STANDING = {"lcspr.publish_default", "lcspr.reviewer", "masa.publish", "scrutiny.required", "rr.area"}
WANT_A_NUMBER = {"yr.local_audiences"}


def test_all_rows_of_the_reference_load_once(rulebook, now):
    keys = {(rule.key, rule.section) for rule in Rule.objects.all()}
    assert Counter(section for _, section in keys) == {"1A": 18, "1B": 23, "1C": 39, "1D": 10, "1E": 15, "1F": 3}
    assert rulebook == (Rule.objects.count(), 0)
    assert queries.rules_are_loaded(EASTER)
    assert operations.load_rules(by=System("set-up"), now=now) == (0, 0)


def test_a_changed_row_is_put_right_by_loading_again(rulebook, now):
    with connection.cursor() as cursor:
        cursor.execute("update diary_rule set number = 16 where key = 'rr.complete' and edition = 'WT26'")
    assert not queries.rules_are_loaded(EASTER)
    assert operations.load_rules(by=System("set-up"), now=now) == (0, 1)
    assert queries.edition_on("rr.complete", FIRST_OF_WT26).number == 15


def test_sections_1a_and_1b_compute_and_the_rest_say_that_they_do_not_yet(rulebook):
    assert (
        set(Rule.objects.filter(computes=True).values_list("key", flat=True))
        == set(COMPUTED) | STANDING | WANT_A_NUMBER
    )
    reference = Rule.objects.filter(section__in=["1A", "1B"], computes=False)
    assert set(reference.values_list("key", flat=True)) == {"info.share"}  # whether it is in force was not seen
    with pytest.raises(Refused, match="does not compute yet"):
        rules.count(queries.edition_on("icpc.hold", EASTER), EASTER)


@pytest.mark.parametrize("key", COMPUTED)
def test_a_rule_computes_over_a_bank_holiday_a_year_end_and_a_change_of_edition(rulebook, cast, key):
    computed = [queries.days_of(key, cast.west.pk, trigger)[0].due_on for trigger in TRIGGERS]
    assert computed == list(BY_HAND[COMPUTED[key]])


@pytest.mark.parametrize("key", COMPUTED)
def test_the_edition_is_the_one_in_force_on_the_day_of_the_trigger(rulebook, key):
    editions = set(Rule.objects.filter(key=key).values_list("edition", flat=True))
    for trigger, in_force, gone in ((LAST_OF_WT23, "WT23", "WT26"), (FIRST_OF_WT26, "WT26", "WT23")):
        found = {rule.edition for rule in queries.editions_on(key, trigger)}
        assert found == editions - {gone}
        assert ("WT23" not in editions) or in_force in found


@pytest.mark.parametrize("key", sorted(STANDING))
def test_a_duty_without_a_day_starts_no_clock(rulebook, cast, key):
    with pytest.raises(Refused, match="a duty without a day"):
        queries.days_of(key, cast.west.pk, EASTER)


def test_a_rule_without_a_number_waits_for_the_partnerships_own(rulebook, cast, now):
    with pytest.raises(Refused, match="set your partnership's own number"):
        queries.days_of("yr.local_audiences", cast.west.pk, EASTER)
    _set(cast, now, "yr.local_audiences", 14)
    assert queries.days_of("yr.local_audiences", cast.west.pk, EASTER)[0].due_on == D(2026, 4, 15)


def test_a_review_goes_to_the_panel_by_the_earlier_of_two_sources(rulebook, cast):
    published = D(2026, 4, 10)
    found = queries.days_of("lcspr.copy_to_sos_panel", cast.west.pk, published)
    assert [(one.rule.edition, one.due_on) for one in found] == [("WT26", D(2026, 3, 30)), ("SI789", D(2026, 4, 3))]


def test_the_day_of_publication_is_a_local_default_that_no_text_states(rulebook, cast, now):
    assert queries.days_of("yr.publish_by", cast.west.pk, D(2024, 3, 31))[0].due_on == D(2024, 9, 30)
    rule = queries.edition_on("yr.publish_by", EASTER)
    assert (rule.local, rule.status, rule.how_sure) == (True, "L", "Local default, check")
    _set(cast, now, "yr.publish_by", 8)
    assert queries.days_of("yr.publish_by", cast.west.pk, D(2026, 3, 31))[0].due_on == D(2026, 11, 30)
    assert queries.edition_on("yr.copy", EASTER).local


def test_before_the_first_known_edition_nothing_is_guessed(rulebook):
    with pytest.raises(Refused, match="No edition of this rule that the house knows held on 31 March 2015"):
        queries.edition_on("rr.complete", D(2015, 3, 31))
    with pytest.raises(LookupError):
        queries.edition_on("no.such_rule", EASTER)


def test_rows_from_memory_and_rows_carried_forward_are_not_verified(rulebook):
    verified = {(rule.key, rule.edition): rule.verified for rule in Rule.objects.all()}
    assert verified["rr.complete", "WT23"] and not verified["rr.complete", "WT26"]
    assert not verified["yr.publish_by", "LOCAL"]
    assert not verified["rr.panel_reply", "WT23"]
    assert verified["lcspr.copy_to_sos_panel", "SI789"] and not verified["lcspr.copy_to_sos_panel", "WT23"]
    assert verified["sin.cla_death", "WT23"]  # "SINM" ends in M without being from memory
    assert not any(verified[key, edition] for key, edition in verified if edition == "WT26")


def test_each_row_says_how_sure_it_is_by_what_was_read_and_when(rulebook):
    """The corrections of 30 November 2026, by their source."""
    private = queries.edition_on("pf.revisit", EASTER)
    assert private.trigger == "The local authority becomes aware of the private fostering arrangement"
    assert private.how_sure == "Official text, read on 30 November 2026"
    assert private.quote.endswith("deemed to begin when the local authority become aware of it")
    assert queries.edition_on("icpc.request", EASTER).how_sure == (
        "Quoted by an official body, read on 30 November 2026"
    )
    moved = queries.edition_on("school.cpfile", D(2026, 9, 1))
    assert (moved.edition, moved.source) == ("KCSIE26", "KCSIE 2026 para 150")
    assert moved.how_sure == "Reported by a third party, read on 30 November 2026"
    assert queries.edition_on("lado.retain", D(2026, 8, 31)).source == "KCSIE 2025 para 421"
    assert not queries.edition_on("lado.retain", D(2026, 9, 1)).verified
    assert "area the serious incident took place" in Rule.objects.get(key="rr.area", edition="WT23").outcome


def test_what_was_read_has_its_day_and_what_was_not_has_none(rulebook):
    for rule in Rule.objects.all():
        assert (rule.checked_on is None) == (not rule.verified), rule
        assert rule.verified or not rule.quote, rule


def test_a_row_that_the_file_no_longer_has_goes_out_of_force(rulebook, cast, now):
    """As when a rule moves from an edition of the guidance to local practice."""
    clock = {"noun": "", "key": "", "group": cast.root, "on": now.date()}
    operations.start_clock(by=System("set-up"), now=now, rule="rr.complete", **clock)
    relied_on, unused = (Rule.objects.get(key=key, edition="WT26") for key in ("rr.complete", "masa.send_dfe"))
    QuerySet(Rule).filter(pk__in=[relied_on.pk, unused.pk]).update(edition="WT99")
    assert not queries.rules_are_loaded(now.date())
    operations.load_rules(by=System("set-up"), now=now)
    assert Rule.objects.get(pk=relied_on.pk).valid_to == now.date() - datetime.timedelta(days=1)
    assert not Rule.objects.filter(pk=unused.pk).exists()
    assert queries.rules_are_loaded(now.date())


def test_a_clock_of_hours_is_a_moment():
    rule = Rule(outcome="x", number=72, unit="hours", direction="after", computes=True)
    start = datetime.datetime(2026, 3, 27, 23, 30, tzinfo=datetime.UTC)
    counted = rules.count(rule, start.date(), at=start)
    assert counted.moment == datetime.datetime(2026, 3, 30, 23, 30, tzinfo=datetime.UTC)
    with pytest.raises(Refused, match="counts hours"):
        rules.count(rule, start.date())


def _set(cast, now, key, number, **given):
    given = {"starts": D(2026, 1, 1), "why": "Agreed by the executive.", "version": 0, **given}
    return operations.set_local_value(by=cast.viewer(), now=now, body=cast.west, rule=key, number=number, **given)


def test_a_local_number_holds_from_its_day_and_only_in_its_partnership(rulebook, cast, now):
    _set(cast, now, "masa.review", 18)
    assert queries.days_of("masa.review", cast.west.pk, D(2026, 1, 1))[0].due_on == D(2027, 7, 1)
    assert queries.days_of("masa.review", cast.west.pk, D(2025, 12, 31))[0].due_on == D(2026, 12, 31)
    assert queries.days_of("masa.review", cast.east.pk, D(2026, 1, 1))[0].due_on == D(2027, 1, 1)


def test_a_number_set_while_a_rule_was_local_no_longer_counts_once_it_is_national(rulebook, cast, now):
    _set(cast, now, "masa.review", 18)
    with connection.cursor() as cursor:
        cursor.execute("update diary_rule set local = %s where key = 'masa.review'", [False])
    assert queries.days_of("masa.review", cast.west.pk, D(2026, 1, 1))[0].due_on == D(2027, 1, 1)


def test_a_national_number_is_locked(rulebook, cast, now):
    with pytest.raises(Refused, match="national and locked"):
        _set(cast, now, "rr.complete", 20)
    with pytest.raises(Refused, match="Say why"):
        _set(cast, now, "masa.review", 18, why=" ")


def test_the_second_of_two_who_set_a_number_is_shown_the_first(rulebook, cast, now):
    _set(cast, now, "masa.review", 18)
    with pytest.raises(Conflict) as met:
        _set(cast, now, "masa.review", 24)
    assert met.value.saved["number"] == 18
    assert _set(cast, now, "masa.review", 24, version=1).version == 2


def test_a_time_is_said_in_words_that_make_sense(rulebook):
    said = {(rule.key, rule.edition): rule.time for rule in Rule.objects.all()}
    assert said["rr.complete", "WT26"] == "15 working days"
    assert said["lcspr.copy_to_sos_panel", "SI789"] == "7 days by the regulations, 7 working days by the guidance"
    assert said["yr.publish_by", "LOCAL"] == "30 September"
    assert said["masa.send_dfe", "WT26"] == "on publication"
    assert said["epo", "CA89"] == "8 (+7) days"
    assert said["rr.area", "WT26"] == "No time is set"
    assert said["lcspr.available", "SI789"] == "1 year"


def test_the_page_of_rules_shows_all_degrees_of_certainty(rulebook, cast, client):
    page = " ".join(strip_tags(words_of(cast.sign_in(client).get("/west/diary/rules/"))).split())
    degrees = ["Official text", "Quoted by an official body", "Reported by a third party", "Not verified, check"]
    assert " ".join(degrees) in page
    one = words_of(client.get("/west/diary/rules/rr.complete/"))
    assert "november" not in one and "read on 30 November 2026)" in one


GOOD_FRIDAY = D(2026, 4, 3)  # then a weekend and Easter Monday: the next working day is Tuesday 7 April


def test_a_rule_may_count_from_the_next_working_day(rulebook, cast):
    with connection.cursor() as cursor:
        cursor.execute("update diary_rule set from_next_working_day = %s where key = 'rr.complete'", [True])
    assert queries.days_of("rr.complete", cast.west.pk, GOOD_FRIDAY)[0].due_on == D(2026, 4, 28)
    assert queries.days_of("rr.complete", cast.west.pk, D(2026, 4, 7))[0].due_on == D(2026, 4, 28)


def test_without_it_the_day_of_the_event_is_day_0_whichever_day_it_is(rulebook, cast):
    assert queries.days_of("rr.complete", cast.west.pk, GOOD_FRIDAY)[0].due_on == D(2026, 4, 27)
    assert not Rule.objects.filter(from_next_working_day=True).exists()  # the reference makes it a local option, off


def test_a_partnership_may_count_its_own_number_from_the_next_working_day(rulebook, cast, now):
    _set(cast, now, "rr.scoping_return", 4)
    assert queries.days_of("rr.scoping_return", cast.west.pk, GOOD_FRIDAY)[0].due_on == D(2026, 4, 10)
    _set(cast, now, "rr.scoping_return", 4, from_next_working_day=True, version=1)
    assert queries.days_of("rr.scoping_return", cast.west.pk, GOOD_FRIDAY)[0].due_on == D(2026, 4, 13)
    assert queries.days_of("rr.scoping_return", cast.east.pk, GOOD_FRIDAY)[0].due_on == D(
        2026, 4, 13
    )  # 5, day 0 as ever
    with pytest.raises(Refused, match="working days after an event"):
        _set(cast, now, "masa.review", 18, from_next_working_day=True)
