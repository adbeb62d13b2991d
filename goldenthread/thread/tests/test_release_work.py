"""A piece of work is released at once: words proposed, exactly what leaves shown, all of it or nothing."""

import pytest
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext

from goldenthread.foundation.access.queries import Forbidden
from goldenthread.foundation.access.roles import roles
from goldenthread.foundation.access.viewer import public_reader
from goldenthread.foundation.drafts.models import Draft
from goldenthread.foundation.history.models import Line
from goldenthread.foundation.organisations import operations as organisations
from goldenthread.foundation.room import Refused
from goldenthread.thread import operations
from goldenthread.thread.models import Finding
from goldenthread.thread.queries import addresses
from goldenthread.thread.queries.reading import Reading
from goldenthread.thread.tests.test_numbers_of_queries import grow
from goldenthread.thread.views import releasing as view
from tests.cast import LONG_AGO
from tests.house.test_two_people import fields_of, words_in

PARTS = ("finding", "recommendation", "action", "impact")


def words(answer):
    return words_in(answer.content.decode())


def name_of(thing):
    return f"{thing._meta.model_name}_{thing.pk}"


def page_of(cast, source, person="business_manager"):
    return addresses.of(cast.viewer(person), source, "release_work")


def fields(answer):
    """What a browser would send of the form that an answer shows."""
    return fields_of(answer.content.decode(), carries="seen")


def key_of(answer):
    return answer.content.decode().split('name="form_key" value="')[1].split('"')[0]


def ticking(*things, label="an audit", **texts):
    typed = {"public_label": label}
    for thing in things:
        name = name_of(thing)
        typed |= {f"tick_{name}": "on", f"text_{name}": texts.get(thing._meta.model_name, f"We learned: {name}.")}
    return typed


def now_of(thing):
    return type(thing)._base_manager.get(pk=thing.pk)


def audiences(told):
    return {noun: now_of(getattr(told, noun)).audience for noun in ("source", *PARTS, "voice")}


@pytest.fixture
def shown(cast, client, told):
    """The second page, with the finding and its recommendation ticked."""
    cast.sign_in(client)
    address = page_of(cast, told.source)
    first = fields(client.get(address))
    return address, client.post(address, first | ticking(told.finding, told.recommendation))


def test_two_pages_release_what_was_ticked_and_nothing_else(cast, client, told, shown, now):
    address, second = shown
    assert second.status_code == 200 and set(audiences(told).values()) == {"partnership"}
    page = words(second)
    assert f"We learned: {name_of(told.finding)}." in page and "Everybody, signed in or not" in page
    assert "Train every team." not in page and "Chronologies were missing." not in page and "an audit" in page
    lines = Line.objects.count()
    done = client.post(address, fields(second) | {"confirmed": "yes"}, follow=True)
    assert "Released: 2 things." in words(done)
    open_now = [noun for noun, audience in audiences(told).items() if audience == "public"]
    assert open_now == ["finding", "recommendation"]
    released = Line.objects.filter(pk__in=Line.objects.order_by("-pk").values("pk")[: Line.objects.count() - lines])
    assert sorted(released.values_list("verb", "key")) == sorted(
        ("thread.released", getattr(told, noun).ref) for noun in open_now
    )
    reader = public_reader(cast.west, now)
    seen = Reading(reader).for_page(Finding.objects.visible_to(reader).select_related("source").get())
    assert (seen.text, seen.work) == (f"We learned: {name_of(told.finding)}.", "an audit")


def test_what_is_released_together_is_shown_tied_as_it_will_be(told, shown):
    """Alone, the finding would not tell of the recommendation, which is still closed when the page is drawn."""
    page = words(shown[1])
    assert f"Recommendation that rests on it We learned: {name_of(told.recommendation)}." in page
    assert f"Finding on which it rests We learned: {name_of(told.finding)}." in page
    assert "Action that answers it" not in page


