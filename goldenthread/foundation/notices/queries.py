"""Reading notices: who could be told, what may go to them now, how they want it; and what was not delivered."""

import datetime
from collections import defaultdict
from functools import cache

from django.db.models import Q, QuerySet
from django.urls import reverse

from goldenthread.foundation import room
from goldenthread.foundation.access.queries import can
from goldenthread.foundation.access.roles import roles
from goldenthread.foundation.access.viewer import Viewer, partnerships_of, viewer_for
from goldenthread.foundation.clock import day_of
from goldenthread.foundation.notices import rules
from goldenthread.foundation.notices.models import Choice, Message, Notice, Told, Verification
from goldenthread.foundation.people.models import Body, GroupMembership, Person, Seat
from goldenthread.foundation.room import TodayItem

WORTH_KNOWING = 3
WAITS = [datetime.timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360, 720, 1440)]  # between two tries
MAX_ATTEMPTS = len(WAITS) + 1


@cache
def messages() -> dict[str, room.Message]:
    """Every message that a room offers, by its code, in the order of the floors."""
    return {message.code: message for message in room.offered("messages")}


def message(code: str) -> room.Message:
    """Raises LookupError for a message that nobody offers."""
    if code not in messages():
        raise LookupError(f"no room offers the message {code!r}")
    return messages()[code]


def viewers_of(body: Body, now: datetime.datetime) -> list[Viewer]:
    """Everybody with an account who holds a seat that day in a body, or in one that shares a group with it, as they act
    there: first in the body itself.

    They are taken to have their second factor: they will be asked for it when they follow the link.
    """
    shares = GroupMembership.objects.on(day_of(now)).filter(group__lead=body).exclude(partnership=body)
    bodies = [body, *Body.objects.filter(pk__in=shares.values("partnership")).order_by("pk")]
    held = defaultdict(list)
    for seat in seats_of_people(seats_on(bodies, now).order_by().values("person"), now):
        held[seat.person].append(seat)
    return [
        viewer_for(person, partnership, now, second_factor=True, seats=seats)
        for partnership in bodies
        for person, seats in held.items()
        if any(partnership.pk in partnerships_of(seat, day_of(now)) for seat in seats)
    ]


def seats_of_people(people: QuerySet, now: datetime.datetime) -> QuerySet[Seat]:
    """Every seat that these people hold that day, wherever: a rule on conflicts of interest looks at each of them."""
    return (
        Seat.objects.on(day_of(now))
        .filter(person__in=people)
        .select_related("person", "membership__partnership", "partnership", "group")
        .prefetch_related("group__group_memberships")
        .order_by("person_id", "starts", "pk")
    )


def seats_on(bodies: list[Body], now: datetime.datetime) -> QuerySet[Seat]:
    """Seats of that day which count in one of these bodies, of people who can sign in."""
    groups = GroupMembership.objects.filter(partnership__in=bodies).values("group")
    return (
        Seat.objects.on(day_of(now))
        .filter(
            Q(partnership__in=bodies)
            | Q(membership__partnership__in=bodies)
            | Q(group__lead__in=bodies)
            | Q(group__in=groups),
            person__user__is_active=True,
        )
        .select_related("membership", "group")
        .prefetch_related("group__group_memberships")
    )


def choice_of(person_id: int) -> Choice:
    """How a person wants to be told; the defaults for who chose nothing."""
    return Choice.objects.filter(person=person_id).first() or Choice(person_id=person_id)


def ready_for(viewer: Viewer, notices: list[Notice]) -> list[Notice]:
    """Those that may go to this person now: not their own doing, not told before, and their moment has come."""
    choice = choice_of(viewer.person_id)
    told = set(Told.objects.filter(notice__in=notices, person=viewer.person_id).values_list("notice_id", flat=True))
    return [
        notice
        for notice in notices
        if notice.pk not in told
        and notice.by_id != viewer.person_id
        and rules.goes_at(choice.rhythm(urgent=message(notice.code).urgent), notice.at) <= viewer.now
    ]


def body(pk: int) -> Body:
    return Body.objects.get(pk=pk)


def person(pk: int) -> Person:
    return Person.objects.get(pk=pk)


def holds_a_seat(person: Person, body: Body, now: datetime.datetime) -> bool:
    """Whether somebody holds a seat that counts in a body on that day."""
    return any(body.pk in partnerships_of(seat, day_of(now)) for seat in seats_on([body], now).filter(person=person))


def undelivered(viewer: Viewer) -> QuerySet[Message]:
    """Messages to people of the viewer's partnership that failed at least three times: worth somebody's look. Those
    that go outside are told of where they were sent from.
    """
    return Message.objects.filter(
        body_id=viewer.partnership_id, sent_at=None, attempts__gte=WORTH_KNOWING, to__isnull=False
    ).select_related("to")


def how_it_went(message: Message | None) -> str:
    """ "waiting", "sent" or "refused" (given up); "" of one that was taken back."""
    if message is None:
        return ""
    if message.sent_at:
        return "sent"
    return "refused" if message.attempts >= MAX_ATTEMPTS and message.claimed_until is None else "waiting"


def undelivered_lines(viewer: Viewer) -> list[TodayItem]:
    """A line for Today when e-mails do not arrive."""
    number = undelivered(viewer).count() if can(viewer, "notices.read") else 0
    if not number:
        return []
    words = "An e-mail could" if number == 1 else f"{number} e-mails could"
    return [
        TodayItem(
            f"{words} not be delivered",
            reverse("notices:undelivered", args=[viewer.slug]),
            why="People may not know what is due.",
            kind="notice",
        )
    ]


def last_verifications() -> list[Verification]:
    """What came of each check when all were last run, in the order in which they are offered."""
    codes = [check.code for check in room.offered("integrity")]
    newest = Verification.objects.order_by("-at")[: len(codes)]  # all of one run bear one moment
    return sorted((row for row in newest if row.code in codes), key=lambda row: codes.index(row.code))


def verified() -> list[dict]:
    """Every check for the page of the house: its label, when it was last run, how many things, what did not fit."""
    rows = {row.code: row for row in last_verifications()}
    return [{"label": check.label, "last": rows.get(check.code)} for check in room.offered("integrity")]


def whom_to_tell(today: datetime.date) -> list[tuple[Person, Body | None]]:
    """House administrators and whoever sees which e-mails fail (the managers), each once, with their partnership."""
    codes = [code for code, role in roles().items() if {"house.administer", "notices.read"} & set(role.grants)]
    seats = Seat.objects.on(today).filter(role__in=codes, partnership__isnull=False).order_by("pk")
    people = {}
    for seat in seats.select_related("person__user", "partnership"):
        people.setdefault(seat.person, seat.partnership)
    return list(people.items())


def misfit_lines(viewer: Viewer) -> list[TodayItem]:
    """A line for Today of a manager while something that is kept does not fit."""
    if not can(viewer, "notices.read") or not any(row.sentences for row in last_verifications()):
        return []
    return [
        TodayItem(
            "Something that is kept is not as it was written",
            reverse("about"),
            why="Ask the house administrator or whoever runs this installation: the page of the house names it.",
            kind="notice",
        )
    ]
