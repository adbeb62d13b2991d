"""The record file's list of those who are sent the partnership's reports."""

from goldenthread.foundation.records.shapes import Key, Shape
from goldenthread.front.yearly_report import queries
from goldenthread.front.yearly_report.models import Recipient

RECIPIENT = Shape.of(
    Recipient,
    sentence="Somebody who is sent the partnership's published reports by e-mail. Who asked for no more stays in the "
    "list, so that they are never written to again.",
    says={
        "key": Key(),
        "name": "Their name.",
        "organisation": "For whom they have it.",
        "address": "Their e-mail address.",
        "asked": "Whom of those that the guidance names they stand for.",
        "stopped_at": "When they asked for no more such e-mails.",
        "removed_at": "When they were taken off the list.",
    },
)


def recipients(viewer, body):
    return queries.recipients(viewer).filter(holder=body)
