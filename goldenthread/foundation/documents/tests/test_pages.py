"""The six questions for each page, and the door through which bytes leave."""

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from goldenthread.foundation.documents.models import Document
from goldenthread.foundation.documents.tests.files import DAMAGED, PDF, PROGRAM, PROTECTED, upload
from goldenthread.foundation.history.models import Line
from tests.words import words

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def _url(name, *args, partnership="west"):
    return reverse(f"documents:{name}", args=[partnership, *args])


def _download(document, number=1, **given):
    return _url("download", document.key, number, **given)


def _status(client, url):
    answer = client.get(url)
    b"".join(answer.streaming_content)  # to its end, which closes the file
    return answer.status_code


def _typed(cast, **given):
    return {
        "file": upload(),
        "title": "Minutes of May",
        "on": "2026-05-12",
        "group": cast.root.pk,
        "audience": "partnership",
        "classification": "official",
        "retention": "",
        **given,
    }


def test_a_document_is_added_changed_and_given_a_version(client, cast):
    cast.sign_in(client)
    answer = client.post(_url("add"), _typed(cast))
    document = Document.objects.get()
    assert answer.url == _url("document", document.key)
    page = client.get(answer.url).content.decode()
    assert "Minutes of May" in page and "12 May 2026" in page and document.latest.sha256 in page
    assert "Minutes of May" in client.get(_url("documents") + "?q=may").content.decode()
    assert "No title has these words" in client.get(_url("documents") + "?q=june").content.decode()
    assert "Minutes of May" in client.get(_url("documents") + "?q=M\u00e0y min").content.decode()
    second = {"file": upload("minutes 2.pdf", PDF + b"2"), "version": 1}
    assert client.post(_url("add_version", document.key), second).status_code == 302
    changed = {**_typed(cast, title="Minutes of June", version=2), "file": ""}
    assert client.post(_url("change", document.key), changed).status_code == 302
    document.refresh_from_db()
    assert (document.title, document.version, document.versions.count()) == ("Minutes of June", 3, 2)
    page = words(client.get(_url("document", document.key)))
    assert "3 lines of history" in page and "from “Minutes of May” to “Minutes of June”" in page
    for name in ("add_version", "change"):
        assert client.get(_url(name, document.key)).status_code == 200
    assert client.get(_url("add")).status_code == 200


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"file": upload("a.pdf", b"")}, "The file is empty: choose another"),
        ({"file": upload("a.pdf", PROGRAM)}, "A file of this type cannot be stored"),
        ({"file": upload(*DAMAGED["a wrong sum"])}, "The file is damaged"),
        ({"file": upload(*PROTECTED["docx"])}, "The file is protected by a password"),
        ({"file": ""}, "Choose a file"),
        ({"title": ""}, "Enter a title"),
        ({"audience": "agency"}, "Choose the agency that may read it"),
        ({"on": "2030-01-01"}, "must be today or earlier"),
    ],
)
def test_a_fault_is_said_beside_its_field_and_what_was_typed_is_kept(client, cast, given, sentence):
    cast.sign_in(client)
    page = client.post(_url("add"), _typed(cast, retention="Seven years", **given)).content.decode()
    assert sentence in page and "There is a problem" in page and "Seven years" in page
    assert not Document.objects.exists()


def test_a_long_name_without_an_ending_is_cut(client, cast):
    cast.sign_in(client)
    client.post(_url("add"), _typed(cast, file=upload("x" * 250)))
    assert Document.objects.get().versions.get().file_name == "x" * 200


def test_a_file_that_is_too_large_is_refused(client, cast, settings):
    settings.DOCUMENT_MAX_BYTES = 20
    cast.sign_in(client)
    assert "the most that can be stored" in client.post(_url("add"), _typed(cast)).content.decode()


