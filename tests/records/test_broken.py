"""Forty broken files: each is the good record with one thing broken, and its fault is found with file, line and
field.
"""

from pathlib import Path

import pytest

from goldenthread.foundation.access.viewer import System
from goldenthread.foundation.organisations import operations as organisations
from goldenthread.foundation.records.faults import Faulty
from goldenthread.foundation.records.reading import read

GOOD = Path(__file__).parent / "good"
pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

U, Y3, Y2, M = "undated.yaml", "2023.yaml", "2022.yaml", "manifest.yaml"
# (name, file, text that stands there once, text in its place, line of the fault counted from the line of that text,
#  field, part of the sentence)
BROKEN = [
    # The file itself
    ("a tab for indentation", Y3, "    kind: rapid_review\n", "\tkind: rapid_review\n", 0, "", "tab"),
    ("a quotation mark that never closes", Y2, "  - key: coast-review\n", '  - key: "coast-review\n', 0, "", "quot"),
    ("a colon in unquoted text", Y2, "title: Coast panel", "title: Coast: panel", 0, "", "in quotes"),
    (
        "a line indented wrongly",
        Y2,
        "    title: Coast panel\n",
        "     title: Coast panel\n",
        0,
        "",
        "Put the whole text in quotes, or check the indentation",
    ),
    (
        "a second document",
        Y2,
        "  - key: harbour-review\n",
        "---\nsources:\n  - key: harbour-review\n",
        0,
        "",
        "A file holds one document",
    ),
    (
        "the same field twice",
        Y3,
        "    title: Rapid review A\n",
        "    title: Rapid review A\n    title: Rapid review B\n",
        1,
        "title",
        "stands here twice",
    ),
    ("an anchor", Y3, "text: Ask the school first.", "text: &ask Ask the school first.", 0, "", "Anchors"),
    ("an alias", Y3, "text: Ask the school first.", "text: *ask", 0, "", "Aliases"),
    ("a tag", Y3, "text: Ask the school first.", "text: !!str Ask", 0, "", "Tags"),
    ("a field left empty", Y3, "title: School audit", "title:", 0, "title", "The value is empty"),
    ("null written out", Y3, "title: School audit", "title: null", 0, "title", "Leave the field out"),
    ("a number in other digits than 0 to 9", Y3, "        cases: 5\n", "        cases: ٥\n", 0, "cases", "in digits"),
    ("a number of many digits", Y3, "        cases: 5\n", f"        cases: {'9' * 5000}\n", 0, "cases", "in digits"),
    ("a day of no record", Y3, "on: 2023-06-15", "on: 1023-06-15", 0, "on", "between 1900 and 2100"),
    (
        "a title in which nothing can be seen",
        Y3,
        "    title: School audit\n",
        '    title: "\\u200b\\u2060"\n',
        0,
        "title",
        "must not be empty",
    ),
    (
        "two boards that succeed each other",
        U,
        "    name: Tidewater Local Safeguarding Children Board\n    stub: yes\n",
        "    name: Tidewater Local Safeguarding Children Board\n"
        "    succeeds:\n      - before: tidewater\n        on: 2020-01-01\n        kind: succeeds\n",
        1,
        "succeeds",
        "leads back to the body itself, through tidewater",
    ),
    (
        "a circle of three",
        U,
        "    name: Fairwater Safeguarding Children Partnership\n    stub: yes\n",
        "    name: Fairwater Safeguarding Children Partnership\n"
        "    succeeds:\n      - before: tidewater\n        on: 2020-01-01\n        kind: succeeds\n"
        "  - key: northwater\n    kind: partnership\n    name: Northwater\n"
        "    succeeds:\n      - before: southwater\n        on: 2020-01-01\n        kind: succeeds\n"
        "  - key: southwater\n    kind: partnership\n    name: Southwater\n"
        "    succeeds:\n      - before: northwater\n        on: 2020-01-01\n        kind: succeeds\n",
        8,
        "succeeds",
        "through southwater",
    ),
    (
        "an agency of a body that cannot be read",
        U,
        "      - agency: tidewater-police\n        capacity: statutory\n",
        "      - agency: Tidewater Police\n        capacity: statutory\n",
        0,
        "agency",
        "did you mean “tidewater-police”",
    ),
    (
        "a control character",
        Y3,
        "title: School audit",
        "title: School\x08 audit",
        0,
        "",
        "character here that YAML does not allow",
    ),
    # Lists and fields
    ("a list of no such name", U, "themes:\n", "theams:\n", 0, "theams", "Did you mean “themes”?"),
    ("a nested list at the top", U, "themes:\n", "findings:\n", 0, "findings", "written inside the thing of sources"),
    ("a field of no such name", Y3, "    summary: |2\n", "    sumary: |2\n", 0, "sumary", "Did you mean “summary”?"),
    ("a required field left out", Y3, "    title: School audit\n", "", -2, "title", "This field is missing"),
    ("no key", Y3, "  - key: school-audit\n    kind", "  - kind", 0, "key", "This field is missing"),
    ("a key with capitals", U, "  - key: voice\n", "  - key: Voice\n", 0, "key", "small letters, digits and hyphens"),
    (
        "a key used twice",
        Y3,
        "- key: rapid-review-a-f2",
        "- key: rapid-review-a-f1",
        0,
        "key",
        "This key stands already in 2023.yaml, line",
    ),
    (
        "one thing where a list belongs",
        Y3,
        "    areas: [tidewater]",
        "    areas: tidewater",
        0,
        "areas",
        "Expected a list of keys",
    ),
    (
        "a list where text belongs",
        Y3,
        "    title: School audit",
        "    title: [School, audit]",
        0,
        "title",
        "not a list",
    ),
    (
        "a text where a thing belongs",
        U,
        "  - key: voice\n    name: Voice of the child\n",
        "  - voice\n",
        0,
        "",
        "Expected a theme with its fields",
    ),
    (
        "two lines in a field of one",
        Y3,
        "    title: School audit\n",
        "    title: |\n      School\n      audit\n",
        0,
        "title",
        "text on one line",
    ),
    (
        "a text that is too long",
        U,
        "short_name: TSCP",
        f"short_name: {'T' * 61}",
        0,
        "short_name",
        "at most 60 characters; this has 61",
    ),
    # Values
    (
        "a day in British order",
        Y3,
        "state_on: 2024-02-01",
        "state_on: 01/02/2024",
        0,
        "state_on",
        "for instance 2024-03-31, not “01/02/2024”",
    ),
    (
        "a day that does not exist",
        Y3,
        "state_on: 2024-02-01",
        "state_on: 2023-02-29",
        0,
        "state_on",
        "There is no such day",
    ),
    ("a month that does not exist", Y2, "on: 2022-11\n", "on: 2022-13\n", 0, "on", "There is no such month"),
    (
        "a period that runs backwards",
        Y3,
        "on: 2023-04-01/2024-03-31",
        "on: 2024-04-01/2024-03-31",
        0,
        "on",
        "ends before it begins",
    ),
    (
        "an end before the start",
        U,
        "    ends: 2025-03-31\n",
        "    ends: 2021-03-31\n",
        0,
        "ends",
        "on or after the first",
    ),
    ("a number in words", Y3, "cases: 5", "cases: five", 0, "cases", "written in digits"),
    ("more cases than opportunities", Y3, "cases: 5", "cases: 7", 0, "cases", "at most the number of opportunities, 6"),
    ("a choice that is not there", Y3, "kind: strength", "kind: strenght", 0, "kind", "Did you mean “strength”?"),
    (
        "a yes that is true",
        U,
        "  - key: tidewater-analyst\n    name: Example Analyst\n    invented: yes",
        "  - key: tidewater-analyst\n    name: Example Analyst\n    invented: true",
        2,
        "invented",
        "Expected yes or no",
    ),
    ("a colour without its sign", U, 'colour: "#1d70b8"', "colour: 1d70b8", 0, "colour", "Expected a colour"),
    (
        "an address without its beginning",
        U,
        "website: https://tidewater.example/partnership",
        "website: tidewater.example",
        0,
        "website",
        "https://",
    ),
    # Between things
    (
        "a reference to nothing",
        Y3,
        "owner: tidewater-council\n        owner_person",
        "owner: tidewater-counsil\n        owner_person",
        0,
        "owner",
        "There is no tidewater-counsil in bodies. Did you mean “tidewater-council”?",
    ),
    (
        "a reference to a thing of another",
        U,
        "group: fairwater/harbour",
        "group: harbour",
        0,
        "group",
        "There is no harbour in groups",
    ),
    (
        "a finding of another piece of work that is not there",
        Y3,
        "findings: [rapid-review-a-f1]",
        "findings: [rapid-review-a-f9]",
        0,
        "findings",
        "There is no rapid-review-a-f9 in findings",
    ),
    (
        "an impact of two things",
        Y3,
        "        action: rapid-review-a-a2\n        judgement",
        "        action: rapid-review-a-a2\n        recommendation: rapid-review-a-r1\n        judgement",
        1,
        "recommendation",
        "Name one",
    ),
    (
        "too early to say, and never again",
        Y3,
        "        look_again_on: 2024-06-30\n",
        "",
        -6,
        "look_again_on",
        "when somebody will look again",
    ),
    ("an answer that gives no reason", Y3, "            reason: Within what we hold.\n", "", -3, "reason", "says why"),
    (
        "a proposal declined without a reason",
        Y3,
        "    state: taken_up\n    state_on: 2023-11-01\n    became: school-audit\n",
        "    state: declined\n    state_on: 2023-11-01\n",
        -6,
        "state_reason",
        "says why",
    ),
    (
        "why nothing follows, but not who said so",
        Y3,
        "        no_step_by: The executive\n",
        "",
        -4,
        "no_step_by",
        "belong together",
    ),
    ("kept to an agency that is not named", Y3, "    kept_to: tidewater-school\n", "", -5, "kept_to", "says which"),
    ("no circle of readers", Y3, "    audience: agency\n", "", -6, "audience", "This field is missing"),
    (
        "a seat in two places",
        U,
        "    group: quality\n    acting_for",
        "    group: quality\n    agency: tidewater-council\n    acting_for",
        0,
        "group",
        "at most one of group, agency and partnership",
    ),
    (
        "a seat of an agency that is no member",
        U,
        "    agency: tidewater-police\n",
        "    agency: tidewater-unit\n",
        0,
        "agency",
        "is not a member agency",
    ),
    ("no root group", U, "    kind: root\n", "    kind: forum\n", None, "groups", "There is no group of kind root"),
    (
        "a moved date that was never set",
        Y3,
        "        due_on: 2023-12-31\n",
        "",
        0,
        "first_due_on",
        "without a due date",
    ),
    (
        "a step that assures what was not yet reported done",
        Y3,
        "            person: tidewater-analyst\n        due_changes:\n",
        "            person: tidewater-analyst\n          - before: agreed\n            after: reported_done\n        "
        "    on: 2024-02-01\n          - before: reported_done\n            after: assured\n            on: "
        "2024-01-15\n        due_changes:\n",
        -12,
        "steps",
        "cannot have been assured on 2024-01-15",
    ),
    (
        "assured since before it was reported done",
        Y3,
        "            person: tidewater-analyst\n        due_changes:\n",
        "            person: tidewater-analyst\n          - before: agreed\n            after: reported_done\n        "
        "    on: 2024-02-01\n        due_changes:\n",
        -18,
        "state_on",
        "It was reported done on 2024-02-01",
    ),
    # What a stranger to the format wrote
    ("a group above itself", U, "parent: executive", "parent: quality", 0, "parent", "names the thing itself"),
    (
        "two groups above each other",
        U,
        "    name: Executive\n    parent: partnership",
        "    name: Executive\n    parent: quality",
        1,
        "parent",
        "leads back to the thing itself, through quality",
    ),
    (
        "an edition of another time",
        U,
        "periods:\n",
        "reports:\n  - {key: r1, title: Report, period: 2023-24, edition: WT18, sections: [{chapter: foreword, title: "
        "T}]}\nperiods:\n",
        1,
        "edition",
        "expected WT23, not WT18",
    ),
    (
        "a chapter with hyphens",
        U,
        "periods:\n",
        "reports:\n  - {key: r1, title: Report, period: 2023-24, edition: WT23, sections: [{chapter: who-we-are, "
        "title: T}]}\nperiods:\n",
        1,
        "chapter",
        "there is “who_we_are”",
    ),
    (
        "a name where a key belongs",
        Y3,
        "owner: tidewater-council\n        owner_person",
        "owner: Tidewater Council\n        owner_person",
        0,
        "owner",
        "did you mean “tidewater-council”?",
    ),
    (
        "words after a quoted word",
        Y3,
        "text: Ask the school first.",
        'text: "Ask" the school first.',
        0,
        "",
        "quotes of the other kind",
    ),
    (
        "a day that is too exact to be had",
        Y2,
        "on: 2022-11\n",
        "on: November 2022\n",
        0,
        "on",
        "a month (2024-03) or a period",
    ),
    (
        "a key of a group that another leads",
        Y2,
        "group: fairwater/harbour",
        "group: harbour",
        0,
        "group",
        "Did you mean “fairwater/harbour”",
    ),
    (
        "a choice left out",
        Y3,
        "        judgement: as_intended\n",
        "",
        -2,
        "judgement",
        "Expected one of as_intended, partly",
    ),
    # The manifest
    ("another format", M, "format: 1", "format: 2", 0, "format", "Expected 1"),
    (
        "a partnership that is not described",
        M,
        "partnership: tidewater",
        "partnership: highwater",
        0,
        "partnership",
        "There is no highwater in bodies",
    ),
    (
        "a word of no meaning in the manifest",
        M,
        "format: 1\n",
        "format: 1\npartnerships: tidewater\n",
        1,
        "partnerships",
        "Did you mean “partnership”?",
    ),
]


