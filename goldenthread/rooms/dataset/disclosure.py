"""The one gate through which figures leave the house: exports, the yearly report, anything that the public reads.

What it does (practice for published aggregates: no count of people below five; rules of the field say "suppress < 5"):

1. A count of people from 1 to 4 is withheld, with its rate, percentage, second count, words and note. 0 stays: it says
of
   nobody that they are there. The same goes for the few whom a figure leaves over ("98 of 100" tells of two).
2. What could be worked out again by subtraction is protected by withholding further cells, smallest first: parts and
their
   total, areas and the whole, quarters and their year, and the same count told by another indicator.
3. A figure that was published already passes as quoted, with its citation; where today's value differs, what was
printed
   passes, and today's value only like any other. Where what is public gives a withheld number away by itself, the gate
   says so (`unprotected`); it cannot call back what is known.
4. Words and notes of figures that are not public stay in the house: nobody can check them for small numbers. A figure
of
   people that has only words is withheld.

It decides over all figures of an indicator, never over what happens to be filtered, so that two exports put together
tell no more than one. First and further cells look alike outside: "withheld". A rate supplied without its counts cannot
be judged and passes.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from itertools import count as numbers

from goldenthread.rooms.dataset.measures import factor, length
from goldenthread.rooms.dataset.models import Bound, Figure, Indicator

SMALLEST = 5
WITHHELD = "withheld"
Unit = Indicator.Unit


@dataclass(frozen=True)
class Decision:
    """Primary keys of figures: those withheld, and those of them that public figures give away all the same."""

    withheld: frozenset = frozenset()
    unprotected: frozenset = frozenset()

    def passes(self, figure) -> bool:
        return figure.pk not in self.withheld


def counted(figure) -> Decimal | None:
    """The count of people that a figure states or implies; None where none can be told."""
    indicator = figure.indicator
    if indicator.unit == Unit.NUMBER and not indicator.village and figure.value is not None:
        return figure.value
    if figure.numerator is not None:
        return figure.numerator
    if indicator.unit in {Unit.PERCENT, Unit.RATE} and figure.value is not None and figure.denominator:
        return (figure.value * figure.denominator / factor(indicator)).quantize(Decimal(1))
    return None


def is_known(figure) -> bool:
    """Whether its value was published already. Where something else was printed then, today's value was not."""
    return figure.public and not figure.quoted


def is_small(number) -> bool:
    return number is not None and 0 < number < SMALLEST


def must_be_withheld(figure) -> bool:
    """Whether a figure, by itself, may not leave."""
    if is_known(figure) or not figure.indicator.people or figure.absent:
        return False
    found = counted(figure)
    if found is None and figure.value is None:
        return True  # only words
    if Bound.UNDER in (figure.bound, figure.numerator_bound) and found is not None and 0 < found <= SMALLEST:
        return True
    if any(is_small(end) for end in (figure.value_to if found == figure.value else None, figure.numerator_to)):
        return True  # "between 0 and 4"
    # "96 % of 50" counts 48 and leaves 2 who are not among them: the 2 could be worked out, so the 96 % stays.
    left_over = None
    if figure.indicator.unit == Unit.PERCENT and found is not None and figure.denominator is not None:
        left_over = figure.denominator - found
    return any(is_small(number) for number in (found, figure.numerator, figure.second, figure.denominator, left_over))


@dataclass
class Cell:
    """All figures of one indicator, area, period and category; more than one where they contradict each other."""

    order: int
    place: tuple
    figures: list = field(default_factory=list)

    @property
    def is_total(self):
        return self.place[1] is None or not self.place[4]

    @property
    def told(self):
        """Whether something of it is public, so that withholding the rest protects nothing."""
        return any(map(is_known, self.figures))

    @property
    def number(self):
        return next((found for figure in self.figures if (found := counted(figure)) is not None), None)

    @property
    def second(self):
        return next((figure.second for figure in self.figures if figure.second is not None), None)


def _place(figure, whole=None) -> tuple:
    """(indicator, area, first day, last day, breakdown, category); the breakdown of a part of a part with its whole."""
    inside = f"{whole.breakdown}: {whole.category}: " if whole is not None and whole.breakdown else ""
    days = (figure.starts, figure.ends)
    return (figure.indicator_id, figure.area_id, *days, inside + figure.breakdown, figure.category)


def decide(figures: Iterable[Figure]) -> Decision:
    """What may not leave of these figures: give all of a holder, with `indicator` loaded."""
    return _Gate([figure for figure in figures if figure.indicator.people and not figure.absent]).decision()


