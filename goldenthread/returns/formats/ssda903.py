"""Children looked after (SSDA903, Department for Education): twelve tables, as CSV files or one XML file.

Source: the sector's specification of 2017 with its yearly changes to 2026. A year is that in which the return ends: the
change of 2026 is for the year to 31 March 2026, which the Department calls 2025 to 2026. That change has no list of
deprivation of liberty orders; csc-validator-be-903 0.1.17 has its rules (700 to 710) in 2026 to 2027 for the first
time, so the list stands here from the return of 2027. A code that came or went says in which year in `CODE_YEARS`. A
table of last year's return stands in the schema `ssda903_last` under the same name.
"""

from ..tables import DATE, NUMBER, Column, Format, Table
from . import meanings
from .cin import ETHNICITIES
from .meanings import told

YES_NO = ("0", "1")
RNE = ("S", "L", "P", "T", "B", "U")
LEGAL_STATUSES = ("C1", "C2", "D1", "E1", "V2", "V3", "V4", "L1", "L2", "L3", "J1", "J2", "J3")
NEEDS = tuple(f"N{n}" for n in range(1, 9))
PLACES = (
    "A3",
    "A4",
    "A5",
    "A6",
    "H5",
    "K1",
    "K2",
    "K3",
    "P1",
    "P2",
    "P3",
    "R1",
    "R2",
    "R3",
    "R5",
    "S1",
    "T0",
    "T1",
    "T2",
    "T3",
    "T4",
    "U1",
    "U2",
    "U3",
    "U4",
    "U5",
    "U6",
    "Z1",
    "Z11",
    "Z12",
    "Z13",
    "Z14",
)
PROVIDERS = tuple(f"PR{n}" for n in range(6))
ENDED = (
    "X1",
    "E11",
    "E12",
    "E13",
    "E14",
    "E15",
    "E16",
    "E17",
    "E2",
    "E3",
    "E4A",
    "E4B",
    "E41",
    "E43",
    "E44",
    "E45",
    "E46",
    "E47",
    "E48",
    "E5",
    "E6",
    "E7",
    "E8",
    "E9",
)
MOVED = (
    "CARPL",
    "CLOSE",
    "ALLEG",
    "STAND",
    "APPRR",
    "CREQB",
    "CREQO",
    "CHILD",
    "LAREQ",
    "PLACE",
    "CUSTOD",
    "OTHER",
)
# (column, code): first and last year of the return in which the code may be used.
CODE_YEARS = {
    ("PLACE", "H5"): (0, 2024),
    ("PLACE", "P2"): (0, 2024),
    ("PLACE", "Z11"): (2026, 9999),
    ("PLACE", "Z12"): (2026, 9999),
    ("PLACE", "Z13"): (2026, 9999),
    ("PLACE", "Z14"): (2026, 9999),
    ("PLACE", "K3"): (2025, 9999),
    **{("REC", code): (0, 2018) for code in ("E43", "E44")},
    **{("REC", code): (2019, 9999) for code in ("E45", "E46", "E47", "E48")},
    ("REASON_PLACE_CHANGE", "CUSTOD"): (2019, 9999),
    **{("ACTIV", code): (0, 2021) for code in ("F3", "P3")},
    **{("ACTIV", code): (2022, 9999) for code in ("F4", "P4", "F5", "P5")},
    ("SEX", "1"): (0, 2024),
    ("SEX", "2"): (0, 2024),
    ("SEX", "M"): (2025, 9999),
    ("SEX", "F"): (2025, 9999),
    ("SEX", "U"): (2025, 9999),
}


def codes_in(column: Column, year: int) -> tuple[str, ...]:
    """The codes of a column that may be used in the return of a year."""
    return tuple(
        code
        for code in column.codes
        if CODE_YEARS.get((column.name, code), (0, 9999))[0]
        <= year
        <= CODE_YEARS.get((column.name, code), (0, 9999))[1]
    )


CHILD = Column("CHILD", personal=True, meaning="The council's own number for the child")
DOB = Column("DOB", DATE, personal=True)
SEX = Column("SEX", codes=("1", "2", "M", "F", "U"))

