"""Runs rules over a schema of tables and keeps where each fault lies in `<schema>.faults`.

Beside the faults a run leaves `<schema>.outcomes(rule, state, faults, why, edition)`: how each rule ended and by which
edition of the rules.
"""

import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import duckdb
import pyarrow
import pyarrow.compute

from ..tables import Format
from .built_in import built_in
from .rule import Rule, edition, prepared_of

PASSED, FAILED, NOT_RUN, ERRORED = "passed", "failed", "not run", "errored"
WHOLE, OTHER = "whole", "other_"
AT_ONCE = 2


@dataclass(frozen=True)
class Outcome:
    """How one rule ended: its state, how many faults it found, and for "not run" and "errored" why."""

    rule: Rule
    state: str
    count: int = 0
    why: str = ""


def check(
    connection,
    schema: str,
    rules: Iterable[Rule],
    missing: Iterable[str] = (),
    *,
    year: int,
    tell: Callable[[int], None] = lambda done: None,
    form: Format | None = None,
) -> list[Outcome]:
    """Run each rule that holds in the year; faults go to `faults(rule, fault_no, table_name, row_no)`.

    missing  tables that nobody brought: a rule that needs one of them, or one that the schema lacks, is not run
    tell     is called with how many rules are done
    form     when given, its built-in checks (values that cannot be read, codes of no list) follow the rules
    """
    connection.execute(f"USE {schema}")
    connection.execute(
        "CREATE OR REPLACE TABLE faults(rule VARCHAR, fault_no BIGINT, table_name VARCHAR, row_no BIGINT)"
    )
    held = [rule for rule in rules if rule.holds_in(year)]
    standing, made, outcomes = _tables(connection), set(), []
    # The built-in checks read the faults of the rules, so that nothing is told twice: those are kept before.
    for some in (held, built_in(form, tuple(held), year) if form else ()):
        ended = [_before(connection, rule, standing, set(missing), made) for rule in some]
        places: list[pyarrow.Table] = []
        for outcome, found in _run_all(
            connection, schema, [rule for rule, end in zip(some, ended, strict=True) if end is None]
        ):
            ended[ended.index(None)] = outcome
            places += found
            tell(len(outcomes) + sum(end is not None for end in ended))
        outcomes += ended
        _keep_faults(connection, places)
    for name in made:
        connection.execute(f"DROP TABLE IF EXISTS {name}")
    _keep(connection, outcomes, edition(outcome.rule for outcome in outcomes))
    return outcomes


def _tables(connection) -> set[str]:
    found = connection.execute(
        "SELECT table_name FROM information_schema.tables "
        "WHERE table_catalog = current_database() AND table_schema = current_schema()"
    )
    return {name for (name,) in found.fetchall()}


def _before(connection, rule: Rule, standing: set[str], missing: set[str], made: set[str]) -> Outcome | None:
    """Make what the rule reads beside the tables of the return; an outcome when it cannot run."""
    lacking = [table for table in rule.tables if table not in standing or table in missing]
    if lacking:
        return Outcome(rule, NOT_RUN, why=f"No {', '.join(lacking)} was given.")
    wanted = {name: f"SELECT * FROM {name.removesuffix('_last')} LIMIT 0" for name in rule.also if name not in standing}
    wanted |= {name: sql for name, sql in prepared_of(rule.form).items() if name in rule.sql}
    try:
        for name in wanted.keys() - made:
            connection.execute(f"CREATE OR REPLACE TABLE {name} AS {wanted[name]}")
            made.add(name)
    except duckdb.Error as fault:
        return Outcome(rule, ERRORED, why=str(fault).splitlines()[0])
    return None


def _run_all(connection, schema: str, rules: list[Rule]) -> Iterator[tuple[Outcome, list[pyarrow.Table]]]:
    """Run rules side by side, each answer in the order of the rules: a small return keeps no core busy by itself."""
    mine, cursors = threading.local(), []

    def run(rule: Rule) -> tuple[Outcome, list[pyarrow.Table]]:
        if not hasattr(mine, "cursor"):
            mine.cursor = connection.cursor()
            mine.cursor.execute(
                "SET python_enable_replacements = false"
            )  # no name in a rule's SQL means a variable here
            mine.cursor.execute(f"USE {schema}")
            cursors.append(mine.cursor)
        return _run(mine.cursor, rule)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        yield from pool.map(run, rules)
    for cursor in cursors:
        cursor.close()


def _run(connection, rule: Rule) -> tuple[Outcome, list[pyarrow.Table]]:
    """Run the SQL of a rule once; how it ended, and the places of what it found."""
    try:
        found = connection.sql(f"SELECT DISTINCT * FROM (\n{rule.sql}\n) ORDER BY ALL").to_arrow_table()
    except duckdb.Error as fault:
        return Outcome(rule, ERRORED, why=str(fault).splitlines()[0]), []
    wrong = _wrong_names(rule, found.column_names)
    if wrong:
        return Outcome(rule, ERRORED, why=wrong), []
    places = [_place(rule, found, name) for name in found.column_names] if found.num_rows else []
    return Outcome(rule, FAILED if found.num_rows else PASSED, found.num_rows), places


def _wrong_names(rule: Rule, names: list[str]) -> str:
    """What is wrong with the columns that a rule's SQL gives; "" when nothing is."""
    if names == [WHOLE]:
        return ""
    unknown = [name for name in names if name.removeprefix(OTHER) not in {*rule.tables, *rule.also}]
    if unknown:
        return (
            f"The rule gives a column {', '.join(unknown)} that names none of its tables "
            f"({', '.join((*rule.tables, *rule.also))})."
        )
    return ""


def _place(rule: Rule, found: pyarrow.Table, name: str) -> pyarrow.Table:
    """The places in one table of a rule's faults, which are numbered from 1 in the order of their rows."""
    whole, count = name == WHOLE, found.num_rows
    table = pyarrow.table(
        {
            "rule": pyarrow.repeat(rule.code, count),
            "fault_no": pyarrow.array(range(1, count + 1), pyarrow.int64()),
            "table_name": pyarrow.nulls(count, pyarrow.string())
            if whole
            else pyarrow.repeat(name.removeprefix(OTHER), count),
            "row_no": pyarrow.nulls(count, pyarrow.int64()) if whole else found[name].cast(pyarrow.int64()),
        }
    )
    return table if whole else table.filter(pyarrow.compute.is_valid(table["row_no"]))


def _keep_faults(connection, places: list[pyarrow.Table]) -> None:
    if places:
        connection.register("places_of_faults", pyarrow.concat_tables(places))
        connection.execute("INSERT INTO faults SELECT * FROM places_of_faults")
        connection.unregister("places_of_faults")


def _keep(connection, outcomes: list[Outcome], of_rules: str) -> None:
    connection.execute(
        "CREATE OR REPLACE TABLE outcomes(rule VARCHAR, state VARCHAR, faults BIGINT, why VARCHAR, edition VARCHAR)"
    )
    connection.register(
        "ended",
        pyarrow.table(
            {
                "rule": [one.rule.code for one in outcomes],
                "state": [one.state for one in outcomes],
                "faults": [one.count for one in outcomes],
                "why": [one.why for one in outcomes],
            }
        ),
    )
    connection.execute("INSERT INTO outcomes SELECT rule, state, faults, why, ? FROM ended", [of_rules])
    connection.unregister("ended")
