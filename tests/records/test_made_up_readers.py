"""Each example record has a made-up reader, named as such, who sees every thing in it from the one click of a trial on.

Every thing is asked for as they see it; opened are the pages of all that is kept to a narrower circle, and of one in
nine of the rest.
"""

import re

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from goldenthread.foundation import room
from goldenthread.foundation.access.viewer import viewer_for
from goldenthread.foundation.people.models import Body, Person
from goldenthread.foundation.records.reading import read
from tests.records.test_examples import EXAMPLES

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
NARROW = ("group", "agency", "named")
TRIAL = {"HTTP_HOST": "localhost:8000", "REMOTE_ADDR": "127.0.0.1"}
# Pages that open something by themselves, which is not looking.
NOT_FOLLOWED = re.compile(
    r"\?|#|/(edit|add|end|export|download)|^/(account|preferences|sign-|static)|\.(pdf|docx|csv|xlsx)"
)
ITS_PAGES = ("", "work/", "report/", "who/agencies/", "who/groups/")
# Told on the pages of others, by name: a body that the record only mentions, an office holder without a seat, and a
# clock, which stands with its thing.
WITHOUT_A_PAGE = {"body", "person", "clock"}


@pytest.fixture(scope="module")
def house(django_db_setup, django_db_blocker):
    """All example records, loaded once for this module and gone afterwards."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_examples", verbosity=0)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def trial(settings, tmp_path):
    """As ./run leaves it."""
    settings.EXAMPLE_SIGN_IN, settings.HOME = True, tmp_path
    settings.ALLOWED_HOSTS = ["localhost"]
    (tmp_path / "made-by-run").write_text(str(connection.settings_dict["NAME"]))


def reader_of(record) -> Person:
    """The one made-up reader of a record."""
    return next(
        Person.objects.get(key=item.key)
        for item in record.items
        if item.shape.noun == "person" and item.key.endswith("-made-up-reader")
    )


def things_of(record) -> dict[str, set[str]]:
    """{noun: what each thing that the record holds is called in the whole house}."""
    found = {}
    nouns = {noun.code for noun in room.offered("nouns")} - WITHOUT_A_PAGE
    for item in record.items:
        if item.shape.noun in nouns:
            found.setdefault(item.shape.noun, set()).add(f"{item.holder}/{item.key}" if item.holder else item.key)
    return found


def one_click(person) -> Client:
    client = Client(**TRIAL)
    assert client.post(reverse("examples"), {"person": person.key}).status_code == 302
    return client


@pytest.mark.parametrize("folder", EXAMPLES, ids=[path.name for path in EXAMPLES])
def test_the_made_up_reader_opens_every_thing_of_their_record(house, trial, folder, now):
    record = read(folder)
    person, body = reader_of(record), Body.objects.get(key=record.body)
    assert person.invented and "made-up" in person.name
    client = one_click(person)
    assert client.get(f"/{body.key}/work/").status_code == 200
    viewer = viewer_for(person, body, now, second_factor=True)
    wanted = things_of(record)
    assert sum(map(len, wanted.values())) > 60
    seen = room.references(viewer, wanted)
    hidden = [(noun, key) for noun, keys in wanted.items() for key in keys if (noun, key) not in seen]
    assert hidden == []
    partly = [(noun, key) for (noun, key), row in seen.items() if not row.whole]
    assert partly == []
    pages = sorted({row.url.split("#")[0] for row in seen.values() if row.url})
    narrow = {f"{item.holder}/{item.key}" for item in record.items if item.effective("audience") in NARROW}
    opened = {row.url.split("#")[0] for (_, key), row in seen.items() if row.url and key in narrow} | set(pages[::9])
    assert [page for page in sorted(opened) if client.get(page).status_code != 200] == []


@pytest.mark.parametrize("folder", EXAMPLES, ids=[path.name for path in EXAMPLES])
def test_every_link_of_the_pages_that_come_first_leads_somewhere(house, trial, folder):
    record = read(folder)
    client, body, dead = one_click(reader_of(record)), record.body, []
    links = set()
    for page in ITS_PAGES:
        shown = client.get(f"/{body}/{page}")
        if shown.status_code == 200:
            links |= set(re.findall(r'href="(/[^"]*)"', shown.content.decode()))
    assert len(links) > 20
    for link in sorted(links):
        if not NOT_FOLLOWED.search(link) and client.get(link, follow=True).status_code != 200:
            dead.append(link)
    assert dead == []


def test_without_the_one_click_what_is_kept_to_listed_people_stays_closed(house, trial, settings):
    """The click counts as both steps in a trial alone: where a condition is gone, so is what it opened."""
    record = read(next(path for path in EXAMPLES if path.name.startswith("harrowmere")))
    client = one_click(reader_of(record))
    named = next(
        item for item in record.items if item.shape.noun == "source" and item.values.get("audience") == "named"
    )
    page = f"/{record.body}/thread/work/{record.body}/{named.key}/"
    assert client.get(page).status_code == 200
    settings.EXAMPLE_SIGN_IN = False
    assert client.get(page).status_code in (403, 404)
