"""The one table of readers: of a thing alone or of all below it, for some days, and left out for a conflict."""

import datetime

import pytest

from goldenthread.foundation.access.models import Reader
from goldenthread.foundation.access.viewer import public_reader
from goldenthread.foundation.documents import operations as documents
from goldenthread.foundation.documents import storing
from goldenthread.foundation.documents.queries import documents as documents_seen
from goldenthread.foundation.documents.tests.files import upload
from goldenthread.foundation.history.models import Line
from goldenthread.foundation.organisations import operations as organisations
from goldenthread.foundation.room import Refused
from goldenthread.thread import operations
from goldenthread.thread.models import Action, Finding, Source
from goldenthread.thread.queries.proposals import listed as proposals_listed
from goldenthread.thread.queries.reading import KEPT, Reading
from tests.words import words

DAY = datetime.date(2026, 3, 2)


def sees(viewer, thing):
    return type(thing).objects.visible_to(viewer).filter(pk=thing.pk).exists()


@pytest.fixture
def closed(make, given, cast):
    """A piece of work for the partnership with two findings kept to listed people, of whom the scrutineer is one."""
    source = make.source()
    findings = [make.finding(source, text=f"Finding {name}") for name in "AB"]
    for finding in findings:
        operations.restrict(**given, thing=finding, version=finding.version, audience="named")
        operations.list_reader(**given, thing=finding, person=cast.person("scrutineer"))
    return source, *findings


def test_restricting_one_finding_opens_no_other_to_whoever_did_it(cast, make, closed, now):
    source, a, _ = closed
    third = make.finding(source, text="Finding C")
    by = cast.viewer("business_manager")
    assert not sees(by, a)
    operations.restrict(by=by, now=now, thing=third, version=third.version, audience="named")
    assert sees(by, third)  # the same viewer goes on with what they may read now
    assert [sees(cast.viewer("business_manager"), thing) for thing in (a, third)] == [False, True]
    assert not sees(cast.viewer("scrutineer"), third)


def test_a_reader_of_a_part_reads_no_more_and_a_reader_of_the_work_all_below_it(cast, closed, given):
    source, a, b = closed
    lay, chair = cast.person("lay_member"), cast.person("partnership_chair")
    operations.list_reader(**given, thing=a, person=lay)
    operations.list_reader(**given, thing=source, person=chair)
    operations.list_reader(**given, thing=source, person=cast.person("analyst"), below=False)
    assert [sees(cast.viewer("lay_member"), thing) for thing in (a, b)] == [True, False]
    assert [sees(cast.viewer("partnership_chair"), thing) for thing in (a, b)] == [True, True]
    assert [sees(cast.viewer("analyst"), thing) for thing in (a, b)] == [False, False]
    assert not sees(cast.viewer("lay_member", second_factor=False), a)


@pytest.mark.parametrize(
    "starts,ends,reads",
    [(0, 0, True), (1, None, False), (None, -1, False), (-1, 1, True)],
    ids=["today alone", "from tomorrow", "until yesterday", "around today"],
)
def test_a_reader_reads_from_the_first_to_the_last_day(cast, closed, given, now, starts, ends, reads):
    _, a, _ = closed
    days = [None if apart is None else now.date() + datetime.timedelta(apart) for apart in (starts, ends)]
    operations.list_reader(**given, thing=a, person=cast.person("lay_member"), starts=days[0], ends=days[1])
    assert sees(cast.viewer("lay_member"), a) is reads


