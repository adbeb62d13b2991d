"""What may be worked out from a figure, only to be shown: never stored, never in place of what was supplied.

Every number is a Decimal. `figure.indicator` must be loaded.
"""

import calendar
import datetime
import re
from decimal import ROUND_HALF_UP, Decimal

from goldenthread.foundation.access.kept import Origin
from goldenthread.foundation.ui.words import day, lower_first, number_of_place, singular
from goldenthread.rooms.dataset.models import Bound, Indicator

Unit = Indicator.Unit
_NAMED_TIME = re.compile(r"(Q[1-4]\b|([A-Z][a-z]+ )*\d{4}([-–/]\d{2,4})?\Z)")
_NAMED_LENGTHS = (
    (re.compile(r"Q[1-4]\b"), 3),
    (re.compile(rf"({'|'.join(calendar.month_name[1:])}) \d{{4}}\Z"), 1),
    (re.compile(r"\d{4}[-–/]\d{2,4}\Z"), 12),
)
_IN_BRACKETS = re.compile(r"\([^()]+\)")
_NO_BETTER_KNOWN = {Bound.EXACT, Bound.ABOUT}
NOT_GIVEN = "not given"  # absent is not none: nobody knows whether there were any


def plain(number: Decimal, least: int = 0) -> str:
    """A number as people read it, with all the decimals that it came with and at least `least`."""
    text = f"{number.normalize():f}"
    whole, _, rest = text.partition(".")
    rest = rest.ljust(least, "0")
    return f"{int(whole):,}" + (f".{rest}" if rest else "") if whole != "-0" else f"{text}"


def factor(indicator) -> Decimal:
    return Decimal(100 if indicator.unit == Unit.PERCENT else indicator.factor)


def worked_out(figure) -> Decimal | None:
    """The rate or percentage that numerator and denominator give where no value was supplied, rounded as it is
    shown.
    """
    indicator = figure.indicator
    if figure.value is not None or indicator.unit not in {Unit.RATE, Unit.PERCENT}:
        return None
    loose = figure.numerator_to is not None or figure.numerator_bound != Bound.EXACT
    if figure.numerator is None or loose or not figure.denominator:
        return None
    exact = figure.numerator / figure.denominator * factor(indicator)
    return exact.quantize(Decimal(1).scaleb(-indicator.decimals), ROUND_HALF_UP)


def number(figure) -> Decimal | None:
    """The one number that a chart draws and a comparison takes; None of a range, which has no one number."""
    if figure.value_to is not None or (figure.value is None and figure.numerator_to is not None):
        return None
    if figure.value is not None:
        return figure.value
    return figure.numerator if figure.indicator.unit == Unit.NUMBER else worked_out(figure)


def amount(number: Decimal, indicator, bound: str = Bound.EXACT, *, padded: bool = True) -> str:
    """ "92.6 in every 10,000", "about 23%", "5th". `padded`: with as many decimals as the indicator is shown with."""
    text = plain(number, indicator.decimals if padded and indicator.unit != Unit.RANK else 0)
    if indicator.unit == Unit.PERCENT:
        text += "%"
    elif indicator.unit == Unit.RATE and indicator.factor > 1:
        text += f" in every {indicator.factor:,}"
    elif indicator.unit == Unit.DAYS:
        text += " day" if number == 1 else " days"
    elif indicator.unit == Unit.MONEY:
        text = f"£{text}"
    elif indicator.unit == Unit.RANK:
        text = _ordinal(number)
    return f"{Bound(bound).label} {text}".strip()


def between(low: Decimal, high: Decimal, bound: str = Bound.EXACT) -> str:
    """ "between 3 and 7"; "about 25 to 30" where the ends are not exact either."""
    if bound == Bound.EXACT:
        return f"between {plain(low)} and {plain(high)}"
    return f"{Bound(bound).label} {plain(low)} to {plain(high)}"


def count_of(figure) -> str:
    """The count above the line as exactly as it is known: "62,491", "under 5", "between 3 and 7"; "" without one."""
    if figure.numerator is None:
        return ""
    if figure.numerator_to is not None:
        return between(figure.numerator, figure.numerator_to, figure.numerator_bound)
    bound = figure.numerator_bound if figure.value is not None else bound_of(figure)
    return f"{Bound(bound).label} {plain(figure.numerator)}".strip()


def _range(figure) -> str:
    """A value of which only the ends are known: "between 25% and 30%", "between 3 and 7 in every 10,000"."""
    low, high = figure.value, figure.value_to
    text = between(low, high, figure.bound)
    return f"{text}{amount(high, figure.indicator, padded=False).removeprefix(plain(high))}"


