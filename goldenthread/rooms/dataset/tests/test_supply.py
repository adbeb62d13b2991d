"""An agency enters and corrects the figures that it answers for, and nothing else."""

import datetime

import pytest
from django.urls import reverse

from goldenthread.foundation.access.queries import Forbidden
from goldenthread.foundation.history.models import Line
from goldenthread.foundation.room import Refused
from goldenthread.rooms.dataset import operations
from goldenthread.rooms.dataset.models import Figure
from goldenthread.rooms.dataset.queries import owed
from goldenthread.rooms.dataset.tests.conftest import missing
from goldenthread.rooms.dataset.tests.test_pages import at, figure_data


@pytest.fixture
def of_council(cast, make):
    return make.indicator("Referrals", agency=cast.agencies["council"], owed="month")


@pytest.fixture
def supplied(cast, make, of_council):
    return make.figure(of_council, 12, supplied_by=cast.agencies["council"])


def form_of(thing, name):
    return at(name, (thing, thing, None))


def by(cast, role, now):
    return {"by": cast.viewer(role), "now": now}


@pytest.mark.parametrize("role", ["agency_lead", "lead_partner", "delegated_partner"])
def test_an_agency_enters_its_own_figure(client, cast, of_council, role):
    cast.sign_in(client, role)
    answer = client.post(form_of(of_council, "add_figure"), figure_data(source="Case system"))
    assert answer.status_code == 302
    figure = Figure.objects.get(indicator=of_council)
    assert (figure.value, figure.source, figure.supplied_by) == (12, "Case system", cast.agencies["council"])
    assert Line.objects.get(noun="figure", key=figure.ref).verb == "dataset.figure_added"


def test_an_agency_corrects_its_own_figure(client, cast, supplied):
    cast.sign_in(client, "agency_lead")
    assert client.post(form_of(supplied, "edit_figure"), figure_data(value="13", version="1")).status_code == 302
    assert Figure.objects.get(pk=supplied.pk).value == 13


@pytest.mark.parametrize(("name", "thing"), [("add_figure", "of_council"), ("edit_figure", "supplied")])
def test_to_another_agency_the_form_does_not_exist(client, cast, request, name, thing):
    thing = request.getfixturevalue(thing)
    cast.sign_in(client, "agency_lead_health")
    assert client.get(form_of(thing, name)).status_code == 404
    assert client.post(form_of(thing, name), figure_data(version="1")).status_code == 404
    assert (
        client.get(form_of(thing, "figure" if name == "edit_figure" else "indicator")).status_code == 200
    )  # to read, it does


@pytest.mark.parametrize("role", ["lay_member", "group_member", "action_owner", "scrutineer"])
def test_who_answers_for_no_agency_may_not(client, cast, of_council, role):
    assert cast.sign_in(client, role).get(form_of(of_council, "add_figure")).status_code == 403


@pytest.mark.parametrize("name", ["edit_indicator", "add_comparator"])
def test_an_agency_changes_nothing_else_of_its_indicator(client, cast, of_council, name):
    assert cast.sign_in(client, "agency_lead").get(form_of(of_council, name)).status_code == 403


def test_what_another_agency_supplied_is_not_its_to_correct(client, cast, make, of_council, now):
    of_police = make.figure(of_council, 5, supplied_by=cast.agencies["police"])
    assert cast.sign_in(client, "agency_lead").get(form_of(of_police, "edit_figure")).status_code == 404
    for role in ("agency_lead", "lead_partner_police"):
        with pytest.raises(Forbidden):
            operations.edit_figure(figure=of_police, version=1, value=6, **by(cast, role, now))


def test_the_operations_hold_without_the_page(cast, supplied, of_council, now):
    end = {"ends": datetime.date(2026, 3, 31)}
    with pytest.raises(Forbidden):
        operations.add_figure(indicator=of_council, value=3, **end, **by(cast, "agency_lead_health", now))
    with pytest.raises(Forbidden):
        operations.edit_figure(figure=supplied, version=1, value=3, **by(cast, "agency_lead_health", now))
    with pytest.raises(Forbidden):
        operations.mark_as_public(figure=supplied, version=1, citation="Report", **by(cast, "agency_lead", now))


@pytest.mark.parametrize(
    ("name", "value"), [("public", True), ("citation", "Report"), ("quoted", "12"), ("supplied_by", "police")]
)
def test_publication_and_whose_it_is_are_not_the_agencys_to_say(cast, of_council, supplied, now, name, value):
    value = cast.agencies.get(value, value) if isinstance(value, str) else value
    given = {name: value, **by(cast, "agency_lead", now)}
    with pytest.raises(Refused) as refused:
        operations.add_figure(indicator=of_council, ends=datetime.date(2026, 3, 31), value=3, **given)
    assert refused.value.field == name
    with pytest.raises(Refused) as refused:
        operations.edit_figure(figure=supplied, version=1, **given)
    assert refused.value.field == name


