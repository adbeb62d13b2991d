"""Who is told by message of what is said, how often, and where the link leads."""

import datetime
import re

import pytest

from goldenthread.foundation.comments import operations
from goldenthread.foundation.comments.tests.conftest import end_yesterday, tell
from goldenthread.foundation.notices.models import Choice, Message, Notice

pytestmark = pytest.mark.django_db
MORNING = datetime.datetime(2026, 11, 23, 8, 0, tzinfo=datetime.UTC)  # the cast's day is a Friday
DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def nothing_else_waits(action):
    """What making the action put out is not what these tests are about."""
    Notice.objects.all().delete()


def names(cast, *people):
    return sorted(cast.person(name).name for name in people)


def test_the_owner_is_told_once_and_the_writer_never(cast, says, action):
    says("scrutineer", action)
    assert tell(MORNING) == names(cast, "agency_lead_health")
    assert tell(MORNING + DAY) == []
    says("agency_lead_health", action, at=MORNING + DAY)
    assert tell(MORNING + 2 * DAY) == []  # its own word


def test_the_person_who_owes_it_is_told_too(cast, make, work, says):
    action = make.agreed(work, owner_person=cast.person("action_owner"))
    Notice.objects.all().delete()
    says("scrutineer", action)
    assert tell(MORNING) == names(cast, "action_owner", "agency_lead_health")


def test_a_question_is_told_to_whom_it_asks_and_the_owner_hears_of_it(cast, says, action):
    says("scrutineer", action, asks=cast.person("lay_member"))
    assert tell(MORNING) == names(cast, "lay_member", "agency_lead_health")
    texts = {message.to.name: message.text for message in Message.objects.all()}
    assert "A question waits for your answer." in texts["The lay member"]
    assert "Somebody commented" not in texts["The lay member"]
    assert "Somebody commented" in texts["The agency lead health"]


def test_an_owner_who_is_asked_is_told_once(cast, says, action):
    says("scrutineer", action, asks=cast.agencies["health"])
    assert tell(MORNING) == names(cast, "agency_lead_health")
    assert "2 things" not in Message.objects.get().subject


def test_those_who_take_part_are_told_of_what_is_said_after_them(cast, says, action):
    first = says("scrutineer", action)
    tell(MORNING)
    says("lay_member", first, at=MORNING)
    assert tell(MORNING + DAY) == names(cast, "scrutineer", "agency_lead_health")
    says("business_manager", first, at=MORNING + DAY)
    assert tell(MORNING + 2 * DAY) == names(cast, "scrutineer", "lay_member", "agency_lead_health")
    other = says("analyst", action, at=MORNING + 2 * DAY)  # a conversation of its own
    assert tell(MORNING + 3 * DAY) == names(cast, "agency_lead_health")
    assert other.first is None


def test_whoever_was_asked_takes_part(cast, says, action):
    question = says("scrutineer", action, asks=cast.person("lay_member"))
    tell(MORNING)
    says("business_manager", question, "A hint: forty.", at=MORNING)
    assert cast.person("lay_member").name in tell(MORNING + DAY)


def test_of_a_finding_those_are_told_who_keep_the_work(cast, make, work, says):
    says("scrutineer", make.finding(work))
    assert tell(MORNING) == names(cast, "business_manager", "unit_officer")


def test_of_a_recommendation_the_addressees_are_told(cast, make, work, says):
    row = make.recommendation(work, addressees=[cast.agencies["health"]])
    Notice.objects.all().delete()
    says("scrutineer", row)
    assert tell(MORNING) == names(cast, "agency_lead_health")


def test_what_was_withdrawn_or_answered_meanwhile_is_told_to_nobody(cast, says, action, now):
    comment = says("scrutineer", action)
    operations.withdraw(by=cast.viewer("scrutineer"), now=now, comment=comment, version=1)
    question = says("agency_lead_health", action, asks=cast.person("lay_member"))
    operations.close_question(by=cast.viewer("agency_lead_health"), now=now, comment=question)
    assert tell(MORNING) == []


def test_nobody_is_told_who_may_not_open_it(cast, make, work, says, closed_to_listed, now):
    action = make.finding(work)
    first = says("lay_member", action)
    closed_to_listed(action, "scrutineer", "partnership_chair")
    Notice.objects.all().delete()
    says("scrutineer", first, "Only we read this now.")
    assert tell(MORNING) == []  # neither the lay member, who took part, nor the unit, which keeps the work
    says("scrutineer", action, asks=cast.person("partnership_chair"), at=MORNING)
    assert tell(MORNING + DAY) == names(cast, "partnership_chair")


def test_whose_seat_ended_is_told_nothing(cast, says, action, now):
    first = says("lay_member", action)
    tell(MORNING)
    end_yesterday(cast, now)
    says("scrutineer", first, at=MORNING)
    assert tell(MORNING + DAY) == names(cast, "agency_lead_health")


def test_each_is_told_in_their_own_rhythm(cast, says, action, now):
    from goldenthread.foundation.notices.operations import choose

    def chooses(name, rhythm):
        choose(by=cast.viewer(name), now=now, urgent="at_once", other=rhythm)

    chooses("agency_lead_health", "at_once")
    chooses("lay_member", "weekly")
    says("scrutineer", action, asks=cast.person("lay_member"))
    assert tell(now) == names(cast, "agency_lead_health")
    assert tell(MORNING) == names(cast, "lay_member")
    assert Choice.objects.count() == 2


def test_a_message_says_nothing_and_its_link_opens(cast, says, action, client):
    question = says("scrutineer", action, "How many were trained?", asks=cast.person("lay_member"))
    says("business_manager", question, "Secret words.")
    tell(MORNING)
    for message in Message.objects.all():
        assert not re.search(r"trained|Secret|Train every|neglect|scrutineer", message.text + message.subject, re.I)
        name = next(name for name, person in cast.people.items() if person == message.to)
        cast.sign_in(client, name)
        links = re.findall(r"http://localhost:8000(\S+)", message.text)
        assert any("/comments/" in link for link in links)
        for link in links:
            assert client.get(link).status_code == 200
    assert Message.objects.count() >= 2


def test_a_neighbour_who_shares_it_is_told_under_their_own_address(cast, make, says):
    shared = make.agreed(make.source(group=cast.shared))
    Notice.objects.all().delete()
    first = says("east_manager", shared, partnership=cast.east)
    tell(MORNING)
    says("business_manager", first, at=MORNING)
    assert cast.person("east_manager").name in tell(MORNING + DAY)
    text = Message.objects.filter(to=cast.person("east_manager")).latest("pk").text
    assert "/east/comments/west/" in text and "/west/comments" not in text
