"""What is made from the definitions is what they say now, and tells of every one."""

import pytest

from goldenthread.returns.checking.rule import rules_of
from goldenthread.returns.command.documents import FOLDER, PAGES
from goldenthread.returns.formats import FORMATS
from goldenthread.returns.measuring.indicator import indicators_of


@pytest.mark.parametrize("name", PAGES)
def test_the_page_is_up_to_date(name):
    stale = (FOLDER / name).read_text(encoding="utf-8") != PAGES[name]()
    assert not stale, f"docs/generated/{name} is stale: run python -m goldenthread.returns.command.documents"


def test_nothing_else_of_the_returns_stands_beside_them():
    assert {path.name for path in FOLDER.glob("returns-*")} == set(PAGES)


def test_every_rule_column_and_indicator_is_told():
    rules, dictionary, indicators = PAGES["returns-rules.md"](), PAGES["returns-dictionary.md"](), PAGES["returns-indicators.md"]()
    for code, form in FORMATS.items():
        assert [rule.code for rule in rules_of(code) if f"\n| {rule.code} | {rule.severity} |" not in rules] == []
        assert [one.code for one in indicators_of(code) if f"\n### {one.code}: " not in indicators] == []
        for table in form.tables:
            _, _, told = dictionary.partition(f"### {code}.{table.name}\n")
            told = told.partition("\n#")[0]
            assert [column.name for column in table.columns if f"\n| `{column.name}` | {column.kind} |" not in told] == []


def test_every_personal_field_is_marked():
    """A field that is personal is told as such in its row, and no other is."""
    dictionary = PAGES["returns-dictionary.md"]()
    marked = sum(line.count(" | personal | ") for line in dictionary.splitlines() if line.startswith("| `"))
    assert marked == sum(column.personal for form in FORMATS.values() for table in form.tables for column in table.columns) > 20
