"""Under each partnership's address nothing of its neighbour opens, and it answers as if there were no such thing."""

import re

import pytest
from django.test import Client

from tests.cast import Neighbour
from tests.cast_things import Things
from tests.house.page_table import PAGES, POSTS
from tests.house.test_pages import answer_of
from tests.kept import kept
from tests.words import words

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
OF_THE_HOUSE = {"theme"}  # belongs to every partnership
NO_KEYS = {"paragraph"}  # what it is called follows from its words alone
NOBODYS = "nosuchthing-zzzzzzzzz"


@pytest.fixture
def neighbours(cast, things, now, tmp_path):
    """One thing of every kind, held by east."""
    return kept(f"things of the neighbour of {now}", lambda: Things(Neighbour(cast)), files=tmp_path / "documents")


def unknown(name):
    """A name of the same shape that nothing bears."""
    if isinstance(name, int):
        return 987654321
    return f"{name.rpartition('/')[0]}/{NOBODYS}" if "/" in name else NOBODYS


def shapes(address):
    return {name for name in re.findall(r"{(\w+)}", address) if name not in OF_THE_HOUSE | NO_KEYS}


def walk(client, slug, own, foreign, known=()):
    """Every address that names a thing, under the address of one partnership: with the other's thing in each place
    where one is named, GET and POST. What was answered otherwise than for a thing that does not exist.

    `known` are the names of things of the other that are known here.
    """
    wrong, walked = [], 0
    rows = [(address, None) for address, _ in PAGES] + [(address, posted) for address, posted, _ in POSTS]
    for address, posted in rows:
        if not (address.startswith("/west/") and shapes(address)):
            continue
        here = address.replace("/west/", f"/{slug}/", 1)
        for name in shapes(address) - set(known):  # where two are named, each of them, beside the partnership's own
            theirs = here.format(**own | {name: foreign[name]})
            nothing = here.format(**own | {name: unknown(foreign[name])})
            for method in (None, posted or {"version": "1"}):
                answer, expected = answer_of(client, theirs, method), answer_of(client, nothing, method)
                walked += 1
                if answer.status_code not in (403, 404, 405) or _told(answer) != _told(expected):
                    wrong.append(f"{address} with {name}: {answer.status_code}, {expected.status_code} for nothing")
    assert walked > 200
    return "\n".join(wrong)


def _told(answer):
    """What somebody can tell by an answer: its status, where it leads and its words."""
    text = answer.content.decode() if answer.get("Content-Type", "").startswith("text/html") else ""
    text = words(re.sub(r"<[^>]+>", " ", text))  # a tag holds tokens, which are others each time
    return answer.status_code, answer.get("Location"), text


def test_west_opens_nothing_of_east(cast, things, neighbours):
    known = {"name_change"}  # a name of an agency that both have is asked of the other
    assert walk(cast.sign_in(Client()), "west", things.names, neighbours.names, known) == ""


def test_east_opens_nothing_of_west(cast, things, neighbours):
    # East takes part in a group that west leads, so it knows which agencies west has; names as above.
    known = {"partner", "name_change"}
    assert walk(cast.sign_in(Client(), "east_manager"), "east", neighbours.names, things.names, known) == ""


def test_who_may_less_is_told_no_more(cast, things, neighbours):
    """A lay member of west is answered alike for what east holds and for what nobody does."""
    client, wrong = cast.sign_in(Client(), "lay_member"), []
    for address, _ in PAGES:
        if address.startswith("/west/") and shapes(address):
            theirs = {name: neighbours.names[name] for name in shapes(address)}
            nothing = {name: unknown(given) for name, given in theirs.items()}
            answers = [answer_of(client, address.format(**things.names | given)) for given in (theirs, nothing)]
            if _told(answers[0]) != _told(answers[1]) or answers[0].status_code not in (403, 404):
                wrong.append(f"{address}: {[answer.status_code for answer in answers]}")
    assert wrong == []
