"""The faults that real census files have, put into made-up children one at a time.

Each takes (draw, child, year), changes the child and says whether it could.
"""

import datetime

DAY = datetime.timedelta(days=1)
# Name to function: every fault that `write_census` may draw.
FAULTS = {}


def fault(put):
    """Count a function among the faults."""
    FAULTS[put.__name__] = put
    return put


def _first(child, part):
    """The first block of a kind in the child's episodes with its episode, or (None, None)."""
    for episode in child.episodes:
        blocks = getattr(episode, part)
        if blocks:
            return episode, blocks[0]
    return None, None


def _closed(child):
    return next((episode for episode in child.episodes if "CINclosureDate" in episode.fields), None)


@fault
def same_factor_twice(draw, child, year):
    for episode in child.episodes:
        for assessment in episode.assessments:
            if assessment.get("AssessmentFactors"):
                assessment["AssessmentFactors"].append(assessment["AssessmentFactors"][0])
                return True
    return False


@fault
def factors_before_completion(draw, child, year):
    for episode in child.episodes:
        for assessment in episode.assessments:
            if "AssessmentAuthorisationDate" not in assessment:
                assessment["AssessmentFactors"] = ["4B"]
                return True
    return False


@fault
def no_factors(draw, child, year):
    for episode in child.episodes:
        for assessment in episode.assessments:
            if assessment.pop("AssessmentFactors", None):
                return True
    return False


@fault
def no_factor_among_factors(draw, child, year):
    for episode in child.episodes:
        for assessment in episode.assessments:
            if assessment.get("AssessmentFactors"):
                assessment["AssessmentFactors"].append("21")
                return True
    return False


@fault
def wrong_check_letter(draw, child, year):
    number = child.fields.get("UPN")
    if number:
        child.fields["UPN"] = ("B" if number[0] == "A" else "A") + number[1:]
    return bool(number)


@fault
def letters_in_pupil_number(draw, child, year):
    number = child.fields.get("UPN")
    if number:
        child.fields["UPN"] = number[:6] + "X" + number[7:]
    return bool(number)


@fault
def no_pupil_number_nor_reason(draw, child, year):
    return bool(child.fields.pop("UPN", None) or child.fields.pop("UPNunknown", None))


@fault
def no_ethnicity(draw, child, year):
    child.ethnicity = draw.choice(("", "XXXX", "wbri"))
    return True


@fault
def no_sex(draw, child, year):
    name = "Sex" if "Sex" in child.fields else "GenderCurrent"
    child.fields[name] = draw.choice(("", "X"))
    return True


@fault
def none_and_a_disability(draw, child, year):
    child.disabilities = ["NONE", "LD"]
    return True


@fault
def same_disability_twice(draw, child, year):
    child.disabilities = ["LD", "LD"]
    return True


@fault
def unknown_disability(draw, child, year):
    child.disabilities = ["ZZZ"]
    return True


@fault
def no_child_id(draw, child, year):
    child.fields["LAchildID"] = ""
    return True


@fault
def long_child_id(draw, child, year):
    child.fields["LAchildID"] = f"{child.fields['LAchildID']}{'0' * 20}"
    return True


@fault
def slash_in_child_id(draw, child, year):
    child.fields["LAchildID"] = f"{child.fields['LAchildID']}/1"
    return True


@fault
def same_child_again(draw, child, year):
    child.fields["LAchildID"] = "M0000001"
    return True


@fault
def closure_before_referral(draw, child, year):
    episode = _closed(child)
    if episode:
        episode.fields["CINclosureDate"] = episode.fields["CINreferralDate"] - 5 * DAY
    return episode is not None


@fault
def closure_without_reason(draw, child, year):
    episode = _closed(child)
    return episode is not None and bool(episode.fields.pop("ReasonForClosure"))


@fault
def reason_without_closure(draw, child, year):
    episode = _closed(child)
    return episode is not None and bool(episode.fields.pop("CINclosureDate"))


@fault
def unknown_reason(draw, child, year):
    episode = _closed(child)
    if episode:
        episode.fields["ReasonForClosure"] = "RC99"
    return episode is not None


@fault
def died_without_a_date(draw, child, year):
    episode = _closed(child)
    if episode:
        episode.fields["ReasonForClosure"] = "RC2"
    return episode is not None


@fault
def no_referral_source(draw, child, year):
    child.episodes[0].fields["ReferralSource"] = draw.choice(("", "1E", "99"))
    return True


@fault
def no_primary_need(draw, child, year):
    return bool(child.episodes[0].fields.pop("PrimaryNeedCode", None))


@fault
def unknown_primary_need(draw, child, year):
    child.episodes[0].fields["PrimaryNeedCode"] = "N11"
    return True


@fault
def no_further_action_missing(draw, child, year):
    return bool(child.episodes[0].fields.pop("ReferralNFA", None))


@fault
def activity_on_no_further_action(draw, child, year):
    episode, _ = _first(child, "assessments")
    if episode:
        episode.fields["ReferralNFA"] = "true"
    return episode is not None


@fault
def referral_after_the_year(draw, child, year):
    child.episodes[0].fields["CINreferralDate"] = datetime.date(year, 4, 2)
    return True


