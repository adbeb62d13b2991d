"""Further work is proposed, taken up or declined: seen by those who may see what it came from, decided once, by those
who may.
"""

import datetime

import pytest
from django.test import Client

from goldenthread.foundation.access.queries import Forbidden
from goldenthread.foundation.history.models import Line
from goldenthread.foundation.records.operations import take_out
from goldenthread.foundation.room import Refused
from goldenthread.thread import operations, today
from goldenthread.thread.models import Proposal, Source
from goldenthread.thread.queries import proposals
from goldenthread.thread.tests.test_conflicts import filled
from goldenthread.thread.tests.test_pages import at

DAY = datetime.date(2026, 3, 2)


def page(client, cast, thing, name="proposal"):
    return at(cast, name, thing.holder.key, thing.key)


def start(cast, **more):
    return {"group": cast.root, "title": "Started", "on": DAY, **more}


def test_from_a_finding_to_the_piece_of_work_and_back(client, cast, told):
    """A lay member proposes; the manager takes it up with what was said filled in; both pages lead to each other."""
    cast.sign_in(client, "lay_member")
    assert "Propose further work" in client.get(at(cast, "finding", "west", told.finding.key)).content.decode()
    typed = {"kind": "section_11", "title": "Ask every agency", "text": "Five of six had no chronology."}
    answer = client.post(at(cast, "propose_from_finding", "west", told.finding.key), typed)
    made = Proposal.objects.get(title="Ask every agency")
    assert answer.status_code == 302 and answer.url == page(client, cast, made)
    shown = client.get(answer.url).content.decode()
    assert (
        "Chronologies were missing." in shown
        and "The lay member" in shown
        and "Take it up" not in shown
        and "Decline it" not in shown
    )

    cast.sign_in(client)
    assert "Ask every agency" in client.get(at(cast, "proposals")).content.decode()
    form = client.get(page(client, cast, made, "take_up")).context["form"]
    assert (
        form["title"].value() == "Ask every agency"
        and form["summary"].value() == typed["text"]
        and "kind" not in form.fields
    )
    answer = client.post(page(client, cast, made, "take_up"), filled(form) | {"group": cast.root.pk})
    assert answer.status_code == 302, answer.context["form"].errors
    source = Source.objects.get(title="Ask every agency")
    assert source.kind == "section_11" and answer.url == at(cast, "source", "west", source.key)
    made.refresh_from_db()
    assert made.state == "taken_up" and made.became == source and made.state_by == "The business manager"
    work = client.get(answer.url).content.decode()
    assert (
        "Came from" in work
        and page(client, cast, made) in work
        and at(cast, "finding", "west", told.finding.key) in work
    )
    assert answer.url in client.get(page(client, cast, made)).content.decode()
    for origin in ("source", "finding"):
        assert (
            page(client, cast, made) in client.get(at(cast, origin, "west", getattr(told, origin).key)).content.decode()
        )


def test_declining_says_why_who_and_when(client, cast, now, told):
    cast.sign_in(client)
    address = page(client, cast, told.proposal, "decline")
    refused = client.post(address, {"reason": "   ", "version": 1})
    body = refused.content.decode()
    assert (
        refused.status_code == 422
        and "There is a problem" in body
        and "error" in str(refused.context["form"]["reason"].errors or "")
    )
    assert client.post(address, {"reason": "The audit programme asks that in May.", "version": 1}).status_code == 302
    listed = cast.sign_in(client, "lay_member").get(at(cast, "proposals")).content.decode()
    assert (
        "The audit programme asks that in May." in listed and "The business manager" in listed and "Declined" in listed
    )
    told.proposal.refresh_from_db()
    assert told.proposal.state_on == now.date()


@pytest.mark.parametrize("second", ["take_up", "decline"])
def test_the_second_of_two_is_told_who_decided_and_keeps_what_was_typed(client, cast, told, second):
    cast.sign_in(client)
    address = page(client, cast, told.proposal, second)
    typed = filled(client.get(address).context["form"]) | {"reason": "Mine", "title": "Mine", "group": cast.root.pk}
    assert (
        client.post(page(client, cast, told.proposal, "decline"), {"reason": "Asked in May.", "version": 1}).status_code
        == 302
    )
    before = Source.objects.count()
    answer = client.post(address, typed)
    body = answer.content.decode()
    assert (
        answer.status_code == 422
        and "The business manager declined this on" in body
        and "Asked in May." in body
        and "Mine" in body
    )
    assert Source.objects.count() == before
    assert client.get(address).status_code == 302  # a decided one opens no form


def test_at_the_very_same_moment_one_piece_of_work_starts(cast, told, given):
    """Both have read it while it waited: the second write is told, and leaves no piece of work behind."""
    first, second = (Proposal.objects.get(pk=told.proposal.pk) for _ in range(2))
    operations.start_proposed(**given, proposal=first, version=1, **start(cast))
    with pytest.raises(Refused, match="took this up on"):
        operations.start_proposed(**given, proposal=second, version=1, **start(cast, title="Twice"))
    assert not Source.objects.filter(title="Twice").exists()


@pytest.mark.parametrize("who", ["lay_member", "agency_lead", "scrutineer", "lead_partner", "group_chair"])
def test_only_those_who_may_start_such_work_decide(cast, told, now, who):
    viewer = cast.viewer(who)
    assert not proposals.may_decide(viewer, told.proposal) and proposals.waiting(viewer) == []
    with pytest.raises(Forbidden):
        operations.decline(by=viewer, now=now, proposal=told.proposal, version=1, reason="No")
    with pytest.raises(Forbidden):
        operations.start_proposed(by=viewer, now=now, proposal=told.proposal, version=1, **start(cast))


