"""Two pages of this app: the catalogue of components, and the choice of light or dark. Mounted by others."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from . import posted
from .catalogue import ComponentsForm, example_context
from .forms import PreferencesForm

YEAR = 365 * 24 * 60 * 60


def catalogue(request):
    """Every component with example data, so that a change of style can be seen whole."""
    form = ComponentsForm(request.POST if request.method == "POST" else None, request.FILES or None, version=3)
    if request.GET.get("show") == "faults":
        form = ComponentsForm(ComponentsForm.FAULTY, version=3)
    if form.is_bound:
        form.is_valid()
    return render(request, "ui/catalogue.html", example_context(form, request.GET.get("page", "4")))


def preferences(request):
    """Light, dark, or as the device says; kept in a cookie, needs no account."""
    back = posted.word(request.POST, "back") or request.META.get("HTTP_REFERER", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        back = "/"
    form = PreferencesForm(request.POST or None, initial={"theme": request.COOKIES.get("theme", ""), "back": back})
    if request.method == "POST" and form.is_valid():
        response = HttpResponseRedirect(back)
        response.set_cookie(
            "theme", form.cleaned_data["theme"], max_age=YEAR, samesite="Lax", httponly=True, secure=request.is_secure()
        )
        messages.success(request, "Your choice is kept on this device.")
        return response
    return render(request, "ui/preferences.html", {"form": form})
