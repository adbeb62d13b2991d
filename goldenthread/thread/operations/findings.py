"""Recording what was found and recommended."""

import datetime
from collections.abc import Sequence
from typing import Any

from django.db.models import Manager, Max

from goldenthread.foundation.access.viewer import Actor
from goldenthread.foundation.clock import day_of, happened_by_today
from goldenthread.foundation.history import operations as history
from goldenthread.foundation.notices.operations import wait
from goldenthread.foundation.people.models import Body
from goldenthread.foundation.room import Refused
from goldenthread.foundation.writing import new_key, operation, save_changes
from goldenthread.thread import rules
from goldenthread.thread.models import (
    Addressee,
    Finding,
    FindingTheme,
    Priority,
    Recommendation,
    RecommendationFinding,
    Source,
    Theme,
)
from goldenthread.thread.operations.answering import reads
from goldenthread.thread.operations.saving import allow
from goldenthread.thread.states import RECOMMENDATION_STEPS, step


def part_of(source: Source) -> dict:
    """What every part of a source starts with: its holder, and its source's audience.

    A part of public work starts open to the partnership only: the public reads what was written for it.
    """
    return {
        "source": source,
        "holder": source.holder,
        "audience": "partnership" if source.audience == "public" else source.audience,
    }


def next_place(rows: Manager) -> int:
    return (rows.aggregate(last=Max("order"))["last"] or 0) + 1


@operation
def add_finding(
    *,
    by: Actor,
    now: datetime.datetime,
    source: Source,
    kind: str,
    text: str,
    themes: Sequence[Theme] = (),
    cases: int | None = None,
    opportunities: int | None = None,
) -> Finding:
    allow(by, "thread.write", source)
    rules.counts_fit(cases, opportunities)
    finding = Finding(
        key=new_key("finding"),
        kind=kind,
        text=text,
        cases=cases,
        opportunities=opportunities,
        order=next_place(source.findings),
        **part_of(source),
    )
    finding.save()
    if themes:
        _about(finding, themes)
    history.record(finding, "thread.finding_added", by=by, now=now, changes={"text": ("", text)})
    return finding


def _about(finding: Finding, themes: list[Theme] | tuple) -> None:
    finding.theme_links.all().delete()
    FindingTheme.objects.bulk_create([FindingTheme(finding=finding, theme=theme) for theme in themes])


@operation
def edit_finding(
    *,
    by: Actor,
    now: datetime.datetime,
    finding: Finding,
    version: int,
    themes: list[Theme] | None = None,
    **values: Any,
) -> Finding:
    allow(by, "thread.write", finding, whole=True)
    rules.counts_fit(values.get("cases", finding.cases), values.get("opportunities", finding.opportunities))
    links = {}
    if themes is not None:
        links["themes"] = (list(finding.themes.all()), list(themes), lambda wanted: _about(finding, wanted))
    changes = save_changes(finding, version=version, values=values, links=links)
    history.record(finding, "thread.finding_changed", by=by, now=now, changes=changes)
    return finding


@operation
def lead_nowhere(
    *, by: Actor, now: datetime.datetime, finding: Finding, version: int, reason: str, who: str, on: datetime.date
) -> Finding:
    """Say why no further step follows from a finding, who decided and when."""
    allow(by, "thread.write", finding)
    happened_by_today(on, now)
    rules.may_lead_nowhere(finding, reason, who)
    changes = save_changes(
        finding, version=version, values={"no_step_reason": reason, "no_step_by": who, "no_step_on": on}
    )
    history.record(finding, "thread.finding_leads_nowhere", by=by, now=now, on=on, changes=changes)
    return finding


