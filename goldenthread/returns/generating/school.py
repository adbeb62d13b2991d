"""A made-up school's extract of the census about made-up children: pupils, where they live, sessions and exclusions."""

import csv
import datetime
import random
from pathlib import Path

from ..formats.school import ABSENT, SCHOOL
from .census import DAY
from .partners import Somebody

POSSIBLE = 120  # half days of a term


def write_school(folder: Path, everyone: list[Somebody], *, year: int, seed: int) -> dict[str, str]:
    """Write the tables of a spring term, for children aged 5 to 15; {unique pupil number: the census's number}."""
    draw, ends = random.Random(f"school {seed}"), datetime.date(year - 1, 8, 31)
    pupils = [child for child in everyone if child.upn and 5 <= (ends - child.dob).days / 365.25 < 16]
    rows: dict[str, list[dict]] = {
        name: [] for name in ("pupilonroll", "addressesonroll", "termlysessiondetailsonroll", "termlyexclusionsonroll")
    }
    for number, child in enumerate(pupils, start=1):
        _pupil(draw, rows, number, child, year)
    for name, found in rows.items():
        columns = [column.name for column in SCHOOL.table(name).columns if column.until >= year]
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, restval="")
            writer.writeheader()
            writer.writerows(found)
    return {child.upn: child.number for child in pupils}


def _pupil(draw: random.Random, rows: dict[str, list[dict]], number: int, child: Somebody, year: int) -> None:
    own = {"pupilonrolltableid": f"pupil{number:07d}"}
    rows["pupilonroll"].append(
        own
        | {
            "upn": child.upn,
            "surname": child.surname,
            "forename": child.forename,
            "dob": _day(child.dob),
            "sex": child.sex if child.sex != "U" else "",
            "entrydate": _day(max(child.dob + 1600 * DAY, datetime.date(year - 4, 9, 3))),
            "termlysessionspossible": POSSIBLE,
            "NativeId": "MADEUP1",
        }
    )
    rows["addressesonroll"].append(
        own | {"addressesonrolltableid": f"address{number:07d}", "postcode": child.postcode, "NativeId": "MADEUP1"}
    )
    missed = draw.choice((0, 2, 4, 6, 9, 14, 25, 70))
    for reason, sessions in ((draw.choice(ABSENT), missed), ("/", POSSIBLE - missed)):
        if sessions:
            table = rows["termlysessiondetailsonroll"]
            table.append(
                own
                | {
                    "termlysessiondetailsonrolltableid": f"sessions{len(table) + 1:08d}",
                    "sessions": sessions,
                    "attendancereason": reason,
                }
            )
    if draw.random() < 0.05:
        table = rows["termlyexclusionsonroll"]
        table.append(
            own
            | {
                "termlyexclusionsonrolltableid": f"exclusion{len(table) + 1:07d}",
                "startdate": _day(datetime.date(year - 1, 9, 10) + draw.randrange(80) * DAY),
                "sessions": draw.randrange(1, 10),
                "category": "SUSP" if draw.random() < 0.95 else "PERM",
                "reason1": "DB",
            }
        )


def _day(day: datetime.date) -> str:
    return f"{day:%Y-%b-%d} 00:00:00"
