"""An indicator as it stands in its file: `indicators/<return>/<code>.toml`."""

import hashlib
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

INDICATORS = Path(__file__).parent / "indicators"
SNAPSHOT, FLOW, ROLLING = "snapshot", "flow", "rolling year"
KINDS = (SNAPSHOT, FLOW, ROLLING)
POLARITIES = ("low", "high", "neutral")
BREAKDOWNS = ("age", "sex", "ethnicity", "category", "area")


@dataclass(frozen=True)
class Indicator:
    """One indicator of one return.

    code        as the list of indicators numbers it, with a word after a dash where one number holds several
    ("F10-police") form        code of the return whose tables it counts
    name        what it is, as a heading
    kind        SNAPSHOT (on the last day of the period), FLOW (within the period) or ROLLING (the year to its last day)
    unit        how the value is read: "%", "per 10,000 children", "average"
    factor      value = numerator / denominator x factor
    polarity    "low" or "high" is good; "neutral" says nothing by itself
    decimals    decimals of the value as it is shown
    tables      tables that must have been brought
    numerator   SQL with a row for each thing counted: `child`, `day` (on which the age is taken) and where it has them
                `category`, `area` and `amount` (added up instead of counted). May read `period(starts, ends)`
    denominator SQL of the same shape; empty when it is the population
    population  "0-17" when the denominator is the number of children who live in the area
    counts, of  what numerator and denominator count, in words
    breakdowns  those that are worked out
    total       False when only the breakdown by category has a meaning
    minimum     below this denominator the value is marked as resting on few
    caution     what a reader must know, or empty
    source      where the definition was read
    examples    small made-up files with what they must come to
    digest      SHA-256 of the indicator's file
    """

    code: str
    form: str
    name: str
    kind: str
    unit: str
    factor: float
    polarity: str
    decimals: int
    tables: tuple[str, ...]
    numerator: str
    counts: str
    of: str
    source: str
    denominator: str = ""
    population: str = ""
    breakdowns: tuple[str, ...] = ("age", "sex", "ethnicity")
    total: bool = True
    minimum: int = 10
    caution: str = ""
    examples: tuple = field(default=(), compare=False)
    digest: str = ""


@cache
def indicators_of(form: str) -> tuple[Indicator, ...]:
    """Every indicator of a return in order of code. Raises ValueError naming the file when one is not well formed."""
    return tuple(_read(form, path) for path in sorted((INDICATORS / form).glob("*.toml")))


def edition(indicators: Iterable[Indicator]) -> str:
    """Which edition of these indicators it is: one SHA-256 over each one's file."""
    listed = sorted(f"{one.form}/{one.code}={one.digest}" for one in indicators)
    return hashlib.sha256("\n".join(listed).encode()).hexdigest()


def _read(form: str, path: Path) -> Indicator:
    try:
        text = path.read_bytes()
        found = tomllib.loads(text.decode())
        for name in ("tables", "breakdowns", "examples"):
            if name in found:
                found[name] = tuple(found[name])
        indicator = Indicator(form=form, digest=hashlib.sha256(text).hexdigest(), **found)
    except (tomllib.TOMLDecodeError, TypeError) as fault:
        raise ValueError(f"{path.name}: {fault}") from fault
    faults = [
        text
        for wrong, text in (
            (indicator.code != path.stem, "its code is not the name of the file"),
            (indicator.kind not in KINDS, "unknown kind"),
            (indicator.polarity not in POLARITIES, "unknown polarity"),
            (not set(indicator.breakdowns) <= set(BREAKDOWNS), "unknown breakdown"),
            (bool(indicator.denominator) == bool(indicator.population), "give either a denominator or a population"),
        )
        if wrong
    ]
    if faults:
        raise ValueError(f"{path.name}: {'; '.join(faults)}.")
    return indicator
