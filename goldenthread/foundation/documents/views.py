"""Pages of documents, and the door through which their bytes leave."""

from django.contrib.auth.views import redirect_to_login
from django.core.files.storage import default_storage
from django.core.paginator import Paginator
from django.http import FileResponse, Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from goldenthread.foundation import room
from goldenthread.foundation.access.decorators import needs, public
from goldenthread.foundation.access.queries import Forbidden, can
from goldenthread.foundation.clock import day_of
from goldenthread.foundation.documents import forms, operations, queries, storing
from goldenthread.foundation.history import queries as history
from goldenthread.foundation.history.models import Line


@needs("documents.read")
@require_safe
def documents(request, partnership):
    sought = request.GET.get("q", "").strip()
    rows = queries.documents(request.viewer)
    if sought:
        rows = rows.filter(title__icontains=sought)
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
    form = forms.AddForm(request.POST or None, request.FILES or None, viewer=request.viewer, initial=initial)
    if form.is_valid():
        card = _thing(request, form.cleaned_data["noun"], form.cleaned_data["key"])
        added = _attempt(request, form, operations.add_document)
        if added:
            return redirect(card.url) if card else redirect("documents:document", partnership, added.key)
    return render(request, "documents/add.html", {"form": form}, status=_status(form))


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
        "readers": found.readers.select_related("person") if found.audience == "named" else [],
        "things": list(room.references(request.viewer, wanted).values()),
        "may_add": can(request.viewer, "documents.add", found),
        "past": history.told(request.viewer, "document", key, [found.body_id])
        if can(request.viewer, "history.read")
        else [],
    }
    return render(request, "documents/document.html", context)


@needs("documents.add")
@require_http_methods(["GET", "HEAD", "POST"])
def add_version(request, partnership, key):
    found = _document(request, key)
    form = forms.VersionForm(request.POST or None, request.FILES or None, version=found.version)
    if form.is_valid() and _attempt(request, form, operations.add_version, document=found):
        return redirect("documents:document", partnership, key)
    return render(request, "documents/add_version.html", {"form": form, "document": found}, status=_status(form))


@needs("documents.add")
@require_http_methods(["GET", "HEAD", "POST"])
def change(request, partnership, key):
    found = _document(request, key)
    initial = {
        name: getattr(found, name) for name in ("title", "on", "audience", "agency", "classification", "retention")
    }
    initial["readers"] = [link.person_id for link in found.readers.all()]
    form = forms.WhatForm(
        request.POST or None, viewer=request.viewer, document=found, version=found.version, initial=initial
    )
    if form.is_valid() and _attempt(request, form, operations.change_document, document=found):
        still = queries.document(request.viewer, key)
        return (
            redirect("documents:document", partnership, key) if still else redirect("documents:documents", partnership)
        )
    return render(request, "documents/change.html", {"form": form, "document": found}, status=_status(form))


@public
@require_GET
def download(request, partnership, key, number):
    """The bytes of one version, always as a file to be saved. Whoever may not see it learns not that it exists."""
    version = queries.version(request.viewer, key, number)
    if version is None:
        if not request.viewer.signed_in:
            return redirect_to_login(request.get_full_path())
        raise Http404
    if not default_storage.exists(version.sha256):
        return render(request, "documents/missing.html", {"version": version}, status=410)
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


def _status(form):
    """A form that comes back was not accepted."""
    return 422 if form.is_bound else 200


def _attempt(request, form, operation, document=None):
    """Do what the form asks; its result, or None with the form saying what is wrong and keeping what was typed."""
    typed = dict(form.cleaned_data)
    try:
        if "file" in typed:
            typed["received"] = storing.receive(typed.pop("file"))
        if document:
            typed |= {"document": document, "expected": int(typed.pop("version") or 0)}
        return operation(by=request.viewer, now=request.now, **typed)
    except room.Conflict:
        fresh = _document(request, document.key)
        last = Line.objects.filter(noun="document", key=fresh.key).order_by("-recorded_at", "-number").first()
        form.show_conflict(by=last.by_name, at=last.recorded_at, saved=_saved(fresh, form), version=fresh.version)
    except Forbidden:
        raise
    except room.Refused as refused:
        form.refuse(refused, refused.field if refused.field in form.fields else None)
    return None


def _saved(document, form):
    """What stands now, for each field of the form."""
    values = {
        name: getattr(document, name) for name in ("title", "on", "audience", "agency", "classification", "retention")
    }
    values["readers"] = [link.person_id for link in document.readers.all()]
    values["file"] = document.latest.file_name
    return {name: value for name, value in values.items() if name in form.fields}


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
        raise Http404
    return found
