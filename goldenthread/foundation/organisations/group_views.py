"""Pages of groups, and of which agency sends whom to them."""

from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods, require_safe

from goldenthread.foundation.access.decorators import needs
from goldenthread.foundation.access.history_lines import history_of
from goldenthread.foundation.drafts.form_view import add, change
from goldenthread.foundation.organisations import forms, operations, queries
from goldenthread.foundation.organisations.views import EDIT, render_page


@needs("people.read")
@require_safe
def groups(request, partnership):
    rows = list(queries.groups_of(request.viewer))
    chairs = queries.chairs_on(rows, request.viewer.today)
    return render_page(
        request, "groups", groups=[(row, depth, chairs.get(row.pk, [])) for row, depth in _as_tree(rows)]
    )


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
    found = _group(request, holder, key)
    seats = queries.seats_of(request.viewer).filter(group=found)
    members = found.group_memberships.select_related("partnership")
    lines = history_of(request.viewer, ("group", found.ref, request.partnership.pk))
    chairs = queries.chairs_on([found], request.viewer.today).get(found.pk, [])
    sent = queries.delegations_of(found)
    return render_page(
        request, "group", group=found, seats=seats, members=members, lines=lines, chairs=chairs, sent=sent
    )


@needs(EDIT)
@require_http_methods(["GET", "POST"])
def add_group(request, partnership):
    return add(
        request,
        forms.GroupForm,
        operations.add_group,
        given={"lead": request.partnership},
        form_given={"viewer": request.viewer},
        to=lambda added: f"/{partnership}/who/groups/{added.lead.key}/{added.key}/",
        question="Add a group",
        back=f"/{partnership}/who/groups/",
        submit="Add this group",
        said="The group is in the record.",
    )


@needs(EDIT)
@require_http_methods(["GET", "POST"])
def edit_group(request, partnership, holder, key):
    found = _group(request, holder, key)
    return change(
        request,
        forms.GroupForm,
        operations.edit_group,
        found,
        form_given={"viewer": request.viewer, "group": found},
        question=f"Change {found.name}",
        back=f"/{partnership}/who/groups/{holder}/{key}/",
    )


def _group(request, holder, key):
    return get_object_or_404(queries.groups_of(request.viewer), lead__key=holder, key=key)


@needs(EDIT)
@require_http_methods(["GET", "POST"])
def add_delegation(request, partnership, holder, key):
    found = _group(request, holder, key)
    agencies = [row.agency for row in queries.memberships_of(request.viewer) if row.runs_on(request.viewer.today)]
    return add(
        request,
        forms.NewDelegationForm,
        operations.add_delegation,
        given={"group": found},
        form_given={"agencies": agencies},
        question=f"Whom does an agency send to {found.name}?",
        back=f"/{partnership}/who/groups/{holder}/{key}/",
        submit="Add this agency",
        said="The agency stands with the group.",
    )


@needs(EDIT)
@require_http_methods(["GET", "POST"])
def edit_delegation(request, partnership, holder, key, pk):
    found = get_object_or_404(queries.delegations_of(_group(request, holder, key)), pk=pk)
    return change(
        request,
        forms.DelegationForm,
        operations.edit_delegation,
        found,
        name="delegation",
        of=("group", found.group.ref),
        question=f"{found.agency} in {found.group.name}",
        back=f"/{partnership}/who/groups/{holder}/{key}/",
    )
