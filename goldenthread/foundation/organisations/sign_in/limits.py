"""How often somebody may try to sign in, counted for the person and the place they try from.

Three counts of failures, all in the cache that the web workers share:

- one account from one address: five in five minutes, so that nobody guesses a password;
- one address, whatever the accounts: ten in a minute, so that nobody tries one password on all;
- one account, whatever the addresses: a hundred in an hour, so that many machines do not guess together.

The last two do not count against an account that was opened from this address in the last ninety days. So a stranger
can shut out nobody who works here: not from another address, and not from the same one (an office behind one router, or
a house whose proxy is not counted) unless they aim at that very account.
"""

import datetime

from allauth.core.internal import ratelimit
from allauth.core.internal.httpkit import clean_client_ip
from django.conf import settings
from django.http import HttpRequest

from goldenthread.foundation.organisations import account_log


def client_address(request: HttpRequest) -> str:
    """The network address of whoever asks, as text; "" when it cannot be read.

    Each proxy adds the address that it was asked from at the end of X-Forwarded-For. With GOLDENTHREAD_PROXIES=2 and
    "198.51.100.9, 203.0.113.5, 10.0.0.2" the visitor is 203.0.113.5: what stands before it the browser may have made
    up.
    """
    hops = [hop for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
    hop = hops[-settings.PROXIES] if 0 < settings.PROXIES <= len(hops) else ""
    return clean_client_ip(hop) or clean_client_ip(request.META.get("REMOTE_ADDR", "")) or ""


def place_of(request: HttpRequest) -> str:
    """The address as it is counted: whole networks of IPv6, since one visitor has many addresses there."""
    return ratelimit.truncate_ip(client_address(request))


class Attempt:
    """One attempt to sign in: `allowed`, and taken back by `take_back()` when it was right after all."""

    def __init__(self, request: HttpRequest, email: str, now: datetime.datetime):
        self._request, self._email, self._place = request, email.lower(), place_of(request)
        counts = [("account_here", f"{self._email}|{self._place}")]
        if not account_log.signed_in_from(email=email, address=client_address(request), now=now):
            counts += [("here", self._place), ("account", self._email)]
        self._used = []
        self.allowed = all(self._count(action, key) for action, key in counts)
        if not self.allowed:
            self.take_back()

    def _count(self, action, key):
        usage = ratelimit.consume(self._request, app="sign_in", action=action, config=settings.SIGN_IN_LIMITS, key=key)
        if usage is None:
            return False
        self._used.append(usage)
        return True

    def take_back(self) -> None:
        for usage in self._used:
            usage.rollback()


def too_often(request: HttpRequest, action: str) -> bool:
    """Count one more request of a stranger from this place; whether it is one too many. `action`: of PUBLIC_LIMITS."""
    key = place_of(request)
    counted = {"config": settings.PUBLIC_LIMITS, "key": key, "limit_get": True}
    return ratelimit.consume(request, app="public", action=action, **counted) is None


def forget(request: HttpRequest, email: str) -> None:
    """A new password was chosen by a link: what failed before no longer counts."""
    for action, key in (("account_here", f"{email.lower()}|{place_of(request)}"), ("account", email.lower())):
        ratelimit.clear(request, app="sign_in", action=action, config=settings.SIGN_IN_LIMITS, key=key)
