"""Every write to documents. The bytes were taken in before by `storing.receive`."""

import datetime

from django.db.models import Model, QuerySet

from goldenthread.foundation.access import operations as listed
from goldenthread.foundation.access.queries import Forbidden, can, require, visible
from goldenthread.foundation.access.readers import of_thing
from goldenthread.foundation.access.viewer import Actor, System
from goldenthread.foundation.clock import day_of
from goldenthread.foundation.documents import rules
from goldenthread.foundation.documents.models import Document, DocumentLink, DocumentVersion
from goldenthread.foundation.documents.storing import Received
from goldenthread.foundation.history import operations as history
from goldenthread.foundation.people.models import Body, Group, Person
from goldenthread.foundation.room import Refused
from goldenthread.foundation.writing import lock, new_key, operation, raise_version, save_changes


@operation
def add_document(
    *,
    by: Actor,
    now: datetime.datetime,
    received: Received,
    group: Group,
    title: str,
    on: datetime.date,
    audience: str = "partnership",
    agency: Body | None = None,
    readers: QuerySet[Person] | list[Person] = (),
    classification: str = "official",
    retention: str = "",
    noun: str = "",
    key: str = "",
    given_to: tuple[str, Model] | None = None,
) -> Document:
    """A new document with its first version; attached to a thing when `noun` and `key` are given. Returns the Document.

    Whoever adds a document for listed people is one of them. Needs documents.add, and documents.release for a public
    one. `given_to` is (permission, thing) where a seat may add it only to what is theirs: a file as evidence.
    """
    document = Document(
        key=new_key("document"),
        group=group,
        agency=agency if audience == "agency" else None,
        audience=audience,
        title=title.strip(),
        classification=classification,
        retention=retention.strip(),
        on=on,
    )
    require(by, *(given_to or ("documents.add", document)))
    if audience == Document.Audience.PUBLIC:
        _may_release(by, document)
    readers = _readers(by, audience, readers)
    _check(document, readers, now)
    document.save()
    _write_readers(by, now, document, readers, "" if given_to else "documents.add")
    _add_version(by, now, document, received, 1)
    _would_see(by, document, bool(given_to))
    history.record(
        document,
        "documents.added",
        by=by,
        now=now,
        on=on,
        changes={"title": ("", document.title), "audience": ("", audience), "sha256": ("", received.sha256)},
    )
    if noun:
        _attach(by, now, document, noun, key)
    return document


@operation
def add_version(
    *, by: Actor, now: datetime.datetime, document: Document, received: Received, version: int
) -> DocumentVersion:
    """A newer file of the same document. `version` is that of the row that the person saw.

    Raises Conflict, with the name of the file that stands, when somebody saved in between.
    """
    _allow(by, document)
    latest = document.versions.order_by("-number").first()
    rules.is_another_file(latest, received)
    raise_version(document, version=version, saved={"file": latest.file_name})
    added = _add_version(by, now, document, received, latest.number + 1)
    history.record(
        document,
        "documents.version_added",
        by=by,
        now=now,
        changes={"number": (latest.number, added.number), "sha256": (latest.sha256, received.sha256)},
    )
    return added


@operation
def change_document(
    *,
    by: Actor,
    now: datetime.datetime,
    document: Document,
    title: str,
    on: datetime.date,
    audience: str,
    agency: Body | None,
    readers: QuerySet[Person] | list,
    classification: str,
    retention: str,
    version: int,
) -> Document:
    """Change what is said of a document and who may read it. Widening the circle needs documents.release.

    Raises Conflict with the saved values when somebody saved in between.
    """
    _allow(by, document)
    if rules.widens(document.audience, audience):
        _may_release(by, document)
    values = {
        "title": title.strip(),
        "on": on,
        "audience": audience,
        "agency": agency if audience == "agency" else None,
        "classification": classification,
        "retention": retention.strip(),
    }
    people = _readers(by, audience, readers)
    _check(Document(group=document.group, **values), people, now)
    saved = [reader.person for reader in of_thing(document).filter(excluded=False).order_by("person__name")]
    wanted = sorted(people, key=lambda person: person.name)
    links = {"readers": (saved, wanted, lambda people: _write_readers(by, now, document, people))}
    changes = save_changes(document, version=version, values=values, links=links)
    history.record(document, "documents.changed", by=by, now=now, changes=changes)
    return document


@operation
def attach(*, by: Actor, now: datetime.datetime, document: Document, noun: str, key: str) -> None:
    """The document belongs to a thing of the record. Attaching twice changes nothing."""
    _allow(by, document)
    _attach(by, now, document, noun, key)


def _attach(by: Actor, now: datetime.datetime, document: Document, noun: str, key: str) -> None:
    DocumentLink.objects.get_or_create(document=document, noun=noun, thing_key=key)
    history.record(document, "documents.attached", by=by, now=now, changes={"to": ("", f"{noun} {key}")})


@operation
def note_read(*, by: Actor, now: datetime.datetime, version: DocumentVersion) -> None:
    """Somebody took a copy of a document that is kept to listed people."""
    history.record(version.document, "documents.named_read", by=by, now=now, changes={"number": ("", version.number)})


def _allow(by: Actor, document: Document) -> None:
    """The seat grants it, and the person sees the document, which is held as it stands until the operation ends."""
    lock(document)
    require(by, "documents.add", document)
    if not _sees(by, document):
        raise Forbidden("You are not among the readers of this document, so you cannot change it.")


def _sees(by: Actor, document: Document) -> bool:
    return isinstance(by, System) or visible(by, Document.objects.filter(pk=document.pk)).exists()


def _would_see(by: Actor, document: Document, as_part: bool) -> None:
    if _sees(by, document):
        return
    if as_part:
        raise Refused(
            "What belongs to this is read by a circle of which you are not, so you could not read your own file. Give "
            "it to the business unit, or sign in with a code or a passkey if you are a listed reader.",
            "file",
        )
    raise Refused(
        "You could not read it yourself. Sign in with a code or a passkey to add it, or choose readers to whom you "
        "belong.",
        "audience",
    )


def _may_release(by: Actor, document: Document) -> None:
    if not can(by, "documents.release", document):
        raise Refused(
            "Your seat does not allow you to open a document to this circle. Choose a narrower one, or ask the "
            "business manager.",
            "audience",
        )


def _readers(by: Actor, audience: str, readers: QuerySet[Person] | list[Person] | tuple) -> list[Person]:
    """The people who may read it; the person who acts is one of them."""
    if audience != Document.Audience.LISTED:
        return []
    own = Person.objects.filter(pk=by.person_id) if by.person_id else []
    return list({person.pk: person for person in [*readers, *own]}.values())


def _check(document: Document, readers: list[Person], now: datetime.datetime) -> None:
    rules.circle_is_complete(document.audience, document.agency, readers)
    rules.sensitive_is_not_public(document.audience, document.classification)
    rules.not_later_than_today(document.on, day_of(now))


def _write_readers(
    by: Actor, now: datetime.datetime, document: Document, readers: list[Person], permission: str = "documents.add"
) -> None:
    listed.set_readers(by=by, now=now, thing=document, people=readers, permission=permission)


def _add_version(
    by: Actor, now: datetime.datetime, document: Document, received: Received, number: int
) -> DocumentVersion:
    version = DocumentVersion(
        document=document,
        number=number,
        file_name=received.file_name,
        media_type=received.media_type,
        size=received.size,
        sha256=received.sha256,
        uploaded_by_id=by.person_id,
        uploaded_at=now,
    )
    version.save()
    return version
