"""Small files of every kind, made here."""

import io
import struct
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfWriter

PDF = b"%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)
JPEG = b"\xff\xd8\xff\xe0" + bytes(40)
HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"\x00\x00\x00\x10meta" + bytes(8)
HEIC += b"\x00\x00\x00\x20mdat" + bytes(24)


def msg(*words):
    """An Outlook e-mail as far as it is looked at: a compound file of a header, its table and two more sectors."""
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(22) + b"\x09\x00" + bytes(44) + bytes(4) + b"\xff" * 432
    table = struct.pack("<128I", 0xFFFFFFFD, 0xFFFFFFFE, 0xFFFFFFFE, *[0xFFFFFFFF] * 125)
    inside = "".join(["__nameid_version1.0", *words]).encode("utf-16-le")
    return header + table + inside.ljust(512, b"\0") + bytes(512)


MSG = msg()
EML = b"From: a@example.org\r\nTo: b@example.org\r\nSubject: A visit\r\n\r\nWords\r\n"
OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
PROGRAM = b"MZ\x90\x00" + bytes(200)


def packed(**files):
    """A zip; names are given with __ for / and _dot_ for a dot."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in files.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), text)
    return out.getvalue()


def office(main, **more):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(main, "<x/>")
        for name, text in more.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), text)
    return out.getvalue()


DOCX, XLSX, PPTX = office("word/document.xml"), office("xl/workbook.xml"), office("ppt/presentation.xml")
ODT = packed(mimetype="application/vnd.oasis.opendocument.text", content_dot_xml="<x/>")
ODS = packed(mimetype="application/vnd.oasis.opendocument.spreadsheet", content_dot_xml="<x/>")


def odt(method=zipfile.ZIP_STORED):
    """An OpenDocument text; its first part, `mimetype`, is packed by this method."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        archive.writestr("mimetype", MIMETYPE)
        archive.writestr("content.xml", "<x/>")
    return out.getvalue()


def changed(content, place, new, in_table=True):
    """A zip whose first part's header has these bytes at a place, and so has its line in the table of contents.

    The places are those of the header (PKWARE's APPNOTE, 4.3.7); in the table (4.3.12) each lies two bytes later.
    """
    out = bytearray(content)
    out[place : place + len(new)] = new
    if in_table:
        place += content.index(b"PK\x01\x02") + 2
        out[place : place + len(new)] = new
    return bytes(out)


def odd_name(content):
    """A zip that says of its first part's name that it is UTF-8, which it is not. The name is last in its line."""
    said = bytearray(changed(content, FLAGS, b"\x00\x08"))
    said[content.index(b"PK\x01\x02") + 46] = 0xFF
    return bytes(said)


def far_table(content):
    """A zip whose table of contents is said to be far longer than the whole file (APPNOTE, 4.3.16)."""
    end = content.rindex(b"PK\x05\x06")
    return content[: end + 12] + b"\xff\xff\x00\x00" + content[end + 16 :]


MIMETYPE = b"application/vnd.oasis.opendocument.text"
VERSION, FLAGS, METHOD, DATA = 4, 6, 8, 30 + len("mimetype")
DAMAGED = {
    "cut short": ("a.docx", DOCX[:-40]),
    "only its first bytes": ("a.xlsx", XLSX[:12]),
    "a table longer than the file": ("a.xlsx", far_table(XLSX)),
    "a name that is not UTF-8": ("a.docx", odd_name(DOCX)),
    "a version nobody knows": ("a.xlsx", changed(XLSX, VERSION, b"\xff")),
    "a wrong sum": ("a.odt", changed(ODT, DATA, b"A", in_table=False)),
    "a method nobody knows": ("a.odt", changed(ODT, METHOD, b"\x63\x00")),
    "a method that no office program uses": ("a.odt", odt(zipfile.ZIP_LZMA)),
    "patched": ("a.odt", changed(ODT, FLAGS, b"\x20")),
    "rubbish where it was deflated": ("a.odt", changed(odt(zipfile.ZIP_DEFLATED), DATA, b"\xff" * 20, in_table=False)),
    "a stream that breaks off": ("a.odt", changed(ODT, METHOD, b"\x08\x00")),
}
PROTECTED = {
    "docx": ("a.docx", changed(DOCX, FLAGS, b"\x01")),
    "xlsx": ("a.xlsx", changed(XLSX, FLAGS, b"\x01")),
    "odt": ("a.odt", changed(ODT, FLAGS, b"\x01")),
    "strongly": ("a.odt", changed(ODT, FLAGS, b"\x41")),
}


def encrypted_pdf(password, algorithm="AES-256"):
    """One page, encrypted so that whoever opens it gives this password; an empty one asks nobody."""
    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(100, 100)
    writer.encrypt(user_password=password, owner_password="of whoever may change it", algorithm=algorithm)
    writer.write(out)
    return out.getvalue()


def upload(name="minutes.pdf", content=PDF, told="application/octet-stream"):
    return SimpleUploadedFile(name, content, told)
