"""Standard Safeguarding Dataset: thirteen of its tables, as CSV taken from a council's own case system.

Source: ssd-data-model (Data to Insight and councils; MIT licence), data objects of version 1.4. The dataset has no file
format of its own; its names of tables and columns are used as they are. Versions differ, so a file needs only the row's
own number and that of the person; what is not known is kept aside with its line.
"""

from ..tables import DATE, Column, Format, Table

# What tells who a child is.
PERSONAL = (
    "pers_forename",
    "pers_surname",
    "pers_dob",
    "pers_expected_dob",
    "pers_death_date",
    "pers_common_child_id",
    "pers_legacy_id",
    "addr_address_json",
    "addr_address_postcode",
    "link_identifier_value",
)
# The columns that hold a day.
_DATES = """
    pers_dob pers_expected_dob pers_death_date addr_address_start_date addr_address_end_date cont_contact_date
    earl_episode_start_date earl_episode_end_date cine_referral_date cine_close_date cina_assessment_start_date
    cina_assessment_auth_date s47e_s47_start_date s47e_s47_end_date icpc_icpc_target_date icpc_icpc_date
    cppl_cp_plan_start_date cppl_cp_plan_end_date cppr_cp_review_due cppr_cp_review_date
    clae_cla_episode_start_date clae_cla_episode_ceased_date clae_entered_care_date clae_cla_last_iro_contact_date
    miss_missing_episode_start_date miss_missing_episode_end_date link_valid_from_date link_valid_to_date
"""
DATES = frozenset(_DATES.split())


def _table(name: str, key: str, person: str, others: str, meaning: str = "") -> Table:
    """One table: its own key, the column of the person, and the rest."""
    columns = [Column(column, required=True, personal=column == person) for column in dict.fromkeys((key, person))]
    columns += [_column(column) for column in others.split()]
    return Table(name, tuple(columns), meaning=meaning)


def _column(name: str) -> Column:
    return Column(name, DATE if name in DATES else "text", personal=name in PERSONAL)


SSD = Format(
    code="ssd",
    title="Standard Safeguarding Dataset",
    child=("ssd_person", "pers_person_id"),
    source="Standard Safeguarding Dataset, data objects of version 1.4 (MIT licence)",
    loose=True,
    day_first=True,
    partial=True,
    tables=(
        _table(
            "ssd_person",
            "pers_person_id",
            "pers_person_id",
            "pers_forename pers_surname pers_sex pers_gender pers_ethnicity pers_dob pers_common_child_id "
            "pers_legacy_id pers_upn_unknown pers_send_flag pers_expected_dob pers_death_date pers_is_mother "
            "pers_nationality",
            meaning="One row for each person known to the council",
        ),
        _table(
            "ssd_address",
            "addr_table_id",
            "addr_person_id",
            "addr_address_json addr_address_type addr_address_start_date addr_address_end_date addr_address_postcode",
        ),
        _table(
            "ssd_contacts",
            "cont_contact_id",
            "cont_person_id",
            "cont_contact_date cont_contact_source_code cont_contact_source_desc cont_contact_outcome_json",
            meaning="Contacts at the front door",
        ),
        _table(
            "ssd_early_help_episodes",
            "earl_episode_id",
            "earl_person_id",
            "earl_episode_start_date earl_episode_end_date earl_episode_reason earl_episode_end_reason "
            "earl_episode_organisation earl_episode_worker_id",
        ),
        _table(
            "ssd_cin_episodes",
            "cine_referral_id",
            "cine_person_id",
            "cine_referral_date cine_cin_primary_need_code cine_referral_source_code cine_referral_source_desc "
            "cine_referral_outcome_json cine_referral_nfa cine_close_reason cine_close_date cine_referral_team "
            "cine_referral_worker_id",
        ),
        _table(
            "ssd_cin_assessments",
            "cina_assessment_id",
            "cina_person_id",
            "cina_referral_id cina_assessment_start_date cina_assessment_child_seen cina_assessment_auth_date "
            "cina_assessment_outcome_json cina_assessment_outcome_nfa cina_assessment_team cina_assessment_worker_id",
        ),
        _table(
            "ssd_s47_enquiry",
            "s47e_s47_enquiry_id",
            "s47e_person_id",
            "s47e_referral_id s47e_s47_start_date s47e_s47_end_date s47e_s47_nfa s47e_s47_outcome_json "
            "s47e_s47_completed_by_worker_id s47e_s47_completed_by_team",
        ),
        _table(
            "ssd_initial_cp_conference",
            "icpc_icpc_id",
            "icpc_person_id",
            "icpc_icpc_meeting_id icpc_s47_enquiry_id icpc_cp_plan_id icpc_referral_id icpc_icpc_transfer_in "
            "icpc_icpc_target_date icpc_icpc_date icpc_icpc_outcome_cp_flag icpc_icpc_outcome_json icpc_icpc_team "
            "icpc_icpc_worker_id",
        ),
        _table(
            "ssd_cp_plans",
            "cppl_cp_plan_id",
            "cppl_person_id",
            "cppl_referral_id cppl_icpc_id cppl_cp_plan_start_date cppl_cp_plan_end_date "
            "cppl_cp_plan_initial_category cppl_cp_plan_ola cppl_cp_plan_latest_category",
        ),
        _table(
            "ssd_cp_reviews",
            "cppr_cp_review_id",
            "cppr_person_id",
            "cppr_cp_plan_id cppr_cp_review_due cppr_cp_review_date cppr_cp_review_meeting_id "
            "cppr_cp_review_outcome_continue_cp cppr_cp_review_quorate cppr_cp_review_participation",
        ),
        _table(
            "ssd_cla_episodes",
            "clae_cla_episode_id",
            "clae_person_id",
            "clae_cla_episode_start_date clae_cla_episode_start_reason clae_cla_primary_need_code "
            "clae_cla_episode_ceased_date clae_cla_episode_ceased_reason clae_cla_id clae_referral_id "
            "clae_cla_placement_id clae_entered_care_date clae_cla_last_iro_contact_date",
        ),
        _table(
            "ssd_missing",
            "miss_table_id",
            "miss_person_id",
            "miss_missing_episode_start_date miss_missing_episode_type miss_missing_episode_end_date "
            "miss_missing_rhi_offered miss_missing_rhi_accepted",
            meaning="Episodes missing or absent, with return interviews offered and accepted",
        ),
        _table(
            "ssd_linked_identifiers",
            "link_table_id",
            "link_person_id",
            "link_identifier_type link_identifier_value link_valid_from_date link_valid_to_date",
            meaning="Other numbers of a person, such as the unique pupil number",
        ),
    ),
)
