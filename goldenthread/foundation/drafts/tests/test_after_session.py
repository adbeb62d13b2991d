"""Who sends a form after their session ended finds their words again, without any script; nobody else does."""

import datetime
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from goldenthread.foundation.drafts.models import Draft
from goldenthread.foundation.ui import form_keys

ADDRESS = "/west/thread/work/add/"
WORDS = "Typed before the session ended"


def key_on(client, address=ADDRESS):
    return re.search(r'name="form_key" value="([^"]+)"', client.get(address).content.decode()).group(1)


@pytest.fixture
def shown(cast, client):
    """The key of a form that the business manager has open; they are signed out by now."""
    key = key_on(cast.sign_in(client))
    client.post("/account/logout/")
    return key


def send(client, key, address=ADDRESS, **more):
    return client.post(address, {"title": WORDS, "form_key": key, **more}, follow=True)


def test_the_words_stand_in_the_form_again_after_signing_in(cast, client, shown):
    page = send(client, shown, file=SimpleUploadedFile("a.pdf", b"%PDF-"), password="not to be kept").content.decode()
    assert "What you typed is kept" in page and "Choose the file again" in page and WORDS not in page
    kept = Draft.objects.get()
    assert (kept.person, kept.address) == (cast.people["business_manager"], ADDRESS)
    assert "password" not in kept.fields and "form_key" not in kept.fields
    again = cast.sign_in(client).get(ADDRESS)
    assert f'value="{WORDS}"' in again.content.decode() and "no-store" in again["Cache-Control"]


def test_whoever_signs_in_next_on_the_computer_finds_nothing(cast, client, shown):
    send(client, shown)
    assert WORDS not in cast.sign_in(client, "unit_officer").get(ADDRESS).content.decode()


@pytest.mark.parametrize("spoil", ["", "another address", "another account", "a key of nobody", "too old", "closed"])
def test_only_the_key_of_a_form_that_was_shown_there_keeps_words(cast, client, shown, clock, now, spoil):
    address, user = ADDRESS, cast.people["business_manager"].user
    if spoil == "another address":
        address = "/west/thread/themes/add/"
    elif spoil == "another account":
        other = cast.people["unit_officer"].user_id
        shown = re.sub(r"-\d+-(\d+-.{22})\Z", rf"-{other}-\1", shown)
    elif spoil == "a key of nobody":
        shown = form_keys.of_nobody()
    elif spoil == "too old":
        clock.move_to(now + datetime.timedelta(days=8))
    elif spoil == "closed":
        type(user).objects.filter(pk=user.pk).update(is_active=False)
    page = send(client, shown, address).content.decode()
    assert Draft.objects.exists() == ("What you typed is kept" in page) == (spoil == "")


def test_a_form_that_has_done_its_work_leaves_no_words_behind(cast, client):
    cast.sign_in(client)
    address = "/west/thread/themes/add/"
    form = {"name": "A theme of its own", "form_key": key_on(client, address)}
    assert client.post(address, form).status_code == 302
    client.post("/account/logout/")
    client.post(address, form)
    assert not Draft.objects.exists()


def test_more_words_than_a_draft_holds_are_not_said_to_be_kept(client, shown):
    page = send(client, shown, summary="x" * 200_001).content.decode()
    assert "is kept" not in page and not Draft.objects.exists()


def test_a_key_says_nothing_when_it_was_changed(now):
    key = form_keys.made(7, ADDRESS, now)
    assert form_keys.whose(key, ADDRESS) == (7, now)
    assert form_keys.whose(key, "/elsewhere/") is None
    for place in range(len(key)):
        other = "0" if key[place] != "0" else "1"
        assert form_keys.whose(key[:place] + other + key[place + 1 :], ADDRESS) is None
    assert len(form_keys.made(10**11, ADDRESS, now)) <= 64
