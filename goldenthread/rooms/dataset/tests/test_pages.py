"""Each page answers six questions: it works; another partnership's is not there; a reader may not write; a bad address
is not found; the wrong method is refused; a stranger learns nothing."""

import datetime
import re
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from goldenthread.rooms.dataset.models import Comparator, Figure, Indicator
from goldenthread.rooms.dataset.queries import indicator as one_indicator
from tests.kept import kept

pytestmark = pytest.mark.one_database

READ = ("scorecard", "indicator", "figure")
EXPORT = ("export_scorecard", "export_indicator")
WRITE = (
    "add_indicator",
    "edit_indicator",
    "add_figure",
    "add_comparator",
    "edit_figure",
    "mark_as_public",
    "edit_comparator",
)
OF_FIGURE, OF_COMPARATOR, OF_NOTHING = (
    ("figure", "edit_figure", "mark_as_public"),
    ("edit_comparator",),
    ("scorecard", "add_indicator", "export_scorecard"),
)


def at(name, told, partnership="west", **instead):
    indicator, figure, comparator = told
    given = {"partnership": partnership}
    if name not in OF_NOTHING:
        thing = figure if name in OF_FIGURE else comparator if name in OF_COMPARATOR else indicator
        given |= {"holder": thing.holder.key, "key": thing.key}
    if name in EXPORT:
        given["kind"] = "csv"
    return reverse(f"dataset:{name}", kwargs=given | instead)


@pytest.mark.parametrize("name", READ + EXPORT + WRITE)
def test_it_works(client, cast, told, name):
    assert cast.sign_in(client).get(at(name, told)).status_code == 200


@pytest.mark.parametrize("name", READ + EXPORT + WRITE)
def test_a_foreign_partnership_finds_nothing(client, cast, told, name):
    cast.sign_in(client, "east_manager")
    assert client.get(at(name, told)).status_code == 404
    if name not in OF_NOTHING:
        assert client.get(at(name, told, "east")).status_code == 404


@pytest.mark.parametrize("name", EXPORT + WRITE)
def test_a_reader_may_not_write_or_take_out(client, cast, told, name):
    answer = cast.sign_in(client, "lay_member").get(at(name, told))
    assert answer.status_code == 403 and "Ask the business unit" in answer.content.decode()


@pytest.mark.parametrize("name", [name for name in READ + EXPORT + WRITE if name not in OF_NOTHING])
def test_a_bad_address_is_not_found(client, cast, told, name):
    assert cast.sign_in(client).get(at(name, told, key="no-such-thing")).status_code == 404


@pytest.mark.parametrize("name", EXPORT)
def test_an_unknown_kind_of_file_is_not_found(client, cast, told, name):
    assert cast.sign_in(client).get(at(name, told, kind="pdf")).status_code == 404


@pytest.mark.parametrize("name", READ + EXPORT)
def test_the_wrong_method_is_refused(client, cast, told, name):
    assert cast.sign_in(client).post(at(name, told)).status_code == 405


@pytest.mark.parametrize("name", READ + EXPORT + WRITE)
def test_a_stranger_learns_nothing(client, told, name):
    answer = client.get(at(name, told))
    assert answer.status_code == 302 and "Children on a plan" not in answer.content.decode()


def test_the_house_administrator_sees_no_figures(client, cast, told):
    assert cast.sign_in(client, "house_administrator").get(at("scorecard", told)).status_code == 403


def test_the_scorecard_says_the_figure_beside_england(client, cast, told):
    page = cast.sign_in(client).get(at("scorecard", told)).content.decode()
    assert "316 children on 31 March 2026: 92.6 in every 10,000, beside England’s 43.2 as quoted then" in page


def test_an_indicator_is_added_from_the_page(client, cast, areas):
    cast.sign_in(client, "analyst")
    data = {
        "title": "Referrals",
        "unit": "number",
        "factor": "1",
        "decimals": "0",
        "polarity": "neutral",
        "people": "on",
        "order": "0",
    }
    answer = client.post(reverse("dataset:add_indicator", args=["west"]), data)
    added = Indicator.objects.get(title="Referrals")
    assert answer["Location"] == reverse("dataset:indicator", args=["west", "west", added.key])


