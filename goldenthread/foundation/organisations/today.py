"""What of "Who we are" waits for a person on the page Today."""

from django.urls import reverse

from goldenthread.foundation.access.viewer import Viewer
from goldenthread.foundation.organisations import queries
from goldenthread.foundation.room import TodayItem, TodayList

MOST = 8  # the rest stand on their page, and Today says how many they are


def confirmations(viewer: Viewer) -> TodayList:
    """Seats that wait for a second person, for whoever could be that person."""
    found = list(queries.seats_to_confirm_by(viewer))
    items = [
        TodayItem(
            f"A seat waits for a second person: {queries.seat_in_words(seat)}",
            reverse("organisations:confirm_seat", args=[viewer.slug, seat.key]),
            why=f"Proposed by {seat.given_by}" if seat.given_by else "",
        )
        for seat in found[:MOST]
    ]
    return TodayList(items, len(found), ("People and seats", reverse("organisations:people", args=[viewer.slug])))