def broken(folder, file, before, after):
    """The good record with one text replaced; returns the line on which that text stood."""
    for path in GOOD.glob("*.yaml"):
        text = path.read_text("utf-8")
        if path.name == file:
            assert text.count(before) == 1, f"“{before}” stands {text.count(before)} times in {file}"
            start = text.index(before)
            line = text[:start].count("\n") + 1
            text = text.replace(before, after)
        (folder / path.name).write_text(text, "utf-8")
    return line


def test_the_good_record_has_no_fault():
    assert len(read(GOOD).items) > 40


def test_there_are_at_least_forty():
    assert len(BROKEN) >= 40


@pytest.mark.parametrize(
    ("file", "before", "after", "further", "field", "expected"),
    [row[1:] for row in BROKEN],
    ids=[row[0] for row in BROKEN],
)
def test_the_fault_is_found(tmp_path, file, before, after, further, field, expected):
    line = broken(tmp_path, file, before, after)
    with pytest.raises(Faulty) as told:
        read(tmp_path)
    found = told.value.faults
    matching = [fault for fault in found if fault.field == field and expected in fault.expected]
    assert matching, [str(fault) for fault in found]
    place = (M, 0) if further is None else (file, line + further)
    assert place in [(fault.file, fault.line) for fault in matching], [str(fault) for fault in found]
    assert all(fault.expected[0].isupper() or fault.expected[0] in "“" for fault in found), "each is a sentence"
    assert all(fault.expected[-1] in ".?”" for fault in found), [fault.expected for fault in found]


