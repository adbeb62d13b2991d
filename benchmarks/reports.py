"""How long the yearly report takes as page, PDF and Word: assembled from the record each time, nothing kept."""

import statistics
import time

from django.utils import timezone

from goldenthread.foundation.papers import html, pdf, word
from goldenthread.front.yearly_report.assembly import assemble, paper_of
from goldenthread.front.yearly_report.models import Report
from goldenthread.front.yearly_report.rendering import links

WRITERS = {
    "page": lambda paper, leads: str(html.write(paper, leads)).encode(),
    "PDF": lambda paper, leads: pdf.write(paper, "http://localhost:8000", link_for=leads),
    "Word": lambda paper, leads: word.write(paper, "http://localhost:8000", link_for=leads),
}


def measured(runs) -> list[dict]:
    """For the latest yearly report of each example record and each of the three: seconds, and bytes."""
    found = []
    reports = (
        Report.objects.filter(kind=Report.Kind.YEARLY)
        .select_related("body", "period")
        .order_by("body__name", "-period__ends")
    )
    for report in {report.body_id: report for report in reversed(reports)}.values():
        print(f"The yearly report of {report.body.name} …", flush=True)
        for form, writer in WRITERS.items():
            found.append(_timed(report, form, writer, runs))
    return found


def _timed(report, form, writer, runs):
    seconds, size = [], 0
    for _ in range(runs + 1):
        began = time.perf_counter()
        paper = paper_of(report, assemble(report, timezone.now()), status="Draft", date=timezone.localdate())
        size = len(writer(paper, links(report.body.key)))
        seconds.append(time.perf_counter() - began)
    first, *others = seconds  # the first also reads templates and fonts
    return {
        "body": report.body.name,
        "title": report.title,
        "form": form,
        "first": first,
        "median": statistics.median(others),
        "most": max(others),
        "bytes": size,
    }
