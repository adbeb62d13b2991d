"""Each page of the thread answers six questions: does it work; is a neighbour refused; may a reader not write; is a
wrong address explained; is a wrong method refused; does somebody who is not signed in learn nothing?"""

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from goldenthread.thread import urls
from goldenthread.thread.queries.breaks import BY_CODE
from goldenthread.thread.queries.visible_thing import PARTS

pytestmark = pytest.mark.one_database

SIMPLE = ("breaks", "actions", "mine", "themes", "sources", "proposals")
ADDING = ("add_source", "add_theme", "hand_over")
PAGES = ("source", "finding", "recommendation", "action", "impact", "voice", "proposal")
FORMS = {
    "source": (
        "edit_source",
        "add_finding",
        "answers_of_work",
        "add_recommendation",
        "add_action",
        "judge_source",
        "add_voice",
        "propose_from_source",
        "release_work",
    ),
    "finding": ("edit_finding", "lead_nowhere", "propose_from_finding"),
    "recommendation": (
        "edit_recommendation",
        "answer",
        "answers",
        "add_action_to_recommendation",
        "judge_recommendation",
    ),
    "action": ("edit_action", "move_due", "progress", "evidence", "judge_action"),
    "evidence": ("edit_evidence",),
    "impact": ("edit_impact",),
    "voice": ("edit_voice", "give_consent", "withdraw_consent"),
    "proposal": ("take_up", "decline"),
}
ALL_FORMS = [(noun, name) for noun, names in FORMS.items() for name in names] + [
    (noun, f"{way}_{noun}")
    for noun in PAGES
    if noun != "proposal"
    for way in ("release", "reword", "restrict", "readers")
]
STEPS = [("action", code) for code in ("agree", "report_done", "assure", "send_back", "withdraw")] + [
    ("recommendation", code) for code in ("close", "withdraw", "reopen")
]


def at(cast, name, *more):
    return reverse(f"thread:{name}", args=[cast.west.key, *more])


def of(cast, told, noun, name=None, *more):
    thing = getattr(told, noun)
    return at(cast, name or noun, thing.holder.key, thing.key, *more)


@pytest.fixture
def every(cast, told):
    """(address, whether it is a form) of every page of the thread."""
    listed = [noun for noun in PAGES if noun != "proposal"]
    reader = [of(cast, told, noun, f"remove_reader_{noun}", cast.person("lay_member").key) for noun in listed]
    pages = (
        [at(cast, name) for name in SIMPLE]
        + [of(cast, told, noun) for noun in PAGES]
        + [at(cast, "theme", told.theme.key)]
    )
    pages += [at(cast, "break_list", code) for code in BY_CODE] + [at(cast, "actions_csv"), at(cast, "actions_xlsx")]
    forms = [at(cast, name) for name in ADDING] + [of(cast, told, *form) for form in ALL_FORMS] + reader
    forms += [of(cast, told, "recommendation", "edit_answer", told.answer.pk)]
    forms += [of(cast, told, noun, f"step_{noun}", code) for noun, code in STEPS]
    return [(address, False) for address in pages] + [(address, True) for address in forms]


def test_every_address_is_walked_here(every):
    names = {pattern.name for pattern in urls.urlpatterns}
    walked = {
        *SIMPLE,
        *ADDING,
        *PAGES,
        "theme",
        "break_list",
        "actions_csv",
        "actions_xlsx",
        *(f"remove_reader_{noun}" for noun in PAGES if noun != "proposal"),
        "edit_answer",
        "step_action",
        "step_recommendation",
    }
    assert names == walked | {name for _, name in ALL_FORMS}


def test_pages_work(client, cast, told, every, given):
    from goldenthread.thread import operations

    for noun in ("source", "finding", "recommendation", "action", "impact", "voice"):
        operations.list_reader(**given, thing=getattr(told, noun), person=cast.person("lay_member"))
    cast.sign_in(client)
    for address, _ in every:
        assert client.get(address).status_code == 200, address


def test_a_neighbour_is_told_nothing(client, cast, told, every):
    cast.sign_in(client, "east_manager")
    for address, is_form in every:
        assert client.get(address).status_code == 404, address
        if is_form:
            assert client.post(address).status_code == 404, address
        if "/west/" in address[5:]:
            assert client.get(address.replace("/west/", "/east/", 1)).status_code == 404, address


def test_a_reader_reads_and_may_not_write(client, cast, told, every):
    cast.sign_in(client, "lay_member")
    for address, is_form in every:
        if address.endswith("/propose/"):  # whoever reads may ask
            assert client.get(address).status_code == 200, address
        elif is_form:
            assert client.get(address).status_code == 403, address
            assert client.post(address).status_code == 403, address
        elif "actions." not in address:
            assert client.get(address).status_code == 200, address


