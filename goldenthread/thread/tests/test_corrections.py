"""Evidence and answers are corrected: the old words stay in history, and what somebody decided on them is not
falsified.
"""

import datetime

import pytest

from goldenthread.foundation.access.queries import Forbidden
from goldenthread.foundation.documents import operations as documents
from goldenthread.foundation.documents import storing
from goldenthread.foundation.documents.tests.files import upload
from goldenthread.foundation.history.models import Line
from goldenthread.foundation.room import Refused
from goldenthread.thread import operations
from goldenthread.thread.queries.action_timeline import corrected_since
from goldenthread.thread.tests.test_conflicts import filled
from goldenthread.thread.tests.test_pages import at

DAY = datetime.date(2026, 3, 2)


@pytest.fixture
def done(make, told):
    """An action reported done, with one piece of evidence."""
    action = make.done(told.source, recommendation=told.recommendation)
    make.evidence(action, text="Twenty files were seen.")
    return action


def correct(given, evidence, **values):
    return operations.edit_evidence(
        **given, evidence=evidence, version=evidence.version, **{"text": "Nineteen files were seen."} | values
    )


def test_evidence_is_corrected_on_its_form_and_history_keeps_what_it_said(client, cast, now, done):
    evidence = done.evidence.get()
    address, page = at(cast, "edit_evidence", "west", evidence.key), at(cast, "action", "west", done.key)
    cast.sign_in(client, "agency_lead_health")
    assert address in client.get(page).content.decode()
    form = client.get(address).context["form"]
    assert form["evidence"].value() == "Twenty files were seen."
    assert client.post(address, filled(form) | {"evidence": "Nineteen files were seen."}).status_code == 302
    evidence.refresh_from_db()
    assert evidence.text == "Nineteen files were seen." and evidence.version == 2
    assert evidence.corrected_on == now.date()
    assert "Corrected on" in client.get(page).content.decode()
    body = cast.sign_in(client).get(page).content.decode()
    assert "corrected evidence" in body and "Twenty files were seen." in body


def test_the_second_of_two_sees_both_texts(client, cast, done, given):
    evidence = done.evidence.get()
    address = at(cast, "edit_evidence", "west", evidence.key)
    posted = filled(cast.sign_in(client).get(address).context["form"]) | {"evidence": "Eighteen, I say."}
    correct(given, evidence)
    answer = client.post(address, posted)
    body = answer.content.decode()
    assert (
        answer.status_code == 422
        and "Eighteen, I say." in body
        and "Nineteen files were seen." in body
        and "the tests" in body
    )


def test_what_somebody_assured_stays_as_they_read_it(client, cast, told, given):
    evidence = told.evidence
    with pytest.raises(Refused, match="assured on this evidence"):
        correct(given, evidence)
    address = at(cast, "edit_evidence", "west", evidence.key)
    cast.sign_in(client)
    assert address not in client.get(at(cast, "action", "west", told.action.key)).content.decode()
    answer = client.post(
        address, {"version": 1, "kind": "audit", "evidence": "Typed with care", "evidence_on": "2026-03-02"}
    )
    assert (
        answer.status_code == 422
        and "Typed with care" in answer.content.decode()
        and "assured on this evidence" in answer.content.decode()
    )


def test_withdrawn_work_keeps_its_evidence(make, done, given):
    operations.withdraw_action(**given, action=done, version=done.version, reason="Overtaken")
    with pytest.raises(Refused, match="withdrawn"):
        correct(given, done.evidence.get())


def test_whoever_is_about_to_assure_looks_again(client, cast, done, given):
    """The evidence changes between reading and assuring: nothing is assured, and the page shows what it says now."""
    address = at(cast, "step_action", "west", done.key, "assure")
    posted = filled(cast.sign_in(client, "scrutineer").get(address).context["form"])
    correct(given, done.evidence.get())
    answer = client.post(address, posted)
    assert answer.status_code == 422 and "Nineteen files were seen." in answer.content.decode()
    done.refresh_from_db()
    assert done.state == "reported_done"
    assert client.post(address, posted | {"version": done.version}).status_code == 302


def test_a_judgement_says_that_its_evidence_has_changed_since(client, cast, told, make, done, given):
    judged = [
        make.impact(told.source, action=done),
        make.impact(told.source, recommendation=told.recommendation),
        make.impact(told.source),
    ]
    other = make.impact(told.source, action=make.done(told.source))
    later = make.impact(told.source, action=done, on=cast.now.date() - datetime.timedelta(days=1))
    cast.sign_in(client)
    for impact in (*judged, later):
        assert "Evidence has changed since" not in client.get(at(cast, "impact", "west", impact.key)).content.decode()
    correct(given, done.evidence.get())
    for impact in (*judged, later):
        body = client.get(at(cast, "impact", "west", impact.key)).content.decode()
        assert "Evidence has changed since" in body and "Nineteen files were seen." in body
    assert corrected_since(cast.viewer(), other) == []
    assert client.get(at(cast, "action", "west", done.key)).content.decode().count("Evidence has changed since") == 2


