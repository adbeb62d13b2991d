"""`generate`: made-up returns of any size."""

from pathlib import Path

from ..generating.census_file import write_census
from ..generating.faults import FAULTS
from ..generating.looked_after import write_looked_after
from ..generating.pairs import write_pair
from ..generating.partnership import write_partnership
from ..tables import Refused
from .shared import Progress, command

EXAMPLES = """  ./returns generate census.xml --children 10000
  ./returns generate looked-after --return ssda903 --children 2000 --year 2025
  ./returns generate lists --return pairs --children 5000
  ./returns generate partnership --return partners --children 500"""
KINDS = ("cin", "ssda903", "pairs", "partners")


def offer(commands) -> None:
    """Add the command."""
    parser = command(
        commands, "generate", run, "make a made-up council's return, with the faults that real files have", EXAMPLES
    )
    parser.add_argument(
        "target", type=Path, metavar="TARGET", help="the file to write (cin) or a new folder (the others)"
    )
    parser.add_argument(
        "--return",
        dest="kind",
        choices=KINDS,
        default="cin",
        help="which return (cin); pairs: two agencies' lists with the truth of who is the same; partners: a census "
        "and the files of police, health and a school about the same children",
    )
    parser.add_argument("--children", type=int, default=1000, metavar="N", help="how many children (1000)")
    parser.add_argument(
        "--year", type=int, default=2026, metavar="YYYY", help="the year in which the return ends (2026)"
    )
    parser.add_argument("--council", default="806", metavar="CODE", help="the council's code in the file (806)")
    parser.add_argument(
        "--faulty", type=float, default=0.05, metavar="SHARE", help="share of the children who get a fault (0.05)"
    )
    parser.add_argument(
        "--without",
        action="append",
        default=[],
        choices=sorted(FAULTS),
        metavar="FAULT",
        help="a fault that no child of a census gets (may be given again)",
    )
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="the same seed makes the same file (1)")
    parser.add_argument("--quiet", action="store_true", help="no progress")


def run(options) -> int:
    """Write it; the exit status."""
    if options.children < 1 or not 0 <= options.faulty <= 1 or not 2023 <= options.year <= 2026:
        raise Refused("Give one child or more, a share from 0 to 1, and a year from 2023 to 2026.")
    if options.target.exists():
        raise Refused(f"{options.target} is there already: name one that is not, so that nothing is overwritten.")
    progress = Progress(options.quiet)
    tell = lambda done: progress("Making children up", done / options.children)  # noqa: E731
    if options.kind == "cin":
        planted = write_census(
            options.target,
            options.children,
            year=options.year,
            la=options.council,
            seed=options.seed,
            faulty=options.faulty,
            without=options.without,
            tell=tell,
        )
        said = f"{options.children:,} made-up children with {len(planted):,} faults put in"
    else:
        options.target.mkdir(parents=True)
        if options.kind == "ssda903":
            write_looked_after(
                options.target, options.children, year=options.year, seed=options.seed, faulty=options.faulty, tell=tell
            )
            said = f"{options.children:,} made-up children in a table each"
        elif options.kind == "partners":
            known = write_partnership(
                options.target,
                options.children,
                year=options.year,
                la=options.council,
                seed=options.seed,
                faulty=options.faulty,
                tell=tell,
            )
            said = (
                f"a census of {options.children:,} made-up children, {known:,} records of them at partners, and "
                "who is who in truth.csv"
            )
        else:
            write_pair(options.target, options.children, seed=options.seed)
            said = f"two lists of {options.children:,} made-up children, and who is who in truth.csv"
    progress.end()
    print(f"Wrote {options.target}: {said}.")
    return 0
