"""Evidence of actions: given with its files, and corrected."""

import datetime
from collections.abc import Sequence
from typing import Any

from django.db.models import F

from goldenthread.foundation.access.readers import of_thing
from goldenthread.foundation.access.viewer import Actor
from goldenthread.foundation.clock import day_of, happened_by_today
from goldenthread.foundation.documents import operations as documents
from goldenthread.foundation.documents.models import Document
from goldenthread.foundation.documents.storing import Received
from goldenthread.foundation.history import operations as history
from goldenthread.foundation.notices import operations as notices
from goldenthread.foundation.people.models import Person
from goldenthread.foundation.writing import lock, new_key, operation, save_changes
from goldenthread.thread import rules
from goldenthread.thread.models import Action, Audience, Evidence
from goldenthread.thread.operations.saving import allow
from goldenthread.thread.operations.telling import named
from goldenthread.thread.states import ActionState


@operation
def give_evidence(
    *,
    by: Actor,
    now: datetime.datetime,
    action: Action,
    kind: str,
    text: str,
    on: datetime.date,
    document: Document | None = None,
    files: Sequence[Received] = (),
) -> Evidence:
    """What shows that an action was done. `files` are kept as documents of the action, for those who read it whole."""
    allow(by, "thread.progress", action)
    happened_by_today(on, now)
    rules.may_be_evidenced(action)
    evidence = Evidence(
        key=new_key("evidence"),
        holder=action.holder,
        action=action,
        kind=kind,
        text=text,
        on=on,
        document=document,
        given_by=by.name,
        **named(by),
    )
    evidence.save()
    kept = [_keep_file(evidence, file, by=by, now=now) for file in files]
    if kept and document is None:
        evidence.document = kept[0]
        evidence.save()
    # Of its files only how many: a name may say all, and one of them may be closed to more people later.
    told = {"evidence": ("", text)} | ({"files": ("", len(files))} if files else {})
    history.record(action, "thread.evidence_added", by=by, now=now, on=on, changes=told)
    if action.state == ActionState.REPORTED_DONE and action.evidence.count() == 1:
        notices.wait(action, "thread.assurance_asked", by=by, now=now)
    return evidence


@operation
def edit_evidence(*, by: Actor, now: datetime.datetime, evidence: Evidence, version: int, **values: Any) -> Evidence:
    """Correct what evidence says, its kind, date or document. What it said stays in the history.

    Whoever is about to assure the action must look again, and a judgement made before says so on its page.
    """
    action = evidence.action
    allow(by, "thread.progress", action, whole=True)
    lock(evidence)
    evidence.action = action
    rules.may_be_corrected(evidence)
    happened_by_today(values.get("on", evidence.on), now)
    if "on" in values and values["on"] != evidence.on:
        values |= {"known": "day", "starts": None}
    changes = save_changes(evidence, version=version, values=values)
    evidence.corrected_on, evidence.corrected_by_id = day_of(now), by.person_id
    evidence.save()
    if action.state == ActionState.REPORTED_DONE:
        Action.objects.filter(pk=action.pk).update(version=F("version") + 1)
    history.record(evidence, "thread.evidence_corrected", by=by, now=now, changes=changes)
    return evidence


def _keep_file(evidence: Evidence, file: Received, *, by: Actor, now: datetime.datetime) -> Document:
    """A document that is read by the circle that reads the whole action; what the public reads of it shows no file."""
    action = evidence.action
    circle = action.text_audience if action.public_text else action.audience
    if circle == Audience.PUBLIC:
        circle = Audience.PARTNERSHIP
    return documents.add_document(
        by=by,
        now=now,
        received=file,
        group=action.source.group,
        title=file.file_name,
        on=evidence.on,
        audience=circle,
        agency=action.source.kept_to,
        readers=_listed_for(action) if circle == Audience.LISTED else (),
        noun="action",
        key=action.ref,
        given_to=("thread.progress", action),
    )


def _listed_for(action: Action) -> list[Person]:
    rows = [*of_thing(action).filter(excluded=False), *of_thing(action.source).filter(excluded=False)]
    return [row.person for row in rows]