class _Gate:
    def __init__(self, figures):
        self.cells: dict[tuple, Cell] = {}
        by_pk = {figure.pk: figure for figure in figures}
        self.wholes: dict[tuple, tuple] = {}  # the place of what a part of a part is a part of
        self.overlapping: set[tuple] = set()
        for figure in sorted(figures, key=lambda one: one.pk):
            whole = by_pk.get(figure.part_of_id)
            place = _place(figure, whole)
            if whole is not None:
                self.wholes[place[:5]] = _place(whole)
            if figure.overlaps:
                self.overlapping.add(place[:5])
            self.cells.setdefault(place, Cell(len(self.cells), place)).figures.append(figure)
        self.hidden = {place for place, cell in self.cells.items() if any(map(must_be_withheld, cell.figures))}
        self.unprotected: set[tuple] = set()
        self.rest = numbers()
        self.sums: list[tuple] = []  # cells of which one is the sum of the others: (sum, parts)
        self._find_sums()
        self.touching = defaultdict(list)
        for line in self.sums:
            for place in (line[0], *line[1]):
                self.touching[place].append(line)
        self._protect()

    def decision(self) -> Decision:
        def keys(places):
            return frozenset(
                f.pk for place in places if place in self.cells for f in self.cells[place].figures if not is_known(f)
            )

        return Decision(keys(self.hidden), keys(self.unprotected))

    # Which cells add up to which.

    def _find_sums(self):
        parts, areas, spans = defaultdict(list), defaultdict(list), defaultdict(list)
        for place in self.cells:
            indicator, area, starts, ends, breakdown, category = place
            if breakdown:
                parts[indicator, area, starts, ends, breakdown].append(place)
            if area is not None:
                areas[indicator, starts, ends, breakdown, category].append(place)
            if starts is not None:
                spans[indicator, area, breakdown, category].append(place)
        for kind, own in parts.items():
            total = self.wholes.get(kind, (*kind[:4], "", ""))
            if kind in self.overlapping:
                self._add_overlapping(total, own)
            else:
                self._add_sum(total, own)
        for (indicator, starts, ends, breakdown, category), own in areas.items():
            self._add_sum((indicator, None, starts, ends, breakdown, category), own)
        for own in spans.values():
            self._find_spans(own)

    def _add_sum(self, total, parts):
        if total in self.cells:
            self._note(total, parts)
        elif all(self.cells[place].figures[0].indicator.unit == Unit.PERCENT for place in parts):
            self._add_shares(parts)

    def _add_overlapping(self, total, parts):
        """Parts that share cases add up to nothing; but whoever reads 11, of whom 9, knows of the 2 that are left."""
        for part in parts:
            if total in self.cells:
                whole, own = self.cells[total].number, self.cells[part].number
                if whole is not None and own is not None and is_small(whole - own):
                    self.sums.append((total, (part, self._rest())))

    def _add_shares(self, parts):
        """Percentages of one whole add up to it, whether or not the whole stands as a figure.

        Of 40 children 70 % and 30 % are told: 28 and 12 fill the 40, so either gives the other away. With 70 % and 25 %
        it is 28 and 10, and the 2 that are left over are a cell that nobody recorded.
        """
        wholes = {self.cells[place].figures[0].denominator for place in parts}
        found = [self.cells[place].number for place in parts]
        if len(wholes) != 1 or None in wholes or None in found:
            return
        left = wholes.pop() - sum(found)
        if left == 0 or is_small(left):
            self._note(None, [*parts, *([self._rest()] if left else [])])

    def _rest(self):
        """A cell that nobody recorded, and that the others give away."""
        place = ("rest", next(self.rest))
        self.hidden.add(place)
        return place

    def _note(self, total, parts):
        """A sum; with one part more where the known parts fall short of it by one to four: 20 = 9 + 8 leaves 3."""
        for name in ("number", "second"):
            known = [getattr(self.cells[place], name) for place in (total, *parts) if place in self.cells]
            if total is not None and None not in known and is_small(known[0] - sum(known[1:])):
                self.sums.append((total, (*parts, self._rest())))
                return
        self.sums.append((total, tuple(parts)))

    def _find_spans(self, own):
        """A longer period and the shorter ones that fill it; also what lies between two that begin or end together."""
        by_days = {(place[2], place[3]): place for place in own}
        for (starts, ends), long in by_days.items():
            within = [days for days in by_days if starts <= days[0] and days[1] <= ends and days != (starts, ends)]
            for size in {length(self.cells[by_days[days]].figures[0]) for days in within}:
                same = [days for days in within if length(self.cells[by_days[days]].figures[0]) == size]
                if _fills(sorted(same), starts, ends):
                    self._note(long, [by_days[days] for days in same])
            for short in within:
                if short[0] == starts or short[1] == ends:
                    self._note_between(long, by_days, (starts, ends), short)

    def _note_between(self, long, by_days, outer, short):
        other = (
            (short[1] + datetime.timedelta(1), outer[1])
            if short[0] == outer[0]
            else (outer[0], short[0] - datetime.timedelta(1))
        )
        if other in by_days:
            self._note(long, [by_days[short], by_days[other]])
        else:
            whole, part = self.cells[long].number, self.cells[by_days[short]].number
            if whole is not None and part is not None and is_small(whole - part):
                self.sums.append((long, (by_days[short], self._rest())))

    # Withholding more until nothing can be worked out.

    def _protect(self):
        changed = True
        while changed:
            changed = any([self._protect_sums(), self._protect_twins()]) or self._protect_worked_out()

    def _protect_sums(self):
        """20 = 12 + 5 + (3): alone withheld, the 3 is 20 - 12 - 5, so the 5 goes with it. Also where several withheld
        cells are as many as the people in them: of 14 = 12 + (1) + (1) both must be one.
        """
        changed = False
        for total, parts in self.sums:
            unknown = [place for place in (total, *parts) if place in self.hidden]
            if len(unknown) == 1 or (unknown and total not in self.hidden and self._all_ones(unknown)):
                changed |= self._hide_one_of([(total, parts)], unknown)
        return changed

    def _all_ones(self, places):
        """As many people as cells, and each cell one person."""
        return all(place in self.cells and self.cells[place].number == 1 for place in places)

    def _hide_one_of(self, lines, unknown):
        offered = {
            place
            for total, parts in lines
            for place in (total, *parts)
            if place in self.cells and place not in self.hidden and not self.cells[place].told
        }
        if not offered:
            self.unprotected.update(unknown)
            return False
        self.hidden.add(min(offered, key=self._cost))
        return True

    def _cost(self, place):
        """Parts before totals, small before large, what counts nobody last."""
        cell = self.cells[place]
        number = cell.number
        return (not number, cell.is_total, number or 0, cell.order)

    def _protect_twins(self):
        """The same number of the same place and time, told by another indicator, tells the withheld one."""
        wanted = defaultdict(set)
        for place in self.hidden:
            if place in self.cells and (number := self.cells[place].number):
                wanted[place[1:4]].add((number, place[0]))
        twins = [
            place
            for place, cell in self.cells.items()
            if place not in self.hidden and not cell.told and self._tells(cell, wanted[place[1:4]])
        ]
        self.hidden.update(twins)
        return bool(twins)

    def _tells(self, cell, wanted):
        others = {number for number, indicator in wanted if indicator != cell.place[0]}
        told = {n for f in cell.figures for n in (counted(f), f.numerator, f.denominator, f.second) if n is not None}
        return bool(others & told)

    def _protect_worked_out(self):
        """Solve the sums as somebody outside could; withhold more wherever one answer comes out.

        a + b = 7, a + c = 9 and b + c = 8: no line has a single unknown, yet together they give a = 4, b = 3, c = 5.
        """
        changed = False
        for component in self._components():
            for place in _determined([self._unknown(line) for line in component]) - self.unprotected:
                if self._hide_one_of(self.touching[place], [place]) or self._hide_one_of(component, [place]):
                    self.unprotected.discard(place)
                    changed = True
                    break
        return changed

    def _unknown(self, line):
        total, parts = line
        terms = {place: 1 for place in parts if place in self.hidden}
        if total in self.hidden:
            terms[total] = -1
        return terms

    def _components(self):
        """Lines that share withheld cells, together."""
        left = {place for place in self.hidden if self.touching[place]}
        while left:
            reached, waiting, lines = set(), [left.pop()], {}
            while waiting:
                place = waiting.pop()
                reached.add(place)
                for line in self.touching[place]:
                    if id(line) not in lines:
                        lines[id(line)] = line
                        waiting += [
                            other for other in (line[0], *line[1]) if other in self.hidden and other not in reached
                        ]
            left -= reached
            yield list(lines.values())