def test_a_judgement_of_a_later_day_knew_of_the_correction(cast, told, make, done, given, now):
    earlier = now - datetime.timedelta(days=30)
    operations.edit_evidence(by=given["by"], now=earlier, evidence=done.evidence.get(), version=1, text="Nineteen.")
    impact = make.impact(told.source, action=done, on=now.date())
    assert corrected_since(cast.viewer(), impact) == []


def test_only_those_who_may_give_evidence_correct_it(cast, done, now):
    for who in ("lay_member", "scrutineer", "agency_lead"):  # the council's lead: health owns it
        with pytest.raises(Forbidden):
            operations.edit_evidence(by=cast.viewer(who), now=now, evidence=done.evidence.get(), version=1, text="Mine")


def test_a_document_that_somebody_may_not_open_stays_with_the_evidence(client, cast, done, given, now):
    received = storing.receive(upload())
    document = documents.add_document(
        by=given["by"], now=now, received=received, group=cast.root, title="Closed minutes", on=DAY, audience="group"
    )
    evidence = done.evidence.get()
    correct(given, evidence, document=document)
    address = at(cast, "edit_evidence", "west", evidence.key)
    cast.sign_in(client, "agency_lead_health")
    page = client.get(address)
    assert "Closed minutes" not in page.content.decode()
    assert client.post(address, filled(page.context["form"]) | {"evidence": "Eighteen files."}).status_code == 302
    evidence.refresh_from_db()
    assert evidence.document == document and evidence.text == "Eighteen files."


def answer_form(client, cast, acceptance):
    address = at(cast, "edit_answer", "west", acceptance.recommendation.key, acceptance.pk)
    return address, client.get(address).context["form"]


def test_an_answer_is_corrected_while_nothing_rests_on_it(client, cast, told, make):
    fresh = make.recommendation(told.source, text="Fresh")
    given_ = make.accept(fresh)
    cast.sign_in(client, "agency_lead_health")
    address, form = answer_form(client, cast, given_)
    assert address in client.get(at(cast, "recommendation", "west", fresh.key)).content.decode()
    assert client.post(address, filled(form) | {"answer": "partly", "reason": "Not for schools."}).status_code == 302
    given_.refresh_from_db()
    assert (given_.answer, given_.reason, given_.version) == (
        "partly",
        "Not for schools.",
        2,
    ) and fresh.acceptances.count() == 1
    line = Line.objects.get(verb="thread.answer_corrected")
    assert "Board: accepted" in line.kept_values.data and "Board: accepted in part" in line.kept_values.data


def test_which_answer_it_was_stays_once_something_rests_on_it(client, cast, told, given):
    """The recommendation's action was assured, and its impact judged: the answer under them can be worded better, not
    turned round.
    """
    with pytest.raises(Refused, match="rests on this answer"):
        operations.correct_answer(**given, acceptance=told.answer, version=1, answer="rejected", reason="No")
    operations.correct_answer(**given, acceptance=told.answer, version=1, reason="As the board minuted.")
    told.answer.refresh_from_db()
    assert told.answer.reason == "As the board minuted."


def test_a_closed_recommendation_keeps_its_answers(told, given):
    operations.close_recommendation(**given, recommendation=told.recommendation, version=1)
    with pytest.raises(Refused, match="closed"):
        operations.correct_answer(**given, acceptance=told.answer, version=1, reason="Later")


def test_nobody_corrects_the_answer_of_another_agency(client, cast, told, now):
    with pytest.raises(Forbidden):
        operations.correct_answer(
            by=cast.viewer("agency_lead"), now=now, acceptance=told.answer, version=1, reason="Mine"
        )
    with pytest.raises(Forbidden):  # nor gives its own answer the name of another
        operations.correct_answer(
            by=cast.viewer("agency_lead_health"),
            now=now,
            acceptance=told.answer,
            version=1,
            body=cast.agencies["council"],
        )
    cast.sign_in(client, "agency_lead")
    address = at(cast, "edit_answer", "west", told.recommendation.key, told.answer.pk)
    assert client.get(address).status_code == 403
    assert address not in client.get(at(cast, "recommendation", "west", told.recommendation.key)).content.decode()


def test_the_second_correction_of_an_answer_sees_both(client, cast, told, given):
    cast.sign_in(client)
    address, form = answer_form(client, cast, told.answer)
    operations.correct_answer(**given, acceptance=told.answer, version=1, reason="The first reason")
    answer = client.post(address, filled(form) | {"reason": "The second reason"})
    body = answer.content.decode()
    assert answer.status_code == 422 and "The first reason" in body and "The second reason" in body
    assert (
        client.post(
            address, filled(form) | {"reason": "The second reason", "version": answer.context["form"].data["version"]}
        ).status_code
        == 302
    )
