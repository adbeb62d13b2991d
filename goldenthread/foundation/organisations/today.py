"""What of "Who we are" waits for a person on the page Today."""

from django.urls import reverse

from goldenthread.foundation.access.queries import can
from goldenthread.foundation.access.viewer import Viewer
from goldenthread.foundation.organisations import account_queries, name_queries, queries
from goldenthread.foundation.room import TodayItem, TodayList

MOST = 8  # the rest stand on their page, and Today says how many they are


def account_changes(viewer: Viewer) -> TodayList:
    """Changes of accounts that wait: those of the viewer's own, who may object; and those that they could decide."""
    own, to_decide = account_queries.waiting_before(viewer)
    items = [
        TodayItem(
            f"Did you ask for this? {change.get_kind_display().capitalize()} for your account",
            reverse("own_account_change", args=[change.key]),
            why="It waits for a second person. If you did not ask for it, say so.",
        )
        for change in own
    ]
    for change in to_decide:
        objects = f". {change.person} says that they did not ask for it" if change.objection else ""
        items.append(
            TodayItem(
                f"A change of an account waits for a second person: {change.person}, {change.get_kind_display()}",
                reverse("organisations:account_change", args=[viewer.slug, change.key]),
                why=f"Asked for by {change.asked_by}{objects}",
            )
        )
    page = ("People and seats", reverse("organisations:people", args=[viewer.slug]))
    return TodayList(items[:MOST], len(items), page)


def names(viewer: Viewer) -> TodayList:
    """Names of agencies that another partnership asks about, for those who keep who is who here."""
    found = name_queries.waiting_before(viewer) if can(viewer, "people.edit") else []
    items = [
        TodayItem(
            f"Another partnership asks whether {change.body} is called {change.name}",
            reverse("organisations:answer_name", args=[viewer.slug, change.key]),
            why=f"Asked by {change.asked_in}",
        )
        for change in found[:MOST]
    ]
    return TodayList(items, len(found), ("Agencies", reverse("organisations:agencies", args=[viewer.slug])))


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
