"""What a wider circle will see of a released thing: by the same projection that shows it to them afterwards."""

from __future__ import annotations

import copy
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import models
from django.db.models import Model, Q, prefetch_related_objects

from goldenthread.foundation.ui.words import day
from goldenthread.thread.models import (
    Action,
    ActionFinding,
    AlsoAnswers,
    Finding,
    Impact,
    Recommendation,
    RecommendationFinding,
    Source,
)
from goldenthread.thread.models.audience import Audienced
from goldenthread.thread.queries.choices import short
from goldenthread.thread.queries.reading import Projection, Reading
from goldenthread.thread.rules import WIDTH

LABELS = {"when": "Date", "source_areas": "Areas", "released_by": "Released by"}
# Told together by `when`, or said already by another of the released fields.
SAID_OTHERWISE = ("on", "starts", "known", "kind_label", "public_label", "is_overdue", "is_judged")
COUNTED = {
    Finding: "whether a recommendation rests on it, an action answers it, or somebody said why nothing follows",
    Recommendation: "whether somebody answered it or acted on it",
    Action: "whether evidence shows it, and whether its impact was judged",
    Impact: "whether another action followed",
}


class _Outside(Reading):
    """Reads as somebody who belongs to one circle and to none that is narrower."""

    def __init__(self, audience: str):
        super().__init__(None)
        self.audience = audience

    def in_circle(self, circle: str, thing: Audienced) -> bool:
        return WIDTH[circle] >= WIDTH[self.audience]


@dataclass(frozen=True)
class Planned:
    """A thing that is about to be released, and the text that they will read."""

    thing: Audienced
    public_text: str


@dataclass(frozen=True)
class Leaving:
    """Everything that leaves: `work` is the name under which it is shown, `facts` are (what, words) of the thing
    itself, `of_work` those that are told of every part of its piece of work, `beside` the things that stand beside it
    as the same readers see them, `counted` what a count tells of it, "" for nothing.
    """

    work: str
    text: str
    facts: list[tuple[str, str]]
    of_work: list[tuple[str, str]]
    beside: list[tuple[str, str]]
    counted: str

    @property
    def digest(self) -> str:
        """By which it is known whether somebody would see today what a page showed."""
        return hashlib.sha256(repr(self).encode(errors="surrogatepass")).hexdigest()[:16]


def what_leaves(
    thing: Audienced, *, audience: str, public_text: str, public_label: str = "", by_name: str = ""
) -> Leaving:
    """`thing` as it will be read in the circle `audience`, before anything is saved."""
    planned = [Planned(thing, public_text)]
    return what_leaves_together(planned, audience=audience, public_label=public_label, by_name=by_name)[0]


def what_leaves_together(
    planned: list[Planned], *, audience: str, public_label: str = "", by_name: str = ""
) -> list[Leaving]:
    """The same of things that are released together, in as many queries for one as for a hundred: each is shown beside
    the others as all of them will be read then. They are parts of one piece of work, or that work itself.
    """
    _fetch([one.thing for one in planned])
    later = _released(planned, audience, public_label.strip())
    outside, ties = _Outside(audience), _Ties(list(later.values()), later)
    return [_leaving(outside, later[_row(one.thing)], ties, by_name) for one in planned]


def _leaving(outside: _Outside, thing: Finding, ties: _Ties, by_name: str) -> Leaving:
    seen = outside.for_page(thing)
    facts = [("What it is", seen.thing._meta.verbose_name)] if thing.source is not thing else []
    facts += [(_label(seen.thing, name), words) for name in _told(thing) if (words := _words(seen, name))]
    of_work = [("Held by", seen.held_by), ("Released by", by_name)]
    if thing.source is not thing:
        kind = [("Kind of work", seen.work_kind)] if seen.work_kind else []
        of_work = [*kind, ("Date of the work" if seen.sees_work else "Year of the work", seen.work_when), *of_work]
    facts.append(("Reference", thing.ref))
    beside = [
        (label, short(outside.for_list(row).title, 160))
        for label, row in ties.of(thing)
        if WIDTH[row.audience] >= WIDTH[outside.audience]
    ]
    return Leaving(seen.work, seen.text, facts, of_work, beside, COUNTED.get(type(thing), ""))


def _row(thing: Model) -> tuple[type[Model], int]:
    return type(thing), thing.pk


FETCHED = {Source: ("group", "holder", "source_areas__area"), Finding: ("themes",), Action: ("owner",)}


def _fetch(things: list[Audienced]) -> None:
    """What is told of each, read for all at once where it was not read before."""
    by_model = {}
    for thing in things:
        by_model.setdefault(type(thing), []).append(thing)
    for model, rows in by_model.items():
        work = () if model is Source else ("source__group", "holder")
        prefetch_related_objects(rows, *work, *FETCHED.get(model, ()))