def test_words_are_proposed_and_ticked_only_where_they_were_made_for_others_or_published(cast, client, told, given):
    source = told.source
    operations.release(**given, thing=now_of(told.action), version=told.action.version, audience="public",
                       public_text="Made for others.", public_label="an audit")  # fmt: skip
    action = now_of(told.action)
    operations.restrict(**given, thing=action, version=action.version, audience="partnership")
    models.QuerySet(type(told.impact)).filter(pk=told.impact.pk).update(
        origin="as_published", judging_words="as was hoped"
    )
    models.QuerySet(type(told.finding)).filter(pk=told.finding.pk).update(audience="group")
    made = operations.add_recommendation(**given, source=source, text="Told inside.")
    models.QuerySet(type(made)).filter(pk=made.pk).update(
        audience="partnership", public_text="Told others.", text_audience="group"
    )
    cast.sign_in(client)
    answer = client.get(page_of(cast, source))
    typed = fields(answer)
    proposed = {
        thing: (typed[f"text_{name_of(thing)}"], f"tick_{name_of(thing)}" in typed)
        for thing in (told.finding, told.recommendation, told.action, told.impact, made)
    }
    assert proposed == {
        told.finding: ("", False),
        told.recommendation: ("Keep a chronology for each child.", False),
        told.action: ("Made for others.", False),  # restricted since, so somebody decides anew
        told.impact: ("Fewer children waited.", True),
        made: ("Told others.", True),
    }
    assert "It was restricted once" in words(answer) and "as it was published" in words(answer)


def test_what_cannot_be_released_is_named_with_why(cast, client, told):
    cast.sign_in(client)
    answer = client.get(page_of(cast, told.source))
    page = words(answer)
    assert "What cannot be released here" in page and "There is no consent to publish these words." in page
    assert "1 piece of evidence" in page and f"tick_{name_of(told.voice)}" not in answer.content.decode()


@pytest.mark.parametrize("name", ["lay_member", "agency_lead_health", "two_seats", "unit_officer", "scrutineer"])
def test_whoever_may_not_release_is_refused(cast, client, told, name):
    cast.sign_in(client, name)
    address = page_of(cast, told.source)
    assert [client.get(address).status_code, client.post(address, ticking(told.finding)).status_code] == [403, 403]
    assert b"release-work" not in client.get(addresses.of(cast.viewer(name), told.source)).content
    source = told.source
    with pytest.raises(Forbidden):
        operations.release_work(
            by=cast.viewer(name), now=cast.now, source=source, source_version=now_of(source).version, audience="public",
            releases=[operations.Releasing(told.finding, told.finding.version, "x")], public_label="an audit",
        )  # fmt: skip
    assert now_of(told.finding).audience == "partnership"


def test_a_neighbour_releases_nothing_of_shared_work_and_finds_no_other(cast, client, told, make):
    cast.sign_in(client, "east_manager")
    assert client.get(page_of(cast, told.source)).status_code == 404
    assert client.get(page_of(cast, told.source).replace("/west/", "/east/", 1)).status_code == 404
    shared = make.source(group=cast.shared, title="Shared work")
    finding = make.finding(shared)
    address = page_of(cast, shared).replace("/west/", "/east/", 1)
    assert client.get(address).status_code == 403
    assert client.post(address, ticking(finding)).status_code == 403 and now_of(finding).audience == "partnership"


def test_a_person_with_two_seats_releases_by_the_one_that_may(cast, client, told, given):
    person = cast.people["two_seats"]
    manages = organisations.give_seat(
        person=person, role="business_manager", starts=LONG_AGO, partnership=cast.west, **given
    )
    cast.sign_in(client, "two_seats")
    address = page_of(cast, told.source)
    second = client.post(address, fields(client.get(address)) | ticking(told.finding))
    assert client.post(address, fields(second) | {"confirmed": "yes"}).status_code == 302
    line = Line.objects.get(verb="thread.released", key=told.finding.ref)
    assert (line.by_name, line.seat) == (person.name, manages.key)