def test_a_wrong_address_is_explained(client, cast, told):
    cast.sign_in(client)
    wrong = [at(cast, noun, "west", "no-such-thing") for noun in PAGES]
    wrong += [at(cast, name, "west", "no-such-thing") for _, name in ALL_FORMS]
    wrong += [
        at(cast, "theme", "no-such-theme"),
        at(cast, "break_list", "no-such-place"),
        of(cast, told, "action", "step_action", "no-such-step"),
    ]
    for address in wrong:
        answer = client.get(address)
        assert answer.status_code == 404 and "Page not found" in answer.content.decode(), address


def test_a_wrong_method_is_refused(client, cast, told, every):
    cast.sign_in(client)
    for address, is_form in every:
        assert (client.delete(address) if is_form else client.post(address)).status_code == 405, address


def test_somebody_not_signed_in_learns_nothing(client, cast, told, every):
    for address, _ in every:
        answer = client.get(address)
        assert answer.status_code == 302 and "/account/login/" in answer["Location"], address
    assert client.get(at(cast, "source", "west", "no-such-work")).status_code == 302


def test_somebody_of_the_house_sees_no_records(client, cast, told):
    cast.sign_in(client, "house_administrator")
    assert client.get(of(cast, told, "source")).status_code == 403


def test_exports_are_exactly_what_is_filtered_and_are_recorded(client, cast, told, make):
    from goldenthread.foundation.history.models import Line

    make.action(told.source, text="=Write a leaflet.", owner=cast.agencies["police"])
    make.action(told.source, text="Something else.", owner=cast.agencies["health"])
    cast.sign_in(client)
    body = client.get(at(cast, "actions_csv") + f"?agency={cast.agencies['police'].pk}").content.decode("utf-8-sig")
    assert "'=Write a leaflet." in body and "Something else." not in body and "Train every team." not in body
    assert "Train every team." in client.get(at(cast, "actions_csv") + "?state=all").content.decode("utf-8-sig")
    assert client.get(at(cast, "actions_xlsx")).content[:2] == b"PK"
    assert Line.objects.filter(verb="thread.exported").count() == 3


def test_the_plan_counts_in_words_and_opens_with_what_is_soonest(client, cast, told, make):
    import datetime

    late = make.agreed(told.source, text="Late.", due_on=datetime.date(2026, 5, 1), owner=cast.agencies["council"])
    make.agreed(told.source, text="Later.", due_on=datetime.date(2027, 5, 1))
    make.action(told.source, text="Undated.", due_on=None)
    body = cast.sign_in(client, "agency_lead").get(at(cast, "actions")).content.decode()
    assert "3 actions, 1 overdue, 1 of them ours" in body
    assert body.index("Late.") < body.index("Later.") < body.index("Undated.")
    assert "Train every team." not in body  # assured
    only = client.get(at(cast, "actions") + "?overdue=on").content.decode()
    assert "Late." in only and "Later." not in only and late.pk


def test_what_happens_next_has_at_most_one_button(client, cast, told, make, given):
    """For each state of an action and each role: one sentence, one button at most."""
    things = [
        make.action(told.source),
        make.agreed(told.source),
        make.done(told.source),
        make.assured(told.source),
        told.action,
        told.source,
        told.recommendation,
    ]
    for role in ("business_manager", "agency_lead_health", "lay_member", "group_chair", "scrutineer"):
        cast.sign_in(client, role)
        for thing in things:
            body = client.get(at(cast, type(thing)._meta.model_name, "west", thing.key)).content.decode()
            box = body.split('class="gt-next"')[1].split("</section>")[0]
            assert box.count('class="govuk-button') <= 1 and box.count("gt-next__sentence") == 1
            if role == "lay_member":
                assert "govuk-button" not in box


def test_an_update_of_every_day_is_one_page(client, cast, told, make):
    action = make.agreed(told.source)
    cast.sign_in(client, "agency_lead_health")
    address = at(cast, "progress", "west", action.key)
    answer = client.post(
        address,
        {
            "text": "Two teams trained.",
            "done": "on",
            "version": action.version,
            "kind": "data",
            "evidence": "Register",
            "evidence_on": "2026-03-01",
        },
    )
    assert answer.status_code == 302
    action.refresh_from_db()
    assert action.state == "reported_done" and action.evidence.get().text == "Register"
    again = client.post(address, {"text": "", "version": action.version, "kind": "data"})
    assert again.status_code == 422
    assert {"text", "evidence", "evidence_on"} <= set(again.context["form"].errors)


