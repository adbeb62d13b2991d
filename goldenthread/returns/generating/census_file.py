"""Writes made-up children as a census file, one element a line."""

import datetime
import random
from collections.abc import Callable, Iterable
from pathlib import Path

from .census import Child, Episode, children
from .faults import FAULTS

HEAD = """<?xml version="1.0" encoding="utf-8"?>
<Message>
<Header>
<CollectionDetails>
<Collection>CIN</Collection>
<Year>{year}</Year>
<ReferenceDate>{year}-03-31</ReferenceDate>
</CollectionDetails>
<Source>
<SourceLevel>L</SourceLevel>
<LEA>{la}</LEA>
<SoftwareCode>Made up</SoftwareCode>
<Release>1</Release>
<SerialNo>001</SerialNo>
<DateTime>{year}-05-01T10:00:00</DateTime>
</Source>
</Header>
<Children>
"""
TAIL = "</Children>\n</Message>\n"


def write_census(
    path: Path,
    count: int,
    *,
    year: int = 2026,
    la: str = "806",
    seed: int = 1,
    faulty: float = 0.05,
    without: Iterable[str] = (),
    more: Iterable[str] = (),
    tell: Callable[[int], None] = lambda done: None,
) -> list[tuple[str, str]]:
    """Write a census of that many made-up children; (LA child ID, name of the fault) of each fault that was put in.

    faulty  share of the children who get one fault that real files have
    without names of faults that none gets
    more    child elements to add as they are
    tell    is called now and then with how many children are written
    """
    draw, planted, names = random.Random(seed + 1), [], tuple(name for name in FAULTS if name not in set(without))
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(HEAD.format(year=year, la=la))
        for number, child in enumerate(children(count, year, seed), start=1):
            if draw.random() < faulty:
                name = draw.choice(names)
                if FAULTS[name](draw, child, year):
                    planted.append((child.fields.get("LAchildID", ""), name))
            file.write(child_element(child))
            if number % 20_000 == 0:
                tell(number)
        file.writelines(more)
        file.write(TAIL)
    return planted


def child_element(child: Child) -> str:
    """A made-up child as the census writes it."""
    parts = ["<Child>\n<ChildIdentifiers>\n", *_fields(child.fields), "</ChildIdentifiers>\n<ChildCharacteristics>\n"]
    parts += _fields({"Ethnicity": child.ethnicity})
    parts += [
        "<Disabilities>\n",
        *(f"<Disability>{code}</Disability>\n" for code in child.disabilities),
        "</Disabilities>\n",
    ]
    parts.append("</ChildCharacteristics>\n")
    for episode in child.episodes:
        parts += _episode(episode)
    parts.append("</Child>\n")
    return "".join(parts)


def _fields(values: dict) -> list[str]:
    return [f"<{name}>{_words(value)}</{name}>\n" for name, value in values.items() if not isinstance(value, list)]


def _words(value) -> str:
    return value.isoformat() if isinstance(value, datetime.date) else str(value)


def _episode(episode: Episode) -> list[str]:
    flag = {"ReferralNFA": episode.fields["ReferralNFA"]} if "ReferralNFA" in episode.fields else {}
    first = {name: value for name, value in episode.fields.items() if name != "ReferralNFA"}
    parts = ["<CINdetails>\n", *_fields(first)]
    for assessment in episode.assessments:
        parts += ["<Assessments>\n", *_fields(assessment)]
        parts += _listed(assessment, "AssessmentFactors", "FactorsIdentifiedAtAssessment")
        parts.append("</Assessments>\n")
    for name, blocks in (("CINPlanDates", episode.plans), ("Section47", episode.enquiries)):
        for block in blocks:
            parts += [f"<{name}>\n", *_fields(block), f"</{name}>\n"]
    parts += _fields(flag)
    for plan in episode.protection:
        parts += ["<ChildProtectionPlans>\n", *_fields(plan), *_listed(plan, "CPPreviewDate", "Reviews")]
        parts.append("</ChildProtectionPlans>\n")
    parts.append("</CINdetails>\n")
    return parts


def _listed(values: dict, name: str, around: str) -> list[str]:
    found = values.get(name) or []
    return (
        [f"<{around}>\n", *(f"<{name}>{_words(value)}</{name}>\n" for value in found), f"</{around}>\n"]
        if found
        else []
    )
