"""The report of a check, as text, CSV, Excel and JSON. Words from a file are never run by a spreadsheet as a
formula.
"""

import csv
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import xlsxwriter

from ..tables import Loaded
from .compare import FAULTS, Changed
from .engine import ERRORED, FAILED, NOT_RUN, Outcome
from .findings import by_child, by_field, by_rule
from .rule import rules_of

COLUMNS = ("rule", "severity", "message", "child", "file", "line", "places", "mark")
# A sheet of Excel holds 1,048,576 rows; the list of faults says so when there are more.
SHEET_ROWS = 1_000_000
AT_ONCE = 10_000


def faults(connection, loaded: Loaded) -> Iterator[tuple]:
    """Each fault in the order of COLUMNS, by file and line."""
    names = {file.number: file.name for file in loaded.files}
    cursor = connection.cursor()
    cursor.execute(f"USE {loaded.format.code}")
    cursor.execute(
        "SELECT rule, severity, message, child, file_no, line, places, mark FROM fault_list ORDER BY file_no, line, "
        "rule, fault_no"
    )
    while rows := cursor.fetchmany(AT_ONCE):
        for rule, severity, message, child, file_no, line, places, mark in rows:
            yield rule, severity, message, child or "", names.get(file_no, ""), line or "", places, mark


def status_of(result: Path) -> int:
    """The exit status with which a kept result ended."""
    return json.loads((result / "run.json").read_text(encoding="utf-8")).get("status", 0)


def summary(connection, loaded: Loaded, outcomes: list[Outcome], changed: Changed | None = None) -> str:
    """The report as text for a terminal: what was read, how the rules ended, and each rule that failed."""
    states = Counter(outcome.state for outcome in outcomes)
    collection, rows = loaded.collection, by_rule(connection)
    if loaded.format.partial:  # its rows are events, of which a child has many
        told = f"{sum(loaded.rows.values()):,} rows"
    else:
        told = f"{loaded.rows.get(loaded.format.child[0], 0):,} children"
    lines = [
        f"{loaded.format.title} {collection.year}, council {collection.la or 'not said'}, "
        f"{collection.starts:%d/%m/%Y} to {collection.ends:%d/%m/%Y}",
        f"{told} in {', '.join(file.name for file in loaded.files)}",
        f"{len(outcomes)} rules: {states['passed']} passed, {states[FAILED]} failed, {states[NOT_RUN]} not run, "
        f"{states[ERRORED]} errored",
    ]
    lines += loaded.notes
    first = min((rule.first for rule in rules_of(loaded.format.code)), default=0)
    if collection.year < first:
        lines.append(
            f"The rules of this return are known from {first} on: only values that cannot be read and codes of no "
            "list were looked for."
        )
    if loaded.unread:
        lines.append(f"{loaded.unread:,} pieces of the file have no place in the return: see unread.csv.")
    if changed is not None:
        new, still, gone = changed.total
        lines.append(f"Since the earlier run: {new:,} new, {still:,} still there, {gone:,} gone")
    if rows:
        wide = max(12, *(len(row[0]) + 1 for row in rows))
        lines += ["", f"{'rule':<{wide}}{'faults':>9}{'children':>10}  what is wrong"]
        lines += [f"{code:<{wide}}{count:>9,}{affected:>10,}  {message}" for code, _, message, count, affected in rows]
    for state in (NOT_RUN, ERRORED):
        found = [outcome for outcome in outcomes if outcome.state == state]
        if found:
            lines += [
                "",
                f"Rules that were {state}:" if state == NOT_RUN else "Rules that broke (tell us; they are no pass):",
            ]
            lines += [f"  {outcome.rule.code:<10} {outcome.why}" for outcome in found]
    return "\n".join(lines) + "\n"


def write(
    connection, loaded: Loaded, outcomes: list[Outcome], folder: Path, changed: Changed | None = None
) -> list[Path]:
    """Write faults.csv, fields.csv, unread.csv, faults.xlsx, faults.json and summary.txt into a folder; the files."""
    made = [_csv(connection, loaded, folder), _fields(connection, folder), _unread(connection, folder)]
    made += [_excel(connection, loaded, outcomes, folder), _json(connection, loaded, outcomes, folder, changed)]
    path = folder / "summary.txt"
    path.write_text(summary(connection, loaded, outcomes, changed), encoding="utf-8")
    return [*made, path]


