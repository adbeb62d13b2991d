"""Every kind of work that findings can come from. A room that comes later claims its kind by name in its room.py."""

from goldenthread.foundation.room import SourceKind

KINDS = (
    SourceKind("serious_incident", "Serious incident notification", "Serious incident notifications", family="reviews"),
    SourceKind("rapid_review", "Rapid review", "Rapid reviews", family="reviews"),
    SourceKind(
        "lcspr",
        "Local child safeguarding practice review",
        "Local child safeguarding practice reviews",
        family="reviews",
    ),
    SourceKind("serious_case_review", "Serious case review", "Serious case reviews", family="reviews"),
    SourceKind("learning_review", "Learning review", "Learning reviews", family="reviews"),
    SourceKind("national_review", "National review", "National reviews", family="reviews"),
    SourceKind("challenge_event", "Challenge event", "Challenge events", family="reviews"),
    SourceKind("child_death_review", "Child death review", "Child death reviews", family="reviews"),
    SourceKind("case_file_audit", "Multi-agency case file audit", "Multi-agency case file audits", family="audits"),
    SourceKind(
        "mock_inspection",
        "Mock joint targeted area inspection",
        "Mock joint targeted area inspections",
        family="audits",
    ),
    SourceKind("observation", "Observation of practice", "Observations of practice", family="audits"),
    SourceKind("inspection", "Inspection", "Inspections", family="audits"),
    SourceKind("section_11", "Section 11 self-assessment", "Section 11 self-assessments", family="assessments"),
    SourceKind("section_175", "Schools' Section 175 audit", "Schools' Section 175 audits", family="assessments"),
    SourceKind("self_assessment", "Partnership self-assessment", "Partnership self-assessments", family="assessments"),
    SourceKind(
        "benchmarking",
        "Benchmarking against a national report",
        "Benchmarkings against national reports",
        family="assessments",
    ),
    SourceKind("scrutiny", "Independent scrutiny", "Independent scrutiny", family="scrutiny"),
    SourceKind("data_analysis", "Analysis of data", "Analyses of data", family="data"),
    SourceKind("meeting", "Meeting", "Meetings", family="governance"),
    SourceKind("challenge", "Challenge between partners", "Challenges between partners", family="governance"),
    SourceKind("plan", "Business plan", "Business plans", family="governance"),
    SourceKind(
        "policy_work",
        "Procedure, threshold or strategy work",
        "Procedure, threshold and strategy work",
        family="procedures",
    ),
    SourceKind("training", "Training or learning event", "Training and learning events", family="training"),
    SourceKind(
        "consultation", "Consultation with children, families or practitioners", "Consultations", family="engagement"
    ),
    SourceKind("campaign", "Campaign or communication", "Campaigns and communications", family="engagement"),
    SourceKind("exploitation_panel", "Exploitation panel", "Exploitation panels", family="panels"),
    SourceKind("group_report", "Report of a group or service", "Reports of groups and services", family="governance"),
    SourceKind("other", "Other work", "Other work", family="other"),
)

CHOICES = [(kind.code, kind.label) for kind in KINDS]
BY_CODE = {kind.code: kind for kind in KINDS}
