"""Every page, as people with more or less than one seat in the partnership are answered."""

import pytest

from goldenthread.foundation.people.models import Person
from tests.house.page_table import KINDS, PAGES, POSTS
from tests.house.test_pages import answer_of, client_of
from tests.words import words

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

# All that somebody in a shared group opens in a partnership that takes part: pages of its work, and of nothing else.
OF_THE_GROUP = {
    "/west/thread/all/",
    "/west/work/",
    "/west/diary/",
    "/west/diary/rules/",
    "/west/diary/rules/rr.complete/",
    "/west/documents/",
    "/west/withdrawn/",
    "/west/comments/",
    "/west/thread/breaks/",
    "/west/thread/breaks/findings/",
    "/west/thread/actions/",
    "/west/thread/mine/",
    "/west/thread/themes/",
    "/west/thread/theme/{theme}/",
    "/west/thread/proposals/",
    "/west/thread/work/",
    "/west/thread/work/{shown}/",  # released to the public
}


def anybodys(expected):
    return expected.split()[0] == "200"


@pytest.mark.parametrize("body", ["west", "east"])
def test_a_seat_in_a_shared_group_opens_pages_of_that_group_alone(cast, things, body):
    client, opened, shown = client_of(cast, "shared_member"), set(), []
    for address, expected in PAGES:
        if anybodys(expected) or not address.startswith("/west/"):
            continue
        answer = answer_of(client, address.format(**things.names).replace("/west/", f"/{body}/", 1))
        if answer.status_code == 200:
            opened.add(address)
        # The rules speak of offices as the guidance does; what is released says who released it.
        if answer.status_code == 200 and "/rules/" not in address and "{shown}" not in address:
            shown.append((address, words(answer)))
    released = {"/west/thread/work/{shown}/", "/west/report/proof/source/{shown}/"}
    assert opened - released == OF_THE_GROUP - released
    others = Person.objects.exclude(pk=cast.person("shared_member").pk).values_list("name", flat=True)
    kept = [*others, things.source.title, "Neglect first", "Quality and performance group"]
    assert [(address, text) for address, page in shown for text in kept if text in page] == []


@pytest.mark.parametrize("name", ["seat_ended", "agency_left"])
def test_who_held_a_seat_until_yesterday_is_a_stranger(cast, things, name):
    client, stranger, wrong = client_of(cast, name), KINDS.index("east_manager"), []
    for address, expected in PAGES:
        status = answer_of(client, address.format(**things.names)).status_code
        if status != int(expected.split()[stranger]):
            wrong.append(f"{address}: {status}")
    for address, posted, expected in POSTS:
        status = answer_of(client, address.format(**things.names), posted).status_code
        if status != int(expected.split()[stranger]):
            wrong.append(f"{address}: {status}")
    assert wrong == []


def test_who_holds_two_seats_opens_what_either_opens(cast, things):
    """The council's lead partner, who also chairs a group, beside a lead partner of the council alone."""
    both, one = client_of(cast, "two_seats"), client_of(cast, "lead_partner")
    for address, _ in PAGES:
        if address.startswith("/account/changes/"):
            continue  # of one's own account, whatever seats one holds
        address = address.format(**things.names)
        alone = answer_of(one, address).status_code
        if alone == 200:
            assert answer_of(both, address).status_code == 200, address
