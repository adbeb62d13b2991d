"""What anybody may read: the list of reports, a published report and its files, and the proof behind a claim."""

from django.http import Http404
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from goldenthread.foundation import room
from goldenthread.foundation.access.decorators import public
from goldenthread.foundation.access.queries import can
from goldenthread.foundation.documents.storing import Damaged
from goldenthread.foundation.papers import colours, html
from goldenthread.foundation.papers.blocks import Colours
from goldenthread.foundation.room import Refused
from goldenthread.foundation.ui.posted import word
from goldenthread.front.yearly_report import proof_page, queries, word_template, writing_page
from goldenthread.front.yearly_report.assembly import assemble, paper_of
from goldenthread.front.yearly_report.models import Rendering, Report
from goldenthread.front.yearly_report.printed import form_of
from goldenthread.front.yearly_report.rendering import links, paper_in
from goldenthread.front.yearly_report.states import ReportState
from goldenthread.front.yearly_report.views.files import (
    TYPES,
    as_file,
    kept_form,
    not_as_published,
    picture_asked_for,
    signed_text,
)
from goldenthread.front.yearly_report.views.loading import report_here


@public
@require_safe
def reports(request, partnership):
    """Every report: for the public those that are published, for the partnership also those being written."""
    rows = queries.reports_of(request.viewer, request.partnership)
    return render(
        request,
        "yearly_report/reports.html",
        {
            "yearly": rows.filter(kind=Report.Kind.YEARLY).order_by("-period__starts"),
            "arrangements": rows.filter(kind=Report.Kind.ARRANGEMENTS),
            "may_send": can(request.viewer, "report.send"),
            "may_begin": can(request.viewer, "report.write"),
            "may_read": can(request.viewer, "report.read"),
        },
    )


@public
@require_safe
def report(request, partnership, key):
    """For those who write it the table of chapters; for everybody else the published text."""
    found = report_here(request, key)
    inside = any("report.read" in seat.role.grants for seat in request.viewer.seats)
    if not inside or found.kind == Report.Kind.ARRANGEMENTS:
        return read(request, partnership, key)
    return render(request, "yearly_report/report.html", writing_page.of_report(request.viewer, found))


@public
@require_safe
def read(request, partnership, key):
    """The published text: the page that was rendered at publication, or the record of one published elsewhere."""
    found = report_here(request, key)
    version = queries.published_version(found)
    if "picture" in request.GET:
        return _picture(request, found, version)
    if version is not None:
        # A page that came in with a record file is not trusted as a page: it is written again from the signed text.
        try:
            body = (
                html.write(paper_in(signed_text(version)), links(found.body.key), taken=True)
                if version.loaded_at
                else kept_form(version, Rendering.Kind.HTML).decode()
            )
        except Damaged as damaged:
            return not_as_published(request, found, damaged)
    elif found.state == ReportState.ELSEWHERE:
        body = html.write(_elsewhere(found, request.now), links(found.body.key), taken=True)
    else:
        raise Http404
    scheme = Colours(brand=found.body.colour) if found.body.colour else Colours()
    page = {"report": found, "version": version, "body": mark_safe(body), "colours": mark_safe(colours.css(scheme))}
    return render(request, "yearly_report/read.html", page)


def _picture(request, found, version):
    if version is None and found.state != ReportState.ELSEWHERE:
        raise Http404
    try:
        paper = paper_in(signed_text(version)) if version else _elsewhere(found, request.now)
    except Damaged as damaged:
        return not_as_published(request, found, damaged)
    return picture_asked_for(request, paper)


def _elsewhere(report, now):
    where = report.published_elsewhere
    status = where if where.lower().startswith("published") else f"Published elsewhere: {where}"
    return paper_of(report, assemble(report, now), status=status, date=report.published_on or _last_day(report))


def _last_day(report):
    """The day that the files carry: of the publication where it is known, else of the text."""
    return report.period.ends if report.period else report.in_force_from or report.body.starts


@public
@require_safe
def file(request, partnership, key, kind):
    """The PDF or Word document: the bytes kept at publication, or made from the record of one published elsewhere."""
    found = report_here(request, key)
    if kind not in TYPES:
        raise Http404
    version = queries.published_version(found)
    if version is not None:
        try:
            content = kept_form(version, kind)
        except Damaged as damaged:
            return not_as_published(request, found, damaged)
    elif found.state == ReportState.ELSEWHERE:
        base = request.build_absolute_uri("/").rstrip("/")
        try:
            used = word_template.in_use(found.body)
        except Refused:  # nobody out there is told of the partnership's template
            used = None
        content = form_of(_elsewhere(found, request.now), kind, found.body.key, base, used)
    else:
        raise Http404
    return as_file(content, kind, f"{found.body.key}-{found.key}")


@public
@require_safe
def proof(request, partnership, noun, ref):
    """What a claim stands on, as this reader may see it, and the sentences that stand on it. The public is shown what a
    published report of this partnership names; whatever else may be public somewhere does not exist here.
    """
    if noun not in {item.code for item in room.offered("nouns")}:
        raise Http404
    written = queries.reports_of(request.viewer, request.partnership).filter(key=word(request.GET, "report"))
    written = written.filter(state__in=(ReportState.DRAFT, ReportState.CLOSED))
    draft = written.first() if can(request.viewer, "report.read") else None
    page = proof_page.of_claim(request.viewer, request.partnership, noun, ref, draft)
    if page is None:
        raise Http404
    return render(request, "yearly_report/proof.html", page)
