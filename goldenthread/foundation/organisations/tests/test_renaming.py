"""A body or a group is called otherwise from a day on, or a misspelling is mended; who shares it has a word in it."""

import datetime

import pytest
from django.test import Client

from goldenthread.foundation.access.queries import Forbidden
from goldenthread.foundation.history.models import Line
from goldenthread.foundation.notices.models import Message
from goldenthread.foundation.organisations import name_queries, operations
from goldenthread.foundation.organisations.models import NameChange
from goldenthread.foundation.people.models import Body, BodyName, Group
from goldenthread.foundation.people.names import as_called_on
from goldenthread.foundation.room import Conflict, Refused
from tests.house.test_two_people import fields_of
from tests.words import words

pytestmark = pytest.mark.django_db
MARCH = datetime.date(2026, 3, 1)


@pytest.fixture
def manager(cast):
    return cast.sign_in(Client())


@pytest.fixture
def neighbour(cast):
    return cast.sign_in(Client(), "east_manager")


@pytest.fixture
def shared(cast):
    """The police, which east has too."""
    police = cast.agencies["police"]
    operations.add_agency(
        by=cast.viewer("east_manager", partnership=cast.east),
        now=cast.now,
        partnership=cast.east,
        name="",
        capacity="statutory",
        agency=police,
    )
    Message.objects.all().delete()
    return police


def rename(client, address, **typed):
    form = fields_of(client.get(address).content.decode()) or {}
    return client.post(address, form | {"short_name": ""} | typed)


def fresh(thing):
    return type(thing).objects.get(pk=thing.pk)


def name_on(thing, day):
    told = fresh(thing)
    as_called_on([told], day)
    return told.name


def test_the_old_name_stays_right_before_the_day(cast, manager):
    school = cast.agencies["school"]
    address = f"/west/who/agencies/{school.key}/rename/"
    answer = rename(manager, address, name="West Academy", how="renamed", starts="2026-03-01")
    assert answer.status_code == 302
    assert fresh(school).name == "West Academy"
    assert name_on(school, datetime.date(2026, 2, 28)) == "West School"
    assert name_on(school, MARCH) == "West Academy"
    page = words(manager.get("/west/who/agencies/"))
    assert "West Academy" in page and "West School until 28 February 2026" in page


def test_several_names_in_turn(cast, now):
    school, given = cast.agencies["school"], {"by": cast.viewer(), "now": now, "partnership": cast.west}
    for name, starts in (("Second", datetime.date(2025, 1, 1)), ("Third", MARCH)):
        operations.rename_agency(**given, agency=school, version=school.version, name=name, starts=starts)
    days = [datetime.date(2024, 12, 31), datetime.date(2025, 1, 1), datetime.date(2026, 2, 28), MARCH]
    assert [name_on(school, day) for day in days] == ["West School", "Second", "Second", "Third"]
    with pytest.raises(Refused, match="It was called Second until 28 February 2026"):
        operations.rename_agency(**given, agency=school, version=school.version, name="Fourth", starts=MARCH)


