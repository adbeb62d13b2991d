"""Our side of the comparison with the sector's validator: what is compared, and what is left aside."""

from collections import Counter

from benchmarks.cin_agreement import Found, _line, our_findings, shared_ids

from .small_files import census

EPISODE = """<CINdetails><Assessments><AssessmentActualStartDate>2025-05-01</AssessmentActualStartDate>
<AssessmentAuthorisationDate>2025-06-01</AssessmentAuthorisationDate><FactorsIdentifiedAtAssessment>
<AssessmentFactors>1A</AssessmentFactors><AssessmentFactors>1A</AssessmentFactors></FactorsIdentifiedAtAssessment>
</Assessments></CINdetails>"""
CHILD = "<Child><ChildIdentifiers><LAchildID>{}</LAchildID></ChildIdentifiers>{}</Child>"


def test_a_factor_is_told_as_its_assessment_since_the_validator_has_no_table_of_factors(tmp_path):
    (path,) = census(tmp_path, CHILD.format("A1", EPISODE), 2026)
    found = our_findings(path, "8898")["8898"]
    assert (found.state, found.places) == (
        "failed",
        Counter({("Assessments", "A1", ("2025-05-01", "2025-06-01", "")): 1}),
    )


def test_a_fault_of_the_whole_return_has_one_place(tmp_path):
    (path,) = census(tmp_path, CHILD.format("A1", ""), 2026)
    assert our_findings(path, "2887Q")["2887Q"].places == Counter({("whole", "", ()): 1})


def test_what_the_validator_names_for_children_who_share_an_id_is_counted_apart(tmp_path):
    (path,) = census(tmp_path, CHILD.format("A1", "") * 2 + CHILD.format("A2", "") + CHILD.format("", ""), 2026)
    assert shared_ids(path) == {"A1", ""}
    theirs = Found(
        "failed", "", Counter({("CINdetails", "A1", ()): 3, ("CINdetails", "A2", ()): 1, ("whole", "", ()): 1})
    )
    line = _line("8820", Found("passed"), theirs, shared_ids(path))
    assert line.sharing == 3 and line.validators_only == Counter({("CINdetails", "A2", ()): 1, ("whole", "", ()): 1})
    assert not line.agrees


def test_a_rule_of_the_validator_that_raised_never_agrees():
    assert not _line("8898", Found("passed"), Found("raised", "TypeError")).agrees
    assert _line("8898", Found("passed"), Found("passed")).agrees
