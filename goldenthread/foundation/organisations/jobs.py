"""What the worker does by itself for accounts."""

from goldenthread.foundation import clock
from goldenthread.foundation.organisations import account_log


def forget_account_events() -> int:
    """Throw away lines of the log of accounts that are more than a year old."""
    return account_log.forget_old(now=clock.now())