def test_a_misspelling_leaves_no_name_behind(cast, manager):
    school = cast.agencies["school"]
    rename(manager, f"/west/who/agencies/{school.key}/rename/", name="West Schools", how="misspelt")
    assert name_on(school, datetime.date(2020, 1, 1)) == "West Schools" and not BodyName.objects.exists()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"name": "West Academy", "how": "renamed"}, "Say from which day on it is called so"),
        ({"name": "West Academy", "how": "renamed", "starts": "2026-12-24"}, "must be today or earlier"),
        ({"name": "West Academy", "how": "renamed", "starts": "1026-03-01"}, "Did you mean 1 March 2026?"),
        ({"name": "West Council", "how": "misspelt"}, "There is an agency called “West Council” already"),
        ({"name": "West School", "how": "misspelt"}, "That is what it is called already"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field_and_nothing_is_lost(cast, manager, typed, said):
    school = cast.agencies["school"]
    answer = rename(manager, f"/west/who/agencies/{school.key}/rename/", **{"short_name": school.short_name} | typed)
    assert answer.status_code == 422 and said in words(answer)
    assert answer.context["form"]["name"].value() == typed["name"]
    assert fresh(school).name == "West School"


def test_an_agency_of_two_partnerships_waits_for_the_neighbour(cast, shared, manager, neighbour):
    address = f"/west/who/agencies/{shared.key}/rename/"
    assert "East Partnership has this agency too" in words(manager.get(address))
    rename(manager, address, name="Mere Police", how="renamed", starts="2026-03-01")
    assert fresh(shared).name == "West Police"
    change = NameChange.objects.get()
    assert [message.to for message in Message.objects.all()] == [cast.person("east_manager")]
    assert "Mere Police" in words(neighbour.get("/east/"))
    page = f"/east/who/names/{change.key}/"
    assert "asks to call West Police “Mere Police”, from 1 March 2026 on" in words(neighbour.get(page))
    form = fields_of(neighbour.get(page).content.decode())
    assert neighbour.post(page, form | {"answer": "yes"}).status_code == 302
    assert fresh(shared).name == "Mere Police" and name_on(shared, datetime.date(2026, 2, 1)) == "West Police"
    told = Line.objects.filter(verb="people.renamed").values_list("chain__body__key", flat=True)
    assert sorted(told) == ["east", "west"]
    assert Message.objects.filter(to=cast.person("business_manager")).exists()
    assert neighbour.post(page, form | {"answer": "yes"}).status_code in (403, 422)
    assert BodyName.objects.count() == 1


def test_the_neighbour_says_no_or_the_unit_takes_it_back(cast, shared, manager, neighbour):
    for client, who, says in ((neighbour, "east", "It is called West Police here."), (manager, "west", "A slip.")):
        rename(manager, f"/west/who/agencies/{shared.key}/rename/", name="Mere Police", how="misspelt")
        change = NameChange.objects.get(state="asked")
        page = f"/{who}/who/names/{change.key}/"
        form = fields_of(client.get(page).content.decode())
        assert client.post(page, form | {"answer": "no"}).status_code == 422
        assert client.post(page, form | {"answer": "no", "reason": says}).status_code == 302
        assert fresh(change).state == "declined" and fresh(shared).name == "West Police"


def test_only_who_is_asked_answers_and_one_name_waits_at_a_time(cast, shared, now):
    west = {"by": cast.viewer(), "now": now}
    east = {"by": cast.viewer("east_manager", partnership=cast.east), "now": now}
    given = {"partnership": cast.west, "agency": shared, "version": shared.version}
    change = operations.rename_agency(**west, **given, name="Mere Police")
    assert name_queries.waiting_before(east["by"]) == [change] and not name_queries.waiting_before(west["by"])
    with pytest.raises(Forbidden):
        operations.agree_to_name(**west, change=change, partnership=cast.west, version=change.version)
    with pytest.raises(Refused, match="Another name waits"):
        operations.rename_agency(**west, **given, name="Another Police")
    with pytest.raises(Conflict):
        operations.agree_to_name(**east, change=change, partnership=cast.east, version=change.version + 1)
    assert operations.agree_to_name(**east, change=change, partnership=cast.east, version=change.version)
    with pytest.raises(Refused, match="decided already"):
        operations.agree_to_name(**east, change=change, partnership=cast.east, version=change.version)


def test_a_group_is_renamed_by_its_lead_alone_and_the_others_are_told(cast, manager, neighbour):
    address = f"who/groups/{cast.shared.ref}/rename/"
    Message.objects.all().delete()
    assert neighbour.get(f"/east/{address}").status_code == 403
    answer = rename(manager, f"/west/{address}", name="Exploitation panel", how="renamed", starts="2026-03-01")
    assert answer.status_code == 302
    assert fresh(cast.shared).name == "Exploitation panel"
    assert name_on(cast.shared, datetime.date(2026, 2, 1)) == "Shared exploitation group"
    assert [message.to for message in Message.objects.all()] == [cast.person("east_manager")]


def test_a_partnership_and_the_group_of_the_whole_of_it(cast, manager):
    answer = rename(manager, "/west/who/arrangements/rename/", name="Westland", how="renamed", starts="2026-03-01")
    assert answer.status_code == 302
    assert Body.objects.get(key="west").name == "Westland" == Group.objects.get(pk=cast.root.pk).name
    assert "West Partnership, until 28 February 2026" in words(manager.get("/west/who/arrangements/"))
