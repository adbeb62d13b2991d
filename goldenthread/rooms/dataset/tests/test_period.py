"""Figures for a period: many on one page, each by the rights and rules of one alone."""

import datetime

import pytest
from django.urls import reverse

from goldenthread.foundation.history.models import Line
from goldenthread.rooms.dataset import operations
from goldenthread.rooms.dataset.forms.period import KINDS
from goldenthread.rooms.dataset.models import Figure
from goldenthread.rooms.dataset.queries.period import MOST

STARTS, ENDS = datetime.date(2026, 4, 1), datetime.date(2026, 6, 30)
PAGE = "/west/figures/period/?starts=2026-04-01&ends=2026-06-30"


@pytest.fixture
def three(cast, make):
    """A count of the council with what stands, a rate of the council, and a count of the police."""
    council, police = cast.agencies["council"], cast.agencies["police"]
    count = make.indicator("Referrals", agency=council, owed="quarter", order=1)
    rate = make.rate("Plans", agency=council, order=2)
    other = make.indicator("Arrests", section="Police", agency=police, order=3)
    make.figure(count, 100, starts=STARTS, ends=ENDS)
    return count, rate, other


def posted(client, page=PAGE, **typed):
    form = client.get(page).context["form"]
    return client.post(page, {"seen": form["seen"].value(), **typed})


def text_of(answer):
    return answer.content.decode()


def test_the_page_asks_for_a_period_first_and_offers_the_last_ones(client, cast, three):
    page = cast.sign_in(client, "analyst").get("/west/figures/period/")
    assert page.status_code == 200 and "starts=" in text_of(page) and "Referrals" not in text_of(page)
    faulty = client.get("/west/figures/period/?starts=2026-07-01&ends=2026-06-30")
    assert faulty.status_code == 422 and "The first day is after the last" in text_of(faulty)


def test_all_indicators_stand_in_their_parts_with_what_stands(client, cast, three):
    page = text_of(cast.sign_in(client, "analyst").get(PAGE))
    assert page.index("Child protection") < page.index("Referrals") < page.index("Plans") < page.index("Arrests")
    assert "April to June 2026: <strong>100</strong>" in page
    assert f'name="numerator_{three[1].pk}"' in page and f'name="numerator_{three[0].pk}"' not in page


def test_as_many_boxes_as_the_page_may_have_are_taken(client, cast, three):
    cast.sign_in(client, "analyst")
    boxes = {f"{kind}_{10_000 + number}": "" for kind in KINDS for number in range(MOST)}
    assert posted(client, **boxes | {f"value_{three[0].pk}": "104", "source": "A return"}).status_code == 302


def test_many_are_saved_at_once_and_what_is_empty_stays(client, cast, three):
    count, rate, other = three
    cast.sign_in(client, "analyst")
    answer = posted(client, **{f"value_{rate.pk}": "92.6", f"numerator_{rate.pk}": "1,204", f"value_{other.pk}": "7"})
    assert answer.status_code == 302
    figure = Figure.objects.get(indicator=rate)
    assert (figure.numerator, figure.starts, figure.ends, figure.supplied_by) == (1204, STARTS, ENDS, rate.agency)
    assert Figure.objects.get(indicator=count).version == 1
    assert "Kept: 2 new figures." in text_of(client.get(answer["Location"]))


def test_what_stands_is_corrected_and_its_range_goes(client, cast, three, make):
    count = three[0]
    figure = Figure.objects.get(indicator=count)
    operations.edit_figure(figure=figure, version=1, value_to=120, by=make_by(cast), now=cast.now)
    assert posted(cast.sign_in(client, "analyst"), **{f"value_{count.pk}": "110"}).status_code == 302
    figure.refresh_from_db()
    assert (figure.value, figure.value_to, figure.version) == (110, None, 3)


def make_by(cast):
    return cast.viewer("analyst")


