"""What a room may offer the house, and how the house finds it.

A room's `room.py` stands on top of the room and names its functions plainly; nothing imports it before Django is
ready, and importing it runs no query.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module, util
from typing import Any

from django.apps import apps
from django.urls import reverse

from goldenthread.foundation.reporting import Chapter as Chapter
from goldenthread.foundation.reporting import DrawsOn as DrawsOn
from goldenthread.foundation.reporting import Proof as Proof
from goldenthread.foundation.reporting import PublicLine as PublicLine
from goldenthread.foundation.reporting import PublicPart as PublicPart
from goldenthread.foundation.reporting import Span as Span
from goldenthread.foundation.waiting import Discussed as Discussed
from goldenthread.foundation.waiting import DueKind as DueKind
from goldenthread.foundation.waiting import HandOver as HandOver
from goldenthread.foundation.waiting import Job as Job
from goldenthread.foundation.waiting import Message as Message
from goldenthread.foundation.waiting import OwedThing as OwedThing
from goldenthread.foundation.waiting import TodayItem as TodayItem
from goldenthread.foundation.waiting import TodayItems as TodayItems
from goldenthread.foundation.waiting import TodayList as TodayList


class Refused(Exception):
    """A rule says no. The text is a full sentence for the person: what is wrong and how to mend it.

    `field` names the form field that the sentence belongs to, or is "" for the whole form.
    """

    def __init__(self, sentence: str, field: str = ""):
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field


class Unchanged(Refused):
    """Somebody saved what was saved already. A form takes that for done: nothing is lost, and nothing was changed."""


class Conflict(Refused):
    """Somebody else saved the same thing first. `saved` holds their values by field name, `version` is what stands
    now.
    """

    def __init__(self, saved: dict[str, Any], saved_by: str = "", version: int = 0):
        who = saved_by or "Somebody else"
        super().__init__(
            f"{who} saved a change while you were writing. Compare the two texts below, then save the one that is "
            "right."
        )
        self.saved = saved
        self.version = version


@dataclass(frozen=True)
class Reference:
    """How one thing looks in a list that knows nothing of its kind.

    `whole`: the viewer reads the thing itself, not only the text made for a wider circle; what was done to the thing
    behind that text is not theirs to know.
    """

    noun: str
    key: str
    title: str
    url: str = ""
    state: str = ""
    hint: str = ""
    whole: bool = True


@dataclass(frozen=True)
class Noun:
    """A kind of thing that others may point to as (code, key).

    `rows(viewer)` gives the things that the viewer may see, of a table that is `Kept`: each is told by `str()` and its
    state, with the page called `url`, which is found by holder and key, or with what `url(viewer, thing)` gives. A
    noun that is told otherwise says `resolve(viewer, keys) -> {key: Reference}`, which leaves out what is not seen.
    `proof(viewer, key) -> Proof` of a thing that the viewer may see is what a report's claim leads to.
    """

    code: str
    model: str
    label: str
    plural: str = ""
    rows: Callable | None = None
    url: str | Callable = ""
    resolve: Callable | None = None
    proof: Callable | None = None

    def references(self, viewer, keys: set[str]) -> dict[str, Reference]:
        """{key: Reference} of those that the viewer may see. One query, when `rows` does not ask more."""
        if self.resolve:
            return self.resolve(viewer, keys)
        rows = self.rows(viewer).by_refs(keys).select_related("holder")
        return {
            row.ref: Reference(
                self.code, row.ref, str(row), self._address(viewer, row), getattr(row, "get_state_display", str)()
            )
            for row in rows
        }

    def _address(self, viewer, thing) -> str:
        """Empty for a reader without pages of their own, such as the public."""
        if not (self.url and getattr(viewer, "seats", ()) and getattr(viewer, "slug", "")):
            return ""
        if callable(self.url):
            return self.url(viewer, thing)
        return reverse(self.url, args=[viewer.slug, thing.holder.key, thing.key])


@dataclass(frozen=True)
class Permission:
    """Something that a role may be granted: `sentence` completes "This role may …"."""

    code: str
    sentence: str


@dataclass(frozen=True)
class Verb:
    """What a line of history says: `sentence` completes "<name> …", for instance "added a finding".

    `only_read` marks what is told and changes nothing of the record: a reading, a list taken out, a message sent.
    `only_history` marks what is told to those who read history and to nobody else: how somebody's account is opened.
    """

    code: str
    sentence: str
    only_read: bool = False
    only_history: bool = False


@dataclass(frozen=True)
class Menu:
    """An entry under one of the six places: today, thread, work, figures, report, who."""

    place: str
    label: str
    url_name: str
    permission: str
    sentence: str = ""
    order: int = 50


@dataclass(frozen=True)
class SourceKind:
    """A room claims a kind of work (one of `thread.kinds`): from then on such work is begun and kept on its own pages.

    `add` is the name of the page where it is begun; the thread's own form leaves the kind out and leads there. `page`
    is the name of its page, found by the holder and key of the source; every link to the source leads there.
    `steps(viewer, source)` gives what comes first in the story of such a source, as `thread.queries.next_steps.Next`,
    before anything that the thread itself waits for.
    """

    code: str
    add: str
    page: str = ""
    steps: Callable | None = None


@dataclass(frozen=True)
class ProposedLine:
    """What a chapter proposes for the year in ten lines. `part` is changed, worries or asks; `words` say it in a
    sentence, `noun` and `key` name its record, `beside` says from where it is or how it stands.
    """

    part: str
    words: str
    noun: str
    key: str
    beside: str = ""


@dataclass(frozen=True)
class RecordPart:
    """One list in the record file: its `records.shapes.Shape`, and `rows(viewer, body)`, what a person may take out;
    all that the body holds when not said, of which only what the chosen circle may read leaves.

    Its items are written as the shape says. `load` is an operation of the room for a list that needs more:
    `load(by=, now=, record=, shape=, items=)`, which begins with `record.write(shape, items, now)`.
    """

    shape: Any
    rows: Callable | None = None
    load: Callable | None = None


@dataclass(frozen=True)
class Verified:
    """What came of one check: how many things were held against their digests, and a sentence for each that does not
    fit. A sentence names the thing, and nothing of what it says: it stands in logs and on the page of the house.
    """

    counted: int
    faults: tuple[str, ...] = ()


@dataclass(frozen=True)
class Integrity:
    """Something kept that can be proved: `verify() -> Verified` reads all of it. It is run each night."""

    code: str
    label: str
    verify: Callable[[], Verified]


@dataclass(frozen=True)
class Withdrawal:
    """A kind of thing that can be withdrawn from the record; its table is `access.withdrawn.Withdrawable`.

    asks        the permissions that may be asked of whoever withdraws one or puts it back
    permission  function(thing) -> which of them; the first when not said
    rows        function(viewer) -> those that the viewer may see
    told        function(viewer, thing) -> [(label, words)]: its words as a list tells them, the first its title
    opened      function(viewer, thing) -> the same for its own page, of what is kept to listed people too; leaves a
                line of history where reading does. May raise Forbidden. `told` when not said.
    page        function(viewer, thing) -> its address while it stands
    above       function(viewer, thing) -> the address of what it stands in, or of the list in which it stood
    files       function(viewer, thing) -> [(words, address)] of the files that lie with it
    rests_on    function(thing) -> the things that stand and on which it rests; a thing that rests on nothing by itself
                says none
    resting     function(thing) -> the things that stand and rest on this one
    along       function(thing) -> what has no sense without it and goes with it, unasked
    bearers     function(viewer, thing, on) -> [(thing, words)]: on what else it may rest in the place of `on`
    rest, unrest  operations of (by, now, thing, on): it rests on that too; that is taken back
    built_on    function(thing) -> whether anything was added to it that is no thing by itself, such as an answer
    after       operation of (by, now, things), which follows when such things went or came back
    """

    noun: str
    asks: tuple[str, ...]
    rows: Callable
    told: Callable
    page: Callable
    above: Callable
    permission: Callable[[Any], str] | None = None
    opened: Callable | None = None
    files: Callable = lambda viewer, thing: []
    rests_on: Callable[[Any], list] = lambda thing: []
    resting: Callable[[Any], list] = lambda thing: []
    along: Callable[[Any], list] = lambda thing: []
    bearers: Callable = lambda viewer, thing, on: []
    rest: Callable | None = None
    unrest: Callable | None = None
    built_on: Callable[[Any], bool] = lambda thing: False
    after: Callable | None = None


@dataclass(frozen=True)
class Offer:
    """All that one app offers.

    `retention` is {code of a noun: a sentence that says how long it is kept and why}, for the page that tells it.
    `stored_files` are functions that give the SHA-256 of each file whose bytes lie beside the documents and that the
    app's tables name: a backup holds them, and `verify_documents` holds them against their hash.
    `blocks` are the room's own blocks of papers: classes on `papers.blocks.RoomBlock`.
    `public_parts` make the page that anybody reads of a partnership; each of `published` is a function of a body and
    `now` that gives the (noun, key) of what has been published of its record.
    Each of `after_load` is an operation of `by` and `now` that follows a record file, in one transaction with it.
    """

    menu: tuple[Menu, ...] = ()
    nouns: tuple[Noun, ...] = ()
    permissions: tuple[Permission, ...] = ()
    verbs: tuple[Verb, ...] = ()
    source_kinds: tuple[SourceKind, ...] = ()
    chapters: tuple[Chapter, ...] = ()
    public_parts: tuple[PublicPart, ...] = ()
    published: tuple[Callable, ...] = ()
    blocks: tuple[type, ...] = ()
    record_parts: tuple[RecordPart, ...] = ()
    today: tuple[TodayItems, ...] = ()
    stored_files: tuple[Callable[[], Iterable[str]], ...] = ()
    dues: tuple[DueKind, ...] = ()
    after_load: tuple[Callable, ...] = ()
    jobs: tuple[Job, ...] = ()
    messages: tuple[Message, ...] = ()
    integrity: tuple[Integrity, ...] = ()
    hand_overs: tuple[HandOver, ...] = ()
    withdrawals: tuple[Withdrawal, ...] = ()
    discussed: tuple[Discussed, ...] = ()
    retention: dict[str, str] = field(default_factory=dict)


@cache
def offers() -> dict[str, Offer]:
    """Every installed app's offer, by app label, in the order of the floors."""
    found = {}
    for config in apps.get_app_configs():
        if config.name.startswith("goldenthread.") and util.find_spec(f"{config.name}.room"):
            found[config.label] = import_module(f"{config.name}.room").OFFER
    return found


