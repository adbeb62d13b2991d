"""A question waits for those whom it asks, and for nobody else, until it is answered or closed."""

import pytest

from goldenthread.foundation.access.queries import Forbidden
from goldenthread.foundation.comments import operations, queries, today
from goldenthread.foundation.comments.models import Comment
from goldenthread.foundation.history.models import Line
from goldenthread.foundation.room import Refused
from goldenthread.thread import operations as thread

pytestmark = pytest.mark.django_db


def waits_for(cast):
    """Everybody for whom a question waits on Today."""
    return {name for name in cast.people if today.questions(cast.viewer(name)).total}


@pytest.fixture
def question(cast, says, action):
    return says("scrutineer", action, "How many were trained?", asks=cast.agencies["health"])


def test_an_agency_is_asked_through_whoever_answers_for_it(cast, question):
    assert waits_for(cast) == {"agency_lead_health"}
    (line,) = today.questions(cast.viewer("agency_lead_health")).items
    assert line.sentence == "The scrutineer asks Health about: Train every team."
    assert (line.due, line.overdue) == (None, False)  # no day is invented


def test_a_person_is_asked_by_name(cast, says, action):
    says("lay_member", action, asks=cast.person("analyst"))
    assert waits_for(cast) == {"analyst"}
    assert today.questions(cast.viewer("analyst")).items[0].sentence.startswith("The lay member asks you about")


def test_it_is_answered_when_whoever_was_asked_says_so(cast, says, question):
    says("business_manager", question, "I should like to know too.")
    says("agency_lead_health", question, "We count them.", answers=False)
    assert waits_for(cast) == {"agency_lead_health"}
    says("agency_lead_health", question, "Forty.", answers=True)
    assert waits_for(cast) == set()
    question.refresh_from_db()
    assert question.settled == "answered"
    verbs = Line.objects.filter(key=question.ref).order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["comments.asked", "comments.answered"]


def test_nobody_else_says_that_it_is_answered(cast, says, question):
    for name in ("scrutineer", "business_manager", "agency_lead"):
        with pytest.raises(Refused, match="Only whoever was asked"):
            says(name, question, "Forty.", answers=True)
    assert Comment.objects.count() == 1
    assert waits_for(cast) == {"agency_lead_health"}


def test_whoever_asked_closes_it_and_nobody_else(cast, question, now):
    for name in ("business_manager", "agency_lead_health"):
        with pytest.raises(Forbidden, match="Only whoever asked"):
            operations.close_question(by=cast.viewer(name), now=now, comment=question)
    asker = {"by": cast.viewer("scrutineer"), "now": now, "comment": question}
    operations.close_question(**asker)
    assert waits_for(cast) == set()
    with pytest.raises(Refused, match="waits for nobody any more"):
        operations.close_question(**asker)


@pytest.mark.parametrize("way", ["withdraw", "hide"])
def test_what_was_withdrawn_or_hidden_waits_for_nobody(cast, question, now, way):
    by = {"withdraw": "scrutineer", "hide": "business_manager"}[way]
    more = {"reason": "It named somebody."} if way == "hide" else {}
    getattr(operations, way)(by=cast.viewer(by), now=now, comment=question, version=1, **more)
    assert waits_for(cast) == set()


def test_what_is_closed_asks_nobody_and_whoever_asked_still_closes_it(cast, question, action, given, now):
    action.refresh_from_db()
    thread.withdraw_action(**given, action=action, version=action.version, reason="It is done elsewhere.")
    assert waits_for(cast) == set()
    assert [row.pk for row, _ in queries.asked_by(cast.viewer("scrutineer"))] == [question.pk]
    operations.close_question(by=cast.viewer("scrutineer"), now=now, comment=question)
    assert queries.asked_by(cast.viewer("scrutineer")) == []


def names(askable):
    return {body.name for body in askable.agencies}, {other.name for other in askable.people}


def test_only_who_reads_the_thing_is_asked(cast, make, says, action, closed_to_listed):
    agencies, people = names(queries.may_be_asked(cast.viewer("scrutineer"), action))
    assert agencies == {"West Council", "West Integrated Care Board", "West Police"}  # the school has nobody here
    assert {"The lay member", "The agency lead health", "The business manager"} <= people
    assert not {"The scrutineer", "The house administrator", "The seat ended", "The east manager"} & people
    closed_to_listed(action, "scrutineer", "lay_member")
    agencies, people = names(queries.may_be_asked(cast.viewer("scrutineer"), action))
    assert agencies == {"West Integrated Care Board"}  # it owns the action, and reads it in every circle
    assert people == {"The lay member", "The lead partner health", "The agency lead health"}
    for asks in (cast.agencies["police"], cast.person("business_manager"), cast.person("scrutineer")):
        with pytest.raises(Refused, match="does not read this"):
            says("scrutineer", action, asks=asks)


def test_of_what_is_shared_the_neighbour_is_asked_and_answers(cast, make, says):
    shared = make.agreed(make.source(group=cast.shared))
    assert "The east manager" in names(queries.may_be_asked(cast.viewer(), shared))[1]
    question = says("business_manager", shared, asks=cast.person("east_manager"))
    east = cast.viewer("east_manager", partnership=cast.east)
    (line,) = today.questions(east).items
    assert line.url.startswith("/east/comments/west/")
    says("east_manager", question, "Yes.", partnership=cast.east, answers=True)
    assert today.questions(east).total == 0


def test_a_circle_that_is_narrowed_later_takes_the_question_along(cast, question, action, closed_to_listed, says):
    asked = says("scrutineer", action, asks=cast.person("lay_member"))
    closed_to_listed(action, "scrutineer")
    assert waits_for(cast) == {"agency_lead_health"}  # the owner reads it in every circle
    assert queries.references(cast.viewer("lay_member"), {asked.ref}) == {}
    (line,) = today.questions(cast.viewer("agency_lead_health")).items
    assert "Train" not in line.sentence and "trained" not in line.sentence
