"""What looks like a slip is asked about before it is kept, in every form alike."""

import datetime

import pytest
from django import forms

from goldenthread.foundation.access.viewer import System
from goldenthread.foundation.asking import Asked, Question, ask
from goldenthread.foundation.ui.fields import DayField, HouseForm
from goldenthread.foundation.ui.tests.test_fields import draw

DAY = datetime.date(2026, 12, 1)


class DueForm(HouseForm):
    text = forms.CharField(label="What will be done?")
    due_on = DayField(label="By when?", usual=(5, 10))


def sent(day, **more):
    form = DueForm({"text": "Ask fathers.", "due_on": day, **more}, initial={"due_on": None})
    assert form.is_valid()
    return form


@pytest.mark.parametrize(
    ("day", "said"), [("1926-12-01", "1 December 1926 is 100 years ago"), ("2062-12-01", "is 36 years from now")]
)
def test_a_day_far_from_today_is_asked_about(day, said):
    (question,) = sent(day).questions()
    assert said in question.sentence and question.field == "due_on"


@pytest.mark.parametrize("day", ["2021-03-01", "2026-12-01", "2036-12-31"])
def test_a_day_that_may_well_be_meant_is_not(day):
    assert sent(day).questions() == []


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("1026", 2026), ("1926", 2026), ("26", 2026), ("20226", 2026), ("202", 2026), ("2062", 2026), ("3027", 2027)],
)
def test_the_day_that_was_probably_meant_is_offered_and_taken_when_it_is_ticked(typed, meant):
    parts = {"text": "Ask fathers.", "due_on_day": "1", "due_on_month": "12", "due_on_year": typed}
    form = DueForm(parts, initial={"due_on": None})
    if form.is_valid():
        form.ask(form.questions())
    assert f"Did you mean 1 December {meant}?" in form.errors["due_on"][0]
    page = draw("{% formframe form %}{% fields form %}{% endformframe %}", form=form)
    assert f"I meant 1 December {meant}" in page and f'value="{typed}" data-day-part="year"' in page
    box = {"due_on_meant": form["due_on"].value().offer(DAY.replace(year=meant))}
    mended = DueForm(parts | box, initial={"due_on": None})
    assert mended.is_valid() and mended.cleaned_data["due_on"] == DAY.replace(year=meant)
    assert mended.questions() == []
    other = DueForm(parts | box | {"due_on_day": "2"}, initial={"due_on": None})
    assert not other.is_valid() or other.cleaned_data["due_on"].day == 2, "the tick answers what it was offered for"


def test_no_day_is_offered_that_the_field_would_refuse():
    class PastForm(HouseForm):
        on = DayField(label="When?", not_after=lambda: DAY)

    form = PastForm({"on_day": "29", "on_month": "2", "on_year": "1028"})
    assert "2028" not in form.errors["on"][0]
    form = PastForm({"on_day": "1", "on_month": "12", "on_year": "9999"})
    assert "Did you mean 1 December 1999?" in form.errors["on"][0]
    assert "Did you mean" not in PastForm({"on_day": "1", "on_month": "12", "on_year": "7777"}).errors["on"][0]


def test_what_stood_there_before_is_not_asked_about_again():
    form = DueForm({"text": "Other words.", "due_on": "1974-04-01"}, initial={"due_on": datetime.date(1974, 4, 1)})
    assert form.is_valid() and form.questions() == []


def test_a_tick_answers_one_question_about_one_value():
    form = sent("1926-12-01")
    (question,) = form.questions()
    form.ask([question])
    (box,) = form.ticks["due_on"]
    assert question.code in sent("1926-12-01", **{box: "on"}).sure
    (other,) = sent("1927-12-01", **{box: "on"}).questions()
    assert other.code != question.code


def test_the_box_stands_under_its_field_once_and_keeps_its_tick():
    (question,) = sent("1926-12-01").questions()
    for more, faulty in (({}, True), ({f"sure-{question.code}": "on"}, False)):
        form = sent("1926-12-01", **more)
        form.ask([question, Question("The same stands already.", "Keep it twice")])
        assert ("due_on" in form.errors) is faulty and form.non_field_errors()
        page = draw("{% formframe form %}{% fields form %}{% endformframe %}", form=form)
        assert page.count(f'name="sure-{question.code}"') == 1 and page.count("Keep it twice") == 1
        assert page.index('name="due_on_year"') < page.index(f'name="sure-{question.code}"')
        assert ("checked" in page) is not faulty


def test_a_question_is_shown_at_once_where_nothing_was_sent():
    form = DueForm()
    form.ask([Question("The year is not over.", "Close it all the same")])
    assert form.fields[form.ticks[""][0]].help_text == "The year is not over."


def test_the_house_itself_is_not_asked():
    question = Question("The same stands already.", "Keep it twice")
    ask(System("the tests"), [question], ())
    somebody = type("Somebody", (), {"person_id": 1})
    with pytest.raises(Asked, match="The same stands already") as asked:
        ask(somebody, [question], ())
    assert asked.value.questions == (question,)
    ask(somebody, [question], {question.code})
