"""Runs rules over a schema of tables and keeps where each fault lies in `<schema>.faults`.

Beside the faults a run leaves `<schema>.outcomes(rule, state, faults, why, edition)`: how each rule ended and by which
edition of the rules.
"""

import contextlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import duckdb

from ..tables import Format
from .built_in import built_in
from .rule import Rule, edition, prepared_of

PASSED, FAILED, NOT_RUN, ERRORED = "passed", "failed", "not run", "errored"
WHOLE, OTHER = "whole", "other_"


@dataclass(frozen=True)
class Outcome:
    """How one rule ended: its state, how many faults it found, and for "not run" and "errored" why."""

    rule: Rule
    state: str
    count: int = 0
    why: str = ""


def check(connection, schema: str, rules: Iterable[Rule], missing: Iterable[str] = (), *,
          year: int, tell: Callable[[int], None] = lambda done: None, form: Format | None = None) -> list[Outcome]:
    """Run each rule that holds in the year; faults go to `faults(rule, fault_no, table_name, row_no)`.

    missing  tables that nobody brought: a rule that needs one of them, or one that the schema lacks, is not run
    tell     is called with how many rules are done
    form     when given, its built-in checks (values that cannot be read, codes of no list) follow the rules
    """
    connection.execute(f"USE {schema}")
    connection.execute("CREATE OR REPLACE TABLE faults(rule VARCHAR, fault_no BIGINT, table_name VARCHAR, row_no BIGINT)")
    held = [rule for rule in rules if rule.holds_in(year)]
    held += built_in(form, tuple(held), year) if form else ()
    standing = _tables(connection)
    brought, made, outcomes = standing - set(missing), set(), []
    for done, rule in enumerate(held, start=1):
        lacking = [table for table in rule.tables if table not in brought]
        if lacking:
            outcomes.append(Outcome(rule, NOT_RUN, why=f"No {', '.join(lacking)} was given."))
        else:
            outcomes.append(_prepare(connection, rule, standing, made) or _run(connection, rule))
        tell(done)
    for name in made:
        connection.execute(f"DROP TABLE IF EXISTS temp.{name}")
    _keep(connection, outcomes, edition(held))
    return outcomes


def _tables(connection) -> set[str]:
    found = connection.execute(
        "SELECT table_name FROM information_schema.tables "
        "WHERE table_catalog = current_database() AND table_schema = current_schema()"
    )
    return {name for (name,) in found.fetchall()}


def _prepare(connection, rule: Rule, standing: set[str], made: set[str]) -> Outcome | None:
    """Make what the rule reads beside the tables of the return; an outcome only when that cannot be made."""
    wanted = {name: f"SELECT * FROM {name.removesuffix('_last')} LIMIT 0" for name in rule.also if name not in standing}
    wanted |= {name: sql for name, sql in prepared_of(rule.form).items() if name in rule.sql}
    try:
        for name in wanted.keys() - made:
            connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {wanted[name]}")
            made.add(name)
    except duckdb.Error as fault:
        return Outcome(rule, ERRORED, why=str(fault).splitlines()[0])
    return None


def _run(connection, rule: Rule) -> Outcome:
    try:
        connection.execute("BEGIN")
        names = [row[0] for row in connection.execute(f"DESCRIBE {rule.sql}").fetchall()]
        wrong = _wrong_names(rule, names)
        if wrong:
            connection.execute("ROLLBACK")
            return Outcome(rule, ERRORED, why=wrong)
        count = _find(connection, rule, names)
        connection.execute("COMMIT")
    except duckdb.Error as fault:
        _roll_back(connection)
        return Outcome(rule, ERRORED, why=str(fault).splitlines()[0])
    return Outcome(rule, FAILED if count else PASSED, count)


def _wrong_names(rule: Rule, names: list[str]) -> str:
    """What is wrong with the columns that a rule's SQL gives; "" when nothing is."""
    if names == [WHOLE]:
        return ""
    unknown = [name for name in names if name.removeprefix(OTHER) not in {*rule.tables, *rule.also}]
    if unknown:
        return f"The rule gives a column {', '.join(unknown)} that names none of its tables ({', '.join((*rule.tables, *rule.also))})."
    return ""


def _find(connection, rule: Rule, names: list[str]) -> int:
    """Run the SQL once, number what it found and write its places; how many faults there are."""
    listed = ", ".join(f'"{name}"' for name in names)
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE found AS SELECT row_number() OVER (ORDER BY {listed}) AS fault_no, {listed} "
        f"FROM (SELECT DISTINCT {listed} FROM (\n{rule.sql}\n))"
    )
    count = connection.execute("SELECT count(*) FROM found").fetchone()[0]
    if count:
        places = " UNION ALL ".join(_place(name) for name in names)
        connection.execute(f"INSERT INTO faults SELECT ?, * FROM ({places})", [rule.code])
    return count


def _place(name: str) -> str:
    if name == WHOLE:
        return "SELECT fault_no, NULL AS table_name, NULL AS row_no FROM found"
    table = name.removeprefix(OTHER)
    return f"SELECT fault_no, '{table}' AS table_name, \"{name}\" AS row_no FROM found WHERE \"{name}\" IS NOT NULL"


def _roll_back(connection) -> None:
    with contextlib.suppress(duckdb.Error):  # the fault may have ended the transaction itself
        connection.execute("ROLLBACK")


def _keep(connection, outcomes: list[Outcome], of_rules: str) -> None:
    connection.execute(
        "CREATE OR REPLACE TABLE outcomes(rule VARCHAR, state VARCHAR, faults BIGINT, why VARCHAR, edition VARCHAR)"
    )
    if outcomes:
        connection.executemany(
            "INSERT INTO outcomes VALUES (?, ?, ?, ?, ?)",
            [(one.rule.code, one.state, one.count, one.why, of_rules) for one in outcomes],
        )
