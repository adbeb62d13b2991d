"""Every form gives back what was typed into it when it was sent after the session had ended."""

import re

import pytest
from django.test import Client

from goldenthread.foundation.drafts.models import Draft
from tests.house.edit_forms import EDITS
from tests.house.fuzz.page_forms import forms

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
WORDS = "Words of a session that had ended"
IN_WORDS = ("textarea", "text")


def of_the_page(client, address):
    """The form of a page that posts to the page itself, and the first of its boxes for words."""
    for form in forms(client.get(address).content.decode()):
        boxes = [name for name, one in form.fields.items() if one.kind in IN_WORDS and not name.endswith("_day")]
        if form.method == "post" and not form.action and boxes:
            return form, boxes[0]
    return None, ""


def test_some_of_the_forms_that_change_something(cast, things):
    """Those that show what leaves before it leaves, and a chapter, are always among them."""
    rows = [row[0] for number, row in enumerate(EDITS) if number % 8 == 0 or "/release/" in row[0] or "write" in row[0]]
    rows = [row for row in rows if set(re.findall(r"{(\w+)}", row)) <= set(things.names)]
    wrong, walked = [], 0
    for address in (row.format(**things.names) for row in rows):
        client = cast.sign_in(Client())
        form, box = of_the_page(client, address)
        if form is None:
            continue
        client.post("/account/logout/")
        sent = {name: one.values for name, one in form.fields.items()} | {box: [WORDS]}
        assert client.post(address, sent).status_code == 302
        again, _ = of_the_page(cast.sign_in(client), address)
        wrong += [address] if again is None or again.fields[box].values != [WORDS] else []
        walked += 1
    assert wrong == []
    assert walked > 8 and Draft.objects.count() == walked
