"""The partnership's own templates, where no national file format exists: police and MARAC, health services, aggregates.

Each table is one CSV file with a row for each event; a table of children repeats the block that says who the child is.
Days and moments are written year-month-day (a column that is day/month/year throughout is read so). The time limit for
return interviews is that of the statutory guidance of 2014 on children who run away or go missing from home or care.
"""

from dataclasses import replace

from ..tables import DATE, MOMENT, NUMBER, Column, Format, Table

YES_NO = ("Y", "N")
SOURCE = "The partnership's own templates: no national file format exists"


def _must(*columns: Column) -> tuple[Column, ...]:
    return tuple(replace(column, required=True) for column in columns)


LA_CODE = Column("la_code", meaning="Three-digit code of the council in whose area the child lives")
IDENTITY = (
    *_must(
        Column(
            "agency_child_ref",
            personal=True,
            meaning="The agency's own number for the child, the same in all its files",
        )
    ),
    Column("forename", personal=True),
    Column("surname", personal=True),
    *_must(Column("dob", DATE, personal=True, meaning="Day of birth")),
    Column("sex", codes=("M", "F", "U"), meaning="M male, F female, U not known"),
    Column("postcode", personal=True, meaning="Where the child lives"),
    Column("upn", personal=True, meaning="Unique pupil number, where known"),
    Column("nhs_number", personal=True, meaning="NHS number, ten digits, where known"),
    *_must(LA_CODE),
)

POLICE = Format(
    code="police",
    title="Police templates (missing, domestic abuse, MARAC)",
    child=("police_missing", "agency_child_ref"),
    source=SOURCE,
    loose=True,
    day_first=True,
    partial=True,
    tables=(
        Table(
            "police_missing",
            meaning="One row for each episode in which a child was missing, with its return interview",
            columns=(
                *IDENTITY,
                *_must(
                    Column("incident_ref", meaning="The police's number of the episode"),
                    Column("missing_from_at", MOMENT, meaning="Since when the child was missing"),
                ),
                Column("reported_at", MOMENT, meaning="When it was reported to the police"),
                Column("found_at", MOMENT, meaning="When the child was found or came back; blank while missing"),
                Column("risk", codes=("high", "medium", "low", "no_apparent"), meaning="The police's grading"),
                Column("from_care", codes=YES_NO, meaning="Missing from a placement in care"),
                Column("placing_la_code", meaning="Council that looks after the child, where from_care is Y"),
                Column("rhi_offered_at", MOMENT, meaning="When a return interview was offered; blank when none was"),
                Column("rhi_accepted", codes=YES_NO, meaning="Whether the child took up the offer"),
                Column("rhi_completed_at", MOMENT, meaning="When the return interview was held"),
                Column("rhi_provider", meaning="Who held it"),
            ),
        ),
        Table(
            "police_domestic_abuse",
            meaning="One row for each child of each domestic abuse incident; without a child present, "
            "one row that leaves the child blank",
            columns=(
                *(replace(column, required=column.name == "la_code") for column in IDENTITY),
                *_must(
                    Column("incident_ref", meaning="The police's number of the incident"),
                    Column("occurred_at", MOMENT, meaning="When it happened"),
                    Column("child_present", codes=YES_NO, meaning="Whether this child saw, heard or was there"),
                ),
                Column(
                    "victim_pseudonym", meaning="A mark for the victim, the same in every incident, that is no name"
                ),
                Column(
                    "perpetrator_pseudonym",
                    meaning="A mark for the perpetrator, the same in every incident, that is no name",
                ),
                Column("relationship", meaning="Of the perpetrator to the victim"),
                Column("risk", codes=("standard", "medium", "high"), meaning="Grading of the risk to the victim"),
                Column("crimed", codes=YES_NO, meaning="Recorded as a crime"),
                Column(
                    "child_role",
                    codes=("victim", "witness", "in_household", "perpetrator"),
                    meaning="The child's part in it",
                ),
                Column("referral_sent_at", MOMENT, meaning="When the police told children's social care"),
                Column(
                    "operation_encompass_at",
                    MOMENT,
                    meaning="When the police told the child's school (Operation Encompass)",
                ),
            ),
        ),
        Table(
            "marac",
            meaning="One row for each meeting of the multi-agency risk assessment conference (MARAC); no child and no "
            "case",
            columns=(
                *_must(
                    Column("meeting_date", DATE),
                    LA_CODE,
                    Column("cases", NUMBER, meaning="Cases discussed"),
                    Column("repeat_cases", NUMBER, meaning="Of these, cases heard before within twelve months"),
                    Column("children_in_household", NUMBER, meaning="Children in the households of the cases"),
                ),
                *(
                    Column(f"referrals_{agency}", NUMBER, meaning=f"Cases referred by {words}")
                    for agency, words in (
                        ("police", "the police"),
                        ("idva", "independent domestic violence advisers"),
                        ("childrens_social_care", "children's social care"),
                        ("health", "health services"),
                        ("education", "education"),
                        ("housing", "housing"),
                        ("other", "others"),
                    )
                ),
            ),
        ),
    ),
)

