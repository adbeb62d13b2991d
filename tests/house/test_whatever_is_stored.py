"""Pages never fail on what stands in the tables, by whatever way it came there."""

import pytest
from django.db import DataError, IntegrityError, models, transaction
from django.test import Client

from tests.house import code
from tests.house.page_table import PAGES

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]  # it is drawn from rows, whichever database held them

# Texts that were taken at some time, or by some way, that no form and no file takes now.
ODD_TEXTS = {
    "nothing that can be seen": "\u200b\u2060",
    "links that papers do not take": "[x](ftp://example.org) [](https://a.example) [y](record:z)\n> - 1. # ",
    "what looks like a colour of ours": 'var(--paper-x, y) ="var(--paper-ink, #000000)',
    "signs": "<script>{{ 1 }}{% x %} & \u202e 👨\u200d👩\u200d👧 \uf0b7 \x07 %s %(x)s {0}",
}
NOT_TEXT = (models.SlugField, models.EmailField)


def columns(model):
    """Columns that hold what somebody wrote: no key, no code of a list, no digest."""
    for field in model._meta.concrete_fields:
        is_text = isinstance(field, models.CharField | models.TextField) and not isinstance(field, NOT_TEXT)
        written = field.name not in CODES and f"{model._meta.label}.{field.name}" not in MADE_BY_CODE
        if is_text and written and not field.choices and not field.unique:
            yield field


# What our own code writes and no person types: codes of lists, digests, references …
CODES = {"noun", "thing_key", "key", "rule_key", "role", "origin", "sha256", "digest", "media_type", "verb", "hash"}
CODES |= {
    "chapter",
    "paragraph",
    "colour",
    "state",
    "number",
    "edition",
    "from_noun",
    "from_key",
    "seat_key",
    "by_kind",
}
CODES |= {"address", "fields", "password", "text_audience", "audience", "kind", "unit", "direction", "status", "answer"}
CODES |= {"before", "after", "ref"}
# … and what was signed, which is held against its digest and the history.
MADE_BY_CODE = {"yearly_report.Version.text", "yearly_report.Version.template"}


def write_everywhere(text):
    """Into every text of every row, past every form, loader and operation."""
    written = 0
    for model in code.models():
        if model._meta.app_label == "history":
            continue
        for field in columns(model):
            try:
                with transaction.atomic():
                    value = text[: field.max_length] if field.max_length else text
                    written += models.QuerySet(model).exclude(**{field.name: ""}).update(**{field.name: value})
            except (IntegrityError, DataError):
                continue  # the table itself refuses it
    return written


@pytest.mark.parametrize("text", ODD_TEXTS.values(), ids=list(ODD_TEXTS))
def test_no_page_fails_on_what_is_stored(cast, things, text):
    addresses = sorted({address.format(**things.names) for address, _ in PAGES})
    assert write_everywhere(text) > 100
    failed = []
    for name in ("business_manager", None):
        client = (
            cast.sign_in(Client(raise_request_exception=False), name) if name else Client(raise_request_exception=False)
        )
        for address in addresses:
            answer = client.get(address)
            if answer.streaming:
                b"".join(answer.streaming_content)
            if answer.status_code >= 500:
                failed.append(f"{name or 'signed out'}: {address}: {answer.exc_info[1]!r}"[:300])
    assert failed == []