@operation
def add_recommendation(
    *,
    by: Actor,
    now: datetime.datetime,
    source: Source,
    text: str,
    findings: Sequence[Finding] = (),
    priority: Priority | None = None,
    addressed_to: str = "",
    addressees: Sequence[Body] = (),
) -> Recommendation:
    """`findings` may be of this source or of another that the same partnership holds."""
    allow(by, "thread.write", source)
    if any(finding.holder_id != source.holder_id for finding in findings):
        raise Refused("A recommendation can rest only on findings of the same partnership.", "findings")
    recommendation = Recommendation(
        key=new_key("recommendation"),
        text=text,
        priority=priority,
        addressed_to=addressed_to,
        order=next_place(source.recommendations),
        **part_of(source),
    )
    reads(by, findings, "findings")
    recommendation.save()
    if findings:
        _rest_on(recommendation, findings)
    if addressees:
        address(recommendation, addressees)
    names = ", ".join(str(body) for body in addressees)
    changes = {"text": ("", text)} | ({"addressees": ("", names)} if names else {})
    history.record(recommendation, "thread.recommendation_added", by=by, now=now, changes=changes)
    _ask(recommendation, addressees, by=by, now=now)
    return recommendation


def address(recommendation: Recommendation, bodies: list[Body] | tuple) -> None:
    rules.may_be_addressed(recommendation, bodies)
    recommendation.addressee_links.all().delete()
    Addressee.objects.bulk_create([Addressee(recommendation=recommendation, body=body) for body in bodies])


def _ask(
    recommendation: Recommendation, bodies: list[Body] | set[Body] | tuple, *, by: Actor, now: datetime.datetime
) -> None:
    """Tell those who answer for the bodies that are asked now."""
    if bodies:
        wait(recommendation, "thread.answer_asked", by=by, now=now)


def _rest_on(recommendation: Recommendation, findings: list[Finding] | tuple) -> None:
    recommendation.finding_links.all().delete()
    RecommendationFinding.objects.bulk_create(
        [RecommendationFinding(recommendation=recommendation, finding=finding) for finding in findings]
    )


@operation
def edit_recommendation(
    *,
    by: Actor,
    now: datetime.datetime,
    recommendation: Recommendation,
    version: int,
    findings: list[Finding] | None = None,
    addressees: list[Body] | None = None,
    **values: Any,
) -> Recommendation:
    allow(by, "thread.write", recommendation, whole=True)
    rules.may_edit(recommendation)
    links = {}
    if findings is not None:
        saved = list(recommendation.findings.all())
        reads(by, set(findings) - set(saved), "findings")
        links["findings"] = (saved, list(findings), lambda wanted: _rest_on(recommendation, wanted))
    asked = set()
    if addressees is not None:
        before = list(recommendation.addressees.all())
        links["addressees"] = (before, list(addressees), lambda wanted: address(recommendation, wanted))
        asked = set(addressees) - set(before)
    changes = save_changes(recommendation, version=version, values=values, links=links)
    history.record(recommendation, "thread.recommendation_changed", by=by, now=now, changes=changes)
    _ask(recommendation, asked, by=by, now=now)
    return recommendation


def _move(
    recommendation: Recommendation, code: str, *, by: Actor, now: datetime.datetime, version: int, reason: str
) -> Recommendation:
    way = step(RECOMMENDATION_STEPS, code)
    allow(by, way.permission, recommendation)
    rules.may_step(recommendation, way)
    rules.has_reason(way, reason)
    changes = save_changes(
        recommendation, version=version, values={"state": way.after, "state_on": day_of(now), "state_reason": reason}
    )
    history.record(recommendation, way.verb, by=by, now=now, changes=changes)
    return recommendation


@operation
def close_recommendation(
    *, by: Actor, now: datetime.datetime, recommendation: Recommendation, version: int
) -> Recommendation:
    """Only once its impact has been judged."""
    allow(by, "thread.close_recommendation", recommendation)
    rules.may_step(recommendation, step(RECOMMENDATION_STEPS, "close"))
    rules.may_be_closed(recommendation)
    return _move(recommendation, "close", by=by, now=now, version=version, reason="")


@operation
def withdraw_recommendation(
    *, by: Actor, now: datetime.datetime, recommendation: Recommendation, version: int, reason: str
) -> Recommendation:
    return _move(recommendation, "withdraw", by=by, now=now, version=version, reason=reason)


@operation
def reopen_recommendation(
    *, by: Actor, now: datetime.datetime, recommendation: Recommendation, version: int, reason: str
) -> Recommendation:
    return _move(recommendation, "reopen", by=by, now=now, version=version, reason=reason)
