"""Made-up files in the partnership's own templates about the same made-up children as a made-up census.

The census of the same seed knows its children by number, birth, sex and pupil number; here they get names, a postcode
and each agency's own number, which is nobody's. `truth.csv` says which numbers are one child.
"""

import csv
import datetime
import random
from dataclasses import dataclass
from pathlib import Path

from ..formats.partners import TEMPLATES
from . import census
from .census import DAY
from .looked_after import POSTCODES
from .pairs import FORENAMES, SURNAMES

TABLES = {table.name: table for form in TEMPLATES for table in form.tables}
MINUTE = datetime.timedelta(minutes=1)
KNOWN_TO_POLICE, KNOWN_TO_HEALTH = 0.3, 0.4
RISKS = ("medium", "medium", "low", "high", "no_apparent")


@dataclass(frozen=True)
class Somebody:
    """One made-up child as partners know them; `number` is the census's own."""

    number: str
    forename: str
    surname: str
    dob: datetime.date
    sex: str
    postcode: str
    upn: str
    nhs_number: str


def somebodies(count: int, year: int, seed: int) -> list[Somebody]:
    """The children of the made-up census of that seed who are born, with names and postcodes; siblings are not made."""
    draw, found = random.Random(f"partners {seed}"), []
    for place, child in enumerate(census.children(count, year, seed), start=1):
        if "PersonBirthDate" not in child.fields:
            continue
        sex = child.fields.get("Sex") or {"1": "M", "2": "F"}.get(child.fields.get("GenderCurrent"), "U")
        found.append(
            Somebody(
                child.fields["LAchildID"],
                draw.choice(FORENAMES),
                draw.choice(SURNAMES),
                child.born,
                sex,
                draw.choice(POSTCODES),
                child.fields.get("UPN", ""),
                nhs_number(place),
            )
        )
    return found


def nhs_number(number: int) -> str:
    """A number of the shape of an NHS number, from a range for tests; "" where no check digit fits, or beyond 999,999.

    Source: NHS Data Dictionary, NHS number: modulus 11.
    """
    digits = f"999{number:06d}"
    check = -sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    return "" if check == 10 or number > 999_999 else f"{digits}{check}"


def write_police(folder: Path, everyone: list[Somebody], *, year: int, la: str, seed: int) -> dict[str, str]:
    """Write police_missing.csv, police_domestic_abuse.csv and marac.csv; {the police's number: the census's}."""
    draw = random.Random(f"police {seed}")
    known = [
        (f"P{n:07d}", child) for n, child in enumerate(everyone, start=1) if n == 1 or draw.random() < KNOWN_TO_POLICE
    ]
    missing, abuse = [], []
    for ref, child in known:
        who = _identity(draw, ref, child, la)
        for _ in range(draw.choice((1, 1, 1, 2, 3))):
            since = _moment(draw, child, year)
            if since and child.dob < since.date() - 2900 * DAY:
                missing.append(who | _episode(draw, since, len(missing) + 1, la))
        victim = f"V{draw.randrange(10**6):06d}"
        for _ in range(draw.choice((0, 1, 1, 2))):
            at = _moment(draw, child, year)
            if at:
                abuse.append(who | _incident(draw, at, len(abuse) + 1, victim))
    _write(folder, "police_missing", missing)
    _write(folder, "police_domestic_abuse", abuse)
    _write(folder, "marac", [_meeting(draw, datetime.date(year - 1, 4, 8) + week * 14 * DAY, la) for week in range(25)])
    return {ref: child.number for ref, child in known}


def _identity(draw: random.Random, ref: str, child: Somebody, la: str) -> dict[str, object]:
    """The block that says who the child is; half of the pupil and NHS numbers are not known to the agency."""
    return {
        "agency_child_ref": ref,
        "forename": child.forename,
        "surname": child.surname,
        "dob": child.dob,
        "sex": child.sex,
        "postcode": child.postcode,
        "upn": child.upn if draw.random() < 0.5 else "",
        "nhs_number": child.nhs_number if draw.random() < 0.5 else "",
        "la_code": la,
    }


def _moment(draw: random.Random, child: Somebody, year: int) -> datetime.datetime | None:
    """A moment of the year in which the child was born and under 18; None when there is none."""
    day = datetime.date(year - 1, 4, 1) + draw.randrange(355) * DAY
    if not child.dob < day < child.dob + 6570 * DAY:
        return None
    return datetime.datetime.combine(day, datetime.time()) + draw.randrange(1440) * MINUTE


