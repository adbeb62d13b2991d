"""What the fields of the two national returns are, in plain words, for the data dictionary.

A field that means the same wherever it stands is told once, by its name; "table.field" tells one that does not.
"""

from dataclasses import replace

from ..tables import Format, Table

CIN = {
    "Collection": "Which collection it is",
    "Year": "The year in which the collection ends",
    "ReferenceDate": "Last day of the census year",
    "SourceLevel": "Who sends it: L for a local authority",
    "LEA": "The council's three-digit code",
    "SoftwareCode": "The system that made the file",
    "Release": "Its release",
    "SerialNo": "Which version of the file it is",
    "DateTime": "When the file was made",
    "FormerUPN": "An earlier unique pupil number",
    "PersonBirthDate": "Day of birth",
    "Sex": "M male, F female, U not known",
    "GenderCurrent": "1 male, 2 female, 0 and 9 not known or not told",
    "PersonDeathDate": "Day of death",
    "Ethnicity": "Ethnic group, by the Department's codes",
    "Disability": "A disability of the child; NONE for none",
    "CINreferralDate": "Day on which the child was referred",
    "ReferralSource": "Who referred the child",
    "PrimaryNeedCode": "The main reason for which the child needs services",
    "CINclosureDate": "Day on which the episode closed; absent while it is open",
    "ReasonForClosure": "Why it closed",
    "AssessmentActualStartDate": "Day on which the assessment began",
    "AssessmentInternalReviewDate": "Day set for the internal review of the assessment",
    "AssessmentAuthorisationDate": "Day on which it was completed and authorised; absent while it is open",
    "AssessmentFactors": "A factor that the assessment found",
    "CINPlanStartDate": "Day on which the child in need plan began",
    "CINPlanEndDate": "Day on which it ended; absent while it is open",
    "S47ActualStartDate": "Day on which the enquiry began",
    "InitialCPCtarget": "Day by which the initial child protection conference was due",
    "section47.DateOfInitialCPC": "Day of the initial child protection conference",
    "ICPCnotRequired": "No conference was needed after the enquiry",
    "CPPstartDate": "Day on which the child protection plan began",
    "CPPendDate": "Day on which it ended; absent while it is open",
    "InitialCategoryOfAbuse": "Category of abuse when the plan began",
    "LatestCategoryOfAbuse": "Category of abuse as last assessed",
    "NumberOfPreviousCPP": "How many child protection plans the child had before this one",
    "CPPreviewDate": "Day of a review of the plan",
    "PPStartDate": "Day on which pre-proceedings began",
    "LBPSentDate": "Day on which the letter before proceedings was sent",
    "FGDMMeetingOffer": "Whether a family group decision making meeting was offered",
    "FGDMMeetingFac": "Whether such a meeting was held",
    "InitialPPMeetingDate": "Day of the first pre-proceedings meeting",
    "ReviewMeetingsCount": "How many review meetings were held",
    "StepDecisionDate": "Day of the decision to step up or down",
    "PPOutcome": "How pre-proceedings ended",
    "CourtAppDate": "Day of the application to court",
}
SSDA903 = {
    "SEX": "M or 1 male, F or 2 female, U not known",
    "DOB": "Day of birth",
    "ETHNIC": "Ethnic group, by the Department's codes",
    "UPN": "Unique pupil number, or a code for why there is none",
    "MOTHER": "1 where the child is herself a mother",
    "MC_DOB": "Day of birth of her child",
    "RNE": "Why the episode began: S came into care; L legal status changed; P placement and carer changed; T "
    "placement changed, "
    "same carer; B legal status, placement and carer; U legal status and placement, same carer",
    "LS": "Legal status",
    "CIN": "The main reason for which the child came into care",
    "PLACE": "Kind of placement",
    "PLACE_PROVIDER": "Who provides the placement",
    "REC": "Why the episode ended",
    "REASON_PLACE_CHANGE": "Why the placement changed",
    "HOME_POST": "Postcode from which the child came into care",
    "PL_POST": "Postcode of the placement",
    "URN": "Ofsted's number of the placement",
    "REVIEW": "Day of the review",
    "REVIEW_CODE": "How the child took part in it",
    "MIS_START": "Day on which the child went missing or away",
    "MIS_END": "Day on which the child was back; absent while still gone",
    "SDQ_SCORE": "Strengths and difficulties score, from 0 to 40",
    "SDQ_REASON": "Why there is no score",
    "CONVICTED": "1 where the child was convicted or cautioned in the year",
    "HEALTH_CHECK": "1 where the developmental checks of a child under five are up to date",
    "IMMUNISATIONS": "1 where they are up to date",
    "TEETH_CHECK": "1 where a dentist looked at the teeth in the year",
    "HEALTH_ASSESSMENT": "1 where the yearly health assessment was held",
    "SUBSTANCE_MISUSE": "1 where a substance misuse problem was found",
    "INTERVENTION_RECEIVED": "1 where the child had help with it",
    "INTERVENTION_OFFERED": "1 where help was offered and not taken",
    "IN_TOUCH": "Whether the council is in touch with the care leaver",
    "ACTIV": "What the care leaver does: education, employment, training, or not",
    "ACCOM": "Where the care leaver lives; 1 suitable, 2 not",
    "DATE_INT": "Day of the decision that the child should be placed for adoption",
    "DATE_MATCH": "Day on which the child was matched with adopters",
    "FOSTER_CARE": "1 where the adopters were the child's foster carers",
    "NB_ADOPTR": "How many adopters",
    "SEX_ADOPTR": "Sex of the adopters",
    "LS_ADOPTR": "Legal status of the adopters",
    "DATE_PLACED": "Day of the decision that the child should be placed for adoption",
    "DATE_PLACED_CEASED": "Day of the decision that the child should no longer be",
    "REASON_PLACED_CEASED": "Why no longer",
    "PREV_PERM": "How the child had left care for good before",
    "LA_PERM": "The council that looked after the child then",
    "SW_ID": "Number of the social worker",
    "SW_DECOM": "Day on which the social worker took the child on",
    "SW_DEC": "Day on which the social worker ceased to have the child",
    "SW_REASON": "Why the social worker changed",
    "DOLO_START": "Day on which the order began",
    "DOLO_END": "Day on which it ended",
}


def told(form: Format, meanings: dict[str, str]) -> Format:
    """The format with the meaning of each field that has none of its own."""
    return replace(form, tables=tuple(_told(table, meanings) for table in form.tables))


def _told(table: Table, meanings: dict[str, str]) -> Table:
    return replace(
        table,
        columns=tuple(
            column
            if column.meaning
            else replace(column, meaning=meanings.get(f"{table.name}.{column.name}", meanings.get(column.name, "")))
            for column in table.columns
        ),
    )
