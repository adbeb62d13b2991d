"""A full disk: people go on reading and sign in, every change is refused with a sentence, and what was typed is kept.

Changes are refused while there is still some room, since who signs in has to be written down. When another program
filled the disk to its end, a file that was made for this is given up, and its room serves those who sign in.
"""

import contextlib
import errno
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.views.decorators.csrf import requires_csrf_token
from django.views.defaults import server_error as usual_server_error

from goldenthread.foundation.ui.templatetags.components.tokens import FORM_KEY

SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
ENDED = 1024 * 1024  # bytes: with less than this hardly anything can be written
# Addresses that must work on a full disk: signing in and out, and what belongs to it.
OPEN_TO_WRITE = ("/account/", "/sign-in-as-an-example/", "/preferences")
TOKEN = "csrfmiddlewaretoken"
UNSEEN = ("version", FORM_KEY)  # fields that are sent again without being shown
MOST_SHOWN = 1024 * 1024  # letters of what was typed that a page gives back


class FullDiskMiddleware:
    """Refuses changes while the disk that holds the house is nearly full."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method in SAFE or free() >= settings.DISK_LOW_BYTES:
            return self.get_response(request)
        if not request.path_info.startswith(OPEN_TO_WRITE):
            return refuse(request)
        if free() < ENDED:
            _reserve().unlink(missing_ok=True)
        return self.get_response(request)


@requires_csrf_token
def server_error(request: HttpRequest) -> HttpResponse:
    """Django's answer to an error; for a disk or database that is full a page that says so."""
    if is_full(sys.exc_info()[1]):
        _reserve().unlink(missing_ok=True)
        return refuse(request)
    return usual_server_error(request)


def refuse(request: HttpRequest) -> HttpResponse:
    """The page that says that nothing could be kept, with what was typed and a button to send it again."""
    sent = list(_typed(request))
    context = {
        "typed": [field for field in sent if field["name"] != TOKEN],
        "csrf_token": next((field["text"] for field in sent if field["name"] == TOKEN), ""),  # of the page it came from
        "address": request.get_full_path(),
        "files": _had_files(request),
    }
    return render(None, "507.html", context, status=507)


def is_full(fault: BaseException | None) -> bool:
    """Whether an error, or what it came from, says that a disk is full: the house's own or the database server's."""
    while fault is not None:
        if isinstance(fault, OSError) and fault.errno in FULL:
            return True
        if getattr(fault, "sqlstate", None) == "53100":  # PostgreSQL: disk_full
            return True
        if "disk is full" in str(fault):  # SQLite
            return True
        # SQLite says this too when it cannot enlarge one of its files.
        if isinstance(fault, Error) and "disk I/O error" in str(fault) and free() < ENDED:
            return True
        fault = fault.__cause__ or fault.__context__
    return False


def free() -> int:
    """Bytes that are left where the house keeps its files and its SQLite database."""
    return shutil.disk_usage(settings.HOME).free


def keep_reserve() -> None:
    """Put a file aside whose room is given up when the disk is full. Nothing is done where there is little room."""
    with contextlib.suppress(OSError):
        if not _reserve().exists() and free() > 2 * (settings.DISK_LOW_BYTES + settings.DISK_RESERVE_BYTES):
            file = os.open(_reserve(), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            try:
                os.posix_fallocate(file, 0, settings.DISK_RESERVE_BYTES)
            finally:
                os.close(file)


def _reserve() -> Path:
    return Path(settings.HOME) / "reserve"


def _typed(request) -> Iterator[dict]:
    """What was posted, {"name", "label", "text", "unseen"}, but nothing of what belongs to signing in."""
    if request.path_info.startswith(OPEN_TO_WRITE):
        return
    left = MOST_SHOWN
    with contextlib.suppress(OSError, SuspiciousOperation, MultiPartParserError):
        for name, texts in request.POST.lists():
            for text in texts:
                left -= len(text)
                if left > 0:
                    label = name.replace("_", " ").capitalize()
                    yield {"name": name, "label": label, "text": text, "unseen": name in UNSEEN}


def _had_files(request) -> bool:
    with contextlib.suppress(OSError, SuspiciousOperation, MultiPartParserError):
        return bool(request.FILES)
    return True
