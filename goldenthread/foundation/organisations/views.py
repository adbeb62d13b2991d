"""Pages of "Who we are"."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from goldenthread.foundation import room
from goldenthread.foundation.access.decorators import needs
from goldenthread.foundation.access.history_lines import history_of
from goldenthread.foundation.access.queries import can
from goldenthread.foundation.drafts.form_view import add, change
from goldenthread.foundation.organisations import (
    account_queries,
    forms,
    leaving,
    name_queries,
    operations,
    queries,
    rules,
)
from goldenthread.foundation.organisations.account_forms import FindForm
from goldenthread.foundation.organisations.role_words import roles_in_words
from goldenthread.foundation.ui.posted import word

EDIT = "people.edit"


def render_page(request, template, **more):
    more["may_edit"] = can(request.viewer, EDIT)
    more["may_confirm"] = more["may_edit"] or any(seat.role.confirms for seat in request.viewer.seats)
    return render(request, f"organisations/{template}.html", more)


@needs("people.read")
@require_safe
def people(request, partnership):
    past, sought = request.GET.get("past") == "yes", word(request.GET, "q")
    manages = can(request.viewer, "people.accounts")
    seats = account_queries.found_people(request.viewer, sought, by_address=manages, past=past)
    page = {"seats": seats, "past": past, "sought": sought, "manages": manages}
    page["form"] = FindForm(request.GET, by_address=manages)
    page["changes"] = account_queries.for_viewer(request.viewer, account_queries.waiting_changes())
    page["waiting"] = queries.proposed_seats(request.viewer)
    page["mine_to_confirm"] = queries.seats_to_confirm_by(request.viewer)
    return render_page(request, "people", **page)


@needs("people.read")
@require_safe
def person(request, partnership, key):
    found, seats = queries.person_here(request.viewer, key)
    lines = history_of(request.viewer, ("person", found.key, request.partnership.pk))
    page = {"person": found, "seats": seats, "lines": lines}
    managed = rules.is_edited_here(found, request.partnership, request.viewer.today)
    if managed and can(request.viewer, "people.accounts"):
        page["account"] = account_queries.account_of(found, request.now)
        page["own"] = found.pk == request.viewer.person_id
    return render_page(request, "person", **page)


@needs(EDIT)
@require_http_methods(["GET", "POST"])
def edit_person(request, partnership, key):
    found, _ = queries.person_here(request.viewer, key)
    rules.person_is_edited_here(found, request.partnership, request.viewer.today)
    return change(
        request,
        forms.PersonForm,
        operations.edit_person,
        found,
        given={"partnership": request.partnership},
        question=f"Change {found.name}",
        back=f"/{partnership}/who/people/{key}/",
    )


@needs("people.read")
@require_safe
def agencies(request, partnership):
    rows = list(queries.memberships_of(request.viewer))
    names = name_queries.waiting_here(request.viewer)
    for row in rows:
        row.name_that_waits = names.get(row.agency_id)
    today = request.viewer.today
    parts = [
        (label, [row for row in rows if row.capacity == code and row.runs_on(today)])
        for code, label in (
            ("statutory", "Statutory safeguarding partners"),
            ("relevant", "Relevant agencies"),
            ("education", "Education and childcare"),
            ("observer", "Observers"),
        )
    ]
    return render_page(
        request, "agencies", parts=[p for p in parts if p[1]], left=[row for row in rows if not row.runs_on(today)]
    )


@needs(EDIT)
@require_http_methods(["GET", "POST"])
def add_agency(request, partnership):
    return add(
        request,
        forms.AgencyForm,
        operations.add_agency,
        given={"partnership": request.partnership},
        question="Add an agency",
        back=f"/{partnership}/who/agencies/",
        submit="Add this agency",
        said="The agency is in the partnership.",
    )


@needs(EDIT)
@require_http_methods(["GET", "POST"])
def end_membership(request, partnership, key):
    """An agency leaves: what it owes passes to others, and its seats end."""
    row = queries.membership_of(request.viewer, key)
    if row is None:
        raise Http404
    if row.ends is not None:
        return redirect("organisations:hand_over", partnership=partnership, key=key)
    ending = leaving.seats_that_end(row)

    return _handing_over(
        request,
        row,
        forms.EndForm,
        operations.end_membership,
        question=f"{row.agency} leaves the partnership",
        submit="End the membership",
        said=f"{row.agency} leaves on that day, and its seats end with it.",
        ending=ending,
        groups=leaving.groups_without(ending),
        leaves=True,
    )


@needs(EDIT)
@require_http_methods(["GET", "POST"])
def hand_over(request, partnership, key):
    """What an agency owes passes to others, also after it has left."""
    row = queries.membership_of(request.viewer, key)
    if row is None:
        raise Http404
    return _handing_over(
        request,
        row,
        forms.HandOverForm,
        operations.hand_over_owed,
        question=f"What {row.agency} owes",
        submit="Hand it over",
        said="It is handed over, and whoever answers for those who take it is told.",
    )


def _handing_over(request, row, form, operation, **page):
    owed = leaving.owed_by(request.viewer, row.agency)
    others = leaving.successors(request.viewer, row.agency)
    return add(
        request,
        form,
        operation,
        given={"membership": row},
        form_given={"agency": row.agency, "owed": owed, "successors": others},
        back=f"/{request.viewer.slug}/who/agencies/",
        template="organisations/leaving.html",
        owed=sum(len(one.things) for one in owed),
        agency=row.agency,
        **page,
    )


@needs("people.read")
@require_safe
def arrangements(request, partnership):
    return render_page(
        request,
        "arrangements",
        body=request.partnership,
        says=queries.says_of_itself(request.partnership),
        periods=queries.periods_of(request.viewer),
        links=queries.before_and_after(request.viewer),
        areas=request.partnership.body_areas.select_related("area"),
    )


@needs(EDIT)
@require_http_methods(["GET", "POST"])
def edit_body(request, partnership):
    return change(
        request,
        forms.BodyForm,
        operations.edit_body,
        request.partnership,
        question=f"Change {request.partnership.name}",
        back=f"/{partnership}/who/arrangements/",
    )


@needs(EDIT)
@require_http_methods(["GET", "POST"])
def add_period(request, partnership):
    return add(
        request,
        forms.PeriodForm,
        operations.add_period,
        given={"body": request.partnership},
        question="Add a reporting period",
        back=f"/{partnership}/who/arrangements/",
        submit="Add this period",
        said="The reporting period is in the record.",
    )


@needs("people.read")
@require_safe
def retention(request, partnership):
    """How long each kind of thing is kept, as the rooms that keep them say it."""
    return render(request, "organisations/retention.html", {"kinds": room.retention()})


@needs("people.read")
@require_safe
def all_roles(request, partnership):
    """Who may give which seat, who confirms it, and what counts in a shared group."""
    return render(request, "organisations/roles.html", {"roles": roles_in_words()})
