"""Run inside the environment of csc-validator-be-903: what its rules find in looked after returns, as JSON on standard
output.

It is a script of its own because the validator wants other versions of numpy and pandas than the product. Each rule
runs on tables of its own, since some of the validator's rules change what they are given. A rule that raised is told as
`raised`, one that gave no answer for want of a table as `skipped`.

Usage: python looked_after_validator_side.py < JOBS, a JSON list of objects
    folder     the folder of CSV files
    last       last year's folder, or null
    year       the year in which the return ends
    area       the council's area code (E06000002)
    postcodes  where to write the validator's own list of postcodes, or null
    only       code of the only rule to run, or null
"""

import contextlib
import json
import logging
import pathlib
import sys
import time
import warnings

LIST = ["pcd", "laua", "oseast1m", "osnrth1m"]


def main(job: dict) -> dict:
    """Seconds taken and, for each rule, its state, why, and its places as [table, number of the row from 1]."""
    from lac_validator import datastore, ingress
    from lac_validator.rules.ruleset_utils import get_year_ruleset

    started = time.perf_counter()
    files = [*given(job["folder"], "This year"), *given(job["last"], "Prev year")]
    tables, more = ingress.read_from_text(raw_files=files)
    store = datastore.create_datastore(
        tables, {"collectionYear": str(job["year"]), "localAuthority": job["area"], **more}
    )
    if job["postcodes"]:
        datastore.postcodes.dataframe[LIST].to_csv(job["postcodes"], index=False)
    read = time.perf_counter()
    rules = get_year_ruleset(str(job["year"]))
    found = {code: one(rule, store) for code, rule in rules.items() if job["only"] in (None, code)}
    return {"reading": read - started, "rules": time.perf_counter() - read, "found": found}


def given(folder: str | None, what: str) -> list[dict]:
    """The files of a folder as the validator takes them."""
    paths = sorted(pathlib.Path(folder).glob("*.csv")) if folder else []
    return [{"name": path.name, "description": what, "file_content": path.read_bytes()} for path in paths]


def one(rule, store: dict) -> dict:
    """How one rule ends on a copy of the tables."""
    fresh = {name: table.copy(deep=True) if hasattr(table, "columns") else dict(table) for name, table in store.items()}
    try:
        found = rule.func(fresh)
    except Exception as fault:  # the validator does the same, and lists the rule as one that failed to run
        return {"state": "raised", "why": f"{type(fault).__name__}: {fault}"[:200], "places": []}
    if not found:
        return {"state": "skipped", "why": "It gave no answer: a table that it reads was not given.", "places": []}
    places = [[table, int(row) + 1] for table, rows in found.items() for row in sorted(set(rows))]
    return {"state": "failed" if places else "passed", "why": "", "places": places}


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    with contextlib.redirect_stdout(sys.stderr):
        answers = [main(job) for job in json.load(sys.stdin)]
    json.dump(answers, sys.stdout)
