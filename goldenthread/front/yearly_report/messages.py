"""What of the yearly report waits for somebody: asked for one person when a message is sent, with where they do it."""

from collections.abc import Iterable

from goldenthread.foundation.access.queries import can
from goldenthread.foundation.access.viewer import Viewer
from goldenthread.foundation.room import Message
from goldenthread.front.yearly_report.models import Comment, Signature
from goldenthread.front.yearly_report.states import ReportState
from goldenthread.front.yearly_report.today import address, wanted_signatures


def signatures(viewer: Viewer, keys: Iterable[str]) -> dict[str, str]:
    """Closed texts that wait for the signature of a partner for whom the viewer signs."""
    reports = (row.version.report for row in wanted_signatures(viewer))
    return {report.ref: address(viewer, report, "sign") for report in reports if report.ref in keys}


def comments(viewer: Viewer, keys: Iterable[str]) -> dict[str, str]:
    """Drafts with a comment that nobody has settled, for those who write them."""
    if not can(viewer, "report.write"):
        return {}
    rows = Comment.objects.filter(
        settled_at=None, section__report__body_id=viewer.partnership_id, section__report__state=ReportState.DRAFT
    ).select_related("section__report__body")
    reports = {row.section.report.ref: row.section.report for row in rows}
    return {ref: address(viewer, report) for ref, report in reports.items() if ref in keys}


def objections(viewer: Viewer, keys: Iterable[str]) -> dict[str, str]:
    """Drafts to whose last closed text a partner objected, for those who write them."""
    if not can(viewer, "report.write"):
        return {}
    rows = Signature.objects.filter(
        answer=Signature.Answer.OBJECTED,
        version__report__body_id=viewer.partnership_id,
        version__report__state=ReportState.DRAFT,
    ).select_related("version__report__body")
    reports = {row.version.report.ref: row.version.report for row in rows}
    return {ref: address(viewer, report) for ref, report in reports.items() if ref in keys}


MESSAGES = (
    Message(
        "report.signature_asked",
        "your signature is asked for",
        "Your signature is asked for.",
        signatures,
        urgent=True,
    ),
    Message(
        "report.comment_made",
        "somebody commented on what you write",
        "Somebody commented on what you write.",
        comments,
    ),
    Message(
        "report.objection_made",
        "a partner objects to a text that you write",
        "A partner objects to a text that you write, so it is open for changes again.",
        objections,
        urgent=True,
    ),
)
