"""The same form posted ten times at the same moment does its work once and is answered alike, on both databases."""

import contextlib
import json
import re

import pytest
from django.test import Client

from tests.house.houses import House, on_postgres
from tests.house.page_table import KINDS, PAGES
from tests.house.test_pages import answer_of

DATABASES = ("sqlite", pytest.param("postgres", marks=pytest.mark.postgres))
A_POSTED_FORM = re.compile(r"<form[^>]*method=\"post\".*?</form>", re.S | re.I)


@pytest.fixture(scope="module", params=DATABASES)
def house(request, tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    with contextlib.nullcontext(House(home, "")) if request.param == "sqlite" else on_postgres(home) as made:
        made.run("-m", "tests.house.writers", "furnish")
        yield made


def test_ten_at_the_same_moment(house):
    found = json.loads(house.run("-m", "tests.house.sent_twice", 10, 4).stdout)
    assert found == {"answers": [[10, 1, 302]] * 4, "findings": [1] * 4, "lines": [1] * 4}


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["business_manager", "house_administrator"])
def test_every_form_that_posts_carries_a_key_of_its_own(cast, things, kind):
    client, keys, bare = cast.sign_in(Client(), kind), [], []
    for address in ["/account/", "/account/email/", "/account/password/change/", *[row[0] for row in PAGES]]:
        answer = answer_of(client, address.format(**things.names))
        if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"):
            continue
        for form in A_POSTED_FORM.findall(answer.content.decode()):
            found = re.findall(r'name="form_key" value="([^"]{16,})"', form)
            keys += found
            bare += [f"{address}: {form[:80]}"] if len(found) != 1 else []
    assert bare == []
    assert len(keys) == len(set(keys)) > len(KINDS)