def test_whoever_is_left_out_reads_nothing_of_it_whatever_their_seat(cast, make, given, now, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    source = make.source()
    finding, action = make.finding(source), make.agreed(source)
    make.proposal(finding)
    document = documents.add_document(
        received=storing.receive(upload()), group=cast.root, title="Minutes", on=DAY, **given
    )
    documents.attach(document=document, noun="action", key=action.ref, **given)
    everything = (source, finding, action)
    assert all(sees(cast.viewer(), thing) for thing in everything)
    assert documents_seen(cast.viewer()).exists() and proposals_listed(cast.viewer())[0]
    with pytest.raises(Refused, match="what the conflict is"):
        operations.leave_out(**given, thing=source, person=cast.person("business_manager"), why=" ")
    operations.leave_out(**given, thing=source, person=cast.person("business_manager"), why="A relative works there.")
    out = cast.viewer()
    assert not any(sees(out, thing) for thing in everything)
    assert not documents_seen(out).exists() and not proposals_listed(out)[0]
    assert not any(Reading(out).in_circle("partnership", thing) for thing in everything)
    assert all(sees(cast.viewer("unit_officer"), thing) for thing in everything)
    with pytest.raises(Refused, match="left out"):
        operations.list_reader(**given, thing=source, person=cast.person("business_manager"))
    operations.remove_reader(**given, thing=source, person=cast.person("business_manager"))
    assert all(sees(cast.viewer(), thing) for thing in everything)
    verbs = set(Line.objects.filter(key=source.ref).values_list("verb", flat=True))
    assert {"access.left_out", "access.let_in_again"} <= verbs


def test_whoever_is_left_out_reads_what_the_public_reads_and_no_more(cast, make, given, now):
    source = make.source(summary="The whole text")
    operations.release(
        **given, thing=source, version=1, audience="public", public_text="For all.", public_label="An audit"
    )
    operations.leave_out(**given, thing=source, person=cast.person("business_manager"), why="A conflict.")
    seen = Reading(cast.viewer()).for_page(Source.objects.visible_to(cast.viewer()).get(pk=source.pk))
    assert (seen.text, seen.whole) == ("For all.", False)
    assert sees(public_reader(cast.west, now), source)


def test_the_last_reader_stays_and_others_may_go(cast, closed, given):
    _, a, _ = closed
    lay, scrutineer = cast.person("lay_member"), cast.person("scrutineer")
    operations.list_reader(**given, thing=a, person=lay)
    operations.remove_reader(**given, thing=a, person=lay)
    for write in (operations.remove_reader, lambda **more: operations.leave_out(**more, why="A conflict.")):
        with pytest.raises(Refused, match="Somebody must be able to read it"):
            write(**given, thing=a, person=scrutineer)
    assert sees(cast.viewer("scrutineer"), a)


def test_the_pages_list_add_and_remove_readers(client, cast, make, given):
    finding = make.finding(make.source())
    operations.list_reader(**given, thing=finding, person=cast.person("scrutineer"))
    cast.sign_in(client)
    address = f"/west/thread/finding/{finding.ref}/readers/"
    lay = cast.person("lay_member")
    answer = client.post(address, {"person": lay.pk, "way": "left_out", "why": ""})
    assert answer.status_code == 422 and "Say what the conflict is." in words(answer)
    assert client.post(address, {"person": lay.pk, "way": "left_out", "why": "A conflict."}).status_code == 302
    page = words(client.get(address))
    assert f"{lay.name}: left out. A conflict." in page and "The scrutineer: may read it." in page
    assert cast.sign_in(client, "lay_member").get(f"/west/thread/finding/{finding.ref}/").status_code == 404
    cast.sign_in(client).post(f"{address}{lay.key}/remove/")
    assert not Reader.objects.filter(person=lay).exists()


@pytest.fixture
def for_group(cast, make):
    """An action of work kept to the quality group, which nobody of health reads."""
    return make.agreed(make.source(group=cast.quality, audience="group"), owner=cast.agencies["council"], text="Do it.")


def test_giving_an_action_to_an_agency_outside_its_circle_asks_first(client, cast, for_group, now):
    health = cast.agencies["health"]
    lead = cast.viewer("agency_lead_health")
    assert not sees(lead, for_group)
    cast.sign_in(client)
    address = f"/west/thread/action/{for_group.ref}/edit/"
    posted = {"version": for_group.version, "text": "Do it.", "owner": health.pk}
    page = client.post(address, posted)
    assert page.status_code == 422
    for shown in ("West Integrated Care Board will see", "“Do it.”", "“a confidential piece of work”", "its year"):
        assert shown in words(page), shown
    assert 'name="shown_to_owner"' in words(page)  # the box that the sentence speaks of
    assert Action.objects.get(pk=for_group.pk).owner == cast.agencies["council"]
    assert client.post(address, posted | {"shown_to_owner": "on"}).status_code == 302
    action = Action.objects.visible_to(lead).select_related("source").get(pk=for_group.pk)
    seen = Reading(lead).for_page(action)
    assert (seen.whole, seen.text, seen.work) == (True, "Do it.", "a confidential piece of work")
    assert not sees(lead, action.source)
    assert cast.sign_in(client, "agency_lead_health").get(f"/west/thread/action/{action.ref}/").status_code == 200


def test_nothing_is_asked_where_the_circle_holds_the_owner_or_nothing_changes_for_them(cast, make, for_group, now):
    by = {"by": cast.viewer(), "now": now}
    action = make.agreed(make.source(), owner=cast.agencies["council"])
    operations.edit_action(**by, action=action, version=action.version, owner=cast.agencies["health"])
    operations.edit_action(**by, action=for_group, version=for_group.version, text="Do it soon.")
    with pytest.raises(Refused) as refused:
        operations.hand_over(**by, actions=[for_group], owner=cast.agencies["police"], reason="They can.")
    assert refused.value.field == "shown_to_owner" and "West Police" in refused.value.sentence


def test_an_owner_goes_on_reading_an_action_that_is_restricted(client, cast, make, now, given):
    action = make.agreed(make.source(), owner=cast.agencies["health"], text="Do it.")
    by = {"by": cast.viewer(), "now": now}
    with pytest.raises(Refused, match="West Integrated Care Board will see"):
        operations.restrict(**by, thing=action, version=action.version, audience="named")
    operations.restrict(**by, thing=action, version=action.version, audience="named", shown_to_owner=True)
    lead = cast.viewer("agency_lead_health")
    assert sees(lead, action) and not sees(cast.viewer("agency_lead"), action)
    row = Action.objects.visible_to(lead).select_related("source", "holder").get(pk=action.pk)
    assert Reading(lead).for_list(row).text == KEPT
    address = f"/west/thread/action/{action.ref}/"
    answer = cast.sign_in(client, "agency_lead_health").get(address)
    assert answer.status_code == 403 and "code or passkey" in words(answer)
    assert "Do it." in words(cast.sign_in(client, "agency_lead_health", second_factor=True).get(address))
    operations.leave_out(**given, thing=action, person=cast.person("agency_lead_health"), why="A conflict.")
    assert not sees(cast.viewer("agency_lead_health"), action)


@pytest.mark.parametrize("role", ["lay_member", "scrutineer", "business_manager", "agency_lead_health"])
def test_python_and_sql_agree_on_listed_left_out_and_owed(cast, closed, for_group, given, role):
    """Of each thing, whoever is in its circle sees it, and nobody else."""
    source, a, b = closed
    operations.list_reader(**given, thing=a, person=cast.person("lay_member"))
    operations.leave_out(**given, thing=b, person=cast.person("business_manager"), why="A conflict.")
    viewer = cast.viewer(role)
    for model in (Source, Finding, Action):
        for row in model.objects.select_related("source" if model is not Source else "group"):
            assert Reading(viewer).in_circle(row.audience, row) is sees(viewer, row), row


@pytest.fixture
def in_shared(cast, given):
    """Somebody of the neighbour who sits in the shared group alone, and acts there for health."""
    person = organisations.add_person(partnership=cast.east, name="Sits there", email="sits@example.org", **given)
    organisations.give_seat(
        person=person,
        role="group_member",
        group=cast.shared,
        acting_for=cast.agencies["health"],
        starts=datetime.date(2020, 1, 1),
        **given,
    )
    cast.people["in_shared"] = person
    return person


@pytest.mark.parametrize("body", ["west", "east"])
def test_a_seat_in_a_shared_group_reads_what_its_agency_owes_there_and_nowhere_else(
    client, cast, make, given, in_shared, body
):
    health = cast.agencies["health"]
    work = make.source(group=cast.shared, audience="named")
    owed = make.agreed(work, owner=health, text="Do it here.")
    others = make.agreed(work, owner=cast.agencies["council"], text="Not theirs.")
    elsewhere = make.agreed(make.source(group=cast.quality), owner=health, text="Do it elsewhere.")
    named = make.agreed(make.source(group=cast.quality), owner=health, owner_person=in_shared, text="In their name.")
    viewer = cast.viewer("in_shared", partnership=getattr(cast, body))
    rows = Action.objects.select_related("source", "holder", "owner")
    seen = set(rows.visible_to(viewer))
    assert seen == ({owed, named} if body == "west" else {owed})  # the other group's work is west's alone
    reading = Reading(viewer)
    for action in (owed, others):
        assert reading.in_circle(action.audience, action) == (action in seen), action
    assert reading.for_list(rows.get(pk=owed.pk)).text == KEPT
    assert not sees(viewer, work) and not sees(viewer, elsewhere)
    lead = cast.viewer("agency_lead_health")
    assert set(rows.visible_to(lead)) == {owed, elsewhere, named}

    address = f"/{body}/thread/action/{owed.ref}/"
    answer = cast.sign_in(client, "in_shared").get(address)
    assert answer.status_code == 403 and "code or passkey" in words(answer)
    assert "Do it here." in words(cast.sign_in(client, "in_shared", second_factor=True).get(address))
    assert client.get(f"/{body}/thread/action/{elsewhere.ref}/").status_code == 404
