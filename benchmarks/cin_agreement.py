"""Rule by rule, what our rules of the children in need census and those of csc-validator-be-cin find in the same
file.
"""

import json
import re
import subprocess
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from goldenthread.returns import calendar
from goldenthread.returns.checking.engine import FAILED, PASSED, Outcome, check
from goldenthread.returns.checking.rule import rules_of
from goldenthread.returns.reading.read import read
from goldenthread.returns.tests.small_files import CENSUS

SIDE = Path(__file__).parent / "cin_validator_side.py"
WHOLE = ("whole", "", ())
# Our tables as the validator calls them. It has no table of factors: it names the assessment instead.
NAMES = {
    "children": "ChildIdentifiers",
    "disabilities": "Disabilities",
    "cin_details": "CINdetails",
    "assessments": "Assessments",
    "cin_plans": "CINplanDates",
    "section47": "Section47",
    "child_protection_plans": "ChildProtectionPlans",
    "reviews": "Reviews",
}
Place = tuple[str, str, tuple[str, ...]]


@dataclass(frozen=True)
class Found:
    """What one side found by one rule: how the rule ended, why, and how often each place is named."""

    state: str
    why: str = ""
    places: Counter = field(default_factory=Counter)


@dataclass(frozen=True)
class Line:
    """One rule on both sides.

    ours_only, validators_only  places that the other side does not name
    sharing  how many of the validator's own places are left out of `validators_only` because the child has no LA child
    ID
             or shares it: it joins its tables by that ID, so that such children share all their rows
    """

    code: str
    ours: Found
    validators: Found
    ours_only: Counter
    validators_only: Counter
    sharing: int = 0

    @property
    def agrees(self) -> bool:
        """Whether both sides name the same places, and neither is in error."""
        sound = {PASSED, FAILED}
        return not self.ours_only and not self.validators_only and {self.ours.state, self.validators.state} <= sound


def compare(path: Path, python: Path) -> list[Line]:
    """Both sides on one census file, a line for each rule that both have. `python` is that of the validator's
    environment.
    """
    ours, theirs, shared = our_findings(path), validators_findings(path, python), shared_ids(path)
    return [_line(code, ours[code], theirs[code], shared) for code in sorted(ours.keys() & theirs.keys())]


def compare_examples(python: Path, codes: tuple[str, ...] = ()) -> list[tuple[str, str, int, Line]]:
    """Both sides on every small file of our rules (or of those named): code, "breaks" or "keeps", which one, and the
    line.
    """
    with tempfile.TemporaryDirectory() as folder:
        jobs = []
        for rule in (rule for rule in rules_of("cin") if not codes or rule.code in codes):
            for kind, examples in (("breaks", rule.breaks), ("keeps", rule.keeps)):
                for number, example in enumerate(examples, start=1):
                    path = Path(folder) / f"{rule.code}-{kind}-{number}.xml"
                    path.write_text(_whole(example), encoding="utf-8")
                    jobs.append((rule.code, kind, number, path))
        theirs = _ask(python, [(path, code) for code, _, _, path in jobs])
        return [
            (code, kind, number, _line(code, our_findings(path, code)[code], found[code]))
            for (code, kind, number, path), found in zip(jobs, theirs, strict=True)
        ]


def _whole(example: str) -> str:
    """An example as a file that the validator can read: its reader stops at a child without characteristics."""
    whole = example if "<Message>" in example else CENSUS.format(year=2026, la="999", children=example)
    return re.sub(
        r"</ChildIdentifiers>(?!\s*<ChildCharacteristics>)", "</ChildIdentifiers><ChildCharacteristics/>", whole
    )


def validators_findings(path: Path, python: Path) -> dict[str, Found]:
    """What the validator finds; raises subprocess.CalledProcessError when it cannot read the file."""
    return _ask(python, [(path, None)])[0]


