"""Reading history, and proving that nobody has tampered with it."""

import datetime
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model, Q, QuerySet

from goldenthread.foundation import room
from goldenthread.foundation.history import digests, heads
from goldenthread.foundation.history.models import Chain, Line
from goldenthread.foundation.history.snapshots import one_moment
from goldenthread.foundation.ui.words import day

ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
# The line that says whose values were erased, and why. Its own values are {"line": ["", number], "reason": ["", why]}.
ERASED = "history.values_erased"
NOTHING_KEPT = "{}"  # what the digest of a line without values covers
# Keys and hashes, which pages show where they help, and what follows from another column of the same line.
NOT_TOLD = {"sha256", "rule", "text_audience", "first_due_on"}


Marks = dict[int, int]
"""How many lines each chain had, by the chain's number."""


def marks() -> Marks:
    """How far every history of this house has come."""
    return dict(Chain.objects.values_list("pk", "length"))


def heads_now() -> frozenset[tuple[int, str]]:
    """The head of every chain of this house: equal as long as nothing is written."""
    return frozenset(Chain.objects.values_list("pk", "head"))


def written_since(before: Marks) -> bool:
    """Whether anything was written since: a line that is more than the note of a reading."""
    readings = [verb.code for verb in room.offered("verbs") if verb.only_read]
    return any(
        Line.objects.filter(chain_id=chain, number__gt=before.get(chain, 0)).exclude(verb__in=readings).exists()
        for chain, length in marks().items()
        if length > before.get(chain, 0)
    )


@dataclass(frozen=True)
class Fault:
    """The first thing that is wrong in a chain. `number` is the line's, counted from 1."""

    chain: str
    number: int
    sentence: str


@dataclass(frozen=True)
class HistoryLine:
    """One line in words, for the component `history`. `changes` is a list of (what, before, after)."""

    at: datetime.datetime
    on: datetime.date | None
    by: str
    sentence: str
    about: str
    changes: list[tuple[str, str, str]]


def newest_first(lines: QuerySet[Line]) -> QuerySet[Line]:
    """With what changed beside them."""
    return lines.select_related("kept_values").order_by("-recorded_at", "-number")


def in_words(lines: Iterable[Line], labels: dict[str, str]) -> list[HistoryLine]:
    """Lines of `newest_first` in words. `labels` is {key of a thing: what it is called beside others}.

    It asks nobody whether they may read them: `access.history_lines.history_of` does.
    """
    models = {found.code: apps.get_model(found.model) for found in room.offered("nouns")}
    return [_in_words(line, models.get(line.noun), labels.get(line.key, "")) for line in lines]


def _in_words(line: Line, model: type[Model] | None, about: str) -> HistoryLine:
    kept = getattr(line, "kept_values", None)
    changes = [_change(model, name, *pair) for name, pair in (json.loads(kept.data) if kept else {}).items()]
    sentence = room.verb_sentences().get(line.verb, line.verb)
    return HistoryLine(line.recorded_at, line.on, line.by_name, sentence, about, [c for c in changes if c])


def _change(model: type[Model], name: str, before: str | None, after: str) -> tuple[str, ...] | None:
    """(what, before, after) in words; None for what nobody needs to read."""
    if name in NOT_TOLD or before == after or not (before or after):
        return None
    what, choices = getattr(model, "HISTORY_WORDS", {}).get(name), {}
    try:
        field = model._meta.get_field(name)
        what, choices = what or str(field.verbose_name), dict(field.flatchoices)
        if _has_readers_of_its_own(field):
            before, after = (value and f"a {field.related_model._meta.verbose_name}" for value in (before, after))
    except (FieldDoesNotExist, AttributeError):
        what = what or name.removesuffix("_id").replace("_", " ")
    return what[:1].upper() + what[1:], _said(choices, before), _said(choices, after)


def _has_readers_of_its_own(field: Any) -> bool:
    """Of a document, lines of earlier years hold the title, which whoever reads this history may not be told."""
    related = field.related_model if field.is_relation else None
    return hasattr(related, "audience") and not hasattr(related, "ref")


