"""Writing and reading the log of accounts. It is bounded, whatever strangers do: see `note`."""

import datetime
import logging

from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import F, QuerySet

from goldenthread.foundation.clock import day_of
from goldenthread.foundation.organisations.models import AccountEvent
from goldenthread.foundation.people.models import User

logger = logging.getLogger(__name__)
KEPT_FOR = datetime.timedelta(days=366)
KNOWN_FOR = datetime.timedelta(days=90)
# Rows of one kind for one account (or for names that no account has) on one day, each from an address of its own.
# Whatever comes from further addresses is counted together in one more row, with no address.
MOST_ADDRESSES = 20


def note(*, now: datetime.datetime, kind: str, user: User | None = None, address: str = "") -> None:
    """Count one event. At most 21 rows a day for each account and kind, however many strangers try.

    Nobody is kept out because this could not be written (a full disk): the programs' log says so instead.
    """
    try:
        with transaction.atomic():
            _count({"user": user, "kind": kind, "day": day_of(now)}, address, now)
    except DatabaseError as fault:
        logger.error("The log of accounts could not be written: %s", fault)


def _count(about: dict, address: str, now: datetime.datetime) -> None:
    if not AccountEvent.objects.filter(**about, address=address).exists():
        full = AccountEvent.objects.filter(**about).exclude(address="").count() >= MOST_ADDRESSES
        address = "" if full else address
    rows = AccountEvent.objects.filter(**about, address=address)
    if rows.update(times=F("times") + 1, last_at=now):
        return
    try:
        with transaction.atomic():
            AccountEvent.objects.create(**about, address=address, first_at=now, last_at=now)
    except IntegrityError:  # another process was first
        rows.update(times=F("times") + 1, last_at=now)


def signed_in_from(*, email: str, address: str, now: datetime.datetime) -> bool:
    """Whether this account was opened from this address in the last ninety days."""
    since = {"last_at__gt": now - KNOWN_FOR}
    return AccountEvent.objects.filter(
        user__email__iexact=email, address=address, kind=AccountEvent.Kind.SIGNED_IN, **since
    ).exists()


def events_of(user: User) -> QuerySet[AccountEvent]:
    """What happened to one account, the latest first."""
    return AccountEvent.objects.filter(user=user)


def forget_old(*, now: datetime.datetime) -> int:
    """Throw away what is more than a year old; returns how many rows."""
    return AccountEvent.objects.filter(last_at__lt=now - KEPT_FOR).delete()[0]
