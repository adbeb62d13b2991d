"""Two agencies' lists of made-up children, with the truth of who is the same, to measure linking.

Households have one to four children who share surname and postcode; 1.5 % of births are twins; between the two lists
names are misspelt, surnames change, families move, dates are keyed wrongly and identifiers are mostly missing.
"""

import csv
import datetime
import random
from dataclasses import dataclass
from pathlib import Path

from .census import DAY, upn
from .looked_after import POSTCODES

COLUMNS = ("ref", "forename", "surname", "birth", "sex", "postcode", "upn", "nhs")
FIRST, SECOND = "council", "police"
# Drawn from parts, so that many names exist and none is anybody's: "Tamorin", "Belsa".
_STARTS = (
    "A",
    "Be",
    "Ca",
    "Da",
    "E",
    "Fa",
    "Ga",
    "Ha",
    "I",
    "Jo",
    "Ka",
    "La",
    "Ma",
    "Na",
    "O",
    "Pe",
    "Ra",
    "Sa",
    "Ta",
    "Vi",
    "Wi",
    "Za",
)
_MIDDLES = ("l", "m", "n", "r", "s", "t", "v", "b", "d", "ll", "rr", "nn", "mo", "li", "na", "ri", "so", "te")
_ENDS = ("a", "e", "in", "on", "y", "ie", "an", "en", "o", "is", "us", "el")
_SURNAME_ENDS = ("ton", "ley", "worth", "by", "well", "son", "ham", "man", "ford", "wick", "er", "s", "field", "den")
FORENAMES = tuple(start + middle + end for start in _STARTS for middle in _MIDDLES for end in _ENDS)
SURNAMES = tuple(start + middle + end for start in _STARTS for middle in _MIDDLES for end in _SURNAME_ENDS)


@dataclass
class Somebody:
    """One made-up child, as the truth has it."""

    forename: str
    surname: str
    birth: datetime.date
    sex: str
    postcode: str
    upn: str
    nhs: str


def write_pair(folder: Path, count: int, *, shared: float = 0.8, seed: int = 1) -> tuple[Path, Path, Path]:
    """Write council.csv and police.csv of that many children each, and truth.csv (council ref, police ref)."""
    draw = random.Random(seed)
    both = int(count * shared)
    everyone = _people(draw, 2 * count - both)
    draw.shuffle(everyone)
    first = [(f"C{number:07d}", somebody) for number, somebody in enumerate(everyone[:count])]
    second = [(f"P{number:07d}", _changed(draw, somebody)) for number, somebody in enumerate(everyone[count - both :])]
    truth = [(f"C{count - both + number:07d}", f"P{number:07d}") for number in range(both)]
    paths = folder / f"{FIRST}.csv", folder / f"{SECOND}.csv", folder / "truth.csv"
    for path, rows in zip(paths[:2], (first, second), strict=True):
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(COLUMNS)
            writer.writerows((ref, *vars(somebody).values()) for ref, somebody in draw.sample(rows, len(rows)))
    with paths[2].open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([(FIRST, SECOND), *truth])
    return paths


def _people(draw: random.Random, count: int) -> list[Somebody]:
    """Children in households; common names are common, as they are."""
    found: list[Somebody] = []
    forenames = list(FORENAMES), [1 / (place + 10) for place in range(len(FORENAMES))]
    surnames = list(SURNAMES), [1 / (place + 20) for place in range(len(SURNAMES))]
    drawn = iter(draw.choices(forenames[0], forenames[1], k=count * 2))
    families = iter(draw.choices(surnames[0], surnames[1], k=count))
    while len(found) < count:
        surname, postcode = (
            next(families),
            f"{draw.choice(POSTCODES)[:-2]}{draw.choice('ABDEFGHJLNPQRSTUWXYZ')}{draw.choice('ABDEFGHJ')}",
        )
        birth = datetime.date(2008, 1, 1) + draw.randrange(6000) * DAY
        for _ in range(draw.choice((1, 1, 2, 2, 3, 4))):
            number = len(found) + 1
            found.append(
                Somebody(next(drawn), surname, birth, draw.choice("MF"), postcode, upn(number), f"9{number:09d}")
            )
            if draw.random() > 0.015:
                birth += draw.randrange(330, 1500) * DAY
    return found[:count]


def _changed(draw: random.Random, somebody: Somebody) -> Somebody:
    """The same child as the second agency has written them down."""
    forename, surname, birth, postcode = somebody.forename, somebody.surname, somebody.birth, somebody.postcode
    if draw.random() < 0.06:
        forename = _misspelt(draw, forename)
    if draw.random() < 0.04:
        surname = draw.choice(SURNAMES)
    elif draw.random() < 0.05:
        surname = _misspelt(draw, surname)
    if draw.random() < 0.045:
        birth = draw.choice(
            (birth + DAY, birth.replace(day=1), birth.replace(year=birth.year - 1, day=min(birth.day, 28)))
        )
    if draw.random() < 0.14:
        postcode = f"{draw.choice(POSTCODES)[:-2]}{draw.choice('ABDEFGHJLNPQRSTUWXYZ')}{draw.choice('ABDEFGHJ')}"
    known = draw.random()
    return Somebody(
        forename,
        surname,
        birth,
        somebody.sex if draw.random() > 0.01 else "U",
        postcode,
        somebody.upn if known < 0.05 else "",
        somebody.nhs if 0.05 < known < 0.1 else "",
    )


def _misspelt(draw: random.Random, name: str) -> str:
    place = draw.randrange(1, len(name))
    letter = draw.choice("aeiourst")
    return draw.choice(
        (
            name[:place] + name[place + 1 :],
            name[:place] + letter + name[place:],
            name[:place] + letter + name[place + 1 :],
        )
    )