def test_the_second_of_two_sees_both_texts(client, cast, add):
    document = add()
    cast.sign_in(client)
    assert client.post(_url("change", document.key), _typed(cast, title="The first", version=1)).status_code == 302
    page = client.post(_url("change", document.key), _typed(cast, title="The second", version=1)).content.decode()
    assert "The first" in page and "The second" in page and 'name="version" value="2"' in page
    assert Document.objects.get().title == "The first"


def test_the_bytes_leave_only_as_a_file_to_be_saved(client, cast, add):
    document = add(file=upload("Protokoll über May.pdf"))
    cast.sign_in(client)
    answer = client.get(_download(document))
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-store"
    assert not Line.objects.filter(verb="documents.named_read").exists()


def test_a_copy_of_a_document_for_named_people_is_recorded(client, cast, add):
    document = add(audience="named")
    cast.sign_in(client)
    assert client.get(_download(document)).status_code == 404
    assert client.get(_url("document", document.key)).status_code == 404
    cast.sign_in(client, second_factor=True)
    assert _status(client, _download(document)) == 200
    line = Line.objects.get(verb="documents.named_read")
    assert (line.key, line.by_name) == (document.key, "The business manager")


def test_a_public_document_is_open_to_everybody_and_no_other(client, cast, add):
    public, closed = add(audience="public"), add()
    assert _status(client, _download(public)) == 200
    hidden, missing = client.get(_download(closed)), client.get(_url("download", "nothing-here", 1))
    assert hidden.status_code == missing.status_code == 302  # both to the sign-in page: nothing is learned
    assert client.get(_url("documents")).status_code == 302


def test_another_team_and_a_stranger_learn_nothing(client, cast, add):
    document = add()
    addresses = [_url("documents"), _url("document", document.key), _url("add"), _download(document)]
    cast.sign_in(client, "east_manager")
    assert [client.get(address).status_code for address in addresses] == [404] * 4
    assert client.get(_download(document, partnership="east")).status_code == 404
    assert client.get(_url("document", document.key, partnership="east")).status_code == 404
    cast.sign_in(client, "house_administrator")
    assert client.get(_url("documents")).status_code == 403
    assert client.get(_download(document)).status_code == 404


def test_a_reader_may_not_write(client, cast, add):
    document = add()
    cast.sign_in(client, "lay_member")
    assert client.get(_url("document", document.key)).status_code == 200
    for name, args in (("add", []), ("change", [document.key]), ("add_version", [document.key])):
        assert client.post(_url(name, *args), {}).status_code == 403


def test_a_bad_key_and_a_wrong_method(client, cast, add):
    document = add()
    cast.sign_in(client)
    assert client.get(_url("document", "nothing-here")).status_code == 404
    assert client.get(_download(document, 7)).status_code == 404
    assert client.post(_url("document", document.key)).status_code == 405
    assert client.post(_download(document)).status_code == 405
    assert client.get(_url("add") + "?noun=nonsense&key=1").status_code == 200
    assert client.post(_url("add"), _typed(cast, noun="nonsense", key="1")).status_code == 404


def test_a_file_that_is_gone_is_explained_and_found_by_the_check(client, cast, add, store, capsys):
    document = add()
    call_command("verify_documents")
    assert "All 1 stored files are whole" in capsys.readouterr().out
    (store / document.latest.sha256).write_bytes(b"%PDF-1.7 changed")
    with pytest.raises(CommandError, match="1 of 1"):
        call_command("verify_documents")
    (store / document.latest.sha256).unlink()
    cast.sign_in(client)
    answer = client.get(_download(document))
    assert answer.status_code == 410 and "restore it from the backup" in answer.content.decode()


def test_a_file_that_was_changed_is_not_given_out(client, add, store):
    document = add(audience="public")
    (store / document.latest.sha256).write_bytes(b"%PDF-1.7 changed")
    answer = client.get(_download(document))
    assert answer.status_code == 410
    assert "its file is not the one that was stored, so it is not given out" in words(answer)
