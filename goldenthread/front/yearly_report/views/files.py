"""Giving out what is kept of a version: held against its hash first, so that nothing else is read in its place."""

import logging

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.utils.text import slugify

from goldenthread.foundation.documents.storing import Damaged, read_whole
from goldenthread.foundation.papers import taking
from goldenthread.foundation.papers.blocks import Paper
from goldenthread.foundation.ui.posted import word
from goldenthread.front.yearly_report.integrity import faults_of
from goldenthread.front.yearly_report.models import Rendering, Version

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_log = logging.getLogger(__name__)


def kept_form(version: Version, form: str) -> bytes:
    """Raises Http404 where nothing of it is kept, Damaged where the bytes are not those that were made at closing, or
    the version is not the one that history tells of.
    """
    kept = get_object_or_404(Rendering, version=version, kind=form)
    if not kept.stored:
        raise Http404
    _hold_against_history(version)
    return read_whole(kept.sha256)


def signed_text(version: Version) -> str:
    """The canonical text of a version. Raises Damaged where it is not the text whose hash was signed."""
    _hold_against_history(version)
    return version.text


def _hold_against_history(version):
    for sentence in faults_of(version):
        raise Damaged(sentence)


def not_as_published(request, report, damaged: Damaged):
    """Says that this is not what was published, instead of showing what stands in its place."""
    _log.critical("%s cannot be shown: %s", report, damaged)
    return render(request, "yearly_report/not_as_published.html", {"report": report}, status=500)


def picture_asked_for(request, paper: Paper) -> HttpResponse:
    """The drawing of the paper that `?picture=…&as=…` names, as a file. Raises Http404 where there is none."""
    kind = word(request.GET, "as")
    found = taking.find(paper.blocks, word(request.GET, "picture")) if kind in taking.TYPES else None
    if found is None:
        raise Http404
    name = f"{slugify(found.title)[:80] or 'picture'}.{kind}"
    content = taking.as_file(found, kind, paper.meta.colours)
    headers = {"Content-Disposition": content_disposition_header(True, name)}
    return HttpResponse(content, content_type=taking.TYPES[kind], headers=headers)


def as_file(content: bytes, kind: str, name: str) -> HttpResponse:
    """A PDF or Word document to be saved under a name."""
    return HttpResponse(
        content,
        content_type=TYPES[kind],
        headers={"Content-Disposition": content_disposition_header(True, f"{name}.{kind}")},
    )
