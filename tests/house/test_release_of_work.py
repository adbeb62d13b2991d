"""What is released together takes nothing along that was not ticked: a secret in every field of every kind of thing."""

import re

import pytest
from django.test import Client

from goldenthread.foundation.access.viewer import public_reader
from goldenthread.foundation.papers import html
from goldenthread.foundation.room import Span, offered
from goldenthread.thread.queries import addresses
from tests.house.test_release import DAY, HIDDEN_DAY, OUTSIDE, PARTS, SECRET, hidden, pages, secrets  # noqa: F401
from tests.house.test_two_people import fields_of, words_in

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def sent(cast, hidden, to, names):  # noqa: F811
    """Both pages, with these ticked and in other words: the second page, and what confirming it was answered."""
    client = cast.sign_in(Client())
    address = f"{addresses.of(cast.viewer(), hidden.source, 'release_work')}?to={to}"
    typed = fields_of(client.get(address).content.decode(), carries="seen") | {"public_label": "A quiet review"}
    for name in names:
        thing = getattr(hidden, name)
        field = f"{thing._meta.model_name}_{thing.pk}"
        typed |= {f"tick_{field}": "on", f"text_{field}": f"Told of the {name}."}
    second = client.post(address, typed).content.decode()
    done = client.post(address, fields_of(second, carries="seen") | {"confirmed": "yes"})
    return words_in(second), done


def test_the_page_before_it_shows_no_secret(cast, hidden):  # noqa: F811
    second, done = sent(cast, hidden, "public", PARTS)
    assert done.status_code == 302 and SECRET.findall(second.replace("Secret Owner", "")) == []
    assert all(f"Told of the {name}." in second for name in PARTS)


@pytest.mark.parametrize("role", OUTSIDE)
def test_nobody_outside_is_told_of_what_was_not_ticked(cast, hidden, role):  # noqa: F811
    sent(cast, hidden, "partnership", ("finding", "recommendation"))
    starts = [f"/west/thread/{name}/{getattr(hidden, name).ref}/" for name in ("finding", "recommendation", "action")]
    told = pages(cast.sign_in(Client(), role), ["/west/", "/west/thread/breaks/", *starts])
    assert secrets(told) == [] and any("Told of the finding" in text for text in told.values())
    closed = [getattr(hidden, name).ref for name in ("action", "impact", "voice", "nowhere")]
    assert [ref for ref in closed if any(ref in text for text in told.values())] == []


def test_the_public_is_told_of_what_was_ticked_alone(cast, hidden):  # noqa: F811
    sent(cast, hidden, "public", ("finding",))
    reader, told = public_reader(cast.west, cast.now), {}
    for chapter in offered("chapters"):
        for year in (HIDDEN_DAY.year, DAY.year):
            span = Span(DAY.replace(year=year, month=4, day=1), DAY.replace(year=year + 1, month=3, day=31), "a year")
            blocks = chapter.build(reader, cast.west, span)
            told[chapter.code, year] = re.sub(r"<[^>]+>", " ", html.fragment(blocks, lambda noun, key: None))
    assert secrets(told) == [] and any("Told of the finding" in text for text in told.values())
    assert not any("Told of the action" in text for text in told.values())
