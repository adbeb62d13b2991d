"""Which agency sends whom to a group, by role."""

import datetime

from goldenthread.foundation.access.queries import require
from goldenthread.foundation.access.viewer import Actor
from goldenthread.foundation.history import operations as history
from goldenthread.foundation.organisations import rules
from goldenthread.foundation.organisations.operations.seats import Of
from goldenthread.foundation.people.models import Body, Delegation, Group
from goldenthread.foundation.writing import lock, operation, save_changes


@operation
def add_delegation(
    *,
    by: Actor,
    now: datetime.datetime,
    group: Group,
    agency: Body,
    role: str = "",
    starts: datetime.date | None = None,
    ends: datetime.date | None = None,
) -> Delegation:
    """An agency sends somebody to a group. Raises Refused where that stands already."""
    require(by, "people.edit", Of(group.lead))
    lock(group)
    delegation = Delegation(group=group, agency=agency, role=role, starts=starts, ends=ends)
    rules.delegation_makes_sense(delegation)
    delegation.save()
    history.record(
        group, "people.delegation_added", by=by, now=now, on=starts, changes={"agency": ("", str(delegation))}
    )
    return delegation


@operation
def edit_delegation(
    *,
    by: Actor,
    now: datetime.datetime,
    delegation: Delegation,
    version: int,
    role: str,
    starts: datetime.date | None,
    ends: datetime.date | None,
) -> Delegation:
    """Another role, or the days from when to when: with a last day the agency no longer sends anybody."""
    require(by, "people.edit", Of(delegation.group.lead))
    rules.delegation_makes_sense(
        Delegation(
            pk=delegation.pk, group=delegation.group, agency=delegation.agency, role=role, starts=starts, ends=ends
        )
    )
    changes = save_changes(delegation, version=version, values={"role": role, "starts": starts, "ends": ends})
    history.record(delegation.group, "people.delegation_changed", by=by, now=now, changes=changes)
    return delegation
