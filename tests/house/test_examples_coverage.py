"""The example records hold what their tables of coverage say that they hold.

A table of coverage lists every fact of a published text: where it stands there, and the key of the thing in the record
that holds it, or why none does. A key is written noun/key, with #chapter for a section of a report.
"""

import csv
import re
from pathlib import Path

import pytest

from goldenthread.foundation.papers.markdown import parse
from goldenthread.foundation.records.reading import read
from goldenthread.front.yearly_report.paragraphs import claims_of

EXAMPLES = Path(__file__).parents[2] / "examples"
TABLES = sorted(EXAMPLES.glob("*/coverage.csv"))
COLUMNS = ["id", "document", "line", "fact", "noun", "key", "why_none"]
MOST_LINES = 20_000

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def table(path):
    with path.open(newline="", encoding="utf-8") as file:
        reader = csv.DictReader(file)
        return reader.fieldnames, list(reader)


def keys_of(folder):
    """Every key of a record as a table of coverage writes it."""
    found = set()
    for item in read(folder).items:
        name = f"{item.shape.noun}/{item.key}"
        found.add(name)
        found |= {f"{name}#{section['chapter']}" for section in item.values.get("sections", ())}
    return found


def faults(columns, rows, keys):
    """What is wrong in a table of coverage, one line each."""
    if columns != COLUMNS:
        return [f"columns are {columns}"]
    found = [f"{row['id']}: {row['key']} is not in the record" for row in rows if row["key"] and row["key"] not in keys]
    found += [
        f"{row['id']}: neither a key nor why there is none"
        for row in rows
        if not row["key"] and not row["why_none"].strip()
    ]
    found += [f"{row['id']}: a key and why there is none" for row in rows if row["key"] and row["why_none"].strip()]
    found += [f"{row['id']}: no fact or no document" for row in rows if not row["fact"].strip() or not row["document"]]
    found += [
        f"{row['id']}: line {row['line']}"
        for row in rows
        if not re.fullmatch(r"\d+", row["line"]) or not 1 <= int(row["line"]) <= MOST_LINES
    ]
    ids = [row["id"] for row in rows]
    return found + [f"{one} stands twice" for one in sorted({one for one in ids if ids.count(one) > 1})]


def test_two_examples_have_a_table_of_coverage():
    assert {path.parent.name for path in TABLES} >= {"south-tees", "redcar-cleveland"}


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.parent.name)
def test_every_fact_has_a_record_or_a_reason(path):
    columns, rows = table(path)
    assert len(rows) > 500
    assert faults(columns, rows, keys_of(path.parent)) == []


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.parent.name)
def test_nearly_every_fact_has_a_record(path):
    """Somebody who ticks a hundred facts of the text at random finds at least ninety-five."""
    _, rows = table(path)
    assert sum(1 for row in rows if row["key"]) >= 0.97 * len(rows)


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.parent.name)
def test_lines_of_a_document_run_forward_within_its_length(path):
    """Facts are listed in the order of the text, give or take what is said again elsewhere on the page."""
    last = {}
    for row in table(path)[1]:
        line = int(row["line"])
        assert line >= last.get(row["document"], 0) - 60, row["id"]
        last[row["document"]] = max(line, last.get(row["document"], 0))


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.parent.name)
def test_the_record_says_that_it_is_not_the_partnerships_own(path):
    record = read(path.parent)
    (own,) = (item for item in record.items if item.shape.noun == "body" and item.key == record.body)
    assert "published" in own.values["provenance"] and "not" in own.values["provenance"]


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.parent.name)
def test_what_a_report_claims_stands_in_the_record(path):
    record, keys = read(path.parent), keys_of(path.parent)
    texts = [
        section["text"] for item in record.items for section in item.values.get("sections", ()) if "text" in section
    ]
    claims = claims_of([block for text in texts for block in parse(text)])
    own = {f"{noun}/{ref.removeprefix(record.body + '/')}" for noun, ref in claims if ref.startswith(f"{record.body}/")}
    assert own - keys == set()
    if path.parent.name == "south-tees":
        assert len(own) > 50


@pytest.mark.parametrize(
    "row",
    [
        {"key": "source/never-was", "why_none": ""},
        {"key": "", "why_none": ""},
        {"key": "", "why_none": " "},
        {"key": "source/one", "why_none": "because"},
        {"key": "source/one", "why_none": "", "line": "0"},
        {"key": "source/one", "why_none": "", "line": "many"},
        {"key": "source/one", "why_none": "", "fact": ""},
    ],
)
def test_a_broken_row_is_found(row):
    good = {"id": "a-1", "document": "a", "line": "7", "fact": "It rained.", "noun": "source"}
    assert faults(COLUMNS, [good | {"key": "source/one", "why_none": ""}], {"source/one"}) == []
    assert len(faults(COLUMNS, [good | row], {"source/one"})) == 1