HEALTH = Format(
    code="health",
    title="Health services template",
    child=("health", "agency_child_ref"),
    source=SOURCE,
    loose=True,
    day_first=True,
    partial=True,
    tables=(
        Table(
            "health",
            meaning="One row for each event of a child with health services; what does not apply to it stays blank",
            columns=(
                *IDENTITY,
                *_must(Column("event_ref", meaning="The service's number of the event")),
                Column(
                    "care_started",
                    DATE,
                    meaning="Day on which the child became looked after, for an initial health assessment",
                ),
                Column(
                    "iha_due",
                    DATE,
                    meaning="Day by which the initial health assessment is due: 20 working days after care_started",
                ),
                Column("iha_completed", DATE, meaning="Day of the initial health assessment"),
                Column("cp_medical_requested", DATE, meaning="Day on which a child protection medical was asked for"),
                Column("cp_medical_completed", DATE, meaning="Day on which it was done"),
                Column("ae_self_harm", DATE, meaning="Day of an attendance at an emergency department for self-harm"),
                Column(
                    "strategy_date",
                    DATE,
                    meaning="Day of a strategy discussion to which health was invited or should have been",
                ),
                Column("strategy_invited", codes=YES_NO),
                Column("strategy_attended", codes=YES_NO),
                Column(
                    "icpc_date",
                    DATE,
                    meaning="Day of an initial child protection conference to which health was asked to report",
                ),
                Column(
                    "icpc_report_submitted", DATE, meaning="Day on which the report was handed in; blank when none was"
                ),
            ),
        ),
    ),
)

STATUSES = ("final", "provisional", "not_available", "not_applicable")
AGGREGATE = Format(
    code="aggregate",
    title="Aggregate return",
    child=("aggregate", "data_element"),
    source=SOURCE,
    loose=True,
    day_first=True,
    partial=True,
    tables=(
        Table(
            "aggregate",
            meaning="One row for each number that an agency counts itself; no child stands in it",
            columns=(
                *_must(
                    Column("period_starts", DATE, meaning="First day counted"),
                    Column("period_ends", DATE, meaning="Last day counted"),
                    Column("org_unit", meaning="Agency, or council's three-digit code, for which it is counted"),
                    Column("data_element", meaning="What is counted, by the name that the partnership agreed"),
                ),
                Column("breakdown_1", meaning="As name=part, such as sex=F; blank for the total"),
                Column("breakdown_2"),
                Column("breakdown_3"),
                Column("numerator", NUMBER, meaning="The count"),
                Column("denominator", NUMBER, meaning="What the count is a part of, where it is"),
                *_must(
                    Column("status", codes=STATUSES, meaning="not_available and not_applicable leave the numbers blank")
                ),
                Column("comment", meaning="What a reader must know; never about one child"),
            ),
        ),
    ),
)
TEMPLATES = (POLICE, HEALTH, AGGREGATE)
# What tells the rows of a table apart, for its metadata.
PRIMARY = {
    "police_missing": ("agency_child_ref", "incident_ref"),
    "marac": ("meeting_date", "la_code"),
    "health": ("agency_child_ref", "event_ref"),
}
