"""`check`: every fault of a return."""

import csv
import shutil
from collections import defaultdict
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from ..checking import findings, report
from ..checking.built_in import built_in
from ..checking.compare import FAULTS, Changed, compare
from ..checking.engine import ERRORED, check
from ..checking.rule import edition, rules_of
from ..formats import FORMATS
from ..tables import Refused
from ..workspace import Already
from .reading import Open, opened
from .shared import command, takes_files

EXAMPLES = """  ./returns check census.xml
  ./returns check looked-after-folder --year 2026 --council 806 --last-year last-year-folder
  ./returns check looked-after-folder --year 2026 --council 806 --postcodes postcodes.csv
  ./returns check census.xml --against returns-results/check-0f3a
  ./returns check census.xml --by child"""
LIMIT = 200


def offer(commands) -> None:
    """Add the command."""
    parser = command(commands, "check", run, "find every fault in a return, by child, field and line", EXAMPLES)
    takes_files(parser)
    parser.add_argument(
        "--rule", action="append", default=[], metavar="CODE", help="only this rule (may be given again)"
    )
    parser.add_argument("--against", type=Path, metavar="RESULT", help="say what changed since this earlier result")
    parser.add_argument(
        "--by",
        choices=("rule", "child", "field", "fault"),
        default="rule",
        help="how the faults are listed here; the files in the result hold every list",
    )


def run(options) -> int:
    """Check, write the report, print it; the exit status."""
    if options.rule:
        unknown = sorted(set(options.rule) - {rule.code for code in FORMATS for rule in rules_of(code)})
        if unknown:
            raise Refused(f"There is no rule {', '.join(unknown)}: ./returns rules lists them.")
    also = "|".join(("check", *sorted(options.rule), str(options.against or "")))
    try:
        with opened(options, "check", lambda form: edition(rules_of(form)), also) as work:
            outcomes = _checked(options, work)
            changed = _changed(options, work)
            work.progress("Writing the report")
            report.write(work.connection, work.loaded, outcomes, work.run.kept, changed)
            status = 3 if any(one.state == ERRORED for one in outcomes) else int(any(one.count for one in outcomes))
            work.run.about["status"] = status
    except Already as done:
        _tell(options, done.folder)
        print(f"\nThese files were checked before with the same rules; this is that result: {done.folder}")
        return report.status_of(done.folder)
    _tell(options, work.run.result)
    print(f"\nThe lists are in {work.run.result}")
    if shutil.disk_usage(work.run.result).free < 1 << 30:
        print("The disk has less than 1 GB left.")
    return status


def _tell(options, result: Path) -> None:
    print((result / "summary.txt").read_text(encoding="utf-8") + _listing(options.by, result), end="")


def _checked(options, work: Open):
    """Run the rules and, unless single rules were asked for, the checks that every format has without a rule of its
    own.
    """
    form, year = work.loaded.format, work.loaded.collection.year
    rules = [rule for rule in rules_of(form.code) if not options.rule or rule.code in options.rule]
    if options.rule and not rules:
        raise Refused(f"There are no rules for the {form.title} with that code.")
    built = None if options.rule else form
    held = [rule for rule in rules if rule.holds_in(year)]
    every = len(held) + (len(built_in(form, tuple(held), year)) if built else 0) or 1
    outcomes = check(
        work.connection,
        form.code,
        rules,
        work.loaded.missing,
        year=year,
        form=built,
        tell=lambda done: work.progress("Checking", done / every),
    )
    work.progress("Finding the lines")
    findings.lay_out(work.connection, form, form.code, outcomes)
    return outcomes


def _changed(options, work: Open) -> Changed | None:
    return compare(work.connection, options.against) if options.against else None


def _listing(by: str, result: Path) -> str:
    """The faults of a result in the order that was asked for, from its files; nothing for the order by rule, which it
    has.
    """
    if by == "rule":
        return ""
    rows = {"child": _by_child, "field": _by_field, "fault": _by_fault}[by](result)
    shown = list(islice(rows, LIMIT))
    more = sum(1 for _ in rows)
    return "\n" + "\n".join([*shown, *[f"… and {more:,} more in the files of the result"] * bool(more)]) + "\n"


def _by_child(result: Path) -> Iterator[str]:
    found = defaultdict(list)
    for row in _rows(result / FAULTS):
        if row["child"]:
            found[row["child"]].append(row["rule"])
    for child, codes in sorted(found.items(), key=lambda item: (-len(item[1]), item[0])):
        yield f"{child:<24}{len(codes):>6}  {', '.join(sorted(set(codes)))}"


def _by_field(result: Path) -> Iterator[str]:
    for row in _rows(result / "fields.csv"):
        yield f"{row['table'] + '.' + row['field']:<50}{int(row['faults']):>8,}  first on line {row['first line']}"


def _by_fault(result: Path) -> Iterator[str]:
    for row in _rows(result / FAULTS):
        yield f"line {row['line']:<8}{row['rule']:<10}{row['child']:<24}{row['places']}"


def _rows(path: Path) -> Iterator[dict]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
