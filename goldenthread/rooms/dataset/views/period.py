"""Many figures of one period on one page."""

from urllib.parse import urlencode

from django.contrib import messages
from django.shortcuts import render

from goldenthread.foundation.access.decorators import needs
from goldenthread.foundation.access.queries import can
from goldenthread.foundation.drafts.form_view import form_view, posted
from goldenthread.foundation.room import Refused, Unchanged
from goldenthread.foundation.ui.words import plural
from goldenthread.rooms.dataset import measures, operations
from goldenthread.rooms.dataset.forms.period import PeriodChooser, PeriodForm
from goldenthread.rooms.dataset.queries import many, owed, reading
from goldenthread.rooms.dataset.queries import period as periods

EDIT, SUPPLY = "dataset.edit", "dataset.supply"


def told(done: many.Done) -> str:
    """What was kept, in a sentence."""
    parts = [plural(done.added, "new figure,new figures")] if done.added else []
    parts += [plural(done.changed, "changed,changed")] if done.changed else []
    parts += (
        [f"{plural(done.same, 'stood already as it was given,stood already as they were given')}"] if done.same else []
    )
    return f"Kept: {', '.join(parts)}."


def query_of(starts, ends, **more) -> str:
    """The address of a period, after its question mark."""
    days = {"starts": starts.isoformat() if starts else "", "ends": ends.isoformat()}
    return urlencode({name: value for name, value in (days | more).items() if value})


def _usual(request):
    """The last month, quarter and year, as (words, address): what is most often given."""
    page = reading.page(request.viewer, "period")
    every = [owed.last_period(each, request.viewer.today) for each in ("quarter", "month", "year")]
    return [(measures.span(*days), f"{page}?{query_of(*days)}") for days in every]


def _to_fill_in(request, kind):
    """The address of the same rows as a table to be filled in and loaded."""
    return f"{reading.page(request.viewer, 'empty_table', kind)}?{request.GET.urlencode()}"


@needs(SUPPLY)
def period(request, partnership):
    keeps = can(request.viewer, EDIT)
    chooser = PeriodChooser(request.GET or None, viewer=request.viewer, keeps=keeps)
    chosen = chooser.chosen
    more = {"chooser": chooser, "usual": _usual(request)}
    if not chosen:
        return render(request, "dataset/period_choose.html", more, status=422 if chooser.is_bound else 200)
    sections = periods.rows(request.viewer, **chosen)
    form = PeriodForm(posted(request), sections=sections, keeps=keeps)

    def do(values, version):
        given = form.given()
        if not given:
            raise Refused("Nothing was typed yet: type the figures that you have, then save.")
        try:
            done = operations.keep_figures(**request.acting, rows=given, sure=values["sure"])
            messages.success(request, told(done))
        except Unchanged as unchanged:
            messages.info(request, unchanged.sentence)
        return request.get_full_path()

    where = f", {chosen['area'].name}" if chosen["area"] else ""
    return form_view(
        request,
        form,
        do,
        question=f"Figures for {periods.time_of(chosen['starts'], chosen['ends'])}{where}".replace("for On", "on"),
        back=reading.page(request.viewer, "scorecard"),
        submit="Save these figures",
        template="dataset/period.html",
        count=sum(len(rows) for _, rows in sections),
        most=periods.MOST,
        to_fill_in={kind: _to_fill_in(request, kind) for kind in ("xlsx", "csv")},
        **more,
    )
