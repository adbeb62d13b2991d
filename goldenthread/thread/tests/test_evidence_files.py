"""An agency gives evidence with its own files, which are read by whoever reads the whole of the action."""

import pytest
from django.urls import reverse

from goldenthread.foundation.documents.models import Document
from goldenthread.foundation.documents.storing import receive
from goldenthread.foundation.documents.tests import files
from goldenthread.foundation.documents.tests.files import upload
from goldenthread.foundation.room import Refused
from goldenthread.thread import operations
from goldenthread.thread.models import Action, Evidence
from goldenthread.thread.queries.documents import documents_of
from goldenthread.thread.tests.test_conflicts import filled
from goldenthread.thread.tests.test_pages import at

WORDS = {"kind": "audit", "evidence": "Twenty files were seen.", "evidence_on": "2026-03-02"}


@pytest.fixture
def action(make, told, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "documents"
    return make.agreed(told.source, recommendation=told.recommendation)


def send(client, cast, action, page, *given, **more):
    address = at(cast, page, "west", action.key)
    form = client.get(address).context["form"]
    return client.post(address, {k: v for k, v in filled(form).items() if k != "file"} | more | {"file": list(given)})


@pytest.mark.parametrize(("page", "more"), [("evidence", {}), ("progress", {"text": "It was looked into."})])
def test_an_agency_gives_several_files_with_its_evidence(client, cast, action, page, more):
    cast.sign_in(client, "agency_lead_health")
    given = (upload("Zoë’s audit.pdf"), upload("a photo.heic", files.HEIC), upload("its mail.msg", files.MSG))
    assert send(client, cast, action, page, *given, **WORDS, **more).status_code == 302
    kept = documents_of(cast.viewer("agency_lead_health"), action)
    assert {one.title for one in kept} == {"Zoë’s audit.pdf", "a photo.heic", "its mail.msg"}
    assert Evidence.objects.get(action=action).document in kept
    shown = client.get(at(cast, "action", "west", action.key)).content.decode()
    assert "a photo.heic" in shown
    for one in kept:
        answer = client.get(reverse("documents:download", args=["west", one.key, 1]))
        assert answer.status_code == 200 and b"".join(answer.streaming_content)
        if one.title.startswith("Zo"):
            assert "filename*=utf-8''Zo%C3%AB" in answer["Content-Disposition"]


def test_one_file_that_is_not_taken_keeps_all_of_it_out_and_is_named(client, cast, action):
    cast.sign_in(client, "agency_lead_health")
    answer = send(client, cast, action, "evidence", upload("good.pdf"), upload("bad.pdf", files.PROGRAM), **WORDS)
    assert answer.status_code == 422
    assert answer.context["form"].errors["file"][0].startswith("bad.pdf: A file of this type cannot be stored")
    assert not Evidence.objects.filter(action=action).exists() and not Document.objects.exists()


def test_files_alone_ask_what_they_show(client, cast, action):
    cast.sign_in(client, "agency_lead_health")
    answer = send(client, cast, action, "progress", upload(), text="It was looked into.")
    assert answer.status_code == 422 and "evidence" in answer.context["form"].errors


@pytest.fixture
def narrow(action, given):
    """The same action, read by its group and by its owner, who is none of them."""
    operations.restrict(**given, thing=action, version=action.version, audience="group", shown_to_owner=True)
    return Action.objects.get(pk=action.pk)


def test_its_files_are_as_closed_as_the_action(cast, narrow, make):
    assert make.evidence(narrow, files=[receive(upload("closed.pdf"))]).document.audience == "group"


def test_of_a_released_action_the_files_are_not_released(given, narrow, make):
    operations.release(
        **given,
        thing=narrow,
        version=narrow.version,
        audience="public",
        public_text="Teams were trained.",
        public_label="An audit",
    )
    action = Action.objects.get(pk=narrow.pk)
    assert make.evidence(action, files=[receive(upload("closed.pdf"))]).document.audience == "group"


def test_who_could_not_read_the_file_does_not_add_it(cast, narrow, now):
    lead = {"by": cast.viewer("agency_lead_health"), "now": now}
    with pytest.raises(Refused, match="you could not read your own file") as refused:
        operations.give_evidence(
            action=narrow, kind="audit", text="Twenty.", on=now.date(), files=[receive(upload("own.pdf"))], **lead
        )
    assert refused.value.field == "file" and not Document.objects.exists()
