"""How a yearly report looks in lists that know nothing of it."""

from django.urls import reverse

from goldenthread.foundation.room import Reference
from goldenthread.front.yearly_report.models import Report
from goldenthread.front.yearly_report.states import ReportState

OPEN_TO_ALL = (ReportState.PUBLISHED, ReportState.ELSEWHERE)


def reports(viewer, keys):
    """`keys` are "<body>/<report>". Drafts only for seats that read them."""
    own = {key.split("/", 1)[1] for key in keys if "/" in key}
    rows = Report.objects.filter(key__in=own).select_related("body")
    drafts = any("report.read" in seat.role.grants for seat in viewer.seats)
    found = {}
    for row in rows:
        if row.ref in keys and (row.state in OPEN_TO_ALL or (drafts and row.body_id == viewer.partnership_id)):
            url = reverse("yearly_report:report", kwargs={"partnership": row.body.key, "key": row.key})
            found[row.ref] = Reference("report", row.ref, row.title, url, row.get_state_display())
    return found
