"""What forms offer of other work: nothing is cut in silence, and no place in a list tells what is closed."""

import datetime

import pytest
from django.db.models import QuerySet

from goldenthread.foundation.documents.models import Document
from goldenthread.foundation.drafts import operations as drafts
from goldenthread.thread import operations
from goldenthread.thread.forms.actions import ActionForm
from goldenthread.thread.forms.recommendations import RecommendationForm
from goldenthread.thread.models import Recommendation
from goldenthread.thread.queries import choices
from goldenthread.thread.queries.documents import documents_to_cite
from goldenthread.thread.queries.of_agency import answers
from goldenthread.thread.tests.test_pages import at

DAY = datetime.date(2026, 3, 2)


@pytest.fixture
def few(monkeypatch):
    """Lists show two of other work, so that three are more than a list holds."""
    monkeypatch.setattr(choices, "LISTED", 2)


@pytest.fixture
def work(make):
    return make.source(title="The work in hand", on=datetime.date(2026, 5, 1))


@pytest.fixture
def others(make):
    """Three pieces of other work, from the oldest, each with a finding and a recommendation."""
    works = [make.source(title=f"Audit {n}", on=datetime.date(2026, 1, n)) for n in (1, 2, 3)]
    texts = ("Visits were late.", "Notes were thin.", "Notes were missing.")
    findings = [make.finding(one, text=text) for one, text in zip(works, texts, strict=True)]
    recommendations = [make.recommendation(one, text=f"Mend: {text}") for one, text in zip(works, texts, strict=True)]
    return findings, recommendations


@pytest.fixture
def partly_closed(cast, make, given):
    """(finding, recommendation) of closed work of 10 January 2026, told to all, among open work."""
    for n in (5, 15):
        near = make.source(title=f"Open {n}", on=datetime.date(2026, 1, n))
        make.finding(near), make.recommendation(near, addressees=[cast.agencies["health"]])
    closed = make.source(group=cast.quality, on=datetime.date(2026, 1, 10), audience="group")
    parts = make.finding(closed), make.recommendation(closed, addressees=[cast.agencies["health"]])
    for thing in parts:
        operations.release(
            thing=thing, version=thing.version, audience="partnership", public_text="Told.", public_label="", **given
        )
    return parts


def of_form(cast, work, name="business_manager", form=RecommendationForm, **typed):
    return form(typed or None, viewer=cast.viewer(name), source=work)


def listed(form, name="further"):
    return [form.fields[name].things[value].text for value, _ in form.fields[name].choices if value]


def test_a_released_part_of_closed_work_is_placed_by_its_year_alone(cast, work, partly_closed):
    """Between its neighbours it would tell the day; at the end of its year it stands before them, newest first."""
    viewer = cast.viewer("lay_member")
    further = [thing for thing, _ in choices.findings_for(viewer, work).others]
    answered = [thing for thing, _ in choices.recommendations_for(viewer, work).others]
    assert further[0] == partly_closed[0] and answered[0] == partly_closed[1]
    owed = answers(viewer, cast.agencies["health"])
    assert owed[-1].key == partly_closed[1].ref  # oldest first


def test_of_what_is_listed_and_what_is_not_the_form_says_how_many(cast, work, others, few):
    form = of_form(cast, work)
    assert listed(form) == ["Notes were missing.", "Notes were thin."]
    assert form.fields["further"].help_text.startswith("Of other work the newest 2 of 3 are listed;")


def test_a_list_that_holds_everything_says_nothing_and_has_nothing_to_find(cast, work, others):
    form = of_form(cast, work)
    assert len(listed(form)) == 3 and form.fields["further"].help_text == "" and "find" not in form.fields


def test_words_find_what_is_not_listed_and_nothing_typed_or_ticked_is_lost(client, cast, work, others, few):
    cast.sign_in(client, "business_manager")
    newest = others[0][2]
    page = of_page(cast, work, "add_recommendation")
    typed = {"text": "Mend this", "further": [newest.pk], "find": "VISITS late", "look": "yes"}
    answer = client.post(page, typed)
    form = answer.context["form"]
    assert answer.status_code == 200 and not form.errors and not Recommendation.objects.filter(text="Mend this")
    assert listed(form) == ["Visits were late.", "Notes were missing."]
    assert form.fields["further"].help_text.startswith("Of other work 1 of 3 has the words that you typed.")
    assert form["text"].value() == "Mend this" and form["further"].value() == [str(newest.pk)]

    saved = client.post(page, {"text": "Mend this", "further": [newest.pk, others[0][0].pk], "find": ""})
    assert saved.status_code == 302
    assert set(Recommendation.objects.get(text="Mend this").findings.all()) == {newest, others[0][0]}


def test_words_find_recommendations_for_an_action_too(cast, work, others, few):
    form = of_form(cast, work, form=ActionForm, find="visits", look="yes")
    assert listed(form, "also_answers") == listed(form, "recommendation") == ["Mend: Visits were late."]


def test_more_than_a_list_holds_may_have_the_words(cast, work, others, few):
    form = of_form(cast, work, find="were", look="yes")
    assert form.fields["further"].help_text.startswith(
        "Of other work 3 of 3 have the words that you typed, and the newest 2"
    )


def test_nobody_finds_closed_work_by_words_that_they_may_not_read(cast, work, others, few, partly_closed):
    assert listed(of_form(cast, work, "lay_member", find="chronologies quality", look="yes")) == []
    form = of_form(cast, work, "lay_member", find="told.", look="yes")
    assert [int(value) for value, _ in form.fields["further"].choices] == [partly_closed[0].pk]


def test_what_a_draft_holds_is_on_the_list(client, cast, work, others, few, now):
    cast.sign_in(client, "business_manager")
    page, oldest = of_page(cast, work, "add_recommendation"), others[0][0]
    fields = {"text": ["Half"], "further": [str(oldest.pk)]}
    drafts.keep(by=cast.viewer("business_manager"), address=page, fields=fields, now=now)
    form = client.get(page).context["form"]
    assert "Visits were late." in listed(form) and form["further"].value() == [str(oldest.pk)]


def test_every_document_of_the_group_can_be_cited(cast, work, make):
    action = make.action(work)
    rows = [Document(key=f"minutes-{n}", group=cast.root, title=f"Minutes {n}", on=DAY) for n in range(101)]
    QuerySet(Document).bulk_create(rows)
    assert len(documents_to_cite(cast.viewer("business_manager"), action)) == 101


def of_page(cast, work, name):
    return at(cast, name, work.holder.key, work.key)
