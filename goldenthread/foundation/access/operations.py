"""Who is listed as a reader of a thing, and who is left out. A room calls these within its own operations."""

import datetime

from django.db.models import Model, QuerySet

from goldenthread.foundation.access import readers
from goldenthread.foundation.access.models import Reader
from goldenthread.foundation.access.queries import require
from goldenthread.foundation.access.viewer import Actor
from goldenthread.foundation.clock import day_of
from goldenthread.foundation.history import operations as history
from goldenthread.foundation.people.models import Person
from goldenthread.foundation.room import Refused, noun_of
from goldenthread.foundation.writing import operation

MANY = 400  # keys asked for at once: below SQLite's smallest limit of variables


@operation
def list_reader(
    *,
    by: Actor,
    now: datetime.datetime,
    thing: Model,
    person: Person,
    permission: str,
    why: str = "",
    starts: datetime.date | None = None,
    ends: datetime.date | None = None,
    below: bool = True,
    tell: bool = True,
) -> Reader:
    """Whoever is listed reads the thing when it is kept to listed people; with `below` also all that stands in it.

    `permission` is the one that the room asks for. Raises Refused for somebody who is left out of it.
    """
    require(by, permission, thing)
    _lock(thing)
    standing = readers.of_thing(thing).filter(person=person).first()
    if standing is not None and standing.excluded:
        raise Refused(f"{person.name} is left out of this for a conflict. Take that back first.", "person")
    values = {"why": why.strip(), "starts": starts, "ends": ends, "below": below}
    reader = standing or Reader(noun=noun_of(type(thing)), key=readers.ref_of(thing), person=person)
    changed = standing is None or any(getattr(reader, name) != value for name, value in values.items())
    for name, value in values.items():
        setattr(reader, name, value)
    if changed:
        reader.save()
    readers.forget(by)
    if tell:
        history.record(thing, "access.reader_listed", by=by, now=now, changes={"reader": ("", person.key)})
    return reader


@operation
def set_readers(
    *, by: Actor, now: datetime.datetime, thing: Model, people: QuerySet[Person] | list[Person], permission: str = ""
) -> None:
    """These people and no others are listed for a thing; who is left out stays so. The caller tells of it, and has
    asked already whether `by` may where it names no `permission`.
    """
    if permission:
        require(by, permission, thing)
    _lock(thing)
    standing = readers.of_thing(thing).filter(excluded=False)
    standing.exclude(person__in=people).delete()
    known = set(readers.of_thing(thing).values_list("person_id", flat=True))
    noun, key = noun_of(type(thing)), readers.ref_of(thing)
    Reader.objects.bulk_create([Reader(noun=noun, key=key, person=one) for one in people if one.pk not in known])
    readers.forget(by)


@operation
def leave_out(
    *,
    by: Actor,
    now: datetime.datetime,
    thing: Model,
    person: Person,
    permission: str,
    why: str,
    starts: datetime.date | None = None,
    ends: datetime.date | None = None,
) -> Reader:
    """Somebody with a conflict reads nothing of the thing, nor of what stands in it, whatever their seat."""
    require(by, permission, thing)
    if not why.strip():
        raise Refused("Say what the conflict is.", "why")
    _lock(thing)
    standing = readers.of_thing(thing)
    if standing.filter(excluded=False, person=person).exists():
        _somebody_stays(thing, person, now)
    standing.filter(person=person).delete()
    out = Reader(
        noun=noun_of(type(thing)),
        key=readers.ref_of(thing),
        person=person,
        why=why.strip(),
        starts=starts,
        ends=ends,
        excluded=True,
    )
    out.save()
    readers.forget(by)
    changes = {"reader": ("", person.key), "why": ("", why.strip())}
    history.record(thing, "access.left_out", by=by, now=now, changes=changes)
    return out


@operation
def remove_reader(*, by: Actor, now: datetime.datetime, thing: Model, person: Person, permission: str) -> None:
    """Take somebody off the list, or take back that they are left out.

    The last reader stays, counted while the thing is locked: of two people who remove the last two at once, the second
    is refused. Otherwise nobody could open it again.
    """
    require(by, permission, thing)
    _lock(thing)
    standing = readers.of_thing(thing).filter(person=person).first()
    if standing is None:
        raise Refused("They are not on the list any more. Go back to see who is.")
    if not standing.excluded:
        _somebody_stays(thing, person, now)
    readers.of_thing(thing).filter(pk=standing.pk).delete()
    readers.forget(by)
    verb = "access.let_in_again" if standing.excluded else "access.reader_removed"
    history.record(thing, verb, by=by, now=now, changes={"reader": (person.key, "")})


def _somebody_stays(thing: Model, person: Person, now: datetime.datetime) -> None:
    """Of the thing's own list, or of that of what it stands in, where that reaches below."""
    others = readers.on(readers.of_thing(thing).filter(excluded=False), day_of(now)).exclude(person=person)
    if readers.outer_of(type(thing)) is not None:
        above = readers.of_thing(thing.source).filter(excluded=False, below=True).exclude(person=person)
        others = others.union(readers.on(above, day_of(now)))
    if not others.exists():
        raise Refused("Somebody must be able to read it. List another reader before you remove the last one.")


def _lock(thing: Model) -> None:
    """One at a time: on PostgreSQL by the thing's own row, on SQLite because there is one writer."""
    type(thing)._base_manager.select_for_update().filter(pk=thing.pk).values_list("pk", flat=True).first()


@operation
def load_readers(*, by: Actor, now: datetime.datetime, noun: str, keys: list[str], rows: list[Reader]) -> None:
    """As a record file says it: these rows, and no others, for the things of these keys. The loader tells of it."""
    for start in range(0, len(keys), MANY):
        Reader.objects.filter(noun=noun, key__in=keys[start : start + MANY]).delete()
    Reader.objects.bulk_create(rows)
    readers.forget(by)