def _ordinal(number):
    if number != int(number):
        return plain(number)
    whole = int(number)
    ending = "th" if whole % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(whole % 10, "th")
    return f"{whole:,}{ending}"


def short_amount(figure) -> str:
    """The value alone, for a cell."""
    if figure.absent:
        return NOT_GIVEN
    found = number(figure)
    if found is not None:
        return f"{_value(figure)} {_printed_beside(figure)}".strip()
    return _value(figure) or figure.words


def _value(figure) -> str:
    """The value in its unit, as exactly as it is known; "" of a figure that has only words."""
    found = number(figure)
    if found is not None:
        return amount(found, figure.indicator, bound_of(figure))
    return _range(figure) if figure.value_to is not None else count_of(figure)


def bound_of(figure) -> str:
    """How exactly the one number is known: as was said of the figure, or of the count that stands for it."""
    return figure.numerator_bound if figure.value is None and figure.numerator_bound != Bound.EXACT else figure.bound


def _printed_beside(figure) -> str:
    """ "(70%)" of a published figure whose source prints "130 (70%)"; words of what is not public stay inside."""
    found = number(figure) if figure.public else None
    text, _, beside = figure.words.partition(" ")
    return beside if found is not None and text == plain(found) and _IN_BRACKETS.fullmatch(beside) else ""


def says_more(figure) -> bool:
    """Whether the source's words say something that the printed value does not: "the highest in the region"."""
    return bool(figure.words) and not _printed_beside(figure) and figure.words != short_amount(figure)


def cell(figure) -> str:
    """The value in a table whose heading says the unit of a rate."""
    return short_amount(figure).removesuffix(f" in every {figure.indicator.factor:,}")


def counted(number: Decimal, what: str) -> str:
    """ "316 children", "1 child", "1 episode": what is counted is written down for many."""
    if number != 1 or not what:
        return f"{plain(number)} {what}".strip()
    return f"1 {singular(what)}"


def _of_what(figure) -> str:
    """ "62,491 of 280,400 people" beside a rate or percentage; "" where the value is itself the count."""
    indicator = figure.indicator
    if indicator.unit == Unit.NUMBER or figure.numerator is None:
        return ""
    text = count_of(figure)
    if figure.denominator is not None:
        return f"{text} of {plain(figure.denominator)} {indicator.of_whom or indicator.counts}".strip()
    if text == plain(figure.numerator):
        return counted(figure.numerator, indicator.counts)
    return f"{text} {indicator.counts}".strip()


def _what(figure) -> str:
    """ " children" behind a plain count."""
    found, indicator = number(figure), figure.indicator
    if indicator.unit != Unit.NUMBER:
        return ""
    if found is None:
        return f" {indicator.counts}" if indicator.counts else ""
    return counted(found, indicator.counts).removeprefix(plain(found))


def said(figure) -> str:
    """One figure as part of a sentence, with its time: "316 children in March 2024: 92.6 in every 10,000"."""
    indicator = figure.indicator
    if figure.absent:
        return f"no figure {when(figure)}: {lower_first(figure.absent)}"
    found = number(figure)
    of = _of_what(figure)
    if found is None and figure.value_to is None and (of or figure.numerator is None):
        text = f"{of or figure.words} {when(figure)}"
    elif of:
        text = f"{of} {when(figure)}: {short_amount(figure)}"
    else:
        printed = " ".join(filter(None, (_value(figure) + _what(figure), _printed_beside(figure))))
        text = f"{printed} {when(figure)}"
    if figure.second is not None:
        text += f"; {counted(figure.second, indicator.also_counts or 'by the second count')}"
    return text


def when(figure) -> str:
    """ "on 31 March 2024", "in 2023-24", "(no date given)"."""
    label = figure.period_label.strip()
    if label:
        return f"in {label}" if _NAMED_TIME.match(label) else f"({lower_first(label)})"
    return f"on {day(figure.ends)}" if figure.starts is None else f"in {span(figure.starts, figure.ends)}"


def names_a_time(figure) -> bool:
    """Whether the time is said: "no date given", "each month" or "seven years of operation" leave it open."""
    return not figure.period_label or bool(_NAMED_TIME.match(figure.period_label.strip()))


def period(figure) -> str:
    """The period as a row of a table names it."""
    if figure.period_label:
        return figure.period_label
    return day(figure.ends) if figure.starts is None else span(figure.starts, figure.ends)


def span(starts: datetime.date, ends: datetime.date) -> str:
    """ "April to June 2026", "2025-26", "June 2026"; days where they are not whole months."""
    if starts.day != 1 or ends.day != calendar.monthrange(ends.year, ends.month)[1]:
        return f"{day(starts)} to {day(ends)}"
    if months(starts, ends) == 12 and starts.month == 4:
        return f"{starts.year}-{ends:%y}"
    if (starts.year, starts.month) == (ends.year, ends.month):
        return f"{starts:%B %Y}"
    return f"{starts:%B} to {ends:%B %Y}" if starts.year == ends.year else f"{starts:%B %Y} to {ends:%B %Y}"


