"""What the tests of the whole house walk in the business plan: see tests/house/answers.py."""

import datetime

from goldenthread.rooms.business_plan import operations
from tests.house.answers import BOTH, SEATS, UNIT, text

PAGES = [
    ("/west/plan/", SEATS),
    ("/west/plan/add/", UNIT),
    ("/west/plan/{plan}/", SEATS),
    ("/west/plan/{plan}/edit/", UNIT),
    ("/west/plan/{plan}/add-priority/", UNIT),
    ("/west/plan/priorities/{planned}/edit/", UNIT),
    ("/west/plan/priorities/{planned}/add-milestone/", UNIT),
    ("/west/plan/milestones/{milestone}/edit/", UNIT),
    ("/west/plan/milestones/{milestone}/rate/", UNIT),
]
EDITS = [
    ("/west/plan/{plan}/edit/", *text("summary"), BOTH),
    ("/west/plan/priorities/{planned}/edit/", *text("aim"), BOTH),
    ("/west/plan/milestones/{milestone}/edit/", *text("text"), BOTH),
]


def things(cast, made, given):
    days = {"starts": datetime.date(2025, 11, 3), "ends": datetime.date(2027, 2, 1)}
    plan = operations.add_plan(holder=cast.west, title="Plan 2025 to 2027", **days, **given)
    planned = operations.plan_priority(plan=plan, title="Safe at home", **given)
    milestone = operations.add_milestone(
        planned=planned, text="Every team is trained.", due_on=datetime.date(2026, 12, 1), **given
    )
    return {"plan": plan, "planned": planned, "milestone": milestone}
