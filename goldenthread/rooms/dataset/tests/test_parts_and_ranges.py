"""A count known as a bound or a range, parts of parts, and parts that share cases: in words, by page, at the gate."""

import datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from goldenthread.foundation.access.viewer import public_reader
from goldenthread.foundation.papers.text import pieces_of
from goldenthread.foundation.room import Refused, Span
from goldenthread.rooms.dataset import chapters, disclosure, measures, operations, references
from goldenthread.rooms.dataset.models import Figure, Indicator
from goldenthread.rooms.dataset.queries import arranging
from goldenthread.rooms.dataset.record_parts import FIGURE
from tests.words import words

DAY = datetime.date(2026, 3, 31)
SPAN = Span(datetime.date(2025, 4, 1), DAY, "2025-26")


def _figure(unit="number", **more):
    numbers = {name: Decimal(str(value)) for name, value in more.items() if type(value) is int}
    of = Indicator(pk=1, title="Children", counts="children", of_whom="reviews", unit=unit)
    return Figure(**{"pk": 1, "indicator": of, "ends": DAY, **more, **numbers})


@pytest.mark.parametrize(
    ("figure", "said", "drawn"),
    [
        (
            {"unit": "percent", "numerator": 5, "numerator_bound": "under", "denominator": 60},
            "under 5 of 60 reviews on 31 March 2026",
            None,
        ),
        (
            {"unit": "percent", "numerator": 3, "numerator_to": 7, "value": 10, "bound": "about"},
            "between 3 and 7 children on 31 March 2026: about 10%",
            10,
        ),
        ({"value": 3, "value_to": 7}, "between 3 and 7 children on 31 March 2026", None),
        ({"value": 25, "value_to": 30, "bound": "about"}, "about 25 to 30 children on 31 March 2026", None),
        ({"unit": "percent", "value": 25, "value_to": 30}, "between 25 and 30% on 31 March 2026", None),
        ({"value": 5, "bound": "under"}, "under 5 children on 31 March 2026", 5),
        ({"numerator": 5, "numerator_bound": "under"}, "under 5 children on 31 March 2026", 5),
        ({"numerator": 3, "numerator_to": 7}, "between 3 and 7 children on 31 March 2026", None),
    ],
)
def test_a_bound_or_a_range_is_said_as_it_is_known_and_a_range_is_drawn_as_no_number(figure, said, drawn):
    one = _figure(**figure)
    assert measures.said(one) == said
    assert measures.number(one) == drawn


@pytest.mark.parametrize(
    "figure",
    [
        {"value": 0, "value_to": 4},
        {"value": 3, "value_to": 7},
        {"numerator": 5, "numerator_bound": "under"},
        {"unit": "percent", "numerator": 0, "numerator_to": 4, "denominator": 90},
    ],
)
def test_a_bound_or_range_that_tells_of_fewer_than_five_stays_inside(figure):
    assert disclosure.must_be_withheld(_figure(**figure))
    assert not disclosure.must_be_withheld(_figure(**figure, public=True))


def test_a_wide_range_may_leave():
    assert not disclosure.must_be_withheld(_figure(value=25, value_to=30))


def _parts(make, **more):
    """20 children, of whom 11 girls and 9 boys; of the girls 6 are under five and 5 older."""
    of = make.indicator()
    total = make.figure(of, 20)
    girls = make.figure(of, 11, breakdown="sex", category="girls")
    make.figure(of, 9, breakdown="sex", category="boys")
    young = make.figure(of, 6, breakdown="age", category="under five", part_of=girls)
    old = make.figure(of, 5, breakdown="age", category="five and over", part_of=girls, **more)
    return of, total, girls, young, old


def test_parts_of_a_part_add_up_to_it_and_not_to_the_total(make, given):
    *_, old = _parts(make)
    figures = list(Figure.objects.select_related("indicator", "area", "part_of"))
    assert arranging.warnings(figures) == []
    operations.edit_figure(figure=old, version=1, value=Decimal(4), **given)
    figures = list(Figure.objects.select_related("indicator", "area", "part_of"))
    (said,) = arranging.warnings(figures)
    assert said.startswith("31 March 2026: the parts by age of girls add up to 10, not 11")


def test_parts_that_share_cases_are_not_held_against_their_total(make):
    of = make.indicator()
    make.figure(of, 11, breakdown="reason", category="neglect")
    make.figure(of, 20)
    make.figure(of, 15, breakdown="reason", category="abuse", overlaps=True)
    assert arranging.warnings(list(Figure.objects.select_related("indicator", "area", "part_of"))) == []


def test_what_a_part_of_a_part_leaves_over_is_protected():
    """Of 11 girls 8 are under five: the 3 that are left could be worked out, so the 8 stays inside with them."""
    of = Indicator(pk=1, title="Children", counts="children")
    girls = Figure(pk=1, indicator=of, ends=DAY, breakdown="sex", category="girls", value=Decimal(11))
    more = {"indicator": of, "ends": DAY, "breakdown": "age", "part_of_id": 1}
    young = Figure(pk=2, category="under five", value=Decimal(8), **more)
    assert not disclosure.decide([girls, young]).passes(young)
    old = Figure(pk=3, category="five and over", value=Decimal(3), **more)
    decision = disclosure.decide([girls, young, old])
    assert not decision.passes(old) and not (decision.passes(young) and decision.passes(girls))
    # the same ages of boys are other cells: they add up to the boys
    boys = Figure(pk=4, indicator=of, ends=DAY, breakdown="sex", category="boys", value=Decimal(30))
    theirs = {**more, "part_of_id": 4}
    ages = [Figure(pk=5, category="under five", value=Decimal(10), **theirs)]
    ages.append(Figure(pk=6, category="five and over", value=Decimal(20), **theirs))
    decision = disclosure.decide([girls, young, old, boys, *ages])
    assert all(decision.passes(one) for one in (boys, *ages))


