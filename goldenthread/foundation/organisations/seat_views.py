"""Pages on which seats are given, confirmed, changed and ended."""

from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from goldenthread.foundation.access.decorators import needs
from goldenthread.foundation.access.roles import roles
from goldenthread.foundation.drafts.form_view import form_view, posted
from goldenthread.foundation.organisations import forms, operations, queries, rules
from goldenthread.foundation.organisations.queries import seat_in_words

EDIT = "people.edit"
ANY = ["GET", "HEAD", "POST"]
WAITS = "It opens nothing until a second person confirms it. Whoever can has been told by e-mail."


def _given(request):
    return {"by": request.viewer, "now": request.now}


def said_of(seat) -> str:
    return f"The seat is proposed. {WAITS}" if seat.state == seat.State.PROPOSED else "The seat is given."


@needs(EDIT)
@require_http_methods(ANY)
def add_person(request, partnership):
    """Somebody new, or somebody who is in the house already: then only their exact e-mail address finds them."""
    form = forms.NewPersonForm(posted(request), viewer=request.viewer)

    def do(values, version):
        operations.add_person_with_seat(
            body=request.partnership,
            **{name: values[name] for name in ("name", "email", "post", "role", "starts", "title")},
            **form.scope(request.partnership),
            **_given(request),
        )

    return form_view(
        request,
        form,
        do,
        question="Add a person and give them a seat",
        back=f"/{partnership}/who/people/",
        submit="Add this person",
        said="The seat is in the record. One that signs, releases or gives seats waits for a second person.",
    )


@needs(EDIT)
@require_http_methods(ANY)
def give_seat(request, partnership, key):
    person, _ = queries.person_here(request.viewer, key)
    form = forms.SeatForm(posted(request), viewer=request.viewer)

    def do(values, version):
        taken = {name: values[name] for name in ("role", "starts", "title")}
        operations.give_seat(person=person, **taken, **form.scope(request.partnership), **_given(request))

    return form_view(
        request,
        form,
        do,
        question=f"Give {person.name} a seat",
        back=f"/{partnership}/who/people/{key}/",
        submit="Give this seat",
        said="The seat is in the record. One that signs, releases or gives seats waits for a second person.",
    )


@needs(EDIT)
@require_http_methods(ANY)
def edit_seat(request, partnership, key):
    seat = get_object_or_404(queries.seats_of(request.viewer, past=True), key=key)
    names = ("title", "agreement_signed_on", "dbs_checked_on", "ends")
    form = forms.SeatEditForm(
        posted(request), initial={name: getattr(seat, name) for name in names}, version=seat.version
    )

    def do(values, version):
        operations.edit_seat(seat=seat, version=version, **values, **_given(request))

    return form_view(
        request,
        form,
        do,
        question="Change or end this seat",
        back=f"/{partnership}/who/people/{seat.person.key}/",
        said="Saved.",
        of=("seat", seat.key),
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
