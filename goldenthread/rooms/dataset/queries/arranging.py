"""Putting figures in order: the latest of each area, what stands beside it, and what does not fit together. No
queries.
"""

import datetime
import re
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from goldenthread.foundation.values import comparable
from goldenthread.rooms.dataset import measures, rules
from goldenthread.rooms.dataset.models import Bound, Comparator, Figure, Indicator

WHOLE = "The whole partnership"
A_YEAR = 370
_CITED = re.compile(r"(?P<text>.+?), (?P<what>line|page)s? (?P<places>\d+((, | and | to |[-–])\d+)*)")


def area_name(figure: Figure) -> str:
    return figure.area.name if figure.area_id else WHOLE


def part_name(figure: Figure) -> str:
    """Which part it is: "girls", or "girls: aged 0 to 4" of a part of a part; "" of the whole."""
    of = figure.part_of.category if figure.part_of_id else ""
    return f"{of}: {figure.category}" if of else figure.category


def kind_of_parts(figure: Figure) -> str:
    """By what it is broken down, for what is compared with it: a part of a part beside those of the same part alone."""
    of = f"{comparable(figure.part_of.category)}: " if figure.part_of_id else ""
    return f"{of}{comparable(figure.breakdown)}"


def totals_first(figure: Figure) -> tuple[str, str, bool, str, str]:
    """Totals before their parts, each part before what it is divided into."""
    whole = figure.part_of or figure
    return (whole.breakdown, whole.category, figure.part_of_id is not None, figure.breakdown, figure.category)


def whole_first(figure: Figure) -> tuple[bool, str]:
    """The whole, then the areas by name."""
    return (figure.area_id is not None, area_name(figure))


def in_order(figures: Iterable[Figure]) -> list[Figure]:
    """By their indicators, in the order of the dataset."""
    rows = list(figures)
    places = {one.pk: place for place, one in enumerate(indicators_in_order({row.indicator for row in rows}))}
    return sorted(rows, key=lambda row: places[row.indicator_id])


def indicators_in_order(indicators: Iterable[Indicator]) -> list[Indicator]:
    """As the dataset orders them, not by the alphabet; a part of it stands where its first indicator does."""
    rows = list(indicators)
    first: dict[str, int] = {}
    for one in rows:
        first[one.section] = min(first.get(one.section, one.order), one.order)
    return sorted(rows, key=lambda one: (first[one.section], one.section, one.order, one.title, one.pk))


def place_in_text(figure: Figure) -> tuple[int, ...]:
    """The numbers of its citation: where in the text it stands."""
    return tuple(int(number) for number in re.findall(r"\d+", figure.citation))


def citations(texts: Iterable[str]) -> str:
    """Sources in one line, each once; the lines or pages of one text together: "Annual report, lines 146 to 242"."""
    places, others = defaultdict(set), set()
    for text in texts:
        if found := _CITED.fullmatch(text):
            places[found["text"], found["what"]] |= {int(number) for number in re.findall(r"\d+", found["places"])}
        elif text:
            others.add(text)
    told = [_cited(text, what, sorted(numbers)) for (text, what), numbers in places.items()]
    return "; ".join(sorted([*told, *others]))


def _cited(text: str, what: str, numbers: list[int]) -> str:
    if len(numbers) == 1:
        return f"{text}, {what} {numbers[0]}"
    if len(numbers) > 3:
        return f"{text}, {what}s {numbers[0]} to {numbers[-1]}"
    return f"{text}, {what}s {', '.join(map(str, numbers[:-1]))} and {numbers[-1]}"


def value_of(comparator: Comparator) -> str:
    """A comparator's value in words."""
    if comparator.value is None:
        return comparator.words
    return measures.amount(comparator.value, comparator.indicator, comparator.bound, padded=False)


def newest_first(figure: Figure) -> tuple[datetime.date, bool, datetime.date, bool, int]:
    """Later days first; of one day those whose time the source names, then how things stood, then the shorter
    period.
    """
    begins = figure.starts or figure.ends
    return (figure.ends, measures.names_a_time(figure), begins, figure.numerator is not None, -figure.pk)