def months(starts, ends) -> int:
    return round(((ends - starts).days + 1) / 30.4375)


def length(figure) -> int:
    """How long its period is, in months; 0 for how things stood on a day."""
    return 0 if figure.starts is None else max(1, months(figure.starts, figure.ends))


def told_length(figure) -> int:
    """The same as its source tells it: "Q1 2014-15" is a quarter and "April 2014" a month though no first day is given.
    Only equal lengths are drawn together.
    """
    label = figure.period_label.strip() if figure.starts is None else ""
    return next((size for named, size in _NAMED_LENGTHS if named.match(label)), length(figure))


def begins(figure) -> datetime.date:
    """The first day of its period as far as it is known: by its name where no first day was supplied."""
    back = told_length(figure) if figure.starts is None else 0
    if not back:
        return figure.starts or figure.ends
    place = figure.ends.year * 12 + figure.ends.month - back
    return datetime.date(place // 12, place % 12 + 1, 1)


def beside(figure, comparator) -> str:
    """ "more than twice England’s 43.2"; "" where the two cannot be held beside each other.

    What a published text holds beside each other is not compared in words of our own: "beside England’s 43.2". Twice as
    high may be what the text calls very similar.
    """
    mine, theirs = number(figure), comparator.value
    if mine is None or theirs is None or figure.indicator.unit == Unit.RANK:
        return ""
    value = plain(theirs) + ("%" if figure.indicator.unit == Unit.PERCENT else "")
    value = f"{Bound(comparator.bound).label} {value}".strip()
    exact = {bound_of(figure), comparator.bound} <= _NO_BETTER_KNOWN
    relation = compare(mine, theirs, figure.indicator.unit) if exact and not _quoted(figure, comparator) else "beside"
    return f"{relation} {number_of_place(comparator.place)} {value}"


def _quoted(figure, comparator) -> bool:
    """Whether a text quotes it beside this figure, or both were taken over as published."""
    both = figure.origin == comparator.origin == Origin.AS_PUBLISHED
    return both or comparator.beside_id is not None and comparator.beside_id == figure.pk


def time_beside(figure, comparator) -> str:
    """ " as quoted then", or " (31 March 2025)": a comparator never stands without its year."""
    if comparator.beside_id == figure.pk:
        return " as quoted then"
    return f" ({comparator.period})"


def compare(mine: Decimal, theirs: Decimal, unit: str) -> str:
    """How one number stands to another, in words. Percentages differ by points, everything else by how many times."""
    if mine == theirs:
        return "the same as"
    if unit == Unit.PERCENT:
        apart = abs(mine - theirs)
        if apart < 1:
            near = apart <= Decimal("0.03") * max(mine, theirs)
            return "about the same as" if near else f"a little {'above' if mine > theirs else 'below'}"
        points = plain(apart.quantize(Decimal(1), ROUND_HALF_UP))
        return f"{points} point{'' if points == '1' else 's'} {'above' if mine > theirs else 'below'}"
    if theirs <= 0 or mine < 0:
        return "beside"
    times = mine / theirs
    if times >= Decimal("1.95"):
        return _so_many_times(times)
    for least, words in (
        ("1.5", "more than half as high again as"),
        ("1.25", "well above"),
        ("1.05", "above"),
        ("0.95", "about the same as"),
        ("0.75", "below"),
        ("0.52", "well below"),
        ("0.48", "about half of"),
    ):
        if times >= Decimal(least):
            return words
    return "less than half of"


def _so_many_times(times):
    whole = int(times + Decimal("0.05"))
    word = {2: "twice", 3: "three times", 4: "four times", 5: "five times", 6: "six times"}.get(
        whole, f"{whole:,} times"
    )
    return f"about {word}" if abs(times - whole) <= Decimal("0.05") else f"more than {word}"


def change(figure, before) -> str:
    """From the one before to this, in words and as an arrow: "▼ down from 139 in Q2 2014-15". Two points are no
    trend.
    """
    mine, theirs = number(figure), number(before)
    if mine is None or theirs is None or figure.indicator.unit == Unit.RANK:
        return ""
    was = f"{amount(theirs, figure.indicator, bound_of(before))} {when(before)}"
    if not {bound_of(figure), bound_of(before)} <= _NO_BETTER_KNOWN:
        return f"before that {was}"
    if mine == theirs:
        return f"▶ unchanged from {was}"
    return f"▲ up from {was}" if mine > theirs else f"▼ down from {was}"
