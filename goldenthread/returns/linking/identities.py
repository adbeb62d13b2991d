"""Who a return's rows are about, in the one shape that linking compares."""

# Columns of an identity: a source's own number for the child, then what tells who it is. What a format lacks is NULL.
FIELDS = ("ref", "forename", "surname", "birth", "sex", "postcode", "upn", "nhs")
_SEX = "CASE {} WHEN '1' THEN 'M' WHEN '2' THEN 'F' WHEN 'M' THEN 'M' WHEN 'F' THEN 'F' END"
_TEMPLATE = """
        SELECT agency_child_ref AS ref, min(forename) AS forename, min(surname) AS surname, min(dob) AS birth,
            min(sex) AS sex,
               max(postcode) AS postcode, min(upn) AS upn, min(nhs_number) AS nhs
        FROM {} AS known WHERE agency_child_ref IS NOT NULL GROUP BY agency_child_ref"""

# For each return: SQL of FIELDS over the tables in its schema; one row for each child.
IDENTITIES = {
    "cin": f"""
        SELECT LAchildID AS ref, NULL AS forename, NULL AS surname, min(PersonBirthDate) AS birth,
               min({_SEX.format("coalesce(Sex, GenderCurrent)")}) AS sex, NULL AS postcode, min(UPN) AS upn, NULL AS nhs
        FROM children WHERE LAchildID IS NOT NULL GROUP BY LAchildID""",
    "ssda903": f"""
        SELECT h.CHILD AS ref, NULL AS forename, NULL AS surname, min(h.DOB) AS birth, min({_SEX.format("h.SEX")})
            AS sex,
               (SELECT max(e.HOME_POST) FROM episodes AS e WHERE e.CHILD = h.CHILD) AS postcode, min(h.UPN) AS upn,
                   NULL AS nhs
        FROM header AS h WHERE h.CHILD IS NOT NULL GROUP BY h.CHILD""",
    "police": _TEMPLATE.format("""(
            SELECT agency_child_ref, forename, surname, dob, sex, postcode, upn, nhs_number FROM police_missing
            UNION ALL SELECT agency_child_ref, forename, surname, dob, sex, postcode, upn, nhs_number
                FROM police_domestic_abuse)"""),
    "health": _TEMPLATE.format("health"),
    "annex_a": f"""
        SELECT child_id AS ref, NULL AS forename, NULL AS surname, min(date_of_birth) AS birth,
               min({_SEX.format("upper(substr(regexp_replace(trim(gender), '^[A-Za-z0-9] ?[)-] *', ''), 1, 1))")})
                   AS sex,
               NULL AS postcode, NULL AS upn, NULL AS nhs
        FROM ({" UNION ALL ".join(f"SELECT child_id, date_of_birth, gender FROM list_{n}" for n in range(1, 11))})
            AS lists
        WHERE child_id IS NOT NULL GROUP BY child_id""",
    "ssd": f"""
        SELECT p.pers_person_id AS ref, min(p.pers_forename) AS forename, min(p.pers_surname) AS surname,
            min(p.pers_dob) AS birth,
               min({_SEX.format("upper(substr(trim(p.pers_sex), 1, 1))")}) AS sex,
               coalesce(max(CASE WHEN a.addr_address_end_date IS NULL
                   THEN a.addr_address_postcode END), max(a.addr_address_postcode)) AS postcode,
               min(l.link_identifier_value) AS upn, min(p.pers_common_child_id) AS nhs
        FROM ssd_person AS p
        LEFT JOIN ssd_address AS a ON a.addr_person_id = p.pers_person_id
        LEFT JOIN ssd_linked_identifiers AS l ON l.link_person_id = p.pers_person_id
             AND lower(l.link_identifier_type) = 'unique pupil number' AND l.link_valid_to_date IS NULL
        WHERE p.pers_person_id IS NOT NULL GROUP BY p.pers_person_id""",
    "school_census": f"""
        SELECT coalesce(p.upn, p.child) AS ref, min(p.forename) AS forename, min(p.surname) AS surname, min(p.dob)
            AS birth,
               min({_SEX.format("coalesce(p.sex, p.gender)")}) AS sex, max(p.postcode) AS postcode, min(p.upn) AS upn,
                   NULL AS nhs
        FROM (
            SELECT r.pupilonrolltableid AS child, r.upn, r.forename, r.surname, r.dob, r.sex, r.gender, a.postcode
            FROM pupilonroll AS r LEFT JOIN addressesonroll AS a ON a.pupilonrolltableid = r.pupilonrolltableid
            UNION ALL
            SELECT r.pupilnolongeronrolltableid AS child, r.upn, r.forename, r.surname, r.dob, r.sex, r.gender,
                a.postcode
            FROM pupilnolongeronroll AS r LEFT JOIN addressesoffroll AS a
                ON a.pupilnolongeronrolltableid = r.pupilnolongeronrolltableid
        ) AS p WHERE coalesce(p.upn, p.child) IS NOT NULL GROUP BY coalesce(p.upn, p.child)""",
}
NORMAL = """
    SELECT source, CAST(ref AS VARCHAR) AS ref, source || '|' || CAST(ref AS VARCHAR) AS unique_id,
           nullif(regexp_replace(lower(strip_accents(split_part(trim(forename), ' ', 1))), '[^a-z]', '', 'g'), '')
               AS forename,
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
