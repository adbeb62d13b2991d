"""Reading accounts: for those who manage them, and for each person of their own."""

import datetime
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from goldenthread.foundation.access.models import Reader
from goldenthread.foundation.access.readers import on as on_day
from goldenthread.foundation.access.roles import roles
from goldenthread.foundation.access.viewer import partnerships_of
from goldenthread.foundation.clock import day_of
from goldenthread.foundation.diary.models import Due
from goldenthread.foundation.organisations import rules
from goldenthread.foundation.organisations.models import AccountChange, AccountEvent, AccountLink
from goldenthread.foundation.organisations.queries import seats_of
from goldenthread.foundation.people.models import Body, Person, Seat, User
from goldenthread.foundation.searching import having
from goldenthread.foundation.ui.words import moment

STEPS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


@dataclass(frozen=True)
class Account:
    """How somebody's account stands, in words, for whoever manages it."""

    user: User | None
    invitation: str
    last_sign_in: datetime.datetime | None
    second_step: str
    may_be_invited: bool
    has_step: bool
    waiting: tuple[AccountChange, ...]


def account_of(person: Person, now: datetime.datetime) -> Account:
    """How the account of `person` stands at `now`; of somebody without one, that there is none."""
    waiting = tuple(changes_of(person).filter(state=AccountChange.State.ASKED))
    user = person.user
    if user is None:
        return Account(None, "", None, "", False, False, waiting)
    has_step = has_second_step(user)
    never = is_unopened(user)
    last = user.links.filter(kind=AccountLink.Kind.INVITATION).first()
    step = "None" if not has_step else "Set up, and confirmed by the link that was sent"
    if has_step and user.second_step_counts_from is None:
        step = "Set up, but not confirmed by the link that was sent"
    return Account(
        user, invitation_in_words(last, now), user.last_login, step, never and user.is_active, has_step, waiting
    )


def invitation_in_words(link: AccountLink | None, now: datetime.datetime) -> str:
    """State of the last invitation: sent, opened, used, run out."""
    if link is None:
        return "None was sent"
    sent = f"Sent on {moment(link.sent_at)}"
    if link.used_at:
        return f"{sent}, used on {moment(link.used_at)}"
    opened = f", first opened on {moment(link.opened_at)}" if link.opened_at else ", not opened"
    if link.is_open_at(now):
        return f"{sent}{opened}; it can be used until {moment(link.until)}"
    return f"{sent}{opened}; it can no longer be used"


def second_steps(user: User) -> QuerySet[Authenticator]:
    """Codes from an app, and keys: recovery codes alone are none."""
    return Authenticator.objects.filter(user=user, type__in=STEPS)


def has_second_step(user: User) -> bool:
    return second_steps(user).exists()


def has_working_codes(user: User) -> bool:
    """Whether there is something to type: a code of an app, or a recovery code."""
    return Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.WEBAUTHN).exists()


def is_unopened(user: User) -> bool:
    """Whether nobody has ever chosen a password for the account, or signed in to it."""
    return user.last_login is None and not user.has_usable_password()


def is_invited(person: Person, now: datetime.datetime) -> bool:
    """Whether an invitation to their account waits to be used."""
    rows = AccountLink.objects.filter(user__person=person, kind=AccountLink.Kind.INVITATION)
    return any(link.is_open_at(now) for link in rows[:1])


def changes_of(person: Person) -> QuerySet[AccountChange]:
    """What was changed in somebody's account by others, the latest first."""
    return changes().filter(person=person)


def changes() -> QuerySet[AccountChange]:
    """Every change of an account by others."""
    return AccountChange.objects.select_related("person__user", "asked_by", "decided_by", "body")


def waiting_changes() -> QuerySet[AccountChange]:
    """Every change of an account that waits for a second person."""
    return changes().filter(state=AccountChange.State.ASKED)


