"""Who reads what: each audience with each role, text for wider circles, and what is kept to listed people."""

import datetime

import pytest

from goldenthread.foundation.access.queries import Forbidden
from goldenthread.foundation.access.viewer import public_reader
from goldenthread.foundation.history.models import Line
from goldenthread.foundation.room import Refused
from goldenthread.thread import operations
from goldenthread.thread.models import Finding, Source
from goldenthread.thread.queries.reading import KEPT, Reading

DAY = datetime.date(2026, 3, 2)
ALL = {"public", "partnership", "group", "agency"}
SEES = {
    "business_manager": ALL,
    "unit_officer": ALL,
    "lead_partner": ALL,
    "delegated_partner": ALL,
    "partnership_chair": ALL,
    "scrutineer": ALL - {"agency"},
    "lay_member": {"public", "partnership"},
    "agency_lead": {"public", "partnership", "agency"},
    "agency_lead_health": {"public", "partnership"},
    "action_owner": {"public", "partnership", "agency"},
    "group_chair": {"public", "partnership", "group"},
    "group_member": {"public", "partnership", "group", "agency"},
    "analyst": {"public", "partnership"},
    "house_administrator": {"public"},
}


@pytest.fixture
def circles(cast, make, given):
    """A source of the quality group for each audience; the agency is the council."""
    found = {}
    for audience in ("partnership", "group", "agency", "named"):
        found[audience] = make.source(
            group=cast.quality, title=audience, audience=audience, kept_to=cast.agencies["council"]
        )
    found["public"] = make.source(group=cast.quality, title="public")
    operations.release(**given, thing=found["public"], version=1, audience="public", public_text="For everybody.")
    for source in found.values():
        make.finding(source, text=f"Found in {source.title}")
    return found


@pytest.mark.parametrize("role", SEES)
def test_each_role_sees_the_circles_it_belongs_to(cast, circles, role):
    seen = set(Source.objects.visible_to(cast.viewer(role)).values_list("title", flat=True))
    assert seen == SEES[role]


def test_the_public_sees_what_is_public_and_its_parts_only_once_released(cast, circles, given, now):
    reader = public_reader(cast.west, now)
    assert set(Source.objects.visible_to(reader).values_list("title", flat=True)) == {"public"}
    assert not Finding.objects.visible_to(reader).exists()


def test_a_neighbour_sees_nothing_but_shared_work(cast, circles, make):
    shared = make.source(group=cast.shared, title="shared")
    neighbour = cast.viewer("east_manager", partnership=cast.east)
    assert list(Source.objects.visible_to(neighbour)) == [shared]
    assert set(Source.objects.visible_to(cast.stranger).values_list("title", flat=True)) == {"public"}


def test_named_people_only_with_a_second_factor(cast, circles, given):
    source = circles["named"]
    operations.list_reader(**given, thing=source, person=cast.person("lay_member"))
    assert source in Source.objects.visible_to(cast.viewer("lay_member"))
    assert source not in Source.objects.visible_to(cast.viewer("lay_member", second_factor=False))
    assert source not in Source.objects.visible_to(cast.viewer("business_manager"))


def test_release_needs_a_text_and_never_shows_the_one_behind_it(cast, circles, given, now):
    finding = circles["group"].findings.get()
    with pytest.raises(Refused) as refused:
        operations.release(**given, thing=finding, version=1, audience="public", public_text=" ")
    assert refused.value.field == "public_text"
    with pytest.raises(Refused) as refused:
        operations.release(**given, thing=finding, version=1, audience="public", public_text="We learned.")
    assert refused.value.field == "public_label"
    operations.release(
        **given, thing=finding, version=1, audience="public", public_text="We learned.", public_label="a closed review"
    )
    reader, lay, partner = public_reader(cast.west, now), cast.viewer("lay_member"), cast.viewer("lead_partner")
    for viewer, text, name in (
        (reader, "We learned.", "a closed review"),
        (lay, "We learned.", "a closed review"),
        (partner, "Found in group", "group"),
    ):
        seen = Finding.objects.visible_to(viewer).select_related("source").get(pk=finding.pk)
        shown = Reading(viewer).for_page(seen)
        assert (shown.text, shown.work) == (text, name)
        assert Finding.objects.visible_to(viewer).read_whole_by(viewer).filter(pk=finding.pk).exists() == (
            text != "We learned."
        )


