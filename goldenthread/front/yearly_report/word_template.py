"""The partnership's Word template as its reports are drawn with it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from goldenthread.foundation.access.queries import can
from goldenthread.foundation.access.viewer import Viewer
from goldenthread.foundation.documents.storing import Damaged, read_whole
from goldenthread.foundation.papers.word.template.found import Found, look_through
from goldenthread.foundation.people.models import Body
from goldenthread.foundation.room import Refused
from goldenthread.front.yearly_report.models import Version, WordTemplate


@dataclass(frozen=True)
class InUse:
    """The hash of a template and its bytes."""

    sha256: str
    content: bytes


def in_use(body: Body) -> InUse | None:
    """What reports of a body are drawn with now; None where it has no template.

    Raises Refused where its file is damaged: a report is not drawn in another form than its partnership chose.
    """
    row = WordTemplate.objects.filter(holder=body, ended_at=None).first()
    if row is None:
        return None
    try:
        return InUse(row.sha256, read_whole(row.sha256))
    except Damaged as damaged:
        raise Refused(
            f"The Word template of the partnership cannot be used: {damaged}. Upload it again, or take it out."
        ) from damaged


def all_of(viewer: Viewer) -> QuerySet[WordTemplate]:
    """Every template of the viewer's partnership, the newest first, for those who write its reports."""
    rows = WordTemplate.objects.filter(holder=viewer.partnership_id).select_related("holder")
    return rows if can(viewer, "report.write") else rows.none()


def drawn_with(rows: list[WordTemplate]) -> dict[str, list[Version]]:
    """The closed versions that were drawn with each, by its hash."""
    found: dict[str, list[Version]] = {}
    digests = [row.sha256 for row in rows]
    for version in Version.objects.filter(template__in=digests).select_related("report").order_by("report", "number"):
        if any(row.holder_id == version.report.body_id for row in rows):
            found.setdefault(version.template, []).append(version)
    return found


def found_in(row: WordTemplate) -> Found | None:
    """What stands in a template; None where its file is damaged."""
    try:
        return look_through(read_whole(row.sha256))
    except Damaged:
        return None


def stored_files() -> list[str]:
    """The hash of every template that is kept."""
    return list(WordTemplate.objects.values_list("sha256", flat=True))
