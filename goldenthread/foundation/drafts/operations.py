"""Keeping, clearing and throwing away drafts.

These are no operations in the sense of `writing`: a draft is the person's own, changes nothing that anybody relies on,
and would fill the history with typing.
"""

import datetime
import json

from django.db import IntegrityError, transaction
from django.db.models.functions import Length

from goldenthread.foundation.access.viewer import Actor
from goldenthread.foundation.drafts.models import Draft, SentForm
from goldenthread.foundation.room import Refused

SENT_FORMS_KEPT_FOR = datetime.timedelta(days=2)
KEPT_FOR = datetime.timedelta(days=30)
# Of one form, and of all forms of one person together: what nobody has touched for longest gives way.
MAX_CHARACTERS = 200_000
MAX_DRAFTS, MAX_CHARACTERS_IN_ALL = 100, 4_000_000
MAX_ADDRESS = Draft._meta.get_field("address").max_length
NEVER_KEPT = ("csrfmiddlewaretoken", "form_key", "password")


def keep(
    *,
    by: Actor,
    now: datetime.datetime,
    address: str,
    fields: dict[str, list[str]],
    most: int = MAX_CHARACTERS,
) -> Draft:
    """Keep what `by` has typed into the form at `address`; replaces what was kept there. `most`: characters, where a
    page keeps more than anybody types, such as a table that was loaded.

    Raises Refused when it is too long, or the address is none of this site.
    """
    wanted = {name: values for name, values in fields.items() if not name.startswith(NEVER_KEPT)}
    text = json.dumps(wanted, ensure_ascii=False)
    if len(text) > most:
        raise Refused("This is too long to be kept as a draft: save it, then go on.")
    if not address.startswith("/") or len(address) > MAX_ADDRESS or "\0" in address + text:
        raise Refused("A draft is kept for a page of this site.")
    draft, _ = Draft.objects.update_or_create(
        person_id=by.person_id, address=address, defaults={"fields": text, "kept_at": now}
    )
    _make_room(by.person_id)
    return draft


def _make_room(person_id: int) -> None:
    """Throw away the oldest drafts of one person beyond what is kept for one: 100, and 4 million characters."""
    kept = Draft.objects.filter(person_id=person_id).order_by("-kept_at", "-pk")
    characters, too_many = 0, []
    for number, (pk, length) in enumerate(kept.annotate(length=Length("fields")).values_list("pk", "length"), 1):
        characters += length
        if number > MAX_DRAFTS or characters > MAX_CHARACTERS_IN_ALL:
            too_many.append(pk)
    if too_many:
        Draft.objects.filter(pk__in=too_many).delete()


def clear(*, person_id: int | None, address: str) -> None:
    """Forget the draft of the form at `address`. What saves a form does it in the same transaction: see `sent_once`."""
    if person_id is not None:
        Draft.objects.filter(person_id=person_id, address=address).delete()


def take_key(*, user_id: int, key: str, content: str, now: datetime.datetime) -> tuple[SentForm | None, bool]:
    """Note that a form is being answered: (its row, True), or (the row of who was first, False).

    On PostgreSQL the insert waits for a first that has not ended; on SQLite its transaction does.
    """
    names = {"user_id": user_id, "key": key, "content": content}
    try:
        with transaction.atomic():
            return SentForm.objects.create(**names, sent_at=now), True
    except IntegrityError:
        return SentForm.objects.filter(**names).first(), False


def give_key_back(*, sent_form: SentForm) -> None:
    """The form was not taken after all, and may be sent again."""
    SentForm.objects.filter(pk=sent_form.pk).delete()


def keep_answer(*, sent_form: SentForm, status: int, location: str, words: list[tuple[int, str]]) -> None:
    """What the first post was answered, for whoever sends the same again: the status, where it leads, what it says."""
    SentForm.objects.filter(pk=sent_form.pk).update(status=status, location=location, words=json.dumps(words))


def forget_sent_forms(*, now: datetime.datetime) -> int:
    """Forget the keys of forms that were sent more than two days ago; returns how many."""
    return SentForm.objects.filter(sent_at__lt=now - SENT_FORMS_KEPT_FOR).delete()[0]


def discard_old(*, now: datetime.datetime) -> int:
    """Throw away drafts that nobody has touched for thirty days; returns how many."""
    return Draft.objects.filter(kept_at__lt=now - KEPT_FOR).delete()[0]
