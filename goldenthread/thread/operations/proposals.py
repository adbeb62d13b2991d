"""One piece of work asks for another: proposed, taken up or declined."""

import datetime
from typing import Any

from goldenthread.foundation.access.queries import Forbidden, require
from goldenthread.foundation.access.viewer import Actor, System
from goldenthread.foundation.clock import day_of
from goldenthread.foundation.history import operations as history
from goldenthread.foundation.notices.operations import wait
from goldenthread.foundation.people.models import Body
from goldenthread.foundation.room import Conflict
from goldenthread.foundation.writing import new_key, operation, save_changes
from goldenthread.thread import rules
from goldenthread.thread.models import Finding, Proposal, Source
from goldenthread.thread.operations.saving import allow
from goldenthread.thread.operations.sources import add_source
from goldenthread.thread.states import PROPOSAL_STEPS, step


@operation
def propose(
    *,
    by: Actor,
    now: datetime.datetime,
    holder: Body,
    kind: str,
    title: str,
    text: str,
    about: Finding | Source | None = None,
    from_noun: str = "",
    from_key: str = "",
) -> Proposal:
    """Ask for a piece of work. `about` is the source or finding from which it comes; a room names its own thing by
    `from_noun` and `from_key` instead."""
    proposal = Proposal(
        key=new_key("proposal"),
        holder=holder,
        kind=kind,
        title=title.strip(),
        text=text.strip(),
        from_noun=from_noun,
        from_key=from_key,
        proposed_by_id=by.person_id,
        on=day_of(now),
    )
    allow(by, "thread.propose", proposal)
    rules.may_propose(kind, title, text)
    if about is not None:
        if not isinstance(by, System) and not type(about).objects.visible_to(by).filter(pk=about.pk).exists():
            raise Forbidden("You may not see what this comes from. Ask the business unit of the partnership.")
        proposal.from_noun, proposal.from_key = about._meta.model_name, about.ref
    proposal.save()
    history.record(
        proposal,
        "thread.proposed",
        by=by,
        now=now,
        changes={"kind": ("", kind), "title": ("", title), "text": ("", text)},
    )
    return proposal


def _decide(
    proposal: Proposal,
    code: str,
    *,
    by: Actor,
    now: datetime.datetime,
    version: int,
    reason: str = "",
    became: Source | None = None,
) -> Proposal:
    way = step(PROPOSAL_STEPS, code)
    allow(by, way.permission, proposal)
    require(by, "thread.write")  # only who may start such work says whether it is started
    rules.may_be_decided(proposal)
    rules.has_reason(way, reason)
    values = {
        "state": way.after,
        "state_on": day_of(now),
        "state_reason": reason.strip(),
        "state_by": by.name,
        "became": became,
    }
    try:
        changes = save_changes(proposal, version=version, values=values)
    except Conflict:
        rules.may_be_decided(Proposal.objects.get(pk=proposal.pk))  # somebody decided at this very moment
        raise
    history.record(proposal, way.verb, by=by, now=now, changes=changes)
    wait(proposal, "thread.proposal_decided", by=by, now=now)
    return proposal


@operation
def take_up(*, by: Actor, now: datetime.datetime, proposal: Proposal, version: int, became: Source) -> Proposal:
    """`became` is the piece of work that started, of the kind that was proposed. A room whose form began it calls this
    within its own operation: both or neither.
    """
    rules.is_of_the_proposed_kind(proposal, became)
    return _decide(proposal, "take_up", by=by, now=now, version=version, became=became)


@operation
def start_proposed(*, by: Actor, now: datetime.datetime, proposal: Proposal, version: int, **work: Any) -> Source:
    """Record the piece of work that is proposed, as `add_source` does, and mark the proposal taken up: both or
    neither. Raises Refused for a kind that a room claims: the room's own operation calls `take_up` with what it began.
    """
    rules.is_begun_on_the_threads_form(proposal.kind)
    allow(by, "thread.decide_proposal", proposal)
    rules.may_be_decided(proposal)
    source = add_source(by=by, now=now, kind=proposal.kind, **work)
    _decide(proposal, "take_up", by=by, now=now, version=version, became=source)
    return source


@operation
def decline(*, by: Actor, now: datetime.datetime, proposal: Proposal, version: int, reason: str) -> Proposal:
    return _decide(proposal, "decline", by=by, now=now, version=version, reason=reason)
