"""Each rule refuses, with a sentence that says what to do."""

import datetime

import pytest

from goldenthread.foundation.access.queries import Forbidden
from goldenthread.foundation.history.models import Line
from goldenthread.foundation.organisations import operations as organisations
from goldenthread.foundation.people.models import Seat
from goldenthread.foundation.room import Refused
from goldenthread.thread import operations
from goldenthread.thread.models import Action
from goldenthread.thread.queries import plan
from tests.words import words

DAY = datetime.date(2026, 3, 2)
TOMORROW = datetime.date(2026, 11, 21)


def as_viewer(cast, name, now):
    return {"by": cast.viewer(name), "now": now}


def test_nothing_happens_in_the_future(make, given):
    with pytest.raises(Refused, match="cannot be in the future") as refused:
        make.source(on=TOMORROW)
    assert refused.value.field == "on"


def test_an_action_is_agreed_with_an_owner_and_a_day(make, given):
    source = make.source()
    for missing, field in (({"owner": None}, "owner"), ({"due_on": None}, "due_on")):
        action = make.action(source, **missing)
        with pytest.raises(Refused) as refused:
            operations.agree(**given, action=action, version=1, on=DAY)
        assert refused.value.field == field


def test_no_assurance_without_evidence(make, given):
    action = make.done(make.source())
    with pytest.raises(Refused, match="no evidence"):
        operations.assure(**given, action=action, version=action.version, on=DAY)
    make.evidence(action)
    operations.assure(**given, action=action, version=action.version, on=DAY)
    assert Action.objects.get(pk=action.pk).state == "assured"


def test_nobody_assures_who_acts_for_the_owning_agency_by_any_seat(cast, make, now, client):
    """The council's lead partner also chairs the group of the work: for the council, the chair is refused as well."""
    work = make.source(group=cast.learning)
    own, of_police = (make.done(work, owner=cast.agencies[name]) for name in ("council", "police"))
    make.evidence(own)
    make.evidence(of_police)
    both = cast.viewer("two_seats")
    with pytest.raises(Refused, match="you hold a seat that acts for it"):
        operations.assure(by=both, now=now, action=own, version=own.version, on=DAY)
    assert own not in plan.to_assure(both) and of_police in plan.to_assure(both)
    page = words(cast.sign_in(client, "two_seats").get(f"/west/thread/action/west/{own.key}/"))
    assert "Look and assure" not in page
    operations.assure(by=both, now=now, action=of_police, version=of_police.version, on=DAY)


def test_nobody_assures_who_acts_for_the_owning_agency_elsewhere_or_did_on_the_day(cast, make, given, now):
    """Seats in another partnership count, and so does a seat that ended between the day of assurance and today."""
    work = make.source(group=cast.learning)
    action = make.done(work, owner=cast.agencies["police"])
    make.evidence(action)
    with_east, formerly = cast.person("scrutineer"), cast.person("business_manager")
    member = organisations.add_agency(
        partnership=cast.east, agency=cast.agencies["police"], name="", capacity="statutory", **given
    )
    organisations.give_seat(person=with_east, role="agency_lead", membership=member, starts=DAY, **given)
    organisations.give_seat(
        person=formerly,
        role="agency_lead",
        membership=cast.memberships["police"],
        starts=DAY,
        ends=DAY + datetime.timedelta(days=30),
        **given,
    )
    for name in ("scrutineer", "business_manager"):
        with pytest.raises(Refused, match="you hold a seat that acts for it"):
            operations.assure(by=cast.viewer(name), now=now, action=action, version=action.version, on=DAY)
    later = DAY + datetime.timedelta(days=31)
    operations.assure(by=cast.viewer("business_manager"), now=now, action=action, version=action.version, on=later)


def test_history_and_the_row_name_the_seat_that_allowed_it(cast, make, now):
    """Of two seats the one that reaches nearest: in the group's work its chair, elsewhere the lead partner."""
    group_work, whole = make.source(group=cast.learning), make.source()
    both, seats = cast.viewer("two_seats"), {}
    for work in (group_work, whole):
        action = make.action(work, owner=cast.agencies["council"])
        operations.agree(by=both, now=now, action=action, version=action.version, on=DAY)
        line = Line.objects.filter(noun="action", key=action.ref).latest("pk")
        seats[work] = Seat.objects.get(key=line.seat).role, action.steps.latest("pk").agency
    assert seats == {group_work: ("group_chair", None), whole: ("lead_partner", cast.agencies["council"])}


def test_closing_needs_a_judged_impact(make, given):
    source = make.source()
    recommendation = make.recommendation(source)
    with pytest.raises(Refused, match="Nobody has judged"):
        operations.close_recommendation(**given, recommendation=recommendation, version=1)
    make.impact(source, recommendation=recommendation, judgement="too_early", look_again_on=datetime.date(2026, 9, 1))
    with pytest.raises(Refused, match="too early"):
        operations.close_recommendation(**given, recommendation=recommendation, version=1)


def test_the_impact_of_an_answering_action_lets_a_recommendation_close(make, given):
    source = make.source()
    recommendation = make.recommendation(source)
    action = make.action(source, also_answers=[recommendation])
    make.impact(source, action=action)
    assert operations.close_recommendation(**given, recommendation=recommendation, version=1).state == "closed"


def test_too_early_says_when_to_look_again(make):
    source = make.source()
    for day in (None, DAY):
        with pytest.raises(Refused) as refused:
            make.impact(source, judgement="too_early", look_again_on=day)
        assert refused.value.field == "look_again_on"
    with pytest.raises(Refused, match="how this was judged"):
        make.impact(source, method=" ")


