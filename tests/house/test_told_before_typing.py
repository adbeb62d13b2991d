"""Where somebody may not write they are told before they type: whoever is shown a form may send it."""

import pytest
from django.db import transaction
from django.test import Client

from tests.house.answers import KINDS
from tests.house.edit_forms import EDITS, posted
from tests.house.page_table import PAGES
from tests.house.test_two_people import fields_of

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


class Undone(Exception):
    """What was sent is taken back, so that every form is tried on the same record."""


@pytest.mark.parametrize("kind", ["lay_member", "agency_lead"])
def test_whoever_is_shown_a_form_may_send_it(cast, things, kind):
    """Of the forms that the table lets them open: what the first of two people types is sent in whole."""
    client, column = cast.sign_in(Client(), kind), KINDS.index(kind)
    opens = {address for address, answers in PAGES if answers.split()[column] == "200"}
    wrong = []
    for address, typed, *_ in EDITS:
        if address in opens and (status := sent(client, address.format(**things.names), typed)) in (403, 404):
            wrong.append(f"{address}: shown to {kind}, and refused with {status} once they have typed")
    assert wrong == []


def sent(client, page, typed):
    """What is answered when somebody fills in the form of a page; 0 where it shows them no form."""
    fields = fields_of(client.get(page).content.decode())
    answer = None
    try:
        with transaction.atomic():
            answer = client.post(page, fields | posted(typed)) if fields else None
            raise Undone
    except Undone:
        return answer.status_code if answer else 0
