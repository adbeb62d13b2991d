"""An agreed action's due date is kept in the diary, in the same transaction as the change that it follows."""

from goldenthread.foundation.diary import operations as diary


def follow(action, *, by, now):
    """Bring the diary to what the action says now: a date while it is agreed, met once reported, ended when
    withdrawn.
    """
    diary.keep_dates(by=by, now=now, noun="action", keys=[action.ref])