def test_whoever_may_release_only_some_is_offered_those_alone(cast, client, told, make, monkeypatch):
    """Here a chair may release what their group holds and an agency what it owns; no role reaches so today."""
    grants = roles()["agency_lead"].grants
    monkeypatch.setitem(grants, "thread.release", grants["thread.progress"])
    cast.sign_in(client, "agency_lead_health")
    page = client.get(page_of(cast, told.source, "agency_lead_health"))
    offered = {key for key in fields(page) if key.startswith(("tick_", "text_"))}
    assert offered == {f"text_{name_of(told.action)}"}
    address = page_of(cast, told.source, "agency_lead_health")
    forged = client.post(address, fields(page) | ticking(told.action, told.finding))
    assert forged.status_code == 422 and "no longer here" in words(forged)
    assert set(audiences(told).values()) == {"partnership"}


def test_nothing_leaks_that_the_viewer_may_not_see(cast, client, told, make, given):
    secret = make.finding(told.source, text="Secret of the other sort")
    operations.leave_out(**given, thing=secret, person=cast.person("business_manager"), why="A conflict")
    kept = make.finding(told.source, text="Secret of listed people")
    models.QuerySet(Finding).filter(pk=kept.pk).update(audience="named")
    cast.sign_in(client)
    address = page_of(cast, told.source)
    page = client.get(address)
    assert "Secret" not in words(page) and "Finding 2" not in words(page)
    forged = client.post(address, fields(page) | ticking(secret, kept, told.finding))
    assert forged.status_code == 422 and "Secret" not in words(forged)
    assert {now_of(thing).audience for thing in (secret, told.finding)} == {"partnership"}


def test_listed_parts_of_open_work_are_released_from_their_own_page(cast, client, told, make, given):
    kept = make.finding(told.source, text="Secret of listed people")
    models.QuerySet(Finding).filter(pk=kept.pk).update(audience="named")
    operations.list_reader(**given, thing=kept, person=cast.person("business_manager"))
    cast.sign_in(client, second_factor=True)
    answer = client.get(page_of(cast, told.source))
    assert "release it from its own page" in words(answer)
    assert "Secret" not in words(answer) and name_of(kept) not in fields(answer)["seen"]


def test_a_change_between_the_pages_releases_nothing_and_keeps_what_was_typed(client, told, shown, given):
    address, second = shown
    operations.edit_finding(**given, finding=told.finding, version=now_of(told.finding).version, text="New inside.")
    late = client.post(address, fields(second) | {"confirmed": "yes"})
    page = words(late)
    assert late.status_code == 422 and "Nothing was released" in page and "New inside." in page
    assert "Finding 1: the tests changed this on" in page
    assert set(audiences(told).values()) == {"partnership"}
    kept = fields(late)
    assert kept[f"text_{name_of(told.recommendation)}"] == f"We learned: {name_of(told.recommendation)}."
    again = client.post(address, kept)
    assert again.status_code == 200
    assert client.post(address, fields(again) | {"confirmed": "yes"}).status_code == 302
    assert audiences(told)["finding"] == "public"


def test_a_change_behind_the_page_is_seen_under_the_lock(client, told, shown, given, monkeypatch):
    """Somebody edits after the form was read and before the operation holds the rows."""
    address, second = shown
    original = operations.release_work

    def late(**more):
        monkeypatch.setattr(operations, "release_work", original)
        found = now_of(told.recommendation)
        operations.edit_recommendation(**given, recommendation=found, version=found.version, text="New inside.")
        return original(**more)

    monkeypatch.setattr(operations, "release_work", late)
    answer = client.post(address, fields(second) | {"confirmed": "yes"})
    assert answer.status_code == 422 and "nothing was released" in words(answer)
    assert "Recommendation 1: the tests changed this" in words(answer)
    assert set(audiences(told).values()) == {"partnership"}


