"""Widening and narrowing who may read a thing."""

from goldenthread.foundation.clock import day_of
from goldenthread.foundation.history import operations as history
from goldenthread.foundation.room import Refused
from goldenthread.foundation.writing import operation, save_changes
from goldenthread.thread import rules
from goldenthread.thread.models import Audience, NamedReader, Source, Voice
from goldenthread.thread.operations.saving import allow


@operation
def release(*, by, now, thing, version, audience, public_text="", public_label=""):
    """Let a wider circle know of a source, finding, recommendation, action, impact or voice.

    The wider circle reads `public_text`, never the text behind it, under the source's own name or a neutral label.
    """
    allow(by, "thread.release", thing, whole=True)
    rules.may_release(thing, audience, public_text, public_label)
    if isinstance(thing, Voice):
        rules.may_quote(thing, audience)
    values = {
        "audience": audience,
        "released_on": day_of(now),
        "released_by_id": by.person_id,
        "public_text": public_text.strip(),
        "text_audience": thing.text_audience if thing.public_text else thing.audience,
    }
    if isinstance(thing, Source):
        values["public_label"] = public_label.strip()
    changes = save_changes(thing, version=version, values=values)
    source = thing.source
    if public_label.strip() not in ("", source.public_label) and source != thing and rules.needs_label(thing):
        changes |= save_changes(source, version=source.version, values={"public_label": public_label.strip()})
    history.record(thing, "thread.released", by=by, now=now, changes=changes)
    return thing


@operation
def reword_public(*, by, now, thing, version, public_text):
    """Change the text that the wider circle reads, for instance to take out what should not have stood there."""
    allow(by, "thread.release", thing, whole=True)
    rules.may_reword(thing, public_text)
    changes = save_changes(thing, version=version, values={"public_text": public_text.strip()})
    history.record(thing, "thread.public_text_changed", by=by, now=now, changes=changes)
    return thing


@operation
def keep_closer(*, by, now, thing, version, audience):
    """ThreadFilter the circle of readers. What was published stays published: correct the report for that."""
    allow(by, "thread.release", thing, whole=True)
    rules.may_keep_closer(thing, audience, by)
    values = {"audience": audience}
    if thing.public_text and rules.WIDTH[audience] < rules.WIDTH[thing.text_audience]:
        values["text_audience"] = audience
    changes = save_changes(thing, version=version, values=values)
    if audience == Audience.LISTED and by.person_id:
        NamedReader.objects.get_or_create(source=getattr(thing, "source", thing), person_id=by.person_id)
    history.record(thing, "thread.kept_closer", by=by, now=now, changes=changes)
    return thing


@operation
def name_reader(*, by, now, source, person) -> NamedReader:
    allow(by, "thread.name_readers", source)
    reader, _ = NamedReader.objects.get_or_create(source=source, person=person)
    history.record(source, "thread.reader_named", by=by, now=now, changes={"reader": ("", person.key)})
    return reader


@operation
def remove_reader(*, by, now, source, person):
    """The last named reader stays: otherwise nobody could open the record again."""
    allow(by, "thread.name_readers", source)
    if source.readers.exclude(person=person).count() == 0:
        raise Refused("Somebody must be able to read it. Name another reader before you remove the last one.")
    source.readers.filter(person=person).delete()
    history.record(source, "thread.reader_removed", by=by, now=now, changes={"reader": (person.key, "")})


@operation
def note_named_reading(*, by, now, source):
    """Opening what is kept to named people leaves a line, every time."""
    history.record(source, "thread.named_read", by=by, now=now)
