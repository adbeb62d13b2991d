"""Several things of one piece of work are released at once, exactly as they were shown, or none of them is."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from goldenthread.foundation.access.queries import Forbidden, require
from goldenthread.foundation.access.viewer import Actor
from goldenthread.foundation.room import Refused, noun_of
from goldenthread.foundation.writing import lock, operation
from goldenthread.thread.models import Source
from goldenthread.thread.models.audience import Audienced
from goldenthread.thread.operations.audience import release
from goldenthread.thread.operations.saving import allow
from goldenthread.thread.queries.release import Planned, what_leaves_together


@dataclass(frozen=True)
class Releasing:
    """One thing as somebody read it: its `version`, the text that others will read, and by `shown` (`Leaving.digest`)
    what a page showed that they will see, "" where nothing was shown.
    """

    thing: Audienced
    version: int
    public_text: str
    shown: str = ""


class ChangedMeanwhile(Refused):
    """Somebody changed some of it after it was read, so nothing was released. `things` are those."""

    def __init__(self, things: list[Audienced]):
        super().__init__("Some of it was changed while you were looking, so nothing was released. Read it again below.")
        self.things = things


class NotAsShown(Refused):
    """Others would see something else of `things` than the page showed, so nothing was released."""

    def __init__(self, things: list[Audienced]):
        super().__init__(
            "What they would see changed while you were looking, so nothing was released. Look at it again below."
        )
        self.things = things


@operation
def release_work(
    *,
    by: Actor,
    now: datetime.datetime,
    source: Source,
    source_version: int,
    releases: list[Releasing],
    audience: str,
    public_label: str = "",
) -> list[Audienced]:
    """Release things of one piece of work, itself among them or not, all of it or nothing; returns them.

    The work is held first and then each thing, so that what is compared is what is released. Raises ChangedMeanwhile
    and NotAsShown, and Refused beside "text_<noun>_<number>" of the one that a rule of `release` refuses.
    """
    if not releases:
        raise Refused("Tick at least one thing to release, or go back.")
    allow(by, "thread.read", source)
    ordered = sorted(releases, key=lambda one: (one.thing != source, one.thing._meta.label, one.thing.pk))
    changed = [source] if source.version != source_version else []
    changed += [one.thing for one in ordered if not _stands(by, one, source)]
    if changed:
        raise ChangedMeanwhile(list(dict.fromkeys(changed)))
    _is_as_shown(ordered, audience, public_label, by.name)
    # The first takes the label along, which then stands with the work for the others.
    return [_release(by, now, one, audience, "" if number else public_label) for number, one in enumerate(ordered)]


def _stands(by: Actor, one: Releasing, source: Source) -> bool:
    """Hold it, and see whether it is as it was read. Whoever may no longer read it, since it was restricted meanwhile,
    is told that it changed and not what it is now; `release` asks again, of the whole. Raises Forbidden.
    """
    lock(one.thing)
    if one.thing != source:
        if one.thing.source_id != source.pk:
            raise ValueError(f"{one.thing.ref} is no part of {source.ref}")
        one.thing.source = source
    require(by, "thread.release", one.thing)
    return one.thing.version == one.version


def _is_as_shown(releases: list[Releasing], audience: str, public_label: str, by_name: str) -> None:
    planned = [Planned(one.thing, one.public_text) for one in releases]
    leaving = what_leaves_together(planned, audience=audience, public_label=public_label, by_name=by_name)
    different = _different(zip(releases, (one.digest for one in leaving), strict=True))
    if different:
        raise NotAsShown(different)


def _different(pairs: Iterable[tuple[Releasing, str]]) -> list[Audienced]:
    return [one.thing for one, digest in pairs if one.shown and one.shown != digest]


def _release(by: Actor, now: datetime.datetime, one: Releasing, audience: str, public_label: str) -> Audienced:
    try:
        return release(
            by=by,
            now=now,
            thing=one.thing,
            version=one.version,
            audience=audience,
            public_text=one.public_text,
            public_label=public_label,
        )
    except Forbidden:
        raise
    except Refused as refused:
        own = refused.field == "public_label"
        field = refused.field if own else f"text_{noun_of(type(one.thing))}_{one.thing.pk}"
        raise Refused(refused.sentence, field) from refused
