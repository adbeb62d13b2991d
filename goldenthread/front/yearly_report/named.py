"""The records that a body's published reports name: what the public may ask the proof of, and nothing else.

Keys can be guessed, and much that is public in itself (a figure, a body, a theme) was never published by anybody.
"""

import json
from functools import lru_cache

from goldenthread.foundation.papers.blocks import from_data, written_out
from goldenthread.foundation.people.models import Body
from goldenthread.front.yearly_report.assembly import assemble
from goldenthread.front.yearly_report.models import Report, Version
from goldenthread.front.yearly_report.paragraphs import claims_of
from goldenthread.front.yearly_report.states import ReportState, VersionState


def named_in_reports(body: Body, now) -> frozenset[tuple[str, str]]:
    """The (noun, key) of every record that a published report of the body names: as it was signed, or, of one that was
    published elsewhere, as its record gives it today.
    """
    versions = Version.objects.filter(report__body=body, state=VersionState.PUBLISHED).values_list("pk", "digest")
    elsewhere = Report.objects.filter(body=body, state=ReportState.ELSEWHERE).values_list("pk", flat=True)
    signed = (_named_in_version(pk, digest) for pk, digest in versions)
    return frozenset().union(*signed, *(_named_elsewhere(pk, now) for pk in elsewhere))


@lru_cache(maxsize=64)
def _named_in_version(pk, digest):
    """What was signed does not change, so each text is read once. The digest belongs to what it is found by."""
    paper = from_data(json.loads(Version.objects.get(pk=pk).text))
    return frozenset(claims_of(written_out(paper.blocks)))  # as its page shows it: a room's own block drawn


def _named_elsewhere(pk, now):
    report = Report.objects.select_related("body", "period").get(pk=pk)
    return frozenset().union(*(part.claims for part in assemble(report, now)))
