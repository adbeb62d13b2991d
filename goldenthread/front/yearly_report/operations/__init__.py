"""Every write to a yearly report."""

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
    settle_comment,
    stand_behind,
    unchoose,
    write_section,
)

__all__ = [
    "add_section",
    "answer_item",
    "begin_correction",
    "begin_report",
    "change_reason",
    "choose",
    "close_for_signature",
    "comment",
    "log_copy",
    "object_to",
    "open_again",
    "publish",
    "settle_comment",
    "sign",
    "stand_behind",
    "unchoose",
    "withhold",
    "write_section",
]
