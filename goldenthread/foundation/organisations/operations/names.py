"""What bodies and groups are called: a new name from a day on, a misspelling mended, and who must agree (ADR 29)."""

import datetime
from typing import Any

from goldenthread.foundation.access.queries import require
from goldenthread.foundation.access.viewer import Actor, System, Viewer
from goldenthread.foundation.clock import day_of
from goldenthread.foundation.history import operations as history
from goldenthread.foundation.notices import operations as notices
from goldenthread.foundation.organisations import name_rules, queries
from goldenthread.foundation.organisations.models import NameAgreement, NameChange
from goldenthread.foundation.organisations.operations.seats import Of
from goldenthread.foundation.people.models import Body, BodyName, Group, GroupName
from goldenthread.foundation.room import Refused
from goldenthread.foundation.writing import lock, new_key, operation, raise_version, save_changes

DAY = datetime.timedelta(days=1)


@operation
def rename_group(
    *,
    by: Actor,
    now: datetime.datetime,
    group: Group,
    version: int,
    name: str,
    short_name: str = "",
    starts: datetime.date | None = None,
) -> Group:
    """The lead partnership calls a group otherwise, from `starts` on; without it the old name was written wrongly and
    never held. The units of the others that take part are told. Raises Refused and Conflict.
    """
    require(by, "people.edit", Of(group.lead))
    lock(group.lead)
    lock(group)
    name_rules.name_differs(group, name, short_name)
    name_rules.group_name_is_free(group, name)
    changes = _keep(group, GroupName, version, name, short_name, starts, now)
    history.record(group, _verb(starts), by=by, now=now, on=starts, changes=changes)
    for row in group.group_memberships.on(day_of(now)).exclude(partnership=group.lead).select_related("partnership"):
        path = f"/{row.partnership.key}/who/groups/{group.lead.key}/{group.key}/"
        tell_unit(row.partnership, "group", path, by=by, now=now)
    return group


@operation
def rename_partnership(
    *,
    by: Actor,
    now: datetime.datetime,
    body: Body,
    version: int,
    name: str,
    short_name: str = "",
    starts: datetime.date | None = None,
) -> Body:
    """A partnership calls itself otherwise; so is the group that stands for the whole of it, where it bore its name.
    Raises Refused and Conflict.
    """
    require(by, "people.edit", Of(body))
    lock(body)
    name_rules.name_differs(body, name, short_name)
    root, before = body.led_groups.get(kind=Group.Kind.ROOT), body.name
    changes = _keep(body, BodyName, version, name, short_name, starts, now)
    history.record(body, _verb(starts), by=by, now=now, on=starts, changes=changes)
    if root.name == before:
        lock(root)
        told = _keep(root, GroupName, root.version, name, root.short_name, starts, now)
        history.record(root, _verb(starts), by=by, now=now, on=starts, changes=told)
    return body


@operation
def rename_agency(
    *,
    by: Actor,
    now: datetime.datetime,
    partnership: Body,
    agency: Body,
    version: int,
    name: str,
    short_name: str = "",
    starts: datetime.date | None = None,
) -> NameChange | None:
    """An agency is called otherwise from `starts` on, or without it was written wrongly.

    Where other partnerships have the agency too, the name waits until the unit of each has agreed: then what waits is
    returned, and they are told. Raises Refused and Conflict.
    """
    require(by, "people.edit", Of(partnership))
    today = day_of(now)
    having = _hold(agency, today)
    _may_be_called(agency, name, short_name, starts, having, today)
    if agency.version != version:
        save_changes(agency, version=version, values={"name": name, "short_name": short_name})  # raises Conflict
    asked = name_rules.asked_beside(agency, partnership, today)
    if not asked or isinstance(by, System):
        _rename_everywhere(agency, having, name, short_name, starts, by=by, now=now)
        return None
    change = NameChange(
        key=new_key("name"),
        body=agency,
        name=name,
        short_name=short_name,
        starts=starts,
        asked_in=partnership,
        asked_by_id=by.person_id,
        asked_at=now,
    )
    change.save()
    _record(change, "people.name_asked", [partnership, *asked], by=by, now=now)
    for other in asked:
        tell_unit(other, "asked", path_of(change, other), by=by, now=now)
    return change


