"""Pages of the figures."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from goldenthread.foundation.access.decorators import needs
from goldenthread.foundation.access.queries import Forbidden, can, require
from goldenthread.foundation.access.withdrawn import lead_on, withdrawn_too
from goldenthread.foundation.drafts.form_view import add, change
from goldenthread.foundation.papers import sheet
from goldenthread.rooms.dataset import measures, operations, rules
from goldenthread.rooms.dataset.forms import figures as forms
from goldenthread.rooms.dataset.queries import arranging, owed, reading, taking_out
from goldenthread.rooms.dataset.queries import indicator as one
from goldenthread.rooms.dataset.queries import scorecard as scores

EDIT, SUPPLY = "dataset.edit", "dataset.supply"


def _found(request, rows, holder, key):
    found = rows(request.viewer).filter(holder__key=holder, key=key).first()
    if found is None:
        with withdrawn_too():
            thing = rows(request.viewer).filter(holder__key=holder, key=key).first()
        if thing is not None:
            lead_on("figure", thing)
        raise Http404
    return found


def _to_change(request, rows, holder, key):
    """The thing, for somebody who may change it: what another body holds is theirs."""
    thing = _found(request, rows, holder, key)
    require(request.viewer, EDIT, thing)
    return thing


def _to_supply(request, rows, holder, key):
    """The thing, for its own agency and for those who keep the figures. To another agency its form does not exist."""
    thing = _found(request, rows, holder, key)
    if can(request.viewer, EDIT):
        require(request.viewer, EDIT, thing)
    elif not can(request.viewer, SUPPLY, thing):
        raise Http404
    return thing


def _asked(request):
    form = forms.ScorecardFilter(
        request.GET, agencies=reading.answering(request.viewer), bodies=reading.bodies_before(request.viewer)
    )
    return form, form.chosen


@needs("dataset.read")
@require_safe
def scorecard(request, partnership):
    form, chosen = _asked(request)
    found = scores.sections(request.viewer, **chosen)
    for section in found:
        section.pictures = [one.village_picture(village) for _, village, _ in section.villages]
    return render(
        request,
        "dataset/scorecard.html",
        {
            "form": form,
            "sections": found,
            "count": sum(len(section.entries) for section in found),
            "holder": chosen["holder"],
            "owed": [] if chosen["holder"] else owed.lines(request.viewer),
            "may_edit": can(request.viewer, EDIT),
            "may_supply": can(request.viewer, SUPPLY),
            "may_export": can(request.viewer, "dataset.export"),
            "query": request.GET.urlencode(),
        },
    )


def _file(request, what, title, figures, kind):
    """Figures through the gate, as a file; recorded before it leaves."""
    if kind not in ("xlsx", "csv"):
        raise Http404
    rows, withheld = taking_out.rows(figures)
    operations.note_export(
        holder=request.partnership, what=f"{what} as {kind}", rows=len(rows), withheld=withheld, **request.acting
    )
    if kind == "xlsx":
        body, media = sheet.xlsx(title, taking_out.COLUMNS, rows), sheet.XLSX_TYPE
    else:
        body, media = sheet.csv_bytes(taking_out.COLUMNS, rows), sheet.CSV_TYPE
    name = f"figures-{request.partnership.key}-{request.viewer.today:%Y-%m-%d}.{kind}"
    return HttpResponse(
        body, content_type=media, headers={"Content-Disposition": content_disposition_header(True, name)}
    )


@needs("dataset.export")
@require_safe
def export_scorecard(request, partnership, kind):
    """Every figure of the indicators that are shown."""
    _, chosen = _asked(request)
    return _file(request, "scorecard", "Figures", scores.figures_of(request.viewer, **chosen), kind)


@needs("dataset.export")
@require_safe
def export_indicator(request, partnership, holder, key, kind):
    found = _found(request, reading.indicators, holder, key)
    return _file(
        request, f"indicator {found.key}", found.title, reading.figures(request.viewer).filter(indicator=found), kind
    )


@needs("dataset.read")
@require_safe
def indicator(request, partnership, holder, key):
    found = _found(request, reading.indicators, holder, key)
    figures = list(reading.figures(request.viewer).filter(indicator=found))
    comparators = list(reading.comparators(request.viewer).filter(indicator=found))
    gate = reading.decision([found.holder_id]) if found.people else None
    may_supply = can(request.viewer, SUPPLY, found)
    due = owed.of(request.viewer, found) if may_supply else None
    rows = one.table(request.viewer, figures, gate)
    return render(
        request,
        "dataset/indicator.html",
        {
            "indicator": found,
            "entry": scores.entry(request.viewer, found, figures, comparators),
            "charts": [one.pictures(chart) for chart in one.charts(found, figures, comparators)],
            "rows": rows,
            "comparators": one.beside(comparators, figures),
            "warnings": arranging.warnings(figures),
            "withheld": gate and sum(not gate.passes(figure) for figure in figures),
            "unprotected": gate and any(figure.pk in gate.unprotected for figure in figures),
            "columns": one.columns(found, figures, rows),
            "sources": one.sources(figures, comparators),
            "may_edit": can(request.viewer, EDIT, found),
            "may_supply": may_supply,
            "due": due.sentence(request.viewer) if due else "",
            "may_export": can(request.viewer, "dataset.export"),
        },
    )


@needs("dataset.read")
@require_safe
def figure(request, partnership, holder, key):
    found = _found(request, reading.figures, holder, key)
    comparators = list(reading.comparators(request.viewer).filter(indicator=found.indicator))
    gate = reading.decision([found.holder_id])
    return render(
        request,
        "dataset/figure.html",
        {
            "figure": found,
            "row": one.row(request.viewer, found, gate),
            "amount": measures.short_amount(found),
            "sentence": arranging.with_place(found, arranging.sentence(found, comparators, most=2)),
            "oddities": arranging.odd_of(found),
            "indicator_url": reading.address(request.viewer, found.indicator),
            "withheld": not gate.passes(found),
            "may_edit": can(request.viewer, EDIT, found),
            "may_correct": reading.may_correct(request.viewer, found),
        },
    )


@needs(EDIT)
def add_indicator(request, partnership):
    return add(
        request,
        forms.IndicatorForm,
        operations.add_indicator,
        given={"holder": request.partnership},
        form_given={"viewer": request.viewer},
        to=lambda indicator: reading.address(request.viewer, indicator),
        question="Add an indicator",
        back=reading.page(request.viewer, "scorecard"),
        submit="Add this indicator",
        said="The indicator is in the dataset. Add its figures.",
    )


@needs(EDIT)
def edit_indicator(request, partnership, holder, key):
    indicator = _to_change(request, reading.indicators, holder, key)
    return change(
        request,
        forms.IndicatorForm,
        operations.edit_indicator,
        indicator,
        form_given={"viewer": request.viewer},
        question=f"Change “{indicator.title}”",
        back=reading.address(request.viewer, indicator),
    )


@needs(SUPPLY)
def add_figure(request, partnership, holder, key):
    indicator = _to_supply(request, reading.indicators, holder, key)
    due = owed.of(request.viewer, indicator)
    return add(
        request,
        forms.FigureForm,
        operations.add_figure,
        given={"indicator": indicator},
        form_given={
            "viewer": request.viewer,
            "indicator": indicator,
            "keeps": can(request.viewer, EDIT),
            "wholes": one.may_be_divided(request.viewer, indicator),
        },
        initial=one.like_the_last(request.viewer, indicator, due),
        question=f"Add a figure: {indicator.title}",
        back=reading.address(request.viewer, indicator),
        submit="Add this figure",
        intro=(f"{due.sentence(request.viewer)}. " if due else "")
        + "Type it as it was supplied. Nothing is corrected; what does not add up is pointed out.",
        said="The figure is in the dataset.",
        template="dataset/figure_form.html",
    )


@needs(SUPPLY)
def edit_figure(request, partnership, holder, key):
    figure = _to_supply(request, reading.figures, holder, key)
    # Who typed it before it was published sees why below, and keeps the text.
    if request.method != "POST" and not reading.may_correct(request.viewer, figure):
        raise Forbidden(rules.PUBLISHED)
    return change(
        request,
        forms.FigureForm,
        operations.edit_figure,
        figure,
        form_given={
            "viewer": request.viewer,
            "indicator": figure.indicator,
            "keeps": can(request.viewer, EDIT),
            "wholes": one.may_be_divided(request.viewer, figure.indicator, figure),
        },
        question=f"Change a figure: {figure.indicator.title}",
        back=reading.address(request.viewer, figure),
        template="dataset/figure_form.html",
    )


@needs(EDIT)
def mark_as_public(request, partnership, holder, key):
    figure = _to_change(request, reading.figures, holder, key)
    return change(
        request,
        forms.PublicForm,
        operations.mark_as_public,
        figure,
        question="Was this figure published already?",
        back=reading.address(request.viewer, figure),
        submit="Mark it as published",
        intro="A published figure passes as quoted, with its citation, also when it counts fewer than five people. It "
        "cannot be called back.",
        said="The figure is marked as published.",
    )


def _to_stand_beside(request, indicator):
    figures = reading.figures(request.viewer).filter(indicator=indicator)
    return [(row, one.short_name(row)) for row in figures]


@needs(EDIT)
def add_comparator(request, partnership, holder, key):
    indicator = _to_change(request, reading.indicators, holder, key)
    return add(
        request,
        forms.ComparatorForm,
        operations.add_comparator,
        given={"indicator": indicator},
        form_given={"indicator": indicator, "figures": _to_stand_beside(request, indicator)},
        question=f"Hold it beside: {indicator.title}",
        back=reading.address(request.viewer, indicator),
        submit="Add this comparator",
        said="The comparator stands beside the figures.",
    )


@needs(EDIT)
def edit_comparator(request, partnership, holder, key):
    comparator = _to_change(request, reading.comparators, holder, key)
    return change(
        request,
        forms.ComparatorForm,
        operations.edit_comparator,
        comparator,
        form_given={
            "indicator": comparator.indicator,
            "figures": _to_stand_beside(request, comparator.indicator),
        },
        question=f"Change what {comparator.indicator.title} is held beside",
        back=reading.address(request.viewer, comparator.indicator),
    )
