"""Sending a published report: the list of those who have it, one e-mail to each, and what they answer."""

import datetime
import secrets
from collections.abc import Collection, Iterable

from django.db.models import QuerySet
from django.urls import reverse

from goldenthread.foundation.access.queries import require
from goldenthread.foundation.access.viewer import Actor, System
from goldenthread.foundation.clock import day_of, happened_by_today
from goldenthread.foundation.history import operations as history
from goldenthread.foundation.notices import operations as notices
from goldenthread.foundation.notices.models import Message
from goldenthread.foundation.people.models import Body
from goldenthread.foundation.room import Refused
from goldenthread.foundation.writing import new_key, operation, save_changes
from goldenthread.front.yearly_report import receipts, rules
from goldenthread.front.yearly_report.models import CopySent, Recipient, Version
from goldenthread.front.yearly_report.operations.locking import locked_version

HOW = "By e-mail, with a link to the page"


@operation
def add_recipients(*, by: Actor, now: datetime.datetime, body: Body, lines: Iterable[receipts.Line]) -> list[Recipient]:
    """Put people on the list; those who were put on. Who stands there already keeps what is said of them; who was taken
    off is put on again.

    Somebody who asked for no more e-mails stays among those who are not written to.
    """
    require(by, "report.send", Recipient(holder=body))
    Body.objects.select_for_update().get(pk=body.pk)
    there = {row.address: row for row in Recipient.objects.filter(holder=body)}
    rows = []
    for line in lines:
        row = there.get(line.address) or Recipient(key=new_key("recipient"), holder=body, address=line.address)
        if row.pk is None or row.removed_at is not None:
            row.name, row.organisation, row.removed_at = line.name, line.organisation, None
            row.save()
            history.record(row, "report.recipient_added", by=by, now=now, changes={"name": ("", str(row))})
            rows.append(row)
        there[line.address] = row
    if not rows:
        raise Refused("Everybody in these lines stands on the list already: nothing needs to be added.", "lines")
    return rows


@operation
def change_recipient(
    *,
    by: Actor,
    now: datetime.datetime,
    recipient: Recipient,
    version: int,
    name: str,
    organisation: str,
    address: str,
    asked: str,
) -> Recipient:
    """Say of somebody on the list who they are. Raises Refused for an address that somebody else there has."""
    require(by, "report.send", recipient)
    address = address.lower()
    rows = Recipient.objects.filter(holder=recipient.holder, address=address).exclude(pk=recipient.pk)
    if rows.exists():
        raise Refused("Somebody else with this address stands on the list already, or stood on it.", "address")
    if recipient.stopped_at and address != recipient.address:
        raise Refused("Whoever has this address asked for no more e-mails. Add another person instead.", "address")
    values = {"name": name.strip(), "organisation": organisation.strip(), "address": address, "asked": asked}
    changes = save_changes(recipient, version=version, values=values)
    CopySent.objects.filter(recipient=recipient).update(asked=asked)  # it was theirs then, too
    history.record(recipient, "report.recipient_changed", by=by, now=now, changes=changes)
    return recipient


@operation
def remove_recipient(*, by: Actor, now: datetime.datetime, recipient: Recipient) -> None:
    """They are sent nothing more. Copies that they were sent stay in the log."""
    require(by, "report.send", recipient)
    Recipient.objects.filter(pk=recipient.pk, removed_at=None).update(removed_at=now)
    _recall(CopySent.objects.filter(recipient=recipient))
    history.record(recipient, "report.recipient_removed", by=by, now=now, changes={"name": (str(recipient), "")})


@operation
def send_copies(
    *, by: Actor, now: datetime.datetime, version: Version, recipients: Collection[Recipient], text: str
) -> list[CopySent]:
    """Put one e-mail with the link to each in the outbox. Who was sent this version already is sent nothing.

    Raises Refused for a version that is not published.
    """
    version = _may_be_sent(by, version)
    had = set(version.copies.filter(recipient__isnull=False).values_list("recipient_id", flat=True))
    wanted = {row.pk for row in recipients} - had
    rows = receipts.written_to(version.report.body).select_for_update().filter(pk__in=wanted)
    sent = [_copy(by, now, version, row, text) for row in rows]
    if not sent:
        raise Refused("Choose somebody who was not sent this version yet and wants such e-mails.", "recipients")
    names = "; ".join(copy.to for copy in sent)[:2000]
    history.record(version.report, "report.copies_sent", by=by, now=now, changes={"to": ("", names)})
    return sent