def of_one_length(figures: list[Figure]) -> list[Figure]:
    """Those that may stand on one axis: whose periods are of the length that most periods have, else of the newest's.
    Oldest first; of one thing at one time the one that is told before the others.
    """
    days = defaultdict(set)
    for one in figures:
        days[measures.told_length(one)].add(one.ends)
    if not days:
        return []
    newest = measures.told_length(max(figures, key=newest_first))
    chosen = max(days, key=lambda length: (len(days[length]), length == newest))
    kept = {
        (one.area_id, comparable(one.breakdown), comparable(one.category), one.ends): one
        for one in sorted(figures, key=newest_first)
        if measures.told_length(one) == chosen
    }
    return sorted(kept.values(), key=lambda one: one.ends)


def latest(figures: list[Figure]) -> dict:
    """{area name: (latest figure, the one before it of the same length or None)}, totals only, the whole first."""
    by_area = defaultdict(list)
    for figure in figures:
        if not figure.breakdown:
            by_area[area_name(figure)].append(figure)
    found = {}
    for name in sorted(by_area, key=lambda one: (one != WHOLE, one)):
        own = sorted(by_area[name], key=newest_first, reverse=True)
        known = [one for one in own if not one.absent] or own
        newest = known[0]
        before = next(
            (
                one
                for one in known[1:]
                if one.ends < newest.ends and measures.told_length(one) == measures.told_length(newest)
            ),
            None,
        )
        found[name] = (newest, before)
    return found


def held_beside(figure: Figure, comparators: list[Comparator]) -> list[Comparator]:
    """Comparators that a sentence about the figure may name: quoted beside it, else the nearest in time of each
    place.
    """
    quoted = [one for one in comparators if one.beside_id == figure.pk and one.value is not None]
    if quoted:
        return quoted
    nearest = {}
    for one in comparators:
        if one.beside_id or one.value is None or one.ends is None or one.place == area_name(figure):
            continue
        apart = abs((one.ends - figure.ends).days)
        if apart <= A_YEAR and (one.place not in nearest or apart < nearest[one.place][0]):
            nearest[one.place] = (apart, one)
    return [one for _, one in sorted(nearest.values(), key=lambda pair: (pair[1].place != "England", pair[1].place))]


def sentence(figure: Figure, comparators: list[Comparator], *, most: int = 1) -> str:
    """One figure said in full, beside what it is held against (at most `most` places)."""
    text = measures.said(figure)
    if figure.absent:
        return text
    held = [
        (words, time)
        for one in held_beside(figure, comparators)[:most]
        if (words := measures.beside(figure, one))
        for time in [measures.time_beside(figure, one)]
    ]
    # A time that all of them share is said once, at the end.
    if len({time for _, time in held}) == 1:
        told = " and ".join(words for words, _ in held) + held[0][1]
    else:
        told = " and ".join(words + time for words, time in held)
    return f"{text}, {told}" if told else text


def with_place(figure: Figure, text: str) -> str:
    place = ", ".join(part for part in (figure.area.name if figure.area_id else "", part_name(figure)) if part)
    return f"{place}: {text}" if place else text[:1].upper() + text[1:]


# What does not fit together. Everything is kept as supplied; the page says so.


def warnings(figures: list[Figure]) -> list:
    """Sentences about figures that contradict each other, parts that do not add up, and odd values."""
    return [*not_adding_up(figures), *_contradictions(figures), *_odd(figures)]


def not_adding_up(figures: list[Figure]) -> list:
    """Sentences about parts, and areas, that do not add up to the whole."""
    return [*_parts(figures), *_areas(figures)]


def _key(figure: Figure) -> tuple[int | None, datetime.date | None, datetime.date]:
    return (figure.area_id, figure.starts, figure.ends)


def _count(figure: Figure) -> Decimal | None:
    """The one count that it states; None where only a bound or a range is known."""
    if figure.indicator.unit == Indicator.Unit.NUMBER and figure.value is not None:
        return figure.value if figure.value_to is None else None
    loose = figure.numerator_to is not None or figure.numerator_bound != Bound.EXACT
    return None if loose else figure.numerator


