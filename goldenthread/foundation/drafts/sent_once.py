"""The same form sent twice does its work once.

Every form that posts carries a key of its own, made when it was shown (`{% csrf_token %}` draws it). Whoever clicks
twice on a slow line, or sends a page again, sends the same key with the same words. The key is taken within the
transaction of the first operation that the request runs, so the work and the key stand together or not at all: a second
post waits for the first, finds the key taken, and is answered as the first was. A form that was refused has taken
nothing and may be sent again; a form that comes back with faults carries a new key.

The words count beside the key. Somebody who goes back, types something else into the same page and sends it means it.
"""

import contextlib
import hashlib
import re
from collections.abc import Iterator
from contextvars import ContextVar
from dataclasses import dataclass

from django.http import HttpRequest

from goldenthread.foundation.drafts import operations, queries
from goldenthread.foundation.drafts.models import SentForm
from goldenthread.foundation.ui.templatetags.components.tokens import FORM_KEY

A_KEY = re.compile(r"[A-Za-z0-9_-]{16,64}")
NOT_TYPED = {"csrfmiddlewaretoken", FORM_KEY}


class AlreadySent(Exception):
    """This form, with these words, has done its work: `sent_form` says when and how it was answered."""

    def __init__(self, sent_form: SentForm | None):
        super().__init__("this form was sent before")
        self.sent_form = sent_form


@dataclass
class Sending:
    """The form that the request under way answers. `taken` is its row once its work has begun."""

    user_id: int
    person_id: int | None
    address: str
    key: str
    content: str
    now: object
    taken: SentForm | None = None


in_hand: ContextVar[Sending | None] = ContextVar("the form in hand", default=None)


def sending_of(request: HttpRequest) -> Sending:
    """What a signed-in person sends. The key is empty where the form carried none: then nothing is compared."""
    key = request.POST.get(FORM_KEY, "")
    key = key if A_KEY.fullmatch(key) else ""
    address = request.get_full_path()
    content = _digest(request, address) if key else ""
    return Sending(request.user.pk, request.viewer.person_id, address, key, content, request.now)


def _digest(request, address) -> str:
    """SHA-256 over the address, every field in its order, and every file's bytes."""
    digest = hashlib.sha256(address.encode())
    for name, values in sorted(request.POST.lists()):
        if name not in NOT_TYPED:
            digest.update(repr((name, values)).encode(errors="surrogatepass"))
    for name, files in sorted(request.FILES.lists()):
        for file in files:
            digest.update(repr((name, file.name, file.size)).encode(errors="surrogatepass"))
            for chunk in file.chunks():
                digest.update(chunk)
            file.seek(0)
    return digest.hexdigest()


@contextlib.contextmanager
def once() -> Iterator[None]:
    """Around the work of an outermost operation, inside its transaction. Raises AlreadySent.

    Also forgets the draft of the form, so that both stand or neither.
    """
    sending = in_hand.get()
    if sending is None:
        yield
        return
    begins = sending.taken is None
    if begins:
        take(sending)
    try:
        yield
    except BaseException:
        if begins:
            sending.taken = None  # the transaction ends, and with it the row
        raise
    operations.clear(person_id=sending.person_id, address=sending.address)


def take(sending: Sending) -> None:
    """Take the key of this form. Raises AlreadySent when it was taken, or is being taken by another process."""
    if not sending.key:
        return
    row, first = operations.take_key(user_id=sending.user_id, key=sending.key, content=sending.content, now=sending.now)
    if not first:
        raise AlreadySent(row)
    sending.taken = row


def unless_done(sending: Sending | None) -> None:
    """For a page that cannot read its form a second time, since what it is about has moved on by its own work. Raises
    AlreadySent when this form, with these words, has done it.
    """
    done = queries.sent_form(sending.user_id, sending.key, sending.content) if sending and sending.key else None
    if done is not None:
        raise AlreadySent(done)
