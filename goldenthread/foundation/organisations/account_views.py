"""Pages on which a partnership manages the accounts of its people."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goldenthread.foundation.access.decorators import needs
from goldenthread.foundation.drafts.form_view import add, form_view, posted
from goldenthread.foundation.organisations import account_forms, account_queries, account_rules, operations, queries
from goldenthread.foundation.organisations.models import AccountChange
from goldenthread.foundation.people.models import Person
from goldenthread.foundation.room import Refused

ACCOUNTS = "people.accounts"
ANY = ["GET", "HEAD", "POST"]
ASKED = "Saved. Where it waits for a second person, whoever can confirm it has been told by e-mail."


@needs(ACCOUNTS)
@require_safe
def without_seat(request, partnership):
    """Whose last seat here ended, and who was added and never given one."""
    rows = account_queries.without_a_seat(request.viewer)
    return render(request, "organisations/without_seat.html", {"rows": rows})


def _back(partnership, key):
    return f"/{partnership}/who/people/{key}/"


@needs(ACCOUNTS)
@require_http_methods(ANY)
def change_address(request, partnership, key):
    person, _ = queries.person_here(request.viewer, key)
    operations.may_manage(request.viewer, person, request.partnership, request.now)
    return asking_for_address(request, person, request.viewer, request.partnership, back=_back(partnership, key))


@needs(ACCOUNTS)
@require_http_methods(ANY)
def ask_for_reset(request, partnership, key):
    person, _ = queries.person_here(request.viewer, key)
    operations.may_manage(request.viewer, person, request.partnership, request.now)
    return asking_for_reset(request, person, request.viewer, request.partnership, back=_back(partnership, key))


@needs(ACCOUNTS)
@require_POST
def invite(request, partnership, key):
    person, _ = queries.person_here(request.viewer, key)
    return inviting(request, person, request.viewer, request.partnership, back=_back(partnership, key))


@needs("people.read")
@require_http_methods(ANY)
def account_change(request, partnership, key):
    """Somebody who may decide it, or who asked for it; for everybody else it does not exist."""
    found = account_queries.for_viewer(request.viewer, account_queries.changes().filter(key=key))
    change = get_object_or_404(AccountChange, pk__in=[row.pk for row in found])
    return deciding(request, change, request.viewer, back=f"/{partnership}/who/people/")


# The same pages for the house administrator


def asking_for_address(request, person: Person, by, partnership, *, back):
    now = f"The account is opened by {person.user.email} now." if person.user else "There is no account yet."
    return add(
        request,
        account_forms.AddressForm,
        operations.change_address,
        given={"by": by, "person": person, "partnership": partnership},
        question=f"Another e-mail address for {person.name}" if person.user else f"An account for {person.name}",
        intro=f"{now} A change waits for a second person where the account signs, releases, gives seats or reads what "
        "is kept to listed people, and where it is used in more than one place.",
        back=back,
        submit="Change the address" if person.user else "Make the account",
        said=ASKED,
    )


def asking_for_reset(request, person: Person, by, partnership, *, back):
    return add(
        request,
        account_forms.ResetForm,
        operations.ask_for_reset,
        given={"by": by, "person": person, "partnership": partnership},
        question=f"Reset the second step of {person.name}",
        intro="For somebody who lost their phone or key and has no recovery code. A second person confirms it; then "
        "the person signs in with the password alone, and sets up a new step.",
        back=back,
        submit="Ask a second person",
        said=ASKED,
    )


def inviting(request, person: Person, by, partnership, *, back):
    try:
        operations.invite(by=by, now=request.now, person=person, partnership=partnership)
        messages.success(request, f"An invitation is on its way to {person.user.email}.")
    except Refused as refused:
        messages.error(request, refused.sentence)
    return redirect(back)


def deciding(request, change: AccountChange, by, *, back):
    """One question to the second person. Whoever asked may take it back here."""
    own = by.person_id == change.asked_by_id
    if not own:
        account_rules.is_second_person(by, change, request.now)
    if request.method != "POST" and change.state != change.State.ASKED:
        messages.info(request, f"Somebody has answered this already: {change.get_state_display().lower()}.")
        return redirect(back)
    form = account_forms.DecideForm(posted(request), change=change, own=own, version=change.version)

    def do(values, version):
        given = {"change": change, "version": version, "by": by, "now": request.now}
        if values["answer"] == "yes":
            operations.confirm_account_change(**given)
        else:
            operations.decline_account_change(reason=values["reason"], **given)

    what = f"{change.person.name}: {change.get_kind_display()}."
    if change.kind == AccountChange.Kind.ADDRESS:
        before = f" in place of {change.email_before}" if change.email_before else ""
        what = f"{change.person.name} is to sign in by {change.email}{before}."
    return form_view(
        request,
        form,
        do,
        question="Do you confirm this change of an account?",
        back=back,
        submit="Save this answer",
        said="Your answer is kept, and everybody concerned is told.",
        of=("person", change.person.key),
        intro=f"{what} Asked for by {change.asked_by}, who says how they know that the person wants it:",
        quoted=change.reason,
        template="organisations/account_change.html",
        change=change,
    )
