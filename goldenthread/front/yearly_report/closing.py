"""What closing needs, made before anything is locked: the whole text, its three forms, and what it was made from.

On SQLite every other writer waits while an operation runs, so assembling (some 25 queries) and printing (a second)
stand outside it. The operation then only asks whether anything was written meanwhile.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from goldenthread.foundation.clock import day_of
from goldenthread.foundation.documents.storing import Stored, keep
from goldenthread.foundation.history.queries import Marks, marks
from goldenthread.foundation.papers.blocks import canonical, digest
from goldenthread.foundation.room import Refused
from goldenthread.front.yearly_report import queries, rules, word_template
from goldenthread.front.yearly_report.assembly import paper_of
from goldenthread.front.yearly_report.models import Report
from goldenthread.front.yearly_report.rendering import render_all

TRIES = 3


class ChangedMeanwhile(Refused):
    """Somebody wrote between the reading of a text and its closing."""

    def __init__(self):
        super().__init__(
            "Something changed meanwhile in the record or in the report. Look at the text, and close it again."
        )


@dataclass(frozen=True)
class Prepared:
    """A text that may be closed.

    `files` are its three forms, stored already; `read` says how far every history had come before the first word was
    read. `template` is the hash of the Word template that they were drawn with.
    """

    report_pk: int
    number: int
    text: str
    digest: str
    what_changed: str
    files: dict[str, Stored]
    read: Marks
    template: str = ""


def prepare(report: Report, now: datetime.datetime, base_url: str, render=render_all) -> Prepared:
    """Assemble and print a report as its next version; links in the files begin with `base_url`.

    Raises Refused with the first thing that stands in the way, a form that cannot be made among them.
    """
    read = marks()
    report = Report.objects.select_related("body", "period").get(pk=report.pk)
    assembled, problems = queries.state_of(report, now)
    rules.nothing_stands_in_the_way(problems)
    last = report.versions.order_by("-number").values_list("number", flat=True).first()
    number = (last or 0) + 1
    why = report.why if queries.published_version(report) else ""
    paper = paper_of(report, assembled, status=f"Version {number}", date=day_of(now), what_changed=why)
    used = word_template.in_use(report.body)
    made = render(paper, report.body.key, base_url, **({"template": used.content} if used else {}))
    noted = used.sha256 if used else ""
    return Prepared(report.pk, number, canonical(paper).decode(), digest(paper), why, stored(made), read, noted)


def stored(made: dict[str, bytes]) -> dict[str, Stored]:
    """Store the three forms of a text. Raises Refused where one is missing."""
    rules.is_whole(made)
    return {form: keep(content) for form, content in made.items()}


def until_nothing_changes(attempt):
    """Call `attempt()` until nobody wrote in between, `TRIES` times. Raises ChangedMeanwhile after the last."""
    for _ in range(TRIES - 1):
        try:
            return attempt()
        except ChangedMeanwhile:
            continue
    return attempt()
