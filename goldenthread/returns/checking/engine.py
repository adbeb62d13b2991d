"""Runs rules over a schema of tables and keeps where each fault lies in `<schema>.faults`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import duckdb

from .rule import Rule, prepared_of

PASSED, FAILED, NOT_RUN, ERRORED = "passed", "failed", "not run", "errored"


@dataclass(frozen=True)
class Outcome:
    """How one rule ended: its state, how many faults it found, and for "not run" and "errored" why."""

    rule: Rule
    state: str
    count: int = 0
    why: str = ""


def check(connection, schema: str, rules: Iterable[Rule], missing: Iterable[str] = (), *,
          year: int, tell: Callable[[int], None] = lambda done: None) -> list[Outcome]:
    """Run each rule that holds in the year; faults go to `faults(rule, fault_no, table_name, row_no)`.

    missing  tables that nobody brought: a rule that needs one of them is not run
    tell     is called with how many rules are done
    """
    connection.execute(f"USE {schema}")
    connection.execute("CREATE OR REPLACE TABLE faults(rule VARCHAR, fault_no BIGINT, table_name VARCHAR, row_no BIGINT)")
    absent, made, outcomes = set(missing), set(), []
    for done, rule in enumerate((rule for rule in rules if rule.holds_in(year)), start=1):
        lacking = [table for table in rule.tables if table in absent]
        if lacking:
            outcomes.append(Outcome(rule, NOT_RUN, why=f"No {', '.join(lacking)} was given."))
        else:
            outcomes.append(_prepare(connection, schema, rule, made) or _run(connection, rule))
        tell(done)
    for name in made:
        connection.execute(f"DROP TABLE IF EXISTS temp.{name}")
    return outcomes


def _prepare(connection, schema: str, rule: Rule, made: set[str]) -> Outcome | None:
    """Make what the rule reads beside the tables of the return; an outcome only when that cannot be made."""
    wanted = {name: f"SELECT * FROM {name.removesuffix('_last')} LIMIT 0" for name in rule.also
              if not _stands(connection, schema, name)}
    wanted |= {name: sql for name, sql in prepared_of(rule.form).items() if name in rule.sql}
    try:
        for name in wanted.keys() - made:
            connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {wanted[name]}")
            made.add(name)
    except duckdb.Error as fault:
        return Outcome(rule, ERRORED, why=str(fault).splitlines()[0])
    return None


def _stands(connection, schema: str, name: str) -> bool:
    found = "SELECT count(*) FROM information_schema.tables WHERE table_schema = ? AND table_name = ?"
    return connection.execute(found, [schema, name]).fetchone()[0] > 0


def _run(connection, rule: Rule) -> Outcome:
    try:
        connection.execute("BEGIN")
        connection.execute(f"CREATE OR REPLACE TEMP TABLE found AS SELECT DISTINCT * FROM ({rule.sql}\n)")
        count = connection.execute("SELECT count(*) FROM found").fetchone()[0]
        if not count:
            connection.execute("COMMIT")
            return Outcome(rule, PASSED)
        named = [row[0] for row in connection.execute("SELECT column_name FROM (DESCRIBE found)").fetchall()]
        connection.execute("CREATE OR REPLACE TEMP TABLE numbered AS SELECT row_number() OVER () AS fault_no, * FROM found")
        for name in named:
            place = "NULL, NULL" if name == "whole" else f"'{name.removeprefix('other_')}', \"{name}\""
            wanted = "" if name == "whole" else f' WHERE "{name}" IS NOT NULL'
            connection.execute(f"INSERT INTO faults SELECT ?, fault_no, {place} FROM numbered{wanted}", [rule.code])
        connection.execute("COMMIT")
    except duckdb.Error as fault:
        connection.execute("ROLLBACK")
        return Outcome(rule, ERRORED, why=str(fault).splitlines()[0])
    return Outcome(rule, FAILED, count)
