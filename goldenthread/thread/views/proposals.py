"""What one piece of work proposes to start: the list, one proposal, taking it up, declining it, and proposing."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from goldenthread.foundation.access.decorators import needs
from goldenthread.foundation.access.history_lines import history_of
from goldenthread.foundation.access.queries import can, require
from goldenthread.foundation.drafts.form_view import form_view, posted
from goldenthread.foundation.ui.words import lower_first
from goldenthread.thread import operations
from goldenthread.thread.forms.proposals import DeclineForm, ProposeForm, StartForm
from goldenthread.thread.models import Finding, Source
from goldenthread.thread.queries import addresses
from goldenthread.thread.queries import proposals as proposed
from goldenthread.thread.queries.reading import Reading, kept_to_listed
from goldenthread.thread.views.loading import load, told


@needs("thread.read")
@require_safe
def proposals(request, partnership):
    still, decided = proposed.listed(request.viewer)
    page = Paginator(decided, 50).get_page(request.GET.get("page"))
    return render(
        request,
        "thread/proposals.html",
        {
            "waiting": proposed.by_kind(still),
            "count": len(still),
            "page": page,
            "decided": proposed.by_kind(page.object_list),
            "may_decide": can(request.viewer, "thread.decide_proposal") and can(request.viewer, "thread.write"),
        },
    )


def _open(request, holder, key, permission=None):
    """The proposal at an address; opening what came from something kept to listed people leaves a line of history."""
    found = proposed.open_proposal(request.viewer, holder, key)
    if found is None:
        raise Http404
    if permission:
        require(request.viewer, permission, found.proposal)
    if found.thing is not None and kept_to_listed(found.thing) and request.method in ("GET", "HEAD"):
        operations.note_listed_reading(by=request.viewer, now=request.now, source=found.thing.source)
    return found


@needs("thread.read")
@require_safe
def proposal(request, partnership, holder, key):
    found, viewer = _open(request, holder, key), request.viewer
    thing = found.proposal
    return render(
        request,
        "thread/proposal.html",
        {
            "thing": thing,
            "found": found,
            "list": addresses.page(viewer, "proposals"),
            "past": history_of(viewer, thing),
            "origin": Reading(viewer).for_page(found.thing).text
            if found.thing is not None and not hasattr(found.thing, "summary")
            else found.origin,
            "may_decide": proposed.may_decide(viewer, thing),
            "urls": {name: addresses.of(viewer, thing, name) for name in ("take_up", "decline")},
        },
    )


def _decided_already(request, found):
    """Where to send somebody who opens a form for what is decided; what was typed is never thrown away like that."""
    if found.waits or request.method == "POST":
        return None
    messages.info(request, "This is decided already.")
    return redirect(found.url)


@needs("thread.decide_proposal")
@require_http_methods(["GET", "POST"])
def take_up(request, partnership, holder, key):
    require(request.viewer, "thread.write")
    found = _open(request, holder, key, "thread.decide_proposal")
    thing, viewer = found.proposal, request.viewer
    if found.waits and request.method != "POST" and (its_own_form := addresses.of_taking_up(viewer, thing)):
        return redirect(its_own_form)

    def do(values, version):
        source = operations.start_proposed(by=viewer, now=request.now, proposal=thing, version=version, **values)
        return addresses.of(viewer, source)

    return _decided_already(request, found) or form_view(
        request,
        StartForm(posted(request), viewer=viewer, proposal=thing, thing=found.thing, version=thing.version),
        do,
        of=told(thing),
        question="Take up what is proposed",
        intro=f"It becomes a piece of work of this kind: {lower_first(thing.kind_label)}. Change what does not fit.",
        back=found.url,
        submit="Record it",
        said="The piece of work is recorded, and the proposal is taken up. Now add what it found.",
    )


@needs("thread.decide_proposal")
@require_http_methods(["GET", "POST"])
def decline(request, partnership, holder, key):
    require(request.viewer, "thread.write")
    found = _open(request, holder, key, "thread.decide_proposal")
    thing = found.proposal

    def do(values, version):
        operations.decline(by=request.viewer, now=request.now, proposal=thing, version=version, **values)

    return _decided_already(request, found) or form_view(
        request,
        DeclineForm(posted(request), version=thing.version),
        do,
        of=told(thing),
        question="Decline what is proposed",
        intro="It stays in the list, with your reason.",
        quoted=f"{thing.title}\n{thing.text}",
        back=found.url,
        submit="Decline it",
    )


def _propose(request, thing):
    reading, viewer = Reading(request.viewer), request.viewer

    def do(values, version):
        made = operations.propose(by=viewer, now=request.now, holder=request.partnership, about=thing, **values)
        return addresses.of(viewer, made)

    return form_view(
        request,
        ProposeForm(posted(request)),
        do,
        question="Propose further work",
        intro="The business unit takes it up or declines it, with a reason. Only those who may read what it comes "
        "from can read it.",
        quoted=reading.for_page(thing).work if thing.source is thing else reading.for_page(thing).text,
        back=addresses.of(viewer, thing),
        submit="Propose it",
        said="It is proposed. You can see here what becomes of it.",
    )


@needs("thread.propose")
@require_http_methods(["GET", "POST"])
def propose_from_source(request, partnership, holder, key):
    return _propose(request, load(request, Source, holder, key))


@needs("thread.propose")
@require_http_methods(["GET", "POST"])
def propose_from_finding(request, partnership, holder, key):
    return _propose(request, load(request, Finding, holder, key))
