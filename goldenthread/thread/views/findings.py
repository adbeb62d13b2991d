"""Findings: their page, recording, changing, and saying why nothing follows."""

from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from goldenthread.foundation.access.decorators import needs
from goldenthread.foundation.access.history_lines import history_of
from goldenthread.foundation.access.queries import can
from goldenthread.foundation.drafts.form_view import add, change
from goldenthread.thread import operations
from goldenthread.thread.forms.sources import FindingForm, NowhereForm
from goldenthread.thread.models import Action, Finding, Source
from goldenthread.thread.queries import addresses, proposals
from goldenthread.thread.queries.next_steps import for_finding
from goldenthread.thread.queries.story import Story
from goldenthread.thread.queries.works import may
from goldenthread.thread.views.loading import back_to, kept, load, withdrawing

PAGES = (
    "edit_finding",
    "lead_nowhere",
    "propose_from_finding",
    "release_finding",
    "restrict_finding",
    "readers_finding",
    "reword_finding",
)


@needs("thread.read")
@require_safe
def finding(request, partnership, holder, key):
    thing = load(request, Finding, holder, key)
    story = Story(request.viewer, finding=thing)
    seen, follows = story.reading.for_page(thing), story.follows(thing)
    return render(
        request,
        "thread/finding.html",
        {
            "thing": seen,
            "text": seen.text,
            "whole": seen.whole,
            "work": seen.work,
            "work_url": addresses.of_work(request.viewer, thing) if seen.sees_work else "",
            "themes": [{"name": row.name, "url": addresses.of_theme(request.viewer, row)} for row in seen.themes.all()],
            "knots": story.knots_of_finding(),
            "next": for_finding(
                request.viewer, seen, story.recommendations, [row for row in follows if isinstance(row, Action)]
            ),
            "may": may(request.viewer, thing),
            "past": history_of(request.viewer, thing) if seen.whole else [],
            "links": _links(request.viewer, thing, whole=seen.whole, follows=bool(follows)),
            "proposed": proposals.made_from(request.viewer, thing),
            "urls": {name: addresses.of(request.viewer, thing, name) for name in PAGES},
        },
    )


def _links(viewer, thing, *, whole, follows):
    """What else this person may do here, as quiet links."""
    links = []
    if whole and can(viewer, "thread.write", thing):
        links.append(("Change this finding", addresses.of(viewer, thing, "edit_finding")))
        if thing.kind == Finding.Kind.DEVELOPMENT and not thing.no_step_reason and not follows:
            links.append(("Say why nothing follows", addresses.of(viewer, thing, "lead_nowhere")))
    if whole and thing.kind == Finding.Kind.DEVELOPMENT and can(viewer, "thread.add_action", thing.source):
        url = addresses.of_work(viewer, thing, "add_action") + f"?finding={thing.key}"
        links.append(("Add an action that answers it directly", url))
    if can(viewer, "thread.propose"):
        links.append(("Propose further work", addresses.of(viewer, thing, "propose_from_finding")))
    links += withdrawing(viewer, thing)
    return links


def _theme_address(request):
    """Where this person adds a theme, or ""."""
    return addresses.page(request.viewer, "add_theme") if can(request.viewer, "thread.write") else ""


@needs("thread.write")
@require_http_methods(["GET", "POST"])
def add_finding(request, partnership, holder, key):
    source = load(request, Source, holder, key, "thread.write")
    return add(
        request,
        FindingForm,
        operations.add_finding,
        given={"source": source},
        form_given={"viewer": request.viewer},
        tells=lambda added: [kept(request.viewer, added)],
        question="Add a finding",
        template="thread/finding_form.html",
        add_theme=_theme_address(request),
        back=addresses.of(request.viewer, source),
        submit="Add this finding",
    )


@needs("thread.write")
@require_http_methods(["GET", "POST"])
def edit_finding(request, partnership, holder, key):
    thing = load(request, Finding, holder, key, "thread.write", whole=True)
    return change(
        request,
        FindingForm,
        operations.edit_finding,
        thing,
        initial={"themes": list(thing.themes.all())},
        form_given={"viewer": request.viewer},
        question="Change this finding",
        back=back_to(request, thing),
        template="thread/finding_form.html",
        add_theme=_theme_address(request),
    )


@needs("thread.write")
@require_http_methods(["GET", "POST"])
def lead_nowhere(request, partnership, holder, key):
    thing = load(request, Finding, holder, key, "thread.write", whole=True)
    back = (
        addresses.of_work(request.viewer, thing)
        if can(request.viewer, "thread.write", thing.source)
        else addresses.of(request.viewer, thing)
    )
    return change(
        request,
        NowhereForm,
        operations.lead_nowhere,
        thing,
        question="Why does nothing follow from this finding?",
        quoted=thing.text,
        back=back,
        called={"no_step_reason": "reason", "no_step_by": "who", "no_step_on": "on"},
    )
