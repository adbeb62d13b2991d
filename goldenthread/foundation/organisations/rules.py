"""May this happen to people, groups and seats? Pure questions that raise Refused."""

import datetime
import re

from django.db.models import Q

from goldenthread.foundation.access.queries import Forbidden
from goldenthread.foundation.access.roles import roles
from goldenthread.foundation.access.viewer import Held, System
from goldenthread.foundation.clock import day_of
from goldenthread.foundation.people.models import (
    Body,
    Delegation,
    Group,
    GroupMembership,
    Membership,
    ReportingPeriod,
    Seat,
    Succession,
    User,
)
from goldenthread.foundation.people.seat_filters import memberships_acting
from goldenthread.foundation.room import Refused
from goldenthread.foundation.ui.words import day
from goldenthread.foundation.writing import acts_in

TAKEN_ADDRESSES = {
    "account",
    "static",
    "drafts",
    "house",
    "about",
    "accessibility",
    "preferences",
    "catalogue",
    "sign-in-as-an-example",
}


def key_is_free(key):
    """The key is the first part of a partnership's addresses."""
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", key):
        raise Refused("The key has small letters, digits and single hyphens only, for instance north-vale.", "key")
    if key in TAKEN_ADDRESSES or Body.objects.filter(key=key).exists():
        raise Refused(f"“{key}” is taken. Choose another key.", "key")


def waits_for_its_people(body):
    """A partnership that was loaded from a record and in which nobody can sign in yet."""
    if Seat.objects.filter(Q(partnership=body) | Q(membership__partnership=body), person__user__isnull=False).exists():
        raise Refused(f"“{body.key}” is taken: people work there already. Choose another key.", "key")


def not_twice(agency, partnership, starts):
    same = Membership.objects.filter(agency=agency, partnership=partnership, ends=None)
    if same.exists():
        raise Refused(f"{agency} belongs to {partnership.short} already.", "agency")


def agency_name_is_free(name, partnership):
    if Membership.objects.filter(partnership=partnership, ends=None, agency__name__iexact=name.strip()).exists():
        raise Refused(f"There is an agency called “{name.strip()}” here already. Use that one.", "name")


def delegation_makes_sense(delegation):
    """What an agency sends to a group in one role stands once at a time, and ends after it began."""
    if delegation.starts and delegation.ends and delegation.ends < delegation.starts:
        raise Refused("The last day is before the first: check both.", "ends")
    same = Delegation.objects.filter(
        group=delegation.group, agency=delegation.agency, role__iexact=delegation.role.strip()
    ).exclude(pk=delegation.pk)
    begins, stops = delegation.starts or datetime.date.min, delegation.ends or datetime.date.max
    if any((row.starts or begins) <= stops and (row.ends or stops) >= begins for row in same):
        raise Refused(f"{delegation} stands there already for that time.", "role")


def group_name_is_free(name, partnership):
    if Group.objects.filter(lead=partnership, ends=None, name__iexact=name.strip()).exists():
        raise Refused(f"There is a group called “{name.strip()}” here already. Use that one.", "name")


def ends_after_start(thing, day):
    if thing.starts and day < thing.starts:
        raise Refused("The last day cannot come before the first.", "ends")


def is_edited_here(person, partnership, today) -> bool:
    """By a partnership in which they hold a seat now; while they hold none anywhere, by the one that added them."""
    held = Seat.objects.on(today).filter(person=person)
    here = held.filter(Q(partnership=partnership) | Q(membership__partnership=partnership) | Q(group__lead=partnership))
    return here.exists() or (person.added_in_id == partnership.pk and not held.exists())


def person_is_edited_here(person, partnership, today):
    if not is_edited_here(person, partnership, today):
        raise Forbidden(
            f"{person} holds no seat in {partnership.short} now, so their name and post are changed elsewhere: by a "
            "partnership in which they hold one, or by the house administrator."
        )


def address_taken() -> Refused:
    return Refused("Somebody has this e-mail address already. Give that person the seat.", "email")


def address_is_free(email):
    if User.objects.filter(email__iexact=email).exists():
        raise address_taken()


def given_by(viewer, permission: str) -> set[str]:
    """The roles that the viewer may give by a seat that also grants `permission`."""
    return {code for seat in viewer.seats if permission in seat.role.grants for code in seat.role.gives}


def not_to_oneself(viewer, person):
    if person.pk == viewer.person_id:
        raise Refused("Nobody gives themself a seat. Ask somebody else who may give it.")


