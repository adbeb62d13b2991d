import datetime

import pytest
from django import forms
from django.http import QueryDict
from django.template import engines

from goldenthread.foundation.people.models import Area
from goldenthread.foundation.ui.fields import DayField, HouseForm, MarkdownField, TypedDay, with_article
from goldenthread.foundation.ui.number_fields import WholeField
from tests.words import words

DAY = datetime.date(2024, 3, 31)
MOMENT = datetime.datetime(2026, 11, 20, 14, 3, tzinfo=datetime.UTC)


class MeetingForm(HouseForm):
    title = forms.CharField(label="Title", max_length=20)
    on = DayField(label="Date of the meeting", help_text="For example, 31 3 2024", offer_today=True)
    cases = WholeField(label="Number of cases", min_value=1, required=False)
    notes = MarkdownField(label="Notes", required=False)
    kind = forms.ChoiceField(label="Kind", choices=[("a", "Audit"), ("r", "Review")], widget=forms.RadioSelect)


def posted(**changes):
    data = {"title": "Board", "on_day": "31", "on_month": "3", "on_year": "2024", "kind": "a", **changes}
    query = QueryDict(mutable=True)
    query.update(data)
    return query


def draw(source, **context):
    return engines["django"].from_string(source).render(context)


@pytest.mark.parametrize(
    ("day", "month", "year", "fault"),
    [
        ("31", "2", "2024", "31 February 2024 is not a date: check day and month"),
        (
            "31",
            "3",
            "24",
            "Year must include 4 numbers, such as 2024. Did you mean 31 March 2024? Then tick its box and save again",
        ),
        ("31", "13", "2024", "Month must be a number from 1 to 12, or its name"),
        ("³", "3", "2024", "Day must be a number from 1 to 31"),
        ("31", "", "2024", "Date of the meeting must include a month"),
        ("", "", "2024", "Date of the meeting must include a day and a month"),
        ("", "", "", "Enter the date of the meeting"),
    ],
)
def test_a_faulty_day_says_how_to_mend_it_and_is_kept(day, month, year, fault):
    form = MeetingForm(posted(on_day=day, on_month=month, on_year=year))
    assert form.errors["on"] == [fault]
    page = words(draw("{% field form.on %}", form=form))
    for part, typed in (("day", day), ("month", month), ("year", year)):
        assert f'name="on_{part}" type="text" inputmode="numeric" value="{typed}"' in page


@pytest.mark.parametrize("month", ["3", "03", "March", "mar", "Mar."])
def test_a_month_may_be_a_number_or_its_name(month):
    form = MeetingForm(posted(on_month=month))
    assert form.is_valid()
    assert form.cleaned_data["on"] == DAY


def test_today_is_one_tick():
    form = MeetingForm(posted(on_day="", on_month="", on_year="", on_today="2026-11-20"))
    assert form.is_valid()
    assert form.cleaned_data["on"] == datetime.date(2026, 11, 20)


def test_what_is_typed_counts_more_than_a_tick():
    form = MeetingForm(posted(on_today="2026-11-20"))
    assert form.is_valid()
    assert form.cleaned_data["on"] == DAY


@pytest.mark.parametrize("tampered", ["tomorrow", "2026-02-31", "<b>"])
def test_a_tick_that_is_not_a_day_is_refused(tampered):
    form = MeetingForm(posted(on_day="", on_month="", on_year="", on_today=tampered))
    assert form.errors["on"] == ["Type the date, or tick today again"]


def test_bounds_are_told_as_dates():
    field = DayField(label="Due", not_before=datetime.date(2024, 4, 1), not_after=lambda: datetime.date(2024, 4, 30))
    with pytest.raises(forms.ValidationError, match="Due must be 1 April 2024 or later"):
        field.clean(TypedDay("31", "3", "2024"))
    with pytest.raises(forms.ValidationError, match="Due must be 30 April 2024 or earlier"):
        field.clean(TypedDay("1", "5", "2024"))
    assert field.clean(TypedDay("30", "4", "2024")) == datetime.date(2024, 4, 30)


def test_a_percent_sign_in_a_label_is_harmless():
    with pytest.raises(forms.ValidationError) as caught:
        DayField(label="When 100% was reached").clean(TypedDay("1", "", "2024"))
    assert caught.value.messages == ["When 100% was reached must include a month"]


def test_an_iso_day_from_an_address_is_understood():
    form = MeetingForm(QueryDict("title=Board&kind=a&on=2024-03-31"))
    assert form.is_valid()
    assert form.cleaned_data["on"] == DAY


def test_a_day_not_asked_for_is_none():
    assert DayField(required=False).clean(TypedDay()) is None


def test_the_first_value_of_a_day_is_shown_in_three_boxes():
    page = draw("{% field form.on %}", form=MeetingForm(initial={"on": DAY}))
    assert 'value="31"' in page
    assert 'value="3"' in page
    assert 'value="2024"' in page


def test_errors_say_how_to_mend():
    form = MeetingForm(posted(title="x" * 25, cases="many", kind="z"))
    assert form.errors["title"] == ["Use 20 characters or fewer: there are 25"]
    assert form.errors["cases"] == ["Type a whole number, such as 12"]
    assert form.errors["kind"] == ["That choice is not on the list: choose one that is"]
    assert MeetingForm(posted(cases="0")).errors["cases"] == ["Type 1 or more"]
    assert MeetingForm(posted(kind="")).errors["kind"] == ["Choose the kind"]


