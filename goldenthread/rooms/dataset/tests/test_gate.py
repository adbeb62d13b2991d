"""The gate: no count of people below five leaves, and none can be worked out from what does."""

import datetime
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from goldenthread.rooms.dataset import disclosure
from goldenthread.rooms.dataset.models import Figure, Indicator

DAY = datetime.date(2026, 3, 31)
WITHHELD = "withheld"


class Made:
    """Figures without a database."""

    def __init__(self):
        self.all = []

    def indicator(self, **more):
        return Indicator(**{"pk": 1, "title": "Children", "counts": "children"} | more)

    def add(self, of, value=None, area=None, category="", **more):
        numbers = {
            name: Decimal(str(more[name]))
            for name in ("numerator", "denominator", "second")
            if more.get(name) is not None
        }
        breakdown = more.pop("breakdown", "kind" if category else "")
        figure = Figure(
            **{
                "pk": len(self.all) + 1,
                "indicator": of,
                "area_id": area,
                "ends": DAY,
                "breakdown": breakdown,
                "category": category,
                **more,
                **numbers,
            },
            value=None if value is None else Decimal(str(value)),
        )
        self.all.append(figure)
        return figure

    def withheld(self):
        decision = disclosure.decide(self.all)
        return {figure.pk for figure in self.all if not decision.passes(figure)}


@pytest.fixture
def made():
    return Made()


@pytest.mark.parametrize(("value", "leaves"), [(0, True), (1, False), (4, False), (5, True), (316, True)])
def test_one_to_four_are_withheld_and_nought_stays(made, value, leaves):
    one = made.add(made.indicator(), value)
    assert (one.pk not in made.withheld()) is leaves


def test_a_rate_or_percentage_that_shows_a_small_count_is_withheld(made):
    rate = made.indicator(unit="rate", factor=10000)
    percent = made.indicator(pk=2, unit="percent")
    made.add(rate, "1.1", numerator=3, denominator=27243)
    made.add(rate, "1.1", denominator=27243, category="other", breakdown="kind")
    made.add(percent, 98, numerator=98, denominator=100)
    assert made.withheld() == {1, 2, 3}


def test_a_small_second_count_is_withheld(made):
    made.add(made.indicator(also_counts="children concerned"), 12, second=3)
    assert made.withheld() == {1}


def test_fewer_than_five_is_no_way_round(made):
    made.add(made.indicator(), 5, bound="under")
    assert made.withheld() == {1}


def test_what_counts_no_people_leaves_as_it_is(made):
    made.add(made.indicator(people=False), 2)
    made.add(made.indicator(pk=2, village="live in care"), 1)
    assert made.withheld() == set()


def test_words_alone_cannot_be_checked(made):
    made.add(made.indicator(), words="three girls")
    assert made.withheld() == {1}


def test_one_more_part_is_withheld_so_that_the_total_tells_nothing(made):
    of = made.indicator()
    total = made.add(of, 185)
    neglect, physical, sexual = (
        made.add(of, value, category=name) for name, value in (("Neglect", 130), ("Physical", 52), ("Sexual", 3))
    )
    assert made.withheld() == {sexual.pk, physical.pk}
    assert total.pk not in made.withheld() and neglect.pk not in made.withheld()


def test_a_part_that_nobody_recorded_is_protected_too(made):
    of = made.indicator()
    made.add(of, 20)
    boys = made.add(of, 17, category="boys")
    assert made.withheld() == {boys.pk}


def test_areas_and_the_whole(made):
    of = made.indicator()
    whole = made.add(of, 30)
    small, other, large = (made.add(of, value, area=area) for area, value in ((1, 2), (2, 8), (3, 20)))
    assert made.withheld() == {small.pk, other.pk}
    assert {whole.pk, large.pk}.isdisjoint(made.withheld())


def test_quarters_and_their_year(made):
    of = made.indicator()
    days = [
        datetime.date(2025, 4, 1),
        datetime.date(2025, 7, 1),
        datetime.date(2025, 10, 1),
        datetime.date(2026, 1, 1),
        datetime.date(2026, 4, 1),
    ]
    made.add(of, 30, starts=days[0], ends=days[4] - datetime.timedelta(1))
    quarters = [
        made.add(of, value, starts=days[n], ends=days[n + 1] - datetime.timedelta(1))
        for n, value in enumerate((9, 3, 8, 10))
    ]
    assert made.withheld() == {quarters[1].pk, quarters[2].pk}


def test_two_cells_of_one_that_must_be_one_each(made):
    of = made.indicator()
    made.add(of, 12)
    parts = [made.add(of, value, category=str(n)) for n, value in enumerate((1, 1, 10))]
    assert made.withheld() == {part.pk for part in parts}


def test_the_same_number_under_another_name_is_withheld_too(made):
    of, rate = made.indicator(), made.indicator(pk=2, unit="rate", factor=10000)
    made.add(of, 20)
    made.add(of, 3, area=1)
    made.add(of, 17, area=2)
    twin = made.add(rate, "6.2", area=2, numerator=17, denominator=27243)
    assert twin.pk in made.withheld()


