"""The page behind the link that a recipient was sent: no sign-in, and nothing here for whoever has not the link."""

import contextlib

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from goldenthread.foundation.access.decorators import public
from goldenthread.foundation.access.viewer import System
from goldenthread.foundation.notices import private_links
from goldenthread.foundation.organisations.sign_in.limits import too_often
from goldenthread.foundation.room import Refused
from goldenthread.foundation.ui.posted import word
from goldenthread.front.yearly_report import operations
from goldenthread.front.yearly_report.models import CopySent
from goldenthread.front.yearly_report.operations.copies import path_of
from goldenthread.front.yearly_report.views.loading import report_here

STEPS = {"received": "Thank you. It is noted that you have received it.", "stop": "You are sent no more such e-mails."}


def _copy(request, key: str, copy: str, proof: str) -> CopySent:
    """Raises Http404 for what the house did not send."""
    rows = CopySent.objects.select_related("recipient__holder", "version__report__body").exclude(recipient=None)
    found = rows.filter(version__report__body=request.partnership, version__report__key=key, key=copy).first()
    if found is None or not private_links.is_proved(path_of(found), proof):
        raise Http404
    return found


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def received(request, partnership, key, copy, proof):
    """Notes that the link was opened, and takes what its owner says: that they have the report, or want no more."""
    if too_often(request, "receipt"):  # whatever the key, so that nobody guesses one
        return render(request, "yearly_report/received_too_often.html", status=429)
    found = _copy(request, key, copy, proof)
    report = report_here(request, key)
    by = System("the link to a report", request.now)
    if request.method == "POST":
        _take(request, found, by)
        return redirect(request.path)
    if request.method == "GET" and found.opened_at is None:
        with contextlib.suppress(Refused):  # another request was first
            operations.note_opened(by=by, now=request.now, copy=found)
    return render(request, "yearly_report/received.html", {"report": report, "copy": found, "here": request.path})


def _take(request, copy, by):
    """One of the two steps, once: whoever presses twice is told that it stands."""
    step = word(request.POST, "say")
    if step not in STEPS:
        raise Http404
    try:
        if step == "received":
            operations.confirm_received(by=by, now=request.now, copy=copy)
        else:
            operations.stop_mail(by=by, now=request.now, recipient=copy.recipient)
    except Refused as refused:
        messages.info(request, refused.sentence)
    else:
        messages.success(request, STEPS[step])
