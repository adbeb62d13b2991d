"""How bodies answer recommendations: one by one, many on one page, corrected, and owed by another agency."""

import datetime
from dataclasses import dataclass
from typing import Any

from goldenthread.foundation.access.queries import Forbidden, Standing
from goldenthread.foundation.access.viewer import Actor
from goldenthread.foundation.clock import happened_by_today
from goldenthread.foundation.history import operations as history
from goldenthread.foundation.people.models import Body
from goldenthread.foundation.room import Refused
from goldenthread.foundation.writing import lock, operation, save_changes
from goldenthread.thread import rules
from goldenthread.thread.models import Acceptance, Recommendation
from goldenthread.thread.operations.findings import address
from goldenthread.thread.operations.saving import allow
from goldenthread.thread.operations.telling import named
from goldenthread.thread.queries import of_agency


@operation
def pass_answers_on(
    *, by: Actor, now: datetime.datetime, keys: list[str], before: Body, after: Body, reason: str
) -> list[Recommendation]:
    """Another agency owes the answers that one owed; the words of the recommendations stay. Returns those
    recommendations that it was not asked about before.

    Raises Refused where the other agency could not read what it is to answer.
    """
    if not reason.strip():
        raise Refused("Say why these answers pass to another agency.", "reason")
    rows = list(Recommendation.objects.by_refs(keys).select_related("holder", "source__group"))
    asked = []
    for row in rows:
        allow(by, "thread.write", row)
        rules.may_edit(row)
        if not of_agency.can_read(row, after, now):
            raise Refused(
                f"Nobody who acts for {after} can read this recommendation: {row.audience_label.lower()}. Choose "
                "another agency, or release it to a wider circle first.",
                row.ref,
            )
        saved = list(row.addressees.all())
        wanted = list(dict.fromkeys(after if body == before else body for body in saved))
        links = {"addressees": (saved, wanted, lambda bodies, row=row: address(row, bodies))}
        changes = save_changes(row, version=row.version, values={}, links=links) | {"reason": ("", reason)}
        history.record(row, "thread.recommendation_handed_over", by=by, now=now, changes=changes)
        asked += [row] if after not in saved else []
    return asked


class Answering:
    """An answer stands with the body that gives it."""

    def __init__(self, recommendation: Recommendation, body: Body):
        self.recommendation, self.body = recommendation, body

    def standing(self) -> Standing:
        return Standing(self.recommendation.holder_id, self.recommendation.source.group_id, frozenset({self.body.pk}))


def _said(body: Body, answer: str) -> str:
    return f"{body.name}: {Acceptance.Answer(answer).label.lower()}"


@operation
def answer(
    *,
    by: Actor,
    now: datetime.datetime,
    recommendation: Recommendation,
    body: Body,
    answer: str,
    on: datetime.date,
    reason: str = "",
) -> Acceptance:
    """One body's answer. A later one is added beside it, never written over it."""
    allow(by, "thread.answer", Answering(recommendation, body))
    allow(by, "thread.read", recommendation)
    rules.may_be_answered(recommendation)
    happened_by_today(on, now)
    rules.may_answer(answer, reason)
    acceptance = Acceptance(
        recommendation=recommendation, body=body, answer=answer, on=on, reason=reason, given_by=by.name, **named(by)
    )
    acceptance.save()
    history.record(
        recommendation,
        "thread.recommendation_answered",
        by=by,
        now=now,
        on=on,
        changes={"answer": ("", _said(body, answer)), "reason": ("", reason)},
    )
    return acceptance


@dataclass(frozen=True)
class Given:
    """What one body answered to one recommendation, and on which day."""

    recommendation: Recommendation
    body: Body
    answer: str
    reason: str
    on: datetime.date


def cell(recommendation: Recommendation, body: Body) -> str:
    """What a form calls the answer of a body among those of many: "answer_12_3", "reason_12_3" and "on_12_3"."""
    return f"{recommendation.pk}_{body.pk}"


@operation
def record_answers(*, by: Actor, now: datetime.datetime, answers: list[Given]) -> list[Acceptance]:
    """What several bodies answered to one or several recommendations, all of it or nothing.

    Raises Refused beside "reason_<cell>" or "on_<cell>" for the one that does not hold, and where none is given at all.
    """
    if not answers:
        raise Refused("Record at least one answer, or go back.")
    recorded = []
    for given in answers:
        try:
            recorded.append(answer(by=by, now=now, **vars(given)))
        except Forbidden:
            raise
        except Refused as refused:
            field = f"{refused.field}_{cell(given.recommendation, given.body)}" if refused.field else ""
            raise Refused(f"{given.body.name}: {refused.sentence}", field) from refused
    return recorded


@operation
def correct_answer(
    *, by: Actor, now: datetime.datetime, acceptance: Acceptance, version: int, **values: Any
) -> Acceptance:
    """Mend an answer that was written down wrongly. What it said stays in the history of its recommendation."""
    recommendation, body = acceptance.recommendation, values.get("body", acceptance.body)
    for one in {acceptance.body, body}:
        allow(by, "thread.answer", Answering(recommendation, one))
    allow(by, "thread.read", recommendation, whole=True)
    lock(acceptance)
    acceptance.recommendation = recommendation
    answer, on = values.get("answer", acceptance.answer), values.get("on", acceptance.on)
    rules.may_correct_answer(acceptance, body, answer)
    happened_by_today(on, now)
    rules.may_answer(answer, values.get("reason", acceptance.reason))
    if on != acceptance.on:
        values |= {"known": "day", "starts": None}
    before = {
        "answer": _said(acceptance.body, acceptance.answer),
        "reason": acceptance.reason,
        "answered_on": acceptance.on,
    }
    save_changes(acceptance, version=version, values=values)
    after = {"answer": _said(body, answer), "reason": acceptance.reason, "answered_on": on}
    history.record(
        recommendation,
        "thread.answer_corrected",
        by=by,
        now=now,
        changes={name: (before[name], after[name]) for name in before if before[name] != after[name]},
    )
    return acceptance