def role_may_be_given(viewer, role: str):
    """The page of roles says who may give which seat."""
    if role not in given_by(viewer, "people.edit") | given_by(viewer, "house.administer"):
        who = " or ".join(one.title.lower() for one in roles().values() if role in one.gives)
        raise Forbidden(f"Your seat does not give that of a {roles()[role].title.lower()}: that is for the {who}.")


def waits_for_second(seat):
    if seat.state != Seat.State.PROPOSED:
        raise Refused("This seat waits for nobody: it was decided already. Look at it again.")


def confirming_seat(viewer, bodies: frozenset[int]) -> Held | None:
    """The seat by which the viewer is the second person where one of these partnerships (by id) has the word: one that
    confirms others there, or that of the house administrator, whichever it is.
    """
    confirming = [held for held in viewer.seats if held.role.confirms]
    here = [held for held in confirming if viewer.partnership_id in bodies and not administers(held)]
    return next(iter([*here, *filter(administers, confirming)]), None)


def administers(held: Held) -> bool:
    return "house.administer" in held.role.grants


def may_confirm(viewer, seat, body):
    """A second person: neither who gave it nor who takes it, with a seat in the same partnership that confirms others
    (a statutory partner, a business manager), or the house administrator.
    """
    if isinstance(viewer, System):
        return
    if viewer.person_id in (seat.given_by_id, seat.person_id):
        raise Forbidden("A second person confirms a seat: neither who gave it nor who takes it.")
    confirming = confirming_seat(viewer, frozenset({body.pk}))
    if confirming is None:
        raise Forbidden("Only a statutory partner, a business manager or the house administrator confirms a seat.")
    acts_in(viewer, confirming)


def may_change_days(viewer, seat, last_day, now):
    """Who may give a seat may end it, and everybody their own; nobody lengthens their own, or revives an ended one."""
    longer = seat.ends is not None and (last_day is None or last_day > seat.ends)
    if longer and (seat.ends < day_of(now) or seat.ended_at is not None):
        raise Refused("This seat has ended. Give a new one, so that whoever must confirm it is asked.", "ends")
    if isinstance(viewer, System):
        return
    if longer and seat.person_id == viewer.person_id:
        raise Refused("Nobody lengthens their own seat. Ask somebody else who may give it.", "ends")
    if seat.person_id != viewer.person_id:
        role_may_be_given(viewer, seat.role)


def somebody_remains(seat, last_day, at_once: bool):
    """The last who can give every other seat does not leave without a successor."""
    role = roles()[seat.role]
    if not (role.gives and role.confirms) or last_day is None or seat.state != Seat.State.HELD:
        return
    if is_last(seat, last_day if at_once else last_day + datetime.timedelta(days=1)):
        raise Refused(
            f"{seat.person} is the last {role.title.lower()}: after that day nobody could give a seat. "
            "Give somebody else the seat first, and let it be confirmed.",
            "ends",
        )


def is_last(seat, day: datetime.date) -> bool:
    """Whether nobody else who can sign in holds such a seat on that day: in the partnership, or as administrator."""
    others = Seat.objects.on(day).filter(role=seat.role, person__user__is_active=True).exclude(person=seat.person_id)
    if seat.role != "house_administrator":
        others = others.filter(partnership=seat.partnership_id)
    return not others.exists()


def outlives_nothing(scope, acting_for, starts, ends):
    """A seat begins and ends within its group or membership, and within the membership of the agency it acts for."""
    for thing in (scope["membership"], scope["group"]):
        if thing is not None and not _lies_within(starts, ends, thing):
            until = f" until {day(thing.ends)}" if thing.ends else f" from {day(thing.starts)}"
            raise Refused(f"{thing} runs{until}, and a seat in it no longer than that. Change its days.", "starts")
    if acting_for is None:
        return
    members = memberships_acting(scope, acting_for)
    if members and not any(_lies_within(starts, ends, row) for row in members):
        raise Refused(
            f"{acting_for} is not a member agency in all of that time. Change the days of the seat.", "starts"
        )


def not_given_yet(person, role, scope, acting_for, starts, ends):
    """Nobody holds the same seat twice on one day."""
    same = Seat.objects.exclude(state=Seat.State.DECLINED).filter(
        person=person, role=role, acting_for=acting_for, ended_at=None, **scope
    )
    before = Q(ends=None) if starts is None else Q(ends=None) | Q(ends__gte=starts)
    after = Q() if ends is None else Q(starts=None) | Q(starts__lte=ends)
    if same.filter(before, after).exists():
        raise Refused(
            f"{person} holds this seat there already ({roles()[role].title}), or it waits for a second person. Change "
            "that one, or choose other days.",
            "role",
        )


