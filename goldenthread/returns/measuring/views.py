"""What several indicators of a return read, made once before they are counted."""

from ..formats.school import ABSENT

# For each return: (name, SQL). Where last year's return was read too, it stands in the schema `<code>_last`.
_REFERRALS = """
    SELECT d.child_no, d.row_no, c.LAchildID, d.CINreferralDate, {this} AS this_return
    FROM {schema}cin_details AS d JOIN {schema}children AS c ON c.row_no = d.child_no"""
_SPELLS = """
    SELECT CHILD, min(DECOM) AS began, CASE WHEN max(CASE WHEN DEC IS NULL THEN 1 ELSE 0 END) = 1 THEN NULL
        ELSE max(DEC) END AS ended,
           max(CASE WHEN RNE = 'S' THEN 1 ELSE 0 END) = 1 AS started
    FROM (
        SELECT *, sum(CASE WHEN RNE = 'S' THEN 1 ELSE 0 END) OVER (PARTITION BY CHILD ORDER BY DECOM, row_no) AS spell
        FROM episodes WHERE DECOM IS NOT NULL AND LS NOT IN ('V3', 'V4')
    ) AS episodes_in_spells
    GROUP BY CHILD, spell"""

_CODE = "regexp_matches(upper(contact_source), '(^|[^0-9A-Z]){}([^0-9A-Z]|$)')"
_CONTACTS = f"""
    SELECT child_id AS child, date_of_contact AS day,
           CASE WHEN {_CODE.format("6")} THEN 'police' WHEN {_CODE.format("2[AB]")} THEN 'education'
                WHEN {_CODE.format("3[A-F]")} THEN 'health'
                WHEN regexp_matches(lower(contact_source), 'police') THEN 'police'
                WHEN regexp_matches(
                    lower(contact_source), 'health|hospital|nurse|midwi|camhs|paediatric|a&e|(^|[^a-z])gp([^a-z]|$)'
                ) THEN 'health'
                WHEN regexp_matches(lower(contact_source), 'school|education|college|nursery') THEN 'education'
                ELSE 'other' END AS source
    FROM list_1"""
_MISSED = ", ".join(f"'{code}'" for code in ABSENT)
_PUPIL = """
    SELECT p.{key} AS child, cast(c.ends AS DATE) AS day, p.termlysessionspossible AS possible, coalesce(s.missed, 0)
        AS missed
    FROM {table} AS p CROSS JOIN collection AS c
    LEFT JOIN (
        SELECT {key}, sum(sessions) AS missed FROM {sessions} WHERE upper(trim(attendancereason)) IN ({missed})
            GROUP BY {key}
    ) AS s ON s.{key} = p.{key}
    WHERE p.termlysessionspossible > 0
      AND p.dob <= c.starts - INTERVAL 1 DAY - INTERVAL 5 YEAR
          AND p.dob > c.starts - INTERVAL 1 DAY - INTERVAL 16 YEAR"""
_ABSENCE = " UNION ALL ".join(
    _PUPIL.format(table=table, key=f"{table}tableid", sessions=sessions, missed=_MISSED)
    for table, sessions in (
        ("pupilonroll", "termlysessiondetailsonroll"),
        ("pupilnolongeronroll", "termlysessiondetailsoffroll"),
    )
)
_HERE = "SELECT t.* FROM {table} AS t CROSS JOIN collection AS c WHERE c.la = '' OR trim(t.la_code) = c.la"
# Tables of agencies that serve several councils.
_OF_COUNCILS = {"police": ("police_missing", "police_domestic_abuse", "marac"), "health": ("health",)}


def views_of(form: str, last_year: bool) -> dict[str, str]:
    """{name: SQL} of the tables that the indicators of a return share.

    cin      known_referrals(child_no, row_no, LAchildID, CINreferralDate, this_return): also last year's, where
    brought;
             an episode that stands in both returns counts once, as this year's
    police, health  <table>_here: the rows of the council that was named; every row where none was
    annex_a  contacts_by_source(child, day, source): source is police, education, health or other, by the code of the
             census (6, 2A and 2B, 3A to 3F) where the words hold it, else by the words
    school_census  absence(child, day, possible, missed): pupils aged 5 to 15 on the day before the school year, on roll
             or not any more, with the half days that they could attend in the term and those that they missed
    ssda903  looked_after(CHILD, began, ended, started): one row for each unbroken time in care, agreed series of short
             breaks (V3, V4) left out; `started` is false when the file does not hold the start
    """
    if form == "cin":
        this = _REFERRALS.format(this="true", schema="")
        if not last_year:
            return {"known_referrals": this}
        last = (
            _REFERRALS.format(this="false", schema="cin_last.")
            + """
            WHERE NOT EXISTS (
                SELECT 1 FROM cin_details AS again JOIN children AS same ON same.row_no = again.child_no
                WHERE same.LAchildID = c.LAchildID AND again.CINreferralDate = d.CINreferralDate)"""
        )
        return {"known_referrals": f"{this} UNION ALL {last}"}
    if form == "ssda903":
        return {"looked_after": _SPELLS}
    if form == "annex_a":
        return {"contacts_by_source": _CONTACTS}
    if form == "school_census":
        return {"absence": _ABSENCE}
    return {f"{table}_here": _HERE.format(table=table) for table in _OF_COUNCILS.get(form, ())}
