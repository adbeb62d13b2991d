"""One cell of a table as the fields of a figure: a number, a bound, or a sign that there is none. No queries."""

import re
from dataclasses import dataclass
from typing import Any

from goldenthread.foundation import values
from goldenthread.foundation.room import Refused
from goldenthread.foundation.values import shortened
from goldenthread.rooms.dataset.models import Bound, Indicator

# What statistics write where there is no number (for instance the symbols of the Government Statistical Service).
WITHHELD, NOT_AVAILABLE = "withheld in the source", "not available in the source"
NOT_APPLICABLE = "not applicable or not available in the source"
SIGNS = {
    **dict.fromkeys(("c", "*", "**", "s", "suppressed", "withheld", "confidential"), WITHHELD),
    **dict.fromkeys(("x", ":", "..", "…", "not available", "not known", "u", "unknown"), NOT_AVAILABLE),
    **dict.fromkeys(("z", "n/a", "na", "n.a.", "not applicable", "not collected"), NOT_APPLICABLE),
}
_NONE_OR_UNKNOWN = {"-", "\u2013", "\u2014", "--", "nil", "none", "low", ".", "#", "tbc"}
_BOUNDS = (
    (("<=", "\u2264", "at most ", "up to "), Bound.AT_MOST),
    ((">=", "\u2265", "at least "), Bound.AT_LEAST),
    (("<", "under ", "fewer than ", "less than ", "below "), Bound.UNDER),
    ((">", "over ", "more than ", "above "), Bound.OVER),
    (("~", "\u2248", "about ", "around ", "c."), Bound.ABOUT),
)
_AN_ERROR = re.compile(r"#(N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|GETTING_DATA)")


@dataclass(frozen=True)
class NoFigure:
    """A sign that there is none, and what it says."""

    sign: str
    why: str


def read(cell: str, name: str, indicator: Indicator) -> dict[str, Any] | NoFigure:
    """What a cell says as the field `name` of a figure. Raises Refused with a sentence that quotes it."""
    plain = cell.strip()
    sign = plain.lower().strip("[]() ") if plain[:1] in "[(" else plain.lower()
    if sign in SIGNS:
        return NoFigure(plain, SIGNS[sign])
    quoted = f"“{shortened(plain, 40)}”"
    if sign in _NONE_OR_UNKNOWN:
        raise Refused(f"{quoted} may mean none or not known: type 0 where there were none, or leave the cell empty.")
    if _AN_ERROR.match(plain.upper()):
        raise Refused(f"{quoted} is an error of the spreadsheet: mend its formula, or leave the cell empty.")
    if plain.startswith("="):
        raise Refused("This is a formula that was never worked out. Copy the table as values, then paste those.")
    bound, number = _bound(plain)
    if indicator.unit == Indicator.Unit.MONEY:
        number = number.replace("£", "", 1).strip()
    percent = name == "value" and indicator.unit == Indicator.Unit.PERCENT
    if number.endswith("%") and not percent:
        what = f"“{indicator.title}” is no percentage" if name == "value" else "this is a count"
        raise Refused(f"{quoted} is a share, and {what}.")
    try:
        found = {name: values.decimal(number, percent=percent)}
    except values.Unfit as unfit:
        raise Refused(f"{quoted} cannot be read. {unfit}.") from None
    return found | ({_BOUND_OF[name]: bound} if bound and name in _BOUND_OF else _exact_only(bound, name, quoted))


_BOUND_OF = {"value": "bound", "numerator": "numerator_bound"}


def _exact_only(bound: str | None, name: str, quoted: str) -> dict[str, Any]:
    if bound and name not in _BOUND_OF:
        raise Refused(f"{quoted} is a bound, and how many there are is a number.")
    return {}


def _bound(plain: str) -> tuple[str | None, str]:
    lower = plain.lower()
    for starts, bound in _BOUNDS:
        for start in starts:
            if lower.startswith(start):
                return bound, plain[len(start) :].strip()
    return None, plain