def harmless(words):
    """Words that a spreadsheet would take for a formula, with an apostrophe before them."""
    return f"'{words}" if isinstance(words, str) and words[:1] in ("=", "+", "-", "@", "\t", "\r") else words


def _csv(connection, loaded: Loaded, folder: Path) -> Path:
    path = folder / FAULTS
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows([harmless(value) for value in row] for row in faults(connection, loaded))
    return path


def _fields(connection, folder: Path) -> Path:
    path = folder / "fields.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("table", "field", "faults", "first line"))
        writer.writerows(by_field(connection))
    return path


def _unread(connection, folder: Path) -> Path:
    path = folder / "unread.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("file", "line", "place", "words"))
        for row in connection.execute(
            "SELECT file_no, line, place, words FROM unread ORDER BY file_no, line"
        ).fetchall():
            writer.writerow([harmless(value) for value in row])
    return path


def _excel(connection, loaded: Loaded, outcomes: list[Outcome], folder: Path) -> Path:
    path = folder / "faults.xlsx"
    book = xlsxwriter.Workbook(
        str(path), {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    head = book.add_format({"bold": True, "bottom": 1})

    def sheet(name, columns, rows, widths):
        page = book.add_worksheet(name)
        for place, width in enumerate(widths):
            page.set_column(place, place, width)
        page.freeze_panes(1, 0)
        page.write_row(0, 0, columns, head)
        count = 0
        for count, row in enumerate(rows, start=1):
            if count > SHEET_ROWS:
                page.write_row(count, 0, ["There are more: see faults.csv."])
                break
            page.write_row(count, 0, ["" if value is None else value for value in row])
        page.autofilter(0, 0, max(count, 1), len(columns) - 1)

    sheet(
        "By rule",
        ("Rule", "Severity", "What is wrong", "Faults", "Children"),
        by_rule(connection),
        (10, 10, 80, 10, 10),
    )
    sheet("By child", ("Child", "Faults", "Rules"), by_child(connection), (24, 10, 60))
    sheet("By field", ("Table", "Field", "Faults", "First line"), by_field(connection), (24, 30, 10, 10))
    sheet(
        "Every fault",
        ("Rule", "Severity", "What is wrong", "Child", "File", "Line", "Where", "Mark"),
        faults(connection, loaded),
        (10, 10, 60, 22, 24, 8, 80, 18),
    )
    sheet(
        "How each rule ended",
        ("Rule", "State", "Faults", "Why"),
        ((one.rule.code, one.state, one.count, one.why) for one in outcomes),
        (12, 12, 10, 80),
    )
    book.close()
    return path


def _json(connection, loaded: Loaded, outcomes: list[Outcome], folder: Path, changed: Changed | None) -> Path:
    path, collection = folder / "faults.json", loaded.collection
    about = {
        "return": loaded.format.code,
        "council": collection.la,
        "year": collection.year,
        "starts": collection.starts.isoformat(),
        "ends": collection.ends.isoformat(),
        "files": [{"name": file.name, "sha256": file.sha256, "size": file.size} for file in loaded.files],
        "rows": loaded.rows,
        "unread": loaded.unread,
        "rules": [{"rule": one.rule.code, "state": one.state, "faults": one.count, "why": one.why} for one in outcomes],
        "changed": None
        if changed is None
        else {rule: dict(zip(("new", "still", "gone"), counts, strict=True)) for rule, counts in changed.rules.items()},
    }
    with path.open("w", encoding="utf-8") as file:
        file.write(json.dumps(about, indent=1)[:-2] + ',\n "faults": [')
        for number, row in enumerate(faults(connection, loaded)):
            file.write(("," if number else "") + "\n  " + json.dumps(dict(zip(COLUMNS, row, strict=True))))
        file.write("\n ]\n}\n")
    return path
