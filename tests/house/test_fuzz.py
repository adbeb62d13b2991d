"""Odd texts, numbers, files and records at every form, upload and record part: no page fails, nothing typed is lost.

A bounded part with a fixed seed. `python -m tests.house.fuzz --minutes 30` goes on with others, and is what finds new
kinds of fault; whoever mends one adds a test of its kind beside the code.
"""

import logging
import random

import pytest

from tests.house.fuzz import page_forms, records, uploads
from tests.house.fuzz.posting import Fuzz, Sent

pytestmark = pytest.mark.django_db
SEED = 7


@pytest.fixture(autouse=True)
def quiet():
    """Each form that is refused leaves a line in the log."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def test_no_form_fails_on_what_somebody_types_and_no_page_on_what_was_stored(cast, things):
    fuzz = Fuzz(cast, things, SEED, follows=False)
    fuzz.every_form()
    fuzz.buttons_and_drafts()
    fuzz.draw_everything(0.2)
    fuzz.take_out_and_load()
    assert fuzz.faults == []
    assert fuzz.accepted > 25 and fuzz.refused > 40, (fuzz.posts, fuzz.accepted, fuzz.refused)


def test_no_address_fails_on_what_somebody_writes_into_it(cast, things):
    fuzz = Fuzz(cast, things, SEED)
    fuzz.addresses(0.15)
    assert fuzz.faults == []


def test_a_file_is_taken_or_refused_with_a_sentence(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    assert uploads.receive_many(random.Random(SEED), 1500) == []


def test_a_record_is_read_with_findings_and_what_loads_is_drawn(cast):
    chance = random.Random(SEED)
    assert records.read_damaged(chance, 10) == []
    faults, taken = records.load_odd_record(cast, chance, 0.9, 1)
    assert faults == []
    assert taken > 30


def test_the_fuzz_sees_what_it_looks_for(cast, things, monkeypatch):
    """A page that fails, one that forgets what was typed, and one that says nothing."""
    fuzz = Fuzz(cast, things, SEED)
    typed = Sent("business_manager", "/west/thread/work/add/", {"title": ["A title of their own"], "kind": ["none"]})
    answer = fuzz.post(typed)
    assert answer.status_code == 422 and fuzz.faults == []
    html = answer.content.decode()
    fuzz._shown_again(typed, html.replace("A title of their own", ""))
    fuzz._shown_again(typed, html.replace("govuk-error-summary", ""))
    fuzz._shown_again(typed, html.replace("aria-describedby", "data-nothing"))
    fuzz._shown_again(typed, html.replace('id="id_kind"', ""))
    fuzz._shown_again(typed, "")
    monkeypatch.setattr(page_forms, "forms", lambda html: 1 / 0)
    monkeypatch.setattr("goldenthread.thread.queries.addresses.page", lambda *given: 1 / 0)
    fuzz.get("business_manager", "/west/thread/work/add/")
    found = " ".join(fuzz.faults)
    assert "lost what was typed into title" in found and "says not what is wrong" in found
    assert found.count("the error of id_kind stands not at it") == 2
    assert "the form is gone" in found and "ZeroDivisionError" in found
