"""The outbox: put in by operations, delivered by a job.

A message is written in the transaction of what it tells of, so it goes only if that stands. Delivery claims a row,
sends, and notes that it was sent. A process killed after claiming sends again when the claim has run out: better a
reminder twice than never. Only a kill in the moment between the mail server's yes and our note makes a second copy, and
that copy carries the same Message-ID, by which mail programs fold it into the first.
"""

import datetime
import smtplib
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.template.loader import render_to_string

from goldenthread.foundation.access.queries import require
from goldenthread.foundation.access.viewer import Actor
from goldenthread.foundation.history.operations import record
from goldenthread.foundation.notices import private_links, queries
from goldenthread.foundation.notices.models import Message
from goldenthread.foundation.people.models import Body, Person
from goldenthread.foundation.room import Refused
from goldenthread.foundation.writing import new_key, operation

# Longer than a job may run (Q_CLUSTER timeout), so that no claim runs out under a job that still works.
CLAIM = datetime.timedelta(minutes=10)
WAITS = queries.WAITS
MAX_ATTEMPTS = queries.MAX_ATTEMPTS
AT_ONCE = 100
REFUSED = "Refused for good. "


@operation
def send(
    *,
    by: Actor,
    now: datetime.datetime,
    to: Person,
    body: Body,
    template: str,
    path: str,
    noun: str = "",
    key: str = "",
    for_a_seat: bool = False,
    address: str = "",
    private: bool = False,
    **words: Any,
) -> Message | None:
    """Put a message to one person in the outbox; call it within the operation that it tells of.

    `template` names notices/<template>.subject.txt and .txt, which must reveal nothing: a neutral sentence and a link.
    `path` is where the link leads, from the root of the site; with `for_a_seat` it goes only while they hold a seat in
    the body. `address` is where it goes when not to their address of now; `private`: the link itself says who opens it
    (see `private_links`). Returns the Message, or None for somebody who has no account: they cannot open the link.
    """
    reached = to.user is not None and to.user.is_active
    verb = "notices.sent" if reached else "notices.no_account"
    record(by=by, now=now, verb=verb, noun="person", key=to.key, body_id=body.pk if body else None)
    if not reached:
        return None
    words = {**words, "link": settings.SITE_ADDRESS.rstrip("/") + path}
    return Message.objects.create(
        key=new_key("message"),
        to=to,
        body=body,
        noun=noun,
        thing_key=key,
        for_a_seat=for_a_seat,
        address=address,
        private_path=path if private else "",
        created_at=now,
        next_try_at=now,
        subject=" ".join(render_to_string(f"notices/{template}.subject.txt", words).split()),
        text=render_to_string(f"notices/{template}.txt", words),
    )


def send_outside(
    *, now: datetime.datetime, address: str, body: Body, template: str, path: str, words: dict[str, Any]
) -> Message:
    """Put a message to somebody without an account in the outbox; call it within the operation that it tells of, which
    leaves the line of history.

    `template` names <template>.subject.txt and .txt of the room that sends; the link that `path` makes says who opens
    it (see `private_links`). What the mail server refuses for good is not tried again.
    """
    words = {**words, "link": settings.SITE_ADDRESS.rstrip("/") + path}
    return Message.objects.create(
        key=new_key("message"),
        body=body,
        address=address,
        private_path=path,
        created_at=now,
        next_try_at=now,
        subject=" ".join(render_to_string(f"{template}.subject.txt", words).split())[:200],
        text=render_to_string(f"{template}.txt", words),
    )


def take_back(*, messages: list[int]) -> None:
    """What still waits of these messages is not sent."""
    Message.objects.filter(pk__in=messages, sent_at=None).delete()


@operation
def try_again(*, by: Actor, now: datetime.datetime, message: Message) -> None:
    """Try to deliver again what was given up. Needs notices.read."""
    require(by, "notices.read")
    if message.sent_at or message.body_id != by.partnership_id:
        raise Refused("This message has been delivered.")
    Message.objects.filter(pk=message.pk, sent_at=None).update(attempts=0, next_try_at=now)
    record(by=by, now=now, verb="notices.tried_again", noun="person", key=message.to.key, body_id=message.body_id)


def deliver_outbox(*, now: datetime.datetime) -> tuple[int, int]:
    """Send what waits in the outbox; returns (sent, failed). Safe to run twice at once and after a kill."""
    sent = failed = 0
    for pk in _waiting(now).values_list("pk", flat=True)[:AT_ONCE]:
        message = _claim(pk, now)
        if message is None:
            continue
        if message.for_a_seat and not queries.holds_a_seat(message.to, message.body, now):
            message.delete()  # nobody without a seat is written to
            continue
        fault = _deliver(message)
        if fault:
            failed += 1
            _put_off(message, fault, now, for_good=fault.startswith(REFUSED))
        else:
            sent += 1
            Message.objects.filter(pk=pk).update(sent_at=now, claimed_until=None, last_error="")
    return sent, failed


def _waiting(now: datetime.datetime) -> QuerySet[Message]:
    free = Q(claimed_until=None) | Q(claimed_until__lt=now)
    return Message.objects.filter(free, sent_at=None, next_try_at__lte=now, attempts__lt=MAX_ATTEMPTS)


def _claim(pk: int, now: datetime.datetime) -> Message | None:
    """The message, noted as being sent; None when another process has it."""
    with transaction.atomic():
        lock = {"skip_locked": True} if connection.features.has_select_for_update_skip_locked else {}
        message = (
            _waiting(now)
            .select_for_update(of=("self",), **lock)
            .select_related("to__user", "body")
            .filter(pk=pk)
            .first()
        )
        if message:
            message.claimed_until = now + CLAIM
            message.attempts += 1
            message.save(update_fields=["claimed_until", "attempts"])
    return message


def _deliver(message: Message) -> str:
    """Send it; returns what went wrong, or ""."""
    address = message.address
    if message.to_id is not None:
        user = message.to.user
        if user is None or not user.is_active:
            return "The person no longer has an account."
        address = address or user.email
    host = settings.SITE_ADDRESS.split("//")[-1].split("/")[0].split(":")[0]
    headers = {"Message-ID": f"<{message.key}@{host}>", "Auto-Submitted": "auto-generated"}
    try:
        EmailMessage(message.subject, _text(message), to=[address], headers=headers).send()
    except smtplib.SMTPException as fault:
        for_good = message.to_id is None and _is_for_good(fault)
        return f"{REFUSED if for_good else ''}{type(fault).__name__}: {fault}"[:500]
    except OSError as fault:
        return f"{type(fault).__name__}: {fault}"[:500]
    return ""


def _text(message: Message) -> str:
    """What is sent; a private link is whole in the e-mail alone."""
    path = message.private_path
    return message.text.replace(path, private_links.whole(path)) if path else message.text


def _is_for_good(fault: smtplib.SMTPException) -> bool:
    """A server says so by a number from 500 on (RFC 5321, 4.2.1)."""
    codes = [getattr(fault, "smtp_code", 0)]
    if isinstance(fault, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _ in fault.recipients.values()]
    return bool(codes) and all(code >= 500 for code in codes)


def _put_off(message: Message, fault: str, now: datetime.datetime, *, for_good: bool) -> None:
    wait = WAITS[min(message.attempts, len(WAITS)) - 1]
    more = {"attempts": MAX_ATTEMPTS} if for_good else {}
    Message.objects.filter(pk=message.pk).update(last_error=fault, claimed_until=None, next_try_at=now + wait, **more)
