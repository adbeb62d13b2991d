"""What a room offers those who read: chapters of the yearly report, what they draw on, what stands behind a claim, and
parts of the page that anybody reads of a partnership.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Q


@dataclass(frozen=True)
class Proof:
    """What the page behind a claim says of one thing, as its reader may see it.

    `text` is light Markdown; `facts` are (label, words), of which the page leaves out those without words; `readers`
    says who may read it; `citation` where it was published, with its line. `around` are the (noun, key) of what belongs
    to it: the page shows those that its reader may see there.
    """

    text: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    readers: str = "Public"
    citation: str = ""
    around: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Span:
    """What a chapter is asked to build from: a period, and the records that the writers put in or left out.

    A chapter draws on what falls inside and is not left out, and on what was put in though it lies outside, which it
    marks. Records are named by (noun code, reference).
    """

    starts: datetime.date
    ends: datetime.date
    label: str
    put_in: frozenset[tuple[str, str]] = frozenset()
    left_out: frozenset[tuple[str, str]] = frozenset()

    def takes(self, noun: str, key: str, on: datetime.date) -> bool:
        """Whether a record of that day belongs in the chapter."""
        if (noun, key) in self.left_out:
            return False
        return self.starts <= on <= self.ends or (noun, key) in self.put_in

    def lies_outside(self, on: datetime.date) -> bool:
        return not self.starts <= on <= self.ends

    def takes_whole(self, noun: str, key: str, runs: bool) -> bool:
        """The same of what runs over days, whether or not it ran in the period."""
        return (noun, key) not in self.left_out and (runs or (noun, key) in self.put_in)

    @staticmethod
    def mark(when: str) -> str:
        """What stands behind a record that was put in: its own day or period."""
        return f" ({when}, outside the period)"


@dataclass(frozen=True)
class DrawsOn:
    """A kind of record that a chapter draws on, so that its editor can put one in and leave one out.

    `rows(viewer, body)` is a QuerySet of what the editor may see, `words(viewer)` a function from one of them to the
    sentence by which the editor knows it. `day` is the column that says in which period it lies, unless
    `within(starts, ends)` gives the condition. `public` is the condition under which the public sees it. `holder` is
    the column of the first part of a reference, "" for what is known by its key alone. `fills(body, starts, ends)` is
    the condition for the newest records before a period in a place of which the period itself holds nothing: those are
    offered first.
    """

    noun: str
    rows: Callable
    words: Callable
    day: str = "on"
    public: Q = Q(audience="public")
    within: Callable | None = None
    holder: str = "holder__key"
    fills: Callable | None = None

    def named(self, ref: str) -> Q:
        """The condition for one reference."""
        if not self.holder:
            return Q(key=ref)
        holder, _, key = ref.partition("/")
        return Q(key=key, **{self.holder: holder})

    def inside(self, starts: datetime.date, ends: datetime.date) -> Q:
        return self.within(starts, ends) if self.within else Q(**{f"{self.day}__range": (starts, ends)})


@dataclass(frozen=True)
class Chapter:
    """A chapter of the yearly report. `build(reader, body, span) -> list of blocks`.

    `meets` are numbers of the checklist, in every edition or as {edition: numbers}. `draws_on` are the kinds of record
    that can be put into it though they lie outside the period, and left out; `build` asks its Span for both.
    `proposes(reader, body, span) -> [ProposedLine]` gives what it proposes for the year in ten lines, the weightiest
    first.
    """

    code: str
    title: str
    meets: tuple[str, ...] | dict[str, tuple[str, ...]]
    build: Callable
    order: int = 50
    draws_on: tuple[DrawsOn, ...] = ()
    proposes: Callable | None = None

    def met_in(self, edition: str) -> tuple[str, ...]:
        """The items of one edition of the checklist that this chapter meets."""
        return self.meets.get(edition, ()) if isinstance(self.meets, dict) else self.meets


@dataclass(frozen=True)
class PublicLine:
    """One line of the page that anybody reads of a partnership: `label` says what it is, `under` more of it. `text` is
    light Markdown that stands for itself.
    """

    words: str = ""
    url: str = ""
    under: str = ""
    label: str = ""
    text: str = ""


@dataclass(frozen=True)
class PublicPart:
    """A part of that page: `lines(reader, body, named) -> [PublicLine]`, built with a public reader.

    `named` are the (noun, key) that published reports of the body name. What no report names is not said there, though
    it may be public in itself: nobody has published it.
    """

    heading: str
    lines: Callable
    order: int = 50