@pytest.mark.parametrize("role", SEES)
def test_reading_in_python_says_the_same_as_in_sql(cast, circles, given, role):
    """What a page shows and what evidence counts must agree, for a released part of every circle."""
    for audience in ("group", "agency"):
        operations.release(
            **given,
            thing=circles[audience].findings.get(),
            version=1,
            audience="public",
            public_text="Told.",
            public_label="closed",
        )
    viewer = cast.viewer(role)
    rows = Finding.objects.visible_to(viewer).select_related("source")
    reading = Reading(viewer)
    assert {row.pk for row in rows if reading.reads_whole(row)} == set(
        rows.read_whole_by(viewer).values_list("pk", flat=True)
    )


def test_only_somebody_who_reads_it_whole_may_release_or_change_it(cast, circles, now):
    manager = {"by": cast.viewer("business_manager"), "now": now}
    with pytest.raises(Forbidden):
        operations.release(**manager, thing=circles["named"], version=1, audience="partnership", public_text="x")
    with pytest.raises(Forbidden):
        operations.edit_source(**manager, source=circles["named"], version=1, title="x")


def test_keeping_closer_narrows_and_opens_nothing(cast, circles, given, now):
    source = circles["partnership"]
    with pytest.raises(Refused, match="narrower"):
        operations.restrict(**given, thing=source, version=source.version, audience="public")
    operations.restrict(**given, thing=source, version=source.version, audience="group")
    assert source not in Source.objects.visible_to(cast.viewer("lay_member"))
    with pytest.raises(Refused, match="code or passkey"):
        operations.restrict(
            by=cast.viewer(second_factor=False), now=now, thing=source, version=source.version, audience="named"
        )


def test_voices_leave_by_consent_only(cast, make, given, now):
    voice = make.voice(make.source(), attribution="A child aged 12")
    values = {"audience": "public", "public_text": "They listened.", "public_label": "a consultation"}
    with pytest.raises(Refused, match="no consent"):
        operations.release(**given, thing=voice, version=1, **values)
    voice = operations.give_consent(**given, voice=voice, version=1, on=DAY, note="Agreed with the child and a parent")
    operations.release(**given, thing=voice, version=voice.version, **values)
    reader = public_reader(cast.west, now)
    assert type(voice).objects.visible_to(reader).count() == 1
    operations.withdraw_consent(**given, voice=voice, version=voice.version, on=DAY)
    assert type(voice).objects.visible_to(reader).count() == 0


def test_lists_do_not_tell_what_is_kept_to_listed_people(client, cast, make, now):
    manager = {"by": cast.viewer(), "now": now}
    source = operations.add_source(
        **manager, group=cast.root, kind="rapid_review", title="A secret title", on=DAY, audience="named"
    )
    finding = operations.add_finding(**manager, source=source, kind="development", text="A secret finding")
    operations.add_action(**manager, source=source, text="A secret action")
    cast.sign_in(client, second_factor=True)
    for path in ("work/", "actions/", "breaks/led_nowhere/", "actions.csv"):
        body = client.get(f"/west/thread/{path}").content.decode()
        assert "secret" not in body and ("Kept to listed" in body or "kept to listed" in body), path
    page = client.get(f"/west/thread/work/west/{source.key}/").content.decode()
    assert "A secret title" in page and "A secret finding" in page
    assert KEPT not in client.get(f"/west/thread/finding/west/{finding.key}/").content.decode()


def test_each_opening_of_a_named_record_leaves_a_line(client, cast, make, now):
    source = operations.add_source(
        by=cast.viewer(), now=now, group=cast.root, kind="rapid_review", title="Closed", on=DAY, audience="named"
    )
    cast.sign_in(client, second_factor=True)
    address = f"/west/thread/work/west/{source.key}/"
    for _ in range(2):
        assert client.get(address).status_code == 200
    lines = Line.objects.filter(verb="thread.named_read", key=source.ref)
    assert [line.person_id for line in lines] == [cast.person("business_manager").pk] * 2


def test_a_named_reader_without_second_factor_is_told_what_to_do_and_others_nothing(client, cast, make, now):
    source = operations.add_source(
        by=cast.viewer(), now=now, group=cast.root, kind="rapid_review", title="Closed", on=DAY, audience="named"
    )
    address = f"/west/thread/work/west/{source.key}/"
    answer = cast.sign_in(client).get(address)
    assert answer.status_code == 403 and "code or passkey" in answer.content.decode()
    assert cast.sign_in(client, "lay_member").get(address).status_code == 404
    assert not Line.objects.filter(verb="thread.named_read").exists()
    operations.add_finding(by=cast.viewer(), now=now, source=source, kind="development", text="x")
    finding = source.findings.get()
    operations.release(
        by=cast.viewer(), now=now, thing=finding, version=1, audience="partnership", public_text="Learned."
    )
    answer = cast.sign_in(client, "lay_member").get(address)
    assert answer.status_code == 403 and "Closed" not in answer.content.decode() and "Ask" in answer.content.decode()
