"""Every kind of work that findings can come from. A room that comes later claims its kind in its room.py."""

from dataclasses import dataclass

from goldenthread.foundation.ui.words import lower_first, number, plural


@dataclass(frozen=True)
class Kind:
    """`clocks` are the rules of the diary, by their keys, whose clocks are offered where such work is recorded."""

    code: str
    label: str
    plural: str
    clocks: tuple[str, ...] = ()

    def counted(self, count: int) -> str:
        """3 rapid reviews, 1 meeting, 2 pieces of other work."""
        if self.plural.endswith((" work", " scrutiny")):
            return f"{plural(count, 'piece')} of {lower_first(self.plural)}"
        return f"{number(count)} {lower_first(self.label if count == 1 else self.plural)}"


KINDS = (
    Kind(
        "serious_incident",
        "Serious incident notification",
        "Serious incident notifications",
        (
            "sin.notify_panel",
            "sin.tell_partners",
            "sin.cla_death",
            "sin.care_leaver",
            "sin.regulated_setting",
            "sin.agency_referral",
        ),
    ),
    Kind("rapid_review", "Rapid review", "Rapid reviews", ("rr.complete", "rr.scoping_return")),
    Kind(
        "lcspr",
        "Local child safeguarding practice review",
        "Local child safeguarding practice reviews",
        ("lcspr.publish", "lcspr.to_panel", "lcspr.monitor"),
    ),
    Kind("serious_case_review", "Serious case review", "Serious case reviews"),
    Kind("learning_review", "Learning review", "Learning reviews"),
    Kind("national_review", "National review", "National reviews"),
    Kind("challenge_event", "Challenge event", "Challenge events"),
    Kind("child_death_review", "Child death review", "Child death reviews"),
    Kind("case_file_audit", "Multi-agency case file audit", "Multi-agency case file audits"),
    Kind("mock_inspection", "Mock joint targeted area inspection", "Mock joint targeted area inspections"),
    Kind("observation", "Observation of practice", "Observations of practice"),
    Kind("inspection", "Inspection", "Inspections"),
    Kind("section_11", "Section 11 self-assessment", "Section 11 self-assessments"),
    Kind("section_175", "Schools' Section 175 audit", "Schools' Section 175 audits"),
    Kind("self_assessment", "Partnership self-assessment", "Partnership self-assessments"),
    Kind("benchmarking", "Benchmarking against a national report", "Benchmarkings against national reports"),
    Kind("scrutiny", "Independent scrutiny", "Independent scrutiny"),
    Kind("data_analysis", "Analysis of data", "Analyses of data"),
    Kind("meeting", "Meeting", "Meetings"),
    Kind("challenge", "Challenge between partners", "Challenges between partners"),
    Kind("plan", "Business plan", "Business plans"),
    Kind("policy_work", "Procedure, threshold or strategy work", "Procedure, threshold and strategy work"),
    Kind("training", "Training or learning event", "Training and learning events"),
    Kind("consultation", "Consultation with children, families or practitioners", "Consultations"),
    Kind("campaign", "Campaign or communication", "Campaigns and communications"),
    Kind("exploitation_panel", "Exploitation panel", "Exploitation panels"),
    Kind("group_report", "Report of a group or service", "Reports of groups and services"),
    Kind("other", "Other work", "Other work"),
)

CHOICES = [(kind.code, kind.label) for kind in KINDS]
BY_CODE = {kind.code: kind for kind in KINDS}
