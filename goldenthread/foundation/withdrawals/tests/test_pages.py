"""Undo for a minute, without JavaScript; the form that withdraws; the page of what was withdrawn."""

import datetime
import re

import pytest
import time_machine
from django.test import Client

from conftest import NOW
from goldenthread.foundation.documents.models import Document
from goldenthread.foundation.documents.tests.files import upload
from goldenthread.foundation.history.models import Line
from goldenthread.thread import operations as thread
from goldenthread.thread.models import Finding, Recommendation
from tests.words import words

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 3, 2)
UNDO = re.compile(r'action="(/west/withdrawn/undo/[0-9a-f]+/)"')


@pytest.fixture
def source(cast):
    given = {"by": cast.viewer(), "now": cast.now}
    return thread.add_source(group=cast.root, kind="case_file_audit", title="Audit", on=DAY, summary="S.", **given)


def add_finding(client, source, text="Typed too early.", **more):
    return client.post(f"/west/thread/work/{source.ref}/finding/", {"kind": "development", "text": text, **more})


def undo_on(page):
    found = UNDO.search(page.content.decode())
    return found and found.group(1)


def seconds_later(number):
    return time_machine.travel(NOW + datetime.timedelta(seconds=number), tick=False)


def test_what_was_added_is_undone_with_one_click(client, cast, source):
    with seconds_later(0):
        cast.sign_in(client)
        went = add_finding(client, source).url
    with seconds_later(59):
        page = client.get(went)
        assert "Added by mistake? You can undo it until 10:01:00." in words(page)
        answer = client.post(undo_on(page))
        assert answer.url == f"/west/thread/work/{source.ref}/"
        after = client.get(answer.url)
    assert "Undone: it was not added." in words(after)
    assert undo_on(after) is None
    assert not Finding.objects.exists()
    finding = Finding.recorded.get()
    assert client.get(f"/west/thread/finding/{finding.ref}/").status_code == 404
    assert "Typed too early." not in client.get("/west/withdrawn/").content.decode()


def test_after_the_minute_it_is_refused_and_says_what_to_do_instead(client, cast, source):
    with seconds_later(0):
        cast.sign_in(client)
        url = undo_on(client.get(add_finding(client, source).url))
    with seconds_later(61):
        assert undo_on(client.get("/west/")) is None
        answer = client.post(url)
    finding = Finding.objects.get()
    assert answer.status_code == 409
    assert "The minute for undoing this is over" in words(answer)
    assert "Withdraw it from the record" in words(answer)
    assert f'href="/west/thread/finding/{finding.ref}/"' in answer.content.decode()


def test_another_session_cannot_undo_it(client, cast, source):
    with seconds_later(0):
        cast.sign_in(client)
        url = undo_on(client.get(add_finding(client, source).url))
        other = cast.sign_in(Client())
        assert other.post(url).status_code == 409
    assert Finding.objects.exists()


def test_a_document_and_each_of_several_actions_are_undone(client, cast, source):
    with seconds_later(0):
        cast.sign_in(client)
        typed = {"file": upload(), "title": "Minutes", "on": "2026-05-12", "group": cast.root.pk}
        typed |= {"audience": "partnership", "classification": "official"}
        page = client.get(client.post("/west/documents/add/", typed).url)
        assert client.post(undo_on(page)).url == "/west/documents/"
        assert not Document.objects.exists()
        agencies = [cast.agencies[name].pk for name in ("health", "police")]
        typed = {"text": "Train.", "owner": cast.agencies["council"].pk, "other_owners": agencies}
        page = client.get(client.post(f"/west/thread/work/{source.ref}/action/", typed).url)
        assert source.actions.count() == 3
        client.post(undo_on(page))
    assert source.actions.count() == 0


