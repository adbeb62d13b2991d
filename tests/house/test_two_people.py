"""Two people change the same thing: the second sees both texts and loses nothing, on every form of the house."""

import re
from html import unescape
from html.parser import HTMLParser

import pytest
from django.test import Client
from django.urls import resolve

from goldenthread.foundation.history.models import Line
from goldenthread.foundation.organisations import operations as organisations
from goldenthread.foundation.writing import Versioned
from goldenthread.thread import operations as thread
from tests.cast import LONG_AGO
from tests.house import code
from tests.house.edit_forms import ADDED, ALONE, BOTH, EDITS, NO_FORM, ONE, TWO, posted
from tests.house.page_table import PAGES

pytestmark = pytest.mark.django_db


class Form(HTMLParser):
    """The fields of the form that carries a version, or another field, with what a browser would post."""

    def __init__(self, page, carries="version"):
        super().__init__()
        self.carries = carries
        self.values, self.found, self._open, self._area, self._select = {}, None, False, None, None
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        given = {name: value if value is not None else "" for name, value in attributes}
        if tag == "form":
            self.values, self._open = {}, True
        elif self._open and tag == "input":
            self._input(given)
        elif self._open and tag == "textarea":
            self._area = given["name"]
            self.values[self._area] = ""
        elif self._open and tag == "select":
            self._select = (given["name"], "multiple" in given)
        elif self._select and tag == "option":
            self._option(given)

    def _input(self, given):
        kind = given.get("type", "text")
        if kind in {"checkbox", "radio"}:
            if "checked" in given:
                self.values.setdefault(given["name"], []).append(given.get("value", "on"))
        elif kind not in {"file", "submit"} and "name" in given:
            self.values[given["name"]] = given.get("value", "")

    def _option(self, given):
        name, several = self._select
        if "selected" in given:
            self.values[name] = [*self.values.get(name, []), given["value"]] if several else given["value"]
        elif not several:
            self.values.setdefault(name, given.get("value", ""))

    def handle_data(self, data):
        if self._area:
            self.values[self._area] += data

    def handle_endtag(self, tag):
        if tag == "textarea":
            self._area = None
        elif tag == "select":
            self._select = None
        elif tag == "form":
            if self.carries in self.values:
                self.found = self.values
            self._open = False


def fields_of(page, carries="version"):
    """What the form with a version, or with another field, would post; None where no form carries it."""
    found = Form(page, carries).found
    if not found or (carries == "version" and not str(found["version"]).isdigit()):
        return None
    for of_this_showing in ("csrfmiddlewaretoken", "form_key"):
        found.pop(of_this_showing, None)
    return {name: value.lstrip("\n") if isinstance(value, str) else value for name, value in found.items()}


@pytest.fixture
def two(cast, things):
    """Two business managers, each signed in."""
    other = cast._person("another_manager", cast.west, things.given)
    cast.people["another_manager"] = other
    organisations.give_seat(
        person=other, role="business_manager", starts=LONG_AGO, partnership=cast.west, **things.given
    )
    return [cast.sign_in(Client(), name) for name in ("business_manager", "another_manager")]


def prepare(things, address):
    """Some forms open only once something else was done: a text for others has been made, consent was given."""
    kind, named, page = address.split("/")[-4], re.findall(r"{(\w+)}", address), address.rstrip("/").split("/")[-1]
    thing = getattr(things, named[0]) if named and page in {"public-text", "release", "no-consent"} else None
    if kind == "voice" and page in {"public-text", "release", "no-consent"}:
        thread.give_consent(
            voice=thing, version=thing.version, on=things.cast.now.date(), note="To publish it.", **things.given
        )
    if page == "public-text" and not thing.public_text:
        things.released(thing)
    if "{proposed_and_owned}" in address:
        things.names["proposed_and_owned"] = things.action(owner=things.cast.agencies["council"]).ref
    if "{ready}" in address:
        report = things.begin(things.period(2021))
        things.answer_all(report)
        things.names["ready"] = report.key


def words_in(page):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


