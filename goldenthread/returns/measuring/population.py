"""How many children live in an area, for rates.

The file is the Department's copy of the mid-year estimates of the Office for National Statistics in the layout of
"explore education statistics": time_period, old_la_code, age_group, population_estimate among its columns. A rate on 31
March of a year stands over the estimate of the middle of the year before, as the Department's own rates do.
"""

import csv
import datetime
import hashlib
from dataclasses import dataclass
from pathlib import Path

from ..tables import Refused

AGES = {"Children aged 0 to 17 years": "0-17"}
# What stands in the place of a number in that layout: not available, not applicable, suppressed, low, unreliable.
SYMBOLS = {"x", "z", "c", "k", "low", "u", ""}
NEEDED = ("time_period", "old_la_code", "age_group", "population_estimate")


@dataclass(frozen=True)
class Population:
    """{(council's three-digit code, year of the estimate, ages): children}, and the file that said so with its
    SHA-256.
    """

    estimates: dict[tuple[str, int, str], int]
    file: str = ""
    sha256: str = ""

    def children(self, la: str, starts: datetime.date, ends: datetime.date, ages: str) -> int | None:
        """The children over whom a rate of that period stands: the estimate of the year before the year to March.

        None when it is not known. Source: the Department's published rates, which this rule gives again.
        """
        census_year = ends.year if (ends.month, ends.day) <= (3, 31) else ends.year + 1
        return self.estimates.get((la, census_year - 1, ages))


def read_population(path: Path) -> Population:
    """Read the estimates. Raises Refused when the file is not in that layout or a number cannot be read."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            lacking = [name for name in NEEDED if name not in (rows.fieldnames or ())]
            if lacking:
                raise Refused(f"{path.name} has no column {', '.join(lacking)}: bring the file of mid-year estimates.")
            estimates = {}
            for row in rows:
                ages = AGES.get(row["age_group"])
                if ages and row["old_la_code"] and row["population_estimate"].strip() not in SYMBOLS:
                    estimates[row["old_la_code"], int(row["time_period"]), ages] = int(row["population_estimate"])
    except (UnicodeDecodeError, csv.Error, ValueError) as fault:
        raise Refused(f"{path.name} cannot be read as estimates of population: {fault}.") from fault
    return Population(estimates, path.name, hashlib.sha256(path.read_bytes()).hexdigest())