PLANS = """
plans:
  - key: plan-2020
    title: Plan
    starts: 2020-04-01
    ends: 2021-03-31
    summary: |
      Good.

      See [the plan](ftp://example.org).
"""
REPORTS = """
reports:
  - key: report-2020
    title: Arrangements
    kind: arrangements
    state: published_elsewhere
    published_elsewhere: In the library
    sections:
      - chapter: foreword
        title: Foreword
        text: "[](https://example.org) is a link without words"
"""


@pytest.mark.parametrize(
    ("text", "line", "field", "expected"),
    [(PLANS, 7, "summary", "leads to “ftp://example.org”"), (REPORTS, 11, "text", "has no words")],
)
def test_a_text_that_its_page_could_not_show_is_a_fault(tmp_path, text, line, field, expected):
    broken(tmp_path, Y2, "  - key: coast-review\n", "  - key: coast-review\n")
    (tmp_path / "2020.yaml").write_text(text, "utf-8")
    with pytest.raises(Faulty) as told:
        read(tmp_path)
    (fault,) = told.value.faults
    assert (fault.file, fault.field) == ("2020.yaml", field) and expected in fault.expected
    assert abs(fault.line - line) <= 1


def test_a_circle_through_the_house_and_another_file_is_found(tmp_path, now):
    """The house knows already that the board before took the place of a third; now the third is said to follow us."""
    by = System("the tests")
    bodies = {
        key: organisations.add_partnership(key=key, name=key.title(), by=by, now=now)
        for key in ("tidewater-lscb", "northwater")
    }
    organisations.succeed(
        before=bodies["northwater"], after=bodies["tidewater-lscb"], on=now.date(), kind="succeeds", by=by, now=now
    )
    name = "    name: Fairwater Safeguarding Children Partnership\n    stub: yes\n"
    broken(
        tmp_path,
        U,
        name,
        f"{name}  - key: northwater\n    kind: partnership\n    name: Northwater\n"
        "    succeeds:\n      - before: tidewater\n        on: 2020-01-01\n        kind: succeeds\n",
    )
    with pytest.raises(Faulty) as told:
        read(tmp_path)
    assert {fault.where for fault in told.value.faults} == {"bodies/tidewater", "bodies/northwater"}
    assert all("cannot come before itself" in fault.expected for fault in told.value.faults)