def for_viewer(viewer, rows: QuerySet[AccountChange]) -> list[AccountChange]:
    """Those of these changes that are the viewer's to decide in the partnership at hand, or to take back."""
    here, confirms = viewer.partnership_id, any(seat.role.confirms for seat in viewer.seats)
    return [
        change
        for change in rows.exclude(person=viewer.person_id)
        if (change.asked_by_id == viewer.person_id and change.body_id == here)
        or (confirms and here in deciding_bodies(change, viewer.now))
    ]


def waiting_before(viewer) -> tuple[list[AccountChange], list[AccountChange]]:
    """Those that wait, in one read: of the viewer's own account, where they may object; and those that they could
    decide, the same as `account_rules.is_second_person`.
    """
    me, here = viewer.person_id, viewer.partnership_id
    confirming = [seat for seat in viewer.seats if seat.role.confirms]
    administers = any(rules.administers(seat) for seat in confirming)
    theirs = Q(person=me) | Q(body=here) | Q(body=None) if confirming else Q(person=me)
    found = list(waiting_changes() if administers else waiting_changes().filter(theirs))
    others = [change for change in found if me not in (change.person_id, change.asked_by_id)]
    return (
        [change for change in found if change.person_id == me and change.objected_at is None],
        [change for change in others if administers or here in deciding_bodies(change, viewer.now)],
    )


def seats_that_count(person: Person, today: datetime.date) -> QuerySet[Seat]:
    """Those that open something now or later, or wait for a second person."""
    rows = person.seats.exclude(state=Seat.State.DECLINED).exclude(ends__lt=today).exclude(ended_at__isnull=False)
    return rows.select_related("partnership", "group__lead", "membership__partnership").prefetch_related(
        "group__group_memberships"
    )


def sits_in(person: Person, today: datetime.date) -> frozenset[int]:
    """The partnerships in which a seat of theirs counts: of a shared group, all that take part."""
    return frozenset(pk for seat in seats_that_count(person, today) for pk in partnerships_of(seat, today))


def matters(person: Person, today: datetime.date) -> bool:
    """Whether whoever opens this account signs, releases, gives seats, or reads what is kept to listed people."""
    weighty = [code for code, role in roles().items() if role.second_person]
    listed = Reader.objects.filter(person=person, excluded=False).exclude(ends__lt=today)
    return seats_that_count(person, today).filter(role__in=weighty).exists() or listed.exists()


def deciding_bodies(change: AccountChange, now: datetime.datetime) -> frozenset[int]:
    """The partnerships whose confirming seats may decide a change. None when it concerns more than the one that asked:
    then the house administrator alone decides, so that no partnership takes over an account of another's.
    """
    sits = sits_in(change.person, day_of(now))
    if change.body_id is None:
        return sits or frozenset({change.person.added_in_id} - {None})
    return frozenset({change.body_id}) if sits <= {change.body_id} else frozenset()


def confirming(bodies: frozenset[int], now: datetime.datetime, without: set[int | None]) -> list[Person]:
    """Who holds a seat that confirms others in one of these partnerships, and can sign in."""
    held = _confirming_seats(now, without).exclude(role="house_administrator")
    here = held.filter(Q(partnership__in=bodies) | Q(membership__partnership__in=bodies))
    return list({seat.person_id: seat.person for seat in here}.values())


def second_people(bodies: frozenset[int], now: datetime.datetime, without: set[int | None]) -> list[Person]:
    """Whom to ask as second person: the confirming seats of these partnerships; where there is none, the house
    administrators.
    """
    administrators = _confirming_seats(now, without).filter(role="house_administrator")
    return confirming(bodies, now, without) or list({row.person_id: row.person for row in administrators}.values())


def _confirming_seats(now, without):
    codes = [role.code for role in roles().values() if role.confirms]
    held = Seat.objects.on(day_of(now)).filter(role__in=codes, person__user__is_active=True)
    return held.exclude(person__in=without - {None}).select_related("person__user")


def is_taken(email: str, person: Person) -> bool:
    """Whether another account has the address, or is about to."""
    others = User.objects.filter(email__iexact=email).exclude(pk=person.user_id)
    waits = EmailAddress.objects.filter(email__iexact=email, verified=True).exclude(user=person.user_id)
    return others.exists() or waits.exists()


