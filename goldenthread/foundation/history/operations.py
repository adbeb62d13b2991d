"""Writing history: lines are gathered while an operation runs and written last, under the lock of the chain's head."""

import datetime
import json
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db import models, transaction
from django.db.models import QuerySet

from goldenthread.foundation import writing
from goldenthread.foundation.history import digests
from goldenthread.foundation.history.models import Chain, Line, LineValues
from goldenthread.foundation.history.queries import ERASED
from goldenthread.foundation.prepared import prepared
from goldenthread.foundation.room import Refused, noun_of


@dataclass(frozen=True)
class Entry:
    """One line to be written. `changes` is {field: (old, new)}; `body_id` None means the house's own chain."""

    by: object
    now: datetime.datetime
    verb: str
    noun: str
    key: str
    body_id: int | None
    on: datetime.date | None = None
    changes: dict = field(default_factory=dict)
    seat: str = ""


OF_THE_THING = -1  # no row has this number: the chain of whoever holds the thing


def record(
    thing: models.Model | None = None,
    verb: str = "",
    *,
    by: Any,
    now: datetime.datetime,
    on: datetime.date | None = None,
    changes: dict | None = None,
    noun: str = "",
    key: str = "",
    body_id: int | None = OF_THE_THING,
) -> None:
    """Leave a line of history about a thing within the operation under way.

    The noun is the one that a room offers for the thing's table, the key its `ref` (or its `key`), and the chain that
    of the body that holds it, or the house's own for what belongs to the whole house. Each can be said instead: for a
    table that is no noun, for a person (whom no body holds), and for what is no row at all (`thing` is None).
    `changes` is {field: (old, new)}. Raises WrittenOutside when no operation runs, LookupError for a noun that nobody
    offers and nobody said.
    """
    here = writing.running()
    if here is None:
        raise writing.WrittenOutside("history is recorded only within an operation")
    if body_id == OF_THE_THING:
        body_id = getattr(thing, "holder_id", getattr(thing, "body_id", None))
    acting = writing.acting_seat(by)
    here.lines.append(
        Entry(
            by,
            now,
            verb,
            noun or noun_of(type(thing)),
            key or getattr(thing, "ref", None) or thing.key,
            body_id,
            on,
            dict(changes or {}),
            acting.key if acting is not None else getattr(by, "seat_key", ""),
        )
    )


def hold(body_id: int | None) -> None:
    """Nobody else writes into this chain until the operation ends, so that what is asked of the house itself ("is the
    name free?") stays true. Only for an operation whose lines stand in this chain alone; of a partnership its own row
    is locked instead (`writing.lock`).
    """
    _locked(body_id)


def write_lines(entries: list[Entry]) -> None:
    """Write the lines of one finished operation. Chains are locked in one order, so that two writers cannot
    deadlock.
    """
    with transaction.atomic():
        by_chain = defaultdict(list)
        for entry in entries:
            by_chain[entry.body_id].append(entry)
        for body_id in sorted(by_chain, key=lambda number: number or 0):
            _extend(_locked(body_id), by_chain[body_id])


def _locked(body_id: int | None) -> Chain:
    chain = _chain.one(body_id)
    if chain is None:
        # Two first writers: the unique constraint lets one row in; the other's insert is ignored and it waits.
        Chain.objects.bulk_create([Chain(body_id=body_id)], ignore_conflicts=True)
        [chain] = _chain(body_id)
    return chain


@prepared
def _chain(body_id: int) -> QuerySet:
    return Chain.objects.select_for_update().filter(body_id=body_id)


def _extend(chain: Chain, entries: list[Entry]) -> None:
    lines, kept = [], []
    for entry in entries:
        data = json.dumps(entry.changes, ensure_ascii=False, sort_keys=True, default=str)
        line = Line(
            chain=chain,
            number=chain.length + 1,
            recorded_at=entry.now,
            on=entry.on,
            person_id=getattr(entry.by, "person_id", None),
            by_name=entry.by.name,
            seat=entry.seat,
            verb=entry.verb,
            noun=entry.noun,
            key=entry.key,
            previous=chain.head,
            values_digest=digests.of_values(data),
        )
        line.digest = digests.of_line(line, chain.body_id)
        chain.length, chain.head = line.number, line.digest
        lines.append(line)
        kept.append(data if entry.changes else None)
    Line.objects.bulk_create(lines)
    LineValues.objects.bulk_create(
        [LineValues(line=line, data=data) for line, data in zip(lines, kept, strict=True) if data]
    )
    chain.save(update_fields=["length", "head"])


@writing.operation
def erase_values(*, by: Any, now: datetime.datetime, line: Line, why: str) -> None:
    """Erase the values kept beside a line, as the law may oblige us to. The line, its digest and the chain stay.

    It leaves a line about the same thing that says who erased which line's values, and why; without it their absence is
    told as tampering. Raises Refused where there is nothing to erase, without a reason, and for such a line itself.
    """
    if not why.strip():
        raise Refused("Say why the values are erased: it is read by whoever asks what stood there.", "why")
    if line.verb == ERASED:
        raise Refused("What was erased, by whom and why, is not erased itself.")
    kept = LineValues.objects.filter(line=line)
    if not kept.exists():
        raise Refused(f"No values are kept beside line {line.number}: there is nothing to erase.")
    record(
        verb=ERASED,
        by=by,
        now=now,
        noun=line.noun,
        key=line.key,
        body_id=line.chain.body_id,
        changes={"line": ("", line.number), "reason": ("", why.strip())},
    )
    kept.delete()
