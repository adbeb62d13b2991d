"""Who may do what: the one page that a governance lead can read and sign.

Each grant says how far it reaches. What a role may read of closed work is said by its `reads_…` marks; listed people's
records are read by nobody but the people named, with a second factor.
"""

from goldenthread.foundation.access.roles import Reach, Role

ALL, GROUP, AGENCY, OWN = Reach.ALL, Reach.GROUP, Reach.AGENCY, Reach.OWN

READ = {
    "house.read": ALL,
    "thread.read": ALL,
    "people.read": ALL,
    "diary.read": ALL,
    "documents.read": ALL,
    "plan.read": ALL,
    "dataset.read": ALL,
    "report.read": ALL,
    "comments.write": ALL,
}

UNIT = READ | {
    "history.read": ALL,
    "people.edit": ALL,
    "people.accounts": ALL,
    "thread.write": ALL,
    "thread.propose": ALL,
    "thread.add_action": ALL,
    "thread.progress": ALL,
    "thread.voices": ALL,
    "thread.export": ALL,
    "thread.decide_proposal": ALL,
    "documents.add": ALL,
    "diary.keep_clocks": ALL,
    "notices.read": ALL,
    "plan.edit": ALL,
    "dataset.supply": ALL,
    "dataset.edit": ALL,
    "dataset.export": ALL,
    "report.write": ALL,
    "report.comment": ALL,
    "report.send": ALL,
    "comments.hide": ALL,
    "comments.pass_on": ALL,
}

# What a seat in a group that several partnerships share opens: the pages, and that group's work.
SHARED_READ = {
    "house.read": GROUP,
    "thread.read": GROUP,
    "documents.read": GROUP,
    "diary.read": GROUP,
    "comments.write": GROUP,
}
CHAIR = {
    "thread.write": GROUP,
    "thread.add_action": GROUP,
    "thread.agree_action": GROUP,
    "thread.assure": GROUP,
    "thread.judge": GROUP,
    "thread.voices": GROUP,
}

# Who may give, and end, which seats. Nobody gives themself one.
GIVEN_BY_OFFICER = ("lay_member", "agency_lead", "action_owner", "group_chair", "group_member", "analyst")
GIVEN_BY_MANAGER = (
    *GIVEN_BY_OFFICER,
    "business_manager",
    "unit_officer",
    "lead_partner",
    "delegated_partner",
    "partnership_chair",
    "scrutineer",
)
GIVEN_BY_ADMINISTRATOR = ("business_manager", "house_administrator")

MANAGER = UNIT | {
    "thread.answer": ALL,
    "thread.agree_action": ALL,
    "thread.report_done": ALL,
    "thread.assure": ALL,
    "thread.judge": ALL,
    "thread.close_recommendation": ALL,
    "thread.release": ALL,
    "thread.list_readers": ALL,
    "diary.set_local_value": ALL,
    "documents.release": ALL,
    "records.take_out": ALL,
    "report.close": ALL,
    "report.publish": ALL,
}

PARTNER = READ | {
    "history.read": ALL,
    "thread.propose": ALL,
    "thread.answer": AGENCY,
    "thread.agree_action": ALL,
    "thread.progress": AGENCY,
    "thread.report_done": AGENCY,
    "thread.assure": ALL,
    "thread.judge": ALL,
    "thread.export": ALL,
    "dataset.supply": AGENCY,
    "dataset.export": ALL,
    "report.comment": ALL,
    "report.sign": ALL,
}

ROLES = {
    role.code: role
    for role in (
        Role(
            "business_manager",
            "Business manager",
            "Runs the partnership's business unit and keeps its record.",
            MANAGER,
            reads_groups=True,
            reads_agencies=True,
            gives=GIVEN_BY_MANAGER,
            second_person=True,
            confirms=True,
        ),
        Role(
            "unit_officer",
            "Unit officer",
            "Works in the business unit: records work, chases returns, writes the report.",
            UNIT,
            reads_groups=True,
            reads_agencies=True,
            gives=GIVEN_BY_OFFICER,
            second_person=True,
        ),
        Role(
            "lead_partner",
            "Lead safeguarding partner",
            "Chief executive of the council or the NHS board, or chief constable: answers for the arrangements and "
            "signs.",
            PARTNER,
            reads_groups=True,
            scopes=("membership",),
            statutory=True,
            second_person=True,
            confirms=True,
        ),
        Role(
            "delegated_partner",
            "Delegated safeguarding partner",
            "Speaks and decides for a lead safeguarding partner.",
            PARTNER,
            reads_groups=True,
            scopes=("membership",),
            statutory=True,
            second_person=True,
            confirms=True,
        ),
        Role(
            "partnership_chair",
            "Partnership chair",
            "One of the delegated partners, who chairs the partnership.",
            PARTNER | {"thread.close_recommendation": ALL},
            reads_groups=True,
            scopes=("membership", "partnership"),
            second_person=True,
        ),
        Role(
            "scrutineer",
            "Independent scrutineer",
            "Looks from outside at how well the partners work together.",
            READ
            | {
                "thread.propose": ALL,
                "history.read": ALL,
                "thread.assure": ALL,
                "thread.judge": ALL,
                "thread.voices": ALL,
                "thread.export": ALL,
                "report.comment": ALL,
                "report.scrutinise": ALL,
            },
            reads_groups=True,
        ),
        Role(
            "lay_member",
            "Lay member",
            "A member of the public who takes part and asks.",
            READ | {"thread.propose": ALL, "report.comment": ALL},
        ),
        Role(
            "agency_lead",
            "Agency lead",
            "Answers for an agency's actions and returns.",
            READ
            | {
                "thread.propose": ALL,
                "thread.answer": AGENCY,
                "thread.progress": AGENCY,
                "thread.report_done": AGENCY,
                "dataset.supply": AGENCY,
                "report.comment": ALL,
                "thread.export": ALL,
            },
            scopes=("membership",),
        ),
        Role(
            "action_owner",
            "Action owner",
            "Carries out actions in their own name.",
            READ | {"thread.progress": OWN, "thread.report_done": OWN},
            scopes=("membership", "partnership"),
        ),
        Role(
            "group_chair",
            "Group chair",
            "Chairs a group, agrees and assures what it owes.",
            READ | CHAIR | {"thread.propose": ALL, "report.comment": ALL},
            scopes=("group",),
            in_shared_group=SHARED_READ | CHAIR,
        ),
        Role(
            "group_member",
            "Group member",
            "Takes part in a group's work.",
            READ | {"thread.propose": ALL, "thread.progress": AGENCY},
            scopes=("group",),
            in_shared_group=SHARED_READ | {"thread.progress": AGENCY},
        ),
        Role(
            "analyst",
            "Analyst",
            "Keeps the figures.",
            READ
            | {
                "thread.propose": ALL,
                "dataset.supply": ALL,
                "dataset.edit": ALL,
                "dataset.export": ALL,
                "thread.export": ALL,
            },
        ),
        Role(
            "house_administrator",
            "House administrator",
            "Runs the installation: accounts and settings. Sees no records.",
            {"house.administer": ALL},
            reads_partnership=False,
            gives=GIVEN_BY_ADMINISTRATOR,
            second_person=True,
            confirms=True,
        ),
    )
}
