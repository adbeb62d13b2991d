import datetime
import json

import pytest
from django import forms
from django.urls import reverse

from goldenthread.foundation.drafts import operations, queries
from goldenthread.foundation.drafts.models import Draft
from goldenthread.foundation.drafts.queries import draft_for, refill
from goldenthread.foundation.room import Refused
from goldenthread.foundation.ui.fields import DayField, HouseForm

pytestmark = pytest.mark.django_db
ADDRESS = "/west/thread/add/"


class WorkForm(HouseForm):
    title = forms.CharField(label="Title")
    on = DayField(label="Date")
    areas = forms.MultipleChoiceField(label="Areas", choices=[("a", "A"), ("b", "B"), ("c", "C")])
    sure = forms.BooleanField(label="Sure", required=False)


FIELDS = {
    "title": ["Half a sen"],
    "on_day": ["31"],
    "on_month": ["Mar"],
    "on_year": [""],
    "areas": ["a", "c"],
    "version": ["4"],
}


def _keep(cast, now, fields=FIELDS, role="business_manager"):
    return operations.keep(by=cast.viewer(role), now=now, address=ADDRESS, fields=fields)


def test_a_draft_comes_back_field_by_field_with_the_version_it_was_begun_on(cast, now):
    _keep(cast, now)
    form = WorkForm(version=5)
    assert refill(cast.viewer(), ADDRESS, form).kept_at == now
    assert form["title"].value() == "Half a sen"
    assert (form["on"].value().day, form["on"].value().month, form["on"].value().year) == ("31", "Mar", "")
    assert form["areas"].value() == ["a", "c"]
    assert form.posted_version == 4
    assert "Half a sen" in form.as_p()


def test_typing_on_replaces_the_draft_and_nobody_else_sees_it(cast, now):
    _keep(cast, now)
    _keep(cast, now, {"title": ["Half a sentence"]})
    assert Draft.objects.count() == 1
    assert json.loads(draft_for(cast.viewer(), ADDRESS).fields) == {"title": ["Half a sentence"]}
    assert draft_for(cast.viewer("unit_officer"), ADDRESS) is None
    assert refill(cast.viewer("unit_officer"), ADDRESS, WorkForm()) is None


def test_a_posted_form_is_never_overwritten_by_a_draft(cast, now):
    _keep(cast, now)
    form = WorkForm({"title": "Typed now"})
    assert refill(cast.viewer(), ADDRESS, form) is None
    assert form["title"].value() == "Typed now"


def test_tokens_and_passwords_are_not_kept_and_too_much_is_refused(cast, now):
    draft = _keep(cast, now, {"csrfmiddlewaretoken": ["x"], "password1": ["y"], "title": ["z"]})
    assert json.loads(draft.fields) == {"title": ["z"]}
    with pytest.raises(Refused, match="too long"):
        _keep(cast, now, {"title": ["x" * 200_001]})
    with pytest.raises(Refused, match="page of this site"):
        operations.keep(by=cast.viewer(), now=now, address="https://elsewhere.example/", fields={})


def test_saving_clears_the_draft_and_a_month_without_typing_does_too(cast, now):
    _keep(cast, now)
    operations.clear(person_id=cast.person("unit_officer").pk, address=ADDRESS)
    assert Draft.objects.exists()
    operations.clear(person_id=cast.person("business_manager").pk, address=ADDRESS)
    assert not Draft.objects.exists()
    _keep(cast, now - datetime.timedelta(days=30, seconds=1))
    _keep(cast, now, role="unit_officer")
    assert operations.discard_old(now=now) == 1
    assert Draft.objects.get().person == cast.person("unit_officer")


@pytest.fixture
def keep_url():
    return queries.keep_url(ADDRESS)


def test_a_page_keeps_what_is_typed(client, cast, keep_url):
    cast.sign_in(client)
    answer = client.post(keep_url, {"title": "Half", "areas": ["a", "b"]})
    assert answer.status_code == 200 and "kept_at" in answer.json()
    assert json.loads(Draft.objects.get().fields) == {"title": ["Half"], "areas": ["a", "b"]}


