"""Files that are cut short, changed, packed or called oddly."""

import io
import random
import zipfile

from django.core.exceptions import SuspiciousFileOperation

from goldenthread.foundation.documents import storing
from goldenthread.foundation.documents.tests import files
from goldenthread.foundation.room import Refused
from tests.house.fuzz import odd

GOOD = {
    "a.pdf": files.PDF,
    "a.docx": files.DOCX,
    "a.xlsx": files.XLSX,
    "a.pptx": files.PPTX,
    "a.odt": files.ODT,
    "a.ods": files.ODS,
    "a.png": files.PNG,
    "a.jpg": files.JPEG,
    "a.txt": b"Words",
    "a.csv": b"a,b\n1,2\n",
    "a.md": b"# Words",
    "a.heic": files.HEIC,
    "a.msg": files.MSG,
    "a.eml": files.EML,
    "locked.pdf": files.encrypted_pdf("teapot"),
    "open.pdf": files.encrypted_pdf(""),
}
ENDINGS = ("pdf", "docx", "xlsx", "odt", "txt", "exe", "html", "svg", "msg", "eml", "heic", "zip", "", "PDF", "²")


def _bomb():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", bytes(30_000_000))
    return out.getvalue()


BOMB = _bomb()


def odd_file(chance: random.Random) -> tuple[str, bytes]:
    """(name, bytes) of a file: whole under an odd name, or changed, or empty, or a bomb."""
    name = chance.choice(list(GOOD))
    content, how = GOOD[name], chance.random()
    if how < 0.25:
        content = _changed(content, chance)
    elif how < 0.35:
        content = content[: chance.randrange(len(content) + 1)]
    elif how < 0.4:
        content = b""
    elif how < 0.5:
        content = BOMB
    elif how < 0.55:
        content = chance.randbytes(chance.choice((1, 20, 5000)))
    if chance.random() < 0.6:
        name = _odd_name(chance)
    return name, content


def _odd_name(chance):
    stem = odd.text(chance)[: chance.choice((5, 60, 5000))]
    return f"{stem}.{chance.choice(ENDINGS)}"


def _changed(content, chance):
    out = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 8))):
        out[chance.randrange(len(out))] = chance.randrange(256)
    if chance.random() < 0.2:
        place = chance.randrange(len(out))
        out[place:place] = chance.randbytes(chance.randrange(40))
    return bytes(out)


def receive_many(chance: random.Random, times: int) -> list[str]:
    """Take in so many odd files; what was neither taken nor refused with a sentence."""
    faults = []
    for _ in range(times):
        name, content = odd_file(chance)
        try:
            file = files.upload(name, content)
        except SuspiciousFileOperation:
            continue  # the framework's own parser of posts leaves out a file that is called “..”
        try:
            storing.receive(file)
        except Refused as refused:
            if not refused.sentence.endswith("."):
                faults.append(f"{name!r}: {refused.sentence}")
        except Exception as fault:
            faults.append(f"{name!r:.100} {content[:200]!r}: {fault!r}")
    return faults
