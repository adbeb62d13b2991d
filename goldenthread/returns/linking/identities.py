"""Who a return's rows are about, in the one shape that linking compares."""

# Columns of an identity: a source's own number for the child, then what tells who it is. What a format lacks is NULL.
FIELDS = ("ref", "forename", "surname", "birth", "sex", "postcode", "upn", "nhs")
_SEX = "CASE {} WHEN '1' THEN 'M' WHEN '2' THEN 'F' WHEN 'M' THEN 'M' WHEN 'F' THEN 'F' END"
_TEMPLATE = """
        SELECT agency_child_ref AS ref, min(forename) AS forename, min(surname) AS surname, min(dob) AS birth, min(sex) AS sex,
               max(postcode) AS postcode, min(upn) AS upn, min(nhs_number) AS nhs
        FROM {} AS known WHERE agency_child_ref IS NOT NULL GROUP BY agency_child_ref"""

# For each return: SQL of FIELDS over the tables in its schema; one row for each child.
IDENTITIES = {
    "cin": f"""
        SELECT LAchildID AS ref, NULL AS forename, NULL AS surname, min(PersonBirthDate) AS birth,
               min({_SEX.format("coalesce(Sex, GenderCurrent)")}) AS sex, NULL AS postcode, min(UPN) AS upn, NULL AS nhs
        FROM children WHERE LAchildID IS NOT NULL GROUP BY LAchildID""",
    "ssda903": f"""
        SELECT h.CHILD AS ref, NULL AS forename, NULL AS surname, min(h.DOB) AS birth, min({_SEX.format("h.SEX")}) AS sex,
               (SELECT max(e.HOME_POST) FROM episodes AS e WHERE e.CHILD = h.CHILD) AS postcode, min(h.UPN) AS upn, NULL AS nhs
        FROM header AS h WHERE h.CHILD IS NOT NULL GROUP BY h.CHILD""",
    "police": _TEMPLATE.format("""(
            SELECT agency_child_ref, forename, surname, dob, sex, postcode, upn, nhs_number FROM police_missing
            UNION ALL SELECT agency_child_ref, forename, surname, dob, sex, postcode, upn, nhs_number FROM police_domestic_abuse)"""),
    "health": _TEMPLATE.format("health"),
}
NORMAL = """
    SELECT source, CAST(ref AS VARCHAR) AS ref, source || '|' || CAST(ref AS VARCHAR) AS unique_id,
           nullif(regexp_replace(lower(strip_accents(split_part(trim(forename), ' ', 1))), '[^a-z]', '', 'g'), '') AS forename,
           nullif(regexp_replace(lower(strip_accents(surname)), '[^a-z]', '', 'g'), '') AS surname,
           CAST(birth AS DATE) AS birth, CAST(CAST(birth AS DATE) AS VARCHAR) AS birth_text,
           CASE upper(sex) WHEN 'M' THEN 'M' WHEN 'F' THEN 'F' WHEN '1' THEN 'M' WHEN '2' THEN 'F' END AS sex,
           nullif(regexp_replace(upper(postcode), '[^A-Z0-9]', '', 'g'), '') AS postcode,
           CASE WHEN regexp_full_match(upper(trim(upn)), '[A-Z][0-9]{11}[0-9A-Z]') THEN upper(trim(upn)) END AS upn,
           CASE WHEN regexp_full_match(regexp_replace(nhs, '[^0-9]', '', 'g'), '[0-9]{10}')
                THEN regexp_replace(nhs, '[^0-9]', '', 'g') END AS nhs
    FROM raw_identities
    QUALIFY row_number() OVER (PARTITION BY source, ref) = 1"""


def normalise(connection) -> None:
    """Make `identities` from `raw_identities(source, ref, …)`: spelt alike, identifiers only where well formed."""
    connection.execute(f"CREATE OR REPLACE TEMP TABLE identities AS {NORMAL}")