def _ask(python: Path, jobs: list[tuple[Path, str | None]]) -> list[dict[str, Found]]:
    told = json.dumps([[str(path), only] for path, only in jobs])
    done = subprocess.run([str(python), str(SIDE)], input=told, check=True, capture_output=True, text=True)
    return [
        {
            code: Found(
                one["state"], one["why"], Counter((table, child, tuple(rest)) for table, child, rest in one["places"])
            )
            for code, one in answer["found"].items()
        }
        for answer in json.loads(done.stdout)
    ]


def _line(code: str, ours: Found, theirs: Found, shared: frozenset[str] = frozenset()) -> Line:
    more = theirs.places - ours.places
    told = Counter({place: count for place, count in more.items() if place[0] == WHOLE[0] or place[1] not in shared})
    return Line(code, ours, theirs, ours.places - theirs.places, told, (more - told).total())


def shared_ids(path: Path) -> frozenset[str]:
    """The LA child IDs that more than one child of the file has; "" for none at all."""
    with tempfile.TemporaryDirectory() as scratch, duckdb.connect() as connection:
        read(connection, [path], Path(scratch))
        rows = connection.execute(
            "SELECT coalesce(trim(LAchildID), '') AS child FROM cin.children GROUP BY child HAVING count(*) > 1 OR "
            "child = ''"
        ).fetchall()
        return frozenset(child for (child,) in rows)


def our_findings(path: Path, only: str | None = None) -> dict[str, Found]:
    """What our rules find, or the only one asked for. A return for a year before our first rules is checked by those of
    the first year, as the other is.
    """
    with tempfile.TemporaryDirectory() as scratch, duckdb.connect() as connection:
        calendar.lay_out(connection)
        loaded = read(connection, [path], Path(scratch))
        rules = [rule for rule in rules_of("cin") if only in (None, rule.code)]
        outcomes = check(connection, "cin", rules, year=max(loaded.collection.year, 2023))
        places = _places(connection)
        return {one.rule.code: Found(one.state, one.why, _of(one, places)) for one in outcomes}


def _of(outcome: Outcome, places: dict[str, Counter]) -> Counter:
    return places.get(outcome.rule.code, Counter({WHOLE: 1})) if outcome.state == FAILED else Counter()


def _places(connection) -> dict[str, Counter]:
    """For each rule the rows that it names, each row once."""
    found: dict[str, Counter] = {}
    for table, columns in _described(connection).items():
        keys = ", ".join(f"coalesce(CAST({column} AS VARCHAR), '')" for column in columns)
        child = "t.LAchildID" if table == "children" else "c.LAchildID"
        joined = "" if table == "children" else "JOIN children c ON c.row_no = t.child_no"
        rows = connection.execute(
            f"SELECT DISTINCT f.rule, t.row_no, coalesce({child}, ''), [{keys}] FROM ({_faults(table)}) f "
            f"JOIN {table} t ON t.row_no = f.row_no {joined}"
        ).fetchall()
        for rule, _, child_id, values in rows:
            found.setdefault(rule, Counter())[(NAMES[table], child_id.strip(), tuple(values))] += 1
    for (rule,) in connection.execute("SELECT DISTINCT rule FROM faults WHERE table_name = 'header'").fetchall():
        found.setdefault(rule, Counter())[("Header", "", ())] += 1
    return found


def _faults(table: str) -> str:
    if table == "assessments":
        return (
            "SELECT rule, row_no FROM faults WHERE table_name = 'assessments' UNION SELECT rule, assessment_no FROM "
            "faults "
            "JOIN assessment_factors a ON a.row_no = faults.row_no WHERE table_name = 'assessment_factors'"
        )
    return f"SELECT DISTINCT rule, row_no FROM faults WHERE table_name = '{table}'"


def _described(connection) -> dict[str, list[str]]:
    """The columns by which a row of each table is told on both sides: its dates (of a disability, its code), in
    order.
    """
    found = {}
    for table in NAMES:
        kinds = connection.execute(f"SELECT column_name, column_type FROM (DESCRIBE {table})").fetchall()
        found[table] = sorted(f't."{name}"' for name, kind in kinds if kind == "DATE" or name == "Disability")
    return found
