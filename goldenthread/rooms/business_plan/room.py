"""What the business plan offers the house."""

from goldenthread.foundation.room import Chapter, Menu, Noun, Offer, Permission, TodayItems, Verb
from goldenthread.rooms.business_plan.record_parts import PARTS

OFFER = Offer(
    menu=(
        Menu(
            "work",
            "Business plan",
            "business_plan:plans",
            "plan.read",
            "What comes first, why, and how far it has come.",
            20,
        ),
    ),
    nouns=(
        Noun(
            "plan",
            "business_plan.Plan",
            "goldenthread.rooms.business_plan.references:plans",
            "business plan",
            "business plans",
        ),
        Noun(
            "planned_priority",
            "business_plan.PlannedPriority",
            "goldenthread.rooms.business_plan.references:planned",
            "priority in a plan",
            "priorities in plans",
        ),
        Noun(
            "milestone",
            "business_plan.Milestone",
            "goldenthread.rooms.business_plan.references:milestones",
            "milestone",
            "milestones",
        ),
    ),
    permissions=(
        Permission("plan.read", "read the business plan"),
        Permission("plan.edit", "change the business plan and rate its milestones"),
    ),
    verbs=(
        Verb("plan.added", "added this plan"),
        Verb("plan.changed", "changed this plan"),
        Verb("plan.priority_planned", "took this priority into the plan"),
        Verb("plan.priority_changed", "changed this priority"),
        Verb("plan.milestone_added", "added this milestone"),
        Verb("plan.milestone_changed", "changed this milestone"),
        Verb("plan.milestone_rated", "rated this milestone"),
    ),
    chapters=(
        Chapter(
            "priorities",
            "Our priorities, and how far we have come",
            ("6",),
            "goldenthread.rooms.business_plan.chapters:priorities",
            30,
        ),
    ),
    today=(TodayItems("milestones", "goldenthread.rooms.business_plan.today:due", 42),),
    record_parts=PARTS,
    retention={"plan": "Kept for good: it explains what the partnership resolved to do."},
)
