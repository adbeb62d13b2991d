"""The operation that writes what a record file says of this room. Part of this app's operations.

It sets final states and checks structure only: the past need not be invented to satisfy today's rules. The engine of
the record file has checked everything before, and leaves the lines of history.
"""

from goldenthread.foundation.records.mapping import House
from goldenthread.foundation.room import Refused
from goldenthread.foundation.writing import operation
from goldenthread.front.yearly_report.models import Report, Version


@operation
def load(*, by, now, record, shape, items):
    """Write reports. Versions that come in are marked as loaded: their signatures were given elsewhere, or before.

    Raises Refused when a file would change what was closed and signed in this house.
    """
    standing = set(Version.objects.filter(report__body_id=record.body_pk).values_list("pk", flat=True))
    for item in items:
        _leaves_what_was_signed_here(record, shape, item)
    record.write(shape, items, now)
    new = Version.objects.filter(report__body_id=record.body_pk, loaded_at=None).exclude(pk__in=standing)
    new.update(loaded_at=now)


def _leaves_what_was_signed_here(record, shape, item):
    report = Report.objects.filter(
        pk=record.links.find(*item.identity), versions__loaded_at=None, versions__isnull=False
    ).first()
    if report is None:
        return
    stands = House(record.body, record.links).items(shape, [report])[0]
    if stands.values.get("versions") != item.values.get("versions") or stands.values.get("state") != item.values.get(
        "state"
    ):
        raise Refused(
            f"“{report.title}” was closed for signature in this house, and the file says otherwise of its versions or "
            "its state. "
            "No file changes what was signed here: write of them what this house’s own record file says."
        )