def test_what_would_be_seen_beside_it_is_compared_under_the_lock(client, told, shown, given):
    """No row that was ticked changes: the theme of the finding has another name."""
    address, second = shown
    models.QuerySet(type(told.theme)).filter(pk=told.theme.pk).update(name="Neglect and harm")
    answer = client.post(address, fields(second) | {"confirmed": "yes"})
    assert answer.status_code == 422 and "What they would see changed" in words(answer)
    assert "It is about: Finding 1." in words(answer) and "Neglect and harm" in words(answer)
    assert set(audiences(told).values()) == {"partnership"}
    assert client.post(address, fields(answer) | {"confirmed": "yes"}).status_code == 302


def test_what_was_restricted_meanwhile_is_not_told_and_its_text_is_kept(cast, client, told, shown, given):
    address, second = shown
    operations.leave_out(**given, thing=told.finding, person=cast.person("business_manager"), why="A conflict")
    models.QuerySet(Finding).filter(pk=told.finding.pk).update(text="Changed since")
    answer = client.post(address, fields(second) | {"confirmed": "yes"})
    page = words(answer)
    assert answer.status_code == 422 and "no longer here" in page and "Changed since" not in page
    assert f"We learned: {name_of(told.finding)}." in page
    assert set(audiences(told).values()) == {"partnership"}


def test_all_or_nothing(told, given, make):
    """The last of them is refused by its rule, after others were released."""
    source = now_of(told.source)
    ordered = [operations.Releasing(now_of(getattr(told, noun)), now_of(getattr(told, noun)).version, "Told.")
               for noun in (*PARTS, "voice")]  # fmt: skip
    before = Line.objects.count()
    with pytest.raises(Refused, match="no consent") as refused:
        operations.release_work(
            **given, source=source, source_version=source.version, releases=ordered, audience="public",
            public_label="an audit",
        )  # fmt: skip
    assert refused.value.field == f"text_{name_of(told.voice)}"
    assert set(audiences(told).values()) == {"partnership"} and Line.objects.count() == before


def test_the_work_and_its_parts_leave_together_under_its_own_title(cast, client, told, now):
    cast.sign_in(client)
    address = page_of(cast, told.source)
    typed = fields(client.get(address)) | ticking(told.source, told.finding, label="")
    second = client.post(address, typed)
    assert second.status_code == 200 and "From Audit of neglect" in words(second)
    assert client.post(address, fields(second) | {"confirmed": "yes"}).status_code == 302
    assert audiences(told) | {"source": "public", "finding": "public"} == audiences(told)


def test_every_fault_is_told_at_once_and_what_was_typed_stays(cast, client, told):
    cast.sign_in(client)
    address = page_of(cast, told.source)
    typed = fields(client.get(address)) | ticking(told.finding, told.action, label="", action="Typed with care")
    typed[f"text_{name_of(told.finding)}"] = " "
    answer = client.post(address, typed)
    errors = answer.context["form"].errors
    assert answer.status_code == 422 and set(errors) == {f"text_{name_of(told.finding)}", "public_label"}
    assert "Finding 1: Write the text that they will read." in words(answer) and "Typed with care" in words(answer)
    nothing = client.post(address, {key: value for key, value in typed.items() if not key.startswith("tick_")})
    assert "Tick at least one thing" in words(nothing)


def test_change_it_first_goes_back_with_everything(client, told, shown):
    address, second = shown
    back = client.post(address, fields(second) | {"again": "yes"})
    assert back.status_code == 200 and "See exactly what they will read" in words(back)
    assert fields(back)[f"text_{name_of(told.finding)}"] == f"We learned: {name_of(told.finding)}."
    assert f"tick_{name_of(told.finding)}" in fields(back) and f"tick_{name_of(told.action)}" not in fields(back)


