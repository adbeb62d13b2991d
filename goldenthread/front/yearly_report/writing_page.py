"""What the pages of a report in the making show: chapters and their state, and records to draw on."""

from __future__ import annotations

from dataclasses import dataclass

from goldenthread.foundation.access.queries import can
from goldenthread.foundation.access.viewer import public_beside, public_reader
from goldenthread.foundation.papers import html
from goldenthread.foundation.ui.words import listed
from goldenthread.front.yearly_report import candidates, queries, rules
from goldenthread.front.yearly_report.assembly import assemble, assemble_section, chapter_of, sections_of, span_of
from goldenthread.front.yearly_report.checklist import name_of
from goldenthread.front.yearly_report.models import Line
from goldenthread.front.yearly_report.paragraphs import lines_in_order
from goldenthread.front.yearly_report.rendering import links
from goldenthread.front.yearly_report.states import ReportState, VersionState
from goldenthread.front.yearly_report.today import wanted_signatures


@dataclass(frozen=True)
class Row:
    """One chapter in the table: its section, how many records it draws on, how many paragraphs are nobody's word."""

    section: object
    records: int
    unsettled: int
    empty: bool
    asks: tuple

    @property
    def state(self):
        if self.section.left_out:
            return "Left out"
        if self.unsettled:
            return "Whose word is this?"
        if self.section.ready:
            return "Ready"
        if self.empty:
            return "Empty"
        return "In the report" if self.section.report.state == ReportState.ELSEWHERE else "Drafted"

    @property
    def asked(self):
        """What the checklist asks of this chapter: [(words, whether met)]."""
        return [
            (f"{'Item' if len(numbers) == 1 else 'Items'} {listed(numbers)} {'met' if met else 'not met'}", met)
            for met in (True, False)
            if (numbers := [item.row.number for item in self.asks if item.met == met])
        ]

    @property
    def colour(self):
        return {"Ready": "green", "Whose word is this?": "orange", "Drafted": "blue"}.get(self.state, "grey")


def of_report(viewer, report):
    """Everything that the page of one report shows to those who write, comment on and sign it."""
    elsewhere = report.state == ReportState.ELSEWHERE
    reader = public_beside(viewer)
    found = _as_published(report, reader) if elsewhere else queries.examine(report, viewer.now, reader)
    by_chapter = {part.section.chapter: part for part in found.assembled}
    rows = [
        _row(section, by_chapter.get(section.chapter), found.words.get(section.chapter, []), found.items)
        for section in found.sections
    ]
    versions = list(report.versions.defer("text"))  # the whole text of each, which this page does not show
    version = next((row for row in versions if row.state in (VersionState.OPEN, VersionState.SIGNED)), None)
    return {
        "report": report,
        "rows": rows,
        "problems": found.problems,
        "items": found.items,
        "met": sum(item.met for item in found.items),
        "edition": name_of(report.edition),
        "version": version,
        "required": _required(version),
        "to_sign": _to_sign(viewer, version),
        "published": next((row for row in versions if row.state == VersionState.PUBLISHED), None),
        "past": [row for row in versions if row is not version],
        "sent_back": _sent_back(report, versions),
        "may": _may(viewer, report),
    }


def _as_published(report, reader):
    """Nobody asks a report that was published elsewhere whose word it is, nor what it meets."""
    sections = sections_of(report)
    return queries.Examined(assemble(report, reader.now, reader, sections), {}, [], [], sections)


def _row(section, part, words, items):
    asks = tuple(item for item in items if section in item.sections)
    records = len(part.claims) if part else 0
    open_words = sum(not word.settled for word in words)
    return Row(section, records, open_words, part is None or part.empty, asks)


def _sent_back(report, versions):
    """The version that a partner objected to, or that was opened again, while what follows from it is written."""
    last = max(versions, key=lambda row: row.number, default=None)
    return last if report.state == ReportState.DRAFT and last and last.state == VersionState.VOID else None


def _required(version):
    """[(partner, signature or None)]"""
    if version is None:
        return []
    answers = {row.membership_id: row for row in version.signatures.all()}
    return [(row, answers.get(row.membership_id)) for row in version.required.select_related("agency")]


def _to_sign(viewer, version):
    """Whether this version waits for a signature that the viewer can give."""
    return version is not None and wanted_signatures(viewer).filter(version=version).exists()


def _may(viewer, report):
    codes = ("write", "comment", "close", "publish", "scrutinise", "send")
    return {code: can(viewer, f"report.{code}", report) for code in codes}


def of_section(viewer, section, asked, page):
    """A chapter as it will print, whose word each paragraph is, and what else exists in the editor's own sight."""
    reader = public_reader(section.report.body, viewer.now)
    writable = section.report.state == ReportState.DRAFT
    arranges = writable or section.report.state == ReportState.ELSEWHERE
    part, chapter = assemble_section(section, reader), chapter_of(section.chapter)
    leads = links(section.report.body.key)
    words = [(whose, html.fragment([whose.piece.block], leads)) for whose in queries.whose_words(section, reader)]
    return {
        "section": section,
        "report": section.report,
        "words": words,
        "built": html.fragment(part.built, leads) if part.built else "",
        "page": candidates.page_of(viewer, section, part.claims, asked, page),
        "comments": section.comments.all() if section.pk else [],
        "may": _may(viewer, section.report),
        "chapter": chapter,
        "filling": len(candidates.that_fill(viewer, section)) if arranges else 0,
        "arranges": arranges,
        "chooses": bool(chapter and chapter.draws_on),
        "writable": writable,
        "stands_or_not": can(viewer, "report.write", section) and rules.can_be_left_out(section),
    }


@dataclass(frozen=True)
class Part:
    """One part of the year in ten lines: its lines and what the record proposes for it beyond them."""

    code: str
    label: str
    lines: list
    proposed: list


def of_ten_lines(viewer, section):
    """The lines as they stand, with who stands behind each, and every proposal that is no line yet."""
    reader = public_reader(section.report.body, viewer.now)
    words = {whose.piece.line: whose for whose in queries.whose_words(section, reader)}
    lines = lines_in_order(section)
    proposed = [line for line in proposals(section, reader) if (line.noun, line.key) not in _taken(lines)]
    leads = links(section.report.body.key)
    return {
        "section": section,
        "report": section.report,
        "parts": [
            Part(
                code,
                label,
                [(line, words[line.pk], leads(line.noun, line.key)) for line in lines if line.part == code],
                [(line, leads(line.noun, line.key)) for line in proposed if line.part == code],
            )
            for code, label in Line.Part.choices
        ],
        "count": len(lines),
        "most": rules.MOST_LINES,
        "writable": section.report.state == ReportState.DRAFT and can(viewer, "report.write", section.report),
    }


def _taken(lines):
    return {(line.noun, line.key) for line in lines}


def proposals(section, reader):
    """What the chapters of this report that are not left out propose, in their order."""
    report = section.report
    return [
        line
        for one in sections_of(report)
        if not one.left_out and (chapter := chapter_of(one.chapter)) and chapter.proposes
        for line in chapter.proposes(reader, report.body, span_of(one))
    ]
