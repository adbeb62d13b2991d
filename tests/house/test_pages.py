"""Every address is answered as the table says, to every kind of person, and nothing is missing from the table."""

import re

import pytest
from django.test import Client
from django.urls import resolve

from conftest import NOW
from goldenthread.config.urls_of_others import URLS_OF_OTHERS
from tests.house import code
from tests.house.page_table import KINDS, PAGES, POSTS
from tests.words import disagreements, shown

pytestmark = pytest.mark.django_db
A_POSTED_FORM = re.compile(r"<form[^>]*method=\"post\".*?</form>", re.S | re.I)
# Pages of the library for accounts, which are held to the same.
OTHERS_PAGES = ("/account/", "/account/email/", "/account/password/set/")


def client_of(cast, kind):
    client = Client(raise_request_exception=True)
    return client if kind == "signed out" else cast.sign_in(client, kind)


def answer_of(client, address, posted=None):
    """The status, and where a redirect leads."""
    answer = client.get(address) if posted is None else client.post(address, posted)
    if answer.streaming:
        b"".join(answer.streaming_content)
    return answer


def in_table(things):
    return {
        resolve(address.split("?")[0].format(**things.names)).view_name
        for address in [row[0] for row in [*PAGES, *POSTS]]
    }


def test_every_address_is_in_the_table(things):
    named = in_table(things)
    ours = {name for name, _, _ in code.addresses()} - URLS_OF_OTHERS
    assert sorted(ours - named) == []
    assert sorted(named - ours) == []


@pytest.mark.every_day
def test_every_page_opens_on_every_day(cast, things, now):
    """Whoever reads most; what the others are answered does not depend on the day."""
    _answers_as_they_should(cast, things, "business_manager", read=now == NOW)


@pytest.mark.one_database  # who is answered what does not depend on it; the walk of who reads most is done on both
@pytest.mark.parametrize("kind", KINDS[:-1])
def test_every_address_answers_as_the_table_says(cast, things, kind, put_together_anew):
    _answers_as_they_should(cast, things, kind)


def test_whoever_reads_most_reads_the_same_by_prepared_reads(cast, things, put_together_anew):
    client = client_of(cast, "business_manager")
    for address in [row[0] for row in PAGES if re.match(r"/west/($|thread/|report/)", row[0])]:
        assert answer_of(client, address.format(**things.names)).status_code in (200, 302, 403, 404), address
    assert len(put_together_anew) > 10, "few reads were held against the same one put together anew"


def _answers_as_they_should(cast, things, kind, *, read=False):
    """One walk by one kind of person, at which each answer is held to all that every answer is held to; with `read`
    also to how its words agree.
    """
    client, column, wrong, keys = client_of(cast, kind), KINDS.index(kind), [], []
    for address, expected in [*PAGES, *((address, "302 200 200 200 200 200") for address in OTHERS_PAGES)]:
        answer = answer_of(client, address.format(**things.names))
        faults = [
            *_not_in_the_table(answer, kind, int(expected.split()[column])),
            *_may_be_stored(answer, kind),
            *_forms_without_key(answer, keys),
            *_choices_without_words(answer),
            *(_words_that_disagree(answer) if read else ()),
        ]
        wrong += [f"{address}: {fault}" for fault in faults]
    assert wrong == []
    assert len(keys) == len(set(keys))
    assert len(keys) > len(KINDS) or kind != "business_manager"


def _not_in_the_table(answer, kind, expected):
    if answer.status_code != expected:
        yield f"{answer.status_code}, not {expected}"
    if answer.status_code == 302 and kind == "signed out" and not answer.url.startswith("/account/login/"):
        yield f"leads to {answer.url}"


def _may_be_stored(answer, kind):
    """Nothing that somebody signed in was shown is stored anywhere: pages, exports, files, refusals."""
    if kind != "signed out" and answer["Cache-Control"] != "private, no-store":
        yield f"{answer.status_code} may be stored: {answer['Cache-Control']}"


