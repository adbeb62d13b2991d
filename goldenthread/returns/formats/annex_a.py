"""Ofsted's Annex A (inspections of local authority children's services): eleven lists, in one workbook or a CSV each.

Headers differ from council to council, so a column is known by how its header reads. The words of a category differ
still more and stay as they are; days are day/month/year.
Source: the lists and patterns follow Annex_A_schema.yml of the sector's pipeline (liia-tools-pipeline; MIT licence).
"""

from ..tables import DATE, NUMBER, Column, Format, Table

CHILD_ID = Column(
    "child_id",
    header="Child Unique ID",
    pattern=r"\bchild\b.*\b(id|identifier)\b|\b(id|identifier)\b.*\bchild\b",
    personal=True,
)
GENDER = Column("gender", header="Gender", pattern=r"\b(gender|sex)\b")
ETHNICITY = Column("ethnicity", header="Ethnicity", pattern=r"\bethnic")
DATE_OF_BIRTH = Column("date_of_birth", DATE, header="Date of Birth", pattern=r"date.*birth", personal=True)
AGE = Column("age", NUMBER, header="Age of Child (Years)", pattern=r"\bage\b")
ALLOCATED_TEAM = Column("allocated_team", header="Allocated Team", pattern=r"allocated.*team")
ALLOCATED_WORKER = Column("allocated_worker", header="Allocated Worker", pattern=r"allocated.*worker", personal=True)
DISABILITY = Column("disability", header="Does the Child have a Disability", pattern=r"\bdisab")
FAMILY_ID = Column("family_id", header="Family identifier", personal=True)
DATE_OF_ADOPTION_ORDER = Column("date_of_adoption_order", DATE, header="Date of Adoption Order")
WHO = (CHILD_ID, GENDER, ETHNICITY, DATE_OF_BIRTH, AGE)

