"""The children in need census (Department for Education), collections of 2023 to 2026.

Source: the schemas CIN_schema_2023.xsd to CIN_schema_2026.xsd as kept by the sector's pipeline; the block on
pre-proceedings and family group decision making is read from the 2026 sample only and is in no schema yet.
"""

from ..tables import DATE, FLAG, MOMENT, NUMBER, Column, Format, Table
from . import meanings
from .meanings import told

ETHNICITIES = (
    "WBRI", "WIRI", "WIRT", "WOTH", "WROM", "MWBC", "MWBA", "MWAS", "MOTH", "AIND",
    "APKN", "ABAN", "AOTH", "BCRB", "BAFR", "BOTH", "CHNE", "OOTH", "REFU", "NOBT",
)
DISABILITIES = ("NONE", "MOB", "HAND", "PC", "INC", "COMM", "LD", "HEAR", "VIS", "BEH", "CON", "AUT", "DDA")
REFERRAL_SOURCES = (
    "1A", "1B", "1C", "1D", "2A", "2B", "3A", "3B", "3C", "3D", "3E", "3F", "4",
    "5A", "5B", "5C", "5D", "6", "7", "8", "9", "10",
)
NEEDS = tuple(f"N{n}" for n in range(10))
CLOSURES = tuple(f"RC{n}" for n in range(1, 10))
ABUSE = ("NEG", "PHY", "SAB", "EMO", "MUL")
FACTORS = (
    "1A", "1B", "1C", "2A", "2B", "2C", "3A", "3B", "3C", "4A", "4B", "4C", "5A", "5B", "5C", "6A", "6B", "6C",
    "7A", "8B", "8C", "8D", "8E", "8F", "9A", "10A", "11A", "12A", "13A", "14A", "15A", "16A", "17A",
    "18A", "18B", "18C", "19A", "19B", "19C", "20", "21", "22A", "23A", "24A",
)
UPN_UNKNOWN = tuple(f"UN{n}" for n in range(1, 8))

CIN = told(Format(
    code="cin",
    title="Children in need census",
    child=("children", "LAchildID"),
    source="DfE children in need census, schemas of 2023 to 2026",
    tables=(
        Table("header", meaning="What the file says of itself", columns=(
            Column("Collection"), Column("Year", NUMBER), Column("ReferenceDate", DATE), Column("SourceLevel"),
            Column("LEA"), Column("SoftwareCode"), Column("Release"), Column("SerialNo"), Column("DateTime", MOMENT),
        )),
        Table("children", meaning="One row for each child element, also when two have the same LA child ID", columns=(
            Column("LAchildID", personal=True, meaning="The council's own number for the child"),
            Column("UPN", personal=True, meaning="Unique pupil number"),
            Column("FormerUPN", personal=True),
            Column("UPNunknown", codes=UPN_UNKNOWN, meaning="Why there is no unique pupil number"),
            Column("PersonBirthDate", DATE, personal=True),
            Column("ExpectedPersonBirthDate", DATE, personal=True, meaning="For a child not yet born"),
            Column("Sex", codes=("M", "F", "U"), since=2025),
            Column("GenderCurrent", codes=("1", "2", "0", "9"), until=2024),
            Column("PersonDeathDate", DATE, personal=True),
            Column("Ethnicity", codes=ETHNICITIES),
        )),
        Table("disabilities", keys=("child_no",), columns=(Column("Disability", codes=DISABILITIES),)),
        Table("cin_details", keys=("child_no",), meaning="One episode of need", columns=(
            Column("CINreferralDate", DATE),
            Column("ReferralSource", codes=REFERRAL_SOURCES),
            Column("PrimaryNeedCode", codes=NEEDS),
            Column("CINclosureDate", DATE),
            Column("ReasonForClosure", codes=CLOSURES),
            Column("DateOfInitialCPC", DATE, meaning="Initial child protection conference held without an enquiry here"),
            Column("ReferralNFA", FLAG, meaning="The referral led to no further action"),
        )),
        Table("assessments", keys=("child_no", "cin_no"), columns=(
            Column("AssessmentActualStartDate", DATE),
            Column("AssessmentInternalReviewDate", DATE),
            Column("AssessmentAuthorisationDate", DATE),
        )),
        Table("assessment_factors", keys=("child_no", "cin_no", "assessment_no"), columns=(
            Column("AssessmentFactors", codes=FACTORS),
        )),
        Table("cin_plans", keys=("child_no", "cin_no"), columns=(
            Column("CINPlanStartDate", DATE), Column("CINPlanEndDate", DATE),
        )),
        Table("section47", keys=("child_no", "cin_no"), meaning="Enquiries under section 47 of the Children Act 1989",
              columns=(
            Column("S47ActualStartDate", DATE),
            Column("InitialCPCtarget", DATE),
            Column("DateOfInitialCPC", DATE),
            Column("ICPCnotRequired", FLAG),
        )),
        Table("child_protection_plans", keys=("child_no", "cin_no"), columns=(
            Column("CPPstartDate", DATE),
            Column("CPPendDate", DATE),
            Column("InitialCategoryOfAbuse", codes=ABUSE),
            Column("LatestCategoryOfAbuse", codes=ABUSE),
            Column("NumberOfPreviousCPP", NUMBER),
        )),
        Table("reviews", keys=("child_no", "cin_no", "plan_no"), meaning="Each review date of a plan, however many stand in one block",
              columns=(Column("CPPreviewDate", DATE),)),
        Table("pre_proceedings", keys=("child_no", "cin_no"), meaning="Pre-proceedings and family group decision making",
              columns=(
            Column("PPStartDate", DATE, since=2026), Column("LBPSentDate", DATE, since=2026),
            Column("FGDMMeetingOffer", since=2026), Column("FGDMMeetingFac", since=2026),
            Column("InitialPPMeetingDate", DATE, since=2026), Column("ReviewMeetingsCount", NUMBER, since=2026),
            Column("StepDecisionDate", DATE, since=2026), Column("PPOutcome", since=2026),
            Column("CourtAppDate", DATE, since=2026), Column("LetterInitCPDate", DATE, since=2026),
        )),
    ),
), meanings.CIN)