def _fills(days, starts, ends):
    """Whether these periods, in order, fill the longer one without gap or overlap."""
    if len(days) < 2 or days[0][0] != starts or days[-1][1] != ends:
        return False
    return all(after[0] == before[1] + datetime.timedelta(1) for before, after in zip(days, days[1:], strict=False))


def _determined(lines) -> set:
    """The unknowns with one answer only: those that stand alone in a row of the reduced sums.

    From a + b, a + c, b + c elimination leaves a row for each of the three; from a + b, b + c it leaves a - c and
    b + c, so nobody can tell any of them.
    """
    columns = sorted({place for line in lines for place in line}, key=repr)
    rows = [[Fraction(line.get(place, 0)) for place in columns] for line in lines]
    pivot = 0
    for column in range(len(columns)):
        found = next((r for r in range(pivot, len(rows)) if rows[r][column]), None)
        if found is None:
            continue
        rows[pivot], rows[found] = rows[found], rows[pivot]
        lead = rows[pivot][column]
        rows[pivot] = [value / lead for value in rows[pivot]]
        for r, row in enumerate(rows):
            if r != pivot and row[column]:
                times = row[column]
                rows[r] = [a - times * b for a, b in zip(row, rows[pivot], strict=True)]
        pivot += 1
    alone = [[place for place, value in zip(columns, row, strict=True) if value] for row in rows]
    return {places[0] for places in alone if len(places) == 1}
