"""What was recorded by mistake: withdrawn with a reason, with what rests on it, and undone within the minute."""

import datetime

import pytest
from django.db.models import Model

from goldenthread.foundation.access.queries import Forbidden
from goldenthread.foundation.access.viewer import public_reader
from goldenthread.foundation.access.withdrawn import withdrawn_too
from goldenthread.foundation.diary.models import Due
from goldenthread.foundation.drafts.undoing import ADDED, WITHDRAWN, Undo
from goldenthread.foundation.room import Conflict, Refused
from goldenthread.foundation.withdrawals import operations, queries
from goldenthread.foundation.withdrawals.operations import GO
from goldenthread.thread import operations as thread
from goldenthread.thread.messages import MESSAGES
from goldenthread.thread.models import Action, Finding, Impact, Recommendation, Source
from goldenthread.thread.queries.ends import led_nowhere

pytestmark = pytest.mark.django_db
SECOND = datetime.timedelta(seconds=1)


def fresh(thing):
    return type(thing)._base_manager.get(pk=thing.pk)


def withdraw(thing, given, **more):
    values = {"version": fresh(thing).version, "reason": "Typed into the wrong audit."} | more
    return operations.withdraw(**given, thing=fresh(thing), **values)


def undo_of(what, done, now):
    return Undo("c", what, "west", now, tuple(done.things), tuple(done.rests))


def added(thing, now):
    return Undo("c", ADDED, "west", now, ((thing._meta.model_name, thing.ref, thing.version),))


def columns(thing: Model) -> dict:
    """All that its row says but its version."""
    row = fresh(thing)
    return {
        field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if field.name != "version"
    }


def test_a_withdrawn_finding_is_in_no_list_and_is_kept(make, cast, given):
    source = make.source()
    finding = make.finding(source)
    withdraw(finding, given)
    assert not Finding.objects.filter(pk=finding.pk).exists()
    assert not source.findings.exists()
    kept = fresh(finding)
    assert (kept.withdrawn_reason, kept.withdrawn_by, kept.withdrawn_at) == (
        "Typed into the wrong audit.",
        "the tests",
        given["now"],
    )
    manager = cast.viewer()
    assert [row.title for row in queries.withdrawn(manager)] == ["Chronologies were missing."]
    assert queries.withdrawn(cast.stranger) == []
    assert queries.withdrawn(public_reader(cast.west, given["now"])) == []


def test_it_says_why(make, given):
    finding = make.finding(make.source())
    with pytest.raises(Refused, match="why") as refused:
        withdraw(finding, given, reason=" ")
    assert refused.value.field == "reason"


def test_what_rests_on_it_alone_is_asked_about_and_nothing_else(make, given):
    source = make.source()
    wrong, right = make.finding(source), make.finding(source, text="Right.")
    alone, both = make.recommendation(source, findings=[wrong]), make.recommendation(source, findings=[wrong, right])
    action = make.agreed(source, recommendation=alone)
    other = make.action(source, recommendation=both)
    direct = make.action(source, findings=[wrong])
    with pytest.raises(Refused, match="recommendation “Keep a chronology for each child.”, which rests on this alone"):
        withdraw(wrong, given)
    assert fresh(wrong).withdrawn_at is None
    names = {queries.name_of(row) for row in (alone, action, direct)}
    with pytest.raises(Refused, match="action"):
        withdraw(wrong, given, answers={queries.name_of(alone): GO})
    withdraw(wrong, given, answers=dict.fromkeys(names, GO))
    assert {row.pk for row in Action.objects.filter(source=source)} == {other.pk}
    assert [row.pk for row in Recommendation.objects.filter(source=source)] == [both.pk]
    assert fresh(action).withdrawn_with == queries.name_of(wrong)


def test_the_page_shows_the_viewer_all_that_would_hang(make, cast, given):
    source = make.source()
    wrong, right = make.finding(source), make.finding(source, text="Right.")
    alone = make.recommendation(source, findings=[wrong])
    action = make.action(source, recommendation=alone)
    hanging = queries.would_hang(cast.viewer(), wrong)
    assert [row.name for row in hanging] == [queries.name_of(alone), queries.name_of(action)]
    assert [words for _, words in hanging[0].others] == ["Right."]
    assert queries.name_of(right) == hanging[0].others[0][0]


