"""Many figures that are given in one step: what of them is new, what changes, what is wrong and what is asked."""

import contextlib
import copy
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from goldenthread.foundation.asking import Question
from goldenthread.foundation.room import Refused, Unchanged
from goldenthread.rooms.dataset import measures, rules
from goldenthread.rooms.dataset.models import Bound, Figure, Indicator
from goldenthread.rooms.dataset.queries import telling_twice

AT_ONCE = 500  # rows of one question of the database
CHANGED_MEANWHILE = "Somebody changed this figure meanwhile. See what stands now, then save again."
GONE = "Somebody took this indicator or figure out meanwhile. Leave the row out."
TWICE = "This row is of the same indicator, place and time as another row: leave one of them out."
SAME_TWICE = "The same figure stands in two rows: leave one of them out."


@dataclass(frozen=True)
class Given:
    """One of the figures. `mark` tells the faults and questions of its row from those of another. `values`: the fields
    of Figure that were said, and no others; `figure` and its `version` as it was seen, where one that stands is
    changed.
    """

    mark: str
    indicator: Indicator
    values: dict[str, Any]
    figure: Figure | None = None
    version: int = 0


@dataclass(frozen=True)
class Done:
    """How many were new, how many changed, and how many stood already as they were given."""

    added: int
    changed: int
    same: int


class Faults(Refused):
    """What is wrong, by row: `found` is [(mark, field, sentence)]."""

    def __init__(self, found: list[tuple[str, str, str]]):
        super().__init__(found[0][2])
        self.found = found


def place(mark: str, name: str) -> str:
    """How a form with many rows calls a field of one of them."""
    return f"{name}_{mark}"


class Looked:
    """What was found of each row, under the locks."""

    def __init__(self, indicators: dict[int, Indicator], figures: dict[int, Figure]):
        self.indicators, self.figures = indicators, figures
        self.new: list[tuple[Given, dict[str, Any]]] = []
        self.changed: list[tuple[Given, Figure, dict[str, Any]]] = []
        self.same = 0
        self.seats: dict[str, Any] = {}
        self.questions: list[Question] = []
        self.faults: list[tuple[str, str, str]] = []
        self._seen: dict[tuple, dict[str, Any]] = {}
        for figure in figures.values():
            if figure.indicator_id in indicators:
                figure.indicator = indicators[figure.indicator_id]
                figure.holder = figure.indicator.holder

    def of(self, row: Given) -> Indicator:
        """The row's indicator as it stands now."""
        return self.indicators.get(row.indicator.pk, row.indicator)

    def figure(self, row: Given) -> Figure | None:
        """The figure that the row changes, as it stands now. Raises Refused where somebody changed it meanwhile."""
        if row.figure is None:
            return None
        figure = self.figures.get(row.figure.pk)
        if figure is None or figure.indicator_id not in self.indicators:
            raise Refused(GONE)
        if figure.version != row.version:
            raise Refused(CHANGED_MEANWHILE)
        return figure

    def thing(self, row: Given) -> Figure | Indicator:
        """What one must be allowed to give: the figure that stands, else the indicator."""
        return (row.figure and self.figures.get(row.figure.pk)) or self.of(row)

    @contextlib.contextmanager
    def faults_of(self, row: Given) -> Iterator[None]:
        """What is refused of one row stands with that row, and the others are looked at all the same."""
        try:
            yield
        except Refused as refused:
            self.faults.append((row.mark, refused.field, refused.sentence))

    def look(self, row: Given, whole: dict[str, Any], standing: dict[tuple, list[Figure]]) -> None:
        """Note what becomes of a row that makes sense. Raises Refused where another row is of the same."""
        key = (
            row.indicator.pk,
            *_where(whole),
            telling_twice.part(whole.get("breakdown", ""), whole.get("category", "")),
        )
        if (other := self._seen.setdefault(key, whole)) is not whole:
            alike = all((other.get(name) or None) == (whole.get(name) or None) for name in telling_twice.SAID)
            raise Refused(SAME_TWICE if alike else TWICE, "value")
        figure = self.figures.get(row.figure.pk) if row.figure else None
        others = [one for one in standing.get((row.indicator.pk, *_where(whole)), ()) if one != figure]
        if figure is None:
            self.new.append((row, whole))
            asked = telling_twice.beside(whole, others)
        else:
            changed = {name: value for name, value in row.values.items() if getattr(figure, name) != value}
            self.same += not changed
            asked = []
            if changed:
                self.changed.append((row, figure, changed))
                asked = left_beside(figure, changed)
            if set(changed) & set(telling_twice.OF_WHAT):
                asked += telling_twice.beside(whole, others)
        self.questions += [Question(one.sentence, one.tick, place(row.mark, one.field)) for one in asked]

    def settle(self) -> None:
        """Raises Faults where any row is at fault, and Unchanged where none says anything new."""
        if self.faults:
            raise Faults(self.faults)
        if not (self.new or self.changed):
            raise Unchanged("Each of these figures stands already as it was given: nothing was changed.")


