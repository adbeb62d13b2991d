"""./bench: sets up a database of its own in a temporary home, measures, prints a table and writes it to
docs/bench.md.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks import returns, tables
from setup import environment
from setup.processes import Told, stop_when_told

PARTS = ("report", "pages", "rate")
DESCRIPTION = """Measures how quick Golden Thread is, in a database of its own that is gone afterwards:

  report  the yearly report of the example records as page, PDF and Word
  pages   the ten most used pages with the house filled to a national size: 139 partnerships, 100,000 actions
  rate    requests a second of one signed-in page beside a bare Django page, under the web server

Filling the house takes some minutes. `./bench returns` measures the statutory returns instead:
see ./bench returns --help."""


def main() -> int:
    """Do everything that ./bench promises; returns the exit status, 1 when an aim was missed."""
    stop_when_told()
    if sys.argv[1:2] == ["returns"]:
        return returns.main(sys.argv[2:])
    options = _options()
    environment.provide("requirements.lock")
    found = {}
    with tempfile.TemporaryDirectory(prefix="goldenthread-bench-") as home:
        for part in options.only:
            found[part] = _measure(
                part,
                options.quick,
                Path(home) / ("examples" if part == "report" else "filled"),
                Path(home) / f"{part}.json",
            )
        found["machine"] = _measure("machine", options.quick, Path(home) / "machine", Path(home) / "machine.json")
    text, missed = tables.page(found, quick=options.quick)
    print(f"\n{text}")
    if options.file:
        options.file.write_text(text, encoding="utf-8")
        print(f"Written to {options.file}")
    return 1 if missed else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="./bench",
        description=DESCRIPTION,
        allow_abbrev=False,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--quick",
        action="store_true",
        help="a small house (6 partnerships) and few runs; writes no file unless --file names one",
    )
    parser.add_argument(
        "--only",
        type=_parts,
        default=PARTS,
        metavar="PARTS",
        help="some of report,pages,rate; writes no file unless --file names one",
    )
    parser.add_argument("--file", type=Path, help="where to write the table (docs/bench.md after a full run)")
    options = parser.parse_args()
    if options.file is None and not options.quick and options.only == PARTS:
        options.file = environment.ROOT / "docs" / "bench.md"
    return options


def _parts(text: str) -> tuple[str, ...]:
    names = tuple(name.strip() for name in text.split(",") if name.strip())
    if not names or set(names) - set(PARTS):
        raise argparse.ArgumentTypeError(f"choose from {', '.join(PARTS)}")
    return names


def _measure(part: str, quick: bool, home: Path, answer: Path) -> dict:
    """Run one part in the product's own Python and settings; raises SystemExit when it fails."""
    command = [str(environment.PYTHON), "-m", "benchmarks.measure", part, str(answer), *(["--quick"] if quick else [])]
    given = {
        name: value for name, value in environment.clean_environment().items() if not name.startswith("GOLDENTHREAD_")
    }
    settings = {**given, "GOLDENTHREAD_HOME": str(home), "DJANGO_SETTINGS_MODULE": "goldenthread.config.settings"}
    if os.environ.get("GOLDENTHREAD_DATABASE"):
        raise SystemExit(
            "./bench measures on SQLite in a folder of its own: take GOLDENTHREAD_DATABASE out of the environment."
        )
    running = subprocess.Popen(command, cwd=environment.ROOT, env=settings, stdin=subprocess.DEVNULL)
    try:
        status = running.wait()
    except Told:
        running.terminate()
        running.wait()
        raise
    if status:
        raise SystemExit(f"The part “{part}” failed for the reason above.")
    return json.loads(answer.read_text())


if __name__ == "__main__":
    try:
        raise SystemExit(main())
    except Told:
        raise SystemExit("Stopped before it had measured everything.") from None
