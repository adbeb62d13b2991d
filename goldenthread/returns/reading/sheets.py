"""The sheets of an Excel workbook, opened in a process of its own that has a limit of memory and of time.

A workbook is a zip of XML that unpacks to any size and may name a cell a million rows down; whatever it does, it does
to that process alone. Formulas are never run: a cell's last value is read, as it was saved. Macros are refused
unopened.
"""

from __future__ import annotations

import contextlib
import datetime
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

from ..tables import Refused

LARGEST = 64 << 20  # bytes of the file
MOST_PARTS = 2_000
MEMORY = 1 << 30  # bytes that the process may take
SECONDS = 60  # of processor
MOST_LETTERS = 256 << 20  # of all cells together
LONGEST_VALUE = 1 << 17
MOST_COLUMNS = 1_000

Row = tuple[str, int, list[str | None]]


def rows(path: Path, first: int = 0) -> Iterator[Row]:
    """Each row that is not blank: the name of its sheet, its number there, and its cells as words (None: blank).

    first  only that many rows of each sheet; 0 for all

    Raises Refused when the workbook cannot be opened, or not within the limits.
    """
    _look(path)
    worker = subprocess.Popen(
        [sys.executable, "-c", f"from {__name__} import serve; serve()", str(path), str(first), str(MEMORY)],
        stdout=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )
    try:
        told = False
        for line in worker.stdout:
            said = json.loads(line)
            if isinstance(said, str):
                if said:
                    raise Refused(f"{path.name} {said}")
                told = True
            else:
                yield tuple(said)
        if not told:
            raise Refused(
                f"{path.name} takes more than {MEMORY >> 20:,} MB or {SECONDS} seconds to open, or is damaged; "
                "save its values alone in a new workbook."
            )
    except ValueError:
        raise Refused(f"{path.name} is damaged; save it again.") from None
    finally:
        worker.kill()
        worker.wait()
        worker.stdout.close()


def _look(path: Path) -> None:
    if path.stat().st_size > LARGEST:
        raise Refused(f"{path.name} is larger than {LARGEST >> 20} MB; save each list as CSV.")
    try:
        with zipfile.ZipFile(path) as found:
            names = found.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise Refused(f"{path.name} is damaged; save it again.") from None
    if len(names) > MOST_PARTS:
        raise Refused(f"{path.name} has more than {MOST_PARTS:,} parts; save its values alone in a new workbook.")
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Refused(f"{path.name} holds macros; save it as .xlsx, without them.")


def serve() -> None:
    """What the other process does: say each row on standard output as JSON, then "" or why not."""
    with contextlib.suppress(ImportError, ValueError, OSError):  # Windows has no such limits
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[3]),) * 2)
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    import python_calamine

    try:
        said = _say(python_calamine.CalamineWorkbook.from_path(sys.argv[1]), int(sys.argv[2]))
    except python_calamine.CalamineError:
        said = "is an Excel workbook that cannot be opened; save it again as .xlsx."
    print(json.dumps(said), flush=True)


def _say(workbook, first: int) -> str:
    letters = 0
    for name in workbook.sheet_names:
        sheet = workbook.get_sheet_by_name(name)
        if sheet.start is None:
            continue
        if sheet.end[1] >= MOST_COLUMNS:
            return (
                f"has more than {MOST_COLUMNS:,} columns in the sheet {name[:60]!r}; save its values alone in a "
                "new workbook."
            )
        for number, cells in enumerate(sheet.iter_rows(), start=1):
            if first and number > first:
                break
            found = [words(cell) for cell in cells]
            if not any(found):
                continue
            letters += sum(len(cell) for cell in found if cell)
            if letters > MOST_LETTERS:
                return f"holds more than {MOST_LETTERS:,} letters; save each list as CSV."
            for cell in found:
                if cell and len(cell) > LONGEST_VALUE:
                    return (
                        f"has a value longer than {LONGEST_VALUE:,} letters in row {number} of {name[:60]!r}; it "
                        "may be damaged."
                    )
                if cell and cell.lstrip().startswith("="):
                    return f"holds a formula as text in row {number} of {name[:60]!r}; save the values only."
            print(json.dumps([name, number, found]))
    return ""


def words(cell: object) -> str | None:
    """What a cell says: days day/month/year, whole numbers without a point, None for a blank one."""
    if cell is None or cell == "":
        return None
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime.datetime):
        day = words(cell.date())
        return day if cell.time() == datetime.time() else f"{day} {cell:%H:%M:%S}"
    if isinstance(cell, datetime.date):
        return f"{cell.day:02}/{cell.month:02}/{cell.year:04}"
    return str(cell)