def has_not_left(membership):
    if membership.ends is not None:
        raise Refused(
            f"{membership.agency} leaves or left on {day(membership.ends)} already. If it stays longer, add it again "
            "from the day after."
        )


def can_take_over(successor, membership, last_day, now, field):
    """Another agency that belongs to the partnership, and after the last day of the one whose place it takes."""
    today = day_of(now)
    after = max(today, last_day + datetime.timedelta(days=1)) if last_day else today
    others = Membership.objects.filter(partnership=membership.partnership_id, agency=successor)
    if successor == membership.agency or not others.on(after).on(today).exists():
        raise Refused(f"{successor} cannot take this over: choose an agency that is in the partnership then.", field)


def says_why_merged(reason):
    if not reason.strip():
        raise Refused("Say why they come together. It stands in the history of each thing that passes on.", "reason")


def merged_by_today(on, now):
    """A new agency exists from its first day on, and what is owed passes to it at once."""
    if on > day_of(now):
        raise Refused(
            "Record a merger into a new agency on the day from which it holds, or later: nobody can act for one that "
            "is not there yet.",
            "on",
        )


def can_be_merged_into(agency, membership, on, now):
    """Another agency of the partnership, today and from the day on."""
    others = Membership.objects.filter(partnership=membership.partnership_id, agency=agency)
    if agency == membership.agency or not others.on(on).on(day_of(now)).exists():
        raise Refused(f"Choose an agency that is in the partnership from {day(on)} on.", "into")


def group_may_end(group, on):
    if group.kind == Group.Kind.ROOT:
        raise Refused("This group stands for the whole partnership, and ends with it.")
    if group.ends is not None:
        raise Refused(f"{group} ended, or ends, on {day(group.ends)} already.")
    if group.starts and on < group.starts:
        raise Refused("The last day cannot come before the first.", "on")


def groups_may_merge(group, into, on, others):
    """Into another group of the same lead, in which everybody takes part who does so here: nobody loses a group by
    what a neighbour decides.
    """
    after = on + datetime.timedelta(days=1)
    if into.pk == group.pk or into.lead_id != group.lead_id or into.kind == Group.Kind.ROOT or not into.runs_on(after):
        raise Refused(f"Choose a group that your partnership leads and that meets after {day(on)}.", "into")
    there = GroupMembership.objects.on(after).filter(group=into)
    missing = [body.short for body in others if not there.filter(partnership=body).exists()]
    if missing:
        raise Refused(
            f"{', '.join(missing)} takes part in {group} and not in {into}. Let it take part there first, or only end "
            "this group.",
            "into",
        )


def _lies_within(starts, ends, thing) -> bool:
    """Unknown first days count as long ago; no last day as for ever."""
    late_enough = starts is None or thing.starts is None or starts >= thing.starts
    return late_enough and (thing.ends is None or (ends is not None and ends <= thing.ends))


def scope_fits(role, scope):
    """A seat has exactly one scope, of a kind that its role allows."""
    given = [name for name, thing in scope.items() if thing is not None]
    if len(given) != 1:
        raise Refused("A seat is in exactly one place: the partnership, one group, or for one agency.")
    if given[0] not in role.scopes:
        places = {
            "partnership": "the whole partnership",
            "group": "a group",
            "membership": "an agency in the partnership",
        }
        allowed = " or ".join(places[name] for name in role.scopes)
        raise Refused(f"The seat of a {role.title.lower()} is for {allowed}.", "role")


def succession_makes_sense(before, after):
    if before == after:
        raise Refused("A body cannot succeed itself.")
    seen, waiting = set(), [before.pk]
    while waiting:
        earlier = set(Succession.objects.filter(after_id__in=waiting).values_list("before_id", flat=True)) - seen
        if after.pk in earlier:
            raise Refused(f"{before} itself succeeded {after}; the two cannot succeed each other.")
        seen |= earlier
        waiting = list(earlier)


def period_is_free(body, label, starts, ends):
    if ends < starts:
        raise Refused("The last day cannot come before the first.", "ends")
    if ReportingPeriod.objects.filter(Q(label=label) | Q(starts=starts, ends=ends), body=body).exists():
        raise Refused("There is a reporting period like this already.", "label")
