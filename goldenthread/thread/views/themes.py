"""Themes: what keeps coming back."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from goldenthread.foundation.access.decorators import needs
from goldenthread.foundation.access.queries import can
from goldenthread.foundation.drafts.form_view import add
from goldenthread.thread import operations
from goldenthread.thread.forms.sources import ThemeForm
from goldenthread.thread.models import Theme
from goldenthread.thread.queries import addresses, recurrence


@needs("thread.read")
@require_safe
def themes(request, partnership):
    rows = recurrence.themes(request.viewer)
    page = {
        "rows": rows,
        "may_add": can(request.viewer, "thread.write"),
        "add": addresses.page(request.viewer, "add_theme"),
    }
    return render(request, "thread/themes.html", page)


@needs("thread.read")
@require_safe
def theme(request, partnership, key):
    thing = Theme.objects.filter(key=key).first()
    if thing is None:
        raise Http404
    return render(
        request,
        "thread/theme.html",
        {
            "theme": thing,
            "found": recurrence.of_theme(request.viewer, thing),
            "themes": addresses.page(request.viewer, "themes"),
        },
    )


@needs("thread.write")
@require_http_methods(["GET", "POST"])
def add_theme(request, partnership):
    return add(
        request,
        ThemeForm,
        operations.add_theme,
        question="Add a theme",
        back=addresses.page(request.viewer, "themes"),
        intro="Themes are shared by all partnerships here, so that the same words mean the same thing everywhere.",
        submit="Add this theme",
    )
