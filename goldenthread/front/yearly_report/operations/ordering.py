"""The order of the chapters, which a partnership may make its own: its next report begins in it."""

import datetime

from goldenthread.foundation.access.queries import require
from goldenthread.foundation.access.viewer import Actor
from goldenthread.foundation.history import operations as history
from goldenthread.foundation.people.models import Body
from goldenthread.foundation.room import Refused
from goldenthread.foundation.writing import operation
from goldenthread.front.yearly_report import rules
from goldenthread.front.yearly_report.assembly import plan_of_sections, sections_of
from goldenthread.front.yearly_report.models import Report, Section
from goldenthread.front.yearly_report.operations.locking import lock

APART = 10  # between two places, so that a chapter added later finds one


@operation
def move_section(*, by: Actor, now: datetime.datetime, report: Report, chapter: str, up: bool) -> None:
    """A chapter one place up or down among all of its report. Raises Refused for the first and the last."""
    lock(report)
    rules.may_be_written(report)
    require(by, "report.write", report)
    sections = sections_of(report)
    place = next((place for place, section in enumerate(sections) if section.chapter == chapter), None)
    to = -1 if place is None else place + (-1 if up else 1)
    if not 0 <= to < len(sections):
        raise Refused("This chapter stands at that end already.")
    sections[place], sections[to] = sections[to], sections[place]
    for number, section in enumerate(sections, 1):
        _put(section, number * APART)
    way = f"moved {'up' if up else 'down'}"
    history.record(report, "report.section_changed", by=by, now=now, changes={f"{chapter}.order": ("", way)})


def _put(section: Section, order: int) -> None:
    if section.pk is None or section.order != order:
        section.order = order
        section.save(update_fields=None if section.pk is None else ["order"])


def order_for(body: Body) -> dict[str, int]:
    """{chapter: place} for a report that begins: as in the newest report of the body; what that has not stands where
    the product puts it, after the chapter before it.
    """
    planned = {code: order for code, _, order, _ in plan_of_sections()}
    last = Report.objects.filter(body=body, period__isnull=False).order_by("-period__starts").first()
    rows = last.sections.order_by("order", "pk").values_list("chapter", flat=True) if last else ()
    before = [code for code in rows if code in planned]
    if before == [code for code in planned if code in before]:
        return planned
    for code, above in zip(planned, [None, *planned], strict=False):
        if code not in before:
            before.insert(before.index(above) + 1 if above else 0, code)
    return {code: number * APART for number, code in enumerate(before, 1)}
