"""Pages on which the house administrator manages every account of the house. No record is read from here."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goldenthread.foundation.access.decorators import signed_in
from goldenthread.foundation.access.viewer import viewer_for
from goldenthread.foundation.drafts.form_view import change, form_view, posted
from goldenthread.foundation.organisations import account_forms, account_queries, operations, queries
from goldenthread.foundation.organisations.account_views import (
    asking_for_address,
    asking_for_reset,
    deciding,
    inviting,
)
from goldenthread.foundation.organisations.forms import PersonForm
from goldenthread.foundation.people.models import Person
from goldenthread.foundation.room import Refused
from goldenthread.foundation.ui.posted import word

ANY = ["GET", "HEAD", "POST"]


def administrator(request):
    """The viewer of whoever holds a seat of house administrator anywhere. Raises Http404 for everybody else."""
    seat = queries.administrators_seat(request.viewer)
    if seat is None:
        raise Http404
    return viewer_for(seat.person, seat.partnership, request.now)


@signed_in
@require_safe
def people(request):
    """Everybody in the house, by name or exact address."""
    administrator(request)
    sought, show = word(request.GET, "q"), word(request.GET, "show")
    rows = account_queries.people_of_the_house(sought, show, request.viewer.today)
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    form = account_forms.HousePeopleForm(request.GET)
    return render(request, "organisations/house_people.html", {"page": page, "form": form})


def _person(key) -> Person:
    return get_object_or_404(Person.objects.select_related("user"), key=key)


@signed_in
@require_safe
def person(request, key):
    """One person: how their account stands, and where they sit."""
    by, found = administrator(request), _person(key)
    page = {
        "person": found,
        "account": account_queries.account_of(found, request.now),
        "seats": account_queries.seats_that_count(found, request.viewer.today),
        "own": by.person_id == found.pk,
    }
    return render(request, "organisations/house_person.html", page)


def _back(key):
    return reverse("house_person", kwargs={"key": key})


@signed_in
@require_http_methods(ANY)
def edit_person(request, key):
    """Name and post of anybody with an account."""
    by, found = administrator(request), _person(key)
    given = {"by": by, "partnership": None}
    question, back = f"Change {found.name}", _back(key)
    return change(request, PersonForm, operations.edit_person, found, given=given, question=question, back=back)


@signed_in
@require_http_methods(ANY)
def change_address(request, key):
    return asking_for_address(request, _person(key), administrator(request), None, back=_back(key))


@signed_in
@require_http_methods(ANY)
def ask_for_reset(request, key):
    return asking_for_reset(request, _person(key), administrator(request), None, back=_back(key))


@signed_in
@require_POST
def invite(request, key):
    by = administrator(request)
    return inviting(request, _person(key), by, None, back=_back(key))


@signed_in
@require_http_methods(ANY)
def account_change(request, key):
    by = administrator(request)
    change = get_object_or_404(account_queries.changes(), key=key)
    return deciding(request, change, by, back=reverse("house"))


@signed_in
@require_http_methods(ANY)
def close_account(request, key):
    """A question first: what stands in their name, and what closing does."""
    by, found = administrator(request), get_object_or_404(Person, key=key, user__is_active=True)

    def do(values, version):
        operations.set_account(by=by, now=request.now, user=found.user, active=False)

    return form_view(
        request,
        account_forms.CloseForm(posted(request)),
        do,
        question=f"Close the account of {found.name}?",
        back=_back(key),
        submit="Close the account",
        said="The account is closed. Whoever is signed in with it is signed out.",
        template="organisations/close_account.html",
        person=found,
        leaves=account_queries.leaves_behind(found, request.now),
    )


@signed_in
@require_POST
def open_account(request, key):
    """What was closed can be opened again."""
    by, found = administrator(request), get_object_or_404(Person, key=key, user__isnull=False)
    try:
        operations.set_account(by=by, now=request.now, user=found.user, active=True)
        messages.success(request, "The account is open again.")
    except Refused as refused:
        messages.error(request, refused.sentence)
    return redirect(_back(key))


@signed_in
@require_safe
def events(request):
    """Who signed in and who failed to, and what was changed in how accounts are opened."""
    administrator(request)
    form = account_forms.EventsForm(request.GET)
    rows = account_queries.events(sought=word(request.GET, "q"), kind=word(request.GET, "kind"))
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    return render(request, "organisations/house_events.html", {"page": page, "form": form})
