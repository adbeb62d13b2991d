"""The door of the house: choose a partnership, or sign in."""

from allauth.account.internal.flows.login import Login, perform_login
from django.conf import settings
from django.http import Http404
from django.shortcuts import redirect, render

from goldenthread.foundation.access.decorators import public
from goldenthread.foundation.organisations import queries
from goldenthread.foundation.organisations.sign_in import example_sign_in_allowed
from goldenthread.foundation.people.models import Body
from goldenthread.foundation.ui import views as ui


@public
def door(request):
    """Signed in: the partnerships in whose name you act. Signed out: what this is, and what is published."""
    viewer = request.viewer
    held = queries.partnerships_of_person(viewer) if viewer.signed_in else []
    if len(held) == 1 and "choose" not in request.GET:
        return redirect(f"/{held[0][0].key}/")
    bodies = Body.objects.filter(kind__in=[Body.Kind.PARTNERSHIP, Body.Kind.PREDECESSOR], stub=False)
    return render(
        request,
        "organisations/door.html",
        {"held": held, "bodies": bodies, "examples": example_sign_in_allowed(request)},
    )


@public
def examples(request):
    """One click signs in as a made-up person. Only in a trial: everywhere else this page does not exist."""
    if not example_sign_in_allowed(request):
        raise Http404
    if request.method == "POST":
        user = queries.user_of(request.POST.get("person", ""))
        if user is None:
            raise Http404
        user.backend = settings.AUTHENTICATION_BACKENDS[0]
        return perform_login(request, Login(user=user, redirect_url="/", signal_kwargs={}))
    return render(request, "organisations/examples.html", {"found": queries.example_people()})


@public
def catalogue(request):
    """Every component of the pages: for those who build them, in a trial only."""
    if not settings.EXAMPLE_SIGN_IN:
        raise Http404
    return ui.catalogue(request)


@public
def preferences(request):
    return ui.preferences(request)


@public
def accessibility(request):
    return render(request, "organisations/accessibility.html")


@public
def about(request):
    return render(request, "organisations/about.html")
