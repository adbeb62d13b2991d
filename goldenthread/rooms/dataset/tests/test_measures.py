"""Numbers in words."""

import datetime
from decimal import Decimal

import pytest

from goldenthread.rooms.dataset import measures, rules
from goldenthread.rooms.dataset.models import Comparator, Figure, Indicator
from goldenthread.rooms.dataset.queries import arranging, remarks

DAY = datetime.date(2024, 3, 31)


def indicator(**more):
    return Indicator(**{"title": "Children on a plan", "counts": "children"} | more)


RATE = {"unit": "rate", "factor": 10000, "decimals": 1}


def figure(of=None, **more):
    numbers = {
        name: Decimal(str(value))
        for name, value in more.items()
        if name in ("value", "numerator", "denominator", "second")
    }
    return Figure(**{"indicator": of or indicator(), "ends": DAY, **more, **numbers})


def test_a_rate_beside_england():
    one = figure(indicator(**RATE), value="92.6", numerator=316, pk=7)
    england = Comparator(place="England", value=Decimal("43.2"), period="2023", ends=DAY)
    assert (
        arranging.sentence(one, [england])
        == "316 children on 31 March 2024: 92.6 in every 10,000, more than twice England’s 43.2 (2023)"
    )


@pytest.mark.parametrize(
    ("of_figure", "of_comparator"),
    [({"pk": 7}, {"beside_id": 7}), ({"origin": "as_published"}, {"origin": "as_published", "ends": DAY})],
)
def test_what_a_text_holds_beside_each_other_is_compared_in_no_words_of_ours(of_figure, of_comparator):
    """The text calls them very similar."""
    one = figure(value=5, period_label="2014-15", **of_figure)
    england = Comparator(place="England", value=Decimal(7), period="2014-15", **of_comparator)
    said = arranging.sentence(one, [england])
    assert said.startswith("5 children in 2014-15, beside England’s 7") and "below" not in said


def test_what_is_printed_beside_a_number_stays_beside_it():
    one = figure(value=130, words="130 (70%)", period_label="Q1 2014-15", public=True)
    assert measures.short_amount(one) == "130 (70%)" and not measures.says_more(one)
    assert measures.said(one) == "130 children (70%) in Q1 2014-15"
    one.public = False
    assert measures.short_amount(one) == "130", "what is not published takes no share with it"
    other = figure(value=8, words="ranked 8th")
    assert measures.short_amount(other) == "8" and measures.says_more(other)


def test_absent_is_not_none():
    assert measures.short_amount(figure(absent="The cell is empty")) == "not given"


def test_a_day_that_no_text_gives_is_printed_nowhere():
    one = figure(value=135000, period_label="No date given")
    assert "2024" not in measures.said(one) + measures.period(one)


def test_what_must_be_said_beside_figures():
    of = indicator(definition="Counted once each")
    one = figure(
        of, value=8, words="ranked 8th", note="The text prints 9 elsewhere", period_label="2013/14", pk=7, public=True
    )
    beside = Comparator(place="England", value=Decimal(7), words="very similar", period="x", beside_id=7)
    assert remarks.of_many([([one], [beside])]) == [
        "Children on a plan: Counted once each.",
        "Children on a plan, 2013/14: “ranked 8th”. The text prints 9 elsewhere.",
        "Children on a plan, England: “very similar”.",
    ]