ANNEX_A = Format(
    code="annex_a",
    title="Annex A",
    child=("list_1", "child_id"),
    dates="%d/%m/%Y",
    source="Ofsted Annex A; lists and headers after liia-tools-pipeline (MIT licence)",
    loose=True,
    by_header=True,
    partial=True,
    tables=(
        Table(
            "list_1",
            meaning="Contacts",
            columns=(
                *WHO,
                Column("date_of_contact", DATE, header="Date of Contact", pattern=r"date.*contact"),
                Column("contact_source", header="Contact Source", pattern=r"contact.*source|source.*contact"),
            ),
        ),
        Table(
            "list_2",
            meaning="Early help assessments",
            columns=(
                *WHO,
                Column(
                    "assessment_start_date", DATE, header="Assessment start date", pattern=r"assessment.*start.*date"
                ),
                Column(
                    "assessment_completion_date",
                    DATE,
                    header="Assessment completion date",
                    pattern=r"assessment.*complet.*date",
                ),
                Column(
                    "organisation_completing_assessment",
                    header="Organisation completing assessment",
                    pattern=r"organisation.*assessment",
                ),
            ),
        ),
        Table(
            "list_3",
            meaning="Referrals",
            columns=(
                *WHO,
                Column("date_of_referral", DATE, header="Date of referral", pattern=r"date of.*referral"),
                Column("referral_source", header="Referral Source", pattern=r"referral.*source"),
                Column("referral_nfa", header="Referral NFA?", pattern=r"\bnfa\b"),
                Column("referrals_in_12_months", NUMBER, header="Number of Referrals in Last 12 Months"),
                ALLOCATED_TEAM,
                ALLOCATED_WORKER,
            ),
        ),
        Table(
            "list_4",
            meaning="Assessments",
            columns=(
                *WHO,
                DISABILITY,
                Column(
                    "assessment_start_date",
                    DATE,
                    header="Continuous Assessment Start Date",
                    pattern=r"assessment.*start.*date",
                ),
                Column("child_seen", header="Child Seen During Continuous Assessment"),
                Column("assessment_authorised_date", DATE, header="Continuous Assessment Date of Authorisation"),
                Column(
                    "support_required",
                    header="Was the child assessed as requiring LA children's social care support?",
                    pattern=r"was the child assessed.*social care support",
                ),
                ALLOCATED_TEAM,
                ALLOCATED_WORKER,
            ),
        ),
        Table(
            "list_5",
            meaning="Section 47 enquiries and initial child protection conferences",
            columns=(
                *WHO,
                DISABILITY,
                Column(
                    "section_47_start_date", DATE, header="Strategy discussion initiating Section 47 Enquiry Start Date"
                ),
                Column(
                    "conference_unnecessary", header="Was an Initial Child Protection Conference deemed unnecessary?"
                ),
                Column(
                    "conference_date",
                    DATE,
                    header="Date of Initial Child Protection Conference",
                    pattern=r"date.*initial.*conference",
                ),
                Column(
                    "conference_led_to_plan",
                    header="Did the Initial Child Protection Conference Result in a Child Protection Plan",
                ),
                Column("enquiries_in_12_months", NUMBER, header="Number of Section 47 Enquiries in the last 12 months"),
                Column("conferences_in_12_months", NUMBER, header="Number of ICPCs in the last 12 months"),
                ALLOCATED_TEAM,
                ALLOCATED_WORKER,
            ),
        ),
        Table(
            "list_6",
            meaning="Children in need",
            columns=(
                *WHO,
                DISABILITY,
                Column("cin_start_date", DATE, header="CIN Start Date"),
                Column("primary_need_code", header="Primary Need Code"),
                Column("date_child_was_last_seen", DATE, header="Date Child Was Last Seen"),
                Column("cin_closure_date", DATE, header="CIN Closure Date"),
                Column("reason_for_closure", header="Reason for Closure"),
                Column("case_status", header="Case Status"),
                ALLOCATED_TEAM,
                ALLOCATED_WORKER,
            ),
        ),
        Table(
            "list_7",
            meaning="Child protection plans",
            columns=(
                *WHO,
                DISABILITY,
                Column("plan_start_date", DATE, header="Child Protection Plan Start Date"),
                Column("initial_category_of_abuse", header="Initial Category of Abuse"),
                Column("latest_category_of_abuse", header="Latest Category of Abuse"),
                Column("date_of_the_last_statutory_visit", DATE, header="Date of the Last Statutory Visit"),
                Column("was_the_child_seen_alone", header="Was the Child Seen Alone?"),
                Column("date_of_latest_review_conference", DATE, header="Date of latest review conference"),
                Column("plan_end_date", DATE, header="Child Protection Plan End Date"),
                Column(
                    "emergency_protection_in_6_months",
                    header="Subject to Emergency Protection Order or Protected Under Police Powers in Last Six Months "
                    "(Y/N)",
                    pattern=r"subject to emergency protection order",
                ),
                Column("previous_plans", NUMBER, header="Number of Previous Child Protection Plans"),
                ALLOCATED_TEAM,
                ALLOCATED_WORKER,
            ),
        ),
        Table(
            "list_8",
            meaning="Children looked after",
            columns=(
                *WHO,
                Column(
                    "uasc_in_12_months",
                    header="Unaccompanied Asylum Seeking Child (UASC) within the Last 12 Months (Y/N)",
                    pattern=r"unaccompanied asylum seeking child",
                ),
                DISABILITY,
                Column("date_started_to_be_looked_after", DATE, header="Date Started to be Looked After"),
                Column("category_of_need", header="Child's Category of Need"),
                Column(
                    "second_period_in_12_months",
                    header="Is this a second or subsequent period of being a Looked After Child within the last 12 "
                    "months (Y/N)",
                    pattern=r"second or subsequent .* of being a looked after child",
                ),
                Column("legal_status_start_date", DATE, header="Start date of current legal status"),
                Column("legal_status", header="Child's Legal Status", pattern=r"child.*legal status"),
                Column("date_of_latest_statutory_review", DATE, header="Date of Latest Statutory Review"),
                Column("date_of_last_social_work_visit", DATE, header="Date of Last Social Work Visit"),
                Column("permanence_plan", header="What is the permanence plan for this child?"),
                Column("last_iro_visit_date", DATE, header="Date of Last IRO Visit / Contact to the Child"),
                Column("date_of_last_health_assessment", DATE, header="Date of Last Health Assessment"),
                Column("date_of_last_dental_check", DATE, header="Date of Last Dental Check"),
                Column("placements_in_12_months", NUMBER, header="Number of Placements in the Last 12 months"),
                Column("date_ceased_to_be_looked_after", DATE, header="Date Ceased to be Looked After"),
                Column("reason_ceased_to_be_looked_after", header="Reason Ceased to be Looked After"),
                Column("start_date_of_most_recent_placement", DATE, header="Start Date of Most Recent Placement"),
                Column("placement_type", header="Placement Type"),
                Column("placement_provider", header="Placement Provider"),
                Column("placement_postcode", header="Placement postcode", personal=True),
                Column("urn_of_placement", header="URN of Placement"),
                Column("placement_location", header="Placement Location"),
                Column("la_of_placement", header="LA of Placement"),
                Column(
                    "missing_episodes_in_12_months",
                    NUMBER,
                    header="Number of Episodes the Child has been 'Missing' from their Placement in the last 12 months",
                    pattern=r"number of episodes the child has been.*missing.*from their placement in the last 12 "
                    r"months",
                ),
                Column(
                    "absent_episodes_in_12_months",
                    NUMBER,
                    header="Number of Episodes the Child has been 'Absent' from their Placement in the last 12 months",
                    pattern=r"number of episodes the child has been.*absent.*from their placement in the last 12 "
                    r"months",
                ),
                Column(
                    "return_interview_offered",
                    header="Was the child offered a Return Interview after their last missing episode (Y/N)?",
                    pattern=r"offered.*return.*interview",
                ),
                Column(
                    "return_interview_accepted",
                    header="Did the child accept a Return Interview after their last missing episode (Y/N)?",
                    pattern=r"accept.*return.*interview",
                ),
                ALLOCATED_TEAM,
                ALLOCATED_WORKER,
            ),
        ),
        Table(
            "list_9",
            meaning="Care leavers",
            columns=(
                *WHO,
                Column(
                    "uasc_ever",
                    header="Unaccompanied Asylum Seeking Child (UASC), or formerly UASC if 18 or over (Y/N)",
                    pattern=r"unaccompanied asylum seeking child",
                ),
                DISABILITY,
                ALLOCATED_TEAM,
                ALLOCATED_WORKER,
                Column("allocated_personal_advisor", header="Allocated Personal Advisor", personal=True),
                Column("eligibility_category", header="Eligibility Category"),
                Column("latest_pathway_plan_review_date", DATE, header="Latest Pathway Plan Review Date"),
                Column("la_in_touch", header="LA in Touch"),
                Column("latest_date_of_contact", DATE, header="Latest Date of Contact"),
                Column("type_of_accommodation", header="Type of Accommodation"),
                Column("suitability_of_accommodation", header="Suitability of Accommodation"),
                Column("activity_status", header="Activity Status"),
            ),
        ),
        Table(
            "list_10",
            meaning="Children for adoption",
            columns=(
                CHILD_ID,
                FAMILY_ID,
                GENDER,
                ETHNICITY,
                DATE_OF_BIRTH,
                AGE,
                DISABILITY,
                Column("date_the_child_entered_care", DATE, header="Date the Child Entered Care"),
                Column("decision_date", DATE, header="Date of Decision that Child Should be Placed for Adoption"),
                Column("date_of_placement_order", DATE, header="Date of Placement Order"),
                Column("matching_date", DATE, header="Date of Matching Child and Prospective Adopters"),
                Column("date_placed_for_adoption", DATE, header="Date Placed for Adoption"),
                DATE_OF_ADOPTION_ORDER,
                Column(
                    "decision_reversed_date",
                    DATE,
                    header="Date of Decision that Child Should No Longer be Placed for Adoption",
                ),
                Column("decision_reversed_reason", header="Reason Why Child No Longer Placed for Adoption"),
                Column(
                    "fostering_for_adoption_date",
                    DATE,
                    header="Date the child was placed for fostering in FFA or concurrent planning placement",
                ),
            ),
        ),
        Table(
            "list_11",
            meaning="Prospective adopters",
            columns=(
                Column("adopter_id", header="Individual adopter identifier", personal=True),
                FAMILY_ID,
                GENDER,
                ETHNICITY,
                Column("disability", header="Disability", pattern=r"\bdisab"),
                Column(
                    "is_the_adopter_fostering_for_adoption",
                    header="Is the (prospective) adopter fostering for adoption?",
                ),
                Column("date_enquiry_received", DATE, header="Date enquiry received"),
                Column("date_stage_1_started", DATE, header="Date Stage 1 started"),
                Column("date_stage_1_ended", DATE, header="Date Stage 1 ended"),
                Column("date_stage_2_started", DATE, header="Date Stage 2 started"),
                Column("date_stage_2_ended", DATE, header="Date Stage 2 ended"),
                Column("date_application_submitted", DATE, header="Date application submitted"),
                Column("date_application_approved", DATE, header="Date application approved"),
                Column("date_adopter_matched_with_child", DATE, header="Date adopter matched with child(ren)"),
                Column(
                    "date_child_children_placed_with_adopter", DATE, header="Date child/children placed with adopter(s)"
                ),
                Column("no_of_children_placed", NUMBER, header="No. of children placed"),
                DATE_OF_ADOPTION_ORDER,
                Column("date_of_leaving_adoption_process", DATE, header="Date of leaving adoption process"),
                Column("reason_for_leaving_adoption_process", header="Reason for leaving adoption process"),
            ),
        ),
    ),
)