@pytest.mark.parametrize(("address", "first", "second", "becomes"), EDITS, ids=[row[0] for row in EDITS])
def test_the_second_of_two_loses_nothing(things, two, address, first, second, becomes):
    prepare(things, address)
    two = [two[0], two[0]] if address in ALONE else two
    address = address.format(**things.names)
    before = [fields_of(client.get(address).content.decode()) for client in two]
    assert before[0] is not None and before[0] == before[1]

    saved = two[0].post(address, before[0] | posted(first))
    assert saved.status_code == 302, words_in(saved.content.decode())[:2000]
    answer = two[1].post(address, before[1] | posted(second))

    if becomes == ADDED:
        assert answer.status_code == 302
        page = two[1].get(answer.url).content.decode()
        assert ONE in page and TWO in page
        return
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "There is a problem" in page
    typed = {name: value for name, value in second.items() if isinstance(value, str) and value != first.get(name)}
    kept = fields_of(page)
    for name, value in typed.items():
        assert _shown(kept, name, value), f"{name}: {value} was lost"
    if becomes == BOTH:
        assert "The business manager" in page
        for name, value in first.items():
            if value != second.get(name):
                told = value[0] if isinstance(value, tuple) else value
                assert told in words_in(page) or _in_words(told) in words_in(page), f"{told} is not shown"
        again = two[1].post(address, kept | posted(second))
        assert again.status_code == 302, words_in(again.content.decode())[:2000]


@pytest.mark.parametrize("address,typed", [(row[0], row[1]) for row in EDITS if row[-1] == BOTH])
def test_a_save_that_changes_nothing_leaves_no_line_of_history(things, two, address, typed):
    """Something is saved; then what the page shows is posted back as it stands. The person goes on, or is asked for
    what the page cannot fill in for them (a reason); history tells nothing of it.
    """
    prepare(things, address)
    address = address.format(**things.names)
    first = fields_of(two[0].get(address).content.decode())
    assert two[0].post(address, first | posted(typed)).status_code == 302
    stands = fields_of(two[0].get(address).content.decode())
    before = Line.objects.count()
    assert two[0].post(address, stands).status_code in (302, 422)
    assert list(Line.objects.order_by("pk").values_list("verb", "key")[before:]) == []


def _in_words(day):
    """ "2027-03-01" as a page says it."""
    import datetime

    try:
        found = datetime.date.fromisoformat(day)
    except ValueError:
        return day
    return f"{found.day} {found:%B %Y}"


def _shown(kept, name, value):
    """Whether the form still holds what was typed: in the field itself, or in its three boxes of a day."""
    if name in kept:
        return value in kept[name] if isinstance(kept[name], list) else kept[name].replace("\r\n", "\n") == value
    year, month, day = value.split("-")
    return [int(kept[f"{name}_{part}"]) for part in ("year", "month", "day")] == [int(year), int(month), int(day)]


def test_every_form_that_carries_a_version_is_walked(things, two):
    walked = {
        resolve(row[0].format(**things.names, proposed_and_owned=things.names["proposed"], ready="x")).view_name
        for row in EDITS
    }
    found = set()
    for address, _ in PAGES:
        answer = two[0].get(address.format(**things.names))
        if answer.streaming:
            b"".join(answer.streaming_content)
        elif answer["Content-Type"].startswith("text/html") and fields_of(answer.content.decode()):
            found.add(answer.resolver_match.view_name)
    assert len(found) > 40
    assert sorted(found - walked) == []


def test_every_table_that_expects_a_version_has_a_form_or_a_reason(things):
    named = {name for row in EDITS for name in re.findall(r"{(\w+)}", row[0]) if hasattr(things, name)}
    of_forms = {type(getattr(things, name))._meta.label for name in named}
    of_forms |= {model._meta.label for model in MORE}
    versioned = {model._meta.label for model in code.models() if issubclass(model, Versioned)}
    assert sorted(versioned - of_forms - set(NO_FORM)) == []
    assert set(NO_FORM) <= versioned


def _more():
    from goldenthread.foundation.diary.models import LocalValue
    from goldenthread.foundation.people.models import Body, Group, Person, Seat
    from goldenthread.front.yearly_report.models import Section

    return (LocalValue, Body, Group, Person, Seat, Section)


MORE = _more()