def test_a_sentence_of_the_author_is_not_replaced():
    class OwnForm(HouseForm):
        title = forms.CharField(label="Title", error_messages={"required": "Name the meeting"})

    assert OwnForm({}).errors["title"] == ["Name the meeting"]


def test_article():
    assert with_article("agency that owns it") == "the agency that owns it"
    assert with_article("your role") == "your role"
    assert with_article("what happened?") == "what happened?"


def test_markdown_keeps_text_with_plain_line_ends():
    form = MeetingForm(posted(notes="one\r\n\r\n- two"))
    assert form.is_valid()
    assert form.cleaned_data["notes"] == "one\n\n- two"


def test_each_error_is_tied_to_its_control():
    form = MeetingForm(posted(title="", cases="many", on_day="32", kind=""))
    page = draw("{% form form %}", form=form)
    assert 'id="id_title_error"' in page
    assert 'aria-describedby="id_title_error"' in page
    assert 'aria-describedby="id_on_hint id_on_error"' in page
    assert 'aria-describedby="id_kind_error"' in page
    assert 'name="cases" value="many"' in page
    assert 'type="number"' not in page


def test_the_summary_leads_to_the_first_control_of_each_fault():
    form = MeetingForm(posted(title="", on_month="2", kind=""))
    page = draw("{% error_summary form %}", form=form)
    for target in ("id_title", "id_on_day", "id_kind_0"):
        assert f'href="#{target}"' in page
        assert f'id="{target}"' in draw("{% fields form %}", form=form)


def test_of_a_group_with_nothing_to_choose_from_the_summary_leads_to_its_error():
    class NothingYet(HouseForm):
        period = forms.ChoiceField(label="For which period?", choices=(), widget=forms.RadioSelect)

    form = NothingYet(posted())
    assert 'href="#id_period_error"' in draw("{% error_summary form %}", form=form)
    assert 'id="id_period_error"' in draw("{% fields form %}", form=form)


def test_a_good_form_has_no_summary():
    form = MeetingForm(posted())
    assert form.is_valid()
    assert draw("{% error_summary form %}", form=form) == ""


def test_who_saves_second_sees_both_texts_and_loses_nothing():
    form = MeetingForm(posted(title="Mine", notes="same", version="1"), version=2)
    assert form.is_valid()
    assert form.is_stale(2)
    form.show_conflict(
        by="Unit officer", at=MOMENT, saved={"title": "Theirs", "notes": "same", "on": DAY, "kind": "r"}, version=2
    )
    page = draw("{% form form %}", form=form)
    assert [(row.label, row.typed, row.saved) for row in form.conflict.rows] == [
        ("Title", "Mine", "Theirs"),
        ("Kind", "Audit", "Review"),
    ]
    assert "Theirs" in page
    assert 'name="title" value="Mine"' in page
    assert "Saved by Unit officer on 20 November 2026 at 14:03" in page


def test_after_seeing_both_texts_the_next_post_goes_through():
    form = MeetingForm(posted(version="1"), version=2)
    form.is_valid()
    form.show_conflict(by="Unit officer", at=MOMENT, saved={"title": "Theirs"}, version=2)
    page = draw("{% form form %}", form=form)
    assert '<input type="hidden" name="version" value="2"' in page
    assert not MeetingForm(posted(version="2"), version=2).is_stale(2)


def test_a_form_without_its_version_counts_as_stale():
    assert MeetingForm(posted(), version=2).is_stale(2)


def test_a_list_of_things_begins_with_words():
    class Lists(HouseForm):
        must = forms.ModelChoiceField(Area.objects.none(), label="Area")
        may = forms.ModelChoiceField(Area.objects.none(), label="Area", required=False)
        said = forms.ModelChoiceField(Area.objects.none(), label="Area", required=False, empty_label="All of them")
        first = forms.ModelChoiceField(Area.objects.none(), label="Area", empty_label=None)

    begins = {bound.name: [label for _, label in bound.field.choices] for bound in Lists()}
    assert begins == {"must": ["Choose one"], "may": ["None"], "said": ["All of them"], "first": []}


def test_a_refusal_stands_at_the_top_or_beside_its_field():
    form = MeetingForm(posted())
    form.is_valid()
    form.refuse("An action needs evidence before it is assured.")
    form.refuse("Name an agency of this partnership.", field="title")
    assert form.non_field_errors() == ["An action needs evidence before it is assured."]
    assert form.errors["title"] == ["Name an agency of this partnership."]


def test_a_field_without_a_hint_says_of_none_that_it_describes_it():
    page = draw("{% field form.title %}", form=MeetingForm())
    assert "aria-describedby" not in page


def test_what_is_ticked_twice_is_ticked_once():
    class Areas(HouseForm):
        areas = forms.MultipleChoiceField(label="Areas", choices=[("a", "A"), ("b", "B")])

    form = Areas(QueryDict("areas=b&areas=a&areas=b"))
    assert form.is_valid() and form.cleaned_data["areas"] == ["b", "a"]
