"""School census, as one CSV extract for each table: those that linking, attendance and exclusions need.

Source: the sector's specification of 2015 with its yearly changes to 2026, and samples of the spring term of 2025.
Columns came and went with years and terms, so a file needs only its own number and that of the pupil; what is not known
is kept aside with its line. A day is written 2025-Feb-16 00:00:00.
"""

from ..tables import DATE, NUMBER, Column, Format, Table

CATEGORIES = ("PERM", "SUSP", "FIXD", "LNCH")
# Sessions of these reasons count as absence: authorised C C1 C2 E H I J1 M R S T, unauthorised G N O U.
ABSENT = ("C", "C1", "C2", "E", "H", "I", "J1", "M", "R", "S", "T", "G", "N", "O", "U")


def _text(*names: str) -> tuple[Column, ...]:
    return tuple(Column(name) for name in names)


def _keys(*names: str) -> tuple[Column, ...]:
    return tuple(Column(name, required=True) for name in names)


def _of_table(name: str) -> tuple[Column, ...]:
    return _text("NativeId", f"{name}orderseqcolumn", "sourceid")


WHO = (
    Column("upn", personal=True, required=True, meaning="Unique pupil number"),
    Column("formerupn", personal=True),
    Column("uniquelearnernumber", personal=True),
    Column("surname", personal=True, required=True),
    Column("forename", personal=True, required=True),
    Column("middlenames", personal=True),
    Column("preferredsurname", personal=True),
    Column("formersurname", personal=True),
    Column("dob", DATE, personal=True, required=True),
    Column("sex", codes=("M", "F")),
    Column("gender", codes=("M", "F"), until=2024),
    Column("ethnicity"),
    Column("entrydate", DATE, meaning="Day on which the pupil joined the school"),
    Column("termlysessionspossible", NUMBER, meaning="Half days that the pupil could have attended in the term before"),
    *_text("parttime", "language", "boarder", "missingaddress", "schoolcensustableid"),
)
ADDRESS = (
    "saon",
    "paon",
    "street",
    "locality",
    "town",
    "administrativearea",
    "posttown",
    *(f"addressline{n}" for n in range(1, 6)),
    "uniquepropertyreferencenumber",
)


def _sessions(name: str, pupil: str) -> Table:
    return Table(
        name,
        meaning="Half days by reason of attendance or absence",
        columns=(
            *_keys(f"{name}tableid", pupil),
            Column("sessions", NUMBER),
            Column("attendancereason"),
            *_of_table(name),
        ),
    )


def _exclusions(name: str, pupil: str) -> Table:
    return Table(
        name,
        meaning="Suspensions and permanent exclusions",
        columns=(
            *_keys(f"{name}tableid", pupil),
            Column("startdate", DATE),
            Column("sessions", NUMBER),
            Column(
                "category",
                codes=CATEGORIES,
                meaning="PERM permanent; SUSP (before 2021 FIXD) suspension; LNCH lunchtimes",
            ),
            *_text("reason", "reason1", "reason2", "reason3", "senprovision"),
            *_of_table(name),
        ),
    )


def _address(name: str, pupil: str) -> Table:
    return Table(
        name,
        meaning="Where a pupil lives",
        columns=(
            *_keys(f"{name}tableid", pupil),
            Column("postcode", personal=True, required=True),
            *(Column(part, personal=True) for part in ADDRESS),
            *_of_table(name),
        ),
    )


ON, OFF = "pupilonrolltableid", "pupilnolongeronrolltableid"
SCHOOL = Format(
    code="school_census",
    title="School census",
    child=("pupilonroll", ON),
    dates="%Y-%b-%d",
    source="School census specification of 2015 with the changes of 2016 to 2026, as kept by liia-tools-pipeline (MIT "
    "licence)",
    loose=True,
    partial=True,
    year_ends=(8, 31),
    tables=(
        Table(
            "pupilonroll",
            meaning="Pupils on roll on census day",
            columns=(
                *_keys(ON),
                *WHO,
                *_of_table("pupilonroll"),
                Column("ncyearactual", meaning="National curriculum year"),
                Column("enrolstatus"),
                Column("senprovision", meaning="E education, health and care plan; K support; N none"),
                Column("hoursatsetting", NUMBER),
                Column("fundedhours", NUMBER),
                Column("extendedhours", NUMBER),
                Column("expandedhours", NUMBER),
                *_text(
                    "schoollunchtaken",
                    "topupfunding",
                    "unitcontacttime",
                    "senunitindicator",
                    "resourcedprovisionindicator",
                    "moveoffrollflag",
                    "duplicatenotfunded",
                    "eligibilitycode",
                    "dafindicator",
                    "yssa",
                    "servicechild",
                    "classtype",
                    "plaa",
                    "eyppr",
                    "eyppbf",
                    "youngcarer",
                ),
            ),
        ),
        Table(
            "pupilnolongeronroll",
            meaning="Pupils who left during the term",
            columns=(
                *_keys(OFF),
                *WHO,
                *_of_table("pupilnolongeronroll"),
                Column("leavingdate", DATE),
                *_text("moveonrollflag", "ncyearleaving"),
            ),
        ),
        _sessions("termlysessiondetailsonroll", ON),
        _sessions("termlysessiondetailsoffroll", OFF),
        _exclusions("termlyexclusionsonroll", ON),
        _exclusions("termlyexclusionsoffroll", OFF),
        _address("addressesonroll", ON),
        _address("addressesoffroll", OFF),
        Table(
            "senneeds",
            meaning="Special educational needs of a pupil",
            columns=(
                *_keys("senneedstableid", ON),
                Column("sentyperank", NUMBER),
                Column("sentype"),
                *_of_table("senneeds"),
            ),
        ),
        Table(
            "fsmperiod",
            meaning="Times in which a pupil could have free school meals",
            columns=(
                *_keys("fsmperiodtableid", ON),
                Column("fsmstartdate", DATE),
                Column("fsmenddate", DATE),
                Column("ukcountry"),
                *_of_table("fsmperiod"),
            ),
        ),
    ),
)
