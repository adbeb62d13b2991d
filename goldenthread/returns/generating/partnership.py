"""A whole made-up partnership: a council's census and the files of police, health and a school about the same
children.
"""

import csv
from collections.abc import Callable
from pathlib import Path

from .census_file import write_census
from .partners import somebodies, write_aggregate, write_health, write_police
from .school import write_school


def write_partnership(
    folder: Path,
    count: int,
    *,
    year: int = 2026,
    la: str = "806",
    seed: int = 1,
    faulty: float = 0.05,
    tell: Callable[[int], None] = lambda done: None,
) -> int:
    """Write census.xml, a folder for each partner and truth.csv into a folder that is there; how many partners'
    records.

    truth.csv holds agency, ref and census: which agency's number is which child of the census. Partners' files have no
    fault; `faulty` is the census's.
    """
    write_census(folder / "census.xml", count, year=year, la=la, seed=seed, faulty=faulty, tell=tell)
    everyone = somebodies(count, year, seed)
    places = {name: folder / name for name in ("police", "health", "school", "aggregate")}
    for place in places.values():
        place.mkdir()
    known = {
        "police": write_police(places["police"], everyone, year=year, la=la, seed=seed),
        "health": write_health(places["health"], everyone, year=year, la=la, seed=seed),
        "school": write_school(places["school"], everyone, year=year, seed=seed),
    }
    write_aggregate(places["aggregate"], year=year, seed=seed)
    with (folder / "truth.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("agency", "ref", "census"))
        writer.writerows((agency, ref, number) for agency, refs in known.items() for ref, number in refs.items())
    return sum(map(len, known.values()))