def test_an_update_is_whole_or_not_at_all(client, cast, told, make, monkeypatch):
    """Evidence is not left behind by an update whose second half is refused."""
    from goldenthread.foundation.room import Refused
    from goldenthread.thread import operations

    action = make.agreed(told.source)
    cast.sign_in(client, "agency_lead_health")

    def refuses(**given):
        raise Refused("Not today.")

    monkeypatch.setattr(operations, "report_progress", refuses)
    answer = client.post(
        at(cast, "progress", "west", action.key),
        {"text": "x", "version": action.version, "kind": "data", "evidence": "Register", "evidence_on": "2026-03-01"},
    )
    assert answer.status_code == 422 and "Not today." in answer.content.decode()
    assert not action.evidence.exists()


def test_release_shows_exactly_what_leaves_before_it_leaves(client, cast, told):
    cast.sign_in(client)
    address = of(cast, told, "finding", "release_finding")
    given = {
        "audience": "public",
        "public_text": "We learned to keep chronologies.",
        "public_label": "an audit",
        "version": told.finding.version,
    }
    look = client.post(address, given).content.decode()
    assert "We learned to keep chronologies." in look and "an audit" in look and "Everybody, signed in or not" in look
    assert "Chronologies were missing." not in look
    told.finding.refresh_from_db()
    assert told.finding.audience == "partnership"
    assert client.post(address, given | {"confirmed": "yes"}).status_code == 302
    told.finding.refresh_from_db()
    assert told.finding.audience == "public" and told.finding.source.public_label == "an audit"
    refused = client.post(of(cast, told, "voice", "release_voice"), given | {"version": told.voice.version})
    assert refused.status_code == 422 and "no consent" in refused.content.decode()


def test_from_the_second_page_of_a_release_one_goes_back_and_a_click_too_many_changes_nothing(client, cast, told):
    cast.sign_in(client)
    address = of(cast, told, "finding", "release_finding")
    given = {"audience": "public", "public_text": "We learned.", "public_label": "an audit", "version": 1}
    back = client.post(address, given | {"version": told.finding.version, "again": "yes"})
    assert back.status_code == 200 and "See exactly what they will read" in back.content.decode()
    assert back.context["form"]["public_text"].value() == "We learned."
    key = back.content.decode().split('name="form_key" value="')[1].split('"')[0]
    sent = given | {"version": told.finding.version, "confirmed": "yes", "form_key": key}
    assert [client.post(address, sent).status_code for _ in range(2)] == [302, 302]


def test_who_releases_what_somebody_changed_meanwhile_keeps_their_words_and_can_go_on(client, cast, told):
    cast.sign_in(client)
    address, words = of(cast, told, "finding", "release_finding"), "We learned to keep chronologies."
    given = {"audience": "public", "public_text": words, "public_label": "an audit", "confirmed": "yes"}
    late = client.post(address, given | {"version": told.finding.version + 1})
    assert late.status_code == 422
    form = late.context["form"]
    assert (form["public_text"].value(), form["public_label"].value()) == (words, "an audit")
    assert form.posted_version == told.finding.version
    assert client.post(address, given | {"version": form.posted_version}).status_code == 302


def test_history_is_complete_and_only_for_those_who_may_read_it(client, cast, told):
    body = cast.sign_in(client).get(of(cast, told, "source")).content.decode()
    for said in (
        "recorded this piece of work",
        "added this finding",
        "answered this recommendation",
        "assured this action",
        "judged the impact",
    ):
        assert said in body, said
    assert "line" in body and "of history" in body
    assert "of history" not in cast.sign_in(client, "lay_member").get(of(cast, told, "source")).content.decode()


def test_a_form_keeps_what_was_typed_and_says_what_is_wrong(client, cast, told):
    cast.sign_in(client)
    answer = client.post(
        of(cast, told, "source", "add_finding"),
        {"text": "Typed with care", "cases": "9", "opportunities": "6", "kind": "strength"},
    )
    body = answer.content.decode()
    assert answer.status_code == 422 and "Typed with care" in body
    assert body.count("The first number cannot be larger than the second.") >= 2  # in the summary and beside its field


@pytest.mark.parametrize("name", ["lay_member", "agency_lead", "east_manager"])
@pytest.mark.parametrize("noun", ["source", "finding"])
def test_what_is_closed_is_not_found_in_as_many_questions_as_what_is_not_there(client, cast, told, name, noun):
    thing = getattr(told, noun)
    for model in (type(told.source), *PARTS):
        QuerySet(model).update(audience="named")
    cast.sign_in(client, name)
    closed, asked = reverse(f"thread:{noun}", args=["west", "west", thing.key]), []
    for address in (closed, closed.replace(thing.key, "nothing-of-that-key")):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 404
        asked.append(len(queries))
    assert asked[0] == asked[1]
