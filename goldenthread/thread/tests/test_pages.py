"""Each page of the thread answers six questions: it works; it is of one partnership; it asks who writes; it explains."""

import pytest
from django.urls import reverse

from goldenthread.thread import urls
from goldenthread.thread.models import Source

SIMPLE = ("breaks", "actions", "mine", "themes", "sources", "add_source", "add_theme")
PAGES = ("source", "finding", "recommendation", "action", "impact", "voice")
FORMS = {
    "source": ("edit_source", "add_finding", "add_recommendation", "add_action", "judge_source", "add_voice", "name_reader", "release_source", "closer_source"),
    "finding": ("edit_finding", "lead_nowhere", "release_finding", "closer_finding"),
    "recommendation": ("edit_recommendation", "answer", "add_action_to_recommendation", "judge_recommendation", "release_recommendation", "closer_recommendation"),
    "action": ("edit_action", "move_due", "progress", "evidence", "judge_action", "release_action", "closer_action"),
    "impact": ("edit_impact", "release_impact", "closer_impact"),
    "voice": ("edit_voice", "give_consent", "withdraw_consent", "release_voice", "closer_voice"),
}
STEPS = [("action", code) for code in ("agree", "report_done", "assure", "send_back", "withdraw")] + [
    ("recommendation", code) for code in ("close", "withdraw", "reopen")
]


def at(cast, name, *more):
    return reverse(f"thread:{name}", args=[cast.west.key, *more])


def of(cast, told, noun, name=None, *more):
    thing = getattr(told, noun)
    return at(cast, name or noun, thing.holder.key, thing.key, *more)


@pytest.mark.parametrize("name", SIMPLE)
def test_pages_of_the_partnership_work(client, cast, told, name):
    assert cast.sign_in(client).get(at(cast, name)).status_code == 200


@pytest.mark.parametrize("noun", PAGES)
def test_pages_of_a_thing_work(client, cast, told, noun):
    assert cast.sign_in(client).get(of(cast, told, noun)).status_code == 200


@pytest.mark.parametrize(("noun", "name"), [(noun, name) for noun, names in FORMS.items() for name in names])
def test_forms_work(client, cast, told, noun, name):
    assert cast.sign_in(client).get(of(cast, told, noun, name)).status_code == 200


@pytest.mark.parametrize(("noun", "code"), STEPS)
def test_steps_work(client, cast, told, noun, code):
    assert cast.sign_in(client).get(of(cast, told, noun, f"step_{noun}", code)).status_code == 200


def test_theme_and_lists_behind_the_picture_work(client, cast, told):
    from goldenthread.thread.queries.breaks import BY_CODE

    cast.sign_in(client)
    assert client.get(at(cast, "theme", told.theme.key)).status_code == 200
    for code in BY_CODE:
        assert client.get(at(cast, "break_list", code)).status_code == 200


def test_exports_are_exactly_what_is_filtered(client, cast, told, make):
    make.action(told.source, text="Write a leaflet.")
    cast.sign_in(client)
    body = client.get(at(cast, "actions_csv")).content.decode("utf-8-sig")
    assert "Write a leaflet." in body and "Train every team." not in body
    assert "Train every team." in client.get(at(cast, "actions_csv") + "?state=all").content.decode("utf-8-sig")
    assert client.get(at(cast, "actions_xlsx")).content[:2] == b"PK"
    assert Source and urls