@operation
def agree_to_name(*, by: Viewer, now: datetime.datetime, change: NameChange, partnership: Body, version: int) -> bool:
    """The unit of another partnership agrees; with the last of them the name is given. Returns whether it was.
    Raises Refused, Forbidden and Conflict.
    """
    require(by, "people.edit", Of(partnership))
    today = day_of(now)
    having = _hold(change.body, today)
    lock(change)
    name_rules.is_open(change)
    name_rules.may_answer(change, partnership, today)
    raise_version(change, version=version, saved={})
    NameAgreement(change=change, partnership=partnership, person_id=by.person_id, at=now).save()
    _record(change, "people.name_agreed", [partnership], by=by, now=now)
    if name_rules.still_asked(change, today):
        return False
    _may_be_called(change.body, change.name, change.short_name, change.starts, having, today, waiting=True)
    save_changes(change, version=change.version, values={"state": NameChange.State.DONE})
    _rename_everywhere(change.body, having, change.name, change.short_name, change.starts, by=by, now=now)
    tell_unit(change.asked_in, "done", agencies_of(change.asked_in), by=by, now=now)
    return True


@operation
def decline_name(
    *, by: Viewer, now: datetime.datetime, change: NameChange, partnership: Body, version: int, reason: str
) -> NameChange:
    """Another partnership says no, or the one that asked takes it back: the old name stays. Raises Refused, Forbidden
    and Conflict.
    """
    require(by, "people.edit", Of(partnership))
    lock(change)
    name_rules.is_open(change)
    if partnership.pk != change.asked_in_id:
        name_rules.may_answer(change, partnership, day_of(now))
    if not reason.strip():
        raise Refused("Say why, in a sentence for those who are told.", "reason")
    save_changes(change, version=version, values={"state": NameChange.State.DECLINED, "note": reason.strip()})
    concerned = [change.asked_in, *name_rules.asked_beside(change.body, change.asked_in, day_of(now))]
    _record(change, "people.name_declined", concerned, by=by, now=now, note=reason.strip())
    for body in concerned:
        if body != partnership:
            tell_unit(body, "declined", agencies_of(body), by=by, now=now)
    return change


def path_of(change: NameChange, partnership: Body) -> str:
    """The page on which the unit of a partnership answers."""
    return f"/{partnership.key}/who/names/{change.key}/"


def agencies_of(partnership: Body) -> str:
    return f"/{partnership.key}/who/agencies/"


def _hold(agency: Body, today: datetime.date) -> list[Body]:
    """Lock every partnership that has the agency, then the agency; returns them."""
    having = list(name_rules.partnerships_with(agency, today))
    for body in having:
        lock(body)
    lock(agency)
    return having


def _may_be_called(
    agency: Body,
    name: str,
    short_name: str,
    starts: datetime.date | None,
    having: list[Body],
    today: datetime.date,
    *,
    waiting: bool = False,
) -> None:
    name_rules.name_differs(agency, name, short_name)
    name_rules.agency_name_is_free(agency, name, having)
    name_rules.starts_after_what_held(agency, starts, today)
    if not waiting:
        name_rules.nothing_waits(agency)


def _keep(
    thing: Body | Group,
    table: type[BodyName | GroupName],
    version: int,
    name: str,
    short_name: str,
    starts: datetime.date | None,
    now: datetime.datetime,
) -> dict[str, Any]:
    """Write the name, and what it was called before where that held; returns what changed."""
    name_rules.starts_after_what_held(thing, starts, day_of(now))
    if starts is not None:
        owner = {"body" if isinstance(thing, Body) else "group": thing}
        table(**owner, name=thing.name, short_name=thing.short_name, until=starts - DAY).save()
    return save_changes(thing, version=version, values={"name": name, "short_name": short_name})


def _rename_everywhere(
    agency: Body,
    having: list[Body],
    name: str,
    short_name: str,
    starts: datetime.date | None,
    *,
    by: Actor,
    now: datetime.datetime,
) -> None:
    """The name is given, and told in the history of every partnership that has the agency."""
    changes = _keep(agency, BodyName, agency.version, name, short_name, starts, now)
    for body in having:
        history.record(agency, _verb(starts), by=by, now=now, on=starts, body_id=body.pk, changes=changes)


def _verb(starts: datetime.date | None) -> str:
    return "people.renamed" if starts is not None else "people.name_corrected"


def _record(
    change: NameChange, verb: str, partnerships: list[Body], *, by: Actor, now: datetime.datetime, note: str = ""
) -> None:
    told = {"name": (change.body.name, change.name)} | ({"note": ("", note)} if note else {})
    for body in partnerships:
        history.record(change.body, verb, by=by, now=now, on=change.starts, body_id=body.pk, changes=told)


def tell_unit(partnership: Body, what: str, path: str, *, by: Actor, now: datetime.datetime) -> None:
    """One message to each of those who keep who is who in a partnership, but to whoever did it."""
    for seat in queries.managers_of(partnership, day_of(now)).select_related("person__user"):
        if seat.person_id != by.person_id:
            notices.send(by=by, now=now, to=seat.person, body=partnership, template="name", path=path, what=what)
