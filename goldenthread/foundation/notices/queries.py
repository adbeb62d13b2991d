"""Reading the outbox."""

from django.urls import reverse

from goldenthread.foundation.access.queries import can
from goldenthread.foundation.notices.models import Message
from goldenthread.foundation.room import TodayItem

WORTH_KNOWING = 3


def undelivered(viewer):
    """Messages of the viewer's partnership that failed at least three times: worth somebody's look."""
    return Message.objects.filter(
        body_id=viewer.partnership_id, sent_at=None, attempts__gte=WORTH_KNOWING
    ).select_related("to")


def undelivered_lines(viewer) -> list[TodayItem]:
    """A line for Today when e-mails do not arrive."""
    number = undelivered(viewer).count() if can(viewer, "notices.read") else 0
    if not number:
        return []
    words = "An e-mail could" if number == 1 else f"{number} e-mails could"
    return [
        TodayItem(
            f"{words} not be delivered",
            reverse("notices:undelivered", args=[viewer.slug]),
            why="People may not know what is due.",
            kind="notice",
        )
    ]