def _forms_without_key(answer, keys):
    """Each form that posts carries a key of its own, by which it does its work once."""
    if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"):
        return
    for form in A_POSTED_FORM.findall(answer.content.decode()):
        found = re.findall(r'name="form_key" value="([^"]{16,})"', form)
        keys += found
        if len(found) != 1:
            yield f"a form with {len(found)} keys: {form[:80]}"


def _choices_without_words(answer):
    """What somebody may choose from a list is said in words, also that they choose nothing."""
    if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
        for value, text in re.findall(r'<option value="([^"]*)"[^>]*>([^<]*)<', answer.content.decode()):
            if not re.search(r"\w", text):
                yield f"a choice ({value!r}) without words: {text!r}"


def _words_that_disagree(answer):
    """Who reads most sees no "1 children" and no "january"."""
    if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
        yield from disagreements(shown(answer.content.decode()))


@pytest.mark.one_database
@pytest.mark.parametrize("kind", KINDS[:-1])
def test_who_may_not_read_a_page_may_not_post_to_it(cast, things, kind):
    client, column, wrong = client_of(cast, kind), KINDS.index(kind), []
    for address, expected in PAGES:
        refused = expected.split()[column]
        if refused == "200":
            continue
        answer = answer_of(client, address.format(**things.names), {"version": "1"})
        # A page that only shows says so (405) once it is clear that this person may see it.
        if answer.status_code != int(refused) and not (answer.status_code == 405 and "GET" in answer["Allow"]):
            wrong.append(f"{address}: {answer.status_code}, not {refused}")
    assert wrong == []


@pytest.mark.parametrize("kind", KINDS)
def test_what_only_takes_something_in_answers_as_the_table_says(cast, things, kind):
    client, column, wrong = client_of(cast, kind), KINDS.index(kind), []
    for address, posted, expected in POSTS:
        address = address.format(**things.names)
        shown = answer_of(client, address)
        if kind != "signed out" and shown.status_code not in (404, 403, 405):
            wrong.append(f"{address} shows something")
        wrong += [f"{address}: {fault}" for fault in _may_be_stored(shown, kind)]
        answer = answer_of(client, address, posted)
        if answer.status_code != int(expected.split()[column]):
            wrong.append(f"{address}: {answer.status_code}, not {expected.split()[column]}")
    assert wrong == []


@pytest.mark.one_database
def test_an_address_of_another_partnership_opens_nothing(cast, things):
    """The business manager of west at every address of east, with west's keys: only what is public of east, and nothing
    of west.
    """
    client, wrong = client_of(cast, "business_manager"), []
    for address, _ in [row for row in PAGES if row[0].startswith("/west/")]:
        status = answer_of(client, address.replace("/west/", "/east/", 1).format(**things.names)).status_code
        if status != 404 and not (status == 200 and address in ("/west/", "/west/report/")):
            wrong.append(f"{address}: {status}")
    assert wrong == []


@pytest.mark.one_database
def test_an_account_that_belongs_to_nobody_opens_nothing(cast, things, django_user_model):
    client = Client()
    client.force_login(
        django_user_model.objects.create_user("nobody@example.org"),
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    wrong = []
    for address, expected in [row for row in PAGES if row[0].startswith("/west/")]:
        status, signed_out = answer_of(client, address.format(**things.names)).status_code, int(expected.split()[0])
        if status != signed_out:
            wrong.append(f"{address}: {status}")
    assert wrong == []


@pytest.mark.one_database
def test_no_page_shows_another_persons_buttons(cast, things):
    """Every link that a page offers to a lay member opens for them: no button leads to a refusal."""
    client, wrong = client_of(cast, "lay_member"), []
    pages = [
        address.format(**things.names)
        for address, expected in PAGES
        if expected.split()[KINDS.index("lay_member")] == "200"
    ]
    known = {}
    for page in pages:
        answer = answer_of(client, page)
        if not answer["Content-Type"].startswith("text/html"):
            continue
        for link in set(re.findall(r"<a\s[^>]*href=\"(/west/[^\"#]*)", answer.content.decode())):
            link = link.replace("&amp;", "&")
            if link not in known:
                known[link] = answer_of(client, link).status_code
            if known[link] >= 400:
                wrong.append(f"{page} offers {link}: {known[link]}")
    assert wrong == []
    assert len(known) > 30
