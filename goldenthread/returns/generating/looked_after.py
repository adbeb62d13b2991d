"""A made-up return of children looked after: a CSV file for each table."""

import csv
import datetime
import random
from collections.abc import Callable
from pathlib import Path

from ..formats.ssda903 import SSDA903
from .census import DAY, OTHER_ETHNICITIES, WHITE_BRITISH_SHARE, upn

PLACES = ("U4", "U4", "U4", "U1", "U5", "K2", "P1", "R1")
ENDED = ("E4A", "E4A", "E4B", "E8")
POSTCODES = tuple(
    f"TS{area} {sector}{end}" for area in range(1, 21) for sector in range(1, 8) for end in ("AA", "BD", "PQ")
)


def write_looked_after(
    folder: Path,
    count: int,
    *,
    year: int = 2026,
    seed: int = 1,
    faulty: float = 0.03,
    tell: Callable[[int], None] = lambda done: None,
) -> list[Path]:
    """Write the return of that many made-up children into a folder that is there; the files.

    faulty  share of the children one of whose values is spoiled as real files have it
    tell    is called now and then with how many children are written
    """
    draw = random.Random(seed)
    tables = [table for table in SSDA903.tables if all(column.since <= year for column in table.columns)]
    paths = {table.name: folder / f"{table.name}.csv" for table in tables}
    files = {name: path.open("w", encoding="utf-8", newline="") for name, path in paths.items()}
    writers = {name: csv.writer(file) for name, file in files.items()}
    try:
        for table in tables:
            writers[table.name].writerow([column.name for column in table.columns])
        for number in range(1, count + 1):
            rows = _child(draw, number, year)
            if draw.random() < faulty:
                _spoil(draw, rows)
            for name, row in rows:
                if name in writers:
                    writers[name].writerow([_words(value) for value in row])
            if number % 20_000 == 0:
                tell(number)
    finally:
        for file in files.values():
            file.close()
    return list(paths.values())


def _words(value) -> str:
    return value.strftime("%d/%m/%Y") if isinstance(value, datetime.date) else "" if value is None else str(value)


def _child(draw: random.Random, number: int, year: int) -> list[tuple[str, list]]:
    """The rows of one child, each with the name of its table."""
    starts, ends = datetime.date(year - 1, 4, 1), datetime.date(year, 3, 31)
    ref, born = f"L{number:07d}", ends - draw.randrange(200, 6300) * DAY
    sex = draw.choice("MF") if year >= 2025 else draw.choice("12")
    ethnicity = "WBRI" if draw.random() < WHITE_BRITISH_SHARE else draw.choice(OTHER_ETHNICITIES)
    pupil = upn(number) if born < ends - 1800 * DAY else "UN1"
    mother = 0 if sex in ("F", "2") else None
    rows: list[tuple[str, list]] = [("header", [ref, sex, born, ethnicity, pupil, mother, None])]
    began = max(born + DAY, starts - draw.randrange(0, 1400) * DAY + draw.randrange(0, 200) * DAY)
    ended = _episodes(draw, rows, ref, began, starts, ends)
    if began >= starts:
        rows.append(("previous_permanence", [ref, born, "Z1", None, None]))
    _reviews(rows, ref, born, began, starts, ended or ends)
    if ended is None and began <= starts:
        rows.append(("oc2", _outcomes(draw, ref, born, ends)))
    if draw.random() < 0.09:
        first, until = max(starts, began), (ended or ends) - DAY
        if first < until:
            went = first + draw.randrange((until - first).days) * DAY
            rows.append(("missing", [ref, born, draw.choice("MMA"), went, went + DAY]))
    if born < ends - 5800 * DAY and draw.random() < 0.2:
        rows.append(("uasc", [ref, sex, born, _birthday(born, 18)]))
    _workers(draw, rows, ref, born, began, ended, starts, year)
    return rows


