"""Pages on which seats are given, confirmed, changed and ended."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from goldenthread.foundation.access.decorators import needs
from goldenthread.foundation.access.roles import roles
from goldenthread.foundation.drafts.form_view import add, change, form_view, posted
from goldenthread.foundation.organisations import forms, operations, queries, rules
from goldenthread.foundation.organisations.queries import seat_in_words

EDIT = "people.edit"
ANY = ["GET", "HEAD", "POST"]


@needs(EDIT)
@require_http_methods(ANY)
def add_person(request, partnership):
    """Somebody new, or somebody who is in the house already: then only their exact e-mail address finds them."""
    return add(
        request,
        forms.NewPersonForm,
        operations.add_person_with_seat,
        given={"body": request.partnership},
        form_given={"viewer": request.viewer, "partnership": request.partnership},
        question="Add a person and give them a seat",
        back=f"/{partnership}/who/people/",
        submit="Add this person",
        said="The seat is in the record. One that signs, releases or gives seats waits for a second person.",
    )


@needs(EDIT)
@require_http_methods(ANY)
def give_seat(request, partnership, key):
    person, _ = queries.person_here(request.viewer, key)
    return add(
        request,
        forms.SeatForm,
        operations.give_seat,
        given={"person": person},
        form_given={"viewer": request.viewer, "partnership": request.partnership},
        question=f"Give {person.name} a seat",
        back=f"/{partnership}/who/people/{key}/",
        submit="Give this seat",
        said="The seat is in the record. One that signs, releases or gives seats waits for a second person.",
    )


@needs(EDIT)
@require_http_methods(ANY)
def edit_seat(request, partnership, key):
    seat = get_object_or_404(queries.seats_of(request.viewer, past=True), key=key)
    return change(
        request,
        forms.SeatEditForm,
        operations.edit_seat,
        seat,
        name="seat",
        of=("seat", seat.key),
        question="Change or end this seat",
        back=f"/{partnership}/who/people/{seat.person.key}/",
        intro=f"{seat_in_words(seat)}.",
    )


@needs("people.read")
@require_http_methods(ANY)
def confirm_seat(request, partnership, key):
    seat = get_object_or_404(queries.seats_of(request.viewer, past=True), key=key)
    return confirming(request, seat, request.viewer, back=f"/{partnership}/who/people/{seat.person.key}/")


def confirming(request, seat, by, *, back):
    """One question to the second person. Whoever proposed the seat may take it back here."""
    own = by.person_id == seat.given_by_id
    if not own:
        rules.may_confirm(by, seat, queries.body_of(seat))
    if request.method != "POST" and seat.state != seat.State.PROPOSED:  # the person's page says what now stands
        messages.info(request, f"Somebody has answered this already: {roles()[seat.role].title}.")
        return redirect(back)
    form = forms.ConfirmSeatForm(posted(request), own=own, version=seat.version)

    def do(values, version):
        given = {"seat": seat, "version": version, "by": by, "now": request.now}
        if values["answer"] == "yes":
            operations.confirm_seat(**given)
        else:
            operations.decline_seat(reason=values["reason"], **given)

    proposer = f" Proposed by {seat.given_by}." if seat.given_by else ""
    return form_view(
        request,
        form,
        do,
        question="Does this person take this seat?",
        back=back,
        submit="Save this answer",
        said="Your answer is in the record, and everybody concerned is told.",
        of=("seat", seat.key),
        intro=f"{seat_in_words(seat)}.{proposer} {roles()[seat.role].sentence} It opens nothing until somebody who "
        "neither proposed nor takes it confirms it.",
    )
