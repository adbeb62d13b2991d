"""Every write to a yearly report."""

from goldenthread.front.yearly_report.operations.abbreviations import (
    add_abbreviation,
    change_abbreviation,
    remove_abbreviation,
)
from goldenthread.front.yearly_report.operations.lines import add_line, change_line, move_line, remove_line
from goldenthread.front.yearly_report.operations.ordering import move_section
from goldenthread.front.yearly_report.operations.signing import (
    begin_correction,
    change_reason,
    close_for_signature,
    log_copy,
    object_to,
    open_again,
    publish,
    sign,
    withhold,
)
from goldenthread.front.yearly_report.operations.writing import (
    add_section,
    answer_item,
    begin_report,
    choose,
    comment,
    leave_out,
    put_in_all,
    settle_comment,
    stand_behind,
    take_in,
    unchoose,
    write_section,
)

__all__ = [
    "add_abbreviation",
    "add_line",
    "add_section",
    "answer_item",
    "begin_correction",
    "begin_report",
    "change_reason",
    "change_abbreviation",
    "change_line",
    "choose",
    "close_for_signature",
    "comment",
    "leave_out",
    "log_copy",
    "move_line",
    "move_section",
    "object_to",
    "open_again",
    "publish",
    "put_in_all",
    "remove_abbreviation",
    "remove_line",
    "settle_comment",
    "sign",
    "stand_behind",
    "take_in",
    "unchoose",
    "withhold",
    "write_section",
]