def test_who_may_not_see_the_origin_does_not_see_the_proposal(client, cast, told, make, given):
    hidden = make.proposal(make.finding(told.source, text="Hidden"), title="Hidden proposal")
    finding = told.source.findings.get(text="Hidden")
    operations.restrict(**given, thing=finding, version=finding.version, audience="group")
    lay, manager = cast.viewer("lay_member"), cast.viewer()
    assert hidden in [row.proposal for row in proposals.seen(manager, Proposal.objects.all())]
    assert hidden not in [row.proposal for row in proposals.seen(lay, Proposal.objects.all())]
    cast.sign_in(client, "lay_member")
    assert client.get(page(client, cast, hidden)).status_code == 404
    assert "Hidden proposal" not in client.get(at(cast, "proposals")).content.decode()
    assert "Hidden proposal" not in client.get(at(cast, "source", "west", told.source.key)).content.decode()


def test_nobody_proposes_from_what_they_may_not_see(cast, told, make, given, now):
    finding = make.finding(told.source)
    operations.restrict(**given, thing=finding, version=1, audience="group")
    with pytest.raises(Forbidden):
        operations.propose(
            by=cast.viewer("lay_member"), now=now, holder=cast.west, kind="meeting", title="t", text="w", about=finding
        )


@pytest.fixture
def kept(cast, given):
    """A proposal from work kept to listed people, of whom the manager is one."""
    source = operations.add_source(
        **given, group=cast.root, kind="lcspr", title="A closed review", on=DAY, audience="named"
    )
    operations.list_reader(**given, thing=source, person=cast.person("business_manager"))
    return operations.propose(
        **given, holder=cast.west, kind="meeting", title="About one family", text="It must be told.", about=source
    )


def test_what_comes_from_named_work_is_read_on_its_page_alone_and_the_reading_is_kept(client, cast, told, kept):
    viewer = cast.viewer(second_factor=True)
    cast.sign_in(client, second_factor=True)
    assert "About one family" not in client.get(at(cast, "proposals")).content.decode()
    assert not Line.objects.filter(verb="thread.named_read").exists()
    assert "About one family" in client.get(page(client, cast, kept)).content.decode()
    assert Line.objects.filter(verb="thread.named_read", by_name="The business manager").count() == 1
    titles = [row.title for row in proposals.seen(viewer, Proposal.objects.all())]
    assert "About one family" not in titles and proposals.KEPT in titles
    assert kept not in [
        row.proposal for row in proposals.seen(cast.viewer(second_factor=False), Proposal.objects.all())
    ]  # without a second factor
    assert "About one family" not in "".join(line.sentence for line in today.proposals(viewer))


def test_the_record_goes_out_without_what_is_closed(cast, told, kept, tmp_path):
    """Up to the partnership: the proposal from the open finding, and nothing of the one from the closed review."""
    take_out(by=cast.viewer(second_factor=True), now=cast.now, body=cast.west, up_to="partnership", folder=tmp_path)
    said = "".join(path.read_text() for path in tmp_path.glob("*.yaml"))
    assert "A challenge about chronologies" in said and f"west/{told.finding.key}" in said
    assert "About one family" not in said and "It must be told." not in said


def test_today_counts_what_waits_for_those_who_decide(cast, told, make):
    (line,) = today.proposals(cast.viewer())
    assert "A challenge about chronologies" in line.sentence and line.url.endswith(
        f"/proposal/west/{told.proposal.key}/"
    )
    make.proposal(told.source)
    (line,) = today.proposals(cast.viewer())
    assert line.sentence.startswith("2 pieces of further work") and line.url == at(cast, "proposals")
    assert today.proposals(cast.viewer("lay_member")) == today.proposals(cast.viewer("scrutineer")) == []


def test_open_ones_come_first_by_kind(client, cast, told, make, given):
    gone = make.proposal(told.source, kind="meeting", title="Gone")
    operations.decline(**given, proposal=gone, version=1, reason="Known.")
    make.proposal(told.source, kind="rapid_review", title="Later kind, first in the list")
    body = cast.sign_in(Client()).get(at(cast, "proposals")).content.decode()
    assert (
        body.index("Later kind, first in the list") < body.index("A challenge about chronologies") < body.index("Gone")
    )
    assert "Waiting to be taken up or declined (2)" in body and "Decided (1)" in body


def test_history_tells_of_each_step(cast, told, given):
    operations.decline(**given, proposal=told.proposal, version=1, reason="Known.")
    lines = Line.objects.filter(noun="proposal", key=told.proposal.ref).order_by("number")
    assert [line.verb for line in lines] == ["thread.proposed", "thread.proposal_declined"]


@pytest.mark.parametrize(("field", "empty"), [("kind", "nothing"), ("title", " "), ("text", " ")])
def test_a_proposal_says_what_and_why(make, told, field, empty):
    with pytest.raises(Refused) as refused:
        make.proposal(told.source, **{field: empty})
    assert refused.value.field == field


def test_a_successor_reads_and_does_not_decide(cast, told, make):
    viewer = cast.viewer("east_manager", partnership=cast.east)
    assert not proposals.may_decide(viewer, told.proposal)
    assert proposals.of_partnership(viewer).count() == 0
