"""What the command line offers, and how each command ends."""

import argparse
import datetime
import sys
import traceback
from collections.abc import Sequence

from ..tables import Refused
from . import checking, generating, linking, measuring, telling, templates

# The exit status: 0 nothing wrong, 1 faults were found, 2 the request or a file was refused, 3 a rule or an indicator
# broke, or the program.
CLEAN, FAULTS, REFUSED, BROKEN = 0, 1, 2, 3
DESCRIPTION = """Reads statutory returns and partners' files, checks them, measures them and links the children in them.

Nothing leaves this machine. A result stands in a folder of its own; the tables with children in them are deleted when
the run ends unless you ask for them."""
ENDING = """exit status: 0 nothing wrong, 1 faults were found, 2 a file or the request was refused,
  3 a rule, an indicator or the program broke

examples:
  ./returns generate census.xml --children 500
  ./returns check census.xml
  ./returns check folder-of-csv-files --year 2026 --council 806
  ./returns measure census.xml --population population.csv
  ./returns explain 8898"""


def main(arguments: Sequence[str] | None = None, *, now: datetime.datetime | None = None) -> int:
    """Run one command; the exit status. `now` is the moment that a result carries; the clock's when not given."""
    options = _parser().parse_args(arguments)
    options.now = now or datetime.datetime.now()
    try:
        return options.run(options)
    except Refused as refusal:
        print(refusal, file=sys.stderr)
        return REFUSED
    except BrokenPipeError:
        sys.stderr.close()
        return CLEAN
    except Exception:  # Python would end with 1, which means that faults were found
        traceback.print_exc()
        print("The program broke. Tell us what is written above.", file=sys.stderr)
        return BROKEN


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="./returns",
        description=DESCRIPTION,
        epilog=ENDING,
        allow_abbrev=False,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for part in (checking, measuring, linking, generating, templates, telling):
        part.offer(commands)
    return parser
