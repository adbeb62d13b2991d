"""The records that were taken over as published say nothing that their texts do not say.

Their tables of coverage hold the facts of the texts one by one, with their lines. A day, a nought, a judgement or a
word that judges is in the record only where a fact has it: a fact of the thing, of the piece of work in which it
stands, or of the lines that it cites.
"""

import csv
import re
from collections import defaultdict
from datetime import date

import pytest

from goldenthread.foundation.records.items import Item
from goldenthread.foundation.records.reading import read
from tests.house.test_examples_coverage import TABLES

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
OF_WORK = ("source", "finding", "recommendation", "action", "evidence", "impact", "voice", "milestone", "figure")
A_DAY = re.compile(r"(\d{4})-(\d\d)(?:-(\d\d))?")
LINES = re.compile(r"(\d+)(?: to (\d+))?")
JUDGING = re.compile(
    r"\b(well|robust\w*|strong\w*|effective\w*|significant\w*|good|excellent|success\w*|positive\w*|"
    r"considerabl\w*|impressive|outstanding|poor\w*|weak\w*|serious|vital|comprehensive|extreme\w*|very|rightly|"
    r"worrying\w*|alarming\w*|remarkabl\w*)\b",
    re.I,
)
NONE = re.compile(r"\b(no|none|not|never|0|zero|nil)\b", re.I)
NO_JUDGEMENT = re.compile(r"serious (case review|youth violence|incident)|as well as|how (well|best|effective)", re.I)


class Texts:
    """The facts of one example, by the thing that holds them and by their line."""

    def __init__(self, path):
        self.of_key, self.of_line = defaultdict(list), defaultdict(list)
        with path.open(newline="", encoding="utf-8") as file:
            for row in csv.DictReader(file):
                self.of_key[row["key"].partition("#")[0]].append(row["fact"])
                self.of_line[row["document"], int(row["line"])].append(row["fact"])

    def behind(self, item: Item) -> str:
        """Every fact on which a thing may rest."""
        found = []
        while item is not None:
            found += self.of_key[f"{item.shape.noun}/{item.key}"] + self._cited(item.values.get("citation", ""))
            item = item.parent
        return " ".join(found)

    def _cited(self, citation: str) -> list[str]:
        document, _, lines = citation.partition(", line")
        spans = [(int(first), int(last or first)) for first, last in LINES.findall(lines)]
        name = document.strip().lower().replace(" ", "-")
        return [fact for first, last in spans for line in range(first, last + 1) for fact in self.of_line[name, line]]


def told(value: str, facts: str) -> bool:
    """Whether a fact names the day, or the month of a month: "31 March 2024", "in September"."""
    year, month, day = A_DAY.fullmatch(value).groups()
    name = f"{date(2000, int(month), 1):%B}"
    return bool(re.search(rf"\b{int(day)}(st|nd|rd|th)? {name}" if day else name, facts, re.I))


def faults(item: Item, texts: Texts) -> list[str]:
    """What a thing says that its text does not: one line each."""
    values, facts, found = item.values, texts.behind(item), []
    for name in ("on", "due_on", "first_due_on", "state_on", "ends"):
        value = values.get(name, "")
        named = item.shape.noun == "figure" and (values.get("period_label") or values.get("starts"))
        if A_DAY.fullmatch(str(value)) and not named and not told(value, facts):
            found.append(f"{name} {value} is in no text: leave it out, write the period, or say “No date given”")
    numbers = [values[name] for name in ("value", "numerator") if name in values]
    if item.shape.noun == "figure" and 0 in map(float, numbers) and not NONE.search(facts):
        found.append("0 is in no text: say why it is absent")
    if values.get("judgement", "not_said") != "not_said" and not JUDGING.search(facts):
        found.append(f"judged as {values['judgement']}, which no text says")
    own = re.sub(r"“[^”]*”|\"[^\"]*\"", "", f"{values.get('text', '')} {values.get('summary', '')}")
    own = NO_JUDGEMENT.sub("", own) if item.shape.noun != "voice" else ""
    found += [f"“{word}” is in no text" for word in JUDGING.findall(own) if word.lower()[:6] not in facts.lower()]
    return [f"{item.shape.noun}/{item.key}: {fault}" for fault in found]


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.parent.name)
def test_nothing_is_said_that_no_text_says(path):
    texts = Texts(path)
    items = [item for item in read(path.parent).items if item.shape.noun in OF_WORK]
    assert len(items) > 100
    assert [fault for item in items for fault in faults(item, texts)] == []


@pytest.mark.parametrize(
    ("noun", "values", "fault"),
    [
        ("action", {"due_on": "2024-04-30"}, "due_on 2024-04-30 is in no text"),
        ("impact", {"on": "2015-03"}, "on 2015-03 is in no text"),
        ("figure", {"ends": "2015-03-31", "value": 5}, "ends 2015-03-31 is in no text"),
        ("figure", {"ends": "2015-03-31", "period_label": "No date given", "value": 0}, "0 is in no text"),
        ("impact", {"judgement": "as_intended"}, "judged as as_intended"),
        ("finding", {"text": "Practice was very poor."}, "“very” is in no text"),
    ],
)
def test_what_no_text_says_is_found(path_of_one, noun, values, fault):
    item = path_of_one(noun, values)
    assert fault in faults(item, Texts(TABLES[0]))[0]
    assert faults(path_of_one(noun, {"text": "They met “very often”."}), Texts(TABLES[0])) == []


@pytest.fixture
def path_of_one():
    """A thing of a record that no fact tells of."""
    from goldenthread.foundation.records.shapes import parts

    def make(noun, values):
        shape = next(shape for shape, _ in parts().values() if shape.noun == noun)
        return Item(shape=shape, key="never-was", values=values, file="x.yaml", line=1)

    return make