# Lists


def without_a_seat(viewer) -> list[tuple[Person, datetime.date | None, bool]]:
    """(person, last day here, whether their account is managed here) of those whose last seat in the partnership ended,
    and of those who were added here and never given one anywhere.
    """
    ever, today = seats_of(viewer, past=True), viewer.today
    counts = ever.exclude(state=Seat.State.DECLINED).exclude(ends__lt=today).exclude(ended_at__isnull=False)
    here = Q(seats__in=ever.values("pk")) | Q(added_in=viewer.partnership_id, seats=None)
    rows = Person.objects.filter(here).exclude(pk__in=counts.order_by().values("person"))
    rows = rows.select_related("user").distinct()
    last = dict(ever.order_by().values_list("person").annotate(Max("ends")))
    elsewhere = set(Seat.objects.on(today).filter(person__in=rows.order_by()).values_list("person", flat=True))
    return [
        (person, last.get(person.pk), person.added_in_id == viewer.partnership_id and person.pk not in elsewhere)
        for person in rows.order_by("name")
    ]


def found_people(viewer, sought: str, *, by_address: bool, past: bool = False) -> QuerySet[Seat]:
    """Seats of the partnership whose person has these words in their name; with `by_address` also of whoever has
    exactly this e-mail address.
    """
    rows = seats_of(viewer, past=past)
    if not sought:
        return rows
    wanted = having("person__name", sought)
    return rows.filter(wanted | Q(person__user__email__iexact=sought)) if by_address else rows.filter(wanted)


SHOW = {
    "": "Everybody",
    "account": "With an account",
    "no-seat": "Without a seat",
    "never": "Never signed in",
    "no-step": "Without a second step",
    "closed": "With a closed account",
}


def people_of_the_house(sought: str, show: str, today: datetime.date) -> QuerySet[Person]:
    """Everybody in the house, by name or exact address, narrowed as `SHOW` says; `has_step`: with a second step."""
    steps = Exists(Authenticator.objects.filter(user=OuterRef("user"), type__in=STEPS))
    rows = Person.objects.select_related("user").annotate(has_step=steps).order_by("name", "pk")
    rows = rows.filter(having("name", sought) | Q(user__email__iexact=sought)) if sought else rows
    held = Seat.objects.on(today).filter(person=OuterRef("pk"))
    return {
        "account": rows.filter(user__isnull=False),
        "no-seat": rows.filter(~Exists(held)),
        "never": rows.filter(user__isnull=False, user__last_login=None),
        "no-step": rows.filter(has_step=False, user__is_active=True),
        "closed": rows.filter(user__is_active=False),
    }.get(show, rows)


def events(*, user: User | None = None, sought: str = "", kind: str = "") -> QuerySet[AccountEvent]:
    """What happened to one account, or to all whose person has these words in their name or exactly this address."""
    rows = AccountEvent.objects.select_related("user__person")
    if user is not None:
        rows = rows.filter(user=user)
    if sought:
        rows = rows.filter(having("user__person__name", sought) | Q(user__email__iexact=sought))
    return rows.filter(kind=kind) if kind else rows


@dataclass(frozen=True)
class Leaves:
    """What stands in somebody's name when their account is closed."""

    seats: list[Seat]
    due: list[tuple[Body, int]]
    listed: int


def leaves_behind(person: Person, now: datetime.datetime) -> Leaves:
    """Seats that go on, how many things that are due are in their name in each partnership, and to how many things
    they are listed as a reader. Counts alone: whoever closes accounts reads no record.
    """
    today = day_of(now)
    due = {}
    for row in Due.objects.running().filter(person=person).select_related("group__lead"):
        due[row.group.lead] = due.get(row.group.lead, 0) + 1
    listed = on_day(Reader.objects.filter(person=person, excluded=False), today).count()
    return Leaves(list(seats_that_count(person, today)), sorted(due.items(), key=lambda pair: pair[0].name), listed)