def test_errors_stand_with_their_rows_and_everything_typed_stays(client, cast, three):
    count, rate, other = three
    cast.sign_in(client, "analyst")
    typed = {f"value_{count.pk}": "1,20", f"value_{rate.pk}": "92.6", f"value_{other.pk}": "7", "source": "The return"}
    answer = posted(client, **typed, **{f"absent_{other.pk}": "Not collected"})
    form = answer.context["form"]
    assert answer.status_code == 422 and form.errors[f"value_{count.pk}"][0].startswith("Referrals: A comma stands")
    again = posted(client, **(typed | {f"value_{count.pk}": "120", f"absent_{other.pk}": "Not collected"}))
    assert again.context["form"].errors[f"absent_{other.pk}"] == [
        "Arrests: You give a value and say why there is none: take one of them out."
    ]
    assert all(f'value="{value}"' in text_of(again) for value in ("120", "92.6", "7", "The return"))
    assert Figure.objects.count() == 1


def test_unusual_values_of_all_rows_are_asked_about_once(client, cast, three, make):
    share = make.indicator("Seen in time", unit="percent")
    make.figure(share, 40, starts=STARTS, ends=ENDS)
    make.figure(share, 41, starts=STARTS, ends=ENDS)  # two stand: whoever changes one is asked
    cast.sign_in(client, "analyst")
    typed = {f"value_{share.pk}": "1204", f"value_{three[2].pk}": "-3"}
    asked = posted(client, **typed)
    page = text_of(asked)
    assert asked.status_code == 422 and page.count('name="sure-together"') == 1
    assert "Arrests: −3 is under 0" in page and "Seen in time: 1,204 is over 100" in page
    box = asked.context["form"].fields["sure-together"].widget.attrs["value"]
    further = posted(client, **typed, **{"sure-together": box})  # what the operation asks comes with the others
    assert "Another figure stands already" in text_of(further)
    box = further.context["form"].fields["sure-together"].widget.attrs["value"]
    other = posted(client, **(typed | {f"value_{share.pk}": "1205"}), **{"sure-together": box})
    assert other.status_code == 422  # another value is another question
    assert posted(client, **typed, **{"sure-together": box}).status_code == 302


def test_the_same_figure_is_told_and_nothing_is_written(client, cast, three):
    cast.sign_in(client, "analyst")
    answer = posted(client, **{f"value_{three[0].pk}": "100"})
    assert answer.status_code == 302 and "nothing was changed" in text_of(client.get(answer["Location"]))
    assert Figure.objects.get().version == 1


def test_nothing_typed_is_said(client, cast, three):
    answer = posted(cast.sign_in(client, "analyst"))
    assert answer.status_code == 422 and "Nothing was typed yet" in text_of(answer)


def test_who_saved_meanwhile_is_not_written_over_and_the_second_knows_then(client, cast, three, given):
    count, figure = three[0], Figure.objects.get(indicator=three[0])
    cast.sign_in(client, "analyst")
    seen = client.get(PAGE).context["form"]["seen"].value()
    operations.edit_figure(figure=figure, version=1, value=105, **given)
    typed = {f"value_{count.pk}": "110"}
    late = client.post(PAGE, {"seen": seen, **typed})
    assert late.status_code == 422 and "Somebody changed this figure meanwhile" in text_of(late)
    assert "<strong>105</strong>" in text_of(late) and 'value="110"' in text_of(late)
    assert client.post(PAGE, {"seen": late.context["form"]["seen"].value(), **typed}).status_code == 302
    figure.refresh_from_db()
    assert figure.value == 110


def test_who_gave_one_meanwhile_where_none_stood_is_seen_too(client, cast, three, make):
    cast.sign_in(client, "analyst")
    seen = client.get(PAGE).context["form"]["seen"].value()
    make.figure(three[2], 3, starts=STARTS, ends=ENDS)
    late = client.post(PAGE, {"seen": seen, f"value_{three[2].pk}": "7"})
    assert late.status_code == 422 and Figure.objects.get(indicator=three[2]).value == 3