def _birthday(born: datetime.date, age: int) -> datetime.date:
    return born.replace(year=born.year + age, day=28 if (born.month, born.day) == (2, 29) else born.day)


def _episodes(draw, rows, ref, began, starts, ends):
    """Add the episodes that touch the year; the day on which care ended, or None."""
    legal, need = draw.choice(("C2", "C2", "C1", "V2")), draw.choice(("N1", "N1", "N1", "N4", "N5"))
    home, day, reason = draw.choice(POSTCODES), began, "S"
    place, provider, lives = draw.choice(PLACES), draw.choice(("PR1", "PR4")), _elsewhere(draw, home)
    if place == "P1":
        provider, legal = "PR0", "C2"
    while True:
        until = day + draw.randrange(120, 900) * DAY
        row = [ref, day, reason, legal, need, place, provider, None, None, None, home, lives, None]
        if until >= ends:
            rows.append(("episodes", row))
            return None
        leaves = until >= starts and draw.random() < 0.5
        row[7:10] = [until, draw.choice(ENDED) if leaves else "X1", None if leaves else "PLACE"]
        if until >= starts:
            rows.append(("episodes", row))
        if leaves:
            return until
        day, reason, lives = until, "P", _elsewhere(draw, home, lives)
        place = draw.choice(tuple(other for other in PLACES if other != "P1"))
        provider = draw.choice(("PR1", "PR4"))


def _elsewhere(draw: random.Random, *known: str) -> str:
    """A postcode that is none of those."""
    while (found := draw.choice(POSTCODES)) in known:
        pass
    return found


def _age(born: datetime.date, day: datetime.date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _reviews(rows, ref, born, began, starts, until) -> None:
    day = began + 20 * DAY
    step = 85
    while day <= until:
        if day >= starts:
            rows.append(("reviews", [ref, born, day, "PN0" if _age(born, day) < 4 else "PN1"]))
        day, step = day + step * DAY, 175


def _outcomes(draw, ref, born, ends) -> list:
    age = _age(born, ends)
    misuse = int(draw.random() < 0.03) if age >= 10 else 0
    return [
        ref,
        born,
        draw.randint(4, 30) if age >= 4 else None,
        None,
        int(draw.random() < 0.03) if age >= 10 else None,
        int(draw.random() < 0.9) if age < 5 else None,
        int(draw.random() < 0.85),
        int(draw.random() < 0.8),
        int(draw.random() < 0.9),
        misuse,
        1 if misuse else None,
        None,
    ]


def _workers(draw, rows, ref, born, began, ended, starts, year) -> None:
    if year < 2024:
        return
    last, worker, reason = ended or datetime.date(year, 3, 31), draw.randrange(1, 400), "FCONTA"
    day = began
    while True:
        until = day + draw.randrange(90, 700) * DAY
        if until >= last - 6 * DAY:
            rows.append(("sw_episodes", [ref, born, f"SW{worker:04d}", day, None, reason]))
            return
        if until >= starts:
            rows.append(("sw_episodes", [ref, born, f"SW{worker:04d}", day, until, reason]))
        day, worker, reason = until, worker % 399 + 1, "LEFTRL"


# (table, place of the column, what real files have there)
SPOILED = (
    ("header", 1, "9"),
    ("header", 2, "31/02/2015"),
    ("header", 3, "ZZZZ"),
    ("header", 4, "X0000"),
    ("episodes", 2, "Q"),
    ("episodes", 3, "C9"),
    ("episodes", 5, "U9"),
    ("episodes", 8, "E99"),
    ("episodes", 1, ""),
    ("oc2", 2, "99"),
    ("oc2", 4, "7"),
    ("missing", 2, "X"),
    ("reviews", 3, "PN9"),
    ("sw_episodes", 5, "GONE"),
)


def _spoil(draw, rows) -> None:
    table, place, words = draw.choice(SPOILED)
    for name, row in rows:
        if name == table:
            row[place] = words
            return
