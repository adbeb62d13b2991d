"""The door of the house: choose a partnership, or sign in."""

from allauth.account.internal.flows.login import Login, perform_login
from django.conf import settings
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from goldenthread.foundation.access.decorators import public, signed_in
from goldenthread.foundation.access.trial import ONE_CLICK, example_sign_in_allowed
from goldenthread.foundation.drafts.form_view import add, change
from goldenthread.foundation.notices import queries as notices
from goldenthread.foundation.organisations import account_queries, operations, queries
from goldenthread.foundation.organisations.account_forms import HousePeopleForm
from goldenthread.foundation.organisations.forms import EndSeatForm, HouseSeatForm, PartnershipForm
from goldenthread.foundation.organisations.house_people_views import administrator
from goldenthread.foundation.organisations.seat_views import confirming
from goldenthread.foundation.people.models import Body
from goldenthread.foundation.ui import views as ui
from goldenthread.foundation.ui.posted import word


@public
def door(request):
    """Signed in: the partnerships in whose name you act. Signed out: what this is, and what is published."""
    viewer = request.viewer
    held = queries.partnerships_of_person(viewer) if viewer.signed_in else []
    # The office of house administrator opens no partnership's pages, so no card leads there.
    held = [(body, titles) for body, titles in held if titles != ["House administrator"]]
    administers = viewer.signed_in and queries.administrators_seat(viewer) is not None
    if len(held) == 1 and not administers and "choose" not in request.GET:
        return redirect(f"/{held[0][0].key}/")
    bodies = Body.objects.filter(kind__in=[Body.Kind.PARTNERSHIP, Body.Kind.PREDECESSOR], stub=False)
    return render(
        request,
        "organisations/door.html",
        {
            "held": held,
            "bodies": bodies,
            "examples": example_sign_in_allowed(request),
            "administers": administers,
        },
    )


@public
def examples(request):
    """One click signs in as a made-up person. Only in a trial: everywhere else this page does not exist."""
    if not example_sign_in_allowed(request):
        raise Http404
    if request.method == "POST":
        user = queries.user_of(word(request.POST, "person"))
        if user is None:
            raise Http404
        user.backend = settings.AUTHENTICATION_BACKENDS[0]
        answer = perform_login(request, Login(user=user, redirect_url="/", signal_kwargs={}))
        if request.user.is_authenticated:  # somebody with a second step of their own is asked for it first
            request.session[ONE_CLICK] = user.pk
        return answer
    return render(request, "organisations/examples.html", {"found": queries.example_people()})


@signed_in
@require_safe
def house(request):
    """Partnerships and accounts of the installation. No record is shown here, nor reached from here."""
    administrator(request)
    page = {
        "bodies": queries.record_holders(),
        "form": HousePeopleForm(),
        "changes": account_queries.waiting_changes(),
        "verified": notices.verified(),
        "waiting": queries.seats_to_confirm(),
        "giving": queries.giving_seats(request.viewer.today),
    }
    return render(request, "organisations/house.html", page)


@signed_in
@require_http_methods(["GET", "POST"])
def add_partnership(request):
    return add(
        request,
        PartnershipForm,
        operations.start_partnership,
        given={"by": administrator(request)},
        question="Start a partnership",
        back=reverse("house"),
        submit="Start it",
        said="The partnership stands. An invitation is on its way to its business manager.",
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def give_house_seat(request):
    """A manager for a partnership, also one that nobody can run any more, or another house administrator."""
    by = administrator(request)
    return add(
        request,
        HouseSeatForm,
        operations.give_house_seat,
        given={"by": by},
        form_given={"viewer": by},
        question="Give a seat that gives others",
        intro="Another holder of such a seat confirms it, and then it opens what it grants. Where a partnership has no "
        "manager who can sign in, its new manager holds the seat at once.",
        back=reverse("house"),
        submit="Give this seat",
        said="The seat is in the record, and everybody concerned is told.",
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_house_seat(request, key):
    by = administrator(request)
    return confirming(request, get_object_or_404(queries.seats_to_confirm(), key=key), by, back=reverse("house"))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def end_house_seat(request, key):
    by = administrator(request)
    seat = get_object_or_404(queries.giving_seats(request.viewer.today), key=key)
    return change(
        request,
        EndSeatForm,
        operations.edit_seat,
        seat,
        name="seat",
        of=("seat", seat.key),
        given={"by": by},
        question="End this seat",
        intro=f"{queries.seat_in_words(seat)}.",
        back=reverse("house"),
        submit="End it",
        said="Saved, and everybody concerned is told.",
    )


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
