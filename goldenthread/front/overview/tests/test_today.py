"""Today: what needs me, ordered by consequence; what changed; and nothing that I may not see."""

import datetime

import pytest
from django.urls import reverse

from goldenthread.foundation import room
from goldenthread.foundation.diary.models import Due
from goldenthread.foundation.organisations import operations as organisations
from goldenthread.foundation.room import TodayItem
from goldenthread.front.overview import queries
from goldenthread.thread import dues
from goldenthread.thread import operations as thread

TODAY = "/west/"


def _overdue_action(cast, **source):
    given = {"by": cast.viewer(), "now": cast.now}
    work = thread.add_source(
        group=cast.root, kind="meeting", title="A meeting", on=datetime.date(2026, 5, 1), **given, **source
    )
    action = thread.add_action(
        source=work,
        text="Write the tool",
        owner=cast.agencies["council"],
        owner_person=cast.person("action_owner"),
        due_on=datetime.date(2026, 6, 1),
        shown_to_owner=True,
        **given,
    )
    return thread.agree(action=action, version=action.version, **given)


def test_what_is_overdue_and_mine_stands_on_the_first_page(cast, client):
    _overdue_action(cast)
    page = cast.sign_in(client, "action_owner").get(TODAY).content.decode()
    assert "Write the tool" in page
    assert "Overdue" in page


def test_a_line_leads_nobody_to_a_form_that_is_closed_to_them(cast):
    action = _overdue_action(cast)
    due = Due.objects.filter(thing_key=action.ref)
    for name, form in (("action_owner", True), ("scrutineer", False)):
        item = dues.items(cast.viewer(name), due)[action.ref]
        assert item.url.endswith("/update/") == form, name


def test_empty_is_a_good_state_and_says_so(cast, client):
    page = cast.sign_in(client, "lay_member").get(TODAY).content.decode()
    assert "Nothing needs you today" in page


def test_lines_stand_under_headings_by_consequence(cast, monkeypatch):
    def gives(word):
        return lambda viewer: [TodayItem(word, "/")]

    needs = [room.TodayItems(under, gives(under), under=under) for under in ("owed", "clock", "decision")]
    monkeypatch.setattr(room, "offered", lambda kind: needs if kind == "today" else [])
    assert [part.heading for part in queries.needs(cast.viewer())] == [
        "Statutory clocks at risk",
        "Waiting for your decision",
        "What you owe",
    ]


def test_what_changed_hides_what_the_viewer_may_not_see(cast, client):
    _overdue_action(cast, audience="named")
    page = cast.sign_in(client, "scrutineer").get(TODAY).content.decode()
    assert "A meeting" not in page
    assert "Write the tool" not in page


def test_what_changed_is_told_newest_first_whatever_was_written_down_last(cast):
    given = {"by": cast.viewer(), "group": cast.root, "kind": "meeting", "on": datetime.date(2026, 5, 1)}
    thread.add_source(title="Of today", now=cast.now, **given)
    thread.add_source(title="Of last week", now=cast.now - datetime.timedelta(days=7), **given)
    titles = [change.reference.title for change in queries.changes(cast.viewer())]
    assert titles.index("Of today") < titles.index("Of last week")


def test_what_is_done_to_somebodys_account_is_told_to_those_who_read_history_alone(cast):
    given = {"by": cast.viewer(), "now": cast.now, "partnership": cast.west, "reason": "Rung back."}
    organisations.change_address(person=cast.person("analyst"), email="new@example.org", **given)
    for name, told in (("unit_officer", True), ("lead_partner", True), ("lay_member", False), ("analyst", False)):
        shown = [change.sentence for change in queries.changes(cast.viewer(name))]
        assert any("by which this person signs in" in one for one in shown) == told, name


@pytest.mark.parametrize("name", ["thread", "work", "who"])
def test_places_open_for_seats_and_for_nobody_else(cast, client, name):
    url = reverse(f"overview:{name}", kwargs={"partnership": "west"})
    assert client.get(url).status_code == 302
    assert cast.sign_in(client, "group_member").get(url).status_code == 200
    assert client.post(url).status_code == 405
    assert cast.sign_in(client, "east_manager").get(url).status_code == 404
    assert cast.sign_in(client, "house_administrator").get(url).status_code == 403