def test_withdrawing_asks_what_becomes_of_what_rests_on_it_and_is_undone(client, cast, source):
    given = {"by": cast.viewer(), "now": cast.now}
    finding = thread.add_finding(source=source, kind="development", text="Wrong.", **given)
    recommendation = thread.add_recommendation(source=source, text="Change it.", findings=[finding], **given)
    url = f"/west/withdrawn/finding/{finding.ref}/withdraw/"
    with seconds_later(0):
        cast.sign_in(client)
        assert f'href="{url}"' in client.get(f"/west/thread/finding/{finding.ref}/").content.decode()
        assert "What becomes of the recommendation “Change it.”?" in words(client.get(url))
        typed = {"version": finding.version, "reason": "It is of another audit."}
        refused = client.post(url, typed)
        assert refused.status_code == 422
        assert "Say what becomes of the recommendation “Change it.”" in words(refused)
        assert "It is of another audit." in refused.content.decode()
        went = client.post(url, {**typed, f"recommendation_{recommendation.pk}": "withdraw"})
        page = client.get(went.url)
        told = words(page)
        assert "It is of another audit." in told and "Wrong." in told and "Change it." in told
        assert "Withdrawn by mistake? You can undo it until 10:01:00." in told
        assert not Recommendation.objects.exists()
        assert client.get(f"/west/thread/finding/{finding.ref}/").url == went.url
        back = client.post(undo_on(page))
    assert back.url == f"/west/thread/finding/{finding.ref}/"
    assert list(Recommendation.objects.get().findings.all()) == [finding]


def test_a_form_open_meanwhile_says_that_it_was_withdrawn(client, cast, source):
    given = {"by": cast.viewer(), "now": cast.now}
    finding = thread.add_finding(source=source, kind="development", text="Wrong.", **given)
    cast.sign_in(client)
    client.post(f"/west/withdrawn/finding/{finding.ref}/withdraw/", {"version": 1, "reason": "Wrong audit."})
    answer = client.post(f"/west/thread/finding/{finding.ref}/edit/", {"version": 1, "text": "x", "kind": "strength"})
    assert answer.status_code == 409
    assert "withdrawn from the record meanwhile" in words(answer)


def test_it_is_put_back_from_its_page_with_a_reason(client, cast, source):
    given = {"by": cast.viewer(), "now": cast.now}
    finding = thread.add_finding(source=source, kind="development", text="Right.", **given)
    cast.sign_in(client)
    client.post(f"/west/withdrawn/finding/{finding.ref}/withdraw/", {"version": 1, "reason": "Wrong audit."})
    url = f"/west/withdrawn/finding/{finding.ref}/put-back/"
    version = Finding.recorded.get().version
    assert client.post(url, {"version": version, "reason": ""}).status_code == 422
    assert (
        client.post(url, {"version": version, "reason": "It was right."}).url == f"/west/thread/finding/{finding.ref}/"
    )
    assert Finding.objects.get() == finding
    verbs = list(Line.objects.filter(noun="finding").order_by("pk").values_list("verb", flat=True))
    assert verbs == ["thread.finding_added", "withdrawals.withdrawn", "withdrawals.put_back"]


def test_those_who_could_read_it_read_why_and_nobody_else(client, cast, source):
    given = {"by": cast.viewer(), "now": cast.now}
    finding = thread.add_finding(source=source, kind="development", text="Wrong.", **given)
    cast.sign_in(client)
    client.post(f"/west/withdrawn/finding/{finding.ref}/withdraw/", {"version": 1, "reason": "Wrong audit."})
    url = f"/west/withdrawn/finding/{finding.ref}/"
    cast.sign_in(client, "lay_member")
    page = words(client.get(url))
    assert "Wrong audit." in page and "Put it back" not in page
    assert "Wrong audit." in words(client.get("/west/withdrawn/?kind=finding"))
    assert "Wrong audit." not in words(client.get("/west/withdrawn/?kind=document"))
    cast.sign_in(client, "east_manager")
    assert client.get(url).status_code == 404
