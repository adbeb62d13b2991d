"""The year in ten lines: what the record proposes, what people make of it, and in which order."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goldenthread.foundation.access.decorators import needs
from goldenthread.foundation.access.viewer import public_reader
from goldenthread.foundation.drafts.form_view import add, change
from goldenthread.foundation.room import Refused
from goldenthread.foundation.ui import posted
from goldenthread.front.yearly_report import forms, operations, writing_page
from goldenthread.front.yearly_report.assembly import TEN_LINES, section_of
from goldenthread.front.yearly_report.models import Line
from goldenthread.front.yearly_report.views.loading import address, given, own_report

ANY = ["GET", "POST"]


def _section(request, key):
    found = section_of(own_report(request, key), TEN_LINES)
    if found is None:
        raise Http404
    return found


def _line(request, key, pk):
    return get_object_or_404(
        Line.objects.select_related("section__report__body"), pk=pk, section=_section(request, key).pk
    )


@needs("report.read")
@require_safe
def ten_lines(request, partnership, key):
    page = writing_page.of_ten_lines(request.viewer, _section(request, key))
    return render(request, "yearly_report/ten_lines.html", page)


@needs("report.write")
@require_http_methods(ANY)
def add_line(request, partnership, key):
    return add(
        request,
        forms.LineForm,
        operations.add_line,
        given={"section": _section(request, key)},
        question="Add a line",
        back=address(request, "ten_lines", key),
        submit="Add this line",
        intro="One sentence that a reader should know who reads nothing else. Somebody stands behind it by name.",
    )


@needs("report.write")
@require_http_methods(ANY)
def change_line(request, partnership, key, pk):
    line = _line(request, key, pk)
    return change(
        request,
        forms.LineForm,
        operations.change_line,
        line,
        name="line",
        of=("report", line.section.report.ref),
        question="Change this line",
        back=address(request, "ten_lines", key),
    )


@needs("report.write")
@require_POST
def take_line(request, partnership, key):
    """Take one of the lines that the record proposes, as it is proposed."""
    section = _section(request, key)
    name = posted.word(request.POST, "noun"), posted.word(request.POST, "ref")
    offered = writing_page.proposals(section, public_reader(section.report.body, request.now))
    line = next((one for one in offered if (one.noun, one.key) == name), None)
    if line is None:
        raise Http404
    words = line.words if len(line.words) <= Line._meta.get_field("text").max_length else ""
    return _do(
        request,
        key,
        lambda: operations.add_line(
            section=section,
            part=line.part,
            text=words or f"{line.words[:296].rsplit(' ', 1)[0]} …",
            noun=line.noun,
            key=line.key,
            **given(request),
        ),
    )


@needs("report.write")
@require_POST
def move_line(request, partnership, key, pk):
    line = _line(request, key, pk)
    do = operations.remove_line if posted.word(request.POST, "way") == "out" else operations.move_line
    return _do(request, key, lambda: do(line=line, **given(request)))


def _do(request, key, what):
    try:
        what()
    except Refused as refused:
        messages.error(request, refused.sentence)
    return redirect(address(request, "ten_lines", key))