def test_an_indicator_that_is_told_of_a_day_is_given_for_the_last_day(client, cast, three, make):
    make.figure(three[2], 3)  # of 31 March 2026, as things stood
    page = text_of(cast.sign_in(client, "analyst").get(PAGE))
    assert "On 30 June 2026: no figure yet" in page
    posted(client, **{f"value_{three[2].pk}": "7"})
    assert Figure.objects.get(indicator=three[2], ends=ENDS).starts is None


def test_an_area_has_figures_of_its_own(client, cast, three, areas):
    area = areas["Northbank"]
    page = f"{PAGE}&area={area.pk}"
    cast.sign_in(client, "analyst")
    assert "Northbank" in text_of(client.get(page)) and "<strong>100</strong>" not in text_of(client.get(page))
    posted(client, page, **{f"value_{three[0].pk}": "40"})
    assert Figure.objects.get(area=area).value == 40


def test_an_agency_sees_and_gives_its_own_alone(client, cast, three):
    count, _, other = three
    cast.sign_in(client, "agency_lead")
    page = text_of(client.get(PAGE))
    assert "Referrals" in page and "Arrests" not in page
    answer = posted(client, **{f"value_{count.pk}": "110", f"value_{other.pk}": "7"})
    assert answer.status_code == 302 and not Figure.objects.filter(indicator=other).exists()
    assert Figure.objects.get(indicator=count).value == 110


def test_what_is_not_the_agencys_to_correct_has_no_box(client, cast, three, given, make):
    figure = Figure.objects.get()
    operations.mark_as_public(figure=figure, version=1, citation="Report", **given)
    make.figure(three[1], 3, starts=STARTS, ends=ENDS, supplied_by=cast.agencies["police"])
    cast.sign_in(client, "agency_lead")
    page = text_of(client.get(PAGE))
    assert "This figure was published already" in page and "West Police supplied it" in page
    assert f'name="value_{three[0].pk}"' not in page and f'name="value_{three[1].pk}"' not in page
    posted(client, **{f"value_{three[0].pk}": "110"})
    figure.refresh_from_db()
    assert figure.value == 100


@pytest.mark.parametrize(("role", "status"), [("lay_member", 403), ("group_member", 403), ("east_manager", 404)])
def test_a_reader_and_a_neighbour(client, cast, three, role, status):
    cast.sign_in(client, role)
    assert client.get(PAGE).status_code == status == client.post(PAGE, {f"value_{three[0].pk}": "1"}).status_code


def test_whoever_holds_two_seats_gives_what_either_allows_and_history_names_the_seat(client, cast, three):
    """The council's lead partner, who chairs a group too."""
    cast.sign_in(client, "two_seats")
    assert posted(client, **{f"value_{three[0].pk}": "110"}).status_code == 302
    line = Line.objects.get(verb="dataset.figure_changed")
    assert line.seat == next(s.key for s in cast.viewer("two_seats").seats if s.agency_id)


def test_sent_twice_does_its_work_once(client, cast, three):
    cast.sign_in(client, "analyst")
    page = client.get(PAGE)
    key = text_of(page).split('name="form_key" value="')[1].split('"')[0]
    sent = {"seen": page.context["form"]["seen"].value(), f"value_{three[2].pk}": "7", "form_key": key}
    first, second = client.post(PAGE, sent), client.post(PAGE, sent)
    assert first.status_code == second.status_code == 302 and first["Location"] == second["Location"]
    assert Figure.objects.filter(indicator=three[2]).count() == 1


def test_a_draft_is_kept_for_each_period(client, cast, three):
    cast.sign_in(client, "analyst")
    page = client.get(PAGE)
    client.post(page.context["draft"], {f"value_{three[2].pk}": "7", "seen": page.context["form"]["seen"].value()})
    assert 'value="7"' in text_of(client.get(PAGE))
    assert 'value="7"' not in text_of(client.get(PAGE.replace("06-30", "05-31")))


def test_the_scorecard_leads_there(client, cast, three):
    address = reverse("dataset:period", args=["west"])
    assert address in text_of(cast.sign_in(client, "agency_lead").get("/west/figures/"))
    assert address not in text_of(cast.sign_in(client, "lay_member").get("/west/figures/"))
