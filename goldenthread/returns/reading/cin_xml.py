"""The children in need census as XML: where each element of it goes."""

from ..formats.cin import CIN
from .xml_stream import Layout, Place


def layout() -> Layout:
    """A fresh tree of places; elements may come in any order."""
    lay = Layout(Place(""))
    message = lay.group(lay.root, "Message")
    head = lay.row(message, ("Header",), CIN.table("header"))
    for name in ("CollectionDetails", "Source"):
        lay.fields(lay.group(head, name))
    children = lay.group(message, "Children")
    child = lay.row(children, ("Child",), CIN.table("children"))
    for name in ("ChildIdentifiers", "ChildCharacteristics"):
        group = lay.group(child, name)
        lay.fields(group)
        lay.values(lay.group(group, "Disabilities"), "Disability", CIN.table("disabilities"), (child,))
    episode = lay.row(child, ("CINdetails",), CIN.table("cin_details"), (child,))
    keys = (child, episode)
    assessment = lay.row(episode, ("Assessments",), CIN.table("assessments"), keys)
    factors = lay.group(assessment, "FactorsIdentifiedAtAssessment")
    lay.values(factors, "AssessmentFactors", CIN.table("assessment_factors"), (*keys, assessment))
    lay.row(episode, ("CINPlanDates", "CINplanDates"), CIN.table("cin_plans"), keys)
    lay.row(episode, ("Section47",), CIN.table("section47"), keys)
    plan = lay.row(episode, ("ChildProtectionPlans",), CIN.table("child_protection_plans"), keys)
    lay.values(lay.group(plan, "Reviews"), "CPPreviewDate", CIN.table("reviews"), (*keys, plan))
    lay.row(episode, ("PreProceedingsandFGDM",), CIN.table("pre_proceedings"), keys)
    return lay
