"""The code lists of the formats against the sector's own specifications, year by year (where those files are there)."""

import os
import re
from pathlib import Path

import pytest

from goldenthread.returns.formats.cin import CIN
from goldenthread.returns.formats.ssda903 import SSDA903, codes_in

EXAMPLES = os.environ.get("GOLDENTHREAD_RETURNS_DATA", "")
pytestmark = pytest.mark.real_files
TABLES = {"placed_adoption": "placed_for_adoption", "prev_perm": "previous_permanence", "social_worker": "sw_episodes"}


def census_codes(year):
    """{element: codes} of the schema of a year."""
    text = (Path(EXAMPLES) / f"specs/cin/CIN_schema_{year}.xsd").read_text(encoding="utf-8")
    types = {
        name: re.findall(r'enumeration value="([^"]*)"', body)
        for name, body in re.findall(r'<xs:simpleType name="(\w+)">(.*?)</xs:simpleType>', text, re.DOTALL)
    }
    return {
        name: types[kind]
        for name, kind in re.findall(r'<xs:element name="(\w+)" type="(\w+)"', text)
        if types.get(kind)
    }


@pytest.mark.parametrize("year", [2023, 2024, 2025, 2026])
def test_the_census_has_the_codes_of_its_schema(year):
    wanted = census_codes(year)
    ours = {
        c.name: sorted(c.codes) for table in CIN.tables for c in table.columns if c.codes and c.since <= year <= c.until
    }
    flags = {"ReferralNFA", "ICPCnotRequired"}
    assert ours == {name: sorted(codes) for name, codes in wanted.items() if name not in flags}


@pytest.mark.parametrize("year", [2023, 2024, 2025, 2026])
def test_the_census_has_every_element_of_its_schema(year):
    text = (Path(EXAMPLES) / f"specs/cin/CIN_schema_{year}.xsd").read_text(encoding="utf-8")
    groups = {
        "Message",
        "Header",
        "CollectionDetails",
        "Source",
        "Children",
        "Child",
        "ChildIdentifiers",
        "ChildCharacteristics",
        "Disabilities",
        "CINdetails",
        "Assessments",
        "FactorsIdentifiedAtAssessment",
        "CINPlanDates",
        "Section47",
        "ChildProtectionPlans",
        "Reviews",
    }
    ours = {
        c.name
        for table in CIN.tables
        for c in table.columns
        if c.since <= year <= c.until and table.name != "pre_proceedings"
    }
    assert set(re.findall(r'<xs:element name="(\w+)"', text)) - groups == ours


def looked_after_codes(year):
    """{(table, column): codes} with the changes up to that year."""
    folder, found = Path(EXAMPLES) / "specs/ssda903", {}
    table = column = ""
    for line in (folder / "SSDA903_schema_2017.yml").read_text().splitlines():
        depth, words = len(line) - len(line.lstrip()), line.strip()
        if depth == 4 and words.endswith(":"):
            table = TABLES.get(words[:-1], words[:-1])
        elif depth == 6 and words.endswith(":"):
            column = words[:-1]
        elif words.startswith("- code:"):
            found.setdefault((table, column), []).append(words.split('"')[1])
    for path in sorted(folder.glob("SSDA903_schema_*.diff.yml")):
        if int(path.name[15:19]) > year:
            continue
        for line in path.read_text().splitlines():
            words = line.strip()
            if line.startswith("column_map."):
                parts = words.rstrip(":").split(".")
                table, column = TABLES.get(parts[1], parts[1]), parts[2] if len(parts) > 2 else ""
                found[table, column] = []
            elif line.startswith("    ") and words.endswith(":") and words[:-1].isupper():
                column = words[:-1]
            elif words.startswith("- code:"):
                found.setdefault((table, column), []).append(words.split('"')[1])
    return {place: sorted(codes) for place, codes in found.items() if codes}


@pytest.mark.parametrize("year", range(2017, 2027))
def test_the_looked_after_return_has_the_codes_of_its_year(year):
    wanted = looked_after_codes(year)
    ours = {
        (table.name, column.name): sorted(codes_in(column, year))
        for table in SSDA903.tables
        for column in table.columns
        if column.codes and column.since <= year
    }
    del ours["ad1", "NB_ADOPTR"]  # a whole number in the specification; one or two adopters by the guidance
    assert ours == wanted
