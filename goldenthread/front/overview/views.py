"""The signed-in home, and the landing page of each place."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from goldenthread.foundation.access.decorators import needs, public
from goldenthread.foundation.access.queries import can
from goldenthread.front.overview import queries


@public
@require_safe
def today(request, partnership):
    """For whoever holds a seat here what needs them; for everybody else what the partnership has published."""
    viewer = request.viewer
    if not can(viewer, "house.read"):
        parts = queries.public_parts(request.partnership, request.now)
        return render(request, "overview/public.html", {"body": request.partnership, "parts": parts})
    parts = queries.needs(viewer)
    return render(
        request,
        "overview/today.html",
        {
            "parts": parts,
            "asked": any(part.asks for part in parts),
            "mine": queries.mine(viewer),
            "changes": queries.changes(viewer),
            "today": viewer.today,
        },
    )


def _place(request, place, heading, intro):
    return render(
        request,
        "overview/place.html",
        {"entries": queries.menu(request.viewer, place), "page_title": heading, "intro": intro},
    )


@needs("thread.read")
@require_safe
def thread(request, partnership):
    return _place(
        request,
        "thread",
        "The thread",
        "What have we learned, what did we promise, what came of it, and where does it break?",
    )


@needs("house.read")
@require_safe
def work(request, partnership):
    return _place(request, "work", "Work", "What the partnership is doing.")


@needs("people.read")
@require_safe
def who(request, partnership):
    return _place(request, "who", "Who we are", "Areas, agencies, groups and seats.")