def figure_data(**more):
    return {"ends_day": "31", "ends_month": "3", "ends_year": "2026", "value": "12", "bound": "exact", **more}


def test_a_figure_is_added_and_a_refusal_keeps_what_was_typed(client, cast, make, areas):
    indicator = make.indicator()
    cast.sign_in(client, "analyst")
    url = reverse("dataset:add_figure", args=["west", "west", indicator.key])
    refused = client.post(url, figure_data(value="", source="The return of May"))
    assert refused.status_code == 422
    page = refused.content.decode()
    assert "Type a value, or say why there is none." in page and "The return of May" in page
    assert client.post(url, figure_data()).status_code == 302
    assert Figure.objects.get(indicator=indicator).value == 12


def test_a_figure_is_marked_as_published(client, cast, told):
    url = at("mark_as_public", told)
    cast.sign_in(client)
    assert client.post(url, {"version": "1", "citation": ""}).status_code == 422
    assert client.post(url, {"version": "1", "citation": "Annual report, page 3"}).status_code == 302
    figure = Figure.objects.get(pk=told[1].pk)
    assert figure.public and figure.citation == "Annual report, page 3"


def indicator_data(**more):
    return {
        "title": "Mine",
        "unit": "rate",
        "factor": "10000",
        "decimals": "1",
        "polarity": "neutral",
        "order": "0",
        "version": "1",
        **more,
    }


@pytest.mark.parametrize(
    ("name", "data", "field", "mine", "theirs"),
    [
        ("edit_indicator", indicator_data(), "title", "Mine", "Theirs"),
        ("edit_figure", figure_data(version="1", note="Mine"), "note", "Mine", "Theirs"),
        ("mark_as_public", {"version": "1", "citation": "Mine"}, "citation", "Mine", "Theirs"),
        (
            "edit_comparator",
            {"place": "Mine", "period": "2025", "value": "43.2", "bound": "exact", "version": "1"},
            "place",
            "Mine",
            "Theirs",
        ),
    ],
)
def test_the_second_writer_sees_both_texts(client, cast, told, given, name, data, field, mine, theirs):
    from goldenthread.rooms.dataset import operations

    indicator, figure, comparator = told
    {
        "edit_indicator": lambda: operations.edit_indicator(indicator=indicator, version=1, title=theirs, **given),
        "edit_figure": lambda: operations.edit_figure(figure=figure, version=1, note=theirs, **given),
        "mark_as_public": lambda: operations.edit_figure(figure=figure, version=1, citation=theirs, **given),
        "edit_comparator": lambda: operations.edit_comparator(comparator=comparator, version=1, place=theirs, **given),
    }[name]()
    answer = cast.sign_in(client).post(at(name, told), data)
    page = answer.content.decode()
    assert answer.status_code == 422 and mine in page and theirs in page
    thing = {"edit_indicator": Indicator, "edit_comparator": Comparator}.get(name, Figure).objects.get(
        pk={"edit_indicator": indicator, "edit_comparator": comparator}.get(name, figure).pk
    )
    assert getattr(thing, field) == theirs
    assert client.post(at(name, told), data | {"version": "2"}).status_code == 302


@pytest.mark.one_database
@pytest.mark.parametrize("page", ["scorecard", "indicator", "export_scorecard"])
def test_as_many_queries_for_a_hundred_figures_as_for_ten(client, cast, make, areas, page):
    def asked_after(count):
        kept(f"{count} more figures", lambda: _grow(make, areas["Northbank"], count))
        address = at(page, (Indicator.objects.order_by("pk").first(), None, None))
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        return len(queries)

    cast.sign_in(client)
    assert asked_after(10) == asked_after(90)


def _grow(make, area, count):
    """So many more indicators with two figures and a comparator each, and as many parts of the first of all."""
    for _ in range(count):
        indicator = make.indicator(f"Indicator {Indicator.objects.count()}")
        for month in range(1, 3):
            make.figure(indicator, 10 + month, ends=datetime.date(2026, month, 28), area=area)
        make.comparator(indicator)
    first = Indicator.objects.order_by("pk").first()
    for year in range(count):
        ends = datetime.date(2000 + year % 25, 1, 1 + year % 28)
        make.figure(first, 20, ends=ends, category=f"Part {year}", breakdown="part")


