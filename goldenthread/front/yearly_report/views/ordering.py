"""The order of the chapters."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from goldenthread.foundation.access.decorators import needs
from goldenthread.foundation.room import Refused
from goldenthread.foundation.ui import posted
from goldenthread.front.yearly_report import operations
from goldenthread.front.yearly_report.assembly import sections_of
from goldenthread.front.yearly_report.states import ReportState
from goldenthread.front.yearly_report.views.loading import address, given, own_report


@needs("report.write")
@require_http_methods(["GET", "POST"])
def order(request, partnership, key):
    """Every chapter in its order; a button moves one by a place."""
    found = own_report(request, key)
    if request.method == "POST":
        chapter, way = posted.word(request.POST, "chapter"), posted.word(request.POST, "way")
        try:
            operations.move_section(report=found, chapter=chapter, up=way == "up", **given(request))
        except Refused as refused:
            messages.error(request, refused.sentence)
        return redirect(address(request, "order", key) + (f"#{chapter}" if chapter.isidentifier() else ""))
    page = {"report": found, "sections": sections_of(found), "writable": found.state == ReportState.DRAFT}
    return render(request, "yearly_report/order.html", page)