def _released(planned: list[Planned], audience: str, public_label: str) -> dict[tuple[type[Model], int], Finding]:
    """Copies of the rows as the release will leave them, each with the piece of work as it will be then."""
    later, works = {}, {}
    for one in planned:
        copied = later[_row(one.thing)] = copy.copy(one.thing)
        copied.text_audience = copied.text_audience if copied.public_text else copied.audience
        copied.audience, copied.public_text = audience, one.public_text.strip()
        if isinstance(copied, Source):
            copied.public_label = public_label
            works[copied.pk] = copied
    for copied in later.values():
        if isinstance(copied, Source):
            continue
        if copied.source_id not in works:
            works[copied.source_id] = copy.copy(copied.source)
            works[copied.source_id].public_label = public_label or copied.source.public_label
        copied.source = works[copied.source_id]
    return later


def _told(thing: Finding) -> list[str]:
    return [name for name in thing.RELEASED if name not in SAID_OTHERWISE and name != "group"]


def _label(thing: Finding, name: str) -> str:
    if name in LABELS:
        return LABELS[name]
    words = str(thing._meta.get_field(name).verbose_name)
    return words[:1].upper() + words[1:]


def _words(seen: Projection, name: str) -> str:
    """A released field in words, "" where it is empty."""
    value = getattr(seen, name)
    if hasattr(value, "all"):
        return ", ".join(str(row) for row in value.all())
    if value is None or value == "" or value is False:
        return ""
    if value is True:
        return "Yes"
    if name != "when" and getattr(seen.thing._meta.get_field(name), "choices", None):
        return getattr(seen, f"get_{name}_display")()
    if isinstance(value, models.Model):
        return getattr(value, "name", str(value))
    return day(value) if hasattr(value, "year") else str(value)


class _Ties:
    """What is tied to some things: (what it is to them, the row as it will be), read for all of them at once."""

    def __init__(self, things: list[Finding], later: dict[tuple[type[Model], int], Finding]):
        def ids(model: type[Model]) -> set[int]:
            return {thing.pk for thing in things if type(thing) is model}

        findings, actions = ids(Finding), ids(Action)
        at_recommendation, at_action = Q(recommendation__in=ids(Recommendation)), Q(action__in=actions)
        resting = RecommendationFinding.objects.filter(Q(finding__in=findings) | at_recommendation)
        self.rests = set(resting.values_list("finding", "recommendation"))
        directly = ActionFinding.objects.filter(Q(finding__in=findings) | at_action)
        self.direct = set(directly.values_list("finding", "action"))
        also = AlsoAnswers.objects.filter(at_recommendation | at_action).values_list("recommendation", "action")
        main = Action.objects.filter(at_recommendation | Q(pk__in=actions, recommendation__isnull=False))
        self.answers = set(also) | set(main.order_by().values_list("recommendation", "pk"))
        judged = Impact.objects.filter(at_recommendation | at_action).values_list("pk", "recommendation", "action")
        self.judged = set(judged.order_by())
        self.rows = self._read(things, later)

    def _read(self, things: list[Finding], later: dict) -> dict[type[Model], list[Finding]]:
        impacts = [thing for thing in things if isinstance(thing, Impact)]
        wanted = {
            Finding: {one for one, _ in self.rests | self.direct},
            Recommendation: {one for _, one in self.rests}
            | {one for one, _ in self.answers}
            | {row.recommendation_id for row in impacts},
            Action: {one for _, one in self.direct | self.answers} | {row.action_id for row in impacts},
            Impact: {one for one, _, _ in self.judged},
        }
        return {
            model: [
                later.get((model, row.pk), row)
                for row in model.objects.filter(pk__in=pks - {None}).select_related("source")
            ]
            for model, pks in wanted.items()
        }

    def of(self, thing: Finding) -> Iterator[tuple[str, Finding]]:
        for label, model, pks in self._tied(thing):
            yield from ((label, row) for row in self.rows[model] if row.pk in pks)

    def _tied(self, thing: Finding) -> list[tuple[str, type[Model], set[int]]]:
        pk = thing.pk
        if isinstance(thing, Finding):
            return [
                ("Recommendation that rests on it", Recommendation, {to for one, to in self.rests if one == pk}),
                ("Action that answers it directly", Action, {to for one, to in self.direct if one == pk}),
            ]
        if isinstance(thing, Recommendation):
            return [
                ("Finding on which it rests", Finding, {one for one, to in self.rests if to == pk}),
                ("Action that answers it", Action, {to for one, to in self.answers if one == pk}),
                ("Impact", Impact, {one for one, of, _ in self.judged if of == pk}),
            ]
        if isinstance(thing, Action):
            return [
                ("Recommendation that it answers", Recommendation, {one for one, to in self.answers if to == pk}),
                ("Finding that it answers directly", Finding, {one for one, to in self.direct if to == pk}),
                ("Impact", Impact, {one for one, _, of in self.judged if of == pk}),
            ]
        if isinstance(thing, Impact):
            return [
                ("Impact of", Action, {thing.action_id}),
                ("Impact of", Recommendation, {thing.recommendation_id}),
            ]
        return []
