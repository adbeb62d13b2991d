"""An Excel workbook that somebody loads as a table, opened in a process of its own with a limit of memory and of time.

A workbook is a zip of XML that unpacks to any size and may name a cell a million rows down; whatever it does, it does
to that process alone. Macros and passwords are refused before: see `kinds.py`.
"""

import io
import json
import os
import subprocess
import sys
import zipfile
from typing import Any

from goldenthread.foundation.documents import workbook_cells
from goldenthread.foundation.documents.workbook_cells import MEMORY, SECONDS
from goldenthread.foundation.room import Refused

MOST_PARTS = 2_000
UNPACKED = 100 << 20  # bytes of all parts together
TOO_LARGE = "This workbook is too large to be opened here. Copy the table alone into a new workbook, then load that."
DAMAGED = "This workbook could not be opened: it is damaged, or larger than it looks. Save its table in a new workbook."


def cells(body: bytes, sheet: str, *, rows: int, columns: int, letters: int) -> dict[str, Any]:
    """{sheet, rows: texts by row and column, hidden and others: names of sheets, formulas and rounded: how many} of
    one sheet, the first that holds something where none is named. Raises Refused.
    """
    _look(body)
    environment = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, sys.path))
    serve = f"from {workbook_cells.__name__} import serve; serve()"
    try:
        done = subprocess.run(
            [sys.executable, "-c", serve, sheet, str(rows), str(columns), str(letters)],
            input=body,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            timeout=2 * SECONDS,
        )
        said = json.loads(done.stdout)
    except (ValueError, subprocess.TimeoutExpired):
        raise Refused(f"{TOO_LARGE} (It takes more than {MEMORY >> 20:,} MB or {SECONDS} seconds.)", "file") from None
    if "refused" in said:
        raise Refused(_why(said, rows, columns), "sheet" if said["refused"] == "sheet" else "file")
    return said


def _why(said, rows, columns):
    hidden = f" Hidden sheets are not read: {_named(said.get('hidden', []))}." if said.get("hidden") else ""
    if said["refused"] == "large":
        return f"A table may have {rows:,} rows and {columns} columns, and this one has more. Load it in parts."
    if said["refused"] == "empty":
        return f"There is nothing in this workbook that can be read.{hidden}"
    if said["refused"] == "sheet":
        return f"There is no such sheet. These are there: {_named(said['others'])}.{hidden}"
    return DAMAGED


def _named(titles):
    return ", ".join(f"“{title[:60]}”" for title in titles[:12]) or "none"


def notes(said: dict[str, Any]) -> list[str]:
    """What was left out, in sentences."""
    found = []
    if said["others"]:
        found.append(f"The sheet “{said['sheet'][:60]}” was read, and not {_named(said['others'])}.")
    if said["hidden"]:
        found.append(f"Hidden sheets were not read: {_named(said['hidden'])}.")
    if said["formulas"]:
        found.append(f"Of formulas ({said['formulas']:,} of them) the value last saved was read.")
    if said["rounded"]:
        found.append(
            f"{said['rounded']:,} of its numbers have more digits than the workbook shows; they were read as shown. To "
            "have more of them, show more decimal places in the workbook and load it again."
        )
    return found


def _look(body):
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise Refused(DAMAGED, "file") from None
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > UNPACKED:
        raise Refused(TOO_LARGE, "file")
