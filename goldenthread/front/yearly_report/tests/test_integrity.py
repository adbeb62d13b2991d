"""What was signed is proved: the text, its digest, its signatures and its forms, kept and served."""

import hashlib

import pytest
from django.db import connection
from django.urls import reverse

from goldenthread.foundation.documents import storing
from goldenthread.front.yearly_report import integrity
from tests.kept import keep
from tests.words import words

pytestmark = pytest.mark.django_db


def _sql(text, *values):
    with connection.cursor() as cursor:
        cursor.execute(text, values)


@pytest.fixture
@keep
def published(ready):
    return ready.publish(ready.sign_all(ready.close()))


def _sentences():
    return integrity.verify().faults


def test_what_was_signed_and_published_fits(published):
    assert integrity.verify().counted == 1
    assert _sentences() == ()


def _change_text(version, *, digest_too):
    text = version.text.replace("Yearly", "Yaerly")
    assert text != version.text
    _sql("UPDATE yearly_report_version SET text = %s WHERE id = %s", text, version.pk)
    if digest_too:
        digest = hashlib.sha256(text.encode()).hexdigest()
        _sql("UPDATE yearly_report_version SET digest = %s WHERE id = %s", digest, version.pk)
        _sql("UPDATE yearly_report_signature SET digest = %s WHERE version_id = %s", digest, version.pk)


def test_a_changed_text_is_told(published):
    _change_text(published, digest_too=False)
    assert "its text is not the one that was closed for signature" in " ".join(_sentences())


def test_a_text_changed_together_with_its_digest_and_signatures_is_told(published):
    _change_text(published, digest_too=True)
    assert "history tells another digest" in " ".join(_sentences())


def test_a_signature_on_another_text_is_told(published):
    _sql("UPDATE yearly_report_signature SET digest = %s WHERE version_id = %s", "0" * 64, published.pk)
    assert "a signature stands on another text" in " ".join(_sentences())


@pytest.mark.parametrize("kind", ["html", "pdf", "docx"])
def test_a_form_that_was_exchanged_with_its_hash_is_told_and_not_given_out(client, published, kind):
    """The forged bytes are stored under their own hash, and the row names that hash: only history tells."""
    forged = storing.keep(b"<p>forged</p>")
    _sql(
        "UPDATE yearly_report_rendering SET sha256 = %s WHERE version_id = %s AND kind = %s",
        forged.sha256,
        published.pk,
        kind,
    )
    assert [sentence.split(": ")[-1] for sentence in _sentences()] == [
        f"its {published.renderings.get(kind=kind).get_kind_display()} has another hash than history tells."
    ]
    _not_given_out(client, published.report, kind)


def test_a_text_that_was_exchanged_with_its_digest_is_given_out_in_no_form(client, published):
    _change_text(published, digest_too=True)
    for kind in ("html", "pdf", "docx"):
        _not_given_out(client, published.report, kind)


def _not_given_out(client, report, kind):
    name, args = ("read", []) if kind == "html" else ("file", [kind])
    answer = client.get(reverse(f"yearly_report:{name}", args=["west", report.key, *args]))
    assert answer.status_code == 500
    assert "forged" not in words(answer) and "is not what was published" in words(answer)


def test_a_withheld_text_fits(published):
    """The words go, the hashes stay."""
    _sql("UPDATE yearly_report_version SET text = '', withheld_at = closed_at WHERE id = %s", published.pk)
    assert _sentences() == ()