@pytest.mark.parametrize(
    ("of", "values", "said"),
    [
        ({}, {"value": 1619, "period_label": "March 2024"}, "1,619 children in March 2024"),
        ({}, {"value": 1000, "bound": "over", "period_label": "Each month"}, "over 1,000 children (each month)"),
        ({"unit": "percent"}, {"value": 90, "bound": "over"}, "over 90% on 31 March 2024"),
        (
            {"unit": "percent", "of_whom": "people"},
            {"value": 23, "numerator": 62491, "denominator": 280400, "bound": "about"},
            "62,491 of 280,400 people on 31 March 2024: about 23%",
        ),
        ({"unit": "rank"}, {"value": 5}, "5th on 31 March 2024"),
        ({"unit": "rank"}, {"value": 22}, "22nd on 31 March 2024"),
        ({"unit": "money"}, {"value": 1200}, "£1,200 on 31 March 2024"),
        ({"unit": "days"}, {"value": 1}, "1 day on 31 March 2024"),
        (
            {"counts": "episodes", "also_counts": "children concerned"},
            {"value": 120, "second": 45},
            "120 episodes on 31 March 2024; 45 children concerned",
        ),
        ({}, {"absent": "Not collected here"}, "no figure on 31 March 2024: not collected here"),
        (
            {},
            {"words": "the highest rate in the region", "period_label": "2013/14"},
            "the highest rate in the region in 2013/14",
        ),
        ({}, {"value": 3, "starts": datetime.date(2024, 1, 1)}, "3 children in January to March 2024"),
    ],
)
def test_said(of, values, said):
    assert measures.said(figure(indicator(**of), **values)) == said


def test_a_rate_is_worked_out_only_to_be_shown():
    one = figure(indicator(**RATE), numerator=316, denominator=34125)
    assert measures.worked_out(one) == Decimal("92.6") and one.value is None
    assert measures.worked_out(figure(indicator(**RATE), numerator=316, denominator=34125, value=90)) is None
    assert measures.worked_out(figure(indicator(**RATE), numerator=316, denominator=0)) is None


@pytest.mark.parametrize(
    ("mine", "theirs", "unit", "words"),
    [
        ("92.6", "43.2", "rate", "more than twice"),
        ("86.4", "43.2", "rate", "about twice"),
        ("130", "43", "rate", "about three times"),
        ("44", "43.2", "rate", "about the same as"),
        ("60", "43.2", "rate", "well above"),
        ("40", "43.2", "rate", "below"),
        ("10", "43.2", "rate", "less than half of"),
        ("10", "0", "rate", "beside"),
        ("87.1", "81.4", "percent", "6 points above"),
        ("2.0", "2.3", "percent", "a little below"),
        ("90", "90.2", "percent", "about the same as"),
    ],
)
def test_comparing(mine, theirs, unit, words):
    assert measures.compare(Decimal(mine), Decimal(theirs), unit) == words


def test_a_bound_is_not_compared_as_if_it_were_exact():
    one = figure(indicator(unit="percent"), value=90, bound="over", pk=7)
    assert measures.beside(one, Comparator(place="England", value=Decimal(80), period="2023")) == "beside England’s 80%"


def test_two_points_get_an_arrow():
    before = figure(value=139, period_label="Q2 2014-15")
    assert measures.change(figure(value=117), before) == "▼ down from 139 in Q2 2014-15"
    assert measures.change(figure(value=139), before).startswith("▶ unchanged")


def test_what_was_supplied_is_not_rounded():
    assert measures.amount(Decimal("18.1400"), indicator(unit="percent", decimals=1)) == "18.14%"


def test_parts_that_do_not_add_up_are_pointed_out():
    total = figure(value=185)
    parts = [
        figure(value=value, breakdown="category", category=name) for name, value in (("Neglect", 130), ("Physical", 40))
    ]
    (warning,) = arranging.warnings([total, *parts])
    assert "add up to 170, not 185" in warning and "kept as supplied" in warning
    assert not arranging.warnings([total, *parts, figure(value=15, breakdown="category", category="Sexual")])


def test_contradicting_figures_are_both_kept():
    of = indicator(**RATE)
    one, other = (
        figure(of, value="92.6", period_label="March 2024", pk=1),
        figure(of, value="140.2", period_label="No date given", starts=datetime.date(2023, 4, 1), pk=2),
    )
    (warning,) = arranging.warnings([one, other])
    assert "92.6" in warning and "140.2" in warning and "Both are kept" in warning
    assert arranging.latest([other, one])[arranging.WHOLE][0] is one


def test_its_own_counts_against_its_value():
    assert rules.oddities(figure(indicator(unit="percent"), value=19, numerator=34, denominator=185))
    assert not rules.oddities(figure(indicator(unit="percent"), value="18.4", numerator=34, denominator=185))
    assert rules.oddities(figure(indicator(unit="percent"), value=140))
