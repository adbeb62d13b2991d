"""Milestones that are due, for those who keep the plan."""

from goldenthread.foundation.access.addresses import address
from goldenthread.foundation.access.queries import can
from goldenthread.foundation.room import TodayItem
from goldenthread.foundation.ui.words import day
from goldenthread.rooms.business_plan import queries


def due(viewer):
    if not can(viewer, "plan.edit"):
        return []
    lines = []
    for row in queries.due(viewer):
        url = address(viewer, "business_plan:rate", row)
        overdue = row.due_on < viewer.today
        lines.append(
            TodayItem(
                f"Say where this milestone stands, due {day(row.due_on)}: {row.text[:120]}",
                url,
                due=row.due_on,
                overdue=overdue,
                kind="owed",
            )
        )
    return lines
