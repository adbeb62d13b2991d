"""The records that were taken over as published say nothing that their texts do not say.

Their tables of coverage hold the facts of the texts one by one, with their lines. A day, a nought, a judgement or a
word that judges is in the record only where a fact has it: a fact of the thing, of the piece of work in which it
stands, or of the lines that it cites. A priority is assigned only by a fact that names it as one, or by the section
of the text in which the priority is told.
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


PRIORITY = re.compile(r"\b(priorit\w+|objective)\b", re.I)


class Texts:
    """The facts of one example, by the thing that holds them and by their line; and where each priority is told."""

    def __init__(self, path):
        self.of_key, self.of_line, told, other = defaultdict(list), defaultdict(list), defaultdict(list), []
        with path.open(newline="", encoding="utf-8") as file:
            for row in csv.DictReader(file):
                key, at = row["key"].partition("#")[0], (row["document"], int(row["line"]))
                self.of_key[key].append(row["fact"])
                self.of_line[at].append(row["fact"])
                if key.startswith(("priority/", "planned_priority/")):
                    told[key.partition("/")[2]].append((*at, key.startswith("priority/")))
                elif key.startswith(("report/", "group/")):
                    other.append(at)
        self.sections = _sections(told, other)

    def behind(self, item: Item) -> str:
        """Every fact on which a thing may rest."""
        found = []
        while item is not None:
            found += self.of_key[f"{item.shape.noun}/{item.key}"] + self._cited(item.values.get("citation", ""))
            item = item.parent
        return " ".join(found)

    def _cited(self, citation: str) -> list[str]:
        return [fact for at in _lines(citation) for fact in self.of_line.get(at, ())]

    def assigns(self, item: Item, priority: str) -> bool:
        """Whether the text assigns a thing to a priority: in words, or by the section in which it tells of it."""
        own = self.of_key[f"priority/{priority}"] + self.of_key[f"planned_priority/{priority}"]
        cited = [at for part in _with_parents(item) for at in _lines(part.values.get("citation", ""))]
        return any(
            at in self.sections.get(priority, ())
            or any(PRIORITY.search(fact) and fact in own for fact in self.of_line.get(at, ()))
            for at in cited
        )


def _with_parents(item: Item):
    while item is not None:
        yield item
        item = item.parent


def _lines(citation: str) -> list[tuple[str, int]]:
    """[(document, line)] that a citation names."""
    document, _, lines = citation.partition(", line")
    name = document.strip().lower().replace(" ", "-")
    spans = [(int(first), int(last or first)) for first, last in LINES.findall(lines)]
    return [(name, line) for first, last in spans for line in range(first, last + 1)]


def _sections(told: dict, other: list) -> dict[str, set]:
    """{priority: its lines}: from the line that names it as one to the next that names another; the last, to what is
    then said of a group or in another chapter.
    """
    named = sorted(min(at for at in rows if at[2])[:2] + (priority,) for priority, rows in told.items())
    sections = {}
    for place, (document, first, priority) in enumerate(named):
        ends = [line for name, line, _ in named[place + 1 :] if name == document]
        last = max(line for name, line, _ in told[priority] if name == document)
        ends = ends or [line for name, line in other if name == document and line > last] or [last + 1]
        sections[priority] = {(document, line) for line in range(first, min(ends))}
    return sections


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
    for name in ("priority", "planned"):
        if name in values and not texts.assigns(item, values[name].rpartition("/")[2]):
            found.append(f"{name} {values[name]} is assigned by no text: leave it out")
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
        ("source", {"priority": "neglect"}, "priority neglect is assigned by no text"),
        (
            "action",
            {"priority": "neglect", "citation": "Annual report 2023-24, line 390"},
            "priority neglect is assigned",
        ),
        ("milestone", {"planned": "neglect"}, "planned neglect is assigned by no text"),
    ],
)
def test_what_no_text_says_is_found(path_of_one, noun, values, fault):
    item = path_of_one(noun, values)
    assert fault in faults(item, Texts(TABLES[0]))[0]
    assert faults(path_of_one(noun, {"text": "They met “very often”."}), Texts(TABLES[0])) == []


def test_a_text_assigns_a_priority_in_words_or_by_its_section(path_of_one):
    south_tees, redcar = (
        Texts(next(path for path in TABLES if name in str(path))) for name in ("south-tees", "redcar")
    )
    by_words = {"priority": "exploitation", "citation": "Annual report 2023-24, line 559"}
    by_section = {"priority": "early-help", "citation": "Annual report 2014-15, line 245"}
    assert faults(path_of_one("source", by_words), south_tees) == []
    assert faults(path_of_one("source", by_section), redcar) == []
    assert len(faults(path_of_one("source", by_words | {"priority": "neglect"}), south_tees)) == 1
    assert len(faults(path_of_one("source", by_section | {"priority": "communication"}), redcar)) == 1


@pytest.fixture
def path_of_one():
    """A thing of a record that no fact tells of."""
    from goldenthread.foundation.records.shapes import parts

    def make(noun, values):
        shape = next(shape for shape, _ in parts().values() if shape.noun == noun)
        return Item(shape=shape, key="never-was", values=values, file="x.yaml", line=1)

    return make
