"""The combined action plan, its exports, and what is mine."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from goldenthread.foundation.access.decorators import needs
from goldenthread.foundation.access.queries import can
from goldenthread.foundation.drafts.form_view import form_view, posted
from goldenthread.foundation.papers import sheet
from goldenthread.foundation.ui.words import plural
from goldenthread.thread import operations
from goldenthread.thread.forms.actions import HandOverForm
from goldenthread.thread.forms.filters import PlanForm
from goldenthread.thread.queries import addresses, of_agency, plan
from goldenthread.thread.queries.lists import action_rows, mine_lists
from goldenthread.thread.queries.reading import Reading

MOST_TO_HAND_OVER = 100
HANDING_OVER = (
    "Tick what passes to somebody else. The new owner reads the whole of each action: its text, due date, updates, "
    "evidence and history. Whoever answers for the agency, and the person whom you name, is told by e-mail."
)
NOTHING_TO_HAND_OVER = "No action that the filters of the action plan show can be handed over by you."


def _asked(request):
    form = PlanForm(request.GET, viewer=request.viewer)
    state = form.cleaned_data.get("state") or "open"
    rows = plan.actions(request.viewer, form.narrow, state=state, overdue=bool(form.cleaned_data.get("overdue")))
    return form, rows


@needs("thread.read")
@require_safe
def actions(request, partnership):
    form, rows = _asked(request)
    count, late, ours = plan.in_numbers(request.viewer, rows)
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    clear = addresses.page(request.viewer, "actions")
    query = f"?{form.address}" if form.address else ""
    exports = [addresses.page(request.viewer, f"actions_{kind}") + query for kind in ("xlsx", "csv")]
    return render(
        request,
        "thread/actions.html",
        {
            "form": form,
            "page": page,
            "rows": action_rows(request.viewer, page),
            "count": count,
            "late": late,
            "ours": ours,
            "clear": clear,
            "exports": exports if can(request.viewer, "thread.export") else [],
            "hand_over": addresses.page(request.viewer, "hand_over") + query
            if can(request.viewer, "thread.add_action")
            else "",
            "state": form.cleaned_data.get("state") or "open",
        },
    )


@needs("thread.add_action")
@require_http_methods(["GET", "POST"])
def hand_over(request, partnership):
    """Some of the actions that the plan shows by its filters pass to another agency or person."""
    viewer = request.viewer
    narrowed, rows = _asked(request)
    found = plan.to_hand_over(viewer, rows)
    listed, there, reading = list(found[:MOST_TO_HAND_OVER]), found.count(), Reading(viewer)
    owed = [(row, of_agency.as_owed(viewer, reading.for_list(row))) for row in listed]
    owners = {row.pk: row.owner.short if row.owner else "Nobody yet" for row in listed}
    offered = [(row, f"{owners[row.pk]}: {thing.sentence} {thing.shows}".strip()) for row, thing in owed]
    of_filter = f"?{narrowed.address}" if narrowed.address else ""
    back = addresses.page(viewer, "actions") + of_filter

    def do(given, version):
        passed = operations.hand_over(**request.acting, **given)
        messages.success(request, f"Handed over: {plural(passed, 'action')}.")

    form = HandOverForm(posted(request), viewer=viewer, offered=offered)
    form.fields["actions"].help_text = (
        f"The first {len(listed)} of {there} are here: choose filters in the action plan to see fewer."
        if there > len(listed)
        else ""
    )
    return form_view(
        request,
        form,
        do,
        question="Hand actions over",
        intro=HANDING_OVER if owed else NOTHING_TO_HAND_OVER,
        back=back,
        submit="Hand them over",
        template="thread/hand_over.html",
    )


@needs("thread.export")
@require_safe
def export_actions(request, partnership, kind):
    """Exactly what is filtered, all pages of it; recorded before it leaves."""
    if kind not in ("xlsx", "csv"):
        raise Http404
    _, rows = _asked(request)
    table = list(plan.as_table(request.viewer, rows))
    operations.note_export(
        by=request.viewer, now=request.now, holder=request.partnership, what=f"action plan as {kind}", rows=len(table)
    )
    if kind == "xlsx":
        body, media = sheet.xlsx("Action plan", plan.COLUMNS, table), sheet.XLSX_TYPE
    else:
        body, media = sheet.csv_bytes(plan.COLUMNS, table), sheet.CSV_TYPE
    name = f"action-plan-{partnership}-{request.viewer.today:%Y-%m-%d}.{kind}"
    return HttpResponse(
        body, content_type=media, headers={"Content-Disposition": content_disposition_header(True, name)}
    )


@needs("thread.read")
@require_safe
def mine(request, partnership):
    """Every list in its first page, or one of them (?list=) by its pages."""
    chosen = request.GET.get("list", "")
    chosen = chosen if chosen in plan.MINE else ""
    lists = mine_lists(request.viewer, chosen, request.GET.get("page") if chosen else None)
    everything = addresses.page(request.viewer, "mine") if chosen else ""
    context = {"lists": lists, "today": request.viewer.today, "everything": everything}
    return render(request, "thread/mine.html", context)