def test_a_successor_reads_the_figures_of_the_body_before(client, cast, told, given):
    from goldenthread.foundation.organisations import operations as organisations

    organisations.succeed(before=cast.west, after=cast.east, on=told[1].ends, kind="succeeds", **given)
    cast.sign_in(client, "east_manager")
    assert client.get(at("indicator", told, "east")).status_code == 200
    assert client.get(at("edit_indicator", told, "east")).status_code == 403
    page = client.get(reverse("dataset:scorecard", args=["east"]) + f"?before={cast.west.pk}").content.decode()
    assert "92.6 in every 10,000" in page


def test_a_column_stands_only_where_it_has_something_to_tell(client, cast, make):
    plain, marked = make.indicator("Contacts", people=False), make.indicator("Missing", people=False)
    make.figure(plain, 12)
    make.figure(marked, 12, note="One return was late.")
    cast.sign_in(client)
    assert "What to know" not in client.get(at("indicator", (plain, None, None))).content.decode()
    page = client.get(at("indicator", (marked, None, None))).content.decode()
    assert "What to know" in page and "One return was late." in page


@pytest.mark.parametrize(
    ("unit", "more", "label"),
    [
        ("percent", {}, "Value, in per cent"),
        ("rate", {"factor": 10000}, "Value, in every 10,000"),
        ("number", {}, "Value"),
    ],
)
def test_the_form_asks_in_the_indicators_own_words(client, cast, make, unit, more, label):
    indicator = make.indicator(unit=unit, **more)
    form = cast.sign_in(client).get(at("add_figure", (indicator, None, None))).context["form"]
    assert form.fields["value"].label == label and ("numerator" in form.fields) == (unit != "number")


def ticked(answer):
    """{name of each box that the page asks to be ticked: "on"}."""
    (names,) = answer.context["form"].ticks.values()
    assert all(f'name="{name}"' in answer.content.decode() for name in names)
    return dict.fromkeys(names, "on")


@pytest.mark.parametrize(
    ("unit", "typed", "said"),
    [
        ("percent", "1,204", "1,204 is over 100"),
        ("percent", "\u22125%", "\u22125 is under 0"),
        ("percent", "100.1", "100.1 is over 100"),
        ("number", "-5", "\u22125 is under 0"),
        ("days", "-5", "\u22125 is under 0"),
    ],
)
def test_a_value_that_looks_like_a_slip_is_asked_about(client, cast, make, unit, typed, said):
    indicator = make.indicator(unit=unit)
    url = reverse("dataset:add_figure", args=["west", "west", indicator.key])
    answer = cast.sign_in(client).post(url, figure_data(value=typed))
    assert answer.status_code == 422 and said in answer.context["form"].errors["value"][0]
    assert not indicator.figures.exists()
    assert client.post(url, figure_data(value=typed, **ticked(answer))).status_code == 302
    assert indicator.figures.exists()


def folded(page):
    """The part of the page that is folded away, and whether it is shown open."""
    (whole,) = (
        one for one in re.findall(r"<details(.*?)</details>", page, re.DOTALL) if "More about this figure" in one
    )
    return whole, re.match(r"[^>]*\bopen\b", whole) is not None


def test_one_number_asks_for_one_number_and_the_rest_is_folded(client, cast, make):
    indicator = make.indicator(unit="rate", factor=10000)
    figure = make.figure(indicator, 12, source="The return")
    page = cast.sign_in(client).get(at("add_figure", (indicator, None, None))).content.decode()
    rest, is_open = folded(page)
    assert not is_open and 'name="note"' in rest and 'name="numerator"' in rest
    for name in ("value", "area", "ends_day", "source"):
        assert f'name="{name}"' in page and f'name="{name}"' not in rest
    assert not folded(client.get(at("edit_figure", (figure, figure, None))).content.decode())[1]


