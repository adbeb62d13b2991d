"""Run inside the environment of csc-validator-be-cin: what its rules find in census files, as JSON on standard output.

It is a script of its own because the validator wants other versions of numpy and pandas than the product. A rule's
findings are read as the validator itself reads them (rule by rule, before its report drops what looks alike). Its
report has no place for a rule that raised: it counts that rule as passed. Here it is told as `raised`; a rule whose
findings are lost on the way to the report is told as `lost`.

Usage: python cin_validator_side.py < JOBS, a JSON list of [file, code of the only rule to run or null]
"""

import contextlib
import copy
import importlib
import json
import sys
import time
import warnings
import xml.etree.ElementTree as ElementTree

EARLIEST, LATEST = 2023, 2027
DATES = "date", "target"


def main(path: str, only: str | None) -> dict:
    """Seconds taken and, for each rule, its state, why, and its places as [table, child, dates and codes of the
    row].
    """
    from cin_validator import cin_validator

    started = time.perf_counter()
    tables = cin_validator.process_data(cin_validator.convert_data(ElementTree.parse(path).getroot()))
    read = time.perf_counter()
    year = min(max(int(tables["Header"]["ReferenceDate"].iloc[0].year), EARLIEST), LATEST)
    registry = importlib.import_module(f"cin_validator.rules.cin{year - 1}_{year % 100}").registry
    rules = {str(rule.code): one(rule, tables) for rule in registry.values() if only in (None, str(rule.code))}
    return {"reading": read - started, "rules": time.perf_counter() - read, "found": rules}


def one(rule, tables: dict) -> dict:
    """How one rule ends on a copy of the tables."""
    from cin_validator.cin_validator import enum_keys
    from cin_validator.rule_engine import RuleContext

    context = RuleContext(rule)
    try:
        rule.func(copy.deepcopy(enum_keys(tables)), context)
    except Exception as fault:  # the validator does the same, and counts the rule as passed
        return {"state": "raised", "why": f"{type(fault).__name__}: {fault}"[:200], "places": []}
    if len(context.la_level_issues):
        return {"state": "failed", "why": "", "places": [["whole", "", []]]}
    issues = max(
        (context.type_zero_issues, context.type_one_issues, context.type_two_issues, context.type_three_issues), key=len
    )
    if not len(issues):
        raw = [*as_list(context.type1_issues), *context.type2_issues, *context.type3_issues]
        lost = sum(len(part.row_df) for part in raw)
        return {"state": "lost" if lost else "passed", "why": f"{lost} findings lost" if lost else "", "places": []}
    named = issues[issues["ROW_ID"].notna()]
    rows = {(table, int(row)) for table, row in zip(named["tables_affected"], named["ROW_ID"], strict=True)}
    # The report of the validator ends in an error when a rule names no row.
    why = "" if len(named) == len(issues) else f"{len(issues) - len(named)} findings name no row"
    return {"state": "failed", "why": why, "places": [place(tables, table, row) for table, row in sorted(rows)]}


def as_list(issues) -> list:
    return [issues] if hasattr(issues, "row_df") else list(issues)


def place(tables: dict, table: str, row: int) -> list:
    """A row as its table, its child's ID and its dates (and, of a disability, its code)."""
    if table == "Header":
        return [table, "", []]
    table = {"ChildCharacteristics": "ChildIdentifiers"}.get(table, table)
    found = tables[table].iloc[row]
    names = sorted(name for name in found.index if any(word in name.lower() for word in DATES) or name == "Disability")
    return [table, words(found["LAchildID"]), [words(found[name]) for name in names]]


def words(value) -> str:
    """A value as the other side writes it: a day as 2026-03-31, nothing as ""."""
    if hasattr(value, "strftime"):
        return "" if str(value) == "NaT" else value.strftime("%Y-%m-%d")
    return "" if value is None or str(value) in {"<NA>", "nan", "NaT"} else str(value).strip()


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    with contextlib.redirect_stdout(sys.stderr):
        answers = [main(path, only) for path, only in json.load(sys.stdin)]
    json.dump(answers, sys.stdout)
