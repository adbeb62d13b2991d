"""What is made from the definitions is what they say now, and tells of every one."""

import pytest

from goldenthread.returns.checking.rule import rules_of
from goldenthread.returns.command.documents import FOLDER, PAGES
from goldenthread.returns.formats import FORMATS, meanings
from goldenthread.returns.measuring.indicator import indicators_of
from goldenthread.returns.reading import flat, look, sheets, ssda903_xml, workbook, xml_stream
from goldenthread.returns.reading.recognise import recognise
from goldenthread.returns.tables import Refused


@pytest.mark.parametrize("name", PAGES)
def test_the_page_is_up_to_date(name):
    stale = (FOLDER / name).read_text(encoding="utf-8") != PAGES[name]()
    assert not stale, f"docs/generated/{name} is stale: run python -m goldenthread.returns.command.documents"


def test_nothing_else_of_the_returns_stands_beside_them():
    assert {path.name for path in FOLDER.glob("returns-*")} == set(PAGES)


def test_every_rule_column_and_indicator_is_told():
    rules, dictionary, indicators = (
        PAGES["returns-rules.md"](),
        PAGES["returns-dictionary.md"](),
        PAGES["returns-indicators.md"](),
    )
    for code, form in FORMATS.items():
        assert [rule.code for rule in rules_of(code) if f"\n| {rule.code} | {rule.severity} |" not in rules] == []
        assert [one.code for one in indicators_of(code) if f"\n### {one.code}: " not in indicators] == []
        for table in form.tables:
            _, _, told = dictionary.partition(f"### {code}.{table.name}\n")
            told = told.partition("\n#")[0]
            assert [
                column.name for column in table.columns if f"\n| `{column.name}` | {column.kind} |" not in told
            ] == []


def test_every_personal_field_is_marked():
    """A field that is personal is told as such in its row, and no other is."""
    dictionary = PAGES["returns-dictionary.md"]()
    marked = sum(line.count(" | personal | ") for line in dictionary.splitlines() if line.startswith("| `"))
    assert (
        marked
        == sum(column.personal for form in FORMATS.values() for table in form.tables for column in table.columns)
        > 20
    )


def test_the_limits_told_are_those_of_the_readers():
    page = (FOLDER.parent / "returns-formats.md").read_text(encoding="utf-8")
    told = {
        what.strip(): number.strip()
        for what, number in (
            line.strip("|").split("|")
            for line in page.partition("\n## Limits\n")[2].splitlines()
            if line.startswith("| ")
        )
    }
    limits = {
        "bytes looked at to recognise a file": look.HEAD,
        "letters in one value of an XML": xml_stream.LONGEST_VALUE,
        "bytes in one tag of an XML": xml_stream.LONGEST_TAG,
        "elements within each other": xml_stream.DEEPEST,
        "rows of one child in the XML of the looked after return": ssda903_xml.MOST_ROWS,
        "letters of one child there": ssda903_xml.MOST_LETTERS,
        "letters in one value of a CSV": flat.LONGEST_VALUE,
        "letters in one line of a CSV": flat.LONGEST_LINE,
        "letters in one row of a CSV, over all its lines": flat.LONGEST_ROW,
        "bytes of a workbook": sheets.LARGEST,
        "rows of a sheet in which its header is looked for": workbook.FIRST_ROWS,
        "columns of a sheet": sheets.MOST_COLUMNS,
        "letters in one cell of a workbook": sheets.LONGEST_VALUE,
        "letters of all cells of a workbook together": sheets.MOST_LETTERS,
        "memory for opening a workbook, in bytes": sheets.MEMORY,
        "seconds of processor for opening a workbook": sheets.SECONDS,
    }
    assert {what: told.get(what) for what in limits} == {what: f"{number:,}" for what, number in limits.items()}


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("x.csv", b""),
        ("x.xml", b"<Foo/>"),
        ("x.csv", b"a,b\n"),
        ("x.csv", b"CHILD,REVIEW,REVIEW_CODE\n"),
        ("x.csv", b"CHILD,CHILD,DOB,REVIEW,REVIEW_CODE\n"),
        ("x.xml", b"<!DOCTYPE Message><Message/>"),
        ("x.pdf", b"%PDF-1.7"),
        ("x.xls", b"\xd0\xcf\x11\xe0"),
        ("x.xml", b'<?xml version="1.0" encoding="koi8-r"?><Message/>'),
    ],
)
def test_refusals_are_told_as_they_are_printed(tmp_path, name, words):
    (tmp_path / name).write_bytes(words)
    with pytest.raises(Refused) as refused:
        recognise(tmp_path / name)
    assert f"`{refused.value}`" in (FOLDER.parent / "returns-formats.md").read_text(encoding="utf-8")


NOT_KNOWN = {"pre_proceedings.LetterInitCPDate"}  # stands in a sample of 2026 only, and no text says what it is


@pytest.mark.parametrize("code", ["cin", "ssda903"])
def test_each_field_of_the_national_returns_is_told_in_words(code):
    silent = {
        f"{table.name}.{column.name}"
        for table in FORMATS[code].tables
        for column in table.columns
        if not column.meaning
    }
    assert silent <= NOT_KNOWN


def test_every_meaning_is_of_a_field_that_there_is():
    for code, told in (("cin", meanings.CIN), ("ssda903", meanings.SSDA903)):
        fields = {
            name
            for table in FORMATS[code].tables
            for column in table.columns
            for name in (column.name, f"{table.name}.{column.name}")
        }
        assert set(told) <= fields
