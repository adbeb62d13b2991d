"""Finding the report of an address, for somebody who may see it."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from goldenthread.front.yearly_report import queries
from goldenthread.front.yearly_report.models import Report


def report_here(request, key) -> Report:
    """Raises Http404 for a report that this viewer may not see, as for one that does not exist."""
    return get_object_or_404(queries.reports_of(request.viewer, request.partnership), key=key)


def own_report(request, key) -> Report:
    """A report of the partnership in whose name the viewer acts, while it may be written."""
    found = report_here(request, key)
    if not any("report.read" in seat.role.grants for seat in request.viewer.seats):
        raise Http404
    return found


def address(request, name, key, **more):
    return reverse(f"yearly_report:{name}", kwargs={"partnership": request.partnership.key, "key": key, **more})


def given(request):
    return {"by": request.viewer, "now": request.now}
