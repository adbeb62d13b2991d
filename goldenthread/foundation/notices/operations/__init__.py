"""Every write of notices: what waits, who was told, how people want to be told, and the outbox."""

from goldenthread.foundation.notices.operations.choices import choose
from goldenthread.foundation.notices.operations.misfits import tell_of_misfits
from goldenthread.foundation.notices.operations.outbox import deliver_outbox, send, send_outside, take_back, try_again
from goldenthread.foundation.notices.operations.telling import (
    note_due_steps,
    send_due_reminders,
    send_notices,
    tell_person,
    wait,
)

__all__ = [
    "choose",
    "deliver_outbox",
    "note_due_steps",
    "send",
    "send_due_reminders",
    "send_notices",
    "send_outside",
    "take_back",
    "tell_of_misfits",
    "tell_person",
    "try_again",
    "wait",
]