def _episode(draw: random.Random, since: datetime.datetime, number: int, la: str) -> dict[str, object]:
    found = since + draw.randrange(30, 2880) * MINUTE
    cared = draw.random() < 0.3
    row = {
        "incident_ref": f"M{number:06d}",
        "missing_from_at": since,
        "reported_at": since + draw.randrange(180) * MINUTE,
        "found_at": found,
        "risk": draw.choice(RISKS),
        "from_care": "Y" if cared else "N",
        "placing_la_code": la if cared else "",
    }
    if draw.random() < 0.85:
        taken = draw.random() < 0.7
        row |= {"rhi_offered_at": found + 600 * MINUTE, "rhi_accepted": "Y" if taken else "N"}
        if taken:
            row |= {"rhi_completed_at": found + draw.randrange(1200, 6000) * MINUTE, "rhi_provider": "Made-up provider"}
    return row


def _incident(draw: random.Random, at: datetime.datetime, number: int, victim: str) -> dict[str, object]:
    return {
        "incident_ref": f"D{number:06d}",
        "occurred_at": at,
        "child_present": "Y",
        "victim_pseudonym": victim,
        "perpetrator_pseudonym": victim.replace("V", "Q"),
        "relationship": "partner",
        "risk": draw.choice(("standard", "medium", "high")),
        "crimed": draw.choice("YN"),
        "child_role": draw.choice(("witness", "in_household")),
        "referral_sent_at": at + 300 * MINUTE,
        "operation_encompass_at": at + draw.randrange(30, 1500) * MINUTE if draw.random() < 0.9 else "",
    }


def _meeting(draw: random.Random, day: datetime.date, la: str) -> dict[str, object]:
    cases = draw.randrange(6, 20)
    idva = draw.randrange(1, 4)
    return {
        "meeting_date": day,
        "la_code": la,
        "cases": cases,
        "repeat_cases": draw.randrange(cases // 2),
        "children_in_household": cases + draw.randrange(12),
        "referrals_police": cases - idva,
        "referrals_idva": idva,
    }


def write_health(folder: Path, everyone: list[Somebody], *, year: int, la: str, seed: int) -> dict[str, str]:
    """Write health.csv; {the service's number: the census's}."""
    draw = random.Random(f"health {seed}")
    known = [
        (f"H{n:07d}", child) for n, child in enumerate(everyone, start=1) if n == 1 or draw.random() < KNOWN_TO_HEALTH
    ]
    rows = []
    for ref, child in known:
        at = _moment(draw, child, year)
        if at:
            rows.append(
                _identity(draw, ref, child, la) | {"event_ref": f"E{len(rows) + 1:06d}"} | _event(draw, at.date())
            )
    _write(folder, "health", rows)
    return {ref: child.number for ref, child in known}


def _event(draw: random.Random, day: datetime.date) -> dict[str, object]:
    done = draw.random() < 0.8
    match draw.randrange(5):
        case 0:
            return {"care_started": day, "iha_completed": day + draw.randrange(10, 45) * DAY if done else ""}
        case 1:
            return {"cp_medical_requested": day, "cp_medical_completed": day + draw.randrange(5) * DAY if done else ""}
        case 2:
            return {"ae_self_harm": day}
        case 3:
            return {"strategy_date": day, "strategy_invited": "Y", "strategy_attended": "Y" if done else "N"}
    return {"icpc_date": day, "icpc_report_submitted": day - draw.randrange(-2, 6) * DAY if done else ""}


def write_aggregate(folder: Path, *, year: int, seed: int) -> None:
    """Write aggregate.csv: a number that a health trust counts itself, each quarter."""
    draw = random.Random(f"aggregate {seed}")
    quarters = [
        (datetime.date(year - 1, month, 1), datetime.date(year - 1, month + 2, last))
        for month, last in ((4, 30), (7, 30), (10, 31))
    ]
    quarters.append((datetime.date(year, 1, 1), datetime.date(year, 3, 31)))
    rows = []
    for starts, ends in quarters:
        attended = draw.randrange(400, 900)
        rows.append(
            {
                "period_starts": starts,
                "period_ends": ends,
                "org_unit": "Made-up hospital trust",
                "status": "final",
                "data_element": "emergency attendances checked against CP-IS",
                "numerator": draw.randrange(300, attended),
                "denominator": attended,
            }
        )
    rows.append(
        rows[-1]
        | {
            "data_element": "children waiting for mental health care over 18 weeks",
            "numerator": "",
            "denominator": "",
            "status": "not_available",
            "comment": "The trust's system was being changed",
        }
    )
    _write(folder, "aggregate", rows)


def _write(folder: Path, name: str, rows: list[dict[str, object]]) -> None:
    """A template's file; every row's fields are columns of it."""
    columns = [column.name for column in TABLES[name].columns]
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="")
        writer.writeheader()
        writer.writerows({column: _words(value) for column, value in row.items()} for row in rows)


def _words(value: object) -> str:
    return value.isoformat(timespec="minutes") if isinstance(value, datetime.datetime) else str(value)