SSDA903 = told(
    Format(
        code="ssda903",
        title="Children looked after return (SSDA903)",
        child=("header", "CHILD"),
        dates="%d/%m/%Y",
        source="SSDA903 specification of 2017 with the changes of 2019, 2022, 2024, 2025 and 2026",
        tables=(
            Table(
                "header",
                (
                    CHILD,
                    SEX,
                    DOB,
                    Column("ETHNIC", codes=ETHNICITIES),
                    Column("UPN", personal=True),
                    Column("MOTHER", codes=YES_NO),
                    Column("MC_DOB", DATE, personal=True),
                ),
            ),
            Table(
                "episodes",
                (
                    CHILD,
                    Column("DECOM", DATE, meaning="Day on which the episode began"),
                    Column("RNE", codes=RNE),
                    Column("LS", codes=LEGAL_STATUSES),
                    Column("CIN", codes=NEEDS),
                    Column("PLACE", codes=PLACES),
                    Column("PLACE_PROVIDER", codes=PROVIDERS),
                    Column("DEC", DATE, meaning="Day on which the episode ended"),
                    Column("REC", codes=ENDED),
                    Column("REASON_PLACE_CHANGE", codes=MOVED),
                    Column("HOME_POST", personal=True),
                    Column("PL_POST", personal=True),
                    Column("URN"),
                ),
            ),
            Table(
                "reviews",
                (CHILD, DOB, Column("REVIEW", DATE), Column("REVIEW_CODE", codes=tuple(f"PN{n}" for n in range(8)))),
            ),
            Table(
                "missing",
                (
                    CHILD,
                    DOB,
                    Column("MISSING", codes=("M", "A"), meaning="M missing, A away without authorisation"),
                    Column("MIS_START", DATE),
                    Column("MIS_END", DATE),
                ),
            ),
            Table(
                "uasc",
                (CHILD, SEX, DOB, Column("DUC", DATE, meaning="Day on which the child stopped being unaccompanied")),
            ),
            Table(
                "oc2",
                (
                    CHILD,
                    DOB,
                    Column("SDQ_SCORE", NUMBER),
                    Column("SDQ_REASON", codes=tuple(f"SDQ{n}" for n in range(1, 6))),
                    *(
                        Column(name, codes=YES_NO)
                        for name in (
                            "CONVICTED",
                            "HEALTH_CHECK",
                            "IMMUNISATIONS",
                            "TEETH_CHECK",
                            "HEALTH_ASSESSMENT",
                            "SUBSTANCE_MISUSE",
                            "INTERVENTION_RECEIVED",
                            "INTERVENTION_OFFERED",
                        )
                    ),
                ),
            ),
            Table(
                "oc3",
                (
                    CHILD,
                    DOB,
                    Column("IN_TOUCH", codes=("YES", "NO", "DIED", "REFU", "NREQ", "RHOM")),
                    Column(
                        "ACTIV",
                        codes=("F1", "P1", "F2", "P2", "F3", "P3", "F4", "P4", "F5", "P5", "G4", "G5", "G6", "0"),
                    ),
                    Column(
                        "ACCOM",
                        codes=(
                            "B1",
                            "B2",
                            "C1",
                            "C2",
                            "D1",
                            "D2",
                            "E1",
                            "E2",
                            "G1",
                            "G2",
                            "H1",
                            "H2",
                            "K1",
                            "K2",
                            "R1",
                            "R2",
                            "S1",
                            "S2",
                            "T1",
                            "T2",
                            "U1",
                            "U2",
                            "V1",
                            "V2",
                            "W1",
                            "W2",
                            "X1",
                            "X2",
                            "Y1",
                            "Y2",
                            "Z1",
                            "Z2",
                            "0",
                        ),
                    ),
                ),
            ),
            Table(
                "ad1",
                (
                    CHILD,
                    DOB,
                    Column("DATE_INT", DATE),
                    Column("DATE_MATCH", DATE),
                    Column("FOSTER_CARE", codes=YES_NO),
                    Column("NB_ADOPTR", codes=("1", "2")),
                    Column("SEX_ADOPTR", codes=("M1", "F1", "MM", "FF", "MF")),
                    Column("LS_ADOPTR", codes=("L0", "L11", "L12", "L2", "L3", "L4")),
                ),
            ),
            Table(
                "placed_for_adoption",
                (
                    CHILD,
                    DOB,
                    Column("DATE_PLACED", DATE),
                    Column("DATE_PLACED_CEASED", DATE),
                    Column("REASON_PLACED_CEASED", codes=("RD1", "RD2", "RD3", "RD4")),
                ),
            ),
            Table(
                "previous_permanence",
                (
                    CHILD,
                    DOB,
                    Column("PREV_PERM", codes=("P1", "P2", "P3", "P4", "Z1")),
                    Column("LA_PERM"),
                    Column("DATE_PERM", meaning="A day, or zz/mm/yyyy and zz/zz/yyyy where the day is not known"),
                ),
            ),
            Table(
                "sw_episodes",
                (
                    CHILD,
                    DOB,
                    Column("SW_ID", since=2024),
                    Column("SW_DECOM", DATE, since=2024),
                    Column("SW_DEC", DATE, since=2024),
                    Column(
                        "SW_REASON",
                        since=2024,
                        codes=(
                            "MANAGE",
                            "FCONTA",
                            "LEFTRL",
                            "ORGRST",
                            "TSPROC",
                            "ABSENC",
                            "CHCHAN",
                            "PCCHAN",
                            "SWDIED",
                            "OTHERS",
                        ),
                    ),
                ),
            ),
            Table(
                "dolo",
                (CHILD, DOB, Column("DOLO_START", DATE, since=2027), Column("DOLO_END", DATE, since=2027)),
                meaning="Deprivation of liberty orders",
            ),
        ),
    ),
    meanings.SSDA903,
)
