"""The partnership's Word template: who may, what its reports are drawn in, and what never changes by it."""

import hashlib
import io

import docx
import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse

from goldenthread.foundation.documents.storing import keep, named_files, read_whole
from goldenthread.foundation.papers.tests import word_files as files
from goldenthread.foundation.papers.tests.same_words import same_words
from goldenthread.foundation.papers.word.template.cleaning import cleaned
from goldenthread.foundation.room import Refused
from goldenthread.front.yearly_report import integrity, operations, word_template
from goldenthread.front.yearly_report.models import Rendering, Version, WordTemplate
from goldenthread.front.yearly_report.rendering import paper_in, render_all


def address(name, **more):
    return reverse(f"yearly_report:{name}", kwargs={"partnership": "west", **more})


def upload(client, content, name="Ours.dotx"):
    return client.post(address("add_word_template"), {"file": SimpleUploadedFile(name, content)})


def words(answer):
    return answer.content.decode()


@pytest.fixture
def used(cast):
    content = cleaned(files.template()).content
    given = {"by": cast.viewer(), "now": cast.now}
    return operations.add_word_template(body=cast.west, stored=keep(content), file_name="Ours.docx", **given)


def as_word(answer):
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return docx.Document(io.BytesIO(content))


def test_the_page_tells_what_was_found_and_gives_it_back(cast, client):
    cast.sign_in(client)
    assert upload(client, files.of_type(files.template(), "template")).status_code == 302
    page = words(client.get(address("word_template")))
    for said in (
        "Ours.docx",
        "Heading 1",
        "TOC 1",
        "Together for children",
        "[title], [period]",
        "20 by 28 cm",
        "[partnership]<",
    ):
        assert said in page
    assert "Left out of the file for safety" in page and "No page numbers were found" in page
    row = WordTemplate.objects.get()
    given_back = client.get(address("word_template_version", number=1))
    assert hashlib.sha256(b"".join(given_back.streaming_content)).hexdigest() == row.sha256
    trial = as_word(client.get(address("word_template_trial")))
    assert [one.text for one in trial.paragraphs][:2] == [
        "Together for children",
        "Report: Trial print of 1 April 2024 to 31 March 2025",
    ]
    assert row.sha256 in named_files()


def test_what_is_refused_says_so_beside_the_field_and_nothing_is_kept(cast, client):
    cast.sign_in(client)
    answer = upload(client, files.changed(files.template(), word__vbaProject__bin=b"x"), "Ours.docm")
    assert answer.status_code == 422 and "This file holds macros." in words(answer)
    assert not WordTemplate.objects.exists()


def test_it_is_replaced_kept_and_taken_out(cast, client, used):
    cast.sign_in(client)
    again = upload(client, files.template())
    assert again.status_code == 422 and "in use already" in words(again)
    assert upload(client, files.template(words="Second")).status_code == 302
    assert [(row.number, row.ended_at is None) for row in WordTemplate.objects.all()] == [(2, True), (1, False)]
    assert client.get(address("word_template_version", number=1)).status_code == 200
    assert client.post(address("remove_word_template")).status_code == 302
    assert word_template.in_use(cast.west) is None
    assert client.post(address("remove_word_template")).status_code == 404
    assert client.get(address("word_template_trial")).status_code == 404
    assert upload(client, files.template()).status_code == 302  # the first again, as a third
    assert WordTemplate.objects.filter(ended_at=None).get().number == 3


@pytest.mark.parametrize("who", ["east_manager", "lay_member", "agency_lead", "lead_partner"])
def test_nobody_but_the_unit_sees_or_changes_it(cast, client, used, who):
    cast.sign_in(client, who)
    expected = 404 if who == "east_manager" else 403
    for name, more in (("word_template", {}), ("word_template_version", {"number": 1}), ("word_template_trial", {})):
        assert client.get(address(name, **more)).status_code == expected
    assert client.post(address("remove_word_template")).status_code == expected
    assert upload(client, files.template(words="Other")).status_code == expected
    by = cast.viewer(who)
    assert not word_template.all_of(by).exists()
    with pytest.raises(Refused):
        operations.remove_word_template(by=by, now=cast.now, template=used)


def test_the_neighbours_reports_are_not_drawn_in_it(cast, used):
    assert word_template.in_use(cast.west).sha256 == used.sha256
    assert word_template.in_use(cast.east) is None


def test_a_draft_is_drawn_in_it_and_says_the_same(ready, client, used):
    ready.work()
    ready.cast.sign_in(client)
    ready.fresh()
    given_ = {"kind": "docx", "key": ready.report.key}
    document = as_word(client.get(address("preview_file", **given_)))
    assert document.paragraphs[0].text == "Together for children"
    operations.remove_word_template(by=ready.manager, now=ready.cast.now, template=used)
    assert "Together" not in as_word(client.get(address("preview_file", **given_))).paragraphs[0].text


def test_a_closed_version_keeps_its_file_and_notes_the_template(ready, client, used):
    """A later template changes neither what was signed nor what is published."""
    ready.work()
    version = ready.close(render_all)
    assert version.template == used.sha256
    row = Rendering.objects.get(version=version, kind="docx")
    content = read_whole(row.sha256)
    pdf = read_whole(Rendering.objects.get(version=version, kind="pdf").sha256)
    assert same_words(paper_in(version.text), word=content, pdf=pdf) > 20
    assert docx.Document(io.BytesIO(content)).paragraphs[0].text == "Together for children"
    other = keep(cleaned(files.template(words="Second")).content)
    given = {"by": ready.manager, "now": ready.cast.now}
    operations.add_word_template(body=ready.cast.west, stored=other, file_name="Second.docx", **given)
    ready.publish(ready.sign_all(version))
    ready.cast.sign_in(client)
    given_out = client.get(address("file", key=ready.report.key, kind="docx")).content
    assert given_out == content and Version.objects.get(pk=version.pk).template == used.sha256
    assert str(version) in words(client.get(address("word_template")))
    assert integrity.verify().faults == ()


def test_another_template_in_the_row_of_a_version_is_noticed(ready, used):
    version = ready.close()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE yearly_report_version SET template = %s WHERE id = %s", ["0" * 64, version.pk])
    (fault,) = integrity.verify().faults
    assert "another Word template" in fault


def test_a_damaged_template_stops_closing_and_says_what_to_do(ready, client, used):
    default_storage.delete(used.sha256)
    with pytest.raises(Refused, match="Upload it again"):
        ready.close()
    ready.cast.sign_in(client)
    assert "is damaged" in words(client.get(address("word_template")))
