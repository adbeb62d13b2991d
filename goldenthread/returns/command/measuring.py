"""`measure`: the indicators of a return."""

import datetime
import itertools
from collections import Counter
from pathlib import Path

from ..formats import FORMATS
from ..measuring import figures as writing
from ..measuring.engine import COMPUTED, ERRORED, NOT_COMPUTED, WHOLE, measure
from ..measuring.indicator import edition, indicators_of
from ..measuring.population import read_population
from ..tables import Refused
from ..workspace import Already
from .reading import opened
from .shared import command, files_there, takes_files

EXAMPLES = """  ./returns measure census.xml --population population.csv
  ./returns measure census.xml --quarters
  ./returns measure looked-after-folder --year 2026 --council 806 --indicator C4 --indicator C5
  ./returns measure looked-after-folder --year 2026 --council 806 --postcodes postcodes.csv --indicator C6
  ./returns measure census.xml --from 2025-04-01 --to 2025-09-30"""


def offer(commands) -> None:
    """Add the command."""
    parser = command(
        commands, "measure", run, "work out the indicators of a return, each with numerator and denominator", EXAMPLES
    )
    takes_files(parser)
    parser.add_argument(
        "--population",
        type=Path,
        metavar="FILE",
        help="how many children live in each area (mid-year estimates), for rates",
    )
    parser.add_argument(
        "--indicator", action="append", default=[], metavar="CODE", help="only this indicator (may be given again)"
    )
    parser.add_argument("--quarters", action="store_true", help="each quarter of the return's year instead of the year")
    parser.add_argument(
        "--from", dest="first", type=_day, metavar="YYYY-MM-DD", help="the first day of a period of your own"
    )
    parser.add_argument("--to", dest="last", type=_day, metavar="YYYY-MM-DD", help="its last day")


def _day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def run(options) -> int:
    """Measure, write the figures, print the totals; the exit status."""
    known = {indicator.code for code in FORMATS for indicator in indicators_of(code)}
    unknown = sorted(set(options.indicator) - known)
    if unknown:
        raise Refused(f"There is no indicator {', '.join(unknown)}: ./returns indicators lists them.")
    if (options.first is None) != (options.last is None) or (options.first and options.first > options.last):
        raise Refused("Give both --from and --to, the earlier day first.")
    population = read_population(files_there([options.population])[0]) if options.population else None
    also = "|".join(
        (
            "measure",
            *sorted(options.indicator),
            str(options.quarters),
            str(options.first),
            str(options.last),
            population.sha256 if population else "",
        )
    )
    try:
        with opened(options, "measure", lambda form: edition(indicators_of(form)), also) as work:
            chosen = [
                one
                for one in indicators_of(work.loaded.format.code)
                if not options.indicator or one.code in options.indicator
            ]
            if not chosen:
                raise Refused(
                    f"None of these is an indicator of the {work.loaded.format.title}: ./returns indicators lists them."
                )
            found = measure(
                work.connection,
                work.loaded,
                chosen,
                population=population,
                periods=_periods(options, work.loaded.collection),
                missing=work.loaded.missing,
                lists={"postcodes": work.postcodes.sha256} if work.postcodes else {},
                tell=lambda done: work.progress("Measuring", done / len(chosen)),
            )
            writing.write(found, work.loaded, population, work.run.kept, work.postcodes)
            text = _summary(found, work.loaded)
            (work.run.kept / "summary.txt").write_text(text, encoding="utf-8")
            status = 3 if any(figure.state == ERRORED for figure in found) else 0
    except Already as done:
        print((done.folder / "summary.txt").read_text(encoding="utf-8"), end="")
        print(f"\nThese files were measured before with the same definitions; this is that result: {done.folder}")
        return 0
    print(text, end="")
    print(f"\nThe figures are in {work.run.result}")
    return status


def _periods(options, collection) -> list[tuple[datetime.date, datetime.date]]:
    if options.first:
        return [(options.first, options.last)]
    if not options.quarters:
        return []
    firsts = [_months_on(collection.starts, months) for months in (0, 3, 6, 9, 12)]
    return [(first, after - datetime.timedelta(days=1)) for first, after in itertools.pairwise(firsts)]


def _months_on(first: datetime.date, months: int) -> datetime.date:
    """The first of the month that is so many months later."""
    years, month = divmod(first.month - 1 + months, 12)
    return datetime.date(first.year + years, month + 1, 1)


def _summary(found, loaded) -> str:
    states = Counter(figure.state for figure in found)
    lines = [
        f"{loaded.format.title} {loaded.collection.year}, council {loaded.collection.la or 'not said'}",
        f"{states[COMPUTED]} figures, {states[NOT_COMPUTED]} not computed, {states[ERRORED]} errored",
        *loaded.notes,
        "",
        f"{'code':<34}{'to':<12}{'numerator':>11}{'denominator':>13}{'value':>10}  what it is",
    ]
    for figure in found:
        if figure.breakdown != WHOLE and figure.indicator.total:
            continue
        name = figure.indicator.name + ("" if figure.breakdown == WHOLE else f": {figure.breakdown[1]}")
        below = "" if figure.denominator is None else f"{figure.denominator:,.0f}"
        above = "" if figure.numerator is None else f"{figure.numerator:,.0f}"
        note = f" ({figure.indicator.unit})" if figure.value is not None else f": {figure.why}"
        lines.append(
            f"{figure.indicator.code:<34}{figure.ends:%d/%m/%Y}  {above:>11}{below:>13}{figure.shown:>10}  {name}{note}"
            + (" [few]" if figure.small and figure.value is not None else "")
        )
    return "\n".join(lines) + "\n"
