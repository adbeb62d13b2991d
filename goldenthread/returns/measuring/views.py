"""What several indicators of a return read, made once before they are counted."""

# For each return: (name, SQL). Where last year's return was read too, it stands in the schema `<code>_last`.
_REFERRALS = """
    SELECT d.child_no, d.row_no, c.LAchildID, d.CINreferralDate, {this} AS this_return
    FROM {schema}cin_details AS d JOIN {schema}children AS c ON c.row_no = d.child_no"""
_SPELLS = """
    SELECT CHILD, min(DECOM) AS began, CASE WHEN max(CASE WHEN DEC IS NULL THEN 1 ELSE 0 END) = 1 THEN NULL ELSE max(DEC) END AS ended,
           max(CASE WHEN RNE = 'S' THEN 1 ELSE 0 END) = 1 AS started
    FROM (
        SELECT *, sum(CASE WHEN RNE = 'S' THEN 1 ELSE 0 END) OVER (PARTITION BY CHILD ORDER BY DECOM, row_no) AS spell
        FROM episodes WHERE DECOM IS NOT NULL AND LS NOT IN ('V3', 'V4')
    ) AS episodes_in_spells
    GROUP BY CHILD, spell"""

_HERE = "SELECT t.* FROM {table} AS t CROSS JOIN collection AS c WHERE c.la = '' OR trim(t.la_code) = c.la"
# Tables of agencies that serve several councils.
_OF_COUNCILS = {"police": ("police_missing", "police_domestic_abuse", "marac"), "health": ("health",)}


def views_of(form: str, last_year: bool) -> dict[str, str]:
    """{name: SQL} of the tables that the indicators of a return share.

    cin      known_referrals(child_no, row_no, LAchildID, CINreferralDate, this_return): also last year's, where brought;
             an episode that stands in both returns counts once, as this year's
    police, health  <table>_here: the rows of the council that was named; every row where none was
    ssda903  looked_after(CHILD, began, ended, started): one row for each unbroken time in care, agreed series of short
             breaks (V3, V4) left out; `started` is false when the file does not hold the start
    """
    if form == "cin":
        this = _REFERRALS.format(this="true", schema="")
        if not last_year:
            return {"known_referrals": this}
        last = _REFERRALS.format(this="false", schema="cin_last.") + """
            WHERE NOT EXISTS (
                SELECT 1 FROM cin_details AS again JOIN children AS same ON same.row_no = again.child_no
                WHERE same.LAchildID = c.LAchildID AND again.CINreferralDate = d.CINreferralDate)"""
        return {"known_referrals": f"{this} UNION ALL {last}"}
    if form == "ssda903":
        return {"looked_after": _SPELLS}
    return {f"{table}_here": _HERE.format(table=table) for table in _OF_COUNCILS.get(form, ())}
