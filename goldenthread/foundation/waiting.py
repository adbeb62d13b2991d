"""What waits for people, as rooms offer it: lines for Today, days by which things are due, jobs and messages, and what
passes to another agency when one leaves.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class TodayItem:
    """One sentence with one link on the page Today."""

    sentence: str
    url: str
    due: Any = None
    overdue: bool = False
    why: str = ""
    kind: str = ""


@dataclass(frozen=True)
class TodayItems:
    """Something that waits for a person: `lines(viewer) -> list of TodayItem, or TodayList` for the page Today.

    `under` says under which heading, by consequence: clock, overdue, decision, owed, asked, published. What is due by a
    day is offered as a `DueKind`.
    """

    code: str
    lines: Callable
    order: int = 50
    under: str = "owed"


@dataclass(frozen=True)
class TodayList:
    """The first of what waits, how many there are in all, and the page where all stand: its name and address."""

    items: list[TodayItem]
    total: int
    page: tuple[str, str]


@dataclass(frozen=True)
class DueKind:
    """Things of one noun that are due by a day. The day stands in `diary.Due`; what it means is asked of the room.

    `expected(now, keys) -> iterable of diary.Expected`: all that is due, whoever may see it; of the things with these
    keys, or (None) of every one. `met(now, keys) -> {key: day}`: which of the things that are due no longer were done,
    and when; the others ended. `concerns(viewer) -> Q | None`: which rows of Due are this person's to do or to be
    reminded of, on the viewer's day. `items(viewer, dues) -> {key: TodayItem}`: one sentence and one address for each
    that they may open; what they may not see is left out. `page(viewer) -> (name, address)`: where
    the whole list stands. `reminded(viewer, dues) -> ids of rows`: which of these rows the viewer is written to about.
    Today shows what is due within `days_ahead`.
    """

    noun: str
    expected: Callable
    met: Callable
    concerns: Callable
    items: Callable
    page: Callable
    reminded: Callable
    days_ahead: int = 28


@dataclass(frozen=True)
class Job:
    """Something that the worker does by itself. `run()` may run twice, late, or again after a kill.

    `when` is an hour in London, once a day; or a number: every so many minutes. The worker finds `run` by its name, so
    it is a function of a module, without arguments.
    """

    name: str
    run: Callable[[], Any]
    when: datetime.time | int


@dataclass(frozen=True)
class Message:
    """What waits for somebody, told by e-mail with a link and no content.

    `subject` completes "Golden Thread: …"; `sentence` is a whole sentence. Both reveal nothing of a thing or a person.
    `waits_for(viewer, keys) -> {key: path}` is asked when it is sent: which of these things still wait for this person,
    and the address where they do it; what they may not open is left out. `says(keys, now) -> {key: (subject,
    sentence)}` where the words hold a day. `urgent`: told at once unless the person chose otherwise.
    """

    code: str
    subject: str
    sentence: str
    waits_for: Callable
    says: Callable | None = None
    urgent: bool = False


@dataclass(frozen=True)
class OwedThing:
    """One thing that an agency owes: its key, one sentence about it, and its page.

    `shows`: what whoever takes it over will read by that and may not read now, in whole sentences; "" for nothing.
    `stays`: what it means that nobody takes it over, as one may choose it; "" for what holds of most things.
    """

    key: str
    sentence: str
    url: str = ""
    shows: str = ""
    stays: str = ""


@dataclass(frozen=True)
class HandOver:
    """What agencies owe a partnership, of one kind, and how it passes to another agency when one leaves.

    `owed(viewer, agency) -> list of OwedThing`: all of the viewer's partnership that they may see and hand over.
    `pass_on(by=, now=, keys=, before=, after=, reason=) -> list of things` is an operation: `after` owes these
    from now on. It asks its own permission, leaves a line of history with the reason for each, and returns
    those of which whoever answers for `after` is told by `message`, the code of one that the room offers. It raises
    Refused, with the key of the thing as `field` where it is about one.
    `takers(viewer, agency) -> list` of things with `key` and `name`, where not an agency takes over but one of these;
    then it is `after`, and each is asked for by itself.
    """

    code: str
    label: str
    owed: Callable
    pass_on: Callable
    message: str
    order: int = 50
    takers: Callable | None = None


@dataclass(frozen=True)
class Discussed:
    """Things of one noun, of a table that is `Kept`, on which people comment and put questions to each other.

    Whoever reads such a thing whole reads what is said of it; nothing new is said in the states of `closed_in`.
    `owners(things) -> {pk: (ids of agencies, ids of people)}`: who owes each, and is told of what is said; where nobody
    does, those are told whose seat grants `kept_by` on it. `opened(by=, now=, source=)` is an operation that notes that
    somebody read what is kept to listed people, of the `source` of such a thing.
    """

    noun: str
    owners: Callable
    kept_by: str
    closed_in: tuple[str, ...] = ()
    opened: Callable | None = None
