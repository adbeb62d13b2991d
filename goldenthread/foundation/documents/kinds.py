"""What kind of file is it? Found in its content; what it is called, or what the browser says, proves nothing."""

import codecs
import errno
import struct
import zipfile
import zlib
from dataclasses import dataclass

from goldenthread.foundation.documents import mail
from goldenthread.foundation.documents.pdf_passwords import wants_password
from goldenthread.foundation.room import Refused


@dataclass(frozen=True)
class Kind:
    """A type of file that may be stored. The first ending is the usual one."""

    media_type: str
    label: str
    endings: tuple[str, ...]

    @property
    def article(self) -> str:
        return "an" if self.label[0] in "AEIOUaeiou" else "a"


OFFICE = "application/vnd.openxmlformats-officedocument."
OPEN = "application/vnd.oasis.opendocument."
KINDS = {
    kind.media_type: kind
    for kind in (
        Kind("application/pdf", "PDF", ("pdf",)),
        Kind(OFFICE + "wordprocessingml.document", "Word document", ("docx",)),
        Kind(OFFICE + "spreadsheetml.sheet", "Excel workbook", ("xlsx",)),
        Kind(OFFICE + "presentationml.presentation", "PowerPoint presentation", ("pptx",)),
        Kind(OPEN + "text", "OpenDocument text", ("odt",)),
        Kind(OPEN + "spreadsheet", "OpenDocument spreadsheet", ("ods",)),
        Kind("image/png", "PNG picture", ("png",)),
        Kind("image/jpeg", "JPEG picture", ("jpg", "jpeg")),
        Kind("image/heic", "HEIC picture", ("heic", "heif")),
        Kind("application/vnd.ms-outlook", "Outlook e-mail", ("msg",)),
        Kind("message/rfc822", "e-mail", ("eml",)),
        Kind("text/plain", "plain text", ("txt",)),
        Kind("text/csv", "CSV table", ("csv",)),
        Kind("text/markdown", "Markdown text", ("md",)),
    )
}
ALLOWED = (
    "PDF, Word (docx), Excel (xlsx), PowerPoint (pptx), OpenDocument (odt, ods), PNG, JPEG, HEIC, e-mails (msg, "
    "eml), plain text, CSV and Markdown"
)
UNKNOWN = f"A file of this type cannot be stored. Choose one of these: {ALLOWED}."
TEXT_BY_ENDING = {"": "text/plain", "txt": "text/plain", "csv": "text/csv", "md": "text/markdown"}
OFFICE_MAIN = {
    "word/document.xml": OFFICE + "wordprocessingml.document",
    "xl/workbook.xml": OFFICE + "spreadsheetml.sheet",
    "ppt/presentation.xml": OFFICE + "presentationml.presentation",
}
# Text in form, but programs to whoever opens it.
LIKE_PROGRAMS = (b"<!doctype", b"<html", b"<svg", b"<?xml", b"<script", b"#!", b"{\\rtf", b"%!ps")
PROTECTED = 1  # the first flag of a part of a zip: its bytes are encrypted (PKWARE's APPNOTE, 4.4.4)
# Whatever zipfile and the unpackers under it raise on bytes that are no whole zip: a wrong sum or place, a name that is
# no text (a ValueError), a method or version that it does not know, a stream that breaks off.
DAMAGES = (
    zipfile.BadZipFile,
    ValueError,
    OverflowError,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    struct.error,
    zlib.error,
)
E_MAIL = (
    "This is an e-mail or a page in a form that few programs open. Save it as .eml or .msg, or print it to a PDF, and "
    "upload that."
)
PHOTO = "This is a picture in a format that many computers cannot open. Save a copy of it as JPEG, then upload that."
DAMAGED = mail.DAMAGED
WITH_PASSWORD = "The file is protected by a password. Save it without a password, then upload it again."
E_MAIL_ENDINGS = {"emlx", "oft", "mht", "mhtml"}
# ISO/IEC 23008-12 (HEIF) and AVIF: what kind of file it is stands after "ftyp", at the fifth byte. Telephones write the
# first; of the others not everybody has a program.
HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"mif1"}
OTHER_BRANDS = {b"hevc", b"hevx", b"msf1", b"avif", b"avis"}
NOT_IN_TEXT = bytes(set(range(32)) - {9, 10, 12, 13}) + b"\x7f"


