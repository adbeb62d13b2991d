"""Widening and narrowing who may read a thing."""

from goldenthread.foundation.access.queries import require
from goldenthread.foundation.access.viewer import day_of
from goldenthread.foundation.room import Refused
from goldenthread.foundation.writing import operation, save_changes
from goldenthread.thread import rules
from goldenthread.thread.models import Audience, NamedReader, Source, Voice
from goldenthread.thread.operations.telling import tell


@operation
def release(*, by, now, thing, version, audience, public_text="", public_label=""):
    """Let a wider circle read a source, finding, recommendation, action, impact or voice.

    The public reads `public_text`, never the text behind it, under the source's own name or a neutral label.
    """
    require(by, "thread.release", thing)
    rules.may_release(thing, audience, public_text, public_label)
    if isinstance(thing, Voice) and audience == Audience.PUBLIC and not thing.may_be_published:
        raise Refused("There is no consent to publish these words. Record the consent first.")
    values = {"audience": audience, "released_on": day_of(now), "released_by_id": by.person_id}
    if public_text.strip():
        values["public_text"] = public_text
    if isinstance(thing, Source) and public_label.strip():
        values["public_label"] = public_label
    changes = save_changes(thing, version=version, values=values)
    if public_label.strip() and not isinstance(thing, Source):
        source = thing.source
        changes |= save_changes(source, version=source.version, values={"public_label": public_label})
    tell(thing, "thread.released", by=by, now=now, changes=changes)
    return thing


@operation
def keep_closer(*, by, now, thing, version, audience):
    """Narrow the circle of readers. What was published stays published: correct the report for that."""
    require(by, "thread.release", thing)
    if rules.WIDTH[audience] >= rules.WIDTH[thing.audience]:
        raise Refused("Choose a narrower circle than the present one. To widen it, release it.", "audience")
    changes = save_changes(thing, version=version, values={"audience": audience})
    if audience == Audience.NAMED and by.person_id:
        NamedReader.objects.get_or_create(source=getattr(thing, "source", thing), person_id=by.person_id)
    tell(thing, "thread.kept_closer", by=by, now=now, changes=changes)
    return thing


@operation
def name_reader(*, by, now, source, person) -> NamedReader:
    require(by, "thread.name_readers", source)
    reader, _ = NamedReader.objects.get_or_create(source=source, person=person)
    tell(source, "thread.reader_named", by=by, now=now, changes={"reader": ("", person.key)})
    return reader


@operation
def remove_reader(*, by, now, source, person):
    """The last named reader stays: otherwise nobody could open the record again."""
    require(by, "thread.name_readers", source)
    if source.readers.exclude(person=person).count() == 0:
        raise Refused("Somebody must be able to read it. Name another reader before you remove the last one.")
    source.readers.filter(person=person).delete()
    tell(source, "thread.reader_removed", by=by, now=now, changes={"reader": (person.key, "")})


@operation
def note_named_reading(*, by, now, source):
    """Opening what is kept to named people leaves a line, every time."""
    tell(source, "thread.named_read", by=by, now=now)
