"""`check`: every fault of a return."""

import shutil
from pathlib import Path

from ..checking import findings, report
from ..checking.built_in import built_in
from ..checking.compare import Changed, compare
from ..checking.engine import ERRORED, check
from ..checking.rule import edition, rules_of
from ..formats import FORMATS
from ..tables import Refused
from ..workspace import Already
from .reading import Open, opened
from .shared import command, takes_files

EXAMPLES = """  ./returns check census.xml
  ./returns check looked-after-folder --year 2026 --council 806 --last-year last-year-folder
  ./returns check census.xml --against returns-results/check-0f3a
  ./returns check census.xml --by child"""
LIMIT = 200


def offer(commands) -> None:
    """Add the command."""
    parser = command(commands, "check", run, "find every fault in a return, by child, field and line", EXAMPLES)
    takes_files(parser)
    parser.add_argument("--rule", action="append", default=[], metavar="CODE", help="only this rule (may be given again)")
    parser.add_argument("--against", type=Path, metavar="RESULT", help="say what changed since this earlier result")
    parser.add_argument("--by", choices=("rule", "child", "field", "fault"), default="rule",
                        help="how the faults are listed here; the files in the result hold every list")


def run(options) -> int:
    """Check, write the report, print it; the exit status."""
    known = {rule.code for code in FORMATS for rule in rules_of(code)}
    unknown = sorted(set(options.rule) - known)
    if unknown:
        raise Refused(f"There is no rule {', '.join(unknown)}: ./returns rules lists them.")
    definitions = edition(rule for code in sorted(FORMATS) for rule in rules_of(code))
    also = "|".join(("check", *sorted(options.rule), str(options.against or "")))
    try:
        with opened(options, "check", definitions, also) as work:
            outcomes = _checked(options, work)
            changed = _changed(options, work)
            work.progress("Writing the report")
            report.write(work.connection, work.loaded, outcomes, work.run.kept, changed)
            listing = _listing(options, work)
            status = 3 if any(one.state == ERRORED for one in outcomes) else int(any(one.count for one in outcomes))
            work.run.about["status"] = status
    except Already as done:
        print((done.folder / "summary.txt").read_text(encoding="utf-8"), end="")
        print(f"\nThese files were checked before with the same rules; this is that result: {done.folder}")
        return report.status_of(done.folder)
    print((work.run.result / "summary.txt").read_text(encoding="utf-8"), end="")
    print(listing, end="")
    print(f"\nThe lists are in {work.run.result}")
    if shutil.disk_usage(work.run.result).free < 1 << 30:
        print("The disk has less than 1 GB left.")
    return status


def _checked(options, work: Open):
    """Run the rules and, unless single rules were asked for, the checks that every format has without a rule of its own."""
    form, year = work.loaded.format, work.loaded.collection.year
    rules = [rule for rule in rules_of(form.code) if not options.rule or rule.code in options.rule]
    if options.rule and not rules:
        raise Refused(f"There are no rules for the {form.title} with that code.")
    built = None if options.rule else form
    held = [rule for rule in rules if rule.holds_in(year)]
    every = len(held) + (len(built_in(form, tuple(held), year)) if built else 0) or 1
    outcomes = check(work.connection, form.code, rules, work.loaded.missing, year=year, form=built,
                     tell=lambda done: work.progress("Checking", done / every))
    work.progress("Finding the lines")
    findings.lay_out(work.connection, form, form.code, outcomes)
    return outcomes


def _changed(options, work: Open) -> Changed | None:
    return compare(work.connection, options.against) if options.against else None


def _listing(options, work: Open) -> str:
    if options.by == "rule":
        return ""
    if options.by == "child":
        rows = [f"{child:<24}{count:>6}  {rules}" for child, count, rules in findings.by_child(work.connection)]
    elif options.by == "field":
        rows = [f"{table + '.' + field:<50}{count:>8,}  first on line {line}" for table, field, count, line in findings.by_field(work.connection)]
    else:
        rows = [f"line {row[5]:<8}{row[0]:<10}{row[3]:<24}{row[6]}" for row in report.faults(work.connection, work.loaded)]
    more = [f"… and {len(rows) - LIMIT:,} more in the files of the result"] if len(rows) > LIMIT else []
    return "\n" + "\n".join([*rows[:LIMIT], *more]) + "\n"
