"""Rule by rule, what our rules of the looked after return and those of csc-validator-be-903 find in the same files.

Usage: python -m benchmarks.looked_after_agreement FOLDER PYTHON YEAR [LAST_FOLDER]
"""

import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from goldenthread.returns import calendar
from goldenthread.returns.checking.engine import FAILED, PASSED, check
from goldenthread.returns.checking.rule import rules_of
from goldenthread.returns.reading.postcodes import read_postcodes
from goldenthread.returns.reading.read import read

SIDE = Path(__file__).parent / "looked_after_validator_side.py"
RAISED = "raised"
COUNCIL, AREA = "806", "E06000002"  # one council in both kinds of code
# The validator's tables as we call them.
NAMES = {
    "Header": "header",
    "Episodes": "episodes",
    "Reviews": "reviews",
    "UASC": "uasc",
    "OC2": "oc2",
    "OC3": "oc3",
    "AD1": "ad1",
    "PlacedAdoption": "placed_for_adoption",
    "PrevPerm": "previous_permanence",
    "Missing": "missing",
    "SWEpisodes": "sw_episodes",
    "DoLo": "dolo",
}
NAMES |= {f"{theirs}_last": f"{ours}_last" for theirs, ours in NAMES.items()}
Place = tuple[str, int]


@dataclass(frozen=True)
class Found:
    """What one side found by one rule: how the rule ended, why, and each place (table, number of the row from 1) once.

    beside  those of our places that only stand beside a fault: none has them as the row at fault
    """

    state: str
    why: str = ""
    places: Counter = field(default_factory=Counter)
    beside: frozenset[Place] = frozenset()


@dataclass(frozen=True)
class Line:
    """One rule on both sides.

    ours_only, validators_only  places that the other side does not name; what stands beside a fault of ours is left
    out,
                                since the validator mostly names the row at fault alone
    """

    code: str
    ours: Found
    validators: Found
    ours_only: Counter
    validators_only: Counter

    @property
    def compared(self) -> bool:
        """Whether the rule ran on both sides; one that raised ran."""
        return self.ours.state in (PASSED, FAILED) and self.validators.state in (PASSED, FAILED, RAISED)

    @property
    def agrees(self) -> bool:
        """Whether it ran on both sides without error, and both name the same places."""
        return self.compared and self.validators.state != RAISED and not self.ours_only and not self.validators_only


def compare(folder: Path, python: Path, year: int, last: Path | None = None, only: str | None = None) -> list[Line]:
    """Both sides on one folder of CSV files, a line for each rule that both have in that year.

    python  that of the validator's environment
    last    last year's folder, for the rules that look back
    only    code of the only rule to compare
    """
    with tempfile.TemporaryDirectory() as scratch:
        postcodes = Path(scratch) / "postcodes.csv"
        theirs = validators_findings(folder, python, year, last, postcodes, only)
        ours = our_findings(folder, year, last, postcodes, only)
    return [line(code, ours[code], theirs[code]) for code in sorted(ours.keys() & theirs.keys())]


def validators_findings(
    folder: Path,
    python: Path,
    year: int,
    last: Path | None = None,
    postcodes: Path | None = None,
    only: str | None = None,
) -> dict[str, Found]:
    """What the validator finds; it writes its own list of postcodes to `postcodes`.

    Raises subprocess.CalledProcessError when it cannot read the files.
    """
    job = {
        "folder": str(folder),
        "last": str(last) if last else None,
        "year": year,
        "area": AREA,
        "postcodes": str(postcodes) if postcodes else None,
        "only": only,
    }
    done = subprocess.run([str(python), str(SIDE)], input=json.dumps([job]), check=True, capture_output=True, text=True)
    (answer,) = json.loads(done.stdout)
    return {
        code: Found(one["state"], one["why"], Counter((NAMES[table], row) for table, row in one["places"]))
        for code, one in answer["found"].items()
    }


def our_findings(
    folder: Path, year: int, last: Path | None = None, postcodes: Path | None = None, only: str | None = None
) -> dict[str, Found]:
    """What our rules find. A rule whose tables were not given is "not run"."""
    rules = [rule for rule in rules_of("ssda903") if only in (None, rule.code)]
    with tempfile.TemporaryDirectory() as scratch, duckdb.connect() as connection:
        calendar.lay_out(connection)
        loaded = _read(connection, folder, Path(scratch) / "this", year, "ssda903")
        if last:
            before = _read(connection, last, Path(scratch) / "last", year - 1, "ssda903_last")
            for table in before.rows.keys() - set(before.missing):
                connection.execute(f"CREATE VIEW ssda903.{table}_last AS SELECT * FROM ssda903_last.{table}")
        if postcodes:
            read_postcodes(connection, postcodes, "ssda903", COUNCIL)
        outcomes = check(connection, "ssda903", rules, loaded.missing, year=year)
        places, at_fault = _places(connection)
        return {
            code: Found(
                one.state,
                one.why,
                Counter(places.get(code, ())),
                frozenset(places.get(code, set()) - at_fault.get(code, set())),
            )
            for one in outcomes
            for code in [one.rule.code]
        }


def _places(connection) -> tuple[dict[str, set[Place]], dict[str, set[Place]]]:
    """For each rule every place that it names, and those that are the row at fault: the first that is kept of a
    fault.
    """
    places: dict[str, set[Place]] = {}
    at_fault: dict[str, set[Place]] = {}
    for rule, table, row, first in connection.execute(
        "SELECT rule, table_name, row_no, rowid = min(rowid) OVER (PARTITION BY rule, fault_no) FROM faults"
    ).fetchall():
        places.setdefault(rule, set()).add((table, row))
        if first:
            at_fault.setdefault(rule, set()).add((table, row))
    return places, at_fault


def _read(connection, folder: Path, scratch: Path, year: int, schema: str):
    scratch.mkdir()
    return read(connection, sorted(folder.glob("*.csv")), scratch, la=COUNCIL, year=year, schema=schema)


def line(code: str, ours: Found, theirs: Found) -> Line:
    """Both sides of one rule against each other."""
    more = ours.places - theirs.places
    return Line(
        code,
        ours,
        theirs,
        Counter({place: 1 for place in more if place not in ours.beside}),
        theirs.places - ours.places,
    )


def told(lines: Iterable[Line]) -> str:
    """The lines on which the two differ or that were not compared, for a person to read."""
    lines = list(lines)
    compared = [one for one in lines if one.compared]
    fired = sum(bool(one.ours.places or one.validators.places) for one in compared)
    said = [
        f"{len(compared)} rules compared, {fired} found something, {sum(one.agrees for one in compared)} name the "
        "same rows"
    ]
    for one in compared:
        if not one.agrees:
            said.append(
                f"{one.code:<10} ours only {_some(one.ours_only)}; the validator's only {_some(one.validators_only)}"
                + (f"; it raised {one.validators.why}" if one.validators.state == RAISED else "")
            )
    for state, which in (
        ("skipped by the validator", [one for one in lines if one.validators.state == "skipped"]),
        ("not run here", [one for one in lines if one.ours.state not in (PASSED, FAILED)]),
    ):
        said.append(f"{len(which)} {state}: {', '.join(one.code for one in which)}")
    return "\n".join(said)


def _some(places: Counter) -> str:
    first = ", ".join(f"{table} {row}" for table, row in sorted(places)[:5])
    return f"{len(places)} ({first}{', …' if len(places) > 5 else ''})" if places else "none"


if __name__ == "__main__":
    where, environment, ends, *before = sys.argv[1:]
    print(told(compare(Path(where), Path(environment), int(ends), Path(before[0]) if before else None)))
