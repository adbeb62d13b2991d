"""To whom a report went and what came of it, and the lines in which people type a list of addresses."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import QuerySet
from django.urls import reverse

from goldenthread.foundation.clock import day_of
from goldenthread.foundation.diary import queries as diary
from goldenthread.foundation.notices.queries import how_it_went
from goldenthread.foundation.people.models import Body
from goldenthread.foundation.room import Refused
from goldenthread.front.yearly_report.models import CopySent, Named, Recipient, Report, Version

MOST_LINES = 500
COLUMNS = ("To", "Address", "Sent on", "How", "State", "Link opened", "Received on", "Received how", "Sent by")
_ADDRESS = re.compile(r"[^\s<>;,\t\"()]+@[^\s<>;,\t\"()]+")


@dataclass(frozen=True)
class Line:
    """One person as they were typed; the address in small letters."""

    name: str
    organisation: str
    address: str


def typed_lines(text: str) -> list[Line]:
    """Each line of a pasted list: name, organisation and address, parted by commas, semicolons or tabs; or as an e-mail
    program copies them, `Name <address>`. Raises Refused with every line that cannot be read.
    """
    found, wrong = {}, []
    lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if len(lines) > MOST_LINES:
        raise Refused(f"These are {len(lines)} lines; add at most {MOST_LINES} at once.", "lines")
    for number, line in lines:
        addresses = _ADDRESS.findall(line)
        try:
            if len(addresses) != 1:
                raise ValidationError("")
            validate_email(addresses[0])
        except ValidationError:
            said = "more than one e-mail address" if len(addresses) > 1 else "no e-mail address that can be used"
            wrong.append(f"Line {number}, “{line[:60]}”, has {said}.")
            continue
        rest = re.split(r"[;,\t]", line.replace(f"<{addresses[0]}>", "\t").replace(addresses[0], "\t"))
        words = [word.strip(" \"'") for word in rest if word.strip(" \"'<>")]
        address = addresses[0].lower()
        found[address] = Line(" ".join(words[:1])[:200], ", ".join(words[1:])[:200], address)
    if wrong:
        raise Refused(" ".join(wrong[:10]), "lines")
    return list(found.values())


def on_the_list(body: Body) -> QuerySet[Recipient]:
    """Everybody on the partnership's list, who asked for no more e-mails included."""
    return Recipient.objects.filter(holder=body, removed_at=None)


def written_to(body: Body) -> QuerySet[Recipient]:
    """Those on the list who may be written to."""
    return on_the_list(body).filter(stopped_at=None)


def not_sent(version: Version) -> QuerySet[Recipient]:
    """Those who may be written to and were not sent this version."""
    had = version.copies.filter(recipient__isnull=False)
    return written_to(version.report.body).exclude(pk__in=had.values("recipient"))


def copies(version: Version) -> QuerySet[CopySent]:
    return version.copies.select_related("recipient", "message", "version__report__body")


def unopened(version: Version) -> QuerySet[CopySent]:
    """Copies that went by e-mail or were refused, to people who may be written to, that nobody opened or confirmed."""
    rows = copies(version).filter(opened_at=None, received_on=None, recipient__isnull=False)
    rows = rows.filter(recipient__stopped_at=None, recipient__removed_at=None)
    waiting = [copy.pk for copy in rows if how_it_went(copy.message) == "waiting"]
    return rows.exclude(pk__in=waiting)


@dataclass(frozen=True)
class Row:
    """One copy for the table: what came of its e-mail, in words, and a colour for the tag."""

    copy: CopySent
    state: str
    colour: str
    why: str = ""


def rows(version: Version) -> list[Row]:
    return [_row(copy) for copy in copies(version)]


def _row(copy: CopySent) -> Row:
    if copy.received_on:
        return Row(copy, "Received", "green")
    if copy.opened_at:
        return Row(copy, "Link opened", "blue")
    if copy.recipient_id is None:
        return Row(copy, "Sent", "grey")
    if copy.recipient.stopped_at and how_it_went(copy.message) != "sent":
        return Row(copy, "Not sent", "grey", "They asked for no more such e-mails.")
    went = how_it_went(copy.message)
    words = {"waiting": ("Waiting", "yellow"), "sent": ("Sent", "grey"), "refused": ("Refused", "red")}
    return Row(copy, *words.get(went, ("Not sent", "grey")), copy.message.last_error if copy.message else "")


def as_table(version: Version) -> Iterator[tuple]:
    """The rows of the CSV."""
    for row in rows(version):
        copy = row.copy
        yield (
            copy.to,
            copy.recipient.address if copy.recipient else "",
            copy.on,
            copy.how,
            row.state,
            copy.opened_at,
            copy.received_on,
            copy.received_how,
            copy.by_name,
        )


@dataclass(frozen=True)
class AskedFor:
    """One whom the guidance names: the copy that reached them furthest, by when it is due, and how it stands."""

    label: str
    copy: CopySent | None
    due: datetime.date | None

    @property
    def met(self) -> bool:
        return self.copy is not None and self.copy.received_on is not None


def asked_for(version: Version | None) -> list[AskedFor]:
    """What is asked of the copies of a published version, ticked by receipts; nothing of one that is not published."""
    if version is None or version.published_at is None:
        return []
    published = day_of(version.published_at)
    try:
        counted = diary.days_of("yr.copy", version.report.body_id, published)
    except LookupError:  # a house whose rules are not loaded yet
        counted = []
    due = counted[0].due_on if counted else None
    best: dict[str, CopySent] = {}
    for copy in version.copies.exclude(asked="").order_by("on", "pk"):
        standing = best.get(copy.asked)
        if standing is None or (copy.received_on and not standing.received_on):
            best[copy.asked] = copy
    return [AskedFor(label, best.get(code), due) for code, label in Named.choices]


def plain_address(report: Report) -> str:
    """Where anybody reads the report, without a key."""
    path = reverse("yearly_report:report", kwargs={"partnership": report.body.key, "key": report.key})
    return settings.SITE_ADDRESS.rstrip("/") + path


def usual_text(report: Report) -> str:
    """What the e-mail says unless the unit says it otherwise."""
    return f"{report.body.name} has published its report: {report.title}."
