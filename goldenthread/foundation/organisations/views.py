"""Pages of "Who we are"."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from goldenthread.foundation import room
from goldenthread.foundation.access.decorators import needs
from goldenthread.foundation.access.history_lines import history_of
from goldenthread.foundation.access.queries import can
from goldenthread.foundation.drafts.form_view import form_view, posted
from goldenthread.foundation.organisations import account_queries, forms, leaving, operations, queries, rules
from goldenthread.foundation.organisations.account_forms import FindForm
from goldenthread.foundation.organisations.role_words import roles_in_words
from goldenthread.foundation.ui.posted import word

EDIT = "people.edit"


def _page(request, template, **more):
    more["may_edit"] = can(request.viewer, EDIT)
    more["may_confirm"] = more["may_edit"] or any(seat.role.confirms for seat in request.viewer.seats)
    return render(request, f"organisations/{template}.html", more)


def _given(request):
    return {"by": request.viewer, "now": request.now}


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
    return _page(request, "people", **page)


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
    return _page(request, "person", **page)


@needs(EDIT)
@require_http_methods(["GET", "POST"])
def edit_person(request, partnership, key):
    found, _ = queries.person_here(request.viewer, key)
    rules.person_is_edited_here(found, request.partnership, request.viewer.today)
    form = forms.PersonForm(
        request.POST or None, initial={"name": found.name, "title": found.title}, version=found.version
    )
    back = f"/{partnership}/who/people/{key}/"

    def do(values, version):
        operations.edit_person(
            partnership=request.partnership, person=found, version=version, **values, **_given(request)
        )

    return form_view(
        request, form, do, question=f"Change {found.name}", back=back, said="Saved.", of=("person", found.key)
    )


@needs("people.read")
@require_safe
def agencies(request, partnership):
    rows = list(queries.memberships_of(request.viewer))
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
    return _page(
        request, "agencies", parts=[p for p in parts if p[1]], left=[row for row in rows if not row.runs_on(today)]
    )


@needs(EDIT)
@require_http_methods(["GET", "POST"])
def add_agency(request, partnership):
    def do(values, version):
        operations.add_agency(partnership=request.partnership, **values, **_given(request))

    return form_view(
        request,
        forms.AgencyForm(request.POST or None),
        do,
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

    def do(form, values):
        operations.end_membership(membership=row, on=values["on"], **form.answers, **_given(request))

    return _handing_over(
        request,
        row,
        forms.EndForm,
        do,
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

    def do(form, values):
        operations.hand_over_owed(membership=row, **form.answers, **_given(request))

    return _handing_over(
        request,
        row,
        forms.HandOverForm,
        do,
        question=f"What {row.agency} owes",
        submit="Hand it over",
        said="It is handed over, and whoever answers for those who take it is told.",
    )


def _handing_over(request, row, form_class, do, **page):
    owed = leaving.owed_by(request.viewer, row.agency)
    others = leaving.successors(request.viewer, row.agency)
    form = form_class(posted(request), agency=row.agency, owed=owed, successors=others)
    return form_view(
        request,
        form,
        lambda values, version: do(form, values),
        back=f"/{request.viewer.slug}/who/agencies/",
        template="organisations/leaving.html",
        owed=sum(len(one.things) for one in owed),
        agency=row.agency,
        **page,
    )


@needs("people.read")
@require_safe
def groups(request, partnership):
    rows = list(queries.groups_of(request.viewer))
    chairs = queries.chairs_on(rows, request.viewer.today)
    return _page(request, "groups", groups=[(row, depth, chairs.get(row.pk, [])) for row, depth in _as_tree(rows)])


def _as_tree(rows):
    """(group, depth) with each group below the one that it reports to."""
    below, ids = {}, {row.pk for row in rows}
    for row in rows:
        below.setdefault(row.parent_id if row.parent_id in ids else None, []).append(row)
    order = []

    def walk(parent, depth):
        for row in sorted(below.get(parent, []), key=lambda g: (g.kind != "root", g.name)):
            order.append((row, depth))
            walk(row.pk, depth + 1)

    walk(None, 0)
    return order


@needs("people.read")
@require_safe
def group(request, partnership, holder, key):
    found = get_object_or_404(queries.groups_of(request.viewer), lead__key=holder, key=key)
    seats = queries.seats_of(request.viewer).filter(group=found)
    members = found.group_memberships.select_related("partnership")
    lines = history_of(request.viewer, ("group", found.ref, request.partnership.pk))
    chairs = queries.chairs_on([found], request.viewer.today).get(found.pk, [])
    return _page(request, "group", group=found, seats=seats, members=members, lines=lines, chairs=chairs)


@needs(EDIT)
@require_http_methods(["GET", "POST"])
def add_group(request, partnership):
    def do(values, version):
        added = operations.add_group(lead=request.partnership, **values, **_given(request))
        return f"/{partnership}/who/groups/{added.lead.key}/{added.key}/"

    form = forms.GroupForm(request.POST or None, viewer=request.viewer)
    return form_view(
        request,
        form,
        do,
        question="Add a group",
        back=f"/{partnership}/who/groups/",
        submit="Add this group",
        said="The group is in the record.",
    )


@needs(EDIT)
@require_http_methods(["GET", "POST"])
def edit_group(request, partnership, holder, key):
    found = get_object_or_404(queries.groups_of(request.viewer), lead__key=holder, key=key)
    names = ("name", "short_name", "kind", "purpose", "meets", "chaired_by", "parent")
    form = forms.GroupForm(
        request.POST or None,
        viewer=request.viewer,
        group=found,
        initial={n: getattr(found, n) for n in names},
        version=found.version,
    )
    back = f"/{partnership}/who/groups/{holder}/{key}/"

    def do(values, version):
        operations.edit_group(group=found, version=version, **values, **_given(request))

    of = ("group", f"{found.lead.key}/{found.key}")
    return form_view(request, form, do, question=f"Change {found.name}", back=back, said="Saved.", of=of)


@needs("people.read")
@require_safe
def arrangements(request, partnership):
    return _page(
        request,
        "arrangements",
        body=request.partnership,
        periods=queries.periods_of(request.viewer),
        links=queries.before_and_after(request.viewer),
        areas=request.partnership.body_areas.select_related("area"),
    )


@needs(EDIT)
@require_http_methods(["GET", "POST"])
def edit_body(request, partnership):
    body = request.partnership
    names = ("name", "short_name", "vision", "website", "colour")
    form = forms.BodyForm(request.POST or None, initial={n: getattr(body, n) for n in names}, version=body.version)
    back = f"/{partnership}/who/arrangements/"

    def do(values, version):
        operations.edit_body(body=body, version=version, **values, **_given(request))

    return form_view(request, form, do, question=f"Change {body.name}", back=back, said="Saved.", of=("body", body.key))


@needs(EDIT)
@require_http_methods(["GET", "POST"])
def add_period(request, partnership):
    back = f"/{partnership}/who/arrangements/"

    def do(values, version):
        operations.add_period(body=request.partnership, **values, **_given(request))

    return form_view(
        request,
        forms.PeriodForm(request.POST or None),
        do,
        question="Add a reporting period",
        back=back,
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
