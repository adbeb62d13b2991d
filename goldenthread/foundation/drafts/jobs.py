"""What drafts do by themselves."""

from goldenthread.foundation import clock
from goldenthread.foundation.drafts import operations


def discard_drafts() -> int:
    """Throw away what nobody came back to, and the keys of forms that were sent long ago."""
    operations.forget_sent_forms(now=clock.now())
    return operations.discard_old(now=clock.now())
