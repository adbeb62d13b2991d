"""Faults in what was done for a child."""

import datetime

from .register import fault

DAY = datetime.timedelta(days=1)


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
