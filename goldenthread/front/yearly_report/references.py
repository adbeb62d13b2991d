"""How a yearly report looks in lists that know nothing of it."""

from django.urls import reverse

from goldenthread.foundation.room import PublicLine, Reference
from goldenthread.foundation.ui.words import day
from goldenthread.front.yearly_report import queries
from goldenthread.front.yearly_report.models import Report
from goldenthread.front.yearly_report.states import ReportState

OPEN_TO_ALL = (ReportState.PUBLISHED, ReportState.ELSEWHERE)


def public_lines(reader, body, named):
    """Every published report of a body, and its published arrangements."""
    rows = queries.reports_of(reader, body).order_by("-period__starts", "-in_force_from")
    yearly_first = sorted(rows, key=lambda row: row.kind != Report.Kind.YEARLY)
    return [PublicLine(row.title, _address(row), _when(row)) for row in yearly_first]


def _address(report):
    return reverse("yearly_report:report", kwargs={"partnership": report.body.key, "key": report.key})


def _when(report):
    if report.period:
        return f"{day(report.period.starts)} to {day(report.period.ends)}"
    return f"In force from {day(report.in_force_from)}" if report.in_force_from else ""


def reports(viewer, keys):
    """`keys` are "<body>/<report>". Drafts only for seats that read them."""
    own = {key.split("/", 1)[1] for key in keys if "/" in key}
    rows = Report.objects.filter(key__in=own).select_related("body")
    drafts = any("report.read" in seat.role.grants for seat in viewer.seats)
    found = {}
    for row in rows:
        if row.ref in keys and (row.state in OPEN_TO_ALL or (drafts and row.body_id == viewer.partnership_id)):
            found[row.ref] = Reference("report", row.ref, row.title, _address(row), row.get_state_display())
    return found
