"""A piece of work: its page, recording and changing it, its readers."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from goldenthread.foundation.access.decorators import needs
from goldenthread.foundation.access.history_lines import history_of
from goldenthread.foundation.access.queries import can
from goldenthread.foundation.drafts.form_view import add, change
from goldenthread.thread import operations
from goldenthread.thread.forms.filters import NarrowForm
from goldenthread.thread.forms.sources import NewSourceForm, SourceForm
from goldenthread.thread.models import Source
from goldenthread.thread.queries import addresses, choices, proposals, works
from goldenthread.thread.queries.documents import documents_of, may_attach
from goldenthread.thread.queries.next_steps import for_source
from goldenthread.thread.queries.reading import kept_to_listed
from goldenthread.thread.queries.releasing import address_of_releasing
from goldenthread.thread.queries.story import Story
from goldenthread.thread.views.loading import load


@needs("thread.read")
@require_safe
def sources(request, partnership):
    form = NarrowForm(request.GET, viewer=request.viewer)
    rows = works.sources(request.viewer, form.narrow)
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    return render(
        request,
        "thread/sources.html",
        {
            "form": form,
            "page": page,
            "rows": works.in_list(request.viewer, page),
            "may_add": can(request.viewer, "thread.write"),
            "add": addresses.page(request.viewer, "add_source"),
            "clear": addresses.page(request.viewer, "sources"),
        },
    )


@needs("thread.read")
@require_safe
def source(request, partnership, holder, key):
    thing = load(request, Source, holder, key)
    story = Story(request.viewer, source=thing)
    reading, seen = story.reading, story.reading.for_page(thing)
    parts = [
        row for row in works.parts(story) if reading.reads_whole(row) and (story.recorded or not kept_to_listed(row))
    ]
    return render(
        request,
        "thread/source.html",
        {
            "source": seen,
            "name": seen.work,
            "summary": seen.text,
            "whole": seen.whole,
            "story": story,
            "next": for_source(request.viewer, story),
            "areas": works.areas(thing),
            "readers": works.readers(request.viewer, thing),
            "documents": documents_of(request.viewer, thing),
            "may_attach": may_attach(request.viewer, thing),
            "may": works.may(request.viewer, thing),
            "past": history_of(
                request.viewer,
                *([thing] if seen.whole else []),
                *parts,
                *works.evidence_of(story, parts),
                labels=works.labels(story),
            ),
            "links": works.links(request.viewer, thing),
            "came_from": proposals.that_became(request.viewer, thing) if seen.whole else [],
            "proposed": proposals.made_from(request.viewer, thing, *story.findings),
            "urls": works.urls(request.viewer, thing),
            "release_work": address_of_releasing(request.viewer, story),
        },
    )


@needs("thread.write")
@require_http_methods(["GET", "POST"])
def add_source(request, partnership):
    viewer = request.viewer
    return add(
        request,
        NewSourceForm,
        operations.add_source,
        form_given={"viewer": viewer},
        initial={"kind": request.GET.get("kind", "")},
        to=lambda added: addresses.of(viewer, added),
        question="Record a piece of work",
        intro="A review, an audit, a meeting or anything else that found something. What it found is added on the "
        "next page.",
        back=addresses.page(viewer, "sources"),
        submit="Record it",
        said="The piece of work is recorded. Now add what it found.",
        template="thread/add_source.html",
        elsewhere=choices.begun_elsewhere(viewer),
    )


@needs("thread.write")
@require_http_methods(["GET", "POST"])
def edit_source(request, partnership, holder, key):
    thing = load(request, Source, holder, key, "thread.write", whole=True)
    return change(
        request,
        SourceForm,
        operations.edit_source,
        thing,
        initial={"areas": [link.area for link in thing.source_areas.select_related("area")]},
        form_given={"viewer": request.viewer},
        question="Change this piece of work",
        back=addresses.of(request.viewer, thing),
    )
