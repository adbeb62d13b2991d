"""The children in need census: one XML file, read child by child into a spool for each table."""

import csv
from pathlib import Path

from lxml import etree

from ..formats.cin import CIN
from .layout import NOTHING, spool_columns

# Element (inside a CINdetails) to table; its own repeated parts follow in `PARTS`.
BLOCKS = {
    "Assessments": "assessments", "CINPlanDates": "cin_plans", "CINplanDates": "cin_plans", "Section47": "section47",
    "ChildProtectionPlans": "child_protection_plans", "PreProceedingsandFGDM": "pre_proceedings",
}
PARTS = {
    ("Assessments", "FactorsIdentifiedAtAssessment"): ("assessment_factors", "AssessmentFactors"),
    ("ChildProtectionPlans", "Reviews"): ("reviews", "CPPreviewDate"),
}


class Spools:
    """One open CSV for each table of a format, numbering the rows of each from `first`."""

    def __init__(self, folder: Path, form, first: int = 1):
        self.paths = {table.name: folder / f"{table.name}-{first}.csv" for table in form.tables}
        self._files = {name: path.open("w", encoding="utf-8", newline="") for name, path in self.paths.items()}
        self._writers = {name: csv.writer(file) for name, file in self._files.items()}
        self._columns = {t.name: [c.name for c in t.columns] for t in form.tables}
        self._next = dict.fromkeys(self.paths, first)

    def add(self, table: str, line: int, keys: tuple[int, ...], values: dict[str, tuple[str, int]], file_no: int = 1) -> int:
        """Write one row from {column: (words, line)}; its row_no."""
        number = self._next[table]
        self._next[table] = number + 1
        columns = self._columns[table]
        found = [values.get(name) for name in columns]
        lines = " ".join(str(value[1]) if value else "" for value in found)
        self._writers[table].writerow(
            (number, file_no, line, *keys, lines, *(value[0] if value else NOTHING for value in found))
        )
        return number

    def close(self) -> None:
        for file in self._files.values():
            file.close()


def read(path: Path, spools: Spools, unread: list, file_no: int = 1) -> None:
    """Read a whole census file into the spools; what has no place is appended to `unread` as (file, line, place, words)."""
    events = etree.iterparse(
        str(path), events=("end",), tag=("Header", "Child"), resolve_entities=False, no_network=True, load_dtd=False,
    )
    for _, element in events:
        if element.tag == "Header":
            values = {child.tag: (child.text or "", child.sourceline) for child in element.iter() if len(child) == 0}
            spools.add("header", element.sourceline, (), values, file_no)
        else:
            _child(element, spools, unread, file_no)
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]


def _fields(element) -> dict[str, tuple[str, int]]:
    return {child.tag: (child.text or "", child.sourceline) for child in element if len(child) == 0}


def _child(element, spools: Spools, unread: list, file_no: int) -> None:
    values, disabilities, episodes = {}, [], []
    for part in element:
        if part.tag == "CINdetails":
            episodes.append(part)
            continue
        for field in part:
            if field.tag == "Disabilities":
                disabilities += [(d.text or "", d.sourceline) for d in field]
            else:
                values[field.tag] = (field.text or "", field.sourceline)
    number = spools.add("children", element.sourceline, (), values, file_no)
    for words, line in disabilities:
        spools.add("disabilities", line, (number,), {"Disability": (words, line)}, file_no)
    for episode in episodes:
        _episode(episode, number, spools, unread, file_no)


def _episode(element, child_no: int, spools: Spools, unread: list, file_no: int) -> None:
    episode = spools.add("cin_details", element.sourceline, (child_no,), _fields(element), file_no)
    for block in element:
        table = BLOCKS.get(block.tag)
        if table is None:
            continue
        number = spools.add(table, block.sourceline, (child_no, episode), _fields(block), file_no)
        for part in block:
            place = PARTS.get((block.tag, part.tag))
            if place:
                for field in part:
                    found = {place[1]: (field.text or "", field.sourceline)}
                    spools.add(place[0], field.sourceline, (child_no, episode, number), found, file_no)


def columns() -> dict[str, list[str]]:
    """The spool columns of each table of the census."""
    return {table.name: spool_columns(table) for table in CIN.tables}