def test_it_may_rest_on_another_finding_and_then_what_is_below_stays(make, given):
    source = make.source()
    wrong, right = make.finding(source), make.finding(source, text="Right.")
    alone = make.recommendation(source, findings=[wrong])
    action = make.action(source, recommendation=alone)
    done = withdraw(wrong, given, answers={queries.name_of(alone): queries.name_of(right)})
    assert list(alone.findings.all()) == [right]
    assert Action.objects.filter(pk=action.pk).exists()
    operations.undo(**given, done=undo_of(WITHDRAWN, done, given["now"]))
    assert list(alone.findings.all()) == [wrong]


def test_a_recommendation_that_nobody_sees_is_not_left_hanging(make, cast, given):
    source = make.source()
    wrong = make.finding(source)
    hidden = make.recommendation(source, findings=[wrong])
    thread.restrict(**given, thing=hidden, version=hidden.version, audience="named")
    by = {"by": cast.viewer(), "now": given["now"]}
    assert queries.would_hang(by["by"], wrong) == []
    with pytest.raises(Refused, match="does not reach"):
        withdraw(wrong, by, answers={queries.name_of(hidden): GO})
    assert fresh(wrong).withdrawn_at is None


def test_due_days_and_judgements_go_with_an_action_and_come_back_as_they_stood(make, given):
    source = make.source()
    action = make.agreed(source)
    due = Due.objects.get(noun="action", thing_key=action.ref)
    impact = make.impact(source, action=action)
    before = columns(action), columns(due), columns(impact)
    done = withdraw(action, given)
    assert not Due.objects.running().filter(thing_key=action.ref).exists()
    assert not Impact.objects.filter(pk=impact.pk).exists()
    operations.undo(**given, done=undo_of(WITHDRAWN, done, given["now"]))
    assert (columns(action), columns(due), columns(impact)) == before
    assert Due.objects.filter(thing_key=action.ref).count() == 1


@pytest.mark.parametrize(("later", "open_"), [(0, True), (60, True), (61, False)])
def test_the_minute_is_counted_from_the_moment_that_is_handed_in(make, given, later, open_):
    finding = make.finding(make.source())
    done = undo_of(WITHDRAWN, withdraw(finding, given), given["now"])
    then = {**given, "now": given["now"] + later * SECOND}
    if open_:
        operations.undo(**then, done=done)
    else:
        with pytest.raises(Refused, match="minute .* is over.*put it back with a reason"):
            operations.undo(**then, done=done)
    assert (fresh(finding).withdrawn_at is None) is open_


def test_undone_adding_is_no_thing_any_more(make, cast, given):
    finding = make.finding(make.source())
    operations.undo(**given, done=added(finding, given["now"]))
    kept = fresh(finding)
    assert kept.withdrawn_reason == "Added by mistake."
    assert queries.withdrawn(cast.viewer()) == []
    with pytest.raises(Refused):
        operations.put_back(**given, thing=kept, version=kept.version, reason="No.")


@pytest.mark.parametrize("built", ["recommendation", "change", "impact", "evidence", "answer"])
def test_adding_is_not_undone_once_somebody_built_on_it(make, given, built):
    source = make.source()
    finding = make.finding(source)
    action, recommendation = make.action(source), make.recommendation(source)
    thing = {"impact": action, "evidence": action, "answer": recommendation}.get(built, finding)
    done = added(thing, given["now"])
    if built == "recommendation":
        make.recommendation(source, findings=[finding])
    elif built == "change":
        thread.edit_finding(**given, finding=finding, version=finding.version, text="Other.")
    elif built == "impact":
        make.impact(source, action=action)
    elif built == "evidence":
        make.evidence(action)
    else:
        make.accept(recommendation)
    with pytest.raises(Refused, match="meanwhile.*Withdraw it from the record"):
        operations.undo(**given, done=done)
    assert fresh(thing).withdrawn_at is None


