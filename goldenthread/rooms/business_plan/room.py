"""What the business plan offers the house."""

from goldenthread.foundation.room import (
    Chapter,
    HandOver,
    Menu,
    Message,
    Noun,
    Offer,
    Permission,
    PublicPart,
    RecordPart,
    Verb,
)
from goldenthread.rooms.business_plan import chapters, operations, queries, record_parts
from goldenthread.rooms.business_plan.dues import DUE

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
            "business plan",
            "business plans",
            rows=queries.plans,
            url=queries.place,
            proof=queries.proof_of_plan,
        ),
        Noun(
            "planned_priority",
            "business_plan.PlannedPriority",
            "priority in a plan",
            "priorities in plans",
            rows=queries.planned,
            url=queries.place,
            proof=queries.proof_of_planned,
        ),
        Noun(
            "milestone",
            "business_plan.Milestone",
            "milestone",
            "milestones",
            rows=queries.milestones,
            url=queries.place,
            proof=queries.proof_of_milestone,
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
        Verb("plan.milestone_handed_over", "handed this milestone over to another agency"),
        Verb("plan.priority_handed_over", "handed the lead of this priority over to another agency"),
        Verb("plan.milestone_rated", "rated this milestone"),
    ),
    chapters=(
        Chapter(
            "priorities",
            "Our priorities, and how far we have come",
            ("6",),
            chapters.priorities,
            15,
            draws_on=queries.as_candidates(),
            proposes=chapters.proposes,
        ),
        Chapter(
            "next_steps",
            "Next steps",
            (),
            chapters.next_steps,
            80,
            draws_on=queries.as_candidates(queries.following),
        ),
    ),
    public_parts=(PublicPart("Our priorities", queries.public_lines, 30),),
    dues=(DUE,),
    messages=(
        Message(
            "plan.handed_over",
            "something passed to your agency",
            "Something that another agency owed passed to your agency.",
            queries.taken_over,
        ),
    ),
    hand_overs=(
        HandOver(
            "milestone",
            "Milestones that it owns",
            queries.owned_by,
            operations.pass_milestones_on,
            "plan.handed_over",
            50,
        ),
        HandOver(
            "planned_priority",
            "Priorities that it leads",
            queries.led_by,
            operations.pass_priorities_on,
            "plan.handed_over",
            55,
        ),
    ),
    record_parts=(
        RecordPart(record_parts.PLAN),
        RecordPart(record_parts.PLANNED),
        RecordPart(record_parts.MILESTONE),
    ),
    retention={
        "plan": "Kept for good: it explains what the partnership resolved to do.",
        "planned_priority": "Kept with its plan.",
        "milestone": "Kept with its plan, with every note on how it stood.",
    },
)
