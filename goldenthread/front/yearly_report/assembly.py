"""The report as a paper: what people wrote, and what the rooms offer, read as the public would read it."""

from __future__ import annotations

from dataclasses import dataclass

from goldenthread.foundation import room
from goldenthread.foundation.access.viewer import public_reader
from goldenthread.foundation.papers.abbreviations import Explainer
from goldenthread.foundation.papers.blocks import (
    Colours,
    Contents,
    Emphasis,
    Heading,
    Meta,
    Note,
    Paper,
    Paragraph,
    Strong,
    with_ids,
)
from goldenthread.foundation.papers.markdown import parse_stored, words
from goldenthread.foundation.room import Span
from goldenthread.front.yearly_report.models import Abbreviation, Report, Section
from goldenthread.front.yearly_report.paragraphs import blocks_of_lines, claims_of
from goldenthread.front.yearly_report.states import ReportState

# Sections that people write and no room builds: code, title, place, checklist items.
TEN_LINES = "ten_lines"
OWN_SECTIONS = (
    (TEN_LINES, "The year in ten lines", 3, ()),
    ("foreword", "Foreword", 5, ()),
    ("partners", "What each partner contributed", 30, ("3",)),
    ("education", "The voice of schools, colleges and early years", 32, ("11",)),
    ("information", "How we used and shared information", 44, ("12",)),
    ("reforms", "Changes in law, guidance and locally", 52, ("10",)),
    ("scrutiny", "Independent scrutiny", 60, ("14",)),
    ("money", "What it cost", 70, ("9",)),
)
REMARK = "A note by whoever wrote this record down"
SPOKEN = {"foreword", "scrutiny"}  # always somebody's own words: they need a speaker


def plan_of_sections():
    """(code, title, order, items met) of every section that a new report starts with."""
    built = [(c.code, c.title, c.order, c.meets) for c in room.offered("chapters")]
    return sorted([*OWN_SECTIONS, *built], key=lambda row: (row[2], row[0]))


def place_of(code: str) -> str:
    """The id of the heading of a chapter, to which links inside the report lead; "" for a key that cannot be one."""
    made = code.replace("_", "-")
    return made if made[:1].isalpha() else ""


def chapter_of(code):
    return next((chapter for chapter in room.offered("chapters") if chapter.code == code), None)


@dataclass(frozen=True)
class Assembled:
    """One section with the blocks that it will print: heading, what was typed, what was built."""

    section: object
    typed: tuple
    built: tuple

    @property
    def blocks(self):
        heading = (Heading(1, self.section.title, place_of(self.section.chapter)),)
        return heading + self._told_by + self.typed + self._signed + self.built + self._remark

    @property
    def _speaker(self):
        section = self.section
        return section.speaker + (f", {section.speaker_post}" if section.speaker_post else "")

    @property
    def _told_by(self):
        """Words that are told by somebody else say at once whose they are, and nobody signs them."""
        if not (self.section.in_other_words and self.section.speaker and self.typed):
            return ()
        return (Paragraph((Emphasis((f"After {self._speaker}, in other words.",)),)),)

    @property
    def _signed(self):
        if self.section.in_other_words or not (self.section.speaker and self.typed):
            return ()
        return (Paragraph((Strong((self._speaker,)),)),)

    @property
    def _remark(self):
        said = tuple(
            Paragraph((Strong((block.text,)),)) if isinstance(block, Heading) else block
            for block in parse_stored(self.section.remark)
        )
        return (Note("info", said, REMARK),) if said else ()

    @property
    def empty(self):
        return not self.typed and not self.built and not self._remark

    @property
    def claims(self):
        return claims_of(self.typed + self.built + self._remark)


def span_of(section) -> Span:
    period = section.report.period
    chosen = list(section.chosen.all()) if section.pk else []
    return Span(
        period.starts,
        period.ends,
        period.label,
        frozenset((c.noun, c.key) for c in chosen if c.put_in),
        frozenset((c.noun, c.key) for c in chosen if not c.put_in),
    )


def assemble_section(section, reader) -> Assembled:
    """Built with a public reader, never with the editor's rights."""
    chapter = chapter_of(section.chapter) if section.report.period_id else None
    built = tuple(chapter.build(reader, section.report.body, span_of(section))) if chapter else ()
    return Assembled(section, parse_stored(section.text) + blocks_of_lines(section), built)


def sections_of(report):
    """Every section in its order, left out or not, with what was chosen for it and whose word its paragraphs are.

    Those are among them for which nobody has written: a chapter that a room offers since the report was begun, or that
    a record file does not name. They have no row, until somebody writes, chooses, comments or leaves them out.
    """
    rows = list(report.sections.select_related("writer").prefetch_related("chosen", "words", "lines"))
    return sorted([*rows, *_without_row(report, rows)], key=lambda row: (row.order, row.pk is None, row.pk or 0))


def section_of(report, chapter: str) -> Section | None:
    """One section of a report, with a row or without; None where there is no such chapter."""
    row = report.sections.filter(chapter=chapter).first()
    if row is None:
        return next((one for one in _without_row(report, []) if one.chapter == chapter), None)
    row.report = report
    return row


def _without_row(report, rows) -> list[Section]:
    """Of a report that was published elsewhere those that the record fills: nobody writes the others any more."""
    if report.kind != Report.Kind.YEARLY or report.state == ReportState.PUBLISHED:
        return []
    there = {row.chapter for row in rows}
    if report.state == ReportState.ELSEWHERE:
        there |= {code for code, *_ in OWN_SECTIONS}
    return [
        Section(report=report, chapter=code, title=title, order=order)
        for code, title, order, _ in plan_of_sections()
        if code not in there
    ]


def assemble(report, now, reader=None, sections=None) -> list[Assembled]:
    """Every section that is not left out, in its order; empty ones too.

    `reader` is the PublicReader of this build and `sections` are those of `sections_of`, where they are at hand.
    """
    reader = reader or public_reader(report.body, now)
    sections = sections_of(report) if sections is None else sections
    return [assemble_section(section, reader) for section in sections if not section.left_out]


def paper_of(report, assembled, *, status: str, date, what_changed: str = "") -> Paper:
    """The whole paper. Sections with nothing in them are not printed. `date` is the day that the files carry.

    Where the record comes from is told once, at the end.
    """
    blocks = [Contents(1)]
    if what_changed:
        blocks += [Heading(1, "What this version corrects"), *parse_stored(what_changed)]
    explainer = Explainer({row.short: row.words for row in Abbreviation.objects.filter(holder=report.body)})
    for part in assembled:
        if not part.empty:
            # Nothing is put into somebody's own words.
            blocks += explainer.over(part.blocks, explain=part.section.in_other_words or not part.section.speaker)
    if listed := explainer.listed():
        blocks += [Heading(1, "Abbreviations", "abbreviations"), listed]
    body = report.body
    if body.provenance:
        blocks.append(Note("info", (Paragraph(words(body.provenance)),), "Where this record comes from"))
    meta = Meta(
        issuer=body.name,
        period=_period(report),
        status=status,
        date=date.isoformat(),
        colours=Colours(brand=body.colour) if body.colour else Colours(),
    )
    return Paper(title=report.title, subtitle=words(body.vision), meta=meta, blocks=with_ids(tuple(blocks)))


def _period(report):
    if report.period is None:
        return f"In force from {_day(report.in_force_from)}" if report.in_force_from else ""
    return f"{_day(report.period.starts)} to {_day(report.period.ends)}"


def _day(day):
    return f"{day.day} {day:%B %Y}"