def test_it_is_put_back_with_a_reason_and_all_that_went_with_it(make, given):
    source = make.source()
    wrong = make.finding(source)
    alone = make.recommendation(source, findings=[wrong])
    withdraw(wrong, given, answers={queries.name_of(alone): GO})
    kept = fresh(alone)
    with pytest.raises(Refused, match="Put that back first"):
        operations.put_back(**given, thing=kept, version=kept.version, reason="It is right.")
    kept = fresh(wrong)
    with pytest.raises(Refused, match="why"):
        operations.put_back(**given, thing=kept, version=kept.version, reason="")
    operations.put_back(**given, thing=fresh(wrong), version=kept.version, reason="It is right.")
    assert list(alone.findings.all()) == [wrong]
    assert Recommendation.objects.filter(pk=alone.pk).exists()


def test_who_may_not_add_it_may_not_withdraw_it(make, cast, given):
    finding = make.finding(make.source())
    for name in ("lay_member", "agency_lead"):
        with pytest.raises(Forbidden):
            withdraw(finding, {"by": cast.viewer(name), "now": given["now"]})


def test_an_owner_is_not_rid_of_an_agreed_action(make, cast, given):
    agreed = make.agreed(make.source(), owner=cast.agencies["council"])
    with pytest.raises(Forbidden):
        withdraw(agreed, {"by": cast.viewer("agency_lead"), "now": given["now"]})


def test_the_second_of_two_is_told(make, given):
    finding = make.finding(make.source())
    version = finding.version
    thread.edit_finding(**given, finding=finding, version=version, text="Other.")
    with pytest.raises(Conflict):
        withdraw(finding, given, version=version)


def test_nothing_is_done_to_what_was_withdrawn(make, given):
    source = make.source()
    finding, action = make.finding(source), make.action(source)
    withdraw(finding, given)
    withdraw(action, given)
    with pytest.raises(Refused, match="withdrawn"):
        thread.edit_finding(**given, finding=finding, version=fresh(finding).version, text="Other.")
    with pytest.raises(Refused, match="withdrawn"):
        thread.agree(**given, action=action, version=fresh(action).version)


def test_a_finding_whose_recommendation_was_withdrawn_leads_nowhere(make, given):
    source = make.source()
    finding = make.finding(source)
    recommendation = make.recommendation(source, findings=[finding])
    assert not led_nowhere(Finding.objects.all(), given["now"].date()).exists()
    withdraw(recommendation, given)
    assert led_nowhere(Finding.objects.all(), given["now"].date()).get() == finding
    assert Source.objects.filter(pk=source.pk).exists()


def test_within_withdrawn_too_a_prepared_read_finds_it_and_outside_not(make, cast, given):
    finding = make.finding(make.source())
    withdraw(finding, given)
    read = lambda: queries.find(cast.viewer(), "finding", finding.ref, standing=True)  # noqa: E731
    assert read() is None
    with withdrawn_too():
        assert read() == finding
    assert read() is None


def test_nothing_comes_to_rest_on_what_was_withdrawn(make, given):
    source = make.source()
    finding, recommendation = make.finding(source), make.recommendation(source)
    withdraw(finding, given)
    withdraw(recommendation, given)
    for made in (
        lambda: make.recommendation(source, findings=[finding]),
        lambda: make.action(source, findings=[finding]),
        lambda: make.action(source, recommendation=recommendation),
    ):
        with pytest.raises(Refused, match="withdrawn"):
            made()


def test_nobody_is_told_that_it_waits(make, cast, given):
    waiting = next(message.waits_for for message in MESSAGES if message.code == "thread.agreement_asked")
    action, manager = make.action(make.source()), cast.viewer()
    assert waiting(manager, [action.ref])
    done = withdraw(action, given)
    assert not waiting(manager, [action.ref])
    operations.undo(**given, done=undo_of(WITHDRAWN, done, given["now"]))
    assert waiting(manager, [action.ref])


def test_a_recommendation_is_not_left_closed_without_its_judgement(make, given):
    source = make.source()
    recommendation = make.recommendation(source)
    action = make.assured(source, recommendation=recommendation)
    impact = make.impact(source, action=action)
    closed = thread.close_recommendation(**given, recommendation=recommendation, version=fresh(recommendation).version)
    for thing in (impact, action):
        with pytest.raises(Refused, match="closed on a judgement"):
            withdraw(thing, given)
        assert fresh(thing).withdrawn_at is None
    withdraw(closed, given, answers={queries.name_of(action): GO})
    assert fresh(impact).withdrawn_with == queries.name_of(closed)
