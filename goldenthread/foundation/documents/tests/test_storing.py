import errno
import hashlib
import io
import zipfile

import pytest
from django.core.files import File

from goldenthread.foundation.documents import kinds, storing
from goldenthread.foundation.documents.tests import files
from goldenthread.foundation.documents.tests.files import DAMAGED, PROTECTED, upload
from goldenthread.foundation.room import Refused


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("a.pdf", files.PDF, "application/pdf"),
        ("a.PDF", files.PDF, "application/pdf"),
        ("a.docx", files.DOCX, kinds.OFFICE + "wordprocessingml.document"),
        ("a.xlsx", files.XLSX, kinds.OFFICE + "spreadsheetml.sheet"),
        ("a.pptx", files.PPTX, kinds.OFFICE + "presentationml.presentation"),
        ("a.odt", files.ODT, kinds.OPEN + "text"),
        ("a.ods", files.ODS, kinds.OPEN + "spreadsheet"),
        ("a.png", files.PNG, "image/png"),
        ("a.jpeg", files.JPEG, "image/jpeg"),
        ("a.heic", files.HEIC, "image/heic"),
        ("a.HEIC", files.HEIC.replace(b"heic", b"mif1", 1), "image/heic"),
        ("a.msg", files.MSG, "application/vnd.ms-outlook"),
        ("a visit", files.MSG, "application/vnd.ms-outlook"),
        ("a.msg", files.msg("IPM.Note.SMIME.MultipartSigned"), "application/vnd.ms-outlook"),
        ("a.eml", files.EML, "message/rfc822"),
        ("a.eml", b"Content-Type: application/pkcs7-mime; smime-type=signed-data\n" + files.EML, "message/rfc822"),
        ("a.txt", "Größe £5\n".encode(), "text/plain"),
        ("a.txt", "£5 in Windows letters".encode("cp1252"), "text/plain"),
        ("a.csv", b"area,number\nWest,5\n", "text/csv"),
        ("a.md", b"# Heading\n", "text/markdown"),
        ("no ending", files.PDF, "application/pdf"),
    ],
)
def test_the_type_is_found_in_the_content(name, content, media_type, store):
    received = storing.receive(upload(name, content, told="text/html"))
    assert (received.media_type, received.size) == (media_type, len(content))
    assert (store / received.sha256).read_bytes() == content
    assert received.sha256 == hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.pdf", b"", "The file is empty"),
        ("a.pdf", files.PROGRAM, "A file of this type cannot be stored. Choose one of these: PDF, Word"),
        ("a.exe", files.PROGRAM, "cannot be stored"),
        ("a.txt", b"text and then\x00 a program", "cannot be stored"),
        ("a.txt", b"<!DOCTYPE html><script>alert(1)</script>", "cannot be stored"),
        ("a.csv", b"  <svg onload=alert(1)>", "cannot be stored"),
        ("a.html", b"only words", "cannot be stored"),
        ("a.pdf", files.DOCX, r"called “.pdf” but its content is a Word document. Save it as “.docx”"),
        ("a.txt", files.PDF, r"called “.txt” but its content is a PDF"),
        ("a.doc", files.OLD_WORD, "old Office file or one with a password"),
        ("a.msg", files.OLD_WORD, "old Office file"),
        ("a.msg", files.MSG[:-600], "damaged"),
        ("a.msg", files.MSG[:520], "old Office file"),
        ("a.msg", files.msg("IPM.Note.SMIME"), "This e-mail is encrypted"),
        ("a.msg", files.msg("message.rpmsg"), "This e-mail is encrypted"),
        ("a.doc", files.MSG, "called “.doc” but its content is an Outlook e-mail"),
        ("a.eml", b"Only words\n", "cannot be stored"),
        ("a.eml", files.PROGRAM, "cannot be stored"),
        ("a.eml", b"Content-Type: multipart/encrypted; boundary=x\n" + files.EML, "This e-mail is encrypted"),
        ("a.eml", b"Content-Type: application/pkcs7-mime; name=smime.p7m\n" + files.EML, "This e-mail is encrypted"),
        ("a.mht", files.EML, "Save it as .eml or .msg"),
        ("a.heic", files.HEIC[:-10], "damaged"),
        ("a.heic", files.HEIC[:24], "damaged"),
        ("a.jpg", files.HEIC, "called “.jpg” but its content is a HEIC picture"),
        ("a.avif", files.HEIC.replace(b"heic", b"avif", 1), "Save a copy of it as JPEG"),
        ("a.mp4", files.HEIC.replace(b"heic", b"mp42"), "cannot be stored"),
        ("a.zip", files.packed(a_dot_txt="x"), "cannot be stored"),
        ("a.docx", files.DOCX[:-40], "damaged"),
        ("a.docx", files.office("word/document.xml", word__vbaProject_dot_bin="x"), "without macros"),
    ],
)
def test_what_may_not_be_stored_is_refused_with_a_sentence(name, content, sentence, store):
    with pytest.raises(Refused, match=sentence) as met:
        storing.receive(upload(name, content))
    assert met.value.field == "file"
    assert not store.exists() or not list(store.iterdir())


