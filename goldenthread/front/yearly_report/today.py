"""What of the yearly report waits for a person, asks them what they think, or was published."""

import datetime

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from goldenthread.foundation.access.queries import can
from goldenthread.foundation.access.roles import roles
from goldenthread.foundation.access.viewer import Viewer
from goldenthread.foundation.people.models import Seat
from goldenthread.foundation.room import TodayItem
from goldenthread.foundation.ui.words import day
from goldenthread.front.yearly_report.models import Report, RequiredSignature, Signature
from goldenthread.front.yearly_report.states import ReportState, VersionState

LATELY = datetime.timedelta(days=183)


def address(viewer: Viewer, report: Report, page: str = "report") -> str:
    return reverse(f"yearly_report:{page}", kwargs={"partnership": report.body.key, "key": report.key})


def wanted_signatures(viewer: Viewer) -> QuerySet[RequiredSignature]:
    """Signatures that only this person, or another with a seat of the same partner, can give."""
    if not any("report.sign" in seat.role.grants for seat in viewer.seats):
        return RequiredSignature.objects.none()
    mine = Seat.objects.on(viewer.today).filter(
        person_id=viewer.person_id,
        membership__partnership_id=viewer.partnership_id,
        role__in=[code for code, role in roles().items() if role.statutory],
    )
    given = Signature.objects.filter(version=OuterRef("version"), membership=OuterRef("membership"))
    return RequiredSignature.objects.filter(
        ~Exists(given),
        membership__in=[seat.membership_id for seat in mine if seat.membership_id],
        version__state=VersionState.OPEN,
        version__report__body_id=viewer.partnership_id,
    ).select_related("version__report__body", "agency")


def waiting(viewer: Viewer) -> list[TodayItem]:
    return [
        TodayItem(
            f"{row.version.report.title} waits for the signature of {row.agency}",
            address(viewer, row.version.report, "sign"),
            why="Nothing is published until every statutory partner has signed the same text.",
        )
        for row in wanted_signatures(viewer)
    ]


def asked(viewer: Viewer) -> list[TodayItem]:
    """Reports that are being written, for those who may say what they think of them and do not write them."""
    if not can(viewer, "report.comment") or can(viewer, "report.write"):
        return []
    rows = Report.objects.filter(body_id=viewer.partnership_id, state=ReportState.DRAFT).select_related("body")
    return [
        TodayItem(
            f"{report.title} is being written: read it, and comment where you know better",
            address(viewer, report),
        )
        for report in rows
    ]


def published(viewer: Viewer) -> list[TodayItem]:
    """What was published in the last half year."""
    rows = Report.objects.filter(
        body_id=viewer.partnership_id, state=ReportState.PUBLISHED, published_on__gte=viewer.today - LATELY
    )
    return [
        TodayItem(f"{report.title} was published on {day(report.published_on)}", address(viewer, report))
        for report in rows.select_related("body").order_by("-published_on", "pk")
    ]
