"""Tables of the yearly report."""

from goldenthread.front.yearly_report.models.abbreviations import Abbreviation
from goldenthread.front.yearly_report.models.checklist import ChecklistItem, ItemAnswer
from goldenthread.front.yearly_report.models.lines import Line
from goldenthread.front.yearly_report.models.reports import Chosen, Comment, Report, Section, Word
from goldenthread.front.yearly_report.models.versions import CopySent, Rendering, RequiredSignature, Signature, Version

__all__ = [
    "Abbreviation",
    "ChecklistItem",
    "Chosen",
    "Comment",
    "CopySent",
    "ItemAnswer",
    "Line",
    "Rendering",
    "Report",
    "RequiredSignature",
    "Section",
    "Signature",
    "Version",
    "Word",
]
