"""Every write to people, bodies and groups."""

import datetime
from collections.abc import Sequence
from typing import Any

from goldenthread.foundation.access.queries import require
from goldenthread.foundation.access.viewer import Actor, System
from goldenthread.foundation.clock import day_of
from goldenthread.foundation.history import operations as history
from goldenthread.foundation.organisations import rules
from goldenthread.foundation.organisations.operations.accounts import send_invitation
from goldenthread.foundation.organisations.operations.seats import Of, give_seat, tell_concerned
from goldenthread.foundation.organisations.queries import body_of
from goldenthread.foundation.people.models import (
    Area,
    Body,
    BodyArea,
    Group,
    GroupMembership,
    Membership,
    Person,
    ReportingPeriod,
    Seat,
    Succession,
    SuccessionArea,
    User,
)
from goldenthread.foundation.room import Refused
from goldenthread.foundation.writing import lock, new_key, operation, save_changes, unless_taken


@operation
def add_partnership(
    *,
    by: Actor,
    now: datetime.datetime,
    key: str,
    name: str,
    short_name: str = "",
    kind: str = Body.Kind.PARTNERSHIP,
    areas: Sequence[Area] = (),
    starts: datetime.date | None = None,
    **more: Any,
) -> Body:
    """A partnership and its root group, which holds what belongs to no other group."""
    require(by, "house.administer")
    body = Body(key=key, name=name, short_name=short_name, kind=kind, starts=starts, **more)
    body.save()
    BodyArea.objects.bulk_create([BodyArea(body=body, area=area) for area in areas])
    root = Group(key="partnership", lead=body, kind=Group.Kind.ROOT, name=name, short_name=short_name)
    root.save()
    GroupMembership(group=root, partnership=body).save()
    history.record(body, "people.body_added", by=by, now=now, changes={"name": ("", name)})
    return body


@operation
def start_partnership(
    *,
    by: Actor,
    now: datetime.datetime,
    key: str,
    name: str,
    manager: str,
    short_name: str = "",
    administrator: str = "",
) -> Body:
    """A partnership with its business manager, and a house administrator when an address is given.

    A new one, or one that was loaded from a record and has no people yet (its name then stays as it was loaded). They
    go on from there: each is sent an invitation and chooses a password, then gives others their seats.
    """
    require(by, "house.administer")
    body = Body.objects.filter(key=key, kind=Body.Kind.PARTNERSHIP, led_groups__kind=Group.Kind.ROOT).first()
    if body is not None:
        rules.waits_for_its_people(body)
    else:
        rules.key_is_free(key)
        body = add_partnership(key=key, name=name, short_name=short_name, by=by, now=now)
    system = System("start of a partnership", now)
    for role, title, email in (
        ("business_manager", "Business manager", manager),
        ("house_administrator", "House administrator", administrator),
    ):
        if email:
            person = add_person(partnership=body, name=title, title=title, email=email, by=system, now=now)
            give_seat(person=person, role=role, starts=day_of(now), partnership=body, by=system, now=now)
            send_invitation(person=person, body=body, by=system, now=now)
    return body


@operation
def edit_body(*, by: Actor, now: datetime.datetime, body: Body, version: int, **values: Any) -> Body:
    """What a partnership says of itself, and its colour; the provenance of a record is not edited."""
    require(by, "people.edit", Of(body))
    changes = save_changes(body, version=version, values=values)
    history.record(body, "people.body_changed", by=by, now=now, changes=changes)
    return body


@operation
def add_agency(
    *,
    by: Actor,
    now: datetime.datetime,
    partnership: Body,
    name: str,
    capacity: str,
    short_name: str = "",
    agency_type: str = "",
    starts: datetime.date | None = None,
    agency: Body | None = None,
) -> Membership:
    """An agency joins a partnership: a new one, or one that the house knows already (`agency`)."""
    require(by, "people.edit", Of(partnership))
    lock(partnership)
    if agency is None:
        rules.agency_name_is_free(name, partnership)
        agency = Body(
            key=new_key("agency"), kind=Body.Kind.AGENCY, name=name, short_name=short_name, agency_type=agency_type
        )
        agency.save()
    rules.not_twice(agency, partnership, starts)
    membership = Membership(agency=agency, partnership=partnership, capacity=capacity, starts=starts)
    membership.save()
    history.record(
        agency,
        "people.agency_joined",
        by=by,
        now=now,
        body_id=partnership.pk,
        on=starts,
        changes={"name": ("", agency.name), "capacity": ("", capacity)},
    )
    return membership


@operation
def add_group(
    *,
    by: Actor,
    now: datetime.datetime,
    lead: Body,
    kind: str,
    name: str,
    short_name: str = "",
    purpose: str = "",
    meets: str = "",
    chaired_by: str = "",
    parent: Group | None = None,
    starts: datetime.date | None = None,
    partnerships: Sequence[Body] = (),
) -> Group:
    """A group that meets. `partnerships` are those that take part besides the one that leads."""
    require(by, "people.edit", Of(lead))
    lock(lead)
    rules.group_name_is_free(name, lead)
    group = Group(
        key=new_key("group"),
        lead=lead,
        kind=kind,
        name=name,
        short_name=short_name,
        purpose=purpose,
        meets=meets,
        chaired_by=chaired_by,
        parent=parent,
        starts=starts,
    )
    group.save()
    for body in {lead, *partnerships}:
        GroupMembership(group=group, partnership=body, starts=starts).save()
    history.record(group, "people.group_added", by=by, now=now, changes={"name": ("", name)})
    return group