def test_one_fault_is_told_once_and_brings_no_others_with_it(tmp_path):
    """A slip in one field is one fault, not a flood."""
    broken(tmp_path, U, "  - key: voice\n", "  - key: Voice\n")
    with pytest.raises(Faulty) as told:
        read(tmp_path)
    assert [fault.field for fault in told.value.faults if fault.file == U] == ["key"]


def told_by(folder):
    with pytest.raises(Faulty) as told:
        read(folder)
    return [(fault.field, fault.expected) for fault in told.value.faults]


def test_a_value_that_cannot_be_read_is_not_told_as_missing_too(tmp_path):
    figure = (
        "indicators:\n  - {key: i1, title: Plans}\nfigures:\n  - {key: f1, indicator: i1, ends: 2024-03-31, "
        "value: 60%}\nthemes:\n"
    )
    broken(tmp_path, U, "themes:\n", figure)
    ((field, expected),) = told_by(tmp_path)
    assert (field, "without commas or a per cent sign" in expected) == ("value", True)


def test_the_wrong_partnership_in_the_manifest_is_one_fault(tmp_path):
    broken(tmp_path, M, "partnership: tidewater", "partnership: highwater")
    assert told_by(tmp_path) == [
        (
            "partnership",
            "There is no highwater in bodies. This folder describes tidewater: name that, or describe highwater in "
            "bodies.",
        )
    ]


