"""What was withdrawn from the record is on no page of the house, for whoever reads most and for everybody."""

import datetime

import pytest
from django.test import Client

from goldenthread.foundation.documents import operations as documents
from goldenthread.foundation.documents import storing
from goldenthread.foundation.documents.tests.files import upload
from goldenthread.foundation.room import offered
from goldenthread.foundation.withdrawals import operations, queries
from goldenthread.rooms.dataset import operations as dataset
from goldenthread.thread import operations as thread
from tests.house.page_table import PAGES

pytestmark = pytest.mark.django_db
MARK = "quillerwort"
VALUE = "918,273"  # of a figure, which has no words of its own
DAY = datetime.date(2025, 11, 3)


def one_of_each(cast, things, given):
    """{noun: thing} of every kind that can be withdrawn, each of which says the word that no other page has."""
    source = things.source
    public = {"audience": "public", "public_label": "A piece of work"}
    finding = thread.add_finding(
        source=source, kind="development", text=f"{MARK} finding.", themes=[things.theme], **given
    )
    recommendation = thread.add_recommendation(
        source=source,
        text=f"{MARK} recommendation.",
        findings=[things.finding],
        addressees=[cast.agencies["council"]],
        **given,
    )
    action = thread.add_action(
        source=source, text=f"{MARK} action.", owner=cast.agencies["council"], due_on=DAY, **given
    )
    action = thread.agree(action=action, version=action.version, on=DAY, **given)
    impact = thread.judge_impact(
        source=source, judgement="as_intended", text=f"{MARK} impact.", method="Audit", on=DAY, **given
    )
    voice = thread.record_voice(source=source, who="child", text=f"{MARK} voice.", on=DAY, **given)
    voice = thread.give_consent(voice=voice, version=voice.version, on=DAY, note="Agreed.", **given)
    for thing in (finding, recommendation, action, impact, voice):
        words = f"{MARK} {thing._meta.model_name} for all."
        thread.release(thing=thing, version=thing.version, public_text=words, **public, **given)
    document = documents.add_document(
        received=storing.receive(upload()), group=cast.root, title=f"{MARK} document", on=DAY, **given
    )
    documents.attach(document=document, noun="source", key=source.ref, **given)
    figure = dataset.add_figure(indicator=things.indicator, ends=DAY, value=918273, words=f"{MARK} figure", **given)
    made = (finding, recommendation, action, impact, voice, document, figure)
    return {queries.noun_of(type(thing)): thing for thing in made}


def where_it_stands(cast, things):
    """The addresses of the pages on which the word stands: for the manager, for who owes the action, for everybody."""
    found = set()
    for client in (cast.sign_in(Client()), cast.sign_in(Client(), "agency_lead"), Client()):
        for address in [row[0].format(**things.names) for row in PAGES]:
            answer = client.get(address)
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            text = body.decode("utf-8", "replace").lower()
            if MARK in text or VALUE in text:
                found.add(address)
    return {address for address in found if "/withdrawn/" not in address}


def test_no_page_has_what_was_withdrawn(cast, things):
    given = {"by": things.given["by"], "now": cast.now}
    made = one_of_each(cast, things, given)
    assert set(made) == {item.noun for item in offered("withdrawals")}
    before = where_it_stands(cast, things)
    wanted = ("/west/", "/west/thread/mine/", "/west/thread/actions/", "/west/thread/actions.csv", "/west/documents/")
    wanted = {*wanted, "/west/figures/", "/west/report/{draft}/preview/".format(**things.names)}
    assert wanted - before == set(), "the test looks for a word that does not stand there"
    for thing in made.values():
        thing.refresh_from_db()
        operations.withdraw(thing=thing, version=thing.version, reason="Typed by mistake.", **given)
    assert where_it_stands(cast, things) == set()
