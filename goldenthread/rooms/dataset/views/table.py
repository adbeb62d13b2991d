"""A table of figures: pasted or loaded, shown as it was understood, and kept in one step; and one to fill in."""

import json

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from goldenthread.foundation.access.decorators import needs
from goldenthread.foundation.access.queries import can
from goldenthread.foundation.documents import tables
from goldenthread.foundation.drafts import operations as drafts
from goldenthread.foundation.drafts import queries as kept_drafts
from goldenthread.foundation.drafts.form_view import form_view, posted
from goldenthread.foundation.papers import sheet
from goldenthread.foundation.room import Refused, Unchanged
from goldenthread.foundation.ui.posted import LOST
from goldenthread.foundation.values import can_be_kept
from goldenthread.rooms.dataset import operations
from goldenthread.rooms.dataset.forms.period import PeriodChooser
from goldenthread.rooms.dataset.forms.table import PasteForm, TableForm
from goldenthread.rooms.dataset.queries import reading, table, template
from goldenthread.rooms.dataset.views.period import EDIT, SUPPLY, told

KEPT_AT = "?table"  # beside the address of the page that checks it
LOOK_AGAIN = "What would be kept is not what this page showed. Look at it again below, then keep it."
FAULTY = "Some cells cannot be read. Mend them in the table, or tick that the others are kept without them."


def _kept(request) -> str:
    """The table that this person pasted or loaded and has not kept yet; "" where there is none."""
    draft = kept_drafts.draft_for(request.viewer, reading.page(request.viewer, "check_table") + KEPT_AT)
    return json.loads(draft.fields)["text"][0] if draft else ""


@needs(SUPPLY)
def paste(request, partnership):
    check = reading.page(request.viewer, "check_table")
    form = PasteForm(posted(request), request.FILES or None, initial={"text": _kept(request)})

    def do(values, version):
        # As it was pasted: a form takes the blanks at its ends away, and with them an empty first heading.
        text, notes = request.POST.get("text", ""), []
        if not can_be_kept(text):
            raise Refused(LOST, "text")
        if values["file"]:
            text, notes = tables.of_file(values["file"], values["file"].name, values["sheet"])
        table.understand(request.viewer, tables.cells(text), {})
        drafts.clear(person_id=request.viewer.person_id, address=check)
        address = check + KEPT_AT
        drafts.keep(by=request.viewer, now=request.now, address=address, fields={"text": [text]}, most=2_000_000)
        for note in notes:
            messages.info(request, note)
        return check

    return form_view(
        request,
        form,
        do,
        question="Paste or load a table of figures",
        back=reading.page(request.viewer, "scorecard"),
        submit="Read this table",
        template="dataset/table_paste.html",
    )


@needs(SUPPLY)
def check(request, partnership):
    text, scorecard = _kept(request), reading.page(request.viewer, "scorecard")
    if not text:
        return redirect(scorecard if request.method == "POST" else reading.page(request.viewer, "table"))
    address, keeps = request.get_full_path(), can(request.viewer, EDIT)
    draft = kept_drafts.draft_for(request.viewer, address)
    typed = {name: values[-1] for name, values in json.loads(draft.fields).items() if values} if draft else {}
    plan = table.understand(request.viewer, tables.cells(text), request.POST if request.method == "POST" else typed)
    form = TableForm(posted(request), viewer=request.viewer, plan=plan)
    if form.looking:
        form.shows_now()
        fields = {name: request.POST.getlist(name) for name in request.POST if name not in ("seen", form.LOOK)}
        drafts.keep(by=request.viewer, now=request.now, address=address, fields=fields)

    def do(values, version):
        if plan.faults and not values.get("without_faults"):
            raise Refused(FAULTY, "without_faults")
        if request.POST.get("seen", "") != plan.seen:
            form.shows_now()
            raise Refused(LOOK_AGAIN)
        more = {"source": values["source"]} if values["source"] else {}
        given = [table.given_of(cell, keeps, more) for cell in (*plan.new, *plan.changed)]
        given += [table.given_of(cell, keeps, {}) for cell in plan.same]
        if not given:
            raise Refused("No cell of this table is a figure that can be kept.")
        try:
            messages.success(request, told(operations.keep_figures(**request.acting, rows=given, sure=values["sure"])))
        except Unchanged as unchanged:
            messages.info(request, unchanged.sentence)
        drafts.clear(person_id=request.viewer.person_id, address=address + KEPT_AT)
        return scorecard

    return form_view(
        request,
        form,
        do,
        question="Check the table",
        back=reading.page(request.viewer, "table"),
        submit="Keep these figures",
        template="dataset/table_check.html",
        plan=plan,
        groups=[(title, plan.of(kind)) for kind, title in GROUPS],
    )


GROUPS = (("changed", "What changes"), ("new", "What is new"), ("same", "What stays the same"))


@needs(SUPPLY)
@require_safe
def empty(request, partnership, kind):
    """The table of a period to be filled in: its indicators, with what stands for those who may take figures out."""
    keeps = can(request.viewer, EDIT)
    chosen = PeriodChooser(request.GET, viewer=request.viewer, keeps=keeps).chosen
    if kind not in ("xlsx", "csv") or not chosen:
        raise Http404
    columns, rows, withheld = template.rows(request.viewer, **chosen)
    if template.STANDS in columns:
        what = f"table to fill in as {kind}"
        operations.note_export(
            holder=request.partnership, what=what, rows=len(rows), withheld=withheld, **request.acting
        )
    body = sheet.xlsx("Figures", columns, rows) if kind == "xlsx" else sheet.csv_bytes(columns, rows)
    name = f"figures-to-fill-in-{chosen['ends']:%Y-%m-%d}.{kind}"
    media = sheet.XLSX_TYPE if kind == "xlsx" else sheet.CSV_TYPE
    return HttpResponse(
        body, content_type=media, headers={"Content-Disposition": content_disposition_header(True, name)}
    )
