"""Pages of the yearly report."""

from goldenthread.front.yearly_report.views.abbreviations import (
    abbreviations,
    add_abbreviation,
    change_abbreviation,
    remove_abbreviation,
)
from goldenthread.front.yearly_report.views.copies import (
    add_recipients,
    again,
    change_recipient,
    copies,
    copies_as_csv,
    note_receipt,
    recipients,
    remove_recipient,
    send,
)
from goldenthread.front.yearly_report.views.lines import add_line, change_line, move_line, take_line, ten_lines
from goldenthread.front.yearly_report.views.ordering import order
from goldenthread.front.yearly_report.views.public import file, proof, read, report, reports
from goldenthread.front.yearly_report.views.received import received
from goldenthread.front.yearly_report.views.signing import (
    close,
    correct,
    open_again,
    publish,
    reason,
    sign,
    withhold,
)
from goldenthread.front.yearly_report.views.word_templates import add as add_word_template
from goldenthread.front.yearly_report.views.word_templates import download as word_template_version
from goldenthread.front.yearly_report.views.word_templates import page as word_template
from goldenthread.front.yearly_report.views.word_templates import remove as remove_word_template
from goldenthread.front.yearly_report.views.word_templates import trial_print as word_template_trial
from goldenthread.front.yearly_report.views.writing import (
    add_chapter,
    begin,
    checklist,
    choose,
    comment,
    leave_out,
    mark,
    not_applicable,
    preview,
    preview_file,
    put_in_all,
    section,
    settle,
    take_in,
    word,
    write,
)

__all__ = [
    "abbreviations",
    "add_abbreviation",
    "add_chapter",
    "add_line",
    "add_recipients",
    "add_word_template",
    "again",
    "begin",
    "change_abbreviation",
    "change_line",
    "change_recipient",
    "checklist",
    "choose",
    "close",
    "comment",
    "copies",
    "copies_as_csv",
    "correct",
    "file",
    "leave_out",
    "mark",
    "move_line",
    "not_applicable",
    "note_receipt",
    "open_again",
    "order",
    "preview",
    "preview_file",
    "proof",
    "publish",
    "put_in_all",
    "read",
    "reason",
    "received",
    "recipients",
    "remove_abbreviation",
    "remove_recipient",
    "remove_word_template",
    "report",
    "reports",
    "section",
    "send",
    "settle",
    "sign",
    "take_in",
    "take_line",
    "ten_lines",
    "withhold",
    "word",
    "word_template",
    "word_template_trial",
    "word_template_version",
    "write",
]
