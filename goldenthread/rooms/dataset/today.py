"""What the dataset puts on the page Today: figures of the last period that an agency owes, each with the way to its
form.
"""

from goldenthread.foundation.room import TodayItem
from goldenthread.rooms.dataset.queries import owed, reading

MOST = 30


def missing(viewer):
    """Lines for whoever may enter the figure: the agency's own people, and those who keep the figures."""
    return [_line(viewer, one) for one in owed.missing(viewer)[:MOST]]


def _line(viewer, one):
    return TodayItem(
        one.sentence(viewer),
        reading.address(viewer, one.indicator, "add_figure"),
        due=one.due,
        overdue=one.late(viewer.today),
        why=one.indicator.section,
        kind="Return",
    )
