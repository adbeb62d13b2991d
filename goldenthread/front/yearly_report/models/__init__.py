"""Tables of the yearly report."""

from goldenthread.front.yearly_report.models.abbreviations import Abbreviation
from goldenthread.front.yearly_report.models.checklist import ChecklistItem, ItemAnswer
from goldenthread.front.yearly_report.models.copies import CopySent, Named, Recipient
from goldenthread.front.yearly_report.models.lines import Line
from goldenthread.front.yearly_report.models.reports import Chosen, Comment, Report, Section, Word
from goldenthread.front.yearly_report.models.versions import Rendering, RequiredSignature, Signature, Version
from goldenthread.front.yearly_report.models.word_templates import WordTemplate

__all__ = [
    "Abbreviation",
    "Named",
    "ChecklistItem",
    "Chosen",
    "Comment",
    "CopySent",
    "ItemAnswer",
    "Line",
    "Recipient",
    "Rendering",
    "Report",
    "RequiredSignature",
    "Section",
    "Signature",
    "Version",
    "Word",
    "WordTemplate",
]