@pytest.mark.parametrize("in_memory", [True, False], ids=["memory", "disk"])
@pytest.mark.parametrize(
    ("given", "sentence"),
    [pytest.param(given, "The file is damaged: open it, save it again", id=what) for what, given in DAMAGED.items()]
    + [
        pytest.param(given, "The file is protected by a password. Save it without", id=f"protected {what}")
        for what, given in PROTECTED.items()
    ],
)
def test_a_damaged_or_protected_file_is_refused_with_a_sentence(given, sentence, in_memory, tmp_path, store):
    """Small uploads lie in memory and large ones on the disk, where the same damage raises something else."""
    name, content = given
    if in_memory:
        file = upload(name, content)
    else:
        (tmp_path / name).write_bytes(content)
        file = File((tmp_path / name).open("rb"), name)
    with file, pytest.raises(Refused, match=sentence) as met:
        storing.receive(file)
    assert met.value.field == "file"


PDF_ALGORITHMS = ("RC4-40", "RC4-128", "AES-128", "AES-256-R5", "AES-256")


@pytest.mark.parametrize("algorithm", PDF_ALGORITHMS)
def test_a_pdf_with_a_password_is_refused_and_one_that_only_may_not_be_changed_is_taken(algorithm, store):
    with pytest.raises(Refused, match="The file is protected by a password. Save it without"):
        storing.receive(upload("a.pdf", files.encrypted_pdf("teapot", algorithm)))
    assert storing.receive(upload("a.pdf", files.encrypted_pdf("", algorithm))).media_type == "application/pdf"


def test_a_pdf_for_the_holders_of_certificates_is_refused_and_one_that_speaks_of_passwords_is_not(store):
    of_certificates = (
        b"1 0 obj <</Filter/Adobe.PubSec/V 4/SubFilter(a\\)\\051(b)c\\\n)>> endobj trailer <</Encrypt 1 0 R>>"
    )
    with pytest.raises(Refused, match="protected by a password"):
        storing.receive(upload("a.pdf", files.PDF + of_certificates))
    for words in (b"(/Encrypt 9 0 R) Tj", b"trailer <</Encrypt 1 0 R>>", b"/Encrypt <</Filter/Standard/R 6/U(short)>>"):
        assert storing.receive(upload("a.pdf", files.PDF + words)).media_type == "application/pdf"


def test_a_deflated_mimetype_is_read(store):
    assert storing.receive(upload("a.odt", files.odt(zipfile.ZIP_DEFLATED))).media_type == kinds.OPEN + "text"


def test_a_disk_that_cannot_be_read_is_not_called_a_damaged_file():
    class Failing(io.BytesIO):
        def read(self, size=-1):
            if self.tell() == files.DOCX.index(b"PK\x01\x02"):  # the table of contents
                raise OSError(errno.EIO, "Input/output error")
            return super().read(size)

    with pytest.raises(OSError, match="Input/output"):
        kinds.kind_of(Failing(files.DOCX), "a.docx")


def test_a_file_that_is_too_large_is_refused(settings, store):
    settings.DOCUMENT_MAX_BYTES = 1024 * 1024
    with pytest.raises(Refused, match="The file has 1.5 MB; the most that can be stored is 1 MB"):
        storing.receive(upload("a.txt", b"x" * (1024 * 1024 * 3 // 2)))
    assert storing.receive(upload("a.txt", b"x" * 1024 * 1024)).size == 1024 * 1024


def test_a_byte_late_in_a_long_text_is_found(store):
    with pytest.raises(Refused):
        storing.receive(upload("a.txt", b"x" * 200_000 + b"\x00"))
    accents = ("x" * 65535 + "é").encode()  # the letter lies across two chunks
    assert storing.receive(upload("a.txt", accents)).media_type == "text/plain"


def test_the_same_bytes_are_stored_once_and_a_half_written_file_is_replaced(store):
    first = storing.receive(upload())
    storing.receive(upload("other name.pdf"))
    assert [path.name for path in store.iterdir()] == [first.sha256]
    (store / first.sha256).write_bytes(files.PDF[:10])  # killed while writing
    assert not storing.is_whole(first.sha256)
    storing.receive(upload())
    assert storing.is_whole(first.sha256)


@pytest.mark.parametrize(
    ("given", "clean"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\papers\\minutes.pdf", "minutes.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie: x.pdf"),
        ("", "document"),
        ("x" * 300 + ".pdf", "x" * 196 + ".pdf"),
        ("x" * 300, "x" * 200),
        ("minutes." + "x" * 300, "minutes." + "x" * 192),
        ("x" * 200, "x" * 200),
        ("Zo\u00eb\u2019s r\u00e9sum\u00e9.pdf", "Zo\u00eb\u2019s r\u00e9sum\u00e9.pdf"),
        ("Zoe\u0308.pdf", "Zo\u00eb.pdf"),  # as a Mac sends it
        ("minutes\u202efdp.exe", "minutesfdp.exe"),
    ],
)
def test_names_are_only_names(given, clean):
    assert storing.clean_name(given) == clean


def test_a_kind_is_found_wherever_the_file_was_left(store):
    file = io.BytesIO(files.PDF)
    file.seek(20)
    assert kinds.kind_of(file, "a.pdf").label == "PDF"
