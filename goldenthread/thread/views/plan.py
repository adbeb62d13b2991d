"""The combined action plan, its exports, and what is mine."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from goldenthread.foundation.access.decorators import needs
from goldenthread.foundation.access.queries import can
from goldenthread.foundation.papers import sheet
from goldenthread.thread import operations
from goldenthread.thread.forms.filters import PlanForm
from goldenthread.thread.queries import addresses, plan
from goldenthread.thread.queries.lists import action_rows, mine_lists


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
            "state": form.cleaned_data.get("state") or "open",
        },
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
    return HttpResponse(body, content_type=media, headers={"Content-Disposition": f'attachment; filename="{name}"'})


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