@fault
def referral_is_no_day(draw, child, year):
    child.episodes[0].fields["CINreferralDate"] = f"{year}-02-31"
    return True


@fault
def assessment_before_referral(draw, child, year):
    _, assessment = _first(child, "assessments")
    if assessment:
        assessment["AssessmentActualStartDate"] = child.episodes[0].fields["CINreferralDate"] - 3 * DAY
    return assessment is not None


@fault
def assessment_ends_before_it_starts(draw, child, year):
    _, assessment = _first(child, "assessments")
    if assessment and "AssessmentAuthorisationDate" in assessment:
        assessment["AssessmentAuthorisationDate"] = assessment["AssessmentActualStartDate"] - DAY
        return True
    return False


@fault
def two_open_assessments(draw, child, year):
    episode, assessment = _first(child, "assessments")
    if assessment and "AssessmentAuthorisationDate" not in assessment:
        episode.assessments.append(dict(assessment))
        return True
    return False


@fault
def plan_ends_before_it_starts(draw, child, year):
    _, plan = _first(child, "plans")
    if plan:
        plan["CINPlanEndDate"] = plan["CINPlanStartDate"] - 10 * DAY
    return plan is not None


@fault
def plan_of_one_day(draw, child, year):
    _, plan = _first(child, "plans")
    if plan:
        plan["CINPlanEndDate"] = plan["CINPlanStartDate"]
    return plan is not None


@fault
def plan_without_a_start(draw, child, year):
    _, plan = _first(child, "plans")
    if plan:
        plan["CINPlanStartDate"] = ""
    return plan is not None


@fault
def plans_overlap(draw, child, year):
    episode, plan = _first(child, "plans")
    if plan:
        episode.plans.append({"CINPlanStartDate": plan["CINPlanStartDate"]})
    return plan is not None


@fault
def conference_on_a_weekend(draw, child, year):
    _, enquiry = _first(child, "enquiries")
    held = enquiry and enquiry.get("DateOfInitialCPC")
    if held:
        enquiry["DateOfInitialCPC"] = held + (5 - held.weekday()) * DAY
    return bool(held)


@fault
def conference_in_both_places(draw, child, year):
    episode, enquiry = _first(child, "enquiries")
    if enquiry and "DateOfInitialCPC" in enquiry:
        episode.fields["DateOfInitialCPC"] = enquiry["DateOfInitialCPC"]
        return True
    return False


@fault
def enquiry_without_an_end(draw, child, year):
    _, enquiry = _first(child, "enquiries")
    if enquiry:
        enquiry.pop("DateOfInitialCPC", None)
        enquiry.pop("ICPCnotRequired", None)
    return enquiry is not None


@fault
def protection_starts_another_day(draw, child, year):
    _, plan = _first(child, "protection")
    if plan:
        plan["CPPstartDate"] += 3 * DAY
    return plan is not None


@fault
def protection_ends_before_it_starts(draw, child, year):
    _, plan = _first(child, "protection")
    if plan:
        plan["CPPendDate"] = plan["CPPstartDate"] - DAY
    return plan is not None


@fault
def protection_overlaps(draw, child, year):
    episode, plan = _first(child, "protection")
    if plan:
        episode.protection.append(dict(plan))
    return plan is not None


@fault
def protection_without_category(draw, child, year):
    _, plan = _first(child, "protection")
    if plan:
        plan["LatestCategoryOfAbuse"] = draw.choice(("", "ABC"))
        plan["InitialCategoryOfAbuse"] = draw.choice(("", "ABC"))
    return plan is not None


@fault
def previous_plans_missing(draw, child, year):
    _, plan = _first(child, "protection")
    return plan is not None and plan.pop("NumberOfPreviousCPP", None) is not None


@fault
def review_on_the_first_day(draw, child, year):
    _, plan = _first(child, "protection")
    if plan:
        plan["CPPreviewDate"] = [plan["CPPstartDate"]]
    return plan is not None


@fault
def in_need_and_protection_together(draw, child, year):
    episode, plan = _first(child, "protection")
    if plan:
        episode.plans.append({"CINPlanStartDate": plan["CPPstartDate"]})
    return plan is not None


@fault
def activity_after_closure(draw, child, year):
    episode = _closed(child)
    if episode and episode.plans:
        episode.plans[0]["CINPlanEndDate"] = episode.fields["CINclosureDate"] + 4 * DAY
        return True
    return False


@fault
def old_factor(draw, child, year):
    _, assessment = _first(child, "assessments")
    if assessment and assessment.get("AssessmentFactors"):
        assessment["AssessmentFactors"] = [draw.choice(("18A", "19A"))]
        return True
    return False


@fault
def died_before_birth(draw, child, year):
    child.fields["PersonDeathDate"] = child.born - DAY
    return True


@fault
def born_after_the_year(draw, child, year):
    if "PersonBirthDate" in child.fields:
        child.fields["PersonBirthDate"] = datetime.date(year, 6, 1)
        return True
    return False


@fault
def no_birth_date(draw, child, year):
    return bool(child.fields.pop("PersonBirthDate", None))


@fault
def no_episode(draw, child, year):
    child.episodes = []
    return True
