"""What of the yearly report waits for a person."""

from django.urls import reverse

from goldenthread.foundation.people.models import Seat
from goldenthread.foundation.room import TodayItem
from goldenthread.front.yearly_report.models import RequiredSignature
from goldenthread.front.yearly_report.states import VersionState


def waiting(viewer):
    """A signature that only this person, or another with a seat of the same partner, can give."""
    if not any("report.sign" in seat.role.grants for seat in viewer.seats):
        return []
    mine = Seat.objects.on(viewer.today).filter(
        person_id=viewer.person_id, membership__partnership_id=viewer.partnership_id
    )
    memberships = [seat.membership_id for seat in mine if seat.membership_id]
    rows = RequiredSignature.objects.filter(
        membership__in=memberships, version__state=VersionState.OPEN, version__report__body_id=viewer.partnership_id
    ).select_related("version__report__body", "agency")
    lines = []
    for row in rows:
        if not row.version.signatures.filter(membership_id=row.membership_id).exists():
            report = row.version.report
            url = reverse("yearly_report:sign", kwargs={"partnership": report.body.key, "key": report.key})
            lines.append(
                TodayItem(
                    f"{report.title} waits for the signature of {row.agency}",
                    url,
                    why="Nothing is published until every statutory partner has signed the same text.",
                    kind="decision",
                )
            )
    return lines
