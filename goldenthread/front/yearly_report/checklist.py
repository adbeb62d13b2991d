"""The checklist of section 4A of the rules as rows by edition, and which edition holds on a day.

Sources: Children Act 2004 s.16G(7) (S); Working Together 2018, 2023 and 2026. Rows of Working Together 2023 are carried
forward to 2026 and marked unverified, since only summaries of the 2026 text were read.
"""

import datetime
from dataclasses import dataclass

from goldenthread.foundation.diary.models import Certainty

# Edition, first day. Working Together 2023 was published in December 2023 and replaced on 18 March 2026.
EDITIONS = (
    ("WT18", datetime.date(2018, 7, 4)),
    ("WT23", datetime.date(2023, 12, 15)),
    ("WT26", datetime.date(2026, 3, 18)),
)
BEFORE = "before 2018"
NAMES = {"WT18": "Working Together 2018", "WT23": "Working Together 2023", "WT26": "Working Together 2026"}

# What the house read of the statute, and the day on which the rest was looked up.
READ, CHECKED = datetime.date(2026, 11, 20), datetime.date(2026, 11, 30)
# What is asked of the whole report, beside its items: edition, the words, who quotes them.
FOCUS = {
    "WT23": (
        "The focus of these reports should be on multi-agency priorities, learning, impact, evidence, and improvement.",
        "York, health and wellbeing board, 24 September 2025",
    ),
}


@dataclass(frozen=True)
class Asked:
    """One item. `basis` is S for statute, or the editions that ask; what nobody looked up has no day and no quote."""

    number: str
    text: str
    basis: str
    source: str
    certainty: Certainty = Certainty.UNVERIFIED
    checked_on: datetime.date | None = None
    quote: str = ""


ITEMS = (
    Asked(
        "1",
        "What was done as a result of the arrangements, including on child safeguarding practice reviews",
        "S",
        "Children Act 2004 s.16G(7)(a)",
        Certainty.OFFICIAL,
        READ,
    ),
    Asked(
        "2",
        "How effective the arrangements were in practice",
        "S",
        "Children Act 2004 s.16G(7)(b)",
        Certainty.OFFICIAL,
        READ,
    ),
    Asked(
        "3",
        "What each partner contributed to how the arrangements work and are structured",
        "WT23",
        "Working Together 2023, from memory",
    ),
    Asked(
        "4",
        "Themes from scrutiny, reviews and multi-agency audit",
        "WT23",
        "Working Together 2023, from memory; Lancashire page",
    ),
    Asked(
        "5",
        "Evidence of impact on children and families of partners, relevant agencies and training, from early help "
        "to care leavers",
        "WT18 WT23 WT26",
        "Buckinghamshire page; Leeds page on Working Together 2026",
        Certainty.QUOTED,
        CHECKED,
    ),
    Asked(
        "6",
        "Progress on agreed priorities, and where there was little or none",
        "WT18 WT23",
        "Buckinghamshire page",
        Certainty.QUOTED,
        CHECKED,
        "an analysis of any areas where there has been little or no evidence of progress on agreed priorities",
    ),
    Asked(
        "7",
        "Learning from serious incidents; decisions and actions on local and national review recommendations, and "
        "what improved",
        "WT18 WT23",
        "Buckinghamshire page",
        Certainty.QUOTED,
        CHECKED,
    ),
    Asked(
        "8",
        "How feedback of children and families was sought and used",
        "WT18 WT23",
        "Buckinghamshire page",
        Certainty.QUOTED,
        CHECKED,
    ),
    Asked(
        "9",
        "What it cost: each partner's contribution, its change, impact and value for money",
        "WT23",
        "Working Together 2023, from memory",
    ),
    Asked(
        "10",
        "National and local reforms put in place, decisions and difficulties",
        "WT23",
        "Working Together 2023, from memory",
    ),
    Asked(
        "11",
        "How education is represented and heard, strategically and day to day",
        "WT23",
        "Working Together 2023, from memory; South Tees 2023-24",
    ),
    Asked(
        "12",
        "How data is used for learning, and how sharing information improved practice and outcomes",
        "WT23 WT26",
        "Working Together 2023, from memory; Leeds page on Working Together 2026",
    ),
    Asked(
        "13",
        "Review of restraint, if a secure establishment is in the area",
        "WT18 WT23",
        "Working Together 2023, from memory; Stoke-on-Trent and Staffordshire 2019-20",
    ),
    Asked(
        "14",
        "The independent scrutineer's commentary",
        "WT23",
        "South Tees 2023-24",
        Certainty.QUOTED,
        READ,
    ),
    Asked(
        "15",
        "Changes to the published arrangements",
        "WT23",
        "Working Together 2023, from memory",
    ),
)


def edition_on(day: datetime.date) -> str:
    """The edition in force on a day. Boards before 2018 had no such list."""
    found = BEFORE
    for edition, first in EDITIONS:
        if first <= day:
            found = edition
    return found


def name_of(edition: str) -> str:
    """How people call an edition; what has no name is called as it is stored."""
    return NAMES.get(edition, edition)


def text_of(number: str) -> str:
    """What an item asks, as a sentence; "" for a number that no item has."""
    return next((f"{item.text}." for item in ITEMS if item.number == number), "")


def rows():
    """Every item of every edition: what statute asks holds in all; what an earlier edition asked is carried forward."""
    names = [name for name, _ in EDITIONS]
    for place, (edition, first) in enumerate(EDITIONS):
        last = EDITIONS[place + 1][1] - datetime.timedelta(days=1) if place + 1 < len(EDITIONS) else None
        for order, item in enumerate(ITEMS, 1):
            asked, statute = item.basis.split(), item.basis == "S"
            carried = edition == "WT26" and "WT26" not in asked and not statute
            if statute or edition in asked or (carried and names[-2] in asked):
                yield {
                    "edition": edition,
                    "number": item.number,
                    "text": item.text,
                    "order": order,
                    "valid_from": first,
                    "valid_to": last,
                    "basis": "Statute" if statute else "Guidance, carried forward" if carried else "Guidance",
                    "source": item.source,
                    "certainty": Certainty.UNVERIFIED if carried else item.certainty,
                    "checked_on": None if carried else item.checked_on,
                    "quote": "" if carried else item.quote,
                }
