"""Pages of documents, and the door through which their bytes leave."""

import logging

from django.contrib.auth.views import redirect_to_login
from django.core.files.storage import default_storage
from django.core.paginator import Paginator
from django.http import FileResponse, Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from goldenthread.foundation import room
from goldenthread.foundation.access.decorators import needs, public
from goldenthread.foundation.access.history_lines import history_of
from goldenthread.foundation.access.queries import can
from goldenthread.foundation.access.withdrawn import lead_on, withdrawn_too
from goldenthread.foundation.clock import day_of
from goldenthread.foundation.documents import forms, operations, queries, storing
from goldenthread.foundation.drafts import undoing
from goldenthread.foundation.drafts.form_view import change as change_view
from goldenthread.foundation.drafts.form_view import form_view, posted
from goldenthread.foundation.searching import having

log = logging.getLogger(__name__)


@needs("documents.read")
@require_safe
def documents(request, partnership):
    sought = request.GET.get("q", "").strip()
    rows = queries.documents(request.viewer)
    if sought:
        rows = rows.filter(having("title", sought))
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "sought": sought,
        "form": forms.SearchForm(request.GET),
        "may_add": can(request.viewer, "documents.add"),
    }
    return render(request, "documents/documents.html", context)


@needs("documents.add")
@require_http_methods(["GET", "HEAD", "POST"])
def add(request, partnership):
    """A new document; with ?noun= and ?key= it is attached to that thing."""
    thing = {name: request.GET.get(name, "") for name in ("noun", "key")}
    initial = {"on": day_of(request.now), "audience": "partnership", "classification": "official", **thing}
    initial["group"] = queries.root_group(request.viewer)
    form = forms.AddForm(posted(request), request.FILES or None, viewer=request.viewer, initial=initial)

    def do(values, version):
        reference = _thing(request, values["noun"], values["key"])
        added = operations.add_document(**request.acting, **_received(values))
        undoing.note_added(request, added)
        return (reference and reference.url) or reverse("documents:document", args=[partnership, added.key])

    return form_view(
        request,
        form,
        do,
        question="Add a document",
        submit="Add the document",
        back=reverse("documents:documents", args=[partnership]),
        template="documents/circle.html",
    )


@needs("documents.read")
@require_safe
def document(request, partnership, key):
    found = _document(request, key)
    wanted = {}
    for link in found.links.all():
        wanted.setdefault(link.noun, set()).add(link.thing_key)
    context = {
        "document": found,
        "versions": found.versions.all(),
        "readers": queries.readers_of(found) if found.audience == "named" else [],
        "things": list(room.references(request.viewer, wanted).values()),
        "may_add": can(request.viewer, "documents.add", found),
        "past": history_of(request.viewer, found),
    }
    return render(request, "documents/document.html", context)


@needs("documents.add")
@require_http_methods(["GET", "HEAD", "POST"])
def add_version(request, partnership, key):
    found = _document(request, key)
    form = forms.VersionForm(posted(request), request.FILES or None, version=found.version)

    def do(values, version):
        operations.add_version(**request.acting, document=found, version=version, **_received(values))

    return form_view(
        request,
        form,
        do,
        of=found,
        question="Add a version",
        caption=found.title,
        intro="The versions before it are kept.",
        submit="Add the version",
        back=reverse("documents:document", args=[partnership, key]),
    )


@needs("documents.add")
@require_http_methods(["GET", "HEAD", "POST"])
def change(request, partnership, key):
    found = _document(request, key)

    def to(changed):
        still = queries.document(request.viewer, key)
        return None if still else reverse("documents:documents", args=[partnership])

    return change_view(
        request,
        forms.WhatForm,
        operations.change_document,
        found,
        form_given={"viewer": request.viewer, "document": found},
        initial={"readers": [link.person_id for link in queries.readers_of(found)]},
        to=to,
        question="Change what is said of it",
        caption=found.title,
        said="",
        back=reverse("documents:document", args=[partnership, key]),
        template="documents/circle.html",
    )


@public
@require_GET
def download(request, partnership, key, number):
    """The bytes of one version, always as a file to be saved. Whoever may not see it learns not that it exists."""
    version = queries.version(request.viewer, key, number)
    if version is None and request.viewer.seats:  # of a withdrawn one, for those who could read it
        with withdrawn_too():
            version = queries.version(request.viewer, key, number)
    if version is None:
        if not request.viewer.signed_in:
            return redirect_to_login(request.get_full_path())
        raise Http404
    if not default_storage.exists(version.sha256):
        return render(request, "documents/missing.html", {"version": version, "changed": False}, status=410)
    if not storing.is_whole(version.sha256):
        log.error("The stored file %s is not the one that was stored: it was not given out.", version.sha256)
        return render(request, "documents/missing.html", {"version": version, "changed": True}, status=410)
    if version.document.audience == "named":
        operations.note_read(by=request.viewer, now=request.now, version=version)
    answer = FileResponse(
        default_storage.open(version.sha256),
        as_attachment=True,
        filename=version.file_name,
        content_type=version.media_type,
    )
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"  # also for what a stranger may read: it may be closed again
    return answer


def _received(values):
    """What the form says, its file stored and put in the place of the upload. Raises Refused for a file that is not
    taken.
    """
    return {name: value for name, value in values.items() if name != "file"} | {
        "received": storing.receive(values["file"])
    }


def _thing(request, noun, key):
    """The card of the thing to attach to, or None when none is asked for. 404 for one that the person may not see."""
    if not noun:
        return None
    try:
        card = room.references(request.viewer, {noun: {key}}).get((noun, key))
    except LookupError:
        card = None
    if card is None:
        raise Http404
    return card


def _document(request, key):
    found = queries.document(request.viewer, key)
    if found is None:
        with withdrawn_too():
            lead_on("document", queries.document(request.viewer, key))
        raise Http404
    return found
