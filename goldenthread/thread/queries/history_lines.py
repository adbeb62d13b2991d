"""The history of a thing and of all that hangs on it, in sentences."""

import datetime
import json
import re
from dataclasses import dataclass

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Q

from goldenthread.foundation.access.queries import can
from goldenthread.foundation.history.models import Line
from goldenthread.foundation.room import verb_sentences
from goldenthread.foundation.ui.words import day
from goldenthread.thread.models import Evidence, Proposal
from goldenthread.thread.queries import by_reference

ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
MODELS = by_reference.MODELS | {"proposal": Proposal, "evidence": Evidence}
WORDS = {
    "text": "text",
    "reason": "reason",
    "reader": "reader",
    "answer": "answer",
    "evidence": "evidence",
    "released_by_id": "released by",
    "note": "note",
    "answered_on": "date of the answer",
    "also_answers": "also answers",
    "findings": "rests on",
    "themes": "themes",
    "areas": "areas",
}


@dataclass(frozen=True)
class Past:
    """One line: `changes` is a list of (what, before, after)."""

    at: object
    on: object
    by: str
    sentence: str
    about: str
    changes: list


def history(viewer, *things, labels=None):
    """Every line about these things, newest first; empty for a seat that may not read history. One query.

    The caller has made sure that the viewer reads each of them whole. `labels` is {ref: words} to tell parts apart.
    """
    if not things or not can(viewer, "history.read"):
        return []
    wanted = Q(pk__in=[])
    by_noun = {}
    for thing in things:
        by_noun.setdefault(type(thing)._meta.model_name, set()).add(thing.ref)
    for noun, refs in by_noun.items():
        wanted |= Q(noun=noun, key__in=refs)
    lines = Line.objects.filter(wanted, chain__body__in={thing.holder_id for thing in things})
    return [
        _told(line, labels or {}) for line in lines.select_related("kept_values").order_by("-recorded_at", "-number")
    ]


def _told(line, labels):
    kept = getattr(line, "kept_values", None)
    changes = [_change(line.noun, name, *pair) for name, pair in (json.loads(kept.data) if kept else {}).items()]
    return Past(
        line.recorded_at,
        line.on,
        line.by_name,
        verb_sentences().get(line.verb, line.verb),
        labels.get(line.key, ""),
        [c for c in changes if c],
    )


def _change(noun, name, before, after):
    """(what, before, after) in words; None for what nobody needs to read."""
    if name in ("text_audience", "first_due_on") or before == after or not (before or after):
        return None
    what, choices = WORDS.get(name, name.replace("_", " ")), {}
    try:
        field = MODELS[noun]._meta.get_field(name)
        what, choices = field.verbose_name, dict(field.flatchoices)
    except (FieldDoesNotExist, KeyError, AttributeError):
        pass
    return what[:1].upper() + what[1:], _said(choices, before), _said(choices, after)


def _said(choices, value):
    """A choice by its label, a day as people write it."""
    if ISO_DAY.match(str(value)):
        return day(datetime.date.fromisoformat(value))
    return str(choices.get(value, value))