def test_a_draft_that_cannot_be_kept_says_why(client, cast):
    cast.sign_in(client)
    answer = client.post(reverse("drafts:keep"), {"title": "Half"})
    assert answer.status_code == 400
    assert answer.json()["refused"] == "A draft is kept for a page of this site."


def test_the_wrong_method_is_refused_and_a_stranger_keeps_nothing_and_is_told_so(client, cast, keep_url):
    answer = client.post(keep_url, {"title": "x"})
    assert (answer.status_code, answer.json()) == (401, {"refused": "You are signed out."})
    assert not Draft.objects.exists()
    cast.sign_in(client)
    assert client.get(keep_url).status_code == 405


def test_what_one_person_typed_is_not_kept_for_whoever_signed_in_after(client, cast, keep_url):
    cast.sign_in(client, "unit_officer")
    own, other = cast.person("unit_officer").key, cast.person("business_manager").key
    assert client.post(f"{keep_url}&of={other}", {"title": "x"}).status_code == 409
    assert not Draft.objects.exists()
    assert client.post(f"{keep_url}&of={own}", {"title": "x"}).status_code == 200


def test_a_page_can_ask_who_is_signed_in_and_what_was_saved(client, cast, things):
    address = reverse("drafts:state")
    assert client.get(address).json()["person"] == ""
    cast.sign_in(client)
    form = {"kind": "strength", "text": "Seen.", "form_key": "a-key-of-this-showing"}
    client.post("/west/thread/work/{source}/finding/".format(**things.names), form)
    client.post(
        "/west/thread/work/{source}/finding/".format(**things.names), {"kind": "", "form_key": "a-key-that-was-refused"}
    )
    told = client.get(address, {"key": ["a-key-of-this-showing", "a-key-that-was-refused", "x"]}).json()
    assert told["done"] == ["a-key-of-this-showing"]
    assert told["person"] == cast.person("business_manager").key and told["token"]
    cast.sign_in(client, "unit_officer")
    assert client.get(address, {"key": "a-key-of-this-showing"}).json()["done"] == []


def test_what_was_typed_about_one_thing_is_not_put_back_at_another(client, cast, now, things):
    cast.sign_in(client)
    page = "/west/thread/work/{source}/recommendation/".format(**things.names)
    about_one, about_another = f"{page}?finding={things.finding.key}", f"{page}?finding={things.unanswered.key}"
    operations.keep(by=cast.viewer(), now=now, address=about_one, fields={"text": ["Half a sentence about one"]})
    assert "Half a sentence about one" in client.get(about_one).content.decode()
    assert "Half a sentence about one" not in client.get(about_another).content.decode()


def test_discarding_leads_back_to_the_empty_form_and_never_off_the_site(client, cast, now):
    cast.sign_in(client)
    _keep(cast, now)
    answer = client.post(reverse("drafts:discard") + f"?address={ADDRESS}")
    assert answer.url == ADDRESS and not Draft.objects.exists()
    assert client.post(reverse("drafts:discard") + "?address=//elsewhere.example/").url == "/"


def test_what_one_person_keeps_is_bounded_and_the_oldest_gives_way(cast, now, monkeypatch):
    monkeypatch.setattr(operations, "MAX_DRAFTS", 3)
    monkeypatch.setattr(operations, "MAX_CHARACTERS_IN_ALL", 2000)
    kept = lambda: sorted(Draft.objects.filter(person=cast.person("lay_member")).values_list("address", flat=True))  # noqa: E731
    operations.keep(by=cast.viewer(), now=now, address="/west/", fields={"text": ["another person's"]})
    for number in range(5):
        moment = now + datetime.timedelta(minutes=number)
        operations.keep(
            by=cast.viewer("lay_member"), now=moment, address=f"/west/{number}/", fields={"text": ["x" * 100]}
        )
    assert kept() == ["/west/2/", "/west/3/", "/west/4/"]
    later = now + datetime.timedelta(hours=1)
    operations.keep(by=cast.viewer("lay_member"), now=later, address="/west/long/", fields={"text": ["x" * 1800]})
    assert kept() == ["/west/4/", "/west/long/"]
    assert Draft.objects.filter(person=cast.person("business_manager")).count() == 1
