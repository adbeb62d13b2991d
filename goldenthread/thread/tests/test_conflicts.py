"""Two people change the same thing: the second sees both texts and loses nothing. On every form that changes a
thing.
"""

import pytest

from goldenthread.thread import operations
from goldenthread.thread.tests.test_pages import at

CASES = {
    # page: (noun, what the first saves, field that the second types, what they typed)
    "edit_source": ("source", "edit_source", {"title": "First title"}, "title", "Second title"),
    "edit_finding": ("finding", "edit_finding", {"text": "First text"}, "text", "Second text"),
    "edit_recommendation": ("recommendation", "edit_recommendation", {"text": "First text"}, "text", "Second text"),
    "edit_action": ("open_action", "edit_action", {"text": "First text"}, "text", "Second text"),
    "edit_impact": ("impact", "edit_impact", {"text": "First text"}, "text", "Second text"),
    "edit_voice": ("voice", "edit_voice", {"text": "First text"}, "text", "Second text"),
}


def filled(form):
    """What a browser would send back untouched."""
    data = {}
    for name in form.fields:
        value = form[name].value()
        if hasattr(value, "isoformat"):
            value = value.isoformat()
        if isinstance(value, (list, tuple)):
            value = [getattr(one, "pk", one) for one in value]
        data[name] = "" if value is None else getattr(value, "pk", value)
    return data


@pytest.mark.parametrize("name", CASES)
def test_the_second_sees_both_texts_and_can_still_save(client, cast, told, make, given, name):
    told.open_action = make.agreed(told.source)
    noun, door, first, field, typed = CASES[name]
    thing = getattr(told, noun)
    kind = type(thing)._meta.model_name
    address = at(cast, name, "west", thing.key)
    cast.sign_in(client)
    posted = filled(client.get(address).context["form"]) | {field: typed}
    getattr(operations, door)(**given, **{kind: thing}, version=thing.version, **first)
    answer = client.post(address, posted)
    body = answer.content.decode()
    assert answer.status_code == 422
    assert typed in body and first[field] in body and "the tests" in body
    thing.refresh_from_db()
    assert getattr(thing, field) == first[field]
    again = client.post(address, posted | {"version": answer.context["form"].data["version"]})
    assert again.status_code == 302
    thing.refresh_from_db()
    assert getattr(thing, field) == typed


@pytest.mark.parametrize(
    "name",
    [
        *CASES,
        "move_due",
        "lead_nowhere",
        "give_consent",
        "withdraw_consent",
        "release_finding",
        "restrict_finding",
        "progress",
    ],
)
def test_every_form_that_changes_a_thing_carries_its_version(client, cast, told, make, name):
    told.open_action = make.agreed(told.source)
    noun = (
        CASES[name][0]
        if name in CASES
        else {
            "move_due": "open_action",
            "progress": "open_action",
            "give_consent": "voice",
            "withdraw_consent": "voice",
        }.get(name, "finding")
    )
    thing = getattr(told, noun)
    form = cast.sign_in(client).get(at(cast, name, "west", thing.key)).context["form"]
    assert form["version"].value() == str(thing.version)


def test_a_move_of_the_due_date_meets_another(client, cast, told, make, given):
    import datetime

    action = make.agreed(told.source)
    address = at(cast, "move_due", "west", action.key)
    cast.sign_in(client)
    posted = {"version": action.version, "due_on": "2027-01-01", "reason": "Second reason"}
    operations.move_due(
        **given,
        action=action,
        version=action.version,
        due_on=datetime.date(2026, 12, 1),
        reason="The first one’s reason",
    )
    answer = client.post(address, posted)
    body = answer.content.decode()
    assert answer.status_code == 422 and "1 December 2026" in body and "1 January 2027" in body
    assert "The first one’s reason" in body and "Second reason" in body and "the tests" in body
    again = client.post(address, posted | {"version": answer.context["form"].data["version"]})
    action.refresh_from_db()
    assert again.status_code == 302 and action.due_on == datetime.date(2027, 1, 1)
    assert [row.reason for row in action.due_changes.all()] == ["The first one’s reason", "Second reason"]


def test_two_who_move_the_due_date_to_the_same_day_each_see_why(client, cast, told, make, given):
    import datetime

    action = make.agreed(told.source)
    cast.sign_in(client)
    operations.move_due(
        **given,
        action=action,
        version=action.version,
        due_on=datetime.date(2026, 12, 1),
        reason="The first one’s reason",
    )
    answer = client.post(
        at(cast, "move_due", "west", action.key),
        {"version": action.version - 1, "due_on": "2026-12-01", "reason": "Second reason"},
    )
    body = answer.content.decode()
    assert answer.status_code == 422 and "The first one’s reason" in body and "Second reason" in body
    assert action.due_changes.count() == 1


def test_what_a_person_cannot_see_stays_linked(client, cast, told, make, given):
    """A recommendation also rests on a finding that this person may not see: changing its text leaves that alone."""
    hidden = make.finding(told.source, text="Hidden")
    operations.edit_recommendation(
        **given, recommendation=told.recommendation, version=1, findings=[told.finding, hidden]
    )
    operations.restrict(**given, thing=hidden, version=1, audience="named")
    cast.sign_in(client)
    address = at(cast, "edit_recommendation", "west", told.recommendation.key)
    page = client.get(address)
    assert "Hidden" not in page.content.decode()
    assert client.post(address, filled(page.context["form"]) | {"text": "Reworded"}).status_code == 302
    assert set(told.recommendation.findings.all()) == {told.finding, hidden}


def test_a_main_recommendation_that_a_person_cannot_see_is_neither_shown_nor_lost(client, cast, told, make, given):
    hidden = make.recommendation(told.source, text="Hidden")
    action = make.agreed(told.source, recommendation=hidden, also_answers=[told.recommendation])
    operations.restrict(**given, thing=hidden, version=1, audience="named")
    address = at(cast, "edit_action", "west", action.key)
    page = cast.sign_in(client).get(address)
    assert "Hidden" not in page.content.decode()
    assert client.post(address, filled(page.context["form"]) | {"text": "Reworded"}).status_code == 302
    action.refresh_from_db()
    assert (
        action.text == "Reworded"
        and action.recommendation == hidden
        and list(action.also_answers.all()) == [told.recommendation]
    )
