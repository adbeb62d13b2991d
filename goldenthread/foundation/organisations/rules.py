"""May this happen to people, groups and seats? Pure questions that raise Refused."""

import re

from django.db.models import Q

from goldenthread.foundation.people.models import Body, Membership, ReportingPeriod, Seat, Succession, User
from goldenthread.foundation.room import Refused

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


def ends_after_start(thing, day):
    if thing.starts and day < thing.starts:
        raise Refused("The last day cannot come before the first.", "ends")


def address_is_free(email):
    if User.objects.filter(email__iexact=email).exists():
        raise Refused("Somebody has this e-mail address already. Give that person the seat.", "email")


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
