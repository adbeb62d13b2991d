"""The ten most used pages in the filled house, as the business manager of one partnership sees them."""

import statistics
import time

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from benchmarks.beside import bare_page
from benchmarks.people import signed_in
from goldenthread.foundation.people.models import Body
from goldenthread.front.yearly_report.models import Report
from goldenthread.rooms.dataset.models import Indicator
from goldenthread.thread.models import Action, Finding, Recommendation, Source, Theme

BETWEEN = 5  # requests of ours between two measurements of the bare page


def addresses(key) -> dict[str, str]:
    """What is opened: name of the page → address."""

    def of(name, *args):
        return reverse(name, args=[key, *args])

    def one(model, **given):
        row = model.objects.filter(holder__key=key, **given).order_by("pk")
        return row[row.count() // 2]

    action, source, indicator = (
        one(Action, state="assured", audience="partnership"),
        one(Source, audience="partnership"),
        one(Indicator),
    )
    report = Report.objects.get(body__key=key)
    return {
        "Today": of("overview:today"),
        "Action plan": of("thread:actions"),
        "Action plan, overdue only": of("thread:actions") + "?overdue=on",
        "One action with its story": of("thread:action", key, action.key),
        "One piece of work": of("thread:source", key, source.key),
        "Where the thread breaks": of("thread:breaks"),
        "One theme over the years": of("thread:theme", Theme.objects.get(name="Neglect").key),
        "Themes": of("thread:themes"),
        "One indicator": of("dataset:indicator", key, indicator.key),
        "Scorecard": of("dataset:scorecard"),
        "The report's chapters": of("yearly_report:report", report.key),
        "Who we are": of("organisations:people"),
    }


def measured(key, runs) -> dict:
    """For each page: median and 95th percentile in seconds, 95th percentile of the processor's time, how many times
    that of the bare page measured beside it this is, number of queries, bytes; and how much the house holds."""
    client, found = signed_in(key), []
    with bare_page(key) as bare:
        for name, address in addresses(key).items():
            print(f"{name} …", flush=True)
            found.append({"page": name, **_timed(client, address, runs, bare)})
    models = {
        "partnerships": Body.objects.filter(kind="partnership"),
        "pieces of work": Source.objects,
        "findings": Finding.objects,
        "recommendations": Recommendation.objects,
        "actions": Action.objects,
    }
    return {
        "pages": found,
        "holds": {name: rows.count() for name, rows in models.items()} | {"lines of history": _lines()},
    }


def _lines():
    from goldenthread.foundation.history.models import Line

    return Line.objects.count()


def _timed(client, address, runs, bare):
    for _ in range(3):
        answer = client.get(address)
        if answer.status_code != 200:
            raise SystemExit(f"{address} answered {answer.status_code} instead of a page.")
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    asked = len(queries)  # now: the next request empties the list
    seconds, processor, beside = [], [], []
    for run in range(runs):
        if run % BETWEEN == 0:
            beside.append(bare())
        began, worked = time.perf_counter(), time.process_time()
        client.get(address)
        seconds.append(time.perf_counter() - began)
        processor.append(time.process_time() - worked)
    return {
        "median": statistics.median(seconds),
        "p95": _p95(seconds),
        "processor": _p95(processor),
        "times_bare": _p95(processor) / statistics.median(beside),
        "bare": statistics.median(beside),
        "queries": asked,
        "bytes": len(answer.content),
    }


def _p95(seconds):
    return statistics.quantiles(seconds, n=20, method="inclusive")[-1]