@operation
def send_again(*, by: Actor, now: datetime.datetime, version: Version, text: str) -> list[CopySent]:
    """One more e-mail to each who was sent one, and neither opened it nor confirmed that they have the report."""
    version = _may_be_sent(by, version)
    sent, found = [], list(receipts.unopened(version).select_for_update(of=("self",)))
    to = receipts.written_to(version.report.body).select_for_update().filter(pk__in=[one.recipient_id for one in found])
    wants = {row.pk for row in to}  # as they stand now: nobody who has just asked for no more is written to
    for copy in (copy for copy in found if copy.recipient_id in wants):
        copy.message = _mail(now, copy, text)
        copy.save()
        sent.append(copy)
    if not sent:
        raise Refused("Nobody is left who did not open it: there is nothing to send again.")
    names = "; ".join(copy.to for copy in sent)[:2000]
    history.record(version.report, "report.copies_sent", by=by, now=now, changes={"again to": ("", names)})
    return sent


def _may_be_sent(by: Actor, version: Version) -> Version:
    version = locked_version(version)
    require(by, "report.send", version.report)
    rules.may_be_sent(version)
    return version


def _copy(by: Actor, now: datetime.datetime, version: Version, to: Recipient, text: str) -> CopySent:
    copy = CopySent(
        version=version,
        recipient=to,
        to=str(to),
        how=HOW,
        on=day_of(now),
        by_name=by.name,
        asked=to.asked,
        key=secrets.token_hex(16),
    )
    copy.message = _mail(now, copy, text)
    copy.save()
    return copy


def _mail(now: datetime.datetime, copy: CopySent, text: str) -> object:
    report = copy.version.report
    words = {"text": text, "report": report, "plain": receipts.plain_address(report)}
    return notices.send_outside(
        now=now,
        address=copy.recipient.address,
        body=report.body,
        template="yearly_report/copy",
        path=path_of(copy),
        words=words,
    )


def path_of(copy: CopySent) -> str:
    """The address of the copy's page, to which the e-mail adds the proof (see `notices.private_links`)."""
    report = copy.version.report
    given = {"partnership": report.body.key, "key": report.key, "copy": copy.key, "proof": "-"}
    return reverse("yearly_report:received", kwargs=given).removesuffix("-/")


def _recall(copies: QuerySet[CopySent]) -> None:
    """What still waits of their e-mails is not sent, and no copy points to it any more."""
    messages = [pk for pk in copies.values_list("message_id", flat=True) if pk]
    notices.take_back(messages=messages)
    sent = Message.objects.filter(pk__in=messages).values("pk")
    CopySent.objects.filter(message_id__in=messages).exclude(message_id__in=sent).update(message=None)


@operation
def note_receipt(*, by: Actor, now: datetime.datetime, copy: CopySent, on: datetime.date, how: str) -> CopySent:
    """The unit knows otherwise that somebody has it, for instance by a letter. Raises Refused where that is known."""
    locked_version(copy.version)
    require(by, "report.send", copy.version.report)
    happened_by_today(on, now)
    if on < copy.on:
        raise Refused("It was sent later than that day. Look at both days.", "on")
    return _received(by, now, copy, on, how)


@operation
def confirm_received(*, by: System, now: datetime.datetime, copy: CopySent) -> CopySent:
    """Whoever has the link says that they have the report. Raises Refused the second time."""
    locked_version(copy.version)
    return _received(by, now, copy, day_of(now), "By the button behind the link")


def _received(by: Actor, now: datetime.datetime, copy: CopySent, on: datetime.date, how: str) -> CopySent:
    if not CopySent.objects.filter(pk=copy.pk, received_on=None).update(received_on=on, received_how=how):
        raise Refused("That it was received is noted already.")
    copy.received_on, copy.received_how = on, how
    changes = {"by": ("", copy.to), "how": ("", how)}
    history.record(copy.version.report, "report.copy_received", by=by, now=now, on=on, changes=changes)
    return copy


@operation
def note_opened(*, by: System, now: datetime.datetime, copy: CopySent) -> None:
    """The link was opened, the first time. Raises Refused later, so that it leaves no further line."""
    locked_version(copy.version)
    if not CopySent.objects.filter(pk=copy.pk, opened_at=None).update(opened_at=now):
        raise Refused("That it was opened is noted already.")
    history.record(copy.version.report, "report.copy_opened", by=by, now=now, changes={"by": ("", copy.to)})


@operation
def stop_mail(*, by: System, now: datetime.datetime, recipient: Recipient) -> None:
    """Somebody wants no more such e-mails of this partnership: what waits is taken back, and nothing is sent again."""
    if not Recipient.objects.filter(pk=recipient.pk, stopped_at=None).update(stopped_at=now):
        raise Refused("That you want no more such e-mails is noted already.")
    _recall(CopySent.objects.filter(recipient=recipient))
    history.record(recipient, "report.mail_stopped", by=by, now=now)
