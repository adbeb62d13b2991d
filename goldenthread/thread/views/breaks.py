"""Where the thread breaks: the picture, and the list behind each of its widths."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from goldenthread.foundation.access.decorators import needs
from goldenthread.thread import blocks
from goldenthread.thread.forms.filters import NarrowForm
from goldenthread.thread.queries import addresses
from goldenthread.thread.queries import breaks as places
from goldenthread.thread.queries.lists import rows_of


@needs("thread.read")
@require_safe
def breaks(request, partnership):
    form = NarrowForm(request.GET, viewer=request.viewer)
    picture = places.picture(request.viewer, form.narrow)
    links = {code: _list(request, code, form) for code in places.BY_CODE}
    drawn = [
        blocks.draw(
            picture.stages, picture.gaps, links, title="The thread from pieces of work to impact", upright=upright
        )
        for upright in (False, True)
    ]
    return render(
        request,
        "thread/breaks.html",
        {
            "form": form,
            "picture": picture,
            "headline": picture.headline(form.in_words),
            "lying": mark_safe(drawn[0]),
            "upright": mark_safe(drawn[1]),
            "clear": addresses.page(request.viewer, "breaks"),
            "table": [_stage(place, picture, links) for place in places.STAGES],
            "gaps": [_gap(place, picture, links) for place in places.GAPS],
            "left_open": [_gap(place, picture, links) for place in places.LEFT_OPEN if picture.counts[place.code]],
        },
    )


def _list(request, code, form):
    return addresses.of_break(request.viewer, code) + (f"?{form.address}" if form.address else "")


def _gap(place, picture, links):
    return {
        "label": place.label,
        "count": picture.counts[place.code],
        "url": links[place.code],
        "explains": place.explains,
    }


def _stage(place, picture, links):
    gaps = (*places.GAPS, *(gap for gap in places.LEFT_OPEN if picture.counts[gap.code]))
    ends = [_gap(gap, picture, links) for gap in gaps if gap.after == place.code]
    return {"label": place.label, "count": picture.counts[place.code], "url": links[place.code], "ends": ends}


@needs("thread.read")
@require_safe
def break_list(request, partnership, code):
    place = places.BY_CODE.get(code)
    if place is None:
        raise Http404
    form = NarrowForm(request.GET, viewer=request.viewer)
    rows = places.rows(request.viewer, place, form.narrow)
    page = Paginator(places.in_order(request.viewer, rows), 50).get_page(request.GET.get("page"))
    back = addresses.page(request.viewer, "breaks") + (f"?{form.address}" if form.address else "")
    return render(
        request,
        "thread/break_list.html",
        {
            "place": place,
            "form": form,
            "page": page,
            "rows": rows_of(request.viewer, place.model, page),
            "back": back,
            "clear": addresses.of_break(request.viewer, code),
        },
    )
