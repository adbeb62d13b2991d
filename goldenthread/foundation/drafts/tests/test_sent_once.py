"""The same form sent twice does its work once and is answered alike."""

import datetime

import pytest
from django.db import OperationalError
from django.test import Client

from goldenthread.foundation.drafts import operations
from goldenthread.foundation.drafts.models import Draft, SentForm
from goldenthread.foundation.people.models import Group
from goldenthread.thread.models import Finding
from tests.words import words

pytestmark = pytest.mark.django_db
KEY = "a-key-of-this-showing"
FINDING = {"kind": "strength", "text": "Minutes were sent within a day.", "form_key": KEY}


@pytest.fixture
def manager(cast, things):
    return cast.sign_in(Client())


@pytest.fixture
def address(things):
    return "/west/thread/work/{source}/finding/".format(**things.names)


def added():
    return Finding.objects.filter(text=FINDING["text"]).count()


def test_a_form_sent_ten_times_does_its_work_once_and_is_answered_alike(manager, address):
    answers = [manager.post(address, FINDING) for _ in range(10)]
    assert added() == 1
    assert {(answer.status_code, answer.url) for answer in answers} == {(302, answers[0].url)}


def test_what_the_first_said_the_second_says_too(manager):
    form = {"name": "Group of the north", "kind": "task", "form_key": KEY}
    first, second = (manager.post("/west/who/groups/add/", form) for _ in range(2))
    assert Group.objects.filter(name="Group of the north").count() == 1
    assert second.url == first.url
    assert words(manager.get(second.url)).count("The group is in the record.") == 1


def test_without_a_key_or_with_another_nothing_is_compared(manager, address):
    manager.post(address, FINDING)
    manager.post(address, FINDING | {"form_key": "a-key-of-another-showing"})
    for odd in ("", "short", "x" * 65, "<script>alert(1)</script>"):
        manager.post(address, FINDING | {"form_key": odd})
    assert added() == 6


def test_going_back_and_typing_something_else_is_no_second_click(manager, address):
    manager.post(address, FINDING)
    manager.post(address, FINDING | {"text": "Something else was found."})
    assert Finding.objects.filter(text="Something else was found.").exists()


def test_one_persons_key_is_nothing_to_another(manager, cast, address):
    manager.post(address, FINDING)
    cast.sign_in(Client(), "unit_officer").post(address, FINDING)
    assert added() == 2


def test_a_form_that_was_refused_has_taken_nothing(manager, cast, things):
    seat = cast.seats["lay_member"]
    change = {"version": seat.version, "form_key": KEY, "title": "Analyst"}
    wrong = {"ends": "2001-01-01"}  # before its first day
    path = "/west/who/seats/{seat}/".format(**things.names)
    for _ in range(2):
        assert manager.post(path, change | wrong).status_code == 422
    assert not SentForm.objects.exists()
    assert manager.post(path, change | {"ends": "2026-11-20"}).status_code == 302
    assert SentForm.objects.count() == 1


def test_work_that_failed_may_be_sent_again(cast, address, monkeypatch, things):
    client = cast.sign_in(Client(raise_request_exception=False))
    with monkeypatch.context() as broken:
        broken.setattr("goldenthread.foundation.writing.write_lines", lambda lines: 1 / 0)
        assert client.post(address, FINDING).status_code == 500
    assert (added(), SentForm.objects.count()) == (0, 0)
    assert client.post(address, FINDING).status_code == 302
    assert added() == 1


def test_a_button_pressed_twice_is_pressed_once(cast):
    client = cast.sign_in(Client(), "house_administrator")
    person = cast.person("analyst")
    for _ in range(2):
        client.post(f"/house/people/{person.key}/invite/", {"form_key": KEY})
    assert person.user.links.count() == 1


def test_forms_of_the_library_of_accounts_too(cast):
    user = cast.person("lay_member").user
    user.set_password("teapot-lantern-gravel")
    user.save()
    client = cast.sign_in(Client(), "lay_member")
    new = {"oldpassword": "teapot-lantern-gravel", "password1": "kettle-meadow-granite", "form_key": KEY}
    wrong = client.post("/account/password/change/", new | {"password2": "not the same at all"})
    assert (wrong.status_code, SentForm.objects.count()) == (200, 0)
    answers = [client.post("/account/password/change/", new | {"password2": new["password1"]}) for _ in range(2)]
    assert [(answer.status_code, answer.url) for answer in answers] == [(302, answers[0].url)] * 2


def test_what_was_answered_by_a_page_says_that_it_was_done(manager, address):
    manager.post(address, FINDING)
    SentForm.objects.update(status=200, location="")
    answer = manager.post(address, FINDING, HTTP_REFERER="http://testserver/west/")
    assert answer.status_code == 409 and added() == 1
    assert "taken once" in answer.content.decode() and 'href="http://testserver/west/"' in answer.content.decode()
    elsewhere = manager.post(address, FINDING, HTTP_REFERER="https://elsewhere.example/")
    assert "elsewhere.example" not in elsewhere.content.decode()


def test_the_first_may_still_be_at_work(manager, address, monkeypatch):
    manager.post(address, FINDING)
    SentForm.objects.update(status=None)
    monkeypatch.setattr("goldenthread.foundation.drafts.middleware.LOOKS", 2)
    assert manager.post(address, FINDING).status_code == 302  # where it leads is known
    SentForm.objects.update(status=None, location="")
    assert manager.post(address, FINDING).status_code == 409 and added() == 1


def test_a_draft_goes_with_the_work_or_stays_with_it(cast, manager, address, now, monkeypatch):
    operations.keep(by=cast.viewer(), now=now, address=address, fields={"text": ["half"]})
    operations.keep(by=cast.viewer(), now=now, address=f"{address}?finding=b", fields={"text": ["of another"]})
    client = cast.sign_in(Client(raise_request_exception=False))
    with monkeypatch.context() as broken:
        broken.setattr("goldenthread.foundation.writing.write_lines", lambda lines: 1 / 0)
        client.post(address, FINDING)
    assert Draft.objects.count() == 2
    manager.post(address, FINDING)
    assert Draft.objects.get().address == f"{address}?finding=b"


def test_keys_are_forgotten_after_two_days(manager, address, now):
    manager.post(address, FINDING)
    assert operations.forget_sent_forms(now=now + datetime.timedelta(days=1)) == 0
    assert operations.forget_sent_forms(now=now + datetime.timedelta(days=2, minutes=1)) == 1


def test_on_a_full_disk_people_can_still_sign_out(manager, monkeypatch):
    def full(**_):
        raise OperationalError("database or disk is full")

    monkeypatch.setattr(operations, "take_key", full)
    assert manager.post("/account/logout/", {"form_key": KEY}).status_code == 302
    assert manager.get("/west/work/").status_code == 302
