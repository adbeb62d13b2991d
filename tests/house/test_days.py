"""A slip in a year is asked about in every form of the house, the likely day is offered, and what was typed stays."""

import re

import pytest
from django.db import transaction
from django.test import Client

from goldenthread.foundation.ui.fields import DayField, HouseForm
from tests.house import code
from tests.house.page_table import PAGES
from tests.house.test_two_people import fields_of

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
A_YEAR = re.compile(r'name="([\w-]+)_year"[^>]*data-day-part="year"|data-day-part="year"[^>]*name="([\w-]+)_year"')
SHOWS_ONLY = re.compile(r"<form[^>]*method=\"get\".*?</form>", re.S | re.I)  # nothing of it is kept
MANAGER = 5  # the column of the business manager in the table of pages


class Undone(Exception):
    """What was sent is taken back, so that every form is tried on the same record."""


def days_of(page: str) -> list[str]:
    return [one or other for one, other in A_YEAR.findall(page)]


def forms_with_days(client, things):
    """(address, page, the names of its days) of each page with a form that has a day."""
    for address, answers in PAGES:
        if answers.split()[MANAGER] != "200":
            continue
        answer = client.get(address.format(**things.names))
        page = SHOWS_ONLY.sub("", b"".join(answer).decode(errors="ignore"))
        if names := days_of(page):
            yield address.format(**things.names), page, names


def sent(client, address, form):
    answer = None
    try:
        with transaction.atomic():
            answer = client.post(address, form)
            raise Undone
    except Undone:
        return answer


def slips(client, address, page, names):
    """What is wrong when 1 December of the year 1026 is typed into each of its days."""
    for name in names:
        form = fields_of(page, f"{name}_year")
        if form is None:
            yield f"{address}: {name} stands in no form"
            continue
        form.pop(f"{name}_today", None)
        form |= {f"{name}_day": "1", f"{name}_month": "12", f"{name}_year": "1026"}
        again = sent(client, address, form)
        shown = again.content.decode()
        offered = re.search(rf'name="{name}_meant"\s+value="([^"]+)"', shown)
        if again.status_code != 422 or "Did you mean 1 December 20" not in shown or not offered:
            yield f"{address}: {name} is not asked about ({again.status_code})"
        elif 'value="1026" data-day-part="year"' not in " ".join(shown.split()):
            yield f"{address}: {name} lost what was typed"
        else:
            yield from ticked(client, address, form | {f"{name}_meant": offered[1]}, name)


def ticked(client, address, form, name):
    """What is wrong once the offered day is ticked: nothing may be said of its year any more."""
    done = sent(client, address, form)
    if done.status_code == 422 and "and 1026 is none of them" in done.content.decode():
        yield f"{address}: {name} does not take the offered day"


def test_every_form_asks_about_a_slip_in_a_year(cast, things):
    client = cast.sign_in(Client())
    walked = list(forms_with_days(client, things))
    assert len(walked) > 25
    wrong = [fault for address, page, names in walked for fault in slips(client, address, page, names)]
    assert wrong == []


def every_form(base=HouseForm):
    for kind in base.__subclasses__():
        yield kind
        yield from every_form(kind)


def test_every_day_of_every_form_offers_the_likely_year():
    """Also those of forms that no page of the table shows."""
    for path in code.modules():
        if path.name == "forms.py" or path.parent.name == "forms":
            __import__(code.name_of(path).removesuffix(".py").replace("/", "."))
    found = 0
    for form in set(every_form()):
        for name, field in form.base_fields.items():
            if isinstance(field, DayField):
                found += 1
                offer = field._offer("1026", 3, 1)
                field.widget.likely = None
                assert offer == "Did you mean 1 March 2026?", (form, name)
    assert found > 20
