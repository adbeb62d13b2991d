"""What several commands have alike: the files they take, where results go, how progress is told."""

import argparse
import getpass
import sys
import time
from collections.abc import Callable
from pathlib import Path

from ..tables import Refused

RESULTS = "returns-results"
EVERY = 0.2  # seconds between two lines of progress


def command(commands, name: str, run: Callable, help: str, examples: str) -> argparse.ArgumentParser:
    """A command with its help and examples."""
    parser = commands.add_parser(
        name,
        help=help,
        description=f"{help[0].upper()}{help[1:]}.",
        epilog=f"examples:\n{examples}",
        allow_abbrev=False,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=run)
    return parser


def takes_files(parser: argparse.ArgumentParser) -> None:
    """The files of one return, its council and its year, and where the result goes."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="the file, files or folder of one return")
    parser.add_argument(
        "--council",
        default="",
        metavar="CODE",
        help="the council's three-digit code; another council's file is refused",
    )
    parser.add_argument(
        "--year",
        type=int,
        default=0,
        metavar="YYYY",
        help="the year in which the return ends; another year's file is refused",
    )
    parser.add_argument(
        "--last-year", nargs="+", type=Path, default=[], metavar="FILE", help="last year's return, for what looks back"
    )
    parser.add_argument(
        "--postcodes",
        type=Path,
        metavar="FILE",
        help="where postcodes lie (the directory of the Office for National Statistics, as CSV), for the looked after "
        "return's places and distances",
    )
    parser.add_argument(
        "--results", type=Path, default=Path(RESULTS), metavar="FOLDER", help=f"where results go ({RESULTS})"
    )
    parser.add_argument("--again", action="store_true", help="do it again although the same files were done before")
    parser.add_argument(
        "--keep-tables",
        action="store_true",
        help="keep the tables with children in them (tables.duckdb) with the result",
    )
    parser.add_argument(
        "--memory",
        default="2GB",
        metavar="SIZE",
        help="how much memory the tables may take before they go to disk (2GB)",
    )
    parser.add_argument("--quiet", action="store_true", help="no progress")


def files_there(paths: list[Path]) -> list[Path]:
    """The paths, every one of which is there. Raises Refused naming the first that is not."""
    for path in paths:
        if not path.exists():
            raise Refused(f"There is no file or folder {path}: look at its name.")
    return paths


def person() -> str:
    """Who runs the command, as this machine knows them."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"


class Progress:
    """One line on a terminal that says what is being done; nothing where nobody watches."""

    def __init__(self, quiet: bool):
        self._on = not quiet and sys.stderr.isatty()
        self._told, self._width = 0.0, 0

    def __call__(self, what: str, share: float | None = None) -> None:
        """Say it, with the share of it that is done, not more often than can be read."""
        if self._on and (time.monotonic() - self._told > EVERY or share in (None, 1.0)):
            self._told = time.monotonic()
            line = what if share is None else f"{what} {share:4.0%}"
            sys.stderr.write("\r" + line.ljust(self._width))
            sys.stderr.flush()
            self._width = len(line)

    def end(self) -> None:
        """Clear the line."""
        if self._on and self._width:
            sys.stderr.write("\r" + " " * self._width + "\r")
            sys.stderr.flush()
            self._width = 0
