"""Every write of the diary."""

from goldenthread.foundation.diary.operations.clocks import (
    end_clock,
    meet_clock,
    meet_clock_by_hand,
    pass_clocks_on,
    reach_step,
    record_delay,
    start_clock,
    start_clock_by_hand,
)
from goldenthread.foundation.diary.operations.kept_dates import follow_loaded, keep_all_dates, keep_dates
from goldenthread.foundation.diary.operations.of_withdrawn import end_with, resume_with
from goldenthread.foundation.diary.operations.reminding import pass_reminders_on
from goldenthread.foundation.diary.operations.rule_book import confirm_rule, load_rules, set_local_value

__all__ = [
    "confirm_rule",
    "end_clock",
    "end_with",
    "follow_loaded",
    "keep_all_dates",
    "keep_dates",
    "load_rules",
    "meet_clock",
    "meet_clock_by_hand",
    "pass_clocks_on",
    "pass_reminders_on",
    "reach_step",
    "record_delay",
    "resume_with",
    "set_local_value",
    "start_clock",
    "start_clock_by_hand",
]
