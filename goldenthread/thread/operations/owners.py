"""Who owes actions: the same one for several agencies at once, and open ones that pass to somebody else."""

import datetime
from collections.abc import Sequence
from typing import Any

from goldenthread.foundation.access.viewer import Actor
from goldenthread.foundation.history import operations as history
from goldenthread.foundation.notices import operations as notices
from goldenthread.foundation.people.models import Body, Person
from goldenthread.foundation.room import Refused
from goldenthread.foundation.writing import operation, save_changes
from goldenthread.thread import rules
from goldenthread.thread.models import Action, Source
from goldenthread.thread.operations.actions import add_action
from goldenthread.thread.operations.dates import follow
from goldenthread.thread.operations.findings import part_of
from goldenthread.thread.operations.saving import allow


@operation
def add_actions(
    *,
    by: Actor,
    now: datetime.datetime,
    source: Source,
    text: str,
    owner: Body | None = None,
    owner_person: Person | None = None,
    other_owners: Sequence[Body] = (),
    shown_to_owner: bool = False,
    **values: Any,
) -> list[Action]:
    """The same action for each agency, so that each is agreed, done and assured by itself; all of them or none.

    `owner_person` owes the first alone; the rest is as for `add_action`. Raises Refused once for all owners whom it
    would open a narrower circle to.
    """
    action = Action(text=text, **part_of(source))
    others = [body for body in dict.fromkeys(other_owners) if body != owner]
    rules.owner_is_shown(action, action.audience, owner, owner_person, also=others, by=by, shown=shown_to_owner)
    first = [(owner, owner_person)] if owner or owner_person or not others else []
    return [
        add_action(
            by=by,
            now=now,
            source=source,
            text=text,
            owner=body,
            owner_person=person,
            shown_to_owner=True,
            **values,
        )
        for body, person in [*first, *((body, None) for body in others)]
    ]


@operation
def hand_over(
    *,
    by: Actor,
    now: datetime.datetime,
    actions: list[Action],
    owner: Body,
    owner_person: Person | None = None,
    reason: str,
    shown_to_owner: bool = False,
) -> list[Action]:
    """Actions pass to another agency or person: all of them or none. Returns those that did not belong to them before.

    Whoever answers for the agency, and the person, is told. Raises Refused where none passes, and where one is kept to
    a narrower circle and nobody has said that they may read it.
    """
    after = owner.pk, owner_person.pk if owner_person else None
    passing = [row for row in actions if (row.owner_id, row.owner_person_id) != after]
    if not passing:
        raise Refused("Choose at least one action that does not belong to them already.", "actions")
    _pass(by=by, now=now, actions=passing, owner=owner, person=owner_person, reason=reason, shown=shown_to_owner)
    for action in passing:
        notices.wait(action, "thread.handed_over", by=by, now=now)
    return passing


def _pass(
    *,
    by: Actor,
    now: datetime.datetime,
    actions: list[Action],
    owner: Body,
    person: Person | None,
    reason: str,
    shown: bool,
) -> None:
    if not reason.strip():
        raise Refused("Say why these actions pass to somebody else.", "reason")
    for action in actions:
        allow(by, "thread.add_action", action)
        rules.may_edit(action)
    if not shown:
        rules.owners_are_shown(actions, owner, person, by=by)
    for action in actions:
        changes = save_changes(action, version=action.version, values={"owner": owner, "owner_person": person})
        history.record(action, "thread.action_handed_over", by=by, now=now, changes=changes | {"reason": ("", reason)})
        follow(action, by=by, now=now)


@operation
def pass_actions_on(
    *, by: Actor, now: datetime.datetime, keys: list[str], before: Body, after: Body, reason: str
) -> list[Action]:
    """What one agency owes passes to another; whoever asks has said that it may see it. Returns them, for the caller to
    tell whoever answers for the other.
    """
    actions = list(Action.objects.by_refs(keys).select_related("holder", "source__group", "owner", "owner_person"))
    _pass(by=by, now=now, actions=actions, owner=after, person=None, reason=reason, shown=True)
    return actions
