"""The records that a body's published reports name: what the public may ask the proof of, and nothing else.

Keys can be guessed, and much that is public in itself (a figure, a body, a theme) was never published by anybody.
"""

import datetime
import json
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Q

from goldenthread.foundation.clock import day_of
from goldenthread.foundation.history.queries import heads_now
from goldenthread.foundation.papers.blocks import from_data, written_out
from goldenthread.foundation.people.models import Body
from goldenthread.front.yearly_report.assembly import assemble
from goldenthread.front.yearly_report.models import Report, Version
from goldenthread.front.yearly_report.paragraphs import sentences_of
from goldenthread.front.yearly_report.states import ReportState, VersionState


@dataclass(frozen=True)
class Names:
    """One published report and the records that it names: {(noun, key): the words in which it does so first}."""

    report: Report
    sentences: dict[tuple[str, str], str]


def names_in_reports(body: Body, now) -> list[Names]:
    """Of every published report of the body, the newest first: as it was signed, or, of one that was published
    elsewhere, as its record gives it today.
    """
    open_to_all = Q(state=ReportState.ELSEWHERE) | Q(versions__state=VersionState.PUBLISHED)
    reports = Report.objects.filter(open_to_all, body=body).select_related("body", "period").distinct()
    return [Names(report, _sentences(report, now)) for report in reports]


def named_in_reports(body: Body, now) -> frozenset[tuple[str, str]]:
    """The (noun, key) of every record that a published report of the body names."""
    return frozenset().union(*(names.sentences for names in names_in_reports(body, now)))


def _sentences(report, now):
    if report.state == ReportState.ELSEWHERE:
        return _elsewhere(report.pk, day_of(now), heads_now())
    version = report.versions.filter(state=VersionState.PUBLISHED).values_list("pk", "digest").get()
    return _in_version(*version)


@lru_cache(maxsize=64)
def _elsewhere(pk, day, heads):
    """Its record says the same until something is written: each of its hundreds of proofs asks this."""
    report = Report.objects.select_related("body", "period").get(pk=pk)
    now = datetime.datetime.combine(day, datetime.time(12), datetime.UTC)
    return sentences_of(written_out(tuple(block for part in assemble(report, now) for block in part.blocks)))


@lru_cache(maxsize=64)
def _in_version(pk, digest):
    """What was signed does not change, so each text is read once. The digest belongs to what it is found by."""
    paper = from_data(json.loads(Version.objects.get(pk=pk).text))
    return sentences_of(written_out(paper.blocks))  # as its page shows it: a room's own block drawn