def test_percentages_of_one_whole_add_up_without_a_total(made):
    of = made.indicator(unit="percent")
    small, middle, large = (
        made.add(of, value, category=str(value), numerator=value, denominator=100) for value in (3, 27, 70)
    )
    assert made.withheld() == {small.pk, middle.pk} and large.pk not in made.withheld()


def test_what_is_public_passes_as_quoted_and_what_it_gives_away_is_said(made):
    of = made.indicator()
    made.add(of, 20, public=True, citation="Report")
    made.add(of, 17, category="boys", public=True, citation="Report")
    girls = made.add(of, 3, category="girls")
    published = made.add(of, 2, area=1, public=True, citation="Report")
    decision = disclosure.decide(made.all)
    assert decision.passes(published) and not decision.passes(girls)
    assert girls.pk in decision.unprotected


def test_todays_value_is_not_public_because_another_was_printed(made):
    one = made.add(made.indicator(), 3, public=True, citation="Report", quoted="6")
    assert not disclosure.decide(made.all).passes(one)


# No small number can be worked out: somebody outside has every number that left, and knows what adds up to what.

LINE = st.lists(st.integers(0, 12), min_size=3, max_size=3)


def _table(rows, public):
    """Areas × kinds with totals of both and the whole."""
    made = Made()
    of = made.indicator()
    cells = {}

    def put(value, area, category):
        cells[area, category] = made.add(of, value, area=area, category=category, public=(area, category) in public)

    for area, row in enumerate(rows, 1):
        for kind, value in enumerate(row):
            put(value, area, f"k{kind}")
        put(sum(row), area, "")
    for kind in range(3):
        put(sum(row[kind] for row in rows), None, f"k{kind}")
    put(sum(map(sum, rows)), None, "")
    return made, cells


def _other_answers(rows, known):
    """For each inner cell every value that fits what is known: tables of the same shape whose known sums are the same.

    A cell that was withheld is at least 1: what counts nobody is never withheld while anything else can be.
    """
    areas, kinds = range(1, len(rows) + 1), range(3)
    inner = [(area, f"k{kind}") for area in areas for kind in kinds]
    free = [cell for cell in inner if cell not in known]
    values = {cell: set() for cell in free}
    for guess in product(range(16), repeat=len(free)):
        table = dict(zip(free, guess, strict=True)) | {cell: known[cell] for cell in inner if cell in known}
        sums = {(area, ""): sum(table[area, f"k{k}"] for k in kinds) for area in areas}
        sums |= {(None, f"k{k}"): sum(table[area, f"k{k}"] for area in areas) for k in kinds}
        sums[None, ""] = sum(table.values())
        if all(known[cell] == number for cell, number in sums.items() if cell in known):
            for cell in free:
                values[cell].add(table[cell])
    return values


@settings(max_examples=30, deadline=None)
@given(st.lists(LINE, min_size=2, max_size=2))
def test_no_withheld_number_can_be_worked_out(rows):
    made, cells = _table(rows, frozenset())
    withheld = made.withheld()
    known = {place: int(figure.value) for place, figure in cells.items() if figure.pk not in withheld}
    assert all(number == 0 or number >= 5 for number in known.values())
    assume(sum(place not in known for place in cells if place[0] and place[1]) <= 4)  # few enough to try them all
    for place, values in _other_answers(rows, known).items():
        if 0 < cells[place].value < 5:
            assert len(values) > 1, (rows, place)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(LINE, min_size=2, max_size=4),
    st.sets(st.tuples(st.integers(1, 4), st.sampled_from(["k0", "k1", "k2", ""])), max_size=5),
)
def test_no_withheld_number_follows_from_the_sums(rows, public):
    """The same by subtraction alone, for larger tables and with public figures among them."""
    made, cells = _table(rows, public)
    decision = disclosure.decide(made.all)
    known = {place for place, figure in cells.items() if decision.passes(figure)}
    assert all(cells[place].public or not 0 < cells[place].value < 5 for place in known)
    areas, kinds = [*range(1, len(rows) + 1)], ["k0", "k1", "k2"]
    sums = [[(area, ""), *((area, kind) for kind in kinds)] for area in [*areas, None]]
    sums += [[(None, kind), *((area, kind) for area in areas)] for kind in [*kinds, ""]]
    reached = set(known)
    while True:
        alone = {left[0] for line in sums if len(left := [place for place in line if place not in reached]) == 1}
        if not alone:
            break
        reached |= alone
    for place in reached - known:
        if 0 < cells[place].value < 5:
            assert cells[place].pk in decision.unprotected, (rows, public, place)
            assert public


def test_filtering_tells_nothing_more(made):
    """Two exports, of the total and of the parts, put together tell no more than one."""
    of = made.indicator()
    total = made.add(of, 20)
    boys, girls = made.add(of, 17, category="boys"), made.add(of, 3, category="girls")
    decision = disclosure.decide(made.all)
    leaves = [figure for export in ([total], [boys, girls]) for figure in export if decision.passes(figure)]
    assert leaves == [total]


def test_solving_finds_what_several_sums_give_together():
    """No one sum gives a number away here, all three do."""
    assert disclosure._determined([{"a": 1, "b": 1}, {"a": 1, "c": 1}, {"b": 1, "c": 1}]) == {"a", "b", "c"}
    assert disclosure._determined([{"a": 1, "b": 1}, {"b": 1, "c": 1}]) == set()
