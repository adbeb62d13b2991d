"""Whether an e-mail that somebody uploads is whole, and can be read without a key that only its addressee has."""

import email.parser
import email.policy
import struct

from goldenthread.foundation.room import Refused

ENCRYPTED = (
    "This e-mail is encrypted, so nobody else could read it. Open it in your e-mail program, print it to a PDF and "
    "upload that."
)
DAMAGED = "The file is damaged: open it, save it again, and upload that."
# What every e-mail has some of (RFC 5322, 3.6); and how one says that its text is under lock: S/MIME (RFC 8551, 3.4),
# OpenPGP (RFC 3156, 4) and the rights of Microsoft.
_HEADERS = ("from", "date", "subject", "received")
_LOCKED = {"application/x-microsoft-rpmsg-message", "multipart/encrypted"}
_PKCS7 = {"application/pkcs7-mime", "application/x-pkcs7-mime"}
_IN_EVERY_MSG = "__nameid_version1.0".encode("utf-16-le")  # a part of every Outlook item (MS-OXMSG, 2.2.3)
_SMIME, _SIGNED = "IPM.Note.SMIME".encode("utf-16-le"), "IPM.Note.SMIME.MultipartSigned".encode("utf-16-le")
_RIGHTS = "message.rpmsg".encode("utf-16-le")
_FREE = 0xFFFFFFFF
_NUMBERS_IN_HEADER = 109


def is_eml(head: bytes) -> bool:
    """Whether a text begins as an e-mail does. Raises Refused for an encrypted one. `head`: its first 64 kB or so."""
    said = email.parser.BytesHeaderParser(policy=email.policy.compat32).parsebytes(head)
    if not any(said.get(name) for name in _HEADERS):
        return False
    kind = said.get_content_type()
    opaque = kind in _PKCS7 and str(said.get_param("smime-type", "")).lower() != "signed-data"
    if opaque or kind in _LOCKED or b"application/x-microsoft-rpmsg-message" in head.lower():
        raise Refused(ENCRYPTED, "file")
    return True


def is_msg(content: bytes) -> bool:
    """Whether a compound file is an Outlook e-mail. Raises Refused for an encrypted one, and for one that is cut."""
    if _IN_EVERY_MSG not in content:
        return False
    if not _is_whole(content):
        raise Refused(DAMAGED, "file")
    if _RIGHTS in content or (_SMIME in content and _SIGNED not in content):
        raise Refused(ENCRYPTED, "file")
    return True


def _is_whole(content):
    """Whether every sector that the file's table names as used lies in it (MS-CFB, 2.2 and 2.3)."""
    if len(content) < 512:
        return False
    shift = struct.unpack_from("<H", content, 30)[0]
    if shift not in (9, 12):
        return False
    size = 1 << shift
    tables = [number for number in struct.unpack_from(f"<{_NUMBERS_IN_HEADER}I", content, 76) if number != _FREE]
    if not tables or any((number + 2) * size > len(content) for number in tables):
        return False
    used = -1
    for place, table in enumerate(tables):
        entries = struct.unpack_from(f"<{size // 4}I", content, (table + 1) * size)
        for entry, value in enumerate(entries):
            if value != _FREE:
                used = place * (size // 4) + entry
    return (used + 1) * size < len(content)  # the last sector may be a short one
