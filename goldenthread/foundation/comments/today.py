"""Questions that wait for somebody, for the page Today: who asks, and about what, never the words."""

from goldenthread.foundation.access.addresses import path_to
from goldenthread.foundation.access.viewer import Viewer
from goldenthread.foundation.comments import queries
from goldenthread.foundation.room import TodayItem, TodayList

MOST = 8


def questions(viewer: Viewer) -> TodayList:
    """Questions for the viewer, or for an agency for which they answer."""
    waiting = queries.waiting_for(viewer)
    page = ("Questions", path_to("comments:questions", viewer.slug))
    return TodayList([_line(viewer, *pair) for pair in waiting[:MOST]], len(waiting), page)


def _line(viewer, comment, about):
    whom = comment.for_agency.short if comment.for_agency_id else "you"
    return TodayItem(
        f"{comment.by_name} asks {whom} about: {about.title}", queries.address_of(viewer, comment), why=about.hint
    )
