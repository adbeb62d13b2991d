"""The partnership's list of abbreviations."""

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goldenthread.foundation.access.decorators import needs
from goldenthread.foundation.access.queries import can
from goldenthread.foundation.drafts.form_view import add, change
from goldenthread.front.yearly_report import forms, operations, queries
from goldenthread.front.yearly_report.views.loading import given

ANY = ["GET", "POST"]


def _list(partnership):
    return reverse("yearly_report:abbreviations", kwargs={"partnership": partnership})


@needs("report.read")
@require_safe
def abbreviations(request, partnership):
    page = {
        "rows": queries.abbreviations(request.viewer),
        "not_explained": queries.not_explained(request.partnership, request.now),
        "may_write": can(request.viewer, "report.write"),
    }
    return render(request, "yearly_report/abbreviations.html", page)


@needs("report.write")
@require_http_methods(ANY)
def add_abbreviation(request, partnership):
    return add(
        request,
        forms.AbbreviationForm,
        operations.add_abbreviation,
        given={"body": request.partnership},
        initial={"short": request.GET.get("short", "")[:20]},
        question="Add an abbreviation",
        back=_list(partnership),
        submit="Add this abbreviation",
    )


@needs("report.write")
@require_http_methods(ANY)
def change_abbreviation(request, partnership, pk):
    row = get_object_or_404(queries.abbreviations(request.viewer), pk=pk)
    return change(
        request,
        forms.AbbreviationForm,
        operations.change_abbreviation,
        row,
        question="Change an abbreviation",
        back=_list(partnership),
    )


@needs("report.write")
@require_POST
def remove_abbreviation(request, partnership, pk):
    row = get_object_or_404(queries.abbreviations(request.viewer), pk=pk)
    operations.remove_abbreviation(abbreviation=row, **given(request))
    return redirect(_list(partnership))