def test_a_due_date_moves_with_a_reason_and_the_first_is_kept(make, given):
    action = make.agreed(make.source())
    first, later = action.due_on, datetime.date(2026, 12, 1)
    for bad in ({"due_on": later, "reason": ""}, {"due_on": first, "reason": "None."}):
        with pytest.raises(Refused):
            operations.move_due(**given, action=action, version=action.version, **bad)
    operations.move_due(**given, action=action, version=action.version, due_on=later, reason="The trainer left.")
    saved = Action.objects.get(pk=action.pk)
    assert (saved.first_due_on, saved.due_on) == (first, later)
    assert [(row.before, row.after, row.reason) for row in saved.due_changes.all()] == [
        (first, later, "The trainer left.")
    ]
    with pytest.raises(Refused, match="by its own step"):
        operations.edit_action(**given, action=saved, version=saved.version, due_on=first)


def test_a_refusal_of_a_recommendation_says_why(make):
    recommendation = make.recommendation(make.source())
    with pytest.raises(Refused, match="not accepted in full"):
        make.accept(recommendation, answer="rejected")


def test_nothing_follows_only_with_reason_decider_and_without_recommendation(make, given):
    source = make.source()
    finding = make.finding(source)
    for bad in ({"reason": "", "who": "The group"}, {"reason": "Covered.", "who": " "}):
        with pytest.raises(Refused):
            operations.lead_nowhere(**given, finding=finding, version=1, on=DAY, **bad)
    make.recommendation(source, findings=[finding])
    with pytest.raises(Refused, match="already follows"):
        operations.lead_nowhere(**given, finding=finding, version=1, on=DAY, reason="Covered.", who="The group")


def test_counts_fit(make):
    source = make.source()
    for bad in ({"cases": 3}, {"cases": 7, "opportunities": 6}):
        with pytest.raises(Refused):
            make.finding(source, **bad)


def test_what_is_finished_keeps_its_text(make, given):
    source = make.source()
    action = make.assured(source)
    with pytest.raises(Refused, match="finished"):
        operations.edit_action(**given, action=action, version=action.version, text="Another.")
    with pytest.raises(Refused, match="finished"):
        make.evidence(action)


def test_an_agency_answers_for_itself_only(cast, make, now):
    recommendation = make.recommendation(make.source())
    lead = as_viewer(cast, "agency_lead_health", now)
    operations.answer(**lead, recommendation=recommendation, body=cast.agencies["health"], answer="accepted", on=DAY)
    with pytest.raises(Forbidden):
        operations.answer(
            **lead, recommendation=recommendation, body=cast.agencies["police"], answer="accepted", on=DAY
        )


def test_an_agency_reports_only_its_own_actions(cast, make, now):
    source = make.source()
    own, other = make.agreed(source), make.agreed(source, owner=cast.agencies["police"])
    lead = as_viewer(cast, "agency_lead_health", now)
    operations.report_done(**lead, action=own, version=own.version, on=DAY)
    with pytest.raises(Forbidden):
        operations.report_done(**lead, action=other, version=other.version, on=DAY)


def test_a_group_chair_writes_for_the_own_group_only(cast, make, now):
    chair = as_viewer(cast, "group_chair", now)
    added = operations.add_source(**chair, group=cast.quality, kind="meeting", title="Meeting", on=DAY)
    operations.add_finding(**chair, source=added, kind="strength", text="Good notes.")
    with pytest.raises(Forbidden):
        operations.add_source(**chair, group=cast.root, kind="meeting", title="Meeting", on=DAY)


def test_work_is_not_written_into_a_neighbour(cast, make, now):
    source = make.source()
    with pytest.raises(Forbidden):
        operations.add_finding(
            by=cast.viewer("east_manager", partnership=cast.east), now=now, source=source, kind="strength", text="x"
        )


def test_a_theme_has_one_name(make):
    make.theme("Neglect")
    with pytest.raises(Refused, match="already"):
        make.theme("neglect ")


def test_what_changes_nothing_is_said_so(make, given):
    finding = make.finding(make.source())
    with pytest.raises(Refused, match="Nothing was changed"):
        operations.edit_finding(**given, finding=finding, version=1, text=finding.text)


def test_themes_alone_take_a_version(make, given):
    from goldenthread.foundation.room import Conflict

    finding = make.finding(make.source())
    operations.edit_finding(**given, finding=finding, version=1, themes=[make.theme()])
    with pytest.raises(Conflict) as conflict:
        operations.edit_finding(
            **given, finding=finding, version=1, themes=[make.theme("Supervision")], text=finding.text
        )
    assert [theme.name for theme in conflict.value.saved["themes"]] == ["Neglect"]


def test_nothing_is_assured_before_the_day_on_which_it_was_reported_done(client, cast, make, told, given):
    action = make.done(told.source)
    make.evidence(action)
    day_before = DAY - datetime.timedelta(days=1)
    with pytest.raises(Refused, match="reported done on 2 March 2026") as refused:
        operations.assure(**given, action=action, version=action.version, on=day_before)
    assert refused.value.field == "on"
    address = f"/west/thread/action/west/{action.key}/step/assure/"
    answer = cast.sign_in(client, "scrutineer").post(
        address, {"version": action.version, "on": day_before.isoformat(), "text": "I have seen it"}
    )
    body = answer.content.decode()
    assert answer.status_code == 422 and "cannot have been assured before that" in body and "I have seen it" in body
    assert operations.assure(**given, action=action, version=action.version, on=DAY).state == "assured"