def _total_against(total: Figure, parts: list[Figure], what: str, found: list[str]) -> None:
    number = _count(total)
    given = [_count(part) for part in parts]
    if number is None or None in given or sum(given) == number or any(part.overlaps for part in parts):
        return
    apart = f"{measures.plain(sum(given))}, not {measures.plain(number)}"
    missing = "" if sum(given) > number else ", and a part may be missing"
    found.append(f"{what} add up to {apart}; both are kept as supplied{missing}.")


def _parts(figures: list[Figure]) -> list:
    totals = {_key(one): one for one in figures if not one.breakdown and not one.absent}
    groups = defaultdict(list)
    for one in figures:
        if one.breakdown and not one.absent:
            groups[_key(one), kind_of_parts(one)].append(one)
    found = []
    for (key, _), parts in groups.items():
        breakdown, total = comparable(parts[0].breakdown), parts[0].part_of or totals.get(key)
        if total is not None:
            of = [part_name(total)] if total.breakdown else []
            where = "".join(f" of {name}" for name in [*of, *([parts[0].area.name] if parts[0].area_id else [])])
            _total_against(total, parts, f"{measures.period(parts[0])}: the parts by {breakdown}{where}", found)
        found += _shares(parts, breakdown)
    return found


def _shares(parts: list[Figure], breakdown: str) -> list:
    if parts[0].indicator.unit != Indicator.Unit.PERCENT or any(
        one.value is None or one.value_to is not None or one.overlaps for one in parts
    ):
        return []
    total = sum(one.value for one in parts)
    if abs(total - 100) <= max(1, len(parts) / 2):
        return []
    return [
        f"{measures.period(parts[0])}: the percentages by {breakdown} add up to {measures.plain(total)}, not 100. "
        "They are kept as supplied."
    ]


def _areas(figures: list[Figure]) -> list:
    wholes = {_key(one)[1:]: one for one in figures if one.area_id is None and not one.breakdown and not one.absent}
    groups = defaultdict(list)
    for one in figures:
        if one.area_id and not one.breakdown and not one.absent:
            groups[_key(one)[1:]].append(one)
    found = []
    for key, own in groups.items():
        if key in wholes and len(own) > 1:
            _total_against(wholes[key], own, f"{measures.period(own[0])}: the areas", found)
    return found


def _contradictions(figures: list[Figure]) -> list:
    """Different values of one thing: of the same days, or of a day that no text dates."""
    groups = defaultdict(list)
    for one in figures:
        if not one.absent and measures.number(one) is not None:
            groups[one.area_id, one.ends, kind_of_parts(one), comparable(one.category)].append(one)
    found = []
    for own in groups.values():
        for place, one in enumerate(own):
            for other in own[place + 1 :]:
                if contradict(one, other):
                    first, second = sorted((one, other), key=newest_first, reverse=True)
                    where = f"{area_name(one)}, {part_name(one)}" if one.category else area_name(one)
                    found.append(
                        f"{where}: {measures.short_amount(first)} {measures.when(first)} and "
                        f"{measures.short_amount(second)} "
                        f"{measures.when(second)} do not agree. Both are kept, each with its citation."
                    )
    return found


def contradict(one: Figure, other: Figure) -> bool:
    """Whether two figures of one thing and one last day have different values, though both are said of one time."""
    if measures.number(one) == measures.number(other) and one.bound == other.bound:
        return False
    undated = "no date" in (one.period_label + other.period_label).lower() and one.indicator.unit in {"rate", "percent"}
    return one.starts == other.starts or (undated and None in (one.starts, other.starts))


def odd_of(figure: Figure) -> list:
    return rules.oddities(figure)


def _odd(figures: list[Figure]) -> list:
    return [
        f"{measures.period(one)}, {area_name(one)}{f', {one.category}' if one.category else ''}: {sentence}"
        for one in figures
        for sentence in odd_of(one)
    ]