@operation
def edit_group(*, by: Actor, now: datetime.datetime, group: Group, version: int, **values: Any) -> Group:
    require(by, "people.edit", Of(group.lead))
    changes = save_changes(group, version=version, values=values)
    history.record(group, "people.group_changed", by=by, now=now, changes=changes)
    return group


@operation
def add_person(
    *,
    by: Actor,
    now: datetime.datetime,
    partnership: Body,
    name: str,
    title: str = "",
    email: str = "",
    invented: bool = False,
) -> Person:
    """A person, with an account when an e-mail address is given. They can do nothing until they hold a seat."""
    require(by, "people.edit", Of(partnership))
    user = None
    if email:
        rules.address_is_free(email)
        with unless_taken(rules.address_taken()):
            user = User.objects.create_user(email, joined_on=day_of(now))
    person = Person(key=new_key("person"), name=name, title=title, user=user, invented=invented, added_in=partnership)
    person.save()
    history.record(person, "people.person_added", by=by, now=now, changes={"name": ("", name)}, body_id=partnership.pk)
    return person


@operation
def edit_person(
    *, by: Actor, now: datetime.datetime, partnership: Body | None, person: Person, version: int, **values: Any
) -> Person:
    """Name and post, told in every partnership where the person sits. Without a partnership: by the administrator."""
    if partnership is None:
        require(by, "house.administer")
    else:
        require(by, "people.edit", Of(partnership))
        if not isinstance(by, System):
            rules.person_is_edited_here(person, partnership, day_of(now))
    changes = save_changes(person, version=version, values=values)
    sits_in = {body_of(seat) for seat in Seat.objects.on(day_of(now)).filter(person=person)}
    for body in {partnership, *sits_in} if changes else ():
        history.record(
            person, "people.person_changed", by=by, now=now, changes=changes, body_id=body.pk if body else None
        )
    return person


@operation
def add_person_with_seat(
    *, by: Actor, now: datetime.datetime, body: Body, name: str, post: str = "", email: str = "", **seat: Any
) -> Seat:
    """Somebody new takes a seat, and is sent an invitation to their account; or whoever has that exact e-mail address
    in the house already, whose name and post stay as they are. Nothing else is told of them.
    """
    require(by, "people.edit", Of(body))
    user = User.objects.filter(email__iexact=email, person__isnull=False).first() if email else None
    person = user.person if user else None
    if person is not None:
        return give_seat(by=by, now=now, person=person, **seat)
    person = add_person(by=by, now=now, partnership=body, name=name, title=post, email=email)
    if email:
        send_invitation(by=by, now=now, person=person, body=body)
    return give_seat(by=by, now=now, person=person, **seat)


@operation
def give_house_seat(*, by: Actor, now: datetime.datetime, partnership: Body, role: str, name: str, email: str) -> Seat:
    """A manager or a house administrator, found or made by their exact e-mail address.

    So a partnership that locked itself out is mended, and the office of house administrator passed on.
    """
    require(by, "house.administer")
    user = User.objects.filter(email__iexact=email, person__isnull=False).first()
    if user is not None and not user.is_active:
        raise Refused("The account of this address is closed. Open it again first.", "email")
    system = System("house administration", now)
    person = user.person if user else add_person(by=system, now=now, partnership=partnership, name=name, email=email)
    if user is None:
        send_invitation(by=system, now=now, person=person, body=partnership)
    seat = give_seat(by=by, now=now, person=person, role=role, starts=day_of(now), partnership=partnership)
    if isinstance(by, System):
        tell_concerned(seat, "given", by=by, now=now)
    return seat


@operation
def succeed(
    *,
    by: Actor,
    now: datetime.datetime,
    before: Body,
    after: Body,
    on: datetime.date,
    kind: str,
    areas: Sequence[Area] = (),
) -> Succession:
    """One body takes another's place, whole or for some areas. The successor reads; it writes nothing there."""
    require(by, "house.administer")
    rules.succession_makes_sense(before, after)
    link = Succession(before=before, after=after, on=on, kind=kind)
    link.save()
    SuccessionArea.objects.bulk_create([SuccessionArea(succession=link, area=area) for area in areas])
    history.record(after, "people.succeeded", by=by, now=now, on=on, changes={"before": ("", before.key)})
    return link


@operation
def add_period(
    *, by: Actor, now: datetime.datetime, body: Body, label: str, starts: datetime.date, ends: datetime.date
) -> ReportingPeriod:
    require(by, "people.edit", Of(body))
    lock(body)
    rules.period_is_free(body, label, starts, ends)
    period = ReportingPeriod(key=new_key("period"), body=body, label=label, starts=starts, ends=ends)
    period.save()
    history.record(
        period,
        "people.period_added",
        by=by,
        now=now,
        noun="period",
        key=f"{body.key}/{period.key}",
        body_id=body.pk,
        changes={"label": ("", label)},
    )
    return period
