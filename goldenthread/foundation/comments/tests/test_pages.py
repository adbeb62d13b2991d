"""What the page of a thing shows of what is said of it, and what becomes of what is typed."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from goldenthread.foundation.comments import operations
from goldenthread.foundation.comments.models import Comment
from goldenthread.foundation.drafts.models import Draft
from goldenthread.foundation.drafts.queries import keep_url
from goldenthread.foundation.history import operations as history
from goldenthread.foundation.history.models import Line
from goldenthread.foundation.writing import operation
from goldenthread.thread import operations as thread
from tests.words import words

pytestmark = pytest.mark.django_db


def page_of(thing, slug="west"):
    return f"/{slug}/thread/{thing._meta.model_name}/{thing.ref}/"


def add_to(thing, slug="west"):
    return f"/{slug}/comments/on/{thing._meta.model_name}/{thing.ref}/add/"


def of(comment, page="", slug="west"):
    return f"/{slug}/comments/{comment.ref}/{page}"


def asked(client, address):
    client.get(address)  # what is kept for the process is kept now
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return [query["sql"] for query in queries]


@operation
def _keep(*, by, now, thing, rows):
    """Many comments in one step, so that the test need not wait for each."""
    Comment.objects.bulk_create(rows)
    history.record(thing, "comments.made", by=by, now=now, noun="action")


def many(cast, thing, conversations, replies=1):
    """As many conversations, each a question with some replies."""
    given = {"by": cast.viewer("scrutineer"), "now": cast.now}
    noun, told = thing._meta.model_name, Comment.objects.count()
    about = {"holder": thing.holder, "noun": noun, "thing_key": thing.ref, "at": cast.now}
    who = {"by_name": "The scrutineer", "person": cast.person("scrutineer"), **about}
    whom = [{"for_agency": cast.agencies["health"]}, {"for_person": cast.person("lay_member")}]
    firsts = [
        Comment(key=f"c-{told + number}", text=f"Question {number}", **who, **whom[number % 2])
        for number in range(conversations)
    ]
    _keep(**given, thing=thing, rows=firsts)
    rows = [
        Comment(key=f"{first.key}-{number}", first=first, text="A reply", **who)
        for first in Comment.objects.filter(key__in=[row.key for row in firsts])
        for number in range(replies)
    ]
    _keep(**given, thing=thing, rows=rows)


@pytest.mark.one_database
@pytest.mark.parametrize("name", ["business_manager", "lay_member", "agency_lead_health"])
def test_two_hundred_comments_ask_no_more_than_none_but_one_question(client, cast, make, work, name):
    for thing in (make.agreed(work), make.finding(work), make.recommendation(work)):
        cast.sign_in(client, name)
        none = asked(client, page_of(thing))
        of_comments = [sql for sql in none if "comments_comment" in sql]
        assert len(of_comments) == 1  # all that the page of a thing asks more
        many(cast, thing, 2)
        few = asked(client, page_of(thing))
        many(cast, thing, 18, replies=10)
        assert len(asked(client, page_of(thing))) == len(few) == len(none)
    assert Comment.objects.count() > 600


@pytest.mark.one_database
def test_the_other_pages_ask_no_more_for_many_than_for_few(client, cast, says, action):
    cast.sign_in(client, "agency_lead_health")
    many(cast, action, 3)
    first = Comment.objects.order_by("pk").first()
    says("business_manager", first)
    addresses = [add_to(action), add_to(action)[:-4], of(first), of(first, "reply/"), "/west/comments/", "/west/"]
    few = [len(asked(client, address)) for address in addresses]
    many(cast, action, 30, replies=5)
    for _ in range(30):
        says("business_manager", first)
    many_more = [len(asked(client, address)) for address in addresses]
    assert all(more <= before for more, before in zip(many_more, few, strict=True)), (few, many_more)
    assert max(few[1:]) <= 30  # the form asks for each kind of seat whether it reads the thing


def test_the_page_shows_the_last_conversations_and_leads_to_all(client, cast, action):
    many(cast, action, 25)
    cast.sign_in(client)
    page = words(client.get(page_of(action)))
    assert "Question 24" in page and "Question 15" in page and "Question 14" not in page
    assert "All 25 conversations" in page
    everything = words(client.get(add_to(action)[:-4])) + words(client.get(add_to(action)[:-4] + "?page=2"))
    assert all(f"Question {number}" in everything for number in range(25))


def test_what_was_typed_is_light_markdown_and_nothing_else(client, cast, says, action):
    says("lay_member", action, "**Who** pays?\n\n- Health\n- <script>alert(1)</script>")
    page = cast.sign_in(client).get(page_of(action)).content.decode()
    assert "<strong>Who</strong>" in page and "<script>alert(1)" not in page


def test_a_question_is_put_answered_and_closed_on_pages(cast, action):
    lay, lead = cast.sign_in(Client(), "lay_member"), cast.sign_in(Client(), "agency_lead_health")
    health = cast.agencies["health"]
    assert f'value="agency-{health.pk}"' in lay.get(add_to(action)).content.decode()
    answer = lay.post(add_to(action), {"text": "How many?", "asks": f"agency-{health.pk}"})
    question = Comment.objects.get()
    assert answer.url == f"{page_of(action)}#{question.key}"
    assert question.for_agency == health
    page = words(lead.get(of(question)))
    assert "A question for West Integrated Care Board" in page and "Waits for an answer" in page
    assert "The lay member asks Health about: Train every team." in words(lead.get("/west/"))
    assert "Does this answer the question?" not in words(lay.get(of(question, "reply/")))
    assert lead.post(of(question, "reply/"), {"text": "Forty."}).status_code == 422  # does it answer?
    assert lead.post(of(question, "reply/"), {"text": "Forty.", "answers": "yes"}).status_code == 302
    assert "Answered" in words(lay.get(page_of(action)))
    assert "No question waits for you." in words(lead.get("/west/comments/"))
    lay.post(add_to(action), {"text": "And now?", "asks": f"person-{cast.person('analyst').pk}"})
    second = Comment.objects.latest("pk")
    assert "You ask The analyst about" in words(lay.get("/west/comments/"))
    assert lay.post(of(second, "close/")).status_code == 302
    assert "Closed by who asked" in words(lay.get(of(second)))


def test_somebody_who_does_not_read_it_is_not_on_the_list(cast, action):
    lay = cast.sign_in(Client(), "lay_member")
    answer = lay.post(add_to(action), {"text": "Who?", "asks": f"person-{cast.person('east_manager').pk}"})
    assert answer.status_code == 422 and "choose one that is" in words(answer)
    assert not Comment.objects.exists()


def test_sent_twice_it_is_said_once(cast, action):
    lay, form = cast.sign_in(Client(), "lay_member"), {"text": "Who pays?", "form_key": "a-key-of-this-showing"}
    answers = {lay.post(add_to(action), form).url for _ in range(5)}
    first = Comment.objects.get()
    assert len(answers) == 1
    lead = cast.sign_in(Client(), "agency_lead_health")
    form = {"text": "We do.", "form_key": "a-key-of-this-showing"}
    assert len({lead.post(of(first, "reply/"), form).url for _ in range(5)}) == 1
    assert Comment.objects.count() == 2
    assert Line.objects.filter(noun="comment").count() == 2


def test_what_is_typed_is_kept_as_a_draft_and_put_back(cast, action):
    lay = cast.sign_in(Client(), "lay_member")
    lay.get(add_to(action))
    url = keep_url(add_to(action))
    lay.post(url, {"text": "Half a sent", "asks": ""})
    assert Draft.objects.count() == 1
    assert "Half a sent" in words(lay.get(add_to(action)))
    lay.post(add_to(action), {"text": "A whole sentence."})
    assert not Draft.objects.exists()


def test_what_was_typed_of_a_thing_that_was_closed_meanwhile_is_not_lost(cast, action, given):
    lay = cast.sign_in(Client(), "lay_member")
    lay.get(add_to(action))
    action.refresh_from_db()
    thread.withdraw_action(**given, action=action, version=action.version, reason="It is done elsewhere.")
    answer = lay.post(add_to(action), {"text": "A long thought."})
    assert answer.status_code == 422
    assert "nothing new is said of it" in words(answer) and "A long thought." in words(answer)
    assert lay.get(add_to(action)).status_code == 403  # and whoever comes later is told before they type
    assert "Comment or ask" not in words(lay.get(page_of(action)))


def test_hidden_words_are_read_by_the_unit_alone(cast, says, action, now):
    comment = says("lay_member", action, "It was little A.")
    operations.hide(by=cast.viewer(), now=now, comment=comment, version=1, reason="It named a child.")
    for name, reads in (("lay_member", False), ("scrutineer", False), ("unit_officer", True)):
        client = cast.sign_in(Client(), name)
        for address in (page_of(action), of(comment)):
            page = words(client.get(address))
            assert "It named a child." in page
            assert ("little A" in page) is reads, (name, address)


def test_a_comment_opens_for_nobody_who_does_not_read_the_thing(cast, make, says, closed_to_listed):
    shared, own = make.agreed(make.source(group=cast.shared)), make.agreed(make.source())
    of_shared, of_own = says("lay_member", shared), says("lay_member", own)
    east = cast.sign_in(Client(), "east_manager")
    assert east.get(of(of_shared, slug="east")).status_code == 200
    for address in (of(of_shared), of(of_own), of(of_own, slug="east"), add_to(own, "east"), "/west/comments/"):
        assert east.get(address).status_code == 404, address
    for name in ("seat_ended", "agency_left"):
        assert cast.sign_in(Client(), name).get(of(of_own)).status_code == 404
    closed_to_listed(own, "scrutineer")
    listed = cast.sign_in(Client(), "scrutineer", second_factor=True)
    before = Line.objects.filter(verb="thread.named_read").count()
    assert listed.get(of(of_own)).status_code == 200
    assert Line.objects.filter(verb="thread.named_read").count() == before + 1  # each reading is recorded
    assert cast.sign_in(Client(), "scrutineer").get(of(of_own)).status_code == 404  # without a second factor
    assert cast.sign_in(Client(), "lay_member").get(of(of_own)).status_code == 404  # though they wrote it
    owner = cast.sign_in(Client(), "agency_lead_health")
    answer = owner.get(of(of_own))
    assert answer.status_code == 403 and "code or passkey" in words(answer)


def test_whoever_looks_without_a_seat_is_shown_no_word(cast, says, make, work, given):
    finding = make.finding(work)
    says("lay_member", finding, "Words among ourselves.")
    thread.release(**given, thing=work, version=work.version, audience="public", public_text="One.", public_label="A")
    finding.refresh_from_db()
    thread.release(**given, thing=finding, version=finding.version, audience="public", public_text="Two.")
    for client in (Client(), cast.sign_in(Client(), "east_manager"), cast.sign_in(Client(), "house_administrator")):
        for address in (page_of(finding), add_to(finding), "/west/"):
            assert "among ourselves" not in words(client.get(address))