def test_what_an_overlapping_part_leaves_over_is_protected():
    of = Indicator(pk=1, title="Children", counts="children")
    whole = Figure(pk=1, indicator=of, ends=DAY, value=Decimal(20))
    shared = {"indicator": of, "ends": DAY, "breakdown": "reason", "overlaps": True}
    most = Figure(pk=2, category="neglect", value=Decimal(18), **shared)
    some = Figure(pk=3, category="abuse", value=Decimal(12), **shared)
    decision = disclosure.decide([whole, most, some])
    assert not decision.passes(most) and decision.passes(some) and decision.passes(whole)


def test_the_form_asks_for_a_range_and_for_what_a_part_divides(client, cast, make):
    of = make.rate()
    girls = make.figure(of, "9.1", breakdown="sex", category="girls")
    cast.sign_in(client, "analyst")
    url = reverse("dataset:add_figure", args=["west", "west", of.key])
    day = {"ends_day": "31", "ends_month": "3", "ends_year": "2026"}
    typed = {"numerator": "3", "numerator_to": "7", "value": "2.1", "bound": "exact", **day}
    typed |= {"part_of": girls.pk, "breakdown": "age", "category": "under five", "overlaps": "on"}
    backwards = client.post(url, typed | {"numerator_to": "2"})
    assert backwards.status_code == 422 and "The upper end of a range is above the lower" in words(backwards)
    assert client.post(url, typed).status_code == 302
    made = Figure.objects.get(part_of=girls)
    assert (made.numerator_to, made.overlaps) == (7, True)
    page = words(client.get(reverse("dataset:figure", args=["west", "west", made.key])))
    assert "girls: under five" in page and "between 3 and 7" in page and "Sex: girls" in page


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"breakdown": "", "category": ""}, "divided further"),
        ({"ends": datetime.date(2025, 3, 31)}, "same area and the same days"),
    ],
)
def test_a_part_fits_what_it_divides(make, more, said):
    girls = _parts(make)[2]
    with pytest.raises(Refused, match=said):
        make.figure(girls.indicator, 1, **{"breakdown": "age", "category": "x", "part_of": girls} | more)


def test_a_part_of_a_part_is_divided_no_further(make):
    young = _parts(make)[3]
    with pytest.raises(Refused, match="parts go no deeper"):
        make.figure(young.indicator, 1, breakdown="school", category="x", part_of=young)


def _told(cast):
    return pieces_of(tuple(chapters.figures(public_reader(cast.west, cast.now), cast.west, SPAN)))


def test_the_report_breaks_a_part_down_apart_from_its_whole(cast, make):
    _parts(make)
    told = _told(cast)
    titles = [one for one in told if one.startswith("Children on a plan") and " by " in one]
    assert titles == [
        "Children on a plan by sex, 31 March 2026",
        "Children on a plan, girls, by age, 31 March 2026",
    ]
    assert told.index("under five") > told.index(titles[1]) > told.index("boys")


def test_the_report_says_where_parts_share_cases_and_what_is_known_only_as_a_bound(cast, make):
    of = make.indicator(people=False)
    make.figure(of, 11, breakdown="reason", category="neglect", overlaps=True)
    make.figure(of, 15, breakdown="reason", category="abuse", overlaps=True)
    late = make.indicator("Late reviews", unit="percent", of_whom="reviews", people=False)
    make.figure(late, numerator=5, numerator_bound="under", denominator=212)
    told = _told(cast)
    assert "Children on a plan by reason (one may count in several parts), 31 March 2026" in told
    assert "under 5 of 212" in told


def test_the_report_says_what_is_counted_and_the_words_and_notes_beside_a_figure_once(cast, make, areas):
    of = make.indicator("Reviews", counts="reviews", people=False, definition="Of a plan:\n\n- begun\n- ended")
    note = "Without those of March."
    make.figure(of, 20, area=areas["Northbank"], note=note, words="the most since 2019")
    make.figure(of, 30, area=areas["Southbank"], note=note)
    of_people = make.indicator()
    make.figure(of_people, 20, note="Two brothers are among them.", words="more than expected")
    told = _told(cast)
    place = told.index("What to know about these figures")
    assert told[place + 1 : place + 4] == ["Reviews: Of a plan:", "begun", "ended"]
    day = "31 March 2026"
    assert f"Reviews, Northbank, {day}: “the most since 2019”. {note}" in told
    assert f"Reviews, Southbank, {day}: {note}" in told
    assert "brothers" not in str(told) and "expected" not in str(told)
    kept = Figure.objects.get(words="more than expected")
    card = references.figures(public_reader(cast.west, cast.now), {kept.ref})[kept.ref]
    assert "brothers" not in card.hint and "expected" not in card.hint


def test_a_record_says_them_and_a_part_must_fit():
    good = {"indicator": "i", "ends": "2026-03-31", "numerator": "3", "numerator_to": "7"}
    assert FIGURE.check(good) == []
    assert [field for field, _ in FIGURE.check(good | {"numerator_to": "3"})] == ["numerator_to"]
    assert [field for field, _ in FIGURE.check(good | {"value_to": "3"})] == ["value_to"]
    assert [field for field, _ in FIGURE.check(good | {"part_of": "other"})] == ["breakdown"]
