"""Pages of the yearly report."""

from goldenthread.front.yearly_report.views.public import file, proof, read, report, reports
from goldenthread.front.yearly_report.views.signing import (
    close,
    copies,
    correct,
    open_again,
    publish,
    reason,
    sign,
    withhold,
)
from goldenthread.front.yearly_report.views.writing import (
    begin,
    checklist,
    choose,
    comment,
    mark,
    not_applicable,
    preview,
    section,
    settle,
    word,
    write,
)

__all__ = [
    "begin",
    "checklist",
    "choose",
    "close",
    "comment",
    "copies",
    "correct",
    "file",
    "mark",
    "not_applicable",
    "open_again",
    "preview",
    "proof",
    "publish",
    "reason",
    "read",
    "report",
    "reports",
    "section",
    "settle",
    "sign",
    "withhold",
    "word",
    "write",
]