def offered(kind: str) -> list:
    """All offers of one kind ("nouns", "chapters", …), from every app, sorted by `order` where they have one."""
    everything = [item for offer in offers().values() for item in getattr(offer, kind)]
    return sorted(everything, key=lambda item: getattr(item, "order", 0))


@cache
def noun(code: str) -> Noun:
    """Raises LookupError for a noun that nobody offers."""
    for item in offered("nouns"):
        if item.code == code:
            return item
    raise LookupError(f"no room offers the noun {code!r}")


@cache
def noun_of(model: type) -> str:
    """The code of the noun that a room offers for a table. Raises LookupError for a table that is no noun."""
    for item in offered("nouns"):
        if item.model == model._meta.label:
            return item.code
    raise LookupError(f"no room offers a noun for {model._meta.label}")


def references(viewer, wanted: dict[str, set[str]]) -> dict[tuple[str, str], Reference]:
    """References to many things, by (noun code, key); one query a noun; what the viewer may not see is left out."""
    found = {}
    for code, keys in wanted.items():
        for key, reference in noun(code).references(viewer, keys).items():
            found[code, key] = reference
    return found


@cache
def claimed_kinds() -> dict[str, SourceKind]:
    """The kinds of work that a room has claimed, by code."""
    return {item.code: item for item in offered("source_kinds")}


def retention() -> list[tuple[Noun, str]]:
    """Every noun with the sentence that says how long its things are kept, in the order of the floors."""
    return [(item, offer.retention[item.code]) for offer in offers().values() for item in offer.nouns]


@cache
def permission_sentences() -> dict[str, str]:
    return {item.code: item.sentence for item in offered("permissions")}


@cache
def verb_sentences() -> dict[str, str]:
    return {item.code: item.sentence for item in offered("verbs")}