def _said(choices: dict[str, str], value: str | None) -> str:
    """A choice by its label, a day as people write it, nothing as ""."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if ISO_DAY.match(str(value)):
        return day(datetime.date.fromisoformat(value))
    return str(choices.get(value, value))


def last_hand(noun: str, key: str) -> tuple[str, datetime.datetime]:
    """(name, moment) of whoever last changed a thing, or ("Somebody else", None). Who only read it does not count."""
    return last_hands([(noun, key)])[noun, key]


def last_hands(things: list[tuple[str, str]]) -> dict[tuple[str, str], tuple[str, datetime.datetime | None]]:
    """The same of many, as (noun, key), by one query."""
    readings = [verb.code for verb in room.offered("verbs") if verb.only_read]
    lines = _of(things).exclude(verb__in=readings).order_by("recorded_at", "number")
    hands = {(line.noun, line.key): (line.by_name, line.recorded_at) for line in lines}
    return {thing: hands.get(thing, ("Somebody else", None)) for thing in things}


def to_which(verb: str, things: list[tuple[str, str]]) -> set[tuple[str, str]]:
    """Those of these things, as (noun, key), to which it was ever done."""
    return set(_of(things).filter(verb=verb).values_list("noun", "key"))


def _of(things: list[tuple[str, str]]) -> QuerySet[Line]:
    by_noun = {}
    for noun, key in things:
        by_noun.setdefault(noun, []).append(key)
    wanted = Q(pk__in=[])
    for noun, keys in by_noun.items():
        wanted |= Q(noun=noun, key__in=keys)
    return Line.objects.filter(wanted)


def first_fault(chain: Chain, *, known_heads: dict[int, str] | None = None) -> Fault | None:
    """The first changed, inserted, reordered or removed line of a chain, or None.

    `known_heads` is {number: digest} written outside the database earlier; with it even a chain whose last lines and
    head row were removed together is found out.
    """
    name, expected, previous = str(chain), 1, ""
    seen, erased = {}, _erased(chain)
    for line in chain.lines.select_related("kept_values").order_by("number").iterator():
        fault = _fault_of(line, chain.body_id, expected, previous, erased)
        if fault:
            return Fault(name, expected, fault)
        if known_heads and line.number in known_heads:
            seen[line.number] = line.digest
        previous, expected = line.digest, expected + 1
    last = expected - 1
    if chain.length != last or chain.head != previous:
        return Fault(
            name,
            expected,
            f"The chain ends after line {last}, but its head says {chain.length} lines: lines were removed or added "
            "at the end.",
        )
    for number, digest in sorted((known_heads or {}).items()):
        if seen.get(number) != digest:
            return Fault(name, number, f"Line {number} is not the one that was noted outside the database.")
    return None


def _erased(chain: Chain) -> set[int]:
    """The numbers of lines of which a later line says that their values were erased."""
    lines = chain.lines.filter(verb=ERASED, kept_values__isnull=False).values_list("kept_values__data", flat=True)
    return {int(json.loads(data)["line"][1]) for data in lines}


def _fault_of(line: Line, body_id: int | None, expected: int, previous: str, erased: set) -> str | None:
    if line.number > expected:
        return f"Line {expected} is missing."
    if line.previous != previous:
        return (
            f"Line {line.number} does not follow the line before it: lines were inserted, removed or put in "
            "another order."
        )
    if digests.of_line(line, body_id) != line.digest:
        return f"Line {line.number} was changed after it was written."
    values = getattr(line, "kept_values", None)
    if values is not None and digests.of_values(values.data) != line.values_digest:
        return f"The values kept with line {line.number} were changed after they were written."
    if values is None and line.number not in erased and line.values_digest != digests.of_values(NOTHING_KEPT):
        return f"The values kept with line {line.number} are gone, and no line says who erased them and why."
    return None


def faults(*, known: dict[str, dict[int, str]] | None = None) -> list[Fault]:
    """The first fault of every chain, all read at one moment. `known` is {chain's body key or "house": {number:
    digest}}, as it was noted before.
    """
    found, known = [], known or {}
    with one_moment():
        chains = list(Chain.objects.select_related("body"))
        for chain in chains:
            fault = first_fault(chain, known_heads=known.get(chain.body.key if chain.body else "house"))
            if fault:
                found.append(fault)
    missing = set(known) - {chain.body.key if chain.body else "house" for chain in chains}
    return found + [Fault(name, 1, "The whole chain is gone.") for name in sorted(missing)]


def verify() -> room.Verified:
    """Every line of every chain, and every file of heads that was noted outside the database."""
    known = heads.known()
    sentences = [f"{fault.chain}, line {fault.number}: {fault.sentence}" for fault in faults(known=known)]
    return room.Verified(Line.objects.count(), (*heads.faults(), *sentences))