def test_what_was_typed_is_a_draft_until_it_is_released(cast, client, told, shown):
    address, second = shown
    later = cast.sign_in(Client()).get(address)
    assert "Filled with what you typed" in words(later)
    assert fields(later)[f"text_{name_of(told.finding)}"] == f"We learned: {name_of(told.finding)}."
    client.post(address, fields(second) | {"confirmed": "yes"})
    assert not Draft.objects.exists()


def test_what_stands_on_the_second_page_outlives_the_session(cast, client, told, shown):
    address, second = shown
    Draft.objects.all().delete()
    client.logout()
    sent = fields(second) | {"confirmed": "yes", "form_key": key_of(second)}
    assert client.post(address, sent).status_code == 302 and set(audiences(told).values()) == {"partnership"}
    typed = fields(cast.sign_in(client).get(address))
    assert typed[f"text_{name_of(told.finding)}"] == f"We learned: {name_of(told.finding)}."
    assert [name for name in typed if name.startswith("tick_")] == [
        f"tick_{name_of(thing)}" for thing in (told.finding, told.recommendation)
    ]


def test_a_draft_begun_before_a_change_is_found_out(client, told, shown, given):
    address, _ = shown
    operations.edit_finding(**given, finding=told.finding, version=now_of(told.finding).version, text="New inside.")
    answer = client.post(address, fields(client.get(address)))
    assert answer.status_code == 422 and "Finding 1: the tests changed this" in words(answer)


def test_sent_twice_it_is_released_once(client, told, shown):
    address, second = shown
    sent = fields(second) | {"confirmed": "yes", "form_key": key_of(second)}
    first, again = client.post(address, sent), client.post(address, sent)
    assert (first.status_code, again.status_code, again.url) == (302, 302, first.url)
    assert Line.objects.filter(verb="thread.released").count() == 2


def test_a_narrower_circle_is_offered_where_it_is_wider_than_what_stands(cast, client, make):
    source = make.source(group=cast.quality, audience="group")
    finding = make.finding(source)
    cast.sign_in(client)
    address = page_of(cast, source)
    page = client.get(address).content
    assert b"?to=partnership" in page and b"?to=group" not in page
    address += "?to=partnership"
    second = client.post(address, fields(client.get(address)) | ticking(finding, label=""))
    assert "Everybody with a seat in the partnership" in words(second) and "a confidential piece of work" in words(
        second
    )
    assert client.post(address, fields(second) | {"confirmed": "yes"}).status_code == 302
    assert now_of(finding).audience == "partnership"
    assert "What they read already" in words(client.get(address))


def test_a_long_sheet_is_shown_in_parts(cast, client, told, monkeypatch):
    monkeypatch.setattr(view, "MOST_AT_ONCE", 2)
    cast.sign_in(client)
    first = client.get(page_of(cast, told.source))
    second = client.get(page_of(cast, told.source) + "?part=2")
    offered = [{key for key in fields(page) if key.startswith("text_")} for page in (first, second)]
    assert [len(part) for part in offered] == [2, 2] and not offered[0] & offered[1]


@pytest.mark.one_database
def test_both_pages_ask_as_often_for_ten_rows_as_for_many(cast, client, told, make):
    cast.sign_in(client)
    address, asked = page_of(cast, told.source), []
    for more in (9, 20):
        grow(make, told, more)
        client.get(address)
        with CaptureQueriesContext(connection) as first:
            page = client.get(address)
        sent = fields(page) | {"public_label": "an audit"}
        sent |= {key.replace("text_", "tick_"): "on" for key in sent if key.startswith("text_")}
        with CaptureQueriesContext(connection) as second:
            answer = client.post(address, sent)
        assert answer.status_code == 200, words(answer)
        Draft.objects.all().delete()
        asked.append((len(first), len(second)))
    assert asked[0] == asked[1] and max(asked[0]) <= 45