def standing(indicators: Iterable[int], rows: list[Given]) -> dict[tuple, list[Figure]]:
    """The figures that stand at the places and times of these rows: {(indicator, area, first day, last day): newest
    first}. A question for every five hundred indicators.
    """
    numbers, days = sorted(indicators), {row.values.get("ends") or row.figure.ends for row in rows}
    found = defaultdict(list)
    for start in range(0, len(numbers) if days else 0, AT_ONCE):
        some = Figure.objects.filter(indicator__in=numbers[start : start + AT_ONCE], ends__range=(min(days), max(days)))
        for figure in some.select_related("indicator", "area").order_by("-pk"):
            found[figure.indicator_id, figure.area_id, figure.starts, figure.ends].append(figure)
    return found


def left_beside(figure: Figure, changed: dict[str, Any]) -> list[Question]:
    """Asked where a value is corrected and its counts are not, or a count alone, and they no longer go together."""
    typed = {"value", "numerator", "denominator"} & set(changed)
    left = [
        name
        for name in ("value", "numerator", "denominator")
        if name not in typed and getattr(figure, name) is not None
    ]
    after = copy.copy(figure)
    for name, value in changed.items():
        setattr(after, name, value)
    known = None not in (after.value, after.numerator) and after.denominator
    rate = figure.indicator.unit in {Indicator.Unit.PERCENT, Indicator.Unit.RATE}
    if not (typed and left and known and rate) or not rules.not_what_it_gives(after):
        return []
    said = f"{measures.plain(after.numerator)} of {measures.plain(after.denominator)} and {measures.plain(after.value)}"
    names = {"value": "the value", "numerator": "the count", "denominator": "of how many"}
    stays = " and ".join(names[name] for name in left)
    sentence = f"{said} do not go together; {stays} would stay as it stood."
    return [Question(sentence, "Keep it all the same", min(typed, key=list(names).index))]


def _where(values: dict[str, Any]) -> tuple:
    area = values.get("area")
    return (area.pk if area else None, values.get("starts"), values["ends"])


def instead(typed: dict[str, Any]) -> dict[str, Any]:
    """What is typed over a figure that stands, with what it takes the place of."""
    numbers = {"value", "numerator"} & set(typed)
    values = dict(typed)
    if "value" in typed:
        values = {"value_to": None, "bound": Bound.EXACT, "words": "", "absent": ""} | values
    if "numerator" in typed:
        values = {"numerator_to": None, "numerator_bound": Bound.EXACT, "absent": ""} | values
    if "absent" in typed and not numbers:
        none = ("value", "value_to", "numerator", "numerator_to", "denominator", "second")
        exact = {"bound": Bound.EXACT, "numerator_bound": Bound.EXACT, "words": ""}
        values = dict.fromkeys(none) | exact | values
    return values
