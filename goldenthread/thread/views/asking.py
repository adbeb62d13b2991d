"""What every page with a form does: load, ask, do, and lose nothing that somebody typed."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from goldenthread.foundation.access.queries import Forbidden, require
from goldenthread.foundation.drafts import operations as drafts
from goldenthread.foundation.drafts import queries as kept_drafts
from goldenthread.foundation.room import Conflict, Refused
from goldenthread.thread import operations
from goldenthread.thread.operations.saving import Unchanged
from goldenthread.thread.queries import addresses
from goldenthread.thread.queries.opening import open_thing
from goldenthread.thread.queries.past import last_change
from goldenthread.thread.queries.reading import Reading, kept_to_named


def load(request, model, holder, key, permission=None, *, whole=False):
    """The thing at an address, once it is clear that this person may see it (and do `permission` to it).

    Showing what is kept to named people leaves a line of history each time. Raises Http404 or Forbidden.
    """
    thing = open_thing(request.viewer, model, holder, key)
    if thing is None:
        raise Http404
    if permission:
        require(request.viewer, permission, thing)
    if whole and not Reading(request.viewer).whole(thing):
        raise Forbidden("You read a text of this that was made for others, so you cannot change the one behind it. Ask the business unit.")
    if kept_to_named(thing) and request.method in ("GET", "HEAD"):
        operations.note_named_reading(by=request.viewer, now=request.now, source=thing.source)
    return thing


def ask(request, make, do, *, question, back, submit="Save", thing=None, said="", intro="", template="thread/ask.html", called=None, **more):
    """Show a form, and do what it asks for: `make(data, **options)` gives the form, `do(values, version)` writes.

    Where to go then: what `do` returns if it is an address, else `back`. A refusal stands beside its field; when
    somebody else saved meanwhile both texts are shown and nothing is lost. `called` is {name of a value: field of the
    form} where the two differ.
    """
    options = {"version": thing.version} if thing is not None else {}
    form = make(request.POST if request.method == "POST" else None, **options)
    draft = None if form.is_bound else kept_drafts.refill(request.viewer, request.path, form)
    if form.is_bound and form.is_valid():
        done = _do(request, form, do, thing, back, called or {})
        if done is not None:
            drafts.clear(by=request.viewer, address=request.path)
            if said:
                messages.success(request, said)
            return redirect(done)
    page = {"form": form, "question": question, "back": back, "submit": submit, "thing": thing, "intro": intro,
            "draft": kept_drafts.keep_url(request.path), "kept": draft, "discard": kept_drafts.discard_url(request.path), "quoted": "", **more}  # fmt: skip
    return render(request, template, page, status=422 if form.is_bound else 200)


def _do(request, form, do, thing, back, called):
    values = {name: value for name, value in form.cleaned_data.items() if name != "version"}
    try:
        went = do(values, _number(form.posted_version))
    except Forbidden:
        raise
    except Conflict as conflict:
        _show_both(request, form, thing, conflict, called)
    except Unchanged:
        return back
    except Refused as refused:
        form.refuse(refused, refused.field if refused.field in form.fields else None)
    else:
        return went if isinstance(went, str) else back
    return None


def _show_both(request, form, thing, conflict, called):
    now_saved = type(thing).objects.get(pk=thing.pk)
    by, at = last_change(request.viewer, thing)
    saved = {called.get(name, name): value for name, value in conflict.saved.items()}
    saved = {name: value for name, value in saved.items() if name in form.fields}
    form.show_conflict(by=by, at=at or request.now, saved=saved, version=now_saved.version)


def _number(text):
    return int(text) if text.isdigit() else 0


def back_to(request, thing):
    """Where somebody came from, if the address says so and it is a page of this house; else the thing's own page."""
    wanted = request.GET.get("back", "")
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and wanted.startswith("/")
    return wanted if safe else addresses.of(request.viewer, thing)


def initial_of(thing, *names):
    return {name: getattr(thing, name) for name in names}