def kind_of(file, name: str) -> Kind:
    """The kind of an open binary file. Raises Refused with a sentence that says what to do instead."""
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    media_type = _media_type(file, ending)
    if media_type not in KINDS:
        raise Refused(UNKNOWN, "file")
    kind = KINDS[media_type]
    if ending and ending not in kind.endings:
        raise Refused(
            f"The file is called “.{ending}” but its content is {kind.article} {kind.label}. "
            f"Save it as “.{kind.endings[0]}”, or choose the file that you meant.",
            "file",
        )
    return kind


def _media_type(file, ending):
    file.seek(0)
    head = file.read(2048)
    if head.startswith(b"%PDF-"):
        return _pdf(file)
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if head.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if head.startswith(b"PK\x03\x04"):
        return _inside_zip(file)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        file.seek(0)
        if mail.is_msg(file.read()):
            return "application/vnd.ms-outlook"
        raise Refused(
            "This is an old Office file or one with a password. Save it as docx, xlsx or pptx without a password, "
            "then upload it again.",
            "file",
        )
    if head[4:8] == b"ftyp" and head[8:12] in HEIC_BRANDS:
        return _heic(file)
    if head[4:8] == b"ftyp" and head[8:12] in OTHER_BRANDS:
        raise Refused(PHOTO, "file")
    if ending in E_MAIL_ENDINGS:
        raise Refused(E_MAIL, "file")
    if head.lower().lstrip(b"\xef\xbb\xbf \t\r\n").startswith(LIKE_PROGRAMS):
        return ""
    if ending == "eml" and _is_text(file):
        file.seek(0)
        return "message/rfc822" if mail.is_eml(file.read(65536)) else ""
    return TEXT_BY_ENDING.get(ending, "") if _is_text(file) else ""


def _pdf(file):
    """A PDF that opens. Without its password nobody could read it when whoever knows that has left."""
    if _holds(file, b"/Encrypt"):
        file.seek(0)
        if wants_password(file.read()):
            raise Refused(WITH_PASSWORD, "file")
    return "application/pdf"


def _heic(file):
    """A photo whose boxes fill the file, one after the other (ISO/IEC 14496-12, 4.2): a cut one could not be shown."""
    whole, place, names = file.seek(0, 2), 0, set()
    while place < whole:
        file.seek(place)
        head = file.read(16)
        size, name = int.from_bytes(head[:4], "big"), head[4:8]
        if size == 1:
            size = int.from_bytes(head[8:16], "big")
        size = size or whole - place  # 0: as far as the file goes
        if size < 8 or place + size > whole:
            raise Refused(DAMAGED, "file")
        names.add(name)
        place += size
    if not {b"meta", b"mdat"} <= names:
        raise Refused(DAMAGED, "file")
    return "image/heic"


def _holds(file, sought):
    """Whether these bytes stand anywhere in the file, which is read piece by piece."""
    file.seek(0)
    before = b""
    while chunk := file.read(65536):
        if sought in before + chunk:
            return True
        before = chunk[1 - len(sought) :]
    return False


def _inside_zip(file):
    """Office and OpenDocument files are zips: their table of contents tells them apart. Nothing is unpacked."""
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as packed:
            names = set(packed.namelist())
            if any(part.flag_bits & PROTECTED for part in packed.infolist()):
                raise Refused(WITH_PASSWORD, "file")
            if any(name.lower().endswith("vbaproject.bin") for name in names):
                raise Refused("This file holds macros. Save it without macros, then upload it again.", "file")
            if "mimetype" in names and packed.getinfo("mimetype").file_size < 100:
                # OpenDocument 1.3, part 2, 3.3: this part is not packed. Some programs deflate it all the same; the
                # other methods may ask for gigabytes to unpack a few letters, and no office program uses them here.
                if packed.getinfo("mimetype").compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                    raise NotImplementedError
                return packed.read("mimetype").decode("ascii", "replace")
    except DAMAGES as fault:
        # A seek to before the start of the file is the file's fault; a disk that cannot be read is not.
        if isinstance(fault, OSError) and fault.errno not in (None, errno.EINVAL):
            raise
        raise Refused(DAMAGED, "file") from None
    if "[Content_Types].xml" not in names:
        return ""
    return next((media_type for main, media_type in OFFICE_MAIN.items() if main in names), "")


def _is_text(file):
    """No byte that text does not have, in UTF-8 or the usual Windows letters."""
    file.seek(0)
    decoder, is_utf8 = codecs.getincrementaldecoder("utf-8")(), True
    while chunk := file.read(65536):
        if len(chunk.translate(None, NOT_IN_TEXT)) != len(chunk):
            return False
        if is_utf8:
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError:
                is_utf8 = False
        if not is_utf8:
            try:
                chunk.decode("cp1252")
            except UnicodeDecodeError:
                return False
    return True