def test_what_is_folded_is_open_where_it_is_filled_in_or_at_fault(client, cast, make):
    figure = make.figure(make.indicator(), 12, note="One return was late.")
    cast.sign_in(client)
    assert folded(client.get(at("edit_figure", (figure, figure, None))).content.decode())[1]
    answer = client.post(at("add_figure", (figure.indicator, None, None)), figure_data(breakdown="age"))
    assert answer.status_code == 422 and folded(answer.content.decode())[1]


def test_less_than_no_money_is_a_figure_like_others(client, cast, make):
    indicator = make.indicator(unit="money")
    url = reverse("dataset:add_figure", args=["west", "west", indicator.key])
    assert cast.sign_in(client).post(url, figure_data(value="-5")).status_code == 302


def test_a_comparator_is_asked_about_as_its_figures_are(client, cast, make):
    url = reverse("dataset:add_comparator", args=["west", "west", make.indicator(unit="percent").key])
    typed = {"place": "England", "period": "2025", "value": "1,204", "bound": "exact"}
    answer = cast.sign_in(client).post(url, typed)
    assert "1,204 is over 100" in answer.context["form"].errors["value"][0]
    assert client.post(url, typed | ticked(answer)).status_code == 302


@pytest.mark.parametrize(
    ("value", "said"), [("12", "The same figure stands already: 12"), ("13", "Another figure stands already")]
)
def test_a_figure_that_stands_already_is_told_before_a_second_is_kept(client, cast, make, value, said):
    indicator = make.indicator()
    make.figure(indicator, 12)
    url = reverse("dataset:add_figure", args=["west", "west", indicator.key])
    day = {"ends_day": "31", "ends_month": "3", "ends_year": "2026"}
    answer = cast.sign_in(client).post(url, figure_data(value=value, **day))
    assert said in answer.context["form"].errors["value"][0] and indicator.figures.count() == 1
    assert client.post(url, figure_data(value=value, **day, **ticked(answer))).status_code == 302
    assert indicator.figures.count() == 2


def test_a_figure_of_another_part_is_no_second_one(client, cast, make):
    indicator = make.indicator()
    make.figure(indicator, 12, breakdown="category of abuse", category="Neglect")
    url = reverse("dataset:add_figure", args=["west", "west", indicator.key])
    day = {"ends_day": "31", "ends_month": "3", "ends_year": "2026"}
    assert cast.sign_in(client).post(url, figure_data(value="12", **day)).status_code == 302
    figure = indicator.figures.get(value=12, breakdown="")
    changed = figure_data(value="12", source="The case system", version="1", **day)
    assert client.post(at("edit_figure", (figure, figure, None)), changed).status_code == 302
    same = figure_data(value="12", version="2", breakdown="Category of  abuse", category="neglect", **day)
    answer = client.post(at("edit_figure", (figure, figure, None)), same)
    assert "The same figure stands already: 12" in answer.context["form"].errors["value"][0]


def test_figures_are_typed_as_people_write_them(client, cast, make):
    count, share = make.indicator(), make.indicator(unit="percent", title="Share")
    cast.sign_in(client)
    for indicator, typed, stands in ((count, "1,204", 1204), (share, "43.2 %", Decimal("43.2"))):
        url = reverse("dataset:add_figure", args=["west", "west", indicator.key])
        assert client.post(url, figure_data(value=typed)).status_code == 302
        assert indicator.figures.get().value == stands


def test_two_categories_that_look_alike_are_one(client, cast, make):
    """An agency typed an invisible letter; pages of the figures and of the report still open, with one category."""
    indicator = make.indicator()
    for category, value, year in (("Neglect", 4, 2025), ("Neg\u2060lect", 6, 2026), ("Emotional", 7, 2026)):
        part = {"breakdown": "category of abuse", "category": category}
        make.figure(indicator, value, ends=datetime.date(year, 3, 31), **part)
    (chart,) = one_indicator.charts(indicator, list(indicator.figures.all()), [])
    assert len(chart.specification.series) == 2
    assert cast.sign_in(client).get(at("indicator", (indicator, None, None))).status_code == 200
