"""Who is counted, as breakdowns need it: one row a child with birth, sex and group of ethnicity."""

# For each return: SQL of (child, birth, sex, ethnicity), one row for each value of `child` that its indicators give.
_SEX = "CASE {} WHEN '1' THEN 'M' WHEN '2' THEN 'F' WHEN 'M' THEN 'M' WHEN 'F' THEN 'F' ELSE 'U' END"
# Annex A writes "a) Male", "1 - Male" or "M", and "a) WBRI" or "WBRI - White British".
_WORD_OF_SEX = "upper(substr(regexp_replace(trim({}), '^[A-Za-z0-9] ?[)-] *', ''), 1, 1))"
_CODE_OF_ETHNICITY = "nullif(regexp_extract(upper({}), '(^|[^A-Z])([A-Z]{{4}})([^A-Z]|$)', 2), '')"
_LISTS = " UNION ALL ".join(f"SELECT child_id, date_of_birth, gender, ethnicity FROM list_{n}" for n in range(1, 11))
_PUPILS = (("pupilonroll", "pupilonrolltableid"), ("pupilnolongeronroll", "pupilnolongeronrolltableid"))
_EVERY_PUPIL = " UNION ALL ".join(
    f"SELECT {key} AS child, dob, sex, gender, ethnicity FROM {table}" for table, key in _PUPILS
)
NOBODY = """
        SELECT CAST(NULL AS VARCHAR) AS child, CAST(NULL AS DATE) AS birth, CAST(NULL AS VARCHAR) AS sex,
               CAST(NULL AS VARCHAR) AS ethnicity WHERE 1 = 0"""
PEOPLE = {
    "cin": f"""
        SELECT row_no AS child, coalesce(PersonBirthDate, ExpectedPersonBirthDate) AS birth,
               {_SEX.format("coalesce(Sex, GenderCurrent)")} AS sex, Ethnicity AS ethnicity
        FROM children""",
    "ssda903": f"""
        SELECT CHILD AS child, min(DOB) AS birth, min({_SEX.format("SEX")}) AS sex, min(ETHNIC) AS ethnicity
        FROM header GROUP BY CHILD""",
    "police": f"""
        SELECT agency_child_ref AS child, min(dob) AS birth, min({_SEX.format("sex")}) AS sex, CAST(NULL AS VARCHAR)
            AS ethnicity
        FROM (SELECT agency_child_ref, dob, sex FROM police_missing
              UNION ALL SELECT agency_child_ref, dob, sex FROM police_domestic_abuse) AS children_known
        WHERE agency_child_ref IS NOT NULL GROUP BY agency_child_ref""",
    "health": f"""
        SELECT agency_child_ref AS child, min(dob) AS birth, min({_SEX.format("sex")}) AS sex, CAST(NULL AS VARCHAR)
            AS ethnicity
        FROM health WHERE agency_child_ref IS NOT NULL GROUP BY agency_child_ref""",
    "aggregate": NOBODY,
    "annex_a": f"""
        SELECT child_id AS child, min(date_of_birth) AS birth, min({_SEX.format(_WORD_OF_SEX.format("gender"))}) AS sex,
               min({_CODE_OF_ETHNICITY.format("ethnicity")}) AS ethnicity
        FROM ({_LISTS}) AS lists WHERE child_id IS NOT NULL GROUP BY child_id""",
    "ssd": f"""
        SELECT pers_person_id AS child, min(coalesce(pers_dob, pers_expected_dob)) AS birth,
               min({_SEX.format("upper(substr(trim(pers_sex), 1, 1))")}) AS sex, min(pers_ethnicity) AS ethnicity
        FROM ssd_person WHERE pers_person_id IS NOT NULL GROUP BY pers_person_id""",
    "school_census": f"""
        SELECT child, min(dob) AS birth, min({_SEX.format("coalesce(sex, gender)")}) AS sex, min(ethnicity) AS ethnicity
        FROM ({_EVERY_PUPIL}) AS pupils
        WHERE child IS NOT NULL GROUP BY child""",
}
GROUPS = {
    "White": ("WBRI", "WIRI", "WIRT", "WOTH", "WROM"),
    "Mixed": ("MWBC", "MWBA", "MWAS", "MOTH"),
    "Asian": ("AIND", "APKN", "ABAN", "AOTH"),
    "Black": ("BCRB", "BAFR", "BOTH"),
    "Other": ("CHNE", "OOTH"),
}
# The age bands of the Department's statistics of children in need.
BANDS = ((0, "Not yet born"), (1, "Under 1"), (5, "1 to 4"), (10, "5 to 9"), (16, "10 to 15"), (18, "16 and 17"))
_YEARS = (
    "(year(n.day) - year(p.birth) - CASE WHEN month(n.day) * 100 + day(n.day) < month(p.birth) * 100 + day(p.birth) "
    "THEN 1 ELSE 0 END)"
)


def breakdown_sql(name: str, columns: set[str]) -> str:
    """The expression that says in which part of a breakdown a counted row `n` of a person `p` falls."""
    if name == "age":
        bands = " ".join(f"WHEN {_YEARS} < {limit} THEN '{label}'" for limit, label in BANDS)
        return f"CASE WHEN p.birth IS NULL OR n.day IS NULL THEN 'Not known' {bands} ELSE '18 and over' END"
    if name == "sex":
        return "CASE p.sex WHEN 'M' THEN 'Male' WHEN 'F' THEN 'Female' ELSE 'Not known' END"
    if name == "ethnicity":
        groups = " ".join(
            f"WHEN p.ethnicity IN ({', '.join(repr(code) for code in codes)}) THEN '{label}'"
            for label, codes in GROUPS.items()
        )
        return f"CASE {groups} ELSE 'Not known' END"
    return f"coalesce(CAST(n.{name} AS VARCHAR), 'Not known')" if name in columns else "NULL"
