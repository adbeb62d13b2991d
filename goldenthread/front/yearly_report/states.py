"""States of a report and of its versions, as tables. Drawn into docs/generated/."""

from django.db import models

from goldenthread.thread.states import Step


class ReportState(models.TextChoices):
    DRAFT = "draft", "Being written"
    CLOSED = "closed", "Closed for signature"
    PUBLISHED = "published", "Published"
    ELSEWHERE = "published_elsewhere", "Published elsewhere"


class VersionState(models.TextChoices):
    OPEN = "open", "Waiting for signatures"
    SIGNED = "signed", "Signed by every statutory partner"
    VOID = "void", "No longer counts"
    PUBLISHED = "published", "Published"
    REPLACED = "replaced", "Replaced by a correction"


REPORT_STEPS = (
    Step("close", (ReportState.DRAFT,), ReportState.CLOSED, "report.close", "report.closed", "Close for signature"),
    Step(
        "reopen",
        (ReportState.CLOSED,),
        ReportState.DRAFT,
        "report.close",
        "report.reopened",
        "Open it for changes",
        reason=True,
    ),
    Step("object", (ReportState.CLOSED,), ReportState.DRAFT, "report.sign", "report.objected", "Object", reason=True),
    Step("publish", (ReportState.CLOSED,), ReportState.PUBLISHED, "report.publish", "report.published", "Publish"),
    Step(
        "correct",
        (ReportState.PUBLISHED,),
        ReportState.DRAFT,
        "report.close",
        "report.correction_begun",
        "Correct it",
        reason=True,
    ),
)

VERSION_STEPS = (
    Step("all_signed", (VersionState.OPEN,), VersionState.SIGNED, "report.sign", "report.signed", "Sign"),
    Step(
        "void",
        (VersionState.OPEN, VersionState.SIGNED),
        VersionState.VOID,
        "report.close",
        "report.version_voided",
        "Void",
        reason=True,
    ),
    Step(
        "object",
        (VersionState.OPEN,),
        VersionState.VOID,
        "report.sign",
        "report.version_voided",
        "Object",
        reason=True,
    ),
    Step("publish", (VersionState.SIGNED,), VersionState.PUBLISHED, "report.publish", "report.published", "Publish"),
    Step("replace", (VersionState.PUBLISHED,), VersionState.REPLACED, "report.publish", "report.replaced", "Replace"),
)
MACHINES = {"Report": (ReportState, REPORT_STEPS), "Version": (VersionState, VERSION_STEPS)}
