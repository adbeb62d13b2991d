"""An agreed action's due date is kept in the diary, in the same transaction as the change that it follows."""

import datetime

from goldenthread.foundation.access.viewer import Actor
from goldenthread.foundation.diary import operations as diary
from goldenthread.thread.models import Action


def follow(action: Action, *, by: Actor, now: datetime.datetime) -> None:
    """Bring the diary to what the action says now: a date while it is agreed, met once reported, ended when
    withdrawn.
    """
    diary.keep_dates(by=by, now=now, noun="action", keys=[action.ref])
