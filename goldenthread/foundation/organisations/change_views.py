"""Pages by which bodies and groups are renamed, merged and ended (ADR 29)."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from goldenthread.foundation.access.decorators import needs
from goldenthread.foundation.access.queries import Forbidden
from goldenthread.foundation.drafts.form_view import add, change, form_view, posted
from goldenthread.foundation.organisations import (
    change_forms,
    leaving,
    merging,
    name_queries,
    name_rules,
    operations,
    queries,
)
from goldenthread.foundation.organisations.views import EDIT
from goldenthread.foundation.ui.words import day

GET_AND_POST = ["GET", "POST"]
SHARED = (
    "{} has this agency too. The new name waits until the unit of each has agreed, and they are told by e-mail. Until "
    "then the old one stays."
)


@needs(EDIT)
@require_http_methods(GET_AND_POST)
def rename_agency(request, partnership, key):
    row = _membership(request, key)
    others = name_rules.asked_beside(row.agency, request.partnership, request.viewer.today)
    waiting = name_queries.waiting_of(row.agency)
    if waiting is not None and request.method != "POST":
        return redirect("organisations:answer_name", partnership=partnership, key=waiting.key)

    def do(**given):
        asked = operations.rename_agency(partnership=request.partnership, **given)
        told = "It is asked for, and the others are told." if asked else "The name is in the record."
        messages.success(request, told)

    return change(
        request,
        change_forms.RenameForm,
        do,
        row.agency,
        name="agency",
        initial={"starts": None},
        question=f"What is {row.agency} called?",
        intro=SHARED.format(" and ".join(body.name for body in others)) if others else "",
        back=f"/{partnership}/who/agencies/",
        said="",
    )


@needs(EDIT)
@require_http_methods(GET_AND_POST)
def answer_name(request, partnership, key):
    """Another partnership agrees to a name, or does not; the one that asked may take it back."""
    asked = get_object_or_404(name_queries.changes_before(request.viewer), key=key)
    own, back = asked.asked_in_id == request.viewer.partnership_id, f"/{partnership}/who/agencies/"
    if request.method != "POST" and asked.state != asked.State.ASKED:
        messages.info(request, f"This name was decided already: {asked.get_state_display().lower()}.")
        return redirect(back)
    if not own:
        name_rules.may_answer(asked, request.partnership, request.viewer.today)
    form = change_forms.NameAnswerForm(posted(request), own=own, version=asked.version)

    def do(values, version):
        given = {**request.acting, "change": asked, "partnership": request.partnership, "version": version}
        if values["answer"] == "yes":
            operations.agree_to_name(**given)
        else:
            operations.decline_name(reason=values["reason"], **given)

    since = f"from {day(asked.starts)} on" if asked.starts else "since the old name was written wrongly"
    short = f" ({asked.short_name})" if asked.short_name else ""
    waits = f" It waits for {name_rules.waits_for(asked, request.viewer.today)}." if own else ""
    return form_view(
        request,
        form,
        do,
        question=f"Is {asked.body} called otherwise?",
        intro=f"{asked.asked_in} asks to call {asked.body} “{asked.name}”{short}, {since}.{waits}",
        back=back,
        submit="Save this answer",
        said="Your answer is in the record, and the others are told.",
        of=("body", asked.body.key),
    )


@needs(EDIT)
@require_http_methods(GET_AND_POST)
def rename_partnership(request, partnership):
    return change(
        request,
        change_forms.RenameForm,
        operations.rename_partnership,
        request.partnership,
        name="body",
        initial={"starts": None},
        question=f"What is {request.partnership} called?",
        back=f"/{partnership}/who/arrangements/",
        said="The name is in the record.",
    )


@needs(EDIT)
@require_http_methods(GET_AND_POST)
def rename_group(request, partnership, holder, key):
    found = _led_group(request, holder, key)
    return change(
        request,
        change_forms.RenameGroupForm,
        operations.rename_group,
        found,
        name="group",
        initial={"starts": None},
        question=f"What is {found} called?",
        back=f"/{partnership}/who/groups/{holder}/{key}/",
        said="The name is in the record.",
    )


@needs(EDIT)
@require_http_methods(GET_AND_POST)
def merge_agency(request, partnership, key):
    """Everything that passes on is shown before anybody confirms it."""
    row = _membership(request, key)
    if row.ends is not None and request.method != "POST":
        return redirect("organisations:hand_over", partnership=partnership, key=key)
    owed = leaving.owed_by(request.viewer, row.agency)
    seats = merging.seats_of_agency(request.viewer, row)
    return add(
        request,
        change_forms.MergeAgencyForm,
        operations.merge_agency,
        given={"membership": row},
        form_given={
            "agencies": merging.agencies_to_join(request.viewer, row.agency),
            "opens": any(thing.shows for one in owed for thing in one.things),
        },
        question=f"Merge {row.agency} with another agency",
        back=f"/{partnership}/who/agencies/",
        submit="Merge them",
        said=f"{row.agency} is merged, and whoever takes something over is told.",
        template="organisations/merging_agency.html",
        agency=row.agency,
        owed=owed,
        seats=seats,
        sent=merging.delegations_of(row, request.viewer.today),
        elsewhere=[
            body
            for body in name_rules.partnerships_with(row.agency, request.viewer.today)
            if body.pk != request.viewer.partnership_id
        ],
    )


@needs(EDIT)
@require_http_methods(GET_AND_POST)
def end_group(request, partnership, holder, key):
    """A group ends, or another takes its place: what ends and what passes on is shown first."""
    found = _led_group(request, holder, key)
    back = f"/{partnership}/who/groups/{holder}/{key}/"
    if request.method != "POST" and (found.kind == found.Kind.ROOT or found.ends is not None):
        return redirect(back)
    return change(
        request,
        change_forms.EndGroupForm,
        operations.end_group,
        found,
        name="group",
        form_given={"groups": merging.groups_to_join(request.viewer, found)},
        question=f"{found} ends",
        back=back,
        submit="End this group",
        said=f"{found} ends on that day.",
        template="organisations/ending_group.html",
        group=found,
        seats=merging.seats_of_group(request.viewer, found),
        sent=[row for row in queries.delegations_of(found) if row.ends is None],
        below=merging.reports_to(found),
        others=merging.others_that_take_part(found, request.viewer.today),
    )


def _membership(request, key):
    row = queries.membership_of(request.viewer, key)
    if row is None:
        raise Http404
    return row


def _led_group(request, holder, key):
    """A group that the partnership leads; of a neighbour's it is told that only its lead changes it."""
    found = get_object_or_404(queries.groups_of(request.viewer), lead__key=holder, key=key)
    if found.lead_id != request.viewer.partnership_id:
        raise Forbidden(f"{found} is led by {found.lead}, which alone renames or ends it.")
    return found
