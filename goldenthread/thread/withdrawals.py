"""What of the thread can be withdrawn from the record, and what rests on what.

A recommendation rests on findings, an action on recommendations and findings. One that names none rests on its piece of
work alone, and nothing is asked about it.
"""

import datetime
from collections.abc import Callable
from typing import Any

from django.db.models import Model, QuerySet

from goldenthread.foundation.access.queries import Forbidden
from goldenthread.foundation.access.viewer import Actor, Viewer
from goldenthread.foundation.room import Withdrawal
from goldenthread.thread import operations
from goldenthread.thread.models import Action, Evidence, Finding, Impact, Recommendation, Voice
from goldenthread.thread.queries import addresses
from goldenthread.thread.queries.choices import short
from goldenthread.thread.queries.reading import Projection, Reading, kept_to_listed
from goldenthread.thread.queries.visible_thing import RELATED, SECOND_FACTOR
from goldenthread.thread.states import ActionState

Told = list[tuple[str, str]]


def _rows(model: type[Model]) -> Callable[[Viewer], QuerySet]:
    def rows(viewer: Viewer) -> QuerySet:
        return model.objects.visible_to(viewer).select_related(*RELATED[model])

    return rows


def _words(seen: Projection) -> Told:
    states = ("get_kind_display", "get_state_display", "get_judgement_display", "get_who_display")
    stands = next((getattr(seen, name)() for name in states if hasattr(seen.thing, name)), "")
    return [("What it says", seen.text), ("How it stood", stands), ("From", f"{seen.work} ({seen.work_when})")]


def _told(viewer: Viewer, thing: Model) -> Told:
    return _words(Reading(viewer).for_list(thing))


def _opened(viewer: Viewer, thing: Model) -> Told:
    if kept_to_listed(thing):
        if not viewer.second_factor:
            raise Forbidden(SECOND_FACTOR)
        operations.note_listed_reading(by=viewer, now=viewer.now, source=thing.source)
    return _words(Reading(viewer).for_page(thing))


def _findings_under(thing: Recommendation | Action) -> list[Model]:
    return list(thing.findings.select_related("holder", "source"))


def _under_action(action: Action) -> list[Model]:
    recommendations = Recommendation.objects.filter(pk=action.recommendation_id) | Recommendation.objects.filter(
        also_links__action=action
    )
    return [*recommendations.distinct().select_related("holder", "source"), *_findings_under(action)]


def _on_finding(finding: Finding) -> list[Model]:
    return [
        *finding.recommendations.select_related("holder", "source"),
        *finding.actions.select_related("holder", "source"),
    ]


def _on_recommendation(recommendation: Recommendation) -> list[Model]:
    rows = recommendation.actions.all() | Action.objects.filter(also_links__recommendation=recommendation)
    return list(rows.distinct().select_related("holder", "source"))


def _judgements(thing: Action | Recommendation) -> list[Model]:
    return list(thing.impacts.select_related("holder", "source"))


def _other_findings(viewer: Viewer, thing: Model, on: Model | None) -> list[tuple[Model, str]]:
    """Findings of the same record that the viewer reads: on them it may rest, in the words of a list."""
    reading = Reading(viewer)
    rows = Finding.objects.visible_to(viewer).filter(holder=thing.holder_id).select_related("holder", "source__group")
    same_first = sorted(rows, key=lambda row: (row.source_id != thing.source_id, row.source_id, row.order, row.pk))
    return [(row, short(reading.for_list(row).title, 90)) for row in same_first if on is None or row.pk != on.pk]


def _may_withdraw_action(action: Action) -> str:
    """Who owes an action cannot be rid of it by calling it a mistake: once agreed, whoever agrees actions decides."""
    return "thread.add_action" if action.state == ActionState.PROPOSED else "thread.agree_action"


def _added_to_action(action: Action) -> bool:
    return Evidence.objects.filter(action=action).exists() or action.steps.exists()


def _answered(recommendation: Recommendation) -> bool:
    return recommendation.acceptances.exists()


def _of(model: type[Model], *asks: str, **more: Any) -> Withdrawal:
    return Withdrawal(
        noun=str(model._meta.model_name),
        asks=asks,
        rows=_rows(model),
        told=_told,
        opened=_opened,
        page=addresses.of,
        above=addresses.of_work,
        **more,
    )


def _rest(*, by: Actor, now: datetime.datetime, thing: Model, on: Model) -> None:
    operations.rest_on_too(by=by, now=now, thing=thing, finding=on)


def _unrest(*, by: Actor, now: datetime.datetime, thing: Model, on: Model) -> None:
    operations.rest_no_longer_on(by=by, now=now, thing=thing, finding=on)


RESTS = {"bearers": _other_findings, "rest": _rest, "unrest": _unrest}
WITHDRAWALS = (
    _of(Finding, "thread.write", resting=_on_finding),
    _of(
        Recommendation,
        "thread.write",
        rests_on=_findings_under,
        resting=_on_recommendation,
        along=_judgements,
        built_on=_answered,
        **RESTS,
    ),
    _of(
        Action,
        "thread.add_action",
        "thread.agree_action",
        permission=_may_withdraw_action,
        rests_on=_under_action,
        along=_judgements,
        built_on=_added_to_action,
        after=operations.closed_stays_judged,
        **RESTS,
    ),
    _of(Impact, "thread.judge", after=operations.closed_stays_judged),
    _of(Voice, "thread.voices"),
)