def test_the_form_asks_an_agency_for_the_number_alone(client, cast, of_council):
    mine = cast.sign_in(client, "agency_lead").get(form_of(of_council, "add_figure")).content.decode()
    theirs = cast.sign_in(client, "analyst").get(form_of(of_council, "add_figure")).content.decode()
    for name in ("public", "citation", "quoted", "supplied_by"):
        assert f'name="{name}"' not in mine and f'name="{name}"' in theirs


def test_a_posted_field_that_is_not_asked_for_changes_nothing(client, cast, of_council):
    cast.sign_in(client, "agency_lead")
    client.post(
        form_of(of_council, "add_figure"),
        figure_data(public="on", citation="Report", supplied_by=str(cast.agencies["police"].pk)),
    )
    figure = Figure.objects.get(indicator=of_council)
    assert (figure.public, figure.citation, figure.supplied_by) == (False, "", cast.agencies["council"])


def test_a_published_figure_is_corrected_by_the_unit_alone(client, cast, supplied, given, now):
    cast.sign_in(client, "agency_lead")
    page = form_of(supplied, "figure")
    assert form_of(supplied, "edit_figure") in client.get(page).content.decode()
    operations.mark_as_public(figure=supplied, version=1, citation="Report", **given)
    assert form_of(supplied, "edit_figure") not in client.get(page).content.decode()
    answer = client.get(form_of(supplied, "edit_figure"))
    assert answer.status_code == 403 and "Tell the business unit" in answer.content.decode()
    late = client.post(form_of(supplied, "edit_figure"), figure_data(version="1", note="Counted twice"))
    assert (
        late.status_code == 422
        and "Counted twice" in late.content.decode()
        and "published already" in late.content.decode()
    )
    assert cast.sign_in(client).get(form_of(supplied, "edit_figure")).status_code == 200


def test_two_people_of_the_agency_see_both_texts(client, cast, supplied, given):
    operations.edit_figure(figure=supplied, version=1, note="Theirs", **given)
    answer = cast.sign_in(client, "agency_lead").post(
        form_of(supplied, "edit_figure"), figure_data(version="1", note="Mine")
    )
    page = answer.content.decode()
    assert answer.status_code == 422 and "Mine" in page and "Theirs" in page


def test_an_error_stands_beside_its_field_and_the_typed_stays(client, cast, of_council):
    page = cast.sign_in(client, "agency_lead").post(
        form_of(of_council, "add_figure"), figure_data(value="", source="The return of May")
    )
    assert page.status_code == 422
    assert (
        page.context["form"].errors["value"] == ["Type a value, or say why there is none."]
        and "The return of May" in page.content.decode()
    )


def test_a_draft_is_kept_for_the_agency(client, cast, of_council):
    cast.sign_in(client, "agency_lead")
    page = client.get(form_of(of_council, "add_figure"))
    client.post(page.context["draft"], figure_data(source="Half a return"))
    assert "Half a return" in client.get(form_of(of_council, "add_figure")).content.decode()


def test_today_and_the_figures_lead_straight_to_the_form(client, cast, of_council, make):
    make.indicator("Arrests", agency=cast.agencies["police"], owed="month")
    url = form_of(of_council, "add_figure")
    (line,) = missing(cast.viewer("agency_lead"))
    assert line.url == url and "owed by your agency" in line.sentence
    cast.sign_in(client, "agency_lead")
    for address in (reverse("dataset:scorecard", args=["west"]), form_of(of_council, "indicator")):
        page = client.get(address).content.decode()
        assert url in page and "owed by your agency" in page and "owed by Police" not in page
    due = owed.of(cast.viewer("agency_lead"), of_council)
    initial = client.get(url).context["form"].initial
    assert (initial["starts"], initial["ends"]) == (due.starts, due.ends)


def test_today_asks_nobody_who_may_not_enter_it(cast, of_council):
    assert missing(cast.viewer("group_member")) == [] == missing(cast.viewer("agency_lead_health"))


def test_once_entered_nothing_is_owed(client, cast, of_council):
    due = owed.of(cast.viewer("agency_lead"), of_council)
    cast.sign_in(client, "agency_lead")
    day = {"ends_day": due.ends.day, "ends_month": due.ends.month, "ends_year": due.ends.year}
    assert client.post(form_of(of_council, "add_figure"), figure_data(**day)).status_code == 302
    assert missing(cast.viewer("agency_lead")) == [] and owed.of(cast.viewer("agency_lead"), of_council) is None