def test_all_faults_are_told_at_once(tmp_path):
    """Ten slips in three files make ten faults, in the order of the files and lines."""
    slips = [
        row
        for row in BROKEN
        if row[0]
        in {
            "a field of no such name",
            "a day in British order",
            "a number in words",
            "a choice that is not there",
            "a reference to nothing",
            "a colour without its sign",
            "a text that is too long",
            "a key used twice",
            "a month that does not exist",
            "another format",
        }
    ]
    texts = {path.name: path.read_text("utf-8") for path in GOOD.glob("*.yaml")}
    for _, file, before, after, *_ in slips:
        texts[file] = texts[file].replace(before, after)
    for name, text in texts.items():
        (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(Faulty) as told:
        read(tmp_path)
    found = told.value.faults
    assert {(row[1], row[5]) for row in slips} <= {(fault.file, fault.field) for fault in found}
    assert found == sorted(found)


class TestFolders:
    def test_no_manifest(self, tmp_path):
        with pytest.raises(Faulty, match="There is no manifest.yaml"):
            read(tmp_path)

    def test_a_file_that_does_not_belong(self, tmp_path):
        broken(tmp_path, M, "format: 1", "format: 1 ")
        (tmp_path / "actions.yaml").write_text("actions: []\n")
        with pytest.raises(Faulty, match="named by their year"):
            read(tmp_path)

    def test_an_empty_file(self, tmp_path):
        broken(tmp_path, M, "format: 1", "format: 1 ")
        (tmp_path / "2021.yaml").write_text("# nothing yet\n")
        with pytest.raises(Faulty, match="The file is empty"):
            read(tmp_path)

    def test_a_file_in_another_encoding(self, tmp_path):
        broken(tmp_path, M, "format: 1", "format: 1 ")
        (tmp_path / "2021.yaml").write_bytes("sources:\n  - key: café\n".encode("latin-1"))
        with pytest.raises(Faulty, match="2021.yaml, line 2: The file is not UTF-8"):
            read(tmp_path)

    def test_a_file_that_is_too_large(self, tmp_path, monkeypatch):
        monkeypatch.setattr("goldenthread.foundation.records.parsing.MOST_BYTES", 1024 * 1024)
        broken(tmp_path, M, "format: 1", "format: 1 ")
        (tmp_path / "2021.yaml").write_bytes(b"#" * (1024 * 1024 + 1))
        with pytest.raises(Faulty, match="larger than 1 MB"):
            read(tmp_path)

    def test_lists_without_end(self, tmp_path):
        broken(tmp_path, M, "format: 1", "format: 1 ")
        (tmp_path / "2021.yaml").write_text("sources: " + "[" * 30 + "]" * 30 + "\n")
        with pytest.raises(Faulty, match="deeper than 20 levels"):
            read(tmp_path)
