"""Judging impact, and recording voices and their consent."""

import datetime
from typing import Any

from goldenthread.foundation.access.viewer import Actor
from goldenthread.foundation.clock import happened_by_today
from goldenthread.foundation.history import operations as history
from goldenthread.foundation.room import Refused
from goldenthread.foundation.writing import new_key, operation, save_changes
from goldenthread.thread import rules
from goldenthread.thread.models import Action, Audience, Impact, Recommendation, Source, Voice
from goldenthread.thread.operations.findings import next_place, part_of
from goldenthread.thread.operations.saving import allow
from goldenthread.thread.operations.telling import named


@operation
def judge_impact(
    *,
    by: Actor,
    now: datetime.datetime,
    source: Source,
    judgement: str,
    text: str,
    method: str,
    on: datetime.date,
    action: Action | None = None,
    recommendation: Recommendation | None = None,
    level: str = Impact.Level.CHILD,
    differently: str = "",
    look_again_on: datetime.date | None = None,
) -> Impact:
    """Judge what an action, a recommendation, or with neither the whole source, changed. Earlier judgements stay."""
    of = action or recommendation or source
    allow(by, "thread.judge", of)
    if action is not None and recommendation is not None:
        raise Refused("Judge either the action or the recommendation, not both at once.")
    happened_by_today(on, now)
    rules.may_be_judged(judgement, look_again_on, on, method)
    impact = Impact(
        key=new_key("impact"),
        action=action,
        recommendation=recommendation,
        judgement=judgement,
        level=level,
        text=text,
        method=method,
        on=on,
        differently=differently,
        look_again_on=look_again_on,
        judged_by=by.name,
        order=next_place(source.impacts),
        **named(by),
        **part_of(source),
    )
    if of is not source:
        impact.audience = of.audience if of.audience != Audience.PUBLIC else Audience.PARTNERSHIP
    impact.save()
    history.record(
        impact,
        "thread.impact_judged",
        by=by,
        now=now,
        on=on,
        changes={"judgement": ("", judgement), "text": ("", text)},
    )
    return impact


@operation
def edit_impact(*, by: Actor, now: datetime.datetime, impact: Impact, version: int, **values: Any) -> Impact:
    """Mend the words of a judgement. A new judgement is a new row: `judge_impact`."""
    allow(by, "thread.judge", impact, whole=True)
    rules.only_words(values, ("text", "differently", "method"))
    changes = save_changes(impact, version=version, values=values)
    history.record(impact, "thread.impact_changed", by=by, now=now, changes=changes)
    return impact


@operation
def record_voice(
    *,
    by: Actor,
    now: datetime.datetime,
    source: Source,
    who: str,
    text: str,
    on: datetime.date,
    attribution: str = "",
    consent_on: datetime.date | None = None,
    consent_note: str = "",
) -> Voice:
    allow(by, "thread.voices", source)
    happened_by_today(on, now)
    if consent_on:
        happened_by_today(consent_on, now, "consent_on")
    voice = Voice(
        key=new_key("voice"),
        who=who,
        text=text,
        on=on,
        attribution=attribution,
        consent_on=consent_on,
        consent_note=consent_note,
        order=next_place(source.voices),
        **part_of(source),
    )
    voice.save()
    history.record(voice, "thread.voice_added", by=by, now=now, on=on)
    return voice


@operation
def edit_voice(*, by: Actor, now: datetime.datetime, voice: Voice, version: int, **values: Any) -> Voice:
    """Mend the words or how their speaker is described. Consent was given to words, so released ones stay."""
    allow(by, "thread.voices", voice, whole=True)
    rules.only_words(values, ("text", "attribution"))
    rules.may_edit(voice)
    changes = save_changes(voice, version=version, values=values)
    history.record(voice, "thread.voice_changed", by=by, now=now, changes=changes)
    return voice


@operation
def give_consent(
    *, by: Actor, now: datetime.datetime, voice: Voice, version: int, on: datetime.date, note: str
) -> Voice:
    """The person has agreed that their words are published; `note` says what was agreed, and with whom."""
    allow(by, "thread.voices", voice)
    happened_by_today(on, now)
    if not note.strip():
        raise Refused("Say what was agreed and with whom.", "note")
    changes = save_changes(
        voice, version=version, values={"consent_on": on, "consent_note": note, "withdrawn_on": None}
    )
    history.record(voice, "thread.consent_given", by=by, now=now, on=on, changes=changes)
    return voice


@operation
def withdraw_consent(
    *, by: Actor, now: datetime.datetime, voice: Voice, version: int, on: datetime.date, note: str = ""
) -> Voice:
    """The words leave everything that is made from now on; a published report is corrected by its next version."""
    allow(by, "thread.voices", voice)
    happened_by_today(on, now)
    values = {"withdrawn_on": on, "withdrawn_note": note}
    if voice.audience == Audience.PUBLIC:
        values["audience"] = Audience.PARTNERSHIP
    changes = save_changes(voice, version=version, values=values)
    history.record(voice, "thread.consent_withdrawn", by=by, now=now, on=on, changes=changes)
    return voice
