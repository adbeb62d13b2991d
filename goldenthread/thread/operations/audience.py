"""Widening and narrowing who may read a thing."""

import datetime

from django.db.models import Model

from goldenthread.foundation.access import operations as listed
from goldenthread.foundation.access.models import Reader
from goldenthread.foundation.access.viewer import Actor
from goldenthread.foundation.clock import day_of
from goldenthread.foundation.history import operations as history
from goldenthread.foundation.people.models import Person
from goldenthread.foundation.writing import lock, operation, save_changes
from goldenthread.thread import rules
from goldenthread.thread.models import Action, Audience, Finding, Source, Voice
from goldenthread.thread.operations.saving import allow


@operation
def release(
    *,
    by: Actor,
    now: datetime.datetime,
    thing: Model,
    version: int,
    audience: str,
    public_text: str = "",
    public_label: str = "",
) -> Model:
    """Let a wider circle know of a source, finding, recommendation, action, impact or voice.

    The wider circle reads `public_text`, never the text behind it, under the source's own name or a neutral label.
    """
    if public_label.strip() and not isinstance(thing, Source):
        lock(thing.source)  # which may be given its label: locks go from the outer thing to the inner one
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
def reword_public(*, by: Actor, now: datetime.datetime, thing: Model, version: int, public_text: str) -> Model:
    """Change the text that the wider circle reads, for instance to take out what should not have stood there."""
    allow(by, "thread.release", thing, whole=True)
    rules.may_reword(thing, public_text)
    changes = save_changes(thing, version=version, values={"public_text": public_text.strip()})
    history.record(thing, "thread.public_text_changed", by=by, now=now, changes=changes)
    return thing


@operation
def restrict(
    *, by: Actor, now: datetime.datetime, thing: Model, version: int, audience: str, shown_to_owner: bool = False
) -> Model:
    """Narrow the circle of readers. What was published stays published: correct the report for that.

    Whoever restricts a thing to listed people is listed for that thing, and for nothing else of its piece of work. Who
    owes an action goes on reading it, once `shown_to_owner` says that this is known.
    """
    allow(by, "thread.release", thing, whole=True)
    rules.may_restrict(thing, audience, by)
    if isinstance(thing, Action):
        rules.owner_is_shown(thing, audience, thing.owner, thing.owner_person, by=by, shown=shown_to_owner)
    values = {"audience": audience}
    if thing.public_text and rules.WIDTH[audience] < rules.WIDTH[thing.text_audience]:
        values["text_audience"] = audience
    changes = save_changes(thing, version=version, values=values)
    if audience == Audience.LISTED and by.person_id:
        person = Person.objects.get(pk=by.person_id)
        listed.list_reader(by=by, now=now, thing=thing, person=person, permission="thread.release", tell=False)
    history.record(thing, "thread.kept_closer", by=by, now=now, changes=changes)
    return thing


@operation
def list_reader(
    *,
    by: Actor,
    now: datetime.datetime,
    thing: Model,
    person: Person,
    why: str = "",
    starts: datetime.date | None = None,
    ends: datetime.date | None = None,
    below: bool = True,
) -> Reader:
    """Somebody may read what is kept to listed people: this thing, and with `below` all that stands in it."""
    allow(by, "thread.list_readers", thing)
    return listed.list_reader(
        by=by,
        now=now,
        thing=thing,
        person=person,
        permission="thread.list_readers",
        why=why,
        starts=starts,
        ends=ends,
        below=below,
    )


@operation
def leave_out(
    *,
    by: Actor,
    now: datetime.datetime,
    thing: Action | Finding | Source,
    person: Person,
    why: str,
    starts: datetime.date | None = None,
    ends: datetime.date | None = None,
) -> Reader:
    """Somebody with a conflict reads nothing of it, whatever their seat."""
    allow(by, "thread.list_readers", thing)
    given = {"why": why, "starts": starts, "ends": ends}
    return listed.leave_out(by=by, now=now, thing=thing, person=person, permission="thread.list_readers", **given)


@operation
def remove_reader(*, by: Actor, now: datetime.datetime, thing: Finding | Source, person: Person) -> None:
    """The last reader stays: otherwise nobody could open the record again."""
    allow(by, "thread.list_readers", thing)
    listed.remove_reader(by=by, now=now, thing=thing, person=person, permission="thread.list_readers")


@operation
def note_listed_reading(*, by: Actor, now: datetime.datetime, source: Source) -> None:
    """Opening what is kept to listed people leaves a line, every time."""
    history.record(source, "thread.named_read", by=by, now=now)
